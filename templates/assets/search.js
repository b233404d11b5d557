// Search in the reader's own words, over every page, by prefix and with typing mistakes forgiven (MiniSearch). The engine and
// the index are loaded when somebody begins to search, never before. Any link to the search page opens the search where she
// is; without this program that page says where else to look.
"use strict";

(() => {
  /** @typedef {{id: number, address: string, title: string, kind: string, summary: string}} Shown */
  /** @typedef {{search(query: string): (Shown & {score: number})[]}} Engine */

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("../", script.src);
  const page = new URL("search/index.html", root);
  const mostShown = 10;

  /** Words that say nothing of what is meant. */
  const idle = new Set(
    ("a about after all am an and any are as at be because been but by can could d did do does doing for from get gets getting give gives got had has have having he her " +
      "his how i if im in into is it its ive just let like ll m makes me mine my myself no nor not of on or our really s she should so some t than that the them then there " +
      "these they this those to too u up us ve very was we were what when where which while who why will with would you your").split(" "),
  );

  /** Words that most pages have, without their ending. */
  const everywhere = new Set(["back", "cannot", "cant", "exercise", "feel", "lying", "move", "pain"]);

  /** A text as the words it is compared by. @param {string} text */
  const separate = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f'\u2019]/g, "")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);

  /** A word without its ending, or nothing where it says nothing. @param {string} word */
  function stem(word) {
    if (idle.has(word)) return null;
    if (word.length > 6 && word.endsWith("ing")) return word.slice(0, -3);
    if (word.length > 3 && word.endsWith("s") && !word.endsWith("ss")) return word.slice(0, -1);
    return word;
  }

  /** @param {string} src @returns {Promise<void>} */
  const load = (src) =>
    new Promise((resolve, reject) => {
      const program = document.createElement("script");
      program.src = src;
      program.onload = () => resolve();
      program.onerror = () => reject(new Error(`${src} did not load`));
      document.head.append(program);
    });

  /** @type {Promise<Engine> | undefined} */
  let loading;
  function engine() {
    loading ??= Promise.all([load(script.dataset.engine ?? ""), load(script.dataset.index ?? "")]).then(() => {
      const MiniSearch = /** @type {typeof import("minisearch").default} */ (Reflect.get(self, "MiniSearch"));
      const rows = /** @type {string[][]} */ (Reflect.get(self, "backsiteSearch"));
      const mini = new MiniSearch({
        fields: ["title", "also", "near", "summary", "text"],
        storeFields: ["address", "title", "kind", "summary"],
        tokenize: separate,
        processTerm: stem,
      });
      mini.addAll(rows.map(([address, title, kind, summary, also, near, text], id) => ({ id, address, title, kind, summary, also, near, text })));
      const search = (/** @type {string} */ query) =>
        mini.search(query, {
          boost: { title: 5, also: 5, near: 2, summary: 2, text: 1 },
          prefix: (term) => term.length > 2,
          fuzzy: (term) => (term.length > 3 ? 0.25 : false),
          weights: { prefix: 0.5, fuzzy: 0.3 },
          boostTerm: (term) => (everywhere.has(term) ? 0.4 : 1),
          // Whoever describes a warning sign must see it.
          boostDocument: (_id, _term, stored) => (stored?.kind === "Warning sign" ? 1.5 : 1),
        });
      return { search: (query) => /** @type {(Shown & {score: number})[]} */ (/** @type {unknown} */ (search(query))) };
    });
    return loading;
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   * @param {Record<string, string>} attributes
   * @param {(Node | string)[]} children
   */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /** @param {string} address */
  const href = (address) => new URL(address.replace(/(^|\/)(?=#|$)/, "$1index.html"), root).href;

  const input = make("input", { id: "search-words", type: "search", name: "q", autocomplete: "off", autocapitalize: "none", enterkeyhint: "search" });
  const status = make("p", { class: "search-status", role: "status" });
  const results = make("ol", { class: "search-results" });
  const help = make("div", { class: "search-help" });
  const form = make("form", { role: "search", class: "search-form" }, make("label", { for: "search-words" }, "Search this guide in your own words"), input);

  const hint = () => make("p", {}, "Try what hurts, what you want to do, or a part of the body: \u201cstiff in the morning\u201d, \u201cbad knee\u201d, \u201csitting\u201d.");
  const elsewhere = () =>
    make("p", {}, "Or look it up ", make("a", { href: href("a-z/") }, "from A to Z"), ", ", make("a", { href: href("exercises/") }, "by position"), ", or ", make("a", { href: href("conditions/") }, "by your situation"), ".");

  /** @param {Shown} found */
  const row = (found) =>
    make("li", {}, make("a", { href: href(found.address) }, found.title), " ", make("span", { class: "search-kind" }, found.kind), ...(found.summary ? [make("span", { class: "small" }, found.summary)] : []));

  /** What was typed last: an answer that comes late does not take its place. */
  let asked = "";
  async function search() {
    const query = input.value.trim();
    asked = query;
    if (isPage) remember(query);
    if (query === "") {
      results.replaceChildren();
      status.textContent = "";
      help.replaceChildren(hint());
      return;
    }
    /** @type {Shown[]} */
    let found;
    try {
      found = (await engine()).search(query);
    } catch {
      loading = undefined;
      status.textContent = "The search could not be loaded.";
      help.replaceChildren(elsewhere());
      return;
    }
    if (query !== asked) return;
    const shown = found.slice(0, mostShown);
    results.replaceChildren(...shown.map(row));
    results.dataset.for = query;
    const n = found.length;
    status.textContent = n === 0 ? `Nothing found for \u201c${query}\u201d.` : n > mostShown ? `The best ${mostShown} of ${n} results.` : n === 1 ? "1 result." : `${n} results.`;
    help.replaceChildren(...(n === 0 ? [hint(), elsewhere()] : []));
    results.dispatchEvent(new CustomEvent("backsite:results", { bubbles: true }));
  }

  /** Keeps the words in the address, so that the way back leads to them. @param {string} query */
  function remember(query) {
    try {
      history.replaceState(null, "", query === "" ? location.pathname : `?q=${encodeURIComponent(query)}`);
    } catch {
      // A file's address may not be changed in some browsers; search works all the same.
    }
  }

  /** Arrow keys go through the results; Escape leaves at once, where a browser would first clear the words. @param {KeyboardEvent} event */
  function move(event) {
    const links = [...results.querySelectorAll("li > a")].filter((link) => link instanceof HTMLAnchorElement);
    const at = links.findIndex((link) => link === document.activeElement);
    if (event.key === "ArrowDown" && links.length > 0) links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp" && at >= 0) (at === 0 ? input : links[at - 1])?.focus();
    else if (event.key === "Escape" && dialog.open) dialog.close();
    else return;
    event.preventDefault();
  }

  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search().then(() => results.querySelector("a")?.focus());
  });

  const body = make("div", { class: "search-body" }, form, status, results, help);
  body.addEventListener("keydown", move);

  const slot = document.getElementById("search");
  const isPage = slot !== null;

  /** The search over the page that the reader is on. */
  const dialog = make("dialog", { class: "search-dialog", "aria-label": "Search" });
  function open() {
    if (isPage) {
      input.focus();
      return;
    }
    if (!dialog.isConnected) {
      const close = make("button", { type: "button", class: "search-close" }, "Close");
      close.addEventListener("click", () => dialog.close());
      dialog.append(close, body);
      document.body.append(dialog);
    }
    dialog.showModal();
    input.focus();
    input.select();
    search();
    engine().catch(() => (loading = undefined));
  }

  for (const link of document.querySelectorAll("a[href]")) {
    if (!(link instanceof HTMLAnchorElement) || link.href !== page.href) continue;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open();
    });
  }

  if (slot) {
    slot.replaceChildren(body);
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    input.focus();
    search();
  }
})();
