/* Small conveniences of the frame. Every page works without this file. */
"use strict";
(() => {
  const on = (type, selector, act) => document.addEventListener(type, (event) => {
    const hit = event.target instanceof Element && event.target.closest(selector);
    if (hit) act(hit, event);
  });

  /* Menus close by Escape, by a click elsewhere, and when another opens. */
  const menus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) {
      const panel = menu.querySelector(".drawer-panel");
      const beside = panel && event.target === panel.parentElement;
      if (beside || !menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of menus()) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-shortcut='/']");
      if (search && search.offsetParent) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
  });

  /* After a refused form the list of errors is read first. */
  document.querySelector("[data-focus]")?.focus();

  /* On a narrow screen the sections are a row that scrolls: the present one is in sight. */
  const row = document.querySelector(".editor-sections");
  const present = row?.querySelector("[aria-current]");
  if (present) row.scrollLeft = present.offsetLeft - 16;

  /* Counters count live; long texts grow with what is typed. */
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  };
  on("input", "textarea[data-limit]", (area) => {
    const counter = document.getElementById(`${area.id}-count`);
    const length = [...area.value].length;
    counter.querySelector("[data-count]").textContent = String(length);
    counter.classList.toggle("is-over", length > Number(area.dataset.limit));
  });
  if (!CSS.supports("field-sizing", "content")) {
    on("input", "textarea[data-grow]", grow);
    document.querySelectorAll("textarea[data-grow]").forEach(grow);
  }

  /* A text is copied by one click where the browser lets us; everywhere it can be marked by hand. */
  document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  on("click", "[data-copy]", async (button) => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.done;
  });

  /* One click is one move: a second press of the same button does nothing. */
  document.addEventListener("submit", (event) => {
    const button = event.target.querySelector("[data-once]");
    if (!button) return;
    if (button.getAttribute("aria-busy") === "true") event.preventDefault();
    else button.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("[aria-busy='true'][data-once]").forEach((b) => b.removeAttribute("aria-busy")));

  /* A form that is saved by a button: the browser asks before it leaves what was typed. */
  document.querySelectorAll("form[data-unsaved]").forEach((form) => {
    let typed = false;
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
  });

  /* Only what really scrolls is a stop for the Tab key. */
  const stops = () => document.querySelectorAll("[data-scroll]").forEach((box) => {
    if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
  stops();
  window.addEventListener("resize", stops);

  /* Tick boxes: one in the head for all, and a live count. */
  document.querySelectorAll("table[data-select]").forEach((table) => {
    const boxes = () => [...table.querySelectorAll("tbody .k-tick input")];
    const head = table.querySelector("thead .k-tick");
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", head.textContent.trim());
    head.append(all);
    const bar = document.querySelector(`[data-bulk="${boxes()[0]?.getAttribute("form")}"]`);
    const show = () => {
      const ticked = boxes().filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
      if (bar) bar.querySelector("[data-bulk-count]").textContent = ticked ? String(ticked) : "";
    };
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      show();
    });
    table.addEventListener("change", show);
    show();
  });

  /* Example data: a row of the list fills the sign-in form. */
  on("click", "[data-fill-username]", (row) => {
    document.getElementById("f-username").value = row.dataset.fillUsername;
    document.getElementById("f-password").value = row.dataset.fillPassword;
    document.querySelector(".login-card [type='submit']").focus();
  });

  on("click", "[data-print]", () => window.print());
})();
