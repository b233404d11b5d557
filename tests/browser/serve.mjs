// `backsite serve` with its author at work: every kind of edit in a copy of the guide, and what her browser shows. It must come
// to show the edit, without ever having been shown a page that is missing or half there.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { conclude, launch, watch } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const program = process.argv[2] && resolve(process.argv[2]);
if (!program || !existsSync(program)) throw new Error("usage: node serve.mjs PROGRAM, in the folder of a guide");

/** How long anything may take, in milliseconds: a busy machine is slow. */
const patience = 120_000;

const faults = [];
const is = (what, got, expected) => void (JSON.stringify(got) === JSON.stringify(expected) || faults.push(`${what} is ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`));

/** The guide to edit. */
const root = mkdtempSync(join(tmpdir(), "backsite-serve-"));
cpSync("content", join(root, "content"), { recursive: true });
const path = (name) => join(root, name);
const read = (name) => readFileSync(path(name), "utf8");
const write = (name, text) => {
  mkdirSync(join(path(name), ".."), { recursive: true });
  writeFileSync(path(name), text);
};
/** Puts one text in the place of another, which must be there. */
function edit(name, old, text) {
  const before = read(name);
  if (!before.includes(old)) throw new Error(`${name} does not hold ${old}`);
  write(name, before.replace(old, text));
}

/** Starts `backsite serve`, and gives where it is and how to end it. */
async function start(port = 0) {
  const child = spawn(program, ["serve", "--root", root, "--port", `${port}`], { stdio: ["ignore", "ignore", "pipe"] });
  const said = [];
  const address = await new Promise((ready, failed) => {
    const lines = createInterface(child.stderr);
    lines.on("line", (line) => {
      said.push(line);
      const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
      if (found) ready(found);
    });
    child.on("exit", () => failed(new Error(`serve ended:\n${said.join("\n")}`)));
  });
  const close = () =>
    new Promise((ended) => {
      child.removeAllListeners("exit").on("exit", ended);
      child.kill("SIGINT");
    });
  return { address, close, said };
}

let server = await start();
const browser = await launch();

/** Asks for pages again and again: none may ever be missing or half there. */
function keepAsking(addresses) {
  let goOn = true;
  let n = 0;
  const asking = (async () => {
    while (goOn) {
      for (const address of addresses) {
        const response = await fetch(server.address + address);
        const text = await response.text();
        n += 1;
        if (response.status !== 200 || !text.trimEnd().endsWith("</html>")) faults.push(`${address} was once answered ${response.status}: ${text.slice(-80)}`);
        const style = /href="([^"]*style\.[0-9a-f]+\.css)"/.exec(text)?.[1];
        const got = style && (await fetch(new URL(style, server.address + address)));
        if (!got || got.status !== 200) faults.push(`${address} named ${style}, which was answered ${got && got.status}`);
      }
    }
  })();
  return async () => {
    goOn = false;
    await asking;
    return n;
  };
}

/** A page in the browser. Whatever it asks for must be there, but for pages that are not there yet. */
async function open(address) {
  const page = await browser.newPage();
  const found = [];
  watch(page, found, server.address);
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`the browser was answered ${response.status()} for ${response.url()}`);
  });
  await page.goto(server.address + address);
  page.found = found;
  return page;
}

const shows = (page, text) => page.waitForFunction((text) => document.body?.textContent?.includes(text), text, { timeout: patience, polling: 10 });
const mark = (page) => page.evaluate(() => void Reflect.set(window, "marked", true));
const isMarked = (page) => page.evaluate(() => Reflect.get(window, "marked") === true);

const waits = [];
/** Makes an edit, and waits until the page was fetched again and shows it. */
async function edits(page, what, change, text) {
  await mark(page);
  const began = performance.now();
  change();
  const isNew = (text) => Reflect.get(window, "marked") !== true && document.body?.textContent?.includes(text);
  await page
    .waitForFunction(isNew, text, { timeout: patience, polling: 10 })
    .catch(() => faults.push(`${what}: the page never showed ${text}\n${server.said.slice(-30).join("\n")}`));
  waits.push(Math.round(performance.now() - began));
}

const entry = "content/exercises/bird-dog.md";

