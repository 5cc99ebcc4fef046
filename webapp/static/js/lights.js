/* Monitoring reports: the lights of what is typed stand beside it before it is saved; without this file saving shows them. */
"use strict";
(() => {
  const form = document.querySelector("form[data-lights]");
  if (!form) return;
  let latest = 0;

  const judge = async () => {
    const mine = (latest += 1);
    try {
      const answer = await fetch(form.dataset.lights, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok || mine !== latest) return;
      const found = await answer.json();
      for (const [uid, markup] of Object.entries(found.rows)) {
        const cell = form.querySelector(`[data-cell="items/${uid}/light"] .cell-lights`);
        if (cell) cell.innerHTML = markup; // drawn by the server's own template, which escapes what was typed
      }
      const said = form.querySelector("[data-forecast-light]");
      if (said) said.textContent = found.forecast;
    } catch {
      /* the next change or the save judges again */
    }
  };
  form.addEventListener("change", (event) => {
    if (/\/(actual|forecast)$/.test(event.target.name)) judge();
  });
})();
