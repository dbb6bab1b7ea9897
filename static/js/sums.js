// A live total: inputs with data-addend inside an element with data-sum are added up, in whole fen, into its data-total.
// An addend may name a checkbox with data-when; it counts only while that is ticked. The server adds up again.
export function addUp(root) {
  for (const group of root.querySelectorAll("[data-sum]")) {
    const total = group.querySelector("[data-total]");
    const tell = () => {
      let fen = 0;
      for (const input of group.querySelectorAll("[data-addend]")) {
        const when = input.dataset.when && document.getElementById(input.dataset.when);
        if (!when || when.checked) fen += inFen(input.value);
      }
      total.textContent = Number.isNaN(fen) ? "有一处金额还没写对" : shown(fen);
    };
    group.addEventListener("input", tell);
    tell();
  }
}

function inFen(text) {
  const bare = text.normalize("NFKC").replace(/[¥￥元,\s]/g, "");
  if (bare === "") return 0;
  const found = bare.match(/^(\d{1,8})(?:\.(\d{1,2}))?$/);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : NaN;
}

function shown(fen) {
  const yuan = Math.floor(fen / 100).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `￥${yuan}.${String(fen % 100).padStart(2, "0")}`;
}
