// Lighthouse on four pages: accessibility, best practices and SEO are perfect; performance is printed, for it is this machine's.
import { launch as launchChrome } from "chrome-launcher";
import lighthouse from "lighthouse";
import { chromiumPath, quiet, report, serve, siteFolder } from "./browser.mjs";

const pages = ["index.html", "exercises/bird-dog/index.html", "plans/start-gently/index.html", "mistakes/index.html"];
const faults = [];
const notes = [];
const server = await serve(siteFolder());
const chrome = await launchChrome({ chromePath: chromiumPath(), chromeFlags: ["--headless", ...quiet] });
for (const name of pages) {
  const run = await lighthouse(server.address + name, { port: chrome.port, output: "json", logLevel: "error" });
  if (!run) throw new Error(`Lighthouse has no answer for ${name}`);
  const { categories, audits } = run.lhr;
  for (const key of ["accessibility", "best-practices", "seo"]) {
    const category = categories[key];
    if (category?.score === 1) continue;
    const failed = category?.auditRefs.filter(({ id, weight }) => weight > 0 && audits[id]?.score !== null && (audits[id]?.score ?? 0) < 1).map(({ id }) => `${id} (${audits[id]?.title})`);
    faults.push(`${name}: ${key} ${category?.score}: ${failed?.join(", ")}`);
  }
  notes.push(`${name.replace("index.html", "") || "the front page"} ${Math.round((categories.performance?.score ?? 0) * 100)}`);
}
await chrome.kill();
server.close();
report(faults, `100 in accessibility, best practices and SEO; performance: ${notes.join(", ")}`);
