// My situation, through the browser: every condition times every exercise and plan. What must come out is worked out here
// from the published data alone, by the rules as product and vocabulary state them, and not by the program's own code.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { conclude, inParallel, launch, serve, siteFolder, watch } from "./browser.mjs";

const folder = siteFolder();
const data = (name) => JSON.parse(readFileSync(join(folder, `data/${name}.json`), "utf8"))[name];
const [conditions, exercises, plans] = ["conditions", "exercises", "plans"].map(data);
const byKey = new Map(conditions.map((condition) => [condition.key, condition]));
const grave = ["free", "care", "change", "leave-out"];
const worst = (verdicts) => grave[Math.max(0, ...verdicts.map((verdict) => grave.indexOf(verdict)))];

/** A condition and all that it implies. */
function held(key, all = new Set()) {
  if (!all.has(key)) {
    all.add(key);
    for (const implied of byKey.get(key).implies ?? []) held(implied, all);
  }
  return [...all];
}

/** What a condition means for an exercise. */
function ofExercise(exercise, key) {
  const names = (lines) => (lines ?? []).map((line) => line.condition);
  const shares = (own, wanted) => (wanted ?? []).some((one) => own.includes(one));
  return worst(
    held(key).map((one) => {
      const condition = byKey.get(one);
      const own = names(exercise.contraindications).includes(one) ? "leave-out" : names(exercise.precautions).includes(one) ? "care" : undefined;
      if (condition.kind === "emergency") return "leave-out";
      if (own) return own;
      if (condition.general_contraindications?.length > 0) return "leave-out";
      const caution = condition.cautions?.some((caution) => shares(exercise.positions, caution.positions) || shares(exercise.phases, caution.phases));
      return caution || condition.kind === "stop" ? "care" : "free";
    }),
  );
}

/** What a condition means for a plan. */
function ofPlan(plan, key) {
  const own = held(key).map((one) => {
    const condition = byKey.get(one);
    const names = (lines) => (lines ?? []).some((line) => line.condition === one);
    if (names(plan.not_for) || condition.kind === "emergency" || condition.general_contraindications?.length > 0) return "leave-out";
    return names(plan.adapt) ? "change" : condition.kind === "stop" ? "care" : "free";
  });
  const slugs = new Set(plan.weeks.flatMap((week) => week.exercises.map((one) => one.exercise)));
  const moves = exercises.filter((exercise) => slugs.has(exercise.slug)).map((exercise) => ofExercise(exercise, key));
  // A plan is not left out because of one move: that move is, and the plan is changed.
  return worst([...own, ...moves.map((verdict) => (verdict === "leave-out" ? "change" : verdict))]);
}

const entries = [
  ...exercises.map((exercise) => ({ slug: exercise.slug, title: exercise.title, address: `exercises/${exercise.slug}/`, of: (key) => ofExercise(exercise, key) })),
  ...plans.map((plan) => ({ slug: plan.slug, title: plan.title, address: `plans/${plan.slug}/`, of: (key) => ofPlan(plan, key) })),
];
const table = new Map(conditions.map(({ key }) => [key, new Map(entries.map((entry) => [entry.address, entry.of(key)]))]));
const keys = conditions.map(({ key }) => key);

const faults = [];
const path = "/back/guide/";
const place = (path) => `backsite-situation:${path}`;
const server = await serve(folder, path);
const browser = await launch();
const differs = (what, is, expected) => void (is === expected || faults.push(`${what}: the page says ${is}, the data ${expected}`));

/** As if another window had ticked these. */
const tickElsewhere = (page, keys) =>
  page.evaluate(
    async ({ keys, place }) => {
      localStorage.setItem(place, keys.join(" "));
      dispatchEvent(new StorageEvent("storage", { key: place }));
      // The table is loaded once; from then on an answer takes no more than the tasks that wait already.
      while (keys.length > 0 && !Reflect.get(self, "backsiteSituation")) await new Promise((done) => setTimeout(done, 5));
      await new Promise((done) => setTimeout(done));
    },
    { keys, place: place(path) },
  );

