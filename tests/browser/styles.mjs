// Every style sheet of a built site: no rule, property or value that CSS does not have.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { validate } from "csstree-validator";
import { report, siteFolder } from "./browser.mjs";

const folder = siteFolder();
const faults = [];
// It does not know the margins of paper: `@page { margin }` stands in CSS Paged Media.
const known = (fault) => fault.message !== "Unknown at-rule descriptor `margin`";
const judge = (css, name) => validate(css, name).filter(known).map((fault) => `${name}:${fault.line}:${fault.column}: ${fault.message}`);
// A judge that finds nothing must be shown to find something.
for (const [css, word] of [["a { colour: red }", "colour"], ["a { color: 12px }", "Invalid value"]]) {
  if (!judge(css, "self-test").join().includes(word)) faults.push(`self-test: nothing wrong was found with ${css}`);
}
const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".css"));
if (names.length === 0) faults.push("no style sheet");
for (const name of names) faults.push(...judge(readFileSync(join(folder, name), "utf8"), name));
report(faults, `${names.length} style sheet`);
