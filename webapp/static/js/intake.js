/* Files are dropped or chosen and sent one by one, each with its own progress; without script the form sends them together. */
"use strict";
(() => {
  const MOST = 30 * 2 ** 20;
  const form = document.getElementById("drop");
  if (!form) return;
  const zone = form.querySelector("[data-drop]");
  const input = form.elements.file;
  const list = form.querySelector("[data-sending]");
  form.querySelector(".drop-here").hidden = false;

  function line(file) {
    const item = document.createElement("li");
    const [name, bar, words] = ["span", "progress", "span"].map((tag) => document.createElement(tag));
    name.textContent = file.name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.append(name, bar, words);
    list.append(item);
    return { bar, words };
  }

  function send(file, shown) {
    if (file.size > MOST) {
      shown.words.textContent = list.dataset.large;
      return Promise.resolve(false);
    }
    const body = new FormData();
    for (const name of ["csrf_token", "unit"]) if (form.elements[name]) body.append(name, form.elements[name].value);
    body.append("alone", "yes");
    body.append("file", file);
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) shown.bar.value = (100 * event.loaded) / event.total;
      };
      request.onloadend = () => {
        const kept = request.status >= 200 && request.status < 400 && request.responseURL.includes("/intake");
        shown.bar.value = kept ? 100 : 0;
        shown.words.textContent = kept ? list.dataset.sent : list.dataset.refused;
        done(kept);
      };
      request.send(body);
    });
  }

  async function sendAll(files) {
    list.hidden = false;
    list.replaceChildren();
    const lines = files.map((file) => [file, line(file)]);
    let all = true;
    for (const [file, shown] of lines) all = (await send(file, shown)) && all;
    input.value = "";
    if (all) location.assign(form.action);
  }

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    sendAll([...input.files]);
  });
  input.addEventListener("change", () => input.files.length && sendAll([...input.files]));
  for (const kind of ["dragenter", "dragover"])
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length) sendAll(files);
  });
})();
