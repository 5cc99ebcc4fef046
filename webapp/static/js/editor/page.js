/* What the other modules need of the page: its form, its words, its templates. */
export const form = document.getElementById("editor");
export const data = document.getElementById("editor-data").dataset;

const words = document.getElementById("t-words").content;

/** A sentence of the catalogue; {n} is filled in. */
export const word = (name, n = "") => words.querySelector(`[data-word="${name}"]`).textContent.replace("{n}", n);

/** A fresh copy of a <template>. */
export const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** 32 hex digits; works on plain http, too, where crypto.randomUUID does not exist. */
export const randomKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** "section/uid" of "section/uid/field". */
export const rowOf = (path) => path.split("/").slice(0, 2).join("/");

const line = document.getElementById("editor-line");

/** The quiet line above the form; "" hides it. A link may follow the words. */
export function say(text, link) {
  line.replaceChildren(text);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    line.append(" ", anchor);
  }
  line.hidden = !text;
}
