// Forms with data-upload tell how far the files have got, and can be sent again after a lost connection with everything still chosen.
// With data-upload-at-once the choice itself sends them: the choosers become two plain buttons, and the form's own button is only for trying again.
export function uploadWithProgress(root, improve) {
  for (const form of root.querySelectorAll("form[data-upload]")) {
    if (form.dataset.uploadAtOnce !== undefined) sendWhenChosen(form);
    form.addEventListener("submit", (event) => {
      const chosen = [...form.querySelectorAll("input[type='file']")].some((input) => input.files.length > 0);
      if (event.defaultPrevented || !chosen) return;
      event.preventDefault();
      send(form, event.submitter, improve);
    });
  }
}

function sendWhenChosen(form) {
  const again = form.querySelector("[type='submit']");
  again.hidden = true;
  again.textContent = "再传一次";
  form.classList.add("at-once");
  form.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length > 0) form.requestSubmit(again);
  });
}

function send(form, submitter, improve) {
  const chosen = [...form.querySelectorAll("input[type='file']")].find((input) => input.files.length > 0);
  const box = (chosen?.closest("fieldset") ?? form).querySelector("[data-progress]");
  const [bar, words] = [box.querySelector("progress"), box.querySelector("[role='status']")];
  const request = new XMLHttpRequest();
  const body = withoutTooLarge(new FormData(form), Number(form.dataset.uploadAtOnce));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const ready = (sentence) => {
    words.textContent = sentence;
    if (submitter) submitter.disabled = submitter.hidden = false;
    delete form.dataset.sent;
  };
  box.hidden = false;
  if (submitter) submitter.disabled = true;
  request.upload.addEventListener("progress", (event) => {
    bar.value = event.lengthComputable ? (event.loaded / event.total) * 100 : 0;
    words.textContent = bar.value < 100 ? `正在上传，已完成 ${Math.floor(bar.value)}%` : "已传完，正在检查文件……";
  });
  request.addEventListener("error", () => ready("连接断了，文件还在这里。请检查网络，再点一次上传。"));
  request.addEventListener("abort", () => ready("上传停下了，文件还在这里。可以再点一次。"));
  request.addEventListener("load", () => show(request, form, improve, ready));
  request.open("POST", form.action);
  request.send(body);
}

// Nobody waits minutes for a film that will be refused: of a file over the limit only its name is sent, and the page says what to do.
function withoutTooLarge(body, most) {
  if (!most) return body;
  for (const name of new Set(body.keys())) {
    const values = body.getAll(name);
    if (!values.some((value) => value instanceof File && value.size > most)) continue;
    body.delete(name);
    for (const value of values) {
      if (value instanceof File && value.size > most) body.append("too_large", value.name);
      else body.append(name, value);
    }
  }
  return body;
}

// The answer is a whole page, reached by redirect or with complaints in it: it takes the place of this one.
function show(request, form, improve, ready) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return ready("文件没有传上去。请过一会儿再点一次上传。");
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  if (request.responseURL !== location.href) history.pushState(null, "", request.responseURL);
  window.scrollTo(0, 0);
  main.focus();
  improve(main);
}
window.addEventListener("popstate", () => location.reload());
