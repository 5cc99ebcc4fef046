/* The review page: a click on a cell of the form chooses it in the box beside it. Without this file the click is a link that does the same. */
"use strict";
(() => {
  /* What was just written is in sight beside its cell, which the address leads to. */
  const fresh = document.querySelector("[data-fresh]");
  const side = fresh?.closest(".pane-body");
  if (side && side.scrollHeight > side.clientHeight) side.scrollTop = fresh.offsetTop - side.offsetTop - 16;

  const box = document.querySelector("[data-write]");
  if (!box) return;
  const place = box.querySelector("select[name='path']");
  const text = box.querySelector("textarea");

  const show = () => {
    document.querySelectorAll(".cell-link.is-chosen").forEach((link) => link.classList.remove("is-chosen"));
    document.querySelectorAll(`[data-place="${CSS.escape(place.value)}"]`).forEach((link) => link.classList.add("is-chosen"));
  };
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".cell-link");
    const known = link && [...place.options].some((option) => option.value === link.dataset.place);
    if (!known || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    place.value = link.dataset.place;
    place.dispatchEvent(new Event("change"));
    text.focus();
  });
  place.addEventListener("change", show);
  show();
})();
