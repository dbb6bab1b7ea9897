// A list with data-order can be put in order by dragging its grip, or with the up and down buttons, without a page load each time.
// Every item holds a hidden input named order, so the form always carries the order shown; a button with data-save-order sends it.
export function moveItems(root) {
  for (const list of root.querySelectorAll("[data-order]")) {
    const save = list.closest("form").querySelector("[data-save-order]");
    for (const item of list.children) {
      item.querySelector("[data-move]")?.parentElement.prepend(grip(item, list, () => settled(list, save)));
    }
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      event.preventDefault();
      const item = [...list.children].find((each) => each.contains(button));
      const up = button.dataset.move === "up";
      const beside = up ? item.previousElementSibling : item.nextElementSibling;
      if (!beside) return;
      if (up) beside.before(item);
      else beside.after(item);
      settled(list, save);
      button.focus();
    });
  }
}

function grip(item, list, done) {
  const handle = document.createElement("span");
  handle.className = "grip";
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  handle.addEventListener("pointerdown", (start) => {
    handle.setPointerCapture(start.pointerId);
    item.classList.add("lifted");
    const move = (event) => {
      const over = [...list.children].find((other) => other !== item && inside(other, event.clientY));
      if (!over) return;
      const box = over.getBoundingClientRect();
      const lower = event.clientY > box.top + box.height / 2;
      const below = item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
      // The others move past the item, never the item itself: taken out of the page it would lose the pointer.
      if (below && lower) while (item.previousElementSibling !== over) item.before(item.nextElementSibling);
      if (!below && !lower) while (item.nextElementSibling !== over) item.after(item.previousElementSibling);
    };
    const drop = () => {
      item.classList.remove("lifted");
      handle.removeEventListener("pointermove", move);
      done();
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  });
  return handle;
}

function inside(element, y) {
  const box = element.getBoundingClientRect();
  return y > box.top && y < box.bottom;
}

function settled(list, save) {
  const items = [...list.children];
  items.forEach((item, place) => {
    for (const button of item.querySelectorAll("[data-move]")) {
      button.disabled = button.dataset.move === "up" ? place === 0 : place === items.length - 1;
    }
  });
  if (save) save.hidden = false;
}
