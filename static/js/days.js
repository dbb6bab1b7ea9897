// The phone's own calendar beside a date that may also be typed.
export function pickDays(root) {
  for (const button of root.querySelectorAll("button[data-picker]")) {
    const field = document.getElementById(button.dataset.picker);
    const native = document.createElement("input");
    if (!field || !("showPicker" in native)) continue;
    native.type = "date";
    native.tabIndex = -1;
    native.setAttribute("aria-hidden", "true");
    button.after(native);
    button.hidden = false;
    button.addEventListener("click", () => {
      const typed = field.value.match(/(\d{4})\D+(\d{1,2})\D+(\d{1,2})/);
      if (typed) native.value = `${typed[1]}-${typed[2].padStart(2, "0")}-${typed[3].padStart(2, "0")}`;
      native.showPicker();
    });
    native.addEventListener("change", () => {
      const [year, month, day] = native.value.split("-").map(Number);
      if (!day) return;
      field.value = `${year}年${month}月${day}日`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}
