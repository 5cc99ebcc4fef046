/* 审核表: every change is saved by itself; without this file the button saves. */
"use strict";
(() => {
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const part = (name) => form.querySelector(`[data-sheet-${name}]`);
  let latest = 0;

  const show = (words) => {
    part("saved").textContent = words.saved;
    part("open").textContent = words.open;
    part("suggested").textContent = words.suggested;
    if (part("total")) part("total").textContent = words.total;
    const chosen = form.querySelector("[name=grade]:checked");
    const proposed = words.suggested_key && form.querySelector(`[name=grade][value="${words.suggested_key}"]`);
    if (!chosen && proposed) {
      proposed.checked = true;
      save();
    }
  };
  const save = async () => {
    const mine = (latest += 1);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const words = await answer.json();
      if (mine !== latest) return;
      if (answer.ok) show(words);
      else part("saved").textContent = words.error;
    } catch {
      part("saved").textContent = form.dataset.failed;
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target.name !== "phrase") save();
  });
})();
