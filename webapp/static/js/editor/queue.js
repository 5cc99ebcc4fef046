/* Requests on their way, first in, first out. Nothing leaves the queue before the server has answered for it.

   An item is {key, url, body}; its key makes sending it twice harmless. Cells typed while a request is out wait in the
   next item. Offline, signed out, busy: the same item again, later and later. */
import { data, form, randomKey, word } from "./page.js";
import { keep } from "./store.js";

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const EDIT = form.dataset.autosave;

const inRow = (change, path) => change.kind === "add" && path.startsWith(`${change.path}/`);
const typed = (change, path) => (change.kind === "set" && change.path === path) || inRow(change, path);

function textIn(changes, path) {
  const change = changes.filter((other) => typed(other, path)).at(-1);
  return change?.kind === "add" ? change.values[path.split("/")[2]] : change?.new;
}

export class Queue {
  constructor({ answered, refused, state }) {
    this.items = [];
    this.contested = new Map();
    this.out = null;
    this.stopped = false;
    this.failures = 0;
    this.timer = 0;
    this.idle = [];
    Object.assign(this, { answered, refused, state });
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.store() : this.retry()));
    addEventListener("pagehide", () => this.leave());
    setInterval(() => this.items.length && this.store(), 5_000);
  }

  /** What a reload has to find: the queue, and what lost a race and waits for a choice. */
  store() {
    const changes = [...this.contested.values()];
    keep(changes.length ? [...this.items, { key: randomKey(), url: EDIT, body: { changes } }] : this.items);
  }

  contest(change) {
    this.contested.set(change.path, change);
    this.store();
  }

  settle(path) {
    this.contested.delete(path);
    this.store();
    if (!this.failures && !this.stopped) this.state(this.items.length ? "saving" : "saved");
  }

  /** A cell says `text`; `old` is what the server had. Typed again before it left: one change. */
  type(change) {
    const item = this.waiting();
    const there = item.body.changes.find((other) => other.kind === change.kind && other.path === change.path);
    if (there && change.kind === "add") Object.assign(there.values, change.values);
    else if (there) there.new = change.new;
    else item.body.changes.push(change);
    this.kept();
  }

  /** The typist is back where he began, and nothing has left yet. */
  untype(path) {
    for (const item of this.items) {
      if (item !== this.out && item.body.changes) {
        item.body.changes = item.body.changes.filter((change) => !typed(change, path));
      }
    }
    this.items = this.items.filter((item) => item === this.out || !item.body.changes || item.body.changes.length);
    this.kept();
  }

  /** A request of its own: a button, a paste. */
  ask(url, body) {
    this.items.push({ key: randomKey(), url, body });
    this.kept();
    this.send();
  }

  /** The text still to be stored for a path, the newest; undefined if there is none. */
  pending(path) {
    return textIn(this.items.flatMap((item) => item.body.changes ?? []), path);
  }

  /** The text for a path that is on its way right now. */
  sent(path) {
    return textIn(this.out?.body.changes ?? [], path);
  }

  resume(items) {
    this.items.push(...items);
    this.kept();
  }

  waiting() {
    const last = this.items.at(-1);
    if (last && last !== this.out && last.body.changes) return last;
    const item = { key: randomKey(), url: EDIT, body: { changes: [] } };
    this.items.push(item);
    return item;
  }

  kept() {
    this.store();
    if (!this.out && !this.failures && !this.stopped) this.state(this.items.length ? "saving" : "unchanged");
  }

  /** Send in a moment, so that a word is one request and not five. */
  soon(ms) {
    if (this.failures) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), ms);
  }

  retry() {
    if (!this.failures || this.out) return;
    clearTimeout(this.timer);
    this.send();
  }

  /** Resolves when everything is stored, or after `ms` without success: true or false. */
  flush(ms = 4_000) {
    if (!this.items.length) return Promise.resolve(true);
    this.send();
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), ms);
      this.idle.push(() => {
        clearTimeout(late);
        resolve(true);
      });
    });
  }

  async send() {
    clearTimeout(this.timer);
    if (this.out || this.stopped || !this.items.length) return;
    this.out = this.items[0];
    if (!this.failures) this.state("saving");
    let response = null;
    try {
      response = await fetch(this.out.url, this.request(this.out));
      await this.heard(response);
    } catch {
      this.fail(response ? word("busy") : word("offline"));
    }
  }

  request(item, more = {}) {
    const headers = {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": form.elements.csrf_token.value,
      "X-Editor": data.key,
      "Idempotency-Key": item.key,
    };
    return { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(item.body), ...more };
  }

  async heard(response) {
    const item = this.out;
    if (response.ok) {
      const answer = await response.json();
      this.done(item);
      this.answered(item, answer);
      return this.next();
    }
    const problem = await response.json().catch(() => ({}));
    if (response.status === 400 && problem.error === "csrf") return this.fail("", (await this.newToken()) ? 0 : null);
    if (response.status === 401) return this.fail(word("signed-out"), null, { href: data.signIn, text: word("sign-in") });
    if (response.status === 429 || response.status >= 500) return this.fail(word("busy"));
    return this.refuse(item, response.status, problem);
  }

  done(item) {
    this.items = this.items.filter((other) => other !== item);
    this.out = null;
    this.failures = 0;
    this.store();
  }

  next() {
    if (this.items.length) return this.send();
    this.state("saved");
    for (const wake of this.idle.splice(0)) wake();
  }

  /** Again later; what was typed stays in the queue and in the browser. */
  fail(why, wait = null, link = null) {
    this.out = null;
    this.failures += wait === 0 ? 0 : 1;
    if (why) this.state("failed", why, link);
    const longer = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, this.failures - 1));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait ?? longer * (0.8 + 0.4 * Math.random()));
  }

  /** No, and not later either. One bad change must not hold up the others: they go one by one. */
  refuse(item, status, problem) {
    const changes = item.body.changes ?? [];
    if (status === 422 && changes.length > 1) {
      const singles = changes.map((change) => ({ key: randomKey(), url: item.url, body: { changes: [change] } }));
      this.items.splice(this.items.indexOf(item), 1, ...singles);
      this.out = null;
      return this.send();
    }
    this.stopped = [403, 404, 409].includes(status);
    if (this.stopped) this.out = null;
    else this.done(item);
    this.refused(item, problem, this.stopped);
    return this.stopped ? this.state("stopped") : this.next();
  }

  /** After a new sign-in in another tab this page's token is no longer good. */
  async newToken() {
    if (this.renewed) return false;
    this.renewed = true;
    setTimeout(() => (this.renewed = false), 5_000);
    const page = await fetch(location.pathname, { credentials: "same-origin" });
    const token = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrf_token]");
    if (page.ok && token) for (const input of document.getElementsByName("csrf_token")) input.value = token.value;
    return Boolean(page.ok && token);
  }

  /** The page goes: keep everything, and try once more without it. */
  leave() {
    this.store();
    const item = this.out ? null : this.items[0];
    if (!item || this.stopped || JSON.stringify(item.body).length > 60_000) return;
    fetch(item.url, this.request(item, { keepalive: true })).catch(() => {});
  }
}
