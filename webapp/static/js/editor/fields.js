/* Controls by path: what they say now, and what the server said last ("known"). */
import { form } from "./page.js";

const known = new Map();

/** Every control of a path: one, or the boxes of a radio group. */
export const controlsOf = (path) => [...form.querySelectorAll(`[data-path="${path}"]`)];

export const controlOf = (path) => {
  const all = controlsOf(path);
  return all.find((control) => control.type !== "radio" || control.checked) ?? all[0];
};

/** What a control of this path says now. */
export function textOf(path) {
  const all = controlsOf(path);
  if (all[0]?.type === "radio") return all.find((control) => control.checked)?.value ?? "";
  return all[0]?.value ?? "";
}

/** What the page said when it was built. */
function builtText(path) {
  const all = controlsOf(path);
  const first = all[0];
  if (!first) return "";
  if (first.type === "radio") return all.find((control) => control.defaultChecked)?.value ?? "";
  if (first.tagName === "SELECT") {
    return ([...first.options].find((option) => option.defaultSelected) ?? first.options[0])?.value ?? "";
  }
  return first.defaultValue;
}

/** The text that the server has, as far as this page knows. */
export function knownText(path) {
  if (!known.has(path)) known.set(path, builtText(path));
  return known.get(path);
}

export const setKnown = (path, text) => known.set(path, text);

/** A part of the page was built anew: its controls say what the server has. */
export function forget(part) {
  for (const control of part.querySelectorAll("[data-path]")) known.delete(control.dataset.path);
}

/** Show a text in a control without making it a change. */
export function show(path, text) {
  const all = controlsOf(path);
  if (all[0]?.type === "radio") {
    for (const control of all) control.checked = control.value === text;
  } else if (all[0] && all[0].value !== text) {
    if (all[0].tagName === "SELECT" && ![...all[0].options].some((option) => option.value === text)) {
      all[0].append(new Option(text, text));
    }
    all[0].value = text;
    all[0].dispatchEvent(new CustomEvent("shown", { bubbles: true }));
  }
}

/** The rows a money table makes when somebody types into them: {row: values}. */
export function virtualRow(path) {
  const table = controlOf(path)?.closest("[data-virtual]");
  if (!table) return null;
  const row = path.split("/").slice(0, 2).join("/");
  return JSON.parse(table.dataset.virtual)[row] ?? null;
}

/** The row is in the database now. */
export function made(row) {
  for (const table of form.querySelectorAll("[data-virtual]")) {
    const rows = JSON.parse(table.dataset.virtual);
    delete rows[row];
    table.dataset.virtual = JSON.stringify(rows);
  }
}