async function everyKindOfEdit() {
  const ended = keepAsking(["index.html", "exercises/bird-dog/", "exercises/", "plans/"]);
  const page = await open("exercises/bird-dog/");
  await page.evaluate(() => scrollTo(0, 700));
  await edits(page, "text", () => write(entry, `${read(entry)}\nWritten just now.\n`), "Written just now.");
  is("the place on the page after an edit", Math.round(await page.evaluate(() => scrollY)), 700);
  await edits(page, "front matter", () => edit(entry, "title: Bird dog", "title: Bird hound"), "Bird hound");
  is("the place on the page after another edit", Math.round(await page.evaluate(() => scrollY)), 700);
  await edits(
    page,
    "saved by rename",
    () => {
      write("content/exercises/.bird-dog.md.new", read(entry).replace("title: Bird hound", "title: Bird terrier"));
      renameSync(path("content/exercises/.bird-dog.md.new"), path(entry));
    },
    "Bird terrier",
  );
  await edits(page, "safety", () => edit("content/safety.yaml", "short: Leaking poo", "short: Leaking some poo"), "Leaking some poo");
  await edits(page, "a template", () => write("templates/html/partials/footer.html", "<footer>A footer of our own.</footer>\n"), "A footer of our own.");
  await edits(page, "no template", () => rmSync(path("templates"), { recursive: true }), "Bird terrier");

  await page.goto(`${server.address}exercises/`);
  const copy = read(entry).replace("title: Bird terrier", "title: Sea dog").replace(/^aliases:.*\n/m, "");
  await edits(page, "a new entry", () => write("content/exercises/sea-dog.md", copy), "Sea dog");
  await edits(
    page,
    "a renamed entry",
    () => {
      write("content/exercises/sea-dog.md", read("content/exercises/sea-dog.md").replace("title: Sea dog", "title: Sea hound"));
      renameSync(path("content/exercises/sea-dog.md"), path("content/exercises/sea-hound.md"));
    },
    "Sea hound",
  );
  is("the address of a renamed entry", await page.locator('a[href*="sea-hound/"]').count() > 0, true);
  await mark(page);
  rmSync(path("content/exercises/sea-hound.md"));
  await page.waitForFunction(() => !document.body.textContent?.includes("Sea hound"), undefined, { timeout: patience });

  await page.goto(`${server.address}exercises/positions/hands-and-knees/`);
  await edits(page, "vocabulary", () => edit("content/vocabulary.yaml", "label: On hands and knees", "label: On all fours"), "On all fours");
  await page.goto(`${server.address}exercises/bird-dog/`);
  await edits(
    page,
    "another folder in its place",
    () => {
      renameSync(path("content"), path("aside"));
      cpSync(path("aside"), path("content"), { recursive: true });
      edit(entry, "title: Bird terrier", "title: Bird poodle");
      rmSync(path("aside"), { recursive: true });
    },
    "Bird poodle",
  );
  await edits(page, "an edit in the new folder", () => edit(entry, "title: Bird poodle", "title: Bird dog"), "Bird dog");
  faults.push(...page.found);
  await page.close();
  const n = await ended();
  if (n < 50) faults.push(`pages were asked for only ${n} times in between`);
  return n;
}

async function styles() {
  const page = await open("exercises/bird-dog/");
  await mark(page);
  const style = () => page.evaluate(() => getComputedStyle(document.body).outlineColor);
  for (const [value, color] of [["rgb(1, 2, 3)", "rgb(1, 2, 3)"], ["rgb(4, 5, 6)", "rgb(4, 5, 6)"]]) {
    const began = performance.now();
    write("templates/assets/style.css", `${defaultStyle}\nbody { outline: 1px solid ${value}; }\n`);
    await page.waitForFunction((color) => getComputedStyle(document.body).outlineColor === color, color, { timeout: patience, polling: 10 });
    waits.push(Math.round(performance.now() - began));
    is(`the style`, await style(), color);
    is("that the page with a new style is still the same page", await isMarked(page), true);
    await page.waitForFunction(() => document.querySelectorAll('link[rel="stylesheet"]').length === 1);
  }
  await page.reload();
  is("the style of the page fetched anew", await style(), "rgb(4, 5, 6)");
  faults.push(...page.found);
  await page.close();
}

const panel = (page) => page.locator("section.panel");

