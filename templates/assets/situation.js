// My situation: what the reader ticks is kept on her device, and every page says what it means for the moves it names.
// What a condition means is decided when the site is built; here it is looked up, and of several answers the gravest counts.
// Without this program the pages of the conditions say the same.
"use strict";

(() => {
  /** @typedef {"care" | "change" | "leave-out"} Verdict */
  /** @typedef {{condition: string, because?: string, advice?: string, exercise?: string, instead?: string[]}} Line */
  /** @typedef {{title: string, kind: "exercise" | "plan", address: string}} Entry */
  /** @typedef {{verdict: Verdict, lines: number[], exercises?: string[]}} Answer */
  /**
   * @typedef {object} Table
   * @property {string} list Address of the page of all conditions
   * @property {string | null} red_flags Address of the warning signs
   * @property {Record<string, {label: string, plain: string | null}>} kinds
   * @property {{key: string, label: string, kind: string, address: string}[]} conditions
   * @property {Record<string, Entry>} entries By slug
   * @property {Line[]} lines
   * @property {Record<string, Record<string, Answer>>} verdicts By condition and slug; none where nothing is noted
   */
  /** @typedef {{verdict: Verdict, lines: Line[], exercises: string[]}} Meaning */

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("../", script.src);
  const place = `backsite-situation:${root.pathname}`;
  const main = document.querySelector("main");
  /** @type {Verdict[]} From the mildest to the gravest */
  const order = ["care", "change", "leave-out"];
  const words = { care: "take care", change: "with a change", "leave-out": "leave out" };

  /** What is ticked. A browser may refuse to keep it: then it holds for this page. */
  const ticked = {
    /** @type {string[]} */ keys: [],
    kept: true,
    read() {
      try {
        this.keys = (localStorage.getItem(place) ?? "").split(" ").filter(Boolean);
      } catch {
        this.kept = false;
      }
    },
    /** @param {string[]} keys */
    write(keys) {
      this.keys = keys;
      try {
        if (keys.length > 0) localStorage.setItem(place, keys.join(" "));
        else localStorage.removeItem(place);
      } catch {
        this.kept = false;
      }
    },
  };

  /** @type {Promise<Table> | undefined} */
  let loading;
  function table() {
    loading ??= new Promise((resolve, reject) => {
      const data = document.createElement("script");
      data.src = script.dataset.table ?? "";
      data.onload = () => resolve(/** @type {Table} */ (Reflect.get(self, "backsiteSituation")));
      data.onerror = () => reject(new Error("the table of conditions did not load"));
      document.head.append(data);
    });
    return loading;
  }

  /**
   * An element; nothing in it is ever read as HTML.
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

  /** @param {string} address @param {string} title */
  const link = (address, title) => make("a", { href: new URL(address.replace(/(^|\/)(?=#|$)/, "$1index.html"), root).href }, title);

  /** The address from the root of the site, as the table writes it. @param {string} href */
  function address(href) {
    const url = new URL(href, document.baseURI);
    if (url.protocol !== root.protocol || url.host !== root.host || !url.pathname.startsWith(root.pathname)) return undefined;
    return url.pathname.slice(root.pathname.length).replace(/(^|\/)index\.html$/, "$1");
  }

  /** What all that is ticked means for an entry. @param {Table} table @param {string} slug @returns {Meaning | undefined} */
  function meaning(table, slug) {
    const answers = ticked.keys.map((key) => table.verdicts[key]?.[slug]).filter((answer) => answer !== undefined);
    if (answers.length === 0) return undefined;
    const gravest = Math.max(...answers.map((answer) => order.indexOf(answer.verdict)));
    const verdict = /** @type {Verdict} */ (order[gravest]);
    // A plan that is left out needs no advice on how to change it; what rules an exercise out says it all.
    const counted = answers.filter((answer) => answer.verdict === verdict || verdict === "change");
    const lines = [...new Set(counted.flatMap((answer) => answer.lines))].map((number) => /** @type {Line} */ (table.lines[number]));
    return { verdict, lines, exercises: [...new Set(answers.flatMap((answer) => answer.exercises ?? []))] };
  }

  /** @param {Table} table @param {string} slug */
  const linkTo = (table, slug) => {
    const entry = table.entries[slug];
    return entry ? link(entry.address, entry.title) : document.createTextNode(slug);
  };

  /** @param {(Node | string)[]} parts */
  const listed = (parts) => parts.flatMap((part, n) => (n === 0 ? [part] : [", ", part]));

  /** Why, what to do, and what may be done instead. @param {Table} table @param {Meaning} meaning */
  function reasons(table, meaning) {
    return meaning.lines.map((line) => {
      const condition = table.conditions.find((one) => one.key === line.condition);
      const item = make("li", {}, make("b", { class: "who" }, condition ? link(condition.address, condition.label) : line.condition));
      if (line.because) item.append(make("span", { class: "why" }, line.because));
      if (line.advice || line.exercise) {
        const what = make("span", { class: "what" }, make("b", {}, "What to do: "));
        if (line.exercise) what.append(linkTo(table, line.exercise), ": ");
        what.append(line.advice ?? "");
        item.append(what);
      }
      // What is ruled out itself is no way out.
      const instead = (line.instead ?? []).filter((slug) => meaningOf(table, slug) !== "leave-out");
      if (instead.length > 0) {
        const links = listed(instead.map((slug) => linkTo(table, slug)));
        item.append(make("span", { class: "what" }, make("b", {}, "Try instead: "), ...links));
      }
      return item;
    });
  }

  /** @param {Table} table @param {string} slug */
  const meaningOf = (table, slug) => meaning(table, slug)?.verdict;

  /** The box at the head of an exercise's or a plan's own page. @param {Table} table @param {string} slug @param {Meaning} found */
  function box(table, slug, found) {
    const noun = table.entries[slug]?.kind === "plan" ? "plan" : "move";
    const heads = { care: `take care with this ${noun}`, change: `change this ${noun}`, "leave-out": `leave this ${noun} out` };
    const section = make("section", { class: `box situation-box ${found.verdict === "leave-out" ? "stop" : "care"}`, "aria-labelledby": "for-you", "data-verdict": found.verdict });
    section.append(make("h2", { id: "for-you" }, `For you: ${heads[found.verdict]}`));
    if (found.verdict === "leave-out") section.append(make("p", {}, "Until a clinician has said yes."));
    if (found.lines.length > 0) section.append(make("ul", { class: "lines" }, ...reasons(table, found)));
    if (found.exercises.length > 0 && found.verdict !== "leave-out") {
      section.append(make("p", {}, "Moves in it with a note for you: ", ...listed(found.exercises.map((one) => linkTo(table, one))), "."));
    }
    if (found.verdict === "leave-out") section.append(make("p", {}, link(`${table.list}#what-it-means`, "What else you can do")));
    return section;
  }

  /** A word beside every link to a move or plan that asks for something. @param {Table} table @param {ParentNode} part */
  function mark(table, part) {
    const slugs = new Map(Object.entries(table.entries).map(([slug, entry]) => [entry.address, slug]));
    for (const anchor of part.querySelectorAll("a[href]")) {
      if (anchor.closest("nav, .situation-box, .situation-bar, .situation-result")) continue;
      if (anchor.nextElementSibling?.classList.contains("situation-mark")) continue;
      if (anchor.getAttribute("href")?.startsWith("#")) continue;
      const slug = slugs.get(address(/** @type {HTMLAnchorElement} */ (anchor).href) ?? "");
      const verdict = slug === undefined ? undefined : meaningOf(table, slug);
      if (verdict) anchor.after(make("span", { class: `situation-mark ${verdict}` }, words[verdict]));
    }
  }

  /** The slug of the page's own exercise or plan. @param {Table} table */
  function own(table) {
    const here = address(location.href);
    return Object.keys(table.entries).find((slug) => table.entries[slug]?.address === here);
  }

  /** @param {string} text @param {() => void} act */
  function button(text, act) {
    const made = make("button", { type: "button", class: "situation-button" }, text);
    made.addEventListener("click", act);
    return made;
  }

  function clear() {
    ticked.write([]);
    show().then(() => bar.focus());
  }

  const bar = make("aside", { class: "situation-bar", "aria-label": "My situation", tabindex: "-1" });
  const said = make("p", { role: "status" });
  const acts = make("p", { class: "situation-acts" });
  bar.append(said, acts);

  /** What is ticked, on every page. @param {Table} table */
  function fillBar(table) {
    const known = table.conditions.filter((condition) => ticked.keys.includes(condition.key));
    const lost = ticked.keys.length - known.length;
    said.replaceChildren(make("b", {}, "My situation: "), ...listed(known.map((condition) => link(condition.address, condition.label))), ".");
    if (lost > 0) said.append(" Something you ticked is no longer in this guide: please look through the list again.");
    for (const kind of new Set(known.map((condition) => condition.kind))) {
      const asks = table.kinds[kind];
      if (kind === "ask" || !asks) continue;
      said.append(make("b", { class: "situation-alarm" }, ` ${asks.label}. ${asks.plain ?? ""} `));
      if (table.red_flags) said.append(link(table.red_flags, "See the warning signs"), ".");
    }
    if (!ticked.kept) said.append(" This browser does not keep it: it holds until you leave this page.");
    const change = link(onList ? `${table.list}#what-it-means` : table.list, onList ? "What it means for you" : "Change");
    acts.replaceChildren(change, " ", button("Clear", clear));
  }

  /** Whether this page has the list to tick. */
  const rows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-condition]"));
  const onList = rows.length > 0;

  /** Marks the page anew; with nothing ticked, as if this program were not there. */
  async function show() {
    for (const row of rows) {
      const tick = row.querySelector("input");
      if (tick) tick.checked = ticked.keys.includes(row.dataset.condition ?? "");
    }
    const found = ticked.keys.length > 0 ? await table().catch(() => null) : undefined;
    // From here on nothing waits: whoever comes last shows what is ticked now, and nothing twice.
    document.querySelectorAll(".situation-box, .situation-mark, .situation-result").forEach((made) => made.remove());
    if (!main) return;
    if (!bar.isConnected) ((onList && main.querySelector(".lead")) || main.querySelector("h1") || main).after(bar);
    if (ticked.keys.length > 0 && found) {
      fillBar(found);
      const slug = own(found);
      const meant = slug === undefined ? undefined : meaning(found, slug);
      if (slug !== undefined && meant) bar.after(box(found, slug, meant));
      if (onList) result(found);
      mark(found, main);
    } else if (found === null) {
      said.replaceChildren("What you ticked could not be looked up. The pages of the conditions say the same.");
      loading = undefined;
    } else {
      const words = onList ? "Tick what fits you: every page then says what it means for each move. It stays on this device." : "Cleared. No marks are shown.";
      said.replaceChildren(words);
      acts.replaceChildren();
    }
    document.documentElement.dataset.situation = ticked.keys.length > 0 ? "shown" : "none";
  }

  /** What everything that is ticked means, below the list. @param {Table} table */
  function result(table) {
    const section = make("section", { class: "situation-result", "aria-labelledby": "what-it-means" });
    section.append(make("h2", { id: "what-it-means" }, "What it means for you"));
    const slugs = Object.keys(table.entries);
    /** @param {"exercise" | "plan"} kind @param {Verdict | undefined} verdict */
    const those = (kind, verdict) => slugs.filter((slug) => table.entries[slug]?.kind === kind && meaningOf(table, slug) === verdict);
    /** @param {string} head @param {string[]} chosen */
    const group = (head, chosen) => {
      if (chosen.length === 0) return;
      section.append(make("h3", {}, head));
      const list = make("ul", { class: "lines" });
      for (const slug of chosen) {
        const found = meaning(table, slug);
        const item = make("li", {}, make("b", { class: "who" }, linkTo(table, slug)));
        if (found && found.lines.length > 0) item.append(make("ul", { class: "lines" }, ...reasons(table, found)));
        if (found && found.exercises.length > 0 && found.verdict !== "leave-out") {
          item.append(make("p", { class: "small" }, "Moves with a note for you: ", ...listed(found.exercises.map((one) => linkTo(table, one)))));
        }
        list.append(item);
      }
      section.append(list);
    };
    /** @param {string} head @param {string[]} chosen */
    const names = (head, chosen) => {
      if (chosen.length === 0) return;
      section.append(make("h3", {}, head), make("p", {}, ...listed(chosen.map((slug) => linkTo(table, slug))), "."));
    };
    names("Moves with nothing special noted", those("exercise", undefined));
    group("Moves to take care with", those("exercise", "care"));
    const out = those("exercise", "leave-out");
    if (out.length === slugs.filter((slug) => table.entries[slug]?.kind === "exercise").length) {
      section.append(make("h3", {}, "Moves to leave out"), make("p", {}, "All of them, until a clinician has said yes."));
    } else {
      group("Moves to leave out until a clinician has said yes", out);
    }
    names("Weekly plans as they are", those("plan", undefined));
    group("Weekly plans with care in some moves", those("plan", "care"));
    group("Weekly plans with a change", those("plan", "change"));
    group("Weekly plans to leave out until a clinician has said yes", those("plan", "leave-out"));
    section.append(make("p", { class: "small" }, "Nothing noted is no promise: start with one move, and stop if it does not feel right."));
    main?.append(section);
  }

  /** A box to tick beside every condition. */
  for (const row of rows) {
    const name = row.querySelector("dt a, h3 a, a");
    if (!name) continue;
    const key = row.dataset.condition ?? "";
    const tick = make("input", { type: "checkbox", id: `tick-${key}`, class: "situation-tick", "aria-label": `This is me: ${name.textContent ?? ""}` });
    tick.addEventListener("change", () => {
      const others = ticked.keys.filter((one) => one !== key);
      ticked.write(tick.checked ? [...others, key] : others);
      show();
    });
    const label = make("label", { for: tick.id, class: "situation-label" }, "This is me");
    name.before(make("span", { class: "situation-choice" }, tick, label));
  }

  document.addEventListener("backsite:results", async (event) => {
    if (ticked.keys.length > 0 && event.target instanceof Element) mark(await table(), event.target);
  });
  window.addEventListener("storage", (event) => {
    if (event.key === place || event.key === null) {
      ticked.read();
      show();
    }
  });
  // A page that the browser kept in its memory may be older than what is ticked.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      ticked.read();
      show();
    }
  });

  ticked.read();
  if (ticked.keys.length > 0 || onList) show();
})();
