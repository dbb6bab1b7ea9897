// What was typed survives a lost connection or a closed page, in this tab only (sessionStorage), by its case and the page's path:
// another case opened in this tab is never offered it. A form with data-draft is kept. A page with data-forget (left, deleted) drops
// every draft. A draft goes once its save is known to be done: the next page is another one, or the part shown has changed since.
// A form with data-carried sends on what was typed elsewhere, and so the draft of the page it goes to.
// A page that answered a post is opened anew when somebody comes back to it; otherwise browsers show an error of their own about sending twice.
const PREFIX = "draft:";
const SENT = "draft-sent";

export function keepDrafts(root) {
  const store = storage();
  if (!store) return;
  const path = location.pathname;
  if (document.querySelector("[data-forget]")) return forgetAll(store);
  const corrected = document.querySelector("[data-summary]") !== null;
  const sent = store.getItem(SENT);
  if (sent && !sent.endsWith(` ${path}`) && !corrected) store.removeItem(PREFIX + sent);
  store.removeItem(SENT);
  for (const carried of root.querySelectorAll("form[data-carried]")) {
    carried.addEventListener("submit", () => store.setItem(SENT, name(carried, new URL(carried.action).pathname)));
  }

  const form = root.querySelector("form[data-draft]");
  if (form || document.querySelector("[data-reopen]")) history.replaceState(history.state, "", location.href);
  if (!form) return;
  const draft = name(form, path);
  const keep = () => store.setItem(PREFIX + draft, JSON.stringify(written(form)));
  if (corrected) keep();
  else restore(form, store, PREFIX + draft);
  form.addEventListener("input", keep);
  form.addEventListener("submit", () => store.setItem(SENT, draft));
}

function name(form, path) {
  return `${form.elements.of_case?.value ?? ""} ${path}`;
}

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

function forgetAll(store) {
  for (const key of Object.keys(store)) {
    if (key.startsWith(PREFIX) || key === SENT) store.removeItem(key);
  }
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "file", "password", "submit", "button"].includes(field.type) && !field.hidden);
}

function written(form) {
  const values = fields(form).map((field) => [field.name, field.value, isTickable(field) ? field.checked : null]);
  return { seen: form.elements.seen?.value ?? "", values };
}

function isTickable(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function restore(form, store, key) {
  const draft = JSON.parse(store.getItem(key) ?? "null");
  if (!draft) return;
  if (draft.seen !== (form.elements.seen?.value ?? "")) return store.removeItem(key);
  const asServed = JSON.stringify(written(form));
  for (const [name, value, checked] of draft.values) {
    for (const field of fields(form).filter((each) => each.name === name)) {
      if (!isTickable(field)) field.value = value;
      else if (field.value === value) field.checked = checked;
    }
  }
  if (JSON.stringify(written(form)) === asServed) return store.removeItem(key);
  form.before(notice(() => {
    store.removeItem(key);
    location.reload();
  }));
}

function notice(drop) {
  const note = document.createElement("div");
  note.className = "notice good";
  note.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = "您上次填到一半的内容，已经替您放回来了，还没有保存。";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = "不要这些，恢复原样";
  button.addEventListener("click", drop);
  note.append(words, button);
  return note;
}