async function findings() {
  const page = await open("exercises/bird-dog/");
  const whole = read(entry);
  await page.evaluate(() => scrollTo(0, 700));
  await mark(page);
  edit(entry, "region: lower", "region: lowr");
  await panel(page).waitFor({ timeout: patience });
  const text = await panel(page).innerText();
  for (const words of ["1 error to mend", `${entry}, line`, "region: lowr", "lowr", "What to do:", "Why:", "backsite explain unknown-term"]) {
    if (!text.includes(words)) faults.push(`the overlay does not say ${words}:\n${text}`);
  }
  is("the marked text", await panel(page).locator("mark").first().innerText(), "lowr");
  is("the title below the overlay", await page.locator("h1").innerText(), "Bird dog");
  is("that the page below the overlay is still the same page", await isMarked(page), true);
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate(axe);
    const found = await page.evaluate(() => Reflect.get(self, "axe").run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    for (const fault of found.violations) faults.push(`axe, overlay, ${scheme}: ${fault.id}: ${fault.help} ${fault.nodes.map((node) => node.html).slice(0, 2).join(" ")}`);
    if (!found.passes.some((pass) => pass.nodes.some((node) => Array.isArray(node.target[0])))) faults.push("axe did not look into the overlay");
  }
  if (process.env.BACKSITE_PICTURE) await page.screenshot({ path: process.env.BACKSITE_PICTURE });
  // Closed by keys, it stays closed until something else is found.
  await panel(page).focus();
  await page.keyboard.press("Escape");
  const pill = page.getByRole("button", { name: "1 error found by backsite: show" });
  await pill.waitFor();
  is("that the overlay is closed", await panel(page).count(), 0);
  await page.reload();
  await pill.waitFor();
  is("that the overlay is still closed", await panel(page).count(), 0);
  await page.keyboard.press("Tab");
  await pill.press("Enter");
  await panel(page).waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await pill.waitFor();
  edit(entry, "region: lowr", "region: lowerr");
  await panel(page).waitFor({ timeout: patience });
  // The page's own style does not reach it, and its own does not reach the page.
  await mark(page);
  write(entry, whole);
  await panel(page).waitFor({ state: "detached", timeout: patience });
  is("that a page that is as it was is still the same page", await isMarked(page), true);
  // Mended otherwise than it was: the page comes anew, without the overlay.
  edit(entry, "region: lower", "region: lowr");
  await panel(page).waitFor({ timeout: patience });
  write(entry, whole.replace("title: Bird dog", "title: Mended dog"));
  await shows(page, "Mended dog");
  is("the overlay after the mend", await panel(page).count(), 0);
  write(entry, whole);
  await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Bird dog", undefined, { timeout: patience });
  // A warning lies modestly in a corner.
  write("content/exercises/notes.doc", "mine");
  const warning = page.getByRole("button", { name: "1 warning found by backsite: show" });
  await warning.waitFor({ timeout: patience });
  await warning.click();
  if (!(await panel(page).innerText()).includes("notes.doc")) faults.push("the warning does not name its file");
  rmSync(path("content/exercises/notes.doc"));
  await panel(page).waitFor({ state: "detached", timeout: patience });
  faults.push(...page.found);
  await page.close();
}

/** A page that is not there yet comes by itself, and so does a guide that begins with errors, and one that is served again. */
async function comesByItself() {
  const page = await browser.newPage();
  await page.goto(`${server.address}exercises/sea-dog/`);
  is("the title of a page that is not there", await page.title().then((title) => title.includes("Sea dog")), false);
  write("content/exercises/sea-dog.md", read(entry).replace("title: Bird dog", "title: Sea dog").replace(/^aliases:.*\n/m, ""));
  await shows(page, "Sea dog");
  rmSync(path("content/exercises/sea-dog.md"));

  await page.goto(`${server.address}exercises/bird-dog/`);
  const port = new URL(server.address).port;
  await server.close();
  const whole = read(entry);
  write(entry, whole.replace("region: lower", "region: lowr"));
  server = await start(port);
  is("the port", new URL(server.address).port, port);
  await panel(page).waitFor({ timeout: patience });
  await page.reload();
  await shows(page, "The guide cannot be shown yet");
  await panel(page).waitFor({ timeout: patience });
  is("whether the only thing to read can be closed", await page.getByRole("button", { name: "Close" }).count(), 0);
  await page.evaluate(axe);
  const found = await page.evaluate(() => Reflect.get(self, "axe").run(document));
  for (const fault of found.violations) faults.push(`axe, waiting page: ${fault.id}: ${fault.help}`);
  write(entry, whole.replace("title: Bird dog", "title: Whole dog"));
  await shows(page, "Whole dog");
  await page.close();
  const silent = await browser.newContext({ javaScriptEnabled: false });
  write(entry, whole);
  const plain = await silent.newPage();
  await plain.goto(`${server.address}exercises/bird-dog/`);
  is("the title without JavaScript", await plain.locator("h1").innerText().then((title) => title.endsWith("dog")), true);
  await silent.close();
}

/** The style that comes with backsite, as it is published. */
const defaultStyle = await fetch(server.address)
  .then((response) => response.text())
  .then((text) => fetch(new URL(/href="([^"]*style\.[0-9a-f]+\.css)"/.exec(text)[1], server.address)))
  .then((response) => response.text());

await conclude(faults, [browser, { close: () => server.close() }, { close: () => rmSync(root, { recursive: true }) }], async () => {
  const n = await everyKindOfEdit();
  for (const part of [styles, findings, comesByItself]) {
    await part().catch((error) => faults.push(`${error.stack}\n${server.said.slice(-30).join("\n")}`));
  }
  waits.sort((a, b) => a - b);
  return `${waits.length} edits, each in the browser after ${waits[waits.length >> 1]} ms (median; ${waits.at(-1)} at most), ${n} pages asked for meanwhile and none missing`;
});
