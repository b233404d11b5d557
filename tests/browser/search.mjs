// Everyday searches: each puts a right page among the first three, over HTTP and from file://.
import { pathToFileURL } from "node:url";
import { conclude, launch, serve, siteFolder, watch } from "./browser.mjs";

/** What people type, and the pages (addresses from the root) of which one must be among the first three. */
const everyday = [
  ["hurts when I sit", ["conditions/hamstring-tear/", "plans/desk-snacks/", "exercises/movement-snack/", "exercises/goals/desk-break/", "daily-habits/"]],
  ["cant get off floor", ["exercises/floor-transfer/", "conditions/floor-transfer/", "exercises/goals/reach-the-floor/"]],
  ["can't get up from the floor", ["exercises/floor-transfer/", "conditions/floor-transfer/", "exercises/goals/reach-the-floor/"]],
  ["osteoporosis", ["conditions/osteoporosis/"]],
  ["hamstring", ["exercises/standing-hamstring-stretch/", "exercises/lying-strap-hamstring-stretch/", "exercises/seated-strap-hamstring-stretch/"]],
  ["pregnent", ["conditions/pregnancy-later/"]],
  ["tummy", ["exercises/goals/tummy-strength/"]],
  ["slipped disc", ["conditions/leg-pain-bending/"]],
  ["sciatica", ["conditions/leg-pain-bending/"]],
  ["stiff in the morning", ["exercises/goals/ease-stiffness/"]],
  ["back went out", ["conditions/active-inflammation-flare/", "exercises/goals/calm-a-flare/", "flare-ups/"]],
  ["bad knee", ["conditions/knee-limit/"]],
  ["ice or heat", ["heat-and-ice/", "questions/#heat-ice"]],
  ["how long until better", ["how-long/", "questions/#how-long"]],
  ["sore after exercise", ["soreness-or-pain/", "questions/#sore", "soreness-or-pain/#soreness"]],
  ["swiming", ["exercises/swimming/"]],
  ["dizzy lying down", ["conditions/vertigo/"]],
  ["cant feel when I wipe", ["red-flags/#saddle-numbness", "red-flags/"]],
  ["chest pain", ["red-flags/#chest-pain", "red-flags/", "conditions/heart-unstable/"]],
  ["bird dog", ["exercises/bird-dog/"]],
  ["quadruped", ["exercises/bird-dog/", "exercises/positions/hands-and-knees/"]],
  ["getting out of bed stiff", ["exercises/goals/ease-stiffness/"]],
  ["put my socks on", ["exercises/goals/flexibility/"]],
  ["hoovering", ["exercises/goals/bend-and-lift/"]],
  ["cant stand up straight", ["conditions/active-inflammation-flare/"]],
  ["pain down my leg", ["conditions/leg-pain-bending/"]],
  ["siatica", ["conditions/leg-pain-bending/"]],
  ["numb bum", ["red-flags/#saddle-numbness"]],
  ["cant pee", ["red-flags/#bladder-change"]],
  ["wet myself", ["conditions/pelvic-floor/"]],
  ["tingling in foot", ["red-flags/#one-leg-steady", "red-flags/#new-leg-weakness"]],
  ["stiff neck", ["exercises/goals/ease-neck/", "exercises/regions/neck/", "plans/upper-back-neck/"]],
  ["desk job", ["plans/desk-snacks/"]],
  ["just had a baby", ["conditions/postnatal-abdominal/"]],
  ["hip replacment", ["conditions/hip-precautions/"]],
  ["brittle bones", ["conditions/osteoporosis/"]],
  ["scared to move", ["exercises/goals/confidence/"]],
  ["core exercises", ["exercises/goals/trunk-control/", "exercises/goals/trunk-endurance/"]],
  ["sheet to print", ["plans/"]],
  ["beginner", ["exercises/levels/beginner/"]],
  ["when to see doctor", ["conditions/red-flags/", "red-flags/"]],
  ["ice pack", ["heat-and-ice/"]],
  ["posture", ["exercises/goals/posture-awareness/"]],
  ["MRI scan", ["questions/#scan"]],
  ["qwertz xyzzy", null],
];

