/* Marks of cells and fields: what the answer of the server says about each, drawn as the page itself draws it. */
import { clone, form, rowOf } from "./page.js";
import { controlsOf } from "./fields.js";

const STATES = ["error", "warning", "info", "missing"];
const noteId = (path) => `note-${path.replaceAll("/", "-").replaceAll(".", "-")}`;
const fieldOf = (path) => controlsOf(path)[0]?.closest(".editor-field");

/** Take all marks off and set the present ones: {path: {state, message}}. */
export function mark(marks) {
  clear();
  for (const [path, { state, message }] of Object.entries(marks)) {
    const cell = form.querySelector(`[data-cell="${path}"]`);
    if (cell) markCell(cell, path, state, message);
    else if (fieldOf(path)) markField(path, state, message);
    else markRow(path, state, message);
  }
  for (const notes of form.querySelectorAll(".grid-notes")) {
    if (!notes.lastElementChild.childElementCount) notes.remove(); // a hidden line of what was carried stays: undo shows it again
  }
}

function clear() {
  for (const note of form.querySelectorAll(".grid-notes .cell-note, .money-grid .cell-note")) note.remove();
  for (const cell of form.querySelectorAll(".cell")) {
    for (const state of STATES) cell.classList.remove(`is-${state}`);
    const control = cell.querySelector("[data-path]");
    control?.removeAttribute("aria-invalid");
    control?.removeAttribute("aria-describedby");
  }
  for (const box of form.querySelectorAll(".editor-field")) {
    box.classList.remove("is-missing");
    const field = box.querySelector(".field");
    field.classList.remove("has-error", "has-warning");
    for (const note of field.querySelectorAll(".field-error, .field-warning")) note.remove();
    for (const control of field.querySelectorAll("[data-path]")) control.removeAttribute("aria-invalid");
  }
}

function markCell(cell, path, state, message) {
  const control = cell.querySelector("[data-path]");
  if (cell.classList.contains("is-locked") || !STATES.includes(state)) return;
  cell.classList.add(`is-${state}`);
  if (state === "missing") return;
  const note = noteOf(state, message);
  note.id = noteId(path);
  control.setAttribute("aria-describedby", note.id);
  if (state === "error") control.setAttribute("aria-invalid", "true");
  if (cell.closest(".money-grid")) return void cell.append(note);
  const head = cell.closest("table").tHead?.rows[0]?.cells[cell.cellIndex];
  const label = document.createElement("b");
  label.textContent = head?.firstChild?.textContent.trim() ?? "";
  note.querySelector("span").prepend(label, " ");
  notesOf(cell.closest("tr")).append(note);
}

function markRow(path, state, message) {
  const row = form.querySelector(`[data-row="${rowOf(path)}"]`);
  if (row && state !== "missing") notesOf(row).append(noteOf(state, message));
}

function noteOf(state, message) {
  const note = clone(`t-note-${state}`);
  note.querySelector("span").append(message);
  return note;
}

/** The line of words under a row; made when there is none. */
export function notesOf(row) {
  const path = row.dataset.row ?? "";
  const next = row.nextElementSibling;
  if (next?.classList.contains("grid-notes")) return next.lastElementChild;
  const notes = document.createElement("tr");
  notes.className = "grid-notes";
  notes.dataset.notes = path;
  const cell = document.createElement("td");
  cell.colSpan = row.cells.length - 1;
  notes.append(document.createElement("td"), cell);
  row.after(notes);
  return cell;
}

function markField(path, state, message) {
  const box = fieldOf(path);
  const field = box.querySelector(".field");
  if (controlsOf(path)[0].readOnly) return;
  if (state === "missing") return void box.classList.add("is-missing");
  field.classList.add(state === "error" ? "has-error" : "has-warning");
  const note = clone("t-field-error");
  note.className = state === "error" ? "field-error" : "field-warning";
  note.querySelector("span").textContent = message;
  field.querySelector(".control, textarea, .choices").before(note);
  if (state === "error") for (const control of controlsOf(path)) control.setAttribute("aria-invalid", "true");
}
