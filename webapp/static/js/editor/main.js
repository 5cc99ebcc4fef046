/* The editor with script: what is typed is saved by itself, kept in this browser until the server has it.

   page: words and templates · fields: controls by path · store, queue: on its way · answer, marks, clash: what came
   back · grid: keys in tables · rows: buttons, paste, undo · formula: amounts typed as formulas. Without this file the form saves by its buttons. */
import { data, form, rowOf, say, word } from "./page.js";
import { controlOf, knownText, show, textOf, virtualRow } from "./fields.js";
import { Answers } from "./answer.js";
import { isOpen, lose, retype } from "./clash.js";
import { holds, startFormulas } from "./formula.js";
import { startGrid } from "./grid.js";
import { startLibrary } from "./library.js";
import { Queue } from "./queue.js";
import { startRows } from "./rows.js";
import { adopt } from "./store.js";

const PAUSE_MS = 700;
const status = document.querySelector(".save-state");
const why = document.querySelector("[data-save-why]");

let halt = ""; // why nothing is stored any more
const queued = () => queue.items.flatMap((item) => item.body.changes ?? []);

const queue = new Queue({
  answered: (item, answer) => answers.take(item, answer),
  refused,
  state(state, reason = "", link = null) {
    const before = document.querySelector("[data-save-at]").textContent ? "saved" : "idle";
    const name = state === "unchanged" ? before : state;
    status.dataset.state = name === "saved" && queue.contested.size ? "choose" : name;
    why.textContent = link ? "" : reason;
    if (link) say(reason, link);
    else if (name === "saved" && document.querySelector("#editor-line a:not([href^='#'])")) say("");
  },
});
const answers = new Answers(queue);

/* What a browser restores by itself is older than what the server sent. */
form.reset();
document.body.classList.add("has-script");
document.querySelector('[name="do"][value="undo"]').disabled = !data.undo;
startGrid({ locked: (path) => leave(`${data.unlock}?path=${encodeURIComponent(path)}`) });
startRows(queue);
startLibrary(queue);
startFormulas(queue);
recover();
watchSections();
if (location.hash) document.querySelector(`${location.hash} [data-path]`)?.focus({ preventScroll: true });

/* Browsers without field-sizing: texts grow with what is shown in them. */
if (!CSS.supports("field-sizing", "content")) {
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  };
  form.addEventListener("shown", (event) => event.target.matches("textarea") && grow(event.target));
  form.addEventListener("redrawn", () => form.querySelectorAll("textarea[data-grow]").forEach(grow));
}

form.addEventListener("input", (event) => typed(event.target, event.isComposing));
form.addEventListener("compositionend", (event) => typed(event.target, false));
form.addEventListener("change", () => queue.soon(0));
form.addEventListener("focusout", () => queue.soon(50));

function typed(control, composing) {
  const path = control.dataset?.path;
  if (!path || composing) return;
  if (!document.querySelector("#editor-line a")) say("");
  if (isOpen(path)) {
    retype(path);
    queue.contest({ kind: "set", path, old: queue.contested.get(path)?.old ?? "", new: textOf(path) });
    return;
  }
  const text = textOf(path);
  if (holds(path, text)) return void queue.untype(path);
  const sent = queue.sent(path);
  const old = sent ?? knownText(path);
  const virtual = sent === undefined && virtualRow(path);
  if (text === old) queue.untype(path);
  else if (virtual) queue.type({ kind: "add", path: rowOf(path), values: { ...virtual, [path.split("/")[2]]: text } });
  else queue.type({ kind: "set", path, old, new: text });
  if (queue.stopped) queued().forEach(inSight);
  queue.soon(PAUSE_MS);
}

/** Not stored, and no later either: the texts stay in sight. */
function refused(item, problem, stopped) {
  halt = word("not-stored", problem.message ?? "");
  const changes = stopped ? queued() : item.body.changes ?? [];
  changes.forEach(inSight);
  if (!changes.length) say(problem.message ?? halt);
}

function inSight(change) {
  const path = change.kind === "add" ? `${change.path}/${Object.keys(change.values).at(-1)}` : change.path;
  const text = change.kind === "add" ? Object.values(change.values).at(-1) : change.new;
  lose(path, halt, text ?? "", () => queue.untype(path));
}

/** What this browser kept from before a reload, a crash or the end of a session. */
function recover() {
  const items = adopt();
  const changes = items.flatMap((item) => item.body.changes ?? []);
  if (!items.length) return;
  for (const change of changes) {
    if (change.kind === "set" && controlOf(change.path)) show(change.path, change.new);
    for (const [name, text] of Object.entries(change.values ?? {})) show(`${change.path}/${name}`, text);
  }
  if (changes.length) say(word("recovered", String(changes.length)));
  queue.resume(items);
  queue.send();
}

/* --- going away --------------------------------------------------------------------------------------------------- */

let asked = false; // on the way to the sign-in: what is typed waits here

/** The browser asks before it goes where something could not be stored or still waits for a choice. */
addEventListener("beforeunload", (event) => {
  const stuck = queue.items.length && (queue.failures || queue.stopped);
  if (!asked && (stuck || queue.contested.size)) event.preventDefault();
});

/** First everything is stored, then the page goes, after some seconds in any case. */
async function leave(href) {
  await queue.flush();
  location.assign(href);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (!link || link.target || !plain) return;
  const inside = link.getAttribute("href").startsWith("#");
  if (link.matches("[data-to-choice]")) toChoice(event);
  else if (inside) jump(event, link.hash);
  else if (link.closest("#editor-line")) asked = true;
  else if (queue.items.length) {
    event.preventDefault();
    leave(link.href);
  }
});

/** To the first cell that two people typed into. */
function toChoice(event) {
  event.preventDefault();
  const box = document.querySelector("form .clash, #editor-lost .clash");
  box?.scrollIntoView({ block: "center" });
  box?.querySelector("button").focus({ preventScroll: true });
}

/** To the cell a finding or comment is about, ready to type. */
function jump(event, hash) {
  const place = document.querySelector(hash);
  const control = place?.querySelector("[data-path]:not([type=hidden])");
  if (!control) return;
  event.preventDefault();
  history.replaceState(null, "", hash);
  place.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
}

document.addEventListener("submit", async (event) => {
  const other = event.target;
  if (other === form || event.defaultPrevented || !queue.items.length) return;
  event.preventDefault();
  const button = event.submitter;
  await queue.flush();
  button?.removeAttribute("aria-busy");
  if (other.requestSubmit && button) other.requestSubmit(button);
  else other.submit();
});

/* --- where we are ------------------------------------------------------------------------------------------------- */

function watchSections() {
  const seen = new Set();
  const showPresent = () => {
    const links = [...document.querySelectorAll("#editor-nav a[data-section]")];
    const here = links.find((link) => seen.has(link.dataset.section));
    for (const link of here ? links : []) {
      if (link === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const row = document.querySelector(".editor-sections");
    if (here && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - 16;
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) seen[isIntersecting ? "add" : "delete"](target.dataset.part);
      showPresent();
    },
    { rootMargin: "-80px 0px -55% 0px" },
  );
  const watch = () => {
    watcher.disconnect();
    seen.clear();
    for (const part of form.querySelectorAll("[data-part]")) watcher.observe(part);
  };
  watch();
  form.addEventListener("redrawn", () => {
    watch();
    showPresent();
  });
}
