// Tells how many characters are left once a long text comes near its limit.
export function countCharacters(root) {
  for (const area of root.querySelectorAll("textarea[data-most]")) {
    const most = Number(area.dataset.most);
    const count = root.querySelector(`[data-count="${area.id}"]`);
    if (!count) continue;
    count.setAttribute("aria-live", "polite");
    const tell = () => {
      const left = most - [...area.value].length;
      count.hidden = left > most / 4;
      count.textContent = left >= 0 ? `还可以写 ${left} 个字` : `多了 ${-left} 个字，请删短一些`;
    };
    area.addEventListener("input", tell);
    tell();
  }
}
