// Debian's Chromium over a built site: started with an empty profile, served from 127.0.0.1, and nothing else reachable.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { extname, join, normalize, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".csv": "text/csv",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
  ".woff2": "font/woff2",
  ".pdf": "application/pdf",
  ".txt": "text/plain; charset=utf-8",
};

/** Serves a folder below `path` (`/` or `/guide/`), compressed as a good server does. Gives its address and `close`. */
export async function serve(folder, path = "/") {
  const packed = new Map();
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const below = asked.startsWith(path) ? asked.slice(path.length) : undefined;
    const name = below === "" || below?.endsWith("/") ? `${below}index.html` : below;
    try {
      if (name === undefined) throw new Error("not below the path");
      const file = join(folder, normalize(`/${name}`));
      if (!packed.has(file)) packed.set(file, brotliCompressSync(await readFile(file)));
      const type = { "content-type": types[extname(file)] ?? "application/octet-stream" };
      const takes = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
      if (takes) response.writeHead(200, { ...type, "content-encoding": "br" }).end(packed.get(file));
      else response.writeHead(200, type).end(await readFile(file));
    } catch {
      const lost = join(folder, "404.html");
      response.writeHead(404, { "content-type": "text/html; charset=utf-8" }).end(existsSync(lost) ? await readFile(lost) : "");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}${path}`, close: () => server.close() };
}

/** What a browser does by itself, switched off. */
export const quiet = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Where Debian has Chromium. */
export function chromiumPath() {
  const path = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  if (!path) throw new Error("Chromium is missing. Install it with: apt-get install chromium");
  return path;
}

/** The browser, with an empty profile. */
export const launch = (options = {}) => chromium.launch({ executablePath: chromiumPath(), args: quiet, ...options });

/** Remembers what a page must not do: print to the console, fail, break its policy, or ask another host. */
export function watch(page, faults, origin) {
  page.on("console", (message) => {
    // Where a page names no icon, as a 404.html that knows no address, a browser looks for one by itself.
    if (!message.location().url.endsWith("/favicon.ico")) faults.push(`${page.url()}: console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("requestfailed", (request) => {
    // A request that a reader leaves behind on her way to another page has not failed.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") faults.push(`${page.url()}: ${request.url()} failed: ${why}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) faults.push(`${page.url()}: asks ${request.url()}`);
  });
}

/** Hands out work to `n` workers at a time, in order. */
export async function inParallel(n, items, work) {
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: n }, worker));
}

/** Runs a test and says what it found, also when it broke off; `close` what it opened. The test gives its note. */
export async function conclude(faults, close, test) {
  let note = "";
  try {
    note = await test();
  } catch (error) {
    faults.push(`broke off: ${error.stack}`);
  }
  for (const one of close) await one.close();
  report(faults, note);
}

/** Says what was found, and fails when anything was. */
export function report(faults, note) {
  for (const fault of [...new Set(faults)].slice(0, 60)) console.log(fault);
  if (faults.length > 0) {
    console.log(`${faults.length} faults`);
    process.exitCode = 1;
  } else {
    console.log(`note: ${note}`);
  }
}

/** The built site that a test is given. */
export function siteFolder() {
  const folder = process.argv[2];
  if (!folder || !existsSync(join(folder, "index.html"))) throw new Error("usage: node TEST.mjs FOLDER-OF-A-BUILT-SITE");
  return resolve(folder);
}
