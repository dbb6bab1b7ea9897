// All kinds in groups (data-search-in) can be searched: as one types, groups and kinds without the words are put away, groups with them open.
// Kinds that the page suggests above stay where they are. Where no kind has the words as typed, one that has them in pieces will do.
export function searchKinds(root) {
  for (const whole of root.querySelectorAll("[data-search-in]")) {
    const box = whole.querySelector("[data-search]");
    const input = box.querySelector("input");
    const groups = [...whole.querySelectorAll("details")].map((fold) => ({ fold, kinds: [...fold.querySelectorAll("[data-kind]")], open: fold.open }));
    const above = [...whole.closest("[data-kinds]").querySelectorAll("[data-kind]")].filter((kind) => !whole.contains(kind));
    const text = textsOf([...box.querySelectorAll("[data-finds]")]);
    let searching = false;
    box.hidden = false;
    input.addEventListener("input", (event) => {
      if (event.isComposing) return;
      const fits = wanted(input.value, [...above, ...groups.flatMap(({ kinds }) => kinds)], text);
      if (fits && !searching) for (const group of groups) group.open = group.fold.open;
      searching = Boolean(fits);
      for (const { fold, kinds, open } of groups) {
        for (const kind of kinds) kind.hidden = Boolean(fits) && !fits.has(kind) && !kind.querySelector(":checked");
        fold.hidden = kinds.every((kind) => kind.hidden);
        fold.open = fits ? !fold.hidden : open;
      }
      box.querySelector("[data-found]").textContent = fits ? said(fits, above) : "";
    });
    input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }
}

// The words by which a kind is found: its own, and the names of the things it is often about.
function textsOf(things) {
  const known = new Map();
  return (kind) => {
    if (!known.has(kind)) {
      const value = kind.querySelector("input").value;
      const about = things.filter((each) => each.dataset.finds.split(" ").includes(value)).map((each) => each.textContent);
      known.set(kind, [kind.textContent, ...about].join(" ").toLowerCase());
    }
    return known.get(kind);
  };
}

function wanted(typed, kinds, textOf) {
  const words = typed.toLowerCase().split(/[\s,，、。]+/).filter(Boolean);
  if (!words.length) return null;
  const having = (fits) => kinds.filter((kind) => fits(textOf(kind)));
  const exact = having((text) => words.every((word) => text.includes(word)));
  return new Set(exact.length ? exact : having((text) => inFewPieces(words.join(""), text)));
}

// Whether the text has the word cut into pieces, two characters long on the whole: 手机坏 is found where 手机 and 坏 stand apart.
function inFewPieces(word, text) {
  let rest = word;
  for (let left = Math.ceil(word.length / 2); rest && left; left -= 1) {
    let long = rest.length;
    while (long && !text.includes(rest.slice(0, long))) long -= 1;
    if (!long) return false;
    rest = rest.slice(long);
  }
  return !rest;
}

function said(fits, above) {
  const shown = above.filter((kind) => fits.has(kind)).length;
  if (!fits.size) return "没有找到，换个词试试，比如买的东西叫什么。";
  if (shown === fits.size) return `就在上面列出的 ${shown} 类里。`;
  return `找到 ${fits.size} 类${shown ? `，其中 ${shown} 类在上面` : ""}。`;
}
