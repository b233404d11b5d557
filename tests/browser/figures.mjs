// Figures as readers meet them: movement that starts and stops when it is asked to, without JavaScript; none for those who want
// none; the still figure on paper; and a picture that can be seen on a dark page and with colours of one's own.
import { launch, report, serve, siteFolder, watch } from "./browser.mjs";

const folder = siteFolder();
const faults = [];
const server = await serve(folder, "/guide/");
const browser = await launch();
const bench = await (await browser.newContext()).newPage(); // Where screenshots are looked at.

const pages = ["exercises/bird-dog/", "exercises/wall-angel/"];

/** What is wrong, unless `holds`. */
function expect(holds, what) {
  if (!holds) faults.push(what);
}

/** A figure's page in a context of its own. */
async function open(address, options) {
  const context = await browser.newContext({ viewport: { width: 800, height: 900 }, ...options });
  const page = await context.newPage();
  watch(page, faults, server.address);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(server.address + address, { waitUntil: "load" });
  return { context, page, asked, moves: () => asked.filter((url) => url.endsWith(".moves.svg")) };
}

/** A picture of what is seen of an element. */
const seen = (locator) => locator.screenshot({ animations: "allow" });

/** How bright the paper of a picture is (0 to 1), the share of it that stands out from the paper, and the strongest colour. */
function looked(png) {
  return bench.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const data = context.getImageData(0, 0, image.width, image.height).data;
    const linear = (value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const bright = (at) => 0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) + 0.0722 * linear(data[at + 2]);
    // Left of the middle of the upper edge: inside the rounded corners, above the figure.
    const paper = bright(4 * (image.width * 6 + Math.round(image.width / 4)));
    let [out, strongest] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      const [low, high] = [bright(at), paper].sort((a, b) => a - b);
      if ((high + 0.05) / (low + 0.05) >= 3) out += 1;
      const [r, g, b] = [data[at], data[at + 1], data[at + 2]];
      strongest = Math.max(strongest, Math.max(r, g, b) - Math.min(r, g, b));
    }
    return { paper, out: (4 * out) / data.length, strongest };
  }, png.toString("base64"));
}

/** Whether what is seen changes while one looks. */
async function changes(page, locator) {
  const first = await seen(locator);
  for (let n = 0; n < 12; n += 1) {
    await page.waitForTimeout(250);
    if (!first.equals(await seen(locator))) return true;
  }
  return false;
}

for (const address of pages) {
  // A movement is as large as ten pictures: it is loaded when it is asked for. (Without JavaScript browsers know no lazy loading.)
  const patient = await open(address, {});
  await patient.page.waitForTimeout(500);
  expect(patient.moves().length === 0, `${address}: the movement is loaded before anyone asks for it`);
  await patient.page.locator(".pose .moves summary").first().click();
  await patient.page.waitForTimeout(500);
  expect(patient.moves().length === 1, `${address}: the movement is not loaded when it is asked for`);
  await patient.context.close();

  // The movement starts when it is asked for and stops again, with no script at all.
  const { context, page } = await open(address, { javaScriptEnabled: false });
  const still = page.locator(".pose .still").first();
  const moving = page.locator(".pose .moves img").first();
  const button = page.locator(".pose .moves summary").first();
  expect(!(await moving.isVisible()), `${address}: the movement is shown before anyone asks for it`);
  expect(!(await changes(page, still)), `${address}: the still figure moves`);
  await button.focus();
  await page.keyboard.press("Enter");
  await moving.scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  expect(await changes(page, moving), `${address}: the movement does not move`);
  expect(!(await changes(page, still)), `${address}: the still figure moves along`);

  // On paper the movement is gone and the figure stands still, in black and white, although it is on.
  await page.emulateMedia({ media: "print" });
  const printed = page.locator(".pose .on-paper").first();
  expect(!(await moving.isVisible()) && !(await still.isVisible()), `${address}: the screen's picture is printed`);
  expect(await printed.isVisible(), `${address}: no figure is printed`);
  const onPaper = await looked(await seen(printed));
  expect(onPaper.strongest <= 4 && onPaper.paper > 0.95 && onPaper.out > 0.02, `${address}: on paper ${JSON.stringify(onPaper)}`);
  expect(!(await changes(page, printed)), `${address}: the printed figure moves`);
  await page.emulateMedia({ media: "screen" });

  await button.focus();
  await page.keyboard.press("Enter");
  expect(!(await moving.isVisible()), `${address}: the movement does not stop`);
  await context.close();

  // Who wants no motion is not offered any, and asks for none.
  const calm = await open(address, { reducedMotion: "reduce", javaScriptEnabled: false });
  expect(!(await calm.page.locator(".pose .moves").first().isVisible()), `${address}: movement is offered in spite of reduced motion`);
  expect(await calm.page.locator(".pose .still").first().isVisible(), `${address}: no figure with reduced motion`);
  expect(calm.moves().length === 0, `${address}: movement is loaded in spite of reduced motion`);
  await calm.context.close();

  // A figure can be seen on a light page, on a dark one, and where readers bring their own colours.
  for (const [name, options, paper] of [
    ["light", { colorScheme: "light" }, [0.8, 1]],
    ["dark", { colorScheme: "dark" }, [0, 0.1]],
    ["forced colours", { forcedColors: "active" }, [0, 1]],
    ["forced colours, dark", { forcedColors: "active", colorScheme: "dark" }, [0, 1]],
  ]) {
    const { context, page } = await open(address, options);
    const found = await looked(await seen(page.locator(".pose .still").first()));
    expect(found.paper >= paper[0] && found.paper <= paper[1] && found.out > 0.02, `${address}: ${name} ${JSON.stringify(found)}`);
    await context.close();
  }
}

await browser.close();
server.close();
report(faults, `${pages.length} pages with figures`);
