/* Two people in one cell: both values, who and when, and the loser chooses. And what found no place at all. */
import { clone, say, word } from "./page.js";
import { controlsOf, setKnown, show, textOf } from "./fields.js";
import { notesOf } from "./marks.js";

const open = new Map();

/** Whether a choice is still to be made for this path. */
export const isOpen = (path) => open.has(path);

/** What the loser typed further goes into the box. */
export function retype(path) {
  open.get(path).querySelector("[data-mine]").textContent = textOf(path) || word("empty");
}

/** Show both values; `keep(path, theirs, mine)` sends mine again, on top of theirs; `settled(path)`: chosen. */
export function clash(result, mine, keep, settled) {
  const { path, theirs } = result;
  open.get(path)?.remove();
  const box = clone("t-conflict");
  box.querySelector("[data-who]").textContent = result.who || word("somebody");
  box.querySelector("[data-when]").textContent = result.at;
  box.querySelector("[data-theirs]").textContent = theirs || word("empty");
  box.querySelector("[data-mine]").textContent = mine || word("empty");
  const decide = (act) => () => {
    open.delete(path);
    box.remove();
    settled(path);
    act();
    controlsOf(path)[0]?.focus();
  };
  box.querySelector("[data-keep]").addEventListener("click", decide(() => keep(path, theirs, textOf(path))));
  box.querySelector("[data-take]").addEventListener("click", decide(() => take(path, theirs)));
  open.set(path, box);
  place(path, box);
}

function take(path, theirs) {
  setKnown(path, theirs);
  show(path, theirs);
}

/** Boxes of a part that was built anew go back to their cells. */
export function replant() {
  for (const [path, box] of open) if (!box.isConnected) place(path, box);
}

function place(path, box) {
  const control = controlsOf(path)[0];
  const row = control?.closest("tr");
  if (row && control.closest(".money-grid")) control.closest("td").append(box);
  else if (row) notesOf(row).append(box);
  else if (control) control.closest(".editor-field").append(box);
  else document.getElementById("editor-lost").append(box);
}

/** A text that cannot be stored anywhere: said why, and shown with the name of its cell, so that it can be copied. */
export function lose(path, why, text, dropped = () => {}) {
  const list = document.getElementById("editor-lost");
  const box = clone("t-lost");
  box.dataset.lost = path;
  box.querySelector("[data-where]").textContent = nameOf(path);
  box.querySelector("[data-why]").textContent = why;
  box.querySelector("[data-mine]").textContent = text || word("empty");
  box.querySelector("[data-drop]").addEventListener("click", () => {
    box.remove();
    if (!list.childElementCount) say("");
    dropped();
  });
  const before = list.querySelector(`[data-lost="${path}"]`);
  if (before) before.replaceWith(box);
  else list.append(box);
  say(why, { href: "#editor-lost", text: word("see-lost") });
}

function nameOf(path) {
  const control = controlsOf(path)[0];
  return control?.getAttribute("aria-label") ?? control?.labels[0]?.firstChild.textContent ?? "";
}
