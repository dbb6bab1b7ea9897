// Without a network: the browser has a page of ours to show (worker.js), and a form is not sent away into nothing: what was typed stays where it is.
export function bearNoNetwork(root) {
  const worker = document.querySelector("script[data-worker]")?.dataset.worker;
  if (worker) navigator.serviceWorker?.register(worker, { scope: "/" }).catch(() => {});
  for (const form of root.querySelectorAll('form[method="post"]')) {
    form.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say(form);
    });
  }
}

function say(form) {
  form.querySelector("[data-no-network]")?.remove();
  const note = document.createElement("div");
  note.className = "notice stop";
  note.dataset.noNetwork = "";
  note.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = "现在没有网络，还没有送出去。您填的都在这一页上，连上网以后再点一次。";
  note.append(words);
  form.append(note);
  note.scrollIntoView({ block: "center" });
}
