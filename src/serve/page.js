// The author's side of a page that `backsite serve` shows: fetches the page again when the site is another, exchanges style
// sheets in place, and lays what was found over the page. It is added to pages as they leave; what is built has none of it.

(() => {
  "use strict";

  /**
   * @typedef {{path: string, line: number, before: string, marked: string, after: string, label: string}} Place
   * @typedef {{severity: "error" | "warning", code: string, message: string, place: Place, related: Place[], why: string[], help: string | null}} Finding
   * @typedef {{site: string, styles: string[], behind: boolean, findings: Finding[]}} News
   */

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);

  /** The site that this page is of; empty on the page that waits for one. */
  const site = script.dataset.site ?? "";

  // ---- Hearing ----

  /** @type {EventSource | undefined} */
  let source;

  /** Only pages in sight listen: a browser has few connections for one host. Who comes into sight hears the news first. */
  function listen() {
    if (document.hidden) {
      source?.close();
      source = undefined;
    } else if (!source) {
      source = new EventSource("/.backsite/news");
      source.onmessage = (message) => hear(JSON.parse(message.data));
    }
  }

  /** @param {News} news */
  function hear(news) {
    if (news.site && news.site !== site) {
      again();
      return;
    }
    exchangeStyles(news.styles);
    show(news.findings, news.behind);
  }

  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", listen);
  addEventListener("pagehide", () => {
    source?.close();
    source = undefined;
  });

  // ---- The page again, where the reader was ----

  const SCROLL = "backsite-scroll";

  function again() {
    source?.close();
    sessionStorage.setItem(SCROLL, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  }

  const kept = sessionStorage.getItem(SCROLL);
  sessionStorage.removeItem(SCROLL);
  if (kept) {
    const [path, left, top] = JSON.parse(kept);
    const scroll = () => scrollTo({ left, top, behavior: "instant" });
    if (path === location.pathname) {
      scroll();
      // Once more when pictures have taken their room.
      addEventListener("load", scroll, { once: true });
    }
  }

  // ---- Style sheets ----

  /**
   * The address of a style sheet without the piece of its hash.
   * @param {string} path
   */
  const plain = (path) => path.replace(/\.[0-9a-f]{8}(?=\.css$)/, "");

  /** Style sheets on their way, by the plain address. @type {Map<string, HTMLLinkElement>} */
  const coming = new Map();

  /** @param {string[]} styles paths from the root of the site */
  function exchangeStyles(styles) {
    for (const link of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll('link[rel~="stylesheet"]'))) {
      const { pathname } = new URL(link.href);
      const key = plain(pathname);
      const style = styles.find((style) => key.endsWith(`/${plain(style)}`));
      if ([...coming.values()].includes(link) || !style) continue;
      coming.get(key)?.remove();
      coming.delete(key);
      if (pathname.endsWith(`/${style}`)) continue;
      const next = /** @type {HTMLLinkElement} */ (link.cloneNode());
      next.href = pathname.slice(0, -style.length) + style;
      coming.set(key, next);
      // The old one stays until the new one is there: the page is never without.
      next.addEventListener("load", () => {
        coming.delete(key);
        link.remove();
      });
      next.addEventListener("error", () => {
        coming.delete(key);
        next.remove();
      });
      link.after(next);
    }
  }

  // ---- What was found ----

  const CLOSED = "backsite-closed";
  const OPENED = "backsite-opened";

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; color-scheme: light dark; }
    * { box-sizing: border-box; font: inherit; color: inherit; margin: 0; }
    .panel, .pill {
      position: fixed; z-index: 2147483647; background: Canvas; color: CanvasText;
      font: 16px/1.5 system-ui, sans-serif; border: 1px solid; box-shadow: 0 2px 24px rgb(0 0 0 / 35%);
    }
    .panel { inset: auto 0 0; max-height: 70%; overflow: auto; padding: 16px 20px 20px; border-width: 4px 0 0; }
    .panel.waiting { position: static; max-height: none; border-width: 0; box-shadow: none; padding: 0; margin: 24px 8px; }
    .panel.errors { border-color: #c0272d; }
    .pill { right: 12px; bottom: 12px; padding: 6px 14px; border-radius: 20px; cursor: pointer; }
    .pill.errors { border: 2px solid #c0272d; font-weight: 700; }
    .top { display: flex; gap: 16px; justify-content: space-between; align-items: start; max-width: 60em; margin: 0 auto; }
    h2 { font-size: 20px; font-weight: 700; }
    .close { padding: 6px 14px; border: 1px solid; border-radius: 4px; background: Canvas; cursor: pointer; flex: none; }
    :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
    ol { list-style: none; padding: 0; max-width: 60em; margin: 0 auto; }
    li { margin-top: 16px; padding-top: 12px; border-top: 1px solid GrayText; }
    h3 { font-weight: 700; }
    .where { overflow-wrap: anywhere; }
    .line { font-family: ui-monospace, monospace; font-size: 14px; white-space: pre-wrap; overflow-wrap: anywhere; margin: 6px 0; padding: 6px 10px; border: 1px solid GrayText; }
    mark { background: #ffe08a; color: #000; text-decoration: underline 2px; }
    .label::before { content: "\\2191  "; }
    .help { font-weight: 700; }
    code { font-family: ui-monospace, monospace; font-size: 0.9em; padding: 0 3px; border: 1px solid GrayText; border-radius: 3px; }
    .more { font-size: 14px; }
    @media print { .panel:not(.waiting), .pill { display: none; } }
  `);

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag
   * @param {string} name its class
   * @param {(Node | string)[]} inside
   */
  function element(tag, name, ...inside) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...inside);
    return made;
  }

  /**
   * @param {Finding[]} findings
   * @param {boolean} behind whether the page is older than they are
   */
  function show(findings, behind) {
    const about = JSON.stringify(findings);
    // What was closed or opened holds for the findings it was said of, and only until others come.
    for (const key of [CLOSED, OPENED]) if (sessionStorage.getItem(key) !== about) sessionStorage.removeItem(key);
    if (findings.length === 0) {
      host.remove();
      return;
    }
    const nErrors = findings.filter((finding) => finding.severity === "error").length;
    const kind = nErrors > 0 ? "errors" : "warnings";
    const open = () => {
      const close = element("button", "close", "Close");
      close.addEventListener("click", () => {
        sessionStorage.setItem(CLOSED, about);
        sessionStorage.removeItem(OPENED);
        shut().focus();
      });
      const title = element("h2", "", heading(nErrors, findings.length - nErrors));
      title.id = "title";
      const says = element("p", "", state(nErrors, behind));
      const top = element("div", "top", element("div", "", title, says), ...(site ? [close] : []));
      const panel = element("section", `panel ${kind}${site ? "" : " waiting"}`, top, element("ol", "", ...findings.map(item)));
      panel.setAttribute("aria-labelledby", title.id);
      panel.tabIndex = 0; // What is longer than its window is scrolled by keys.
      panel.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && site) close.click();
      });
      if (nErrors > 0) says.setAttribute("role", "alert");
      root.replaceChildren(panel);
      return panel;
    };
    const shut = () => {
      const pill = element("button", `pill ${kind}`, counted(nErrors, findings.length - nErrors));
      pill.setAttribute("aria-label", `${pill.textContent} found by backsite: show`);
      pill.addEventListener("click", () => {
        sessionStorage.removeItem(CLOSED);
        sessionStorage.setItem(OPENED, about);
        open().focus();
      });
      // In a section of its own: what stands in no part of a page is hard to find.
      const section = element("section", "", pill);
      section.setAttribute("aria-label", "Found by backsite");
      root.replaceChildren(section);
      return pill;
    };
    // Errors are opened until they are closed; warnings wait until they are asked for, and stay open then.
    const isClosed = nErrors > 0 ? sessionStorage.getItem(CLOSED) : !sessionStorage.getItem(OPENED);
    if (site && isClosed) shut();
    else open();
    if (!host.isConnected) document.body.append(host);
  }

  /** @param {Finding} finding */
  function item({ message, place, related, why, help, code, severity }) {
    const parts = [element("h3", "", ...inWords(message), severity === "error" ? "" : " (warning)"), ...at(place)];
    for (const other of related) parts.push(...at(other));
    if (help) parts.push(element("p", "help", ...inWords(`What to do: ${help}`)));
    for (const reason of why) parts.push(element("p", "", ...inWords(`Why: ${reason}`)));
    parts.push(element("p", "more", ...inWords(`More: \`backsite explain ${code}\``)));
    return element("li", "", ...parts);
  }

  /**
   * A sentence in which what stands between backticks is written as it is in a file.
   * @param {string} text
   */
  const inWords = (text) => text.split("`").map((part, n) => (n % 2 === 1 ? element("code", "", part) : part));

  /** @param {Place} place */
  function at({ path, line, before, marked, after, label }) {
    const parts = [element("p", "where", `${path}, line ${line}`)];
    if (before || marked || after) parts.push(element("p", "line", before, element("mark", "", marked), after));
    if (label) parts.push(element("p", "label", ...inWords(label)));
    return parts;
  }

  /**
   * @param {number} nErrors
   * @param {boolean} behind
   */
  function state(nErrors, behind) {
    if (behind && site) return "What you see is the guide before that change. Mend the file and save it: the page comes by itself.";
    if (behind) return "Mend the file and save it: the guide comes by itself.";
    return nErrors > 0 ? "You see the guide as it is, but it cannot be built while this stands." : "You see the guide as it is.";
  }

  /**
   * @param {number} nErrors
   * @param {number} nWarnings
   */
  const heading = (nErrors, nWarnings) => (nErrors > 0 ? `${counted(nErrors, nWarnings)} to mend` : counted(0, nWarnings));

  /**
   * @param {number} nErrors
   * @param {number} nWarnings
   */
  function counted(nErrors, nWarnings) {
    const errors = `${nErrors} ${nErrors === 1 ? "error" : "errors"}`;
    const warnings = `${nWarnings} ${nWarnings === 1 ? "warning" : "warnings"}`;
    if (nWarnings === 0) return errors;
    return nErrors === 0 ? warnings : `${errors}, ${warnings}`;
  }

  listen();
})();
