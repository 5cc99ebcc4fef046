/* Values carried over from last year: what still waits is hatched and has a button; what does not is plain. */
import { form } from "./page.js";

/** The paths that still wait, as the server says them. Marks come back when an edit is taken back. */
export function markCarried(open) {
  const waiting = new Set(open);
  for (const button of form.querySelectorAll('.confirm-cell')) {
    const cell = button.closest("[data-cell]");
    const stays = waiting.has(cell.dataset.cell);
    if (!stays && document.activeElement === button) cell.querySelector("[data-path]").focus();
    cell.classList.toggle("is-carried", stays);
    button.hidden = !stays;
  }
  for (const note of form.querySelectorAll(".carried-note[data-carried]")) note.hidden = !waiting.has(note.dataset.carried);
  for (const note of form.querySelectorAll(".grid-notes .carried-note")) {
    const row = note.closest("tr").dataset.notes;
    const count = open.filter((path) => path.startsWith(`${row}/`)).length;
    note.hidden = !count;
    note.querySelector("[data-n]").textContent = String(count);
  }
}
