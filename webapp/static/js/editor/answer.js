/* What the server says after a request: values, marks, sums, and parts of the page whose rows came, went or moved. */
import { form, say, word } from "./page.js";
import { controlOf, controlsOf, forget, knownText, made, setKnown, show, textOf } from "./fields.js";
import { clash, isOpen, lose, replant } from "./clash.js";
import { goOn, modeNow } from "./grid.js";
import { mark } from "./marks.js";
import { markCarried } from "./carried.js";

const GONE = new Set(["locked", "refused", "unknown"]);
let composing = false;
let later = null;

export class Answers {
  constructor(queue) {
    this.queue = queue;
    form.addEventListener("compositionstart", () => (composing = true));
    form.addEventListener("compositionend", () => {
      composing = false;
      if (later) this.redraw(later);
      later = null;
    });
  }

  take(item, answer) {
    const sent = new Map((item.body.changes ?? []).flatMap((change) => texts(change)));
    for (const result of answer.results) this.one(result, sent);
    if (answer.line) say(answer.line);
    const parts = Object.entries(answer.html).filter(([where]) => where.startsWith("[data-part"));
    if (composing && parts.length) later = answer;
    else this.redraw(answer);
    form.elements.seen.value = answer.seen;
    form.elements.expected_version.value = answer.version;
    document.querySelector("[data-save-at]").textContent = answer.saved_at;
    document.querySelector('[name="do"][value="undo"]').disabled = !answer.undo;
  }

  /** One cell: known now, lost against somebody, or without a place. */
  one(result, sent) {
    const { path, outcome } = result;
    const mine = sent.get(path);
    if (outcome === "conflict" && mine !== undefined) {
      const text = this.queue.pending(path) ?? textOf(path);
      this.queue.untype(path);
      this.queue.contest({ kind: "set", path, old: knownText(path), new: text });
      setKnown(path, result.theirs);
      return clash(result, text, (...choice) => this.keep(...choice), (settled) => this.queue.settle(settled));
    }
    if (GONE.has(outcome) && mine !== undefined) {
      lose(path, word("not-stored", result.message), mine);
      if (outcome !== "unknown") this.back(path, result.value);
      return undefined;
    }
    if (!controlOf(path)) return outcome === "applied" ? made(path) : undefined;
    const untouched = textOf(path) === (mine ?? knownText(path));
    setKnown(path, result.value);
    if (untouched && !isOpen(path) && controlOf(path) !== document.activeElement) show(path, result.value);
    return undefined;
  }

  keep(path, theirs, mine) {
    if (mine === theirs) return;
    this.queue.type({ kind: "set", path, old: theirs, new: mine });
    this.queue.send();
  }

  back(path, text) {
    setKnown(path, text);
    show(path, text);
  }

  redraw(answer) {
    const place = hold();
    for (const [where, html] of Object.entries(answer.html)) {
      const old = document.querySelector(where);
      if (!old) continue;
      if (where.startsWith("[data-part")) this.replace(old, html);
      else old.innerHTML = html;
    }
    mark(answer.marks);
    markCarried(answer.carried);
    sums(answer.totals);
    replant();
    form.dispatchEvent(new CustomEvent("redrawn", { detail: answer }));
    release(place, answer);
  }

  replace(old, html) {
    const box = document.createElement("template");
    box.innerHTML = html.trim();
    const part = box.content.firstElementChild;
    old.replaceWith(part);
    forget(part);
    for (const control of part.querySelectorAll("[data-path]")) {
      const text = this.queue.pending(control.dataset.path);
      if (text !== undefined) show(control.dataset.path, text);
    }
  }
}

/** (path, text) of what a change typed. */
function texts(change) {
  if (change.kind === "set") return [[change.path, change.new]];
  if (change.kind === "add") return Object.entries(change.values).map(([name, text]) => [`${change.path}/${name}`, text]);
  return [];
}

function sums(totals) {
  for (const place of document.querySelectorAll("[data-total]")) {
    const total = totals[place.dataset.total];
    if (!total) continue;
    place.textContent = total.text;
    const line = place.closest(".grid-sum");
    if (!line || total.ok === undefined) continue;
    line.classList.toggle("tone-ok", total.ok);
    line.classList.toggle("tone-bad", !total.ok);
    const use = line.querySelector("use");
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, total.ok ? "#check-circle" : "#error"));
  }
}

/** Where the typist is, before parts of the page are replaced. */
function hold() {
  const control = document.activeElement;
  const path = control?.dataset?.path;
  if (control?.name === "do" && control.closest("#findings")) return { taken: adoptions().indexOf(control) };
  if (control?.name === "do" && form.contains(control)) return button(control);
  if (!path || !form.contains(control)) return {};
  const range = control.selectionStart === null ? null : [control.selectionStart, control.selectionEnd];
  return { control, path, range, beside: neighbour(control), mode: modeNow() };
}

/** The buttons that take a suggestion over, in the list of findings. */
const adoptions = () => [...document.querySelectorAll('#findings button[name="do"]')];

/** A button of a row: after a move it is the same button of the same row, although it says something else now. */
function button(control) {
  return { button: control, row: control.closest("tr")?.dataset.row, verb: verbOf(control), title: control.title, beside: neighbour(control) };
}

const verbOf = (control) => control.value.split(":")[0];

/** The row to go to when this one is removed. */
function neighbour(control) {
  const rows = [...(control.closest("table")?.querySelectorAll("tr[data-row]") ?? [])];
  const at = rows.indexOf(control.closest("tr"));
  return (rows[at + 1] ?? rows[at - 1])?.dataset.row;
}

/** The button of the same name in the same row, wherever the row is now; at an end of the table the opposite one. */
function buttonOf({ row, verb, title }) {
  const all = [...form.querySelectorAll(`[data-row="${row}"] button[name="do"]:enabled`)];
  const alike = all.filter((one) => verbOf(one) === verb);
  return alike.find((one) => one.title === title) ?? alike[0];
}

/** Back to the same cell, to the row that was made, or to the one beside the row that went. */
function release(place, answer) {
  const added = answer.results.find((result) => result.outcome === "applied" && result.path.split("/").length === 2);
  const made = added && form.querySelector(`[data-row="${added.path}"] [data-path]`);
  if (place.taken !== undefined) return (adoptions()[place.taken] ?? document.querySelector("#findings a"))?.focus();
  if (place.button?.isConnected) return undefined;
  if (made && place.verb !== "move" && !place.path) return made.focus();
  const beside = () => form.querySelector(`[data-row="${place.beside}"] [data-path]`);
  if (place.button) return (buttonOf(place) ?? beside() ?? controlOf(answer.results[0]?.path))?.focus();
  if (!place.path || document.activeElement === place.control) return undefined;
  const same = controlsOf(place.path)[0];
  (same ?? beside())?.focus();
  if (same && place.range && same.setSelectionRange) same.setSelectionRange(...place.range);
  if (same && place.mode) goOn(same, place.mode);
  return undefined;
}

