/* Moving through tables of inputs as through a sheet.

   A cell is chosen first: its text is selected, typing replaces it, arrows move on. After F2, Enter or a second click it
   is edited: arrows move in the text. Enter goes down in both cases, Esc takes back what was typed. */
import { form } from "./page.js";
import { show } from "./fields.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let mode = ""; // "" chosen · "typing" over the old text · "editing" inside it
let begun = "";

const cellOf = (target) => (target instanceof Element ? target.closest(".grid td.cell, .grid td.c-tools, .grid-add td") : null);
const handleOf = (cell) => cell?.querySelector("[data-path], button");
const isText = (control) => control.matches("input, textarea");

/** Whether the typist is inside the text of a cell. */
export const isEditing = () => mode !== "";

export const modeNow = () => mode;

/** The same cell after its part of the page was drawn anew. */
export const goOn = (control, before) => setMode(control, before);

/** On to the cell below, as Enter does. */
export const leaveDown = (event) => move(event, cellOf(event.target), 1, 0);

export function startGrid({ locked }) {
  tame(form);
  form.addEventListener("redrawn", () => tame(form));
  form.addEventListener("mousedown", choose);
  form.addEventListener("focusin", enter);
  form.addEventListener("focusout", () => setMode(null, ""));
  form.addEventListener("input", (event) => cellOf(event.target) && !mode && setMode(event.target, "typing"));
  form.addEventListener("keydown", (event) => press(event, locked));
}

/** Buttons of rows are reached by the arrows; Tab goes from cell to cell. */
function tame(part) {
  for (const button of part.querySelectorAll(".grid .c-tools button")) button.tabIndex = -1;
}

function setMode(control, name) {
  mode = name;
  for (const cell of form.querySelectorAll("td.is-editing")) cell.classList.remove("is-editing");
  if (name) control.closest("td")?.classList.add("is-editing");
}

/** The first click chooses a cell, the next one puts the caret into its text. A finger edits at once. */
function choose(event) {
  const control = event.target;
  if (!cellOf(control) || !isText(control)) return;
  if (document.activeElement === control || matchMedia("(pointer: coarse)").matches) return setMode(control, "editing");
  event.preventDefault();
  return control.focus();
}

function enter(event) {
  const control = event.target;
  if (!cellOf(control)) return;
  begun = control.value;
  if (isText(control) && !matchMedia("(pointer: coarse)").matches) control.select();
}

function press(event, locked) {
  const control = event.target;
  const cell = cellOf(control);
  if (!cell || event.isComposing || event.keyCode === 229) return;
  if (event.altKey || event.ctrlKey || event.metaKey) return newLine(event, control);
  if (control.readOnly && (event.key === "Enter" || event.key === "F2")) {
    event.preventDefault();
    return locked(control.dataset.path);
  }
  if (event.key === "Escape") return takeBack(event, control);
  if (event.key === "F2" && control.dataset.path) return edit(event, control);
  if (event.key === "Enter") return control.dataset.path ? onEnter(event, control, cell) : undefined;
  if (ARROWS[event.key] && !(mode === "editing" && control.dataset.path)) return move(event, cell, ...ARROWS[event.key]);
  return undefined;
}

function newLine(event, control) {
  if (event.key !== "Enter" || !control.matches("textarea") || !mode) return;
  event.preventDefault();
  control.setRangeText("\n", control.selectionStart, control.selectionEnd, "end");
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

function onEnter(event, control, cell) {
  if (mode && event.shiftKey && control.matches("textarea")) return undefined;
  return mode ? move(event, cell, 1, 0) : edit(event, control);
}

function edit(event, control) {
  event.preventDefault();
  setMode(control, "editing");
  if (control.matches("select")) control.showPicker?.();
  else control.setSelectionRange?.(control.value.length, control.value.length);
}

function takeBack(event, control) {
  if (!mode || !control.dataset.path) return;
  event.preventDefault();
  if (control.value !== begun) {
    show(control.dataset.path, begun);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  setMode(control, "");
  if (isText(control)) control.select();
}

/** The next cell in a direction; past the last row lies the button that adds one. */
function move(event, cell, down, right) {
  const next = right ? beside(cell, right) : below(cell, down);
  if (right && !next) return;
  event.preventDefault();
  setMode(null, "");
  handleOf(next)?.focus();
}

function beside(cell, step) {
  let next = cell;
  do next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
  while (next && !handleOf(next));
  return next;
}

function below(cell, step) {
  const index = cell.cellIndex;
  let row = cell.closest("tr");
  for (;;) {
    row = beyond(row, step);
    if (!row) return null;
    if (row.classList.contains("grid-add")) return row.cells[0];
    if (handleOf(row.cells[index])) return row.cells[index];
    if (cell.closest(".grid-add") && handleOf(row.cells[1])) return row.cells[1];
  }
}

function beyond(row, step) {
  const rows = [...row.closest("table").rows];
  return rows[rows.indexOf(row) + step];
}