const folder = siteFolder();
const faults = [];
const server = await serve(folder, "/back/guide/");
const browser = await launch();
const verbose = process.argv.includes("-v");

async function search(root, words) {
  const context = await browser.newContext();
  const page = await context.newPage();
  watch(page, faults, root);
  await page.goto(`${root}exercises/bird-dog/index.html`);
  await page.getByRole("link", { name: "Search", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  for (const [query, right] of words) {
    await dialog.getByRole("searchbox").fill(query);
    const said = dialog.getByRole("status");
    await page.waitForFunction((query) => document.querySelector(".search-results")?.getAttribute("data-for") === query, query);
    const found = await dialog.locator(".search-results a").evaluateAll((links, root) => links.map((link) => link.href.replace(root, "").replace("index.html", "")), root);
    if (verbose) console.log(`${query}: ${found.slice(0, 5).join("  ")}`);
    if (right === null) {
      const help = await dialog.locator(".search-help").innerText();
      if (found.length > 0 || !(await said.innerText()).includes("Nothing found") || !help.includes("A to Z")) faults.push(`${query}: found ${found}, help ${help}`);
    } else {
      if (!found.slice(0, 3).some((address) => right.includes(address))) faults.push(`${root} ${query}: found ${found.slice(0, 5).join(", ")}; right are ${right.join(", ")}`);
      if (!/results?\.$/.test(await said.innerText())) faults.push(`${query}: the status says ${await said.innerText()}`);
    }
  }
  await context.close();
}

/** The keyboard alone: open, type, go through the results, open one, come back; Escape closes. */
async function keyboard(root) {
  const page = await browser.newPage();
  watch(page, faults, root);
  const is = async (what, expected, got) => void (got === expected || faults.push(`keyboard: ${what} is ${got}, not ${expected}`));
  await page.goto(`${root}index.html`);
  const link = page.getByRole("link", { name: "Search", exact: true }).first();
  await link.focus();
  await page.keyboard.press("Enter");
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
  await is("the focus after opening", "search-words", await focused());
  await page.keyboard.type("osteoporos");
  await page.waitForSelector(".search-results a");
  await page.keyboard.press("ArrowDown");
  const first = await page.locator(".search-results a").first().innerText();
  await is("the focus after the arrow", first, await focused());
  await page.keyboard.press("ArrowUp");
  await is("the focus back", "search-words", await focused());
  await page.keyboard.press("Escape");
  await is("the dialog after Escape", false, await page.locator("dialog").evaluate((dialog) => dialog.open));
  await is("the focus after Escape", "Search", await focused());
  await page.keyboard.press("Enter");
  await is("the words when it is opened again", "osteoporos", await page.getByRole("searchbox").inputValue());
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.closest(".search-results"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/conditions\/osteoporosis/);
  await page.goto(`${root}search/index.html?q=osteoporosis`);
  await page.waitForSelector(".search-results a");
  await is("the words in the address", "osteoporosis", await page.getByRole("searchbox").inputValue());
  await page.close();
}

/** Nothing is loaded before somebody searches. */
async function loadsLate(root) {
  const page = await browser.newPage();
  const loaded = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.goto(`${root}index.html`, { waitUntil: "networkidle" });
  const early = loaded.filter((url) => /minisearch|search-index|situation-table/.test(url));
  if (early.length > 0) faults.push(`loaded before anybody asked: ${early}`);
  await page.close();
}

await conclude(faults, [browser, server], async () => {
  await loadsLate(server.address);
  for (const root of [server.address, `${pathToFileURL(folder)}/`]) {
    await search(root, everyday);
    await keyboard(root);
  }
  return `${everyday.length} searches, over HTTP and from file://`;
});
