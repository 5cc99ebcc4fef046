/* The formula box: 2200元×12月×17人 typed as an amount. What it comes to stands under the row while it is being typed.

   Nothing leaves before the cell is left: half a formula is no amount. Then the formula itself is sent, and the server
   calculates and keeps it in the basis of the line, as it does without script. */
import { clone, data, form } from "./page.js";
import { controlOf, knownText, show, textOf } from "./fields.js";
import { leaveDown } from "./grid.js";
import { notesOf } from "./marks.js";

const CELL = /^expenditure_lines\/[^/]+\/amounts\./;
const SIGN = /[=＝*＊×✕÷/／+＋元]|[\d)][xX][(\d]|\d\s*-\s*\d/;
const PAUSE_MS = 250;

let open = null; // {path, text, box, amount}
let timer = 0;
let store = null;

export function startFormulas(queue) {
  store = (path, text) => {
    queue.type({ kind: "set", path, old: knownText(path), new: text });
    queue.send();
  };
  form.addEventListener("focusout", (event) => {
    if (open && event.target === controlOf(open.path) && !open.box.contains(event.relatedTarget)) settle();
  });
  form.addEventListener("keydown", onlyTheAmount, true);
  form.addEventListener("redrawn", replant);
  addEventListener("pagehide", () => settle(), true);
}

/** Whether this text is a formula in an amount cell: then it waits here, with its result beside it. */
export function holds(path, text) {
  if (!CELL.test(path) || !/\d/.test(text) || !SIGN.test(text)) {
    if (open?.path === path) close();
    return false;
  }
  if (open && open.path !== path) settle();
  open ??= begin(path);
  open.text = text;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE_MS);
  return true;
}

function begin(path) {
  const box = clone("t-formula");
  box.querySelector("[data-with]").addEventListener("click", () => settle());
  box.querySelector("[data-without]").addEventListener("click", () => settle(open.amount));
  box.hidden = true;
  notesOf(controlOf(path).closest("tr")).append(box);
  return { path, text: "", box, amount: "" };
}

async function ask() {
  const { path, text, box } = open;
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value, "X-Editor": data.key };
  let found = {};
  try {
    const response = await fetch(data.estimate, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify({ text }) });
    if (response.ok) found = await response.json();
  } catch {
    return; // offline: the formula is kept as it is and calculated later
  }
  if (open?.path !== path || open.text !== text) return;
  open.amount = found.amount ?? "";
  box.querySelector(".formula-result").textContent = found.words ? `${text} ${found.words}` : found.problem ?? "";
  box.querySelector(".clash-choice").hidden = !open.amount;
  box.hidden = !(found.words || found.problem);
}

/** Done typing: the formula goes to the server, or only what it comes to. */
function settle(amount = "") {
  if (!open) return;
  const { path, text } = open;
  close();
  if (amount) show(path, amount);
  store(path, amount || text);
}

function close() {
  clearTimeout(timer);
  const notes = open.box.closest(".grid-notes");
  open.box.remove();
  if (notes && !notes.lastElementChild.childElementCount) notes.remove();
  open = null;
}

function onlyTheAmount(event) {
  if (!open?.amount || event.key !== "Enter" || !event.altKey || event.target !== controlOf(open.path)) return;
  settle(open.amount);
  leaveDown(event);
}

/** The part was drawn anew while somebody typed into it. */
function replant() {
  if (!open) return;
  const control = controlOf(open.path);
  if (!control) return void (open = null);
  if (textOf(open.path) !== open.text) show(open.path, open.text);
  if (!open.box.isConnected) notesOf(control.closest("tr")).append(open.box);
}
