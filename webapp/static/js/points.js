/* Self-evaluation: the points of what is typed stand beside it before it is saved; without this file "save and score" shows them. */
"use strict";
(() => {
  const form = document.querySelector("form[data-points]");
  if (!form) return;
  let latest = 0;

  const tell = (uid, row) => {
    const cell = form.querySelector(`[data-cell="items/${uid}/score"] .cell-static`);
    if (cell) cell.textContent = row.score;
    const lines = [...form.querySelectorAll(`[data-notes="${uid}"] p.cell-note:not([id])`)];
    const open = row.score === "—";
    lines.forEach((line, at) => {
      const mark = line.querySelector("use");
      mark.setAttribute("href", mark.getAttribute("href").replace(/#.*/, open ? "#warn" : "#info"));
      line.classList.toggle("tone-warn", open);
      line.classList.toggle("tone-neutral", !open);
      line.hidden = at >= row.notes.length;
      line.querySelector("span").textContent = row.notes[at] || "";
    });
  };
  const reckon = async () => {
    const mine = (latest += 1);
    try {
      const answer = await fetch(form.dataset.points, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok || mine !== latest) return;
      const found = await answer.json();
      for (const [uid, row] of Object.entries(found.rows)) tell(uid, row);
      document.querySelector("[data-points-total]").textContent = found.total;
    } catch {
      /* the next change or the save reckons again */
    }
  };
  form.addEventListener("change", (event) => {
    if (/\/(actual|points|basic)$/.test(event.target.name)) reckon();
  });
})();
