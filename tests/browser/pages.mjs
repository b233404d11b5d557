// Every page, as a reader gets it: nothing on the console, nothing asked of another host, nothing that the policy forbids.
// Every kind of page: axe in light, dark, forced colours and at 320 pixels, with each interactive part open; the keyboard
// alone reaches everything; it stands whole without JavaScript. The emergency signs are seen where they must be, on screen and
// on paper. An exercise's page: its weight on the wire, and its text painted while no script has come.
// One part alone: `node pages.mjs FOLDER keyboard`.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { conclude, inParallel, launch, serve, siteFolder, watch } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = siteFolder();
const all = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html")).sort();

/** A page of every kind: the first there is. */
const kinds = [
  "index.html", "exercises/index.html", "exercises/bird-dog/index.html", "exercises/positions/index.html", "exercises/positions/supine/index.html",
  "conditions/index.html", "conditions/osteoporosis/index.html", "conditions/heart-unstable/index.html", "conditions/neck-instability/index.html",
  "mistakes/index.html", "mistakes/breath-holding/index.html", "plans/index.html", "plans/start-gently/index.html",
  "red-flags/index.html", "questions/index.html", "soreness-or-pain/index.html", "about/index.html",
  "glossary/index.html", "sources/index.html", "a-z/index.html", "search/index.html", "data/index.html", "404.html",
];
const heaviest = 60_000;

const faults = [];
const lost = kinds.filter((kind) => !all.includes(kind));
if (lost.length > 0) faults.push(`no such pages: ${lost}`);
const server = await serve(folder, "/back/guide/");
const browser = await launch();

/** Every page, with programs and without, and a page of every kind from file://. */
async function quiet() {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    await inParallel(3, all, async (name) => {
      const page = await context.newPage();
      watch(page, faults, server.address);
      await page.goto(server.address + name);
      if (!(await page.locator("main h1").isVisible())) faults.push(`${name}: no heading is seen`);
      await page.close();
    });
    const cookies = await context.cookies();
    if (cookies.length > 0) faults.push(`cookies: ${JSON.stringify(cookies)}`);
    await context.close();
  }
  const page = await browser.newPage();
  const root = `${pathToFileURL(folder)}/`;
  watch(page, faults, root);
  for (const name of kinds) await page.goto(root + name);
  await page.close();
  return `${all.length} pages quiet`;
}

const modes = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["forced colours", { forcedColors: "active" }],
  ["320 pixels", { viewport: { width: 320, height: 640 } }],
];

async function judge(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    Reflect.get(self, "axe").run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] }),
  );
  for (const fault of found.violations) faults.push(`axe, ${what}: ${fault.id}: ${fault.help}\n    ${fault.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join("\n    ")}`);
}

/** A judge that finds nothing must be shown to find something. */
async function axeFinds() {
  const page = await browser.newPage();
  await page.setContent('<html><title>t</title><body><main><h1>h</h1><img src="data:,"><p style="color:#aaa;background:#fff">pale</p></main></body></html>');
  const before = faults.length;
  await judge(page, "self-test");
  const found = faults.splice(before).join("\n");
  for (const rule of ["image-alt", "color-contrast", "html-has-lang"]) if (!found.includes(rule)) faults.push(`self-test: axe did not find ${rule}`);
  await page.close();
}

/** The parts that open, each opened: what to open, and on which page. */
const opened = [
  ["the movement", "exercises/bird-dog/index.html", async (page) => void (await page.locator(".moves summary").first().click())],
  ["the emergency signs", "plans/start-gently/index.html", (page) => page.getByRole("link", { name: "More emergency signs" }).click()],
  ["the menu", "index.html", async (page) => {
    // On a wide screen it is open.
    const button = page.locator(".menu summary");
    if (await button.isVisible()) await button.click();
    await page.locator(".menu li a").last().waitFor({ state: "visible" });
  }],
  ["the search with results", "index.html", async (page) => {
    await page.getByRole("link", { name: "Search", exact: true }).first().click();
    await page.getByRole("searchbox").fill("knee");
    await page.waitForSelector(".search-results a");
  }],
  ["the search without results", "search/index.html", async (page) => {
    await page.getByRole("searchbox").fill("qwertz xyzzy");
    await page.waitForSelector(".search-help a");
  }],
  ["my situation ticked", "conditions/index.html", async (page) => {
    await page.getByRole("checkbox").nth(5).check();
    await page.waitForSelector(".situation-result");
  }],
  ["my situation on an exercise", "exercises/single-knee-to-chest/index.html", (page) => ticked(page)],
  ["my situation on a plan", "plans/start-gently/index.html", (page) => ticked(page)],
  ["my situation on a list", "exercises/index.html", (page) => ticked(page)],
  ["an emergency ticked", "index.html", (page) => ticked(page, "neck-vessel-signs")],
];

async function ticked(page, keys = "osteoporosis wrist-pain floor-transfer") {
  await page.evaluate((keys) => localStorage.setItem("backsite-situation:/back/guide/", keys), keys);
  await page.reload();
  await page.waitForSelector("[data-situation=shown]");
}

