/* From file to file in the review queue: J or → leads to the next one, K or ← to the one before. Without this file the links do the same. */
"use strict";
(() => {
  const KEYS = { j: "after", ArrowRight: "after", k: "before", ArrowLeft: "before" };
  const TYPING = "input, textarea, select, [contenteditable]";
  document.addEventListener("keydown", (event) => {
    const step = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    const scrolls = event.key.startsWith("Arrow") ? ", [data-scroll]" : ""; /* there the arrows move the table */
    if (event.target instanceof Element && event.target.closest(TYPING + scrolls)) return;
    const link = document.querySelector(`.queue-way [data-key="${step}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
