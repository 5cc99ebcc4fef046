/* 从指标库选: a dialog over the form. What is found comes from the server as the page without script shows it. */
import { data, form, word } from "./page.js";

const PAUSE_MS = 150;
const dialog = document.getElementById("library");
const field = dialog.querySelector("input");
const found = dialog.querySelector(".library-found");
let place = "";
let asked = 0;
let timer = 0;

export function startLibrary(queue) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MS);
  });
  dialog.addEventListener("keydown", press);
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (event.target === dialog || button?.matches("[data-close]")) dialog.close();
    else if (button?.matches(".offer-pick")) pick(queue, button);
  });
}

/** The place is the row, or the table with the row above a new one, as the button says it. */
export function openLibrary(value) {
  place = value.slice(value.indexOf(":") + 1);
  field.value = "";
  found.replaceChildren();
  dialog.showModal();
  field.focus();
  search();
}

async function search() {
  const mine = ++asked;
  const address = `${dialog.dataset.url}?part=1&place=${encodeURIComponent(place)}&name=${encodeURIComponent(field.value)}`;
  let html = "";
  try {
    const response = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (response.ok) html = await response.text();
  } catch {
    /* said below */
  }
  if (mine !== asked) return; // a later word is on its way
  if (html) found.innerHTML = html;
  else found.textContent = word("library-offline");
}

function press(event) {
  if (event.key === "Escape" && !event.isComposing) {
    event.preventDefault(); // a search field would only be emptied
    return dialog.close();
  }
  const buttons = [...found.querySelectorAll(".offer-pick")];
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "Enter" && document.activeElement === field) {
    event.preventDefault();
    if (!event.isComposing) buttons[0]?.click();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing) return undefined;
  event.preventDefault();
  return (buttons[at + step] ?? (step < 0 ? field : buttons.at(-1)))?.focus();
}

/** Fill the row; then the number of its target is what is still missing. */
function pick(queue, button) {
  const before = new Set([...form.querySelectorAll("tr[data-row]")].map((row) => row.dataset.row));
  dialog.close();
  form.addEventListener("redrawn", () => setTimeout(() => toTarget(before)), { once: true });
  queue.ask(data.do, { do: `pick:${button.value}:${place}` });
}

function toTarget(before) {
  const made = [...form.querySelectorAll("tr[data-row]")].find((row) => !before.has(row.dataset.row));
  const row = made?.dataset.row ?? place;
  form.querySelector(`[data-path="${CSS.escape(`${row}/target`)}"]`)?.focus();
}
