/* What is not saved yet, kept in this browser under person, declaration and tab until the server has it. */
import { data, randomKey } from "./page.js";

const PREFIX = `jx-editor:${data.key}:`;
const STALE_MS = 15_000; // a tab that lives touches its entry every 5 s
const tab = randomKey();
const before = remembered();

function remembered() {
  try {
    const previous = sessionStorage.getItem("jx-tab");
    sessionStorage.setItem("jx-tab", tab);
    return previous;
  } catch {
    return null;
  }
}

/** Keep the queue; an empty one leaves nothing behind. */
export function keep(items) {
  try {
    if (items.length) localStorage.setItem(PREFIX + tab, JSON.stringify({ at: Date.now(), items }));
    else localStorage.removeItem(PREFIX + tab);
  } catch {
    /* private mode or full: the page itself still holds it */
  }
}

/** Take over what this tab left before a reload, and what tabs that are gone left behind. */
export function adopt() {
  const found = [];
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    for (const name of names) {
      const entry = JSON.parse(localStorage.getItem(name));
      if (name === PREFIX + before || Date.now() - entry.at > STALE_MS) {
        found.push(...entry.items);
        localStorage.removeItem(name);
      }
    }
  } catch {
    return [];
  }
  return found;
}