/** The whole table: every entry's own page under every condition, and the marks of the list under each. */
async function walk() {
  let n = 0;
  await inParallel(3, entries, async (entry) => {
    const page = await browser.newPage();
    watch(page, faults, server.address);
    await page.goto(`${server.address}${entry.address}index.html`);
    for (const key of keys) {
      await tickElsewhere(page, [key]);
      const boxes = await page.locator(".situation-box").evaluateAll((boxes) => boxes.map((box) => [box.dataset.verdict, box.innerText]));
      differs(`${key} × ${entry.slug}`, boxes[0]?.[0] ?? "free", table.get(key).get(entry.address));
      if (boxes.length > 1) faults.push(`${key} × ${entry.slug}: ${boxes.length} boxes`);
      // Left out with a reason, take care with advice: the words of the data.
      const exercise = exercises.find((one) => entry.address.startsWith("exercises/") && one.slug === entry.slug);
      for (const line of [...(exercise?.contraindications ?? []), ...(boxes[0]?.[0] === "leave-out" ? [] : (exercise?.precautions ?? []))]) {
        if (line.condition !== key) continue;
        for (const words of [line.because, line.advice]) if (words && !boxes[0]?.[1].includes(words)) faults.push(`${key} × ${entry.slug}: the box lacks “${words}”`);
      }
      n += 1;
    }
    await page.close();
  });
  return n;
}

/** Marks beside links, and the summary under the list, for every pair of conditions. */
async function pairs() {
  const list = await browser.newPage();
  const result = await browser.newPage();
  await list.goto(`${server.address}exercises/index.html`);
  await result.goto(`${server.address}conditions/index.html`);
  const marks = () =>
    list.locator("main a[href]").evaluateAll((links, root) => links.map((link) => [link.href.replace(root, "").replace("index.html", ""), link.nextElementSibling?.classList.contains("situation-mark") ? link.nextElementSibling.textContent : ""]), server.address);
  const said = { free: "", care: "take care", change: "with a change", "leave-out": "leave out" };
  const all = keys.flatMap((one, n) => keys.slice(n).map((other) => [...new Set([one, other])]));
  for (const pair of all) {
    await tickElsewhere(list, pair);
    const expected = (address) => worst(pair.map((key) => table.get(key).get(address)));
    for (const [address, mark] of await marks()) if (table.get(pair[0]).has(address)) differs(`${pair.join("+")}: mark of ${address}`, mark, said[expected(address)]);
    await tickElsewhere(result, pair);
    const groups = await result.locator(".situation-result h3").evaluateAll((heads) => heads.map((head) => [head.textContent, [...(head.nextElementSibling?.querySelectorAll(":scope > a, :scope > li > b:first-child > a") ?? [])].map((link) => link.textContent)]));
    for (const entry of entries) {
      const verdict = expected(entry.address);
      const kind = entry.address.startsWith("plans/") ? "plan" : "move";
      const group = groups.find(([, titles]) => titles.includes(entry.title) && titles)?.[0] ?? groups.find(([head]) => head === "Moves to leave out")?.[0] ?? "none";
      const word = { free: /nothing special|as they are/, care: /care/, change: /change/, "leave-out": /leave out/ }[verdict];
      if (!word.test(group) || !group.toLowerCase().includes(kind)) faults.push(`${pair.join("+")}: ${entry.slug} is ${verdict} and stands under “${group}”`);
    }
  }
  await list.close();
  await result.close();
  return all.length;
}

