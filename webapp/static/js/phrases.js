/* 常用语: the chosen phrase goes into the box where the cursor was. Without this file the button sends the form and the page comes back with it. */
"use strict";
(() => {
  document.querySelectorAll("[data-phrases]").forEach((part) => {
    const form = part.closest("form");
    const box = form.querySelector(`[name="${part.dataset.phrases}"]`);
    const list = part.querySelector("select");
    const button = part.querySelector("button");
    if (!list || !box) return;

    const insert = async () => {
      const data = new FormData(form);
      data.set("into", part.dataset.phrases);
      const answer = await fetch(button.formAction, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (!answer.ok) return form.requestSubmit(button);
      const { text } = await answer.json();
      const before = box.value.slice(0, box.selectionStart);
      box.setRangeText(before && !before.endsWith("\n") ? `\n${text}` : text, box.selectionStart, box.selectionEnd, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
      box.focus();
    };
    /* Another cell was chosen: what fits its part of the form comes first. */
    const place = form.querySelector("[name=path]");
    const fitting = list.querySelector("[data-fits]");
    place?.addEventListener("change", () => {
      const section = place.value.split("/")[0];
      for (const option of list.querySelectorAll("option")) {
        const fits = ["", section].includes(option.dataset.section);
        (fits ? fitting : list.lastElementChild).append(option);
      }
      list.selectedIndex = 0;
    });

    button.addEventListener("click", (event) => {
      event.preventDefault();
      insert();
    });
    list.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      insert();
    });
  });

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyP") return;
    const form = event.target instanceof Element && event.target.closest("form");
    const list = (form || document).querySelector("[data-phrases] select") || document.querySelector("[data-phrases] select");
    if (!list) return;
    event.preventDefault();
    list.focus();
  });
})();