async function accessible() {
  await inParallel(2, modes, async ([mode, options]) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const narrow = async (what) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (mode === "320 pixels" && width > 320) faults.push(`${what}, ${mode}: ${width} pixels wide`);
    };
    for (const name of kinds) {
      await page.goto(server.address + name);
      await judge(page, `${name}, ${mode}`);
      await narrow(name);
    }
    for (const [what, name, open] of opened) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      watch(page, faults, server.address);
      await page.goto(server.address + name);
      await open(page);
      await judge(page, `${what}, ${mode}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (mode === "320 pixels" && width > 320) faults.push(`${what}, ${mode}: ${width} pixels wide`);
      await context.close();
    }
    await context.close();
  });
  return `${kinds.length} kinds and ${opened.length} open parts judged by axe ${modes.length} times`;
}

/** Tab goes to everything that can be used, in sight, and on; each place shows that it has the focus. */
async function keyboard() {
  await inParallel(2, kinds, async (name) => {
    const page = await browser.newPage();
    await page.goto(server.address + name);
    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll("a[href], button, input, summary")].filter((element) => element.checkVisibility());
      all.forEach((element, n) => element.setAttribute("data-n", String(n)));
      return all.length;
    });
    await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined));
    const start = await page.evaluate(() => {
      const first = document.querySelector(".skip, a[href]");
      first?.focus();
      return first?.getAttribute("data-n");
    });
    const seen = new Set([start]);
    for (let n = 0; n < wanted + 5; n += 1) {
      await page.keyboard.press("Tab");
      const [at, visible] = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return [null, true];
        const style = getComputedStyle(element);
        return [element.getAttribute("data-n"), style.outlineStyle !== "none" || style.boxShadow !== "none"];
      });
      if (at === null || (seen.has(at) && seen.size >= wanted)) break;
      if (!visible) faults.push(`${name}: the focus on number ${at} is not seen`);
      seen.add(at);
    }
    if (seen.size < wanted) faults.push(`${name}: the keyboard reaches ${seen.size} of ${wanted}`);
    await page.close();
  });
}

/** Bytes on the wire of an exercise's page with all it loads by itself, from an empty cache. */
async function weight() {
  const context = await browser.newContext();
  let most = ["", 0];
  for (const name of all.filter((name) => /^exercises\/[^/]+\/index\.html$/.test(name))) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    let bytes = 0;
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    session.on("Network.loadingFinished", (event) => void (bytes += event.encodedDataLength));
    await page.goto(server.address + name, { waitUntil: "networkidle" });
    if (bytes > most[1]) most = [name, bytes];
    await page.close();
  }
  await context.close();
  if (most[1] === 0 || most[1] > heaviest) faults.push(`${most[0]} weighs ${most[1]} bytes on the wire; ${heaviest} are the most`);
  return `the heaviest exercise, ${most[0]}, ${(most[1] / 1000).toFixed(1)} kB on the wire`;
}

/** Emergency signs: some in words where a move is about to be done, the others one touch away, all of them on any paper. */
async function signs() {
  const tiers = JSON.parse(readFileSync(join(folder, "data/red-flags.json"), "utf8")).red_flags.tiers;
  const all = tiers.find((tier) => tier.urgency === "emergency").items.map((flag) => flag.short);
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  const seen = () => page.locator(".signs-now li").evaluateAll((lines) => lines.filter((line) => line.checkVisibility()).map((line) => line.textContent));
  const expect = async (name, what, expected) => {
    const found = (await seen()).join("; ");
    if (found !== expected.join("; ")) faults.push(`${name}, ${what}: the emergency signs are “${found}”`);
  };
  for (const [name, first] of [["exercises/bird-dog/index.html", 2], ["plans/start-gently/index.html", 2], ["exercises/index.html", 0], ["how-long/index.html", 0], ["index.html", 0]]) {
    await page.goto(server.address + name);
    await expect(name, "as it comes", all.slice(0, first));
    await page.emulateMedia({ media: "print" });
    await expect(name, "on paper", all);
    await page.emulateMedia({ media: "screen" });
    if (first === 0) continue;
    await page.getByRole("link", { name: "More emergency signs" }).focus();
    await page.keyboard.press("Enter");
    await expect(name, "opened", all);
  }
  await context.close();
  return `${all.length} emergency signs`;
}

/** While no script comes, the text is there. */
async function paintsWithoutScripts() {
  const page = await browser.newPage();
  await page.route(/\.js$/, () => {}); // Never answered.
  await page.goto(`${server.address}exercises/bird-dog/index.html`, { waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  for (const part of ["h1", ".steps li", "#do-not-do", "#stop-signs"]) if (!(await page.locator(part).first().isVisible())) faults.push(`${part} waits for a script`);
  await page.close();
}

const stages = { axeFinds, quiet, accessible, keyboard, weight, signs, paintsWithoutScripts };
const chosen = Object.entries(stages).filter(([name]) => process.argv.length < 4 || process.argv.includes(name));
await conclude(faults, [browser, server], async () => {
  const notes = [];
  for (const [name, stage] of chosen) {
    const note = (await stage()) ?? name;
    notes.push(note);
    console.log(`${note}: ${faults.length} faults so far`);
  }
  return notes.join("; ");
});