/** Without JavaScript the pages of the conditions say the same. */
async function withoutPrograms() {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const key of keys) {
    await page.goto(`${server.address}conditions/${key}/index.html`);
    const under = async (selector) =>
      (await page.locator(selector).locator("a[href]").all()).length === 0 ? [] : page.locator(selector).locator("a[href]").evaluateAll((links, root) => links.map((link) => link.getAttribute("href") && new URL(link.getAttribute("href"), document.baseURI).href.replace(root, "").replace("index.html", "")), server.address);
    const groups = { "leave-out": "[aria-labelledby=leave-out] .who", care: "[aria-labelledby=take-care] .who", free: "[aria-labelledby=nothing-noted] .names" };
    const all = (await page.locator("[aria-labelledby=not-yet]").count()) > 0;
    for (const [verdict, selector] of Object.entries(groups)) {
      const shown = new Set(await under(selector));
      for (const { address } of entries.filter((entry) => entry.address.startsWith("exercises/"))) {
        const expected = table.get(key).get(address);
        // A kind that stops everything, or asks before anything, says so once and lists no moves.
        if (all && !shown.has(address)) continue;
        if (shown.has(address) !== (expected === verdict)) faults.push(`${key}, without JavaScript: ${address} is ${expected} and ${shown.has(address) ? "" : "not "}under ${verdict}`);
      }
    }
    if (all !== ["stop", "emergency"].includes(byKey.get(key).kind)) faults.push(`${key}, without JavaScript: the page ${all ? "stops" : "does not stop"} its reader`);
  }
  await page.goto(`${server.address}conditions/index.html`);
  if ((await page.locator("input, button, .situation-bar").count()) > 0) faults.push("without JavaScript there is something to tick");
  await context.close();
}

/** A reader's way: tick, go on, come back another day, print, clear. */
async function kept(root) {
  const context = await browser.newContext();
  const page = await context.newPage();
  watch(page, faults, root);
  const is = (what, found, expected) => void (found === expected || faults.push(`${root} ${what}: ${found}, not ${expected}`));
  await page.goto(`${root}conditions/index.html`);
  const tick = page.getByRole("checkbox", { name: /^This is me: Osteoporosis, no broken bone/ });
  await tick.focus();
  await page.keyboard.press("Space");
  await page.waitForSelector(".situation-result");
  const status = page.locator(".situation-bar [role=status]");
  is("the bar names the condition", (await status.innerText()).includes("Osteoporosis"), true);
  await page.goto(`${root}exercises/single-knee-to-chest/index.html`);
  await page.waitForSelector(".situation-box");
  await page.goto(`${root}plans/start-gently/index.html`);
  await page.waitForSelector(".situation-bar");
  await page.emulateMedia({ media: "print" });
  is("the bar on paper", await status.isVisible(), true);
  is("a mark on paper", await page.locator(".situation-mark").first().isVisible(), true);
  is("the button on paper", await page.getByRole("button", { name: "Clear" }).isVisible(), false);
  await page.emulateMedia({ media: "screen" });
  await page.reload();
  await page.waitForSelector(".situation-mark");
  await page.getByRole("button", { name: "Clear" }).press("Enter");
  await page.waitForFunction(() => document.querySelector(".situation-bar")?.textContent?.includes("Cleared"));
  is("marks after clearing", await page.locator(".situation-mark, .situation-box").count(), 0);
  is("what is kept after clearing", await page.evaluate(() => localStorage.length), 0);
  is("the focus after clearing", await page.evaluate(() => document.activeElement?.className), "situation-bar");
  await page.goto(`${root}conditions/index.html`);
  is("ticks after clearing", await page.locator("input:checked").count(), 0);
  await context.close();
}

/** Where a browser keeps nothing, it holds for the page, and the page says so. */
async function refused() {
  const page = await browser.newPage();
  watch(page, faults, server.address);
  await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } }));
  await page.goto(`${server.address}conditions/index.html`);
  await page.getByRole("checkbox").first().check();
  await page.waitForSelector(".situation-result");
  if (!(await page.locator(".situation-bar").innerText()).includes("does not keep it")) faults.push("nothing says that the browser keeps nothing");
  await page.close();
}

/** What was ticked in an older guide is not passed over in silence. */
async function forgotten() {
  const page = await browser.newPage();
  await page.goto(`${server.address}index.html`);
  await tickElsewhere(page, ["no-such-thing"]);
  if (!(await page.locator(".situation-bar").innerText()).includes("no longer in this guide")) faults.push("a condition that is gone is passed over");
  await page.close();
}

await conclude(faults, [browser, server], async () => {
  const n = await walk();
  const nPairs = await pairs();
  await withoutPrograms();
  for (const root of [server.address, `${pathToFileURL(folder)}/`]) await kept(root);
  await refused();
  await forgotten();
  return `${n} verdicts on their own pages, ${nPairs} situations of one or two conditions over all ${entries.length} entries`;
});
