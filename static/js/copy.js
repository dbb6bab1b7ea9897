// Copy buttons: data-copy names the element whose text (or value) goes to the clipboard. Shown only where scripts run.
export function copyOnTap(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      const text = "value" in source ? source.value : source.innerText;
      button.textContent = (await copied(text)) ? "已复制" : "请长按文字复制";
      setTimeout(() => (button.textContent = label), 2500);
    });
  }
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedTheOldWay(text);
  }
}

// Without HTTPS, and in some in-app browsers, only this works.
function copiedTheOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
