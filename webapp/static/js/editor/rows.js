/* Rows: the buttons of the form, Alt+↑/↓, dragging, pasting from Excel, boxes of 资金性质, undo. */
import { data, form } from "./page.js";
import { isEditing } from "./grid.js";
import { openLibrary } from "./library.js";

const PASTED = new Set(["indicators", "expenditure_lines", "asset_lines"]);

export function startRows(queue) {
  form.addEventListener("submit", (event) => pressed(event, queue));
  form.addEventListener("keydown", (event) => event.altKey && shift(event, queue));
  form.addEventListener("paste", (event) => paste(event, queue));
  form.addEventListener("change", (event) => event.target.dataset.nature && tick(event.target, queue));
  document.addEventListener("keydown", (event) => undoKey(event, queue));
  startDragging(queue);
}

const act = (queue, what) => queue.ask(data.do, { do: what });

/** The buttons of the form go to the server one by one; "save" means: now. */
function pressed(event, queue) {
  const button = event.submitter;
  event.preventDefault();
  if (!button || button.name !== "do") return;
  if (button.value === "save") queue.send();
  else if (button.value.startsWith("library:")) openLibrary(button.value);
  else act(queue, button.value);
}

function shift(event, queue) {
  const row = event.target.closest?.(".grid tr[data-row]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!row || !step) return;
  event.preventDefault();
  const rows = siblings(row);
  const at = rows.indexOf(row);
  const behind = step < 0 ? rows[at - 2] : rows[at + 1];
  if (rows[at + step] && mayMove(row)) place(queue, row, behind);
}

const siblings = (row) => [...row.closest("tbody").querySelectorAll("tr[data-row]")];
const mayMove = (row) => Boolean(row.querySelector(".drag"));

/** Behind that row; behind none = to the front of its group. */
function place(queue, row, behind) {
  const rows = [...row.closest("table").querySelectorAll("tr[data-row]")];
  const first = siblings(row)[0];
  const before = rows[rows.indexOf(first) - 1];
  const after = behind ?? before;
  act(queue, `move:${row.dataset.row}:${after ? after.dataset.uid : "^"}`);
}

/** Several cells at once go to the server as they are; it understands headings, quotes and levels. */
function paste(event, queue) {
  const table = event.target.closest?.("table[data-section]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const several = text.includes("\t") || (!isEditing() && text.replace(/\r?\n$/, "").includes("\n"));
  if (!table || !PASTED.has(table.dataset.section) || !several) return;
  event.preventDefault();
  const [, row = "", column = ""] = (event.target.dataset.path ?? "").split("/");
  const { section, horizon = "" } = table.dataset;
  queue.ask(data.paste, { section, horizon, row, column, text });
}

function tick(box, queue) {
  const kind = box.checked ? "add" : "remove";
  queue.type({ kind, path: box.dataset.nature, old: "", new: "", values: box.checked ? { nature: box.value } : {}, after: "" });
  queue.send();
}

/** Ctrl+Z in a text is the browser's; anywhere else it takes the last batch back. */
function undoKey(event, queue) {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  const control = event.target instanceof Element ? event.target : document.body;
  const typing = control.matches("textarea, input:not([type=radio], [type=checkbox])");
  const chosen = Boolean(control.closest("td.cell")) && !isEditing();
  if (typing && !chosen) return;
  event.preventDefault();
  act(queue, "undo");
}

/* --- dragging ---------------------------------------------------------------------------------------------------- */

function startDragging(queue) {
  let dragged = null;
  form.addEventListener("pointerdown", (event) => {
    const row = event.target.closest?.(".drag") && event.target.closest("tr[data-row]");
    if (row) row.draggable = true;
  });
  form.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("tr[data-row]");
    dragged?.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  form.addEventListener("dragover", (event) => {
    const over = overRow(event, dragged);
    for (const row of form.querySelectorAll("tr.is-drop")) row.classList.remove("is-drop");
    if (!over) return;
    event.preventDefault();
    over.classList.add("is-drop");
  });
  form.addEventListener("drop", (event) => {
    const over = overRow(event, dragged);
    if (!over) return;
    event.preventDefault();
    const rows = siblings(over).filter((row) => row !== dragged);
    place(queue, dragged, rows[rows.indexOf(over) - 1]);
  });
  form.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    if (dragged) dragged.draggable = false;
    for (const row of form.querySelectorAll("tr.is-drop")) row.classList.remove("is-drop");
    dragged = null;
  });
}

/** The row in front of which the dragged one would be put: of the same group only. */
function overRow(event, dragged) {
  const row = event.target.closest?.("tr[data-row]");
  return dragged && row && row !== dragged && row.parentElement === dragged.parentElement ? row : null;
}
