// The facts that pages give machines: every property and value as schema.org has it (Google's schema-dts, by the TypeScript
// compiler), every figure the one that the page prints and that data/ holds, every address one that was built. And data/
// itself: every file is what its schema says (Ajv).
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import { report, siteFolder } from "./browser.mjs";

const folder = siteFolder();
const faults = [];
const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
const text = (html) => html.replace(/<[^>]*>/g, " ").replace(/&amp;/g, "&").replace(/\s+/g, " ");
const facts = new Map();
for (const name of pages) {
  const html = readFileSync(join(folder, name), "utf8");
  const blocks = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map((block) => JSON.parse(block[1]));
  const moved = /http-equiv="refresh"|has been withdrawn/.test(html) || name === "404.html";
  if (blocks.length !== (moved ? 0 : 1)) faults.push(`${name}: ${blocks.length} blocks of facts`);
  for (const block of blocks) facts.set(name, [block, html]);
}

/** What the compiler says of each page's facts. */
function judge(named) {
  const work = mkdtempSync(fileURLToPath(new URL("./.structured-", import.meta.url)));
  try {
    const lines = [...named].map(([name, block], n) => `/* ${name} */ export const page${n}: WithContext<MedicalWebPage | WebSite> = ${JSON.stringify(block)};`);
    writeFileSync(join(work, "facts.ts"), `import type { MedicalWebPage, WebSite, WithContext } from "schema-dts";\n${lines.join("\n")}\n`);
    const names = [...named].map(([name]) => name);
    const tsc = fileURLToPath(new URL("./node_modules/.bin/tsc", import.meta.url));
    try {
      execFileSync(process.execPath, [tsc, "--ignoreConfig", "--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "bundler", "--module", "esnext", "--target", "es2022", join(work, "facts.ts")], { encoding: "utf8" });
      return [];
    } catch (error) {
      return String(error.stdout).split("\n").filter(Boolean).map((line) => line.replace(/^.*facts\.ts\((\d+),\d+\): /, (_, n) => `${names[Number(n) - 2]}: `));
    }
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** A judge that finds nothing must be shown to find something. */
function selfTest(good) {
  const wrong = [
    [{ ...good, mainEntity: { "@type": "ExercisePlan", name: "x", repetitionz: 3 } }, "repetitionz"],
    [{ ...good, mainEntity: { "@type": "ExercisePlann", name: "x" } }, "ExercisePlann"],
    [{ ...good, breadcrumb: { "@type": "BreadcrumbList", itemListElement: [{ "@type": "ListItem", positions: 1 }] } }, "positions"],
  ];
  const found = judge(wrong.map(([block], n) => [`wrong-${n}`, block])).join("\n");
  wrong.forEach(([, word], n) => void (found.includes(`wrong-${n}`) || faults.push(`self-test: the compiler did not find ${word}: ${found}`)));
}

const range = (quantity) => quantity && { least: quantity.minValue ?? quantity.value, most: quantity.maxValue ?? quantity.value };
const same = (what, one, other) => void (JSON.stringify(one) === JSON.stringify(other) || faults.push(`${what}: ${JSON.stringify(one)} for machines, ${JSON.stringify(other)} in data/`));
const data = (name) => JSON.parse(readFileSync(join(folder, `data/${name}.json`), "utf8"))[name];
let n = 0;
function dose(what, part, dose, page) {
  n += 1;
  same(`${what}: words`, part.description, dose.words);
  same(`${what}: repetitions`, range(part.repetitions), dose.reps);
  same(`${what}: minutes`, range(part.activityDuration), dose.minutes);
  same(`${what}: days`, range(part.activityFrequency), dose.days_a_week);
  same(`${what}: rest`, range(part.restPeriods), dose.rest_seconds);
  const others = (part.additionalVariable ?? []).join(" ").match(/\d+/g)?.map(Number) ?? [];
  const figures = [dose.sets, dose.hold_seconds].filter(Boolean).flatMap(({ least, most }) => (least === most ? [least] : [least, most]));
  same(`${what}: sets and hold`, others, figures);
  if (!page.includes(part.description)) faults.push(`${what}: the page does not print “${part.description}”`);
}
for (const exercise of data("exercises")) {
  const [block, html] = facts.get(`exercises/${exercise.slug}/index.html`);
  const doses = [exercise.start_dose, exercise.full_dose].filter(Boolean);
  same(`${exercise.slug}: doses`, block.mainEntity.hasPart.length, doses.length);
  doses.forEach((one, at) => dose(`${exercise.slug} ${at}`, block.mainEntity.hasPart[at], one, text(html)));
}
for (const plan of data("plans")) {
  const [block, html] = facts.get(`plans/${plan.slug}/index.html`);
  same(`${plan.slug}: weeks`, block.mainEntity.hasPart.length, plan.weeks.length);
  same(`${plan.slug}: duration`, block.mainEntity.activityDuration, `P${plan.weeks.length}W`);
  plan.weeks.forEach((week, at) => {
    const part = block.mainEntity.hasPart[at];
    same(`${plan.slug} ${at}: days`, part.activityFrequency.value, week.days.length);
    same(`${plan.slug} ${at}: minutes`, part.activityDuration.value, week.session_minutes);
    same(`${plan.slug} ${at}: moves`, part.hasPart.map((one) => one.name), week.exercises.map((one) => one.title));
    week.exercises.forEach((one, row) => void (one.dose && dose(`${plan.slug} ${at} ${one.exercise}`, part.hasPart[row], one.dose, text(html))));
  });
}
// The way down: whole addresses of pages that were built, the last the page itself, and the words of the page.
for (const [name, [block, html]] of facts) {
  const canonical = html.match(/<link rel="canonical" href="([^"]*)"/)?.[1];
  const own = html.match(/<meta property="og:url" content="([^"]*)"/)?.[1];
  if (canonical !== block.url || canonical !== own) faults.push(`${name}: canonical ${canonical}, og:url ${own}, url ${block.url}`);
  const items = block.breadcrumb?.itemListElement ?? [];
  const base = canonical?.slice(0, canonical.length - name.replace("index.html", "").length);
  for (const item of items) {
    const file = item.item && `${item.item.slice(base.length)}index.html`;
    if (canonical && !(file && existsSync(join(folder, file)))) faults.push(`${name}: the way goes over ${item.item}`);
  }
  if (items.length > 0 && canonical && items.at(-1).item !== canonical) faults.push(`${name}: the way ends at ${items.at(-1).item}`);
  if (/<nav class="crumbs"/.test(html) !== items.length > 0) faults.push(`${name}: a way for one of readers and machines only`);
}
// Data as its schema has it; with a field more, one less or of another type it is not.
const schema = JSON.parse(readFileSync(join(folder, "data/schema.json"), "utf8"));
const fits = new Ajv({ strict: true, allErrors: true, strictTypes: false, formats: { date: true } }).compile(schema);
const files = readdirSync(join(folder, "data")).filter((name) => name.endsWith(".json") && !/schema|metadata/.test(name));
for (const name of files) {
  const whole = JSON.parse(readFileSync(join(folder, "data", name), "utf8"));
  if (!fits(whole)) faults.push(...fits.errors.slice(0, 5).map((error) => `data/${name}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`));
}
const one = { ...JSON.parse(readFileSync(join(folder, "data/exercises.json"), "utf8")) };
for (const spoil of [(move) => void (move.more = 1), (move) => void delete move.steps, (move) => void (move.region = 1), (move) => void (move.start_dose.reps = 5)]) {
  const spoiled = structuredClone(one);
  spoil(spoiled.exercises[0]);
  if (fits(spoiled)) faults.push(`self-test: the schema lets pass what ${spoil} makes`);
}
selfTest(facts.get("exercises/bird-dog/index.html")[0]);
faults.push(...judge([...facts].map(([name, [block]]) => [name, block])));
report(faults, `facts of ${facts.size} pages by schema.org's vocabulary, ${n} doses the same in page, facts and data; ${files.length} files of data fit their schema`);
