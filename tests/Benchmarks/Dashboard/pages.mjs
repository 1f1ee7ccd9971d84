// What a person waits for who opens a large study in a browser: the dashboard of a coordinator, and optuna-dashboard beside it.
//
//   dotnet run -c Release --project tests/Benchmarks -- dashboard --trials 10000 --make FOLDER       (a home with the sweep 'large')
//   sweep serve --home FOLDER                                                                        (and leave it running)
//   npm install playwright-core                                                                      (node 20 or later, and a Chromium)
//   NODE_PATH=…/node_modules node pages.mjs --home FOLDER [--sweep large] [--optuna http://127.0.0.1:8080/dashboard/studies/0] [--rounds 5]
//
// The study for Optuna is written by `sweep export optuna --out study.log` and opened by `optuna-dashboard study.log`. Each round is a
// browser context of its own, so nothing is in its cache; the two are opened in turns.
// Of what is done again and again (a turn of the wheel, a move of the pointer) the time between frames is told, which follows the
// machine's other work, and the processor time of the page's main thread for a frame, which hardly does: 60 a second allow 16.7 ms.
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const { chromium } = createRequire(join(process.env.NODE_PATH ?? ".", "x"))("playwright-core");
const given = name => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? undefined : process.argv[at + 1]; };
const programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const rounds = Number(given("rounds") ?? 5), sweep = given("sweep") ?? "large", optuna = given("optuna"), patience = 180_000;
const { url, token } = JSON.parse(readFileSync(join(given("home") ?? ".sweep", "coordinator.json"), "utf8"));
const parallel = page => page.locator(".parallel canvas").first();

/** A brush on an axis, drawn down and up; it ends as a stretch. */
async function drawn(page, axis, from, frames) {
  await page.mouse.move(axis, from);
  await page.mouse.down();
  const told = await frames(turn => page.mouse.move(axis, from + 3 * (turn < 60 ? turn : 120 - turn)));
  await page.mouse.move(axis, from + 120);
  await page.mouse.up();
  return told;
}

/** What is opened; what in it is the first row and the first picture; and what is done with it. */
const sides = [
  {
    name: "sweep", headers: { Authorization: `Bearer ${token}` },
    address: `${url}#/sweep/${encodeURIComponent(sweep)}?fold=no&show=curves,parallel`,
    row: "[aria-label=Leaderboard] tbody tr:not([aria-hidden])", picture: ".curves canvas", over: "[aria-label=Leaderboard]",
    order: page => page.locator("[aria-label=Leaderboard] thead button", { hasText: /^seconds/ }).first().click(),
    filter: page => page.getByRole("combobox", { name: "Filter" }).fill("lr < 0.0001"),
    async brush(page, frames) {
      await parallel(page).scrollIntoViewIfNeeded();
      const { x, y } = await parallel(page).boundingBox();
      return drawn(page, x + 36, y + 60, frames);
    },
    clear: page => page.getByRole("button", { name: "clear the brush" }).click(),
    async point(page, frames) {
      const { x, y, width } = await parallel(page).boundingBox();
      return frames(turn => page.mouse.move(x + 40 + (turn / 120) * (width - 80), y + 150 + turn % 20));
    },
  },
  {
    // Of its pages the one that has parallel coordinates, history and table together, as a sweep's page has.
    name: "optuna-dashboard", address: optuna && `${optuna}/smartSelection`, headers: {},
    row: "tbody tr td", picture: ".js-plotly-plot .axis-brush", over: "main",
    async brush(page, frames) {
      await page.evaluate(() => scrollTo(0, 0));
      const { x, y, width } = await page.locator(".js-plotly-plot .axis-brush").first().boundingBox(), axis = x + width / 2;
      return drawn(page, axis, y + 60, frames);
    },
    order: page => page.locator("thead th", { hasText: /^Value/ }).first().locator("[role=button]").click(),
    // The menu of the column of states is opened; what is measured is the choice in it.
    async opened(page) { await page.locator("thead th", { hasText: /^State/ }).first().locator("button").click(); },
    filter: page => page.getByRole("menuitem").first().click(),
  },
].filter(side => side.address);

const at = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const median = numbers => at(numbers, 0.5);

/** Milliseconds until the text of the rows is another than before. */
async function untilOtherRows(page, row, act) {
  const text = await page.locator(row).first().textContent(), began = performance.now();
  await act(page);
  await page.waitForFunction(([rows, before]) => document.querySelector(rows)?.textContent !== before, [row, text], { timeout: patience });
  return performance.now() - began;
}

async function round(browser, side) {
  const viewport = { width: 1400, height: 1000 };
  const context = await browser.newContext({ ignoreHTTPSErrors: true, extraHTTPHeaders: side.headers, viewport });
  const page = await context.newPage(), tools = await context.newCDPSession(page);
  page.setDefaultTimeout(patience);
  // A browser that has just started has other things to do, and a person's was there before.
  await page.waitForTimeout(1500);
  let bytes = 0, files = 0;
  await tools.send("Network.enable");
  tools.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; files++; });
  await tools.send("Performance.enable", { timeDomain: "threadTicks" });
  /** Of the page's main thread, in milliseconds. */
  const processor = async () => {
    const { metrics } = await tools.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
  };

  /** The time between frames while something is done 120 times, and what a frame costs. */
  async function frames(act) {
    await page.evaluate(() => {
      const gaps = window.gaps = [];
      let last = performance.now();
      const tick = now => { gaps.push(now - last); last = now; if (window.gaps === gaps) requestAnimationFrame(tick); };
      requestAnimationFrame(tick);
    });
    const before = await processor(), turns = 120;
    for (let turn = 0; turn < turns; turn++) { await act(turn); await page.waitForTimeout(16); }
    const gaps = await page.evaluate(() => { const { gaps } = window; window.gaps = null; return gaps.slice(1); });
    return { middle: median(gaps), late: at(gaps, 0.95), each: (await processor() - before) / gaps.length };
  }

  const began = performance.now(), took = {};
  await page.goto(side.address, { waitUntil: "commit" });
  await Promise.all(["row", "picture"].filter(what => side[what]).map(async what => {
    await page.locator(side[what]).first().waitFor({ state: what === "row" ? "visible" : "attached" });
    took[what] = performance.now() - began;
  }));
  await page.waitForTimeout(1500);
  took.paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
  Object.assign(took, { main: await processor(), bytes, files, heap: (await tools.send("Runtime.getHeapUsage")).usedSize });
  const tell = (what, { middle, late, each }) => Object.assign(took, { [what]: middle, [`${what}95`]: late, [`${what}Each`]: each });
  if (side.over) {
    await page.locator(side.over).first().hover();
    tell("scroll", await frames(() => page.mouse.wheel(0, 180)));
    await page.mouse.wheel(0, -1_000_000);
    await page.waitForTimeout(500);
  }
  for (const what of ["brush", "point"]) if (side[what]) tell(what, await side[what](page, frames));
  await side.clear?.(page);
  if (side.order) took.order = await untilOtherRows(page, side.row, side.order);
  await side.opened?.(page);
  if (side.filter) took.filter = await untilOtherRows(page, side.row, side.filter);
  await context.close();
  return took;
}

const executablePath = process.env.CHROMIUM ?? programs.find(existsSync), args = ["--disable-gpu", "--disable-dev-shm-usage"];
const load = () => readFileSync("/proc/loadavg", "utf8").split(" ")[0];
const measured = sides.map(() => []), began = load();
let version = "";
for (let turn = 0; turn < rounds; turn++)
  for (const [side, one] of sides.entries()) {
    // A browser for each: what ends one leaves the others.
    const browser = await chromium.launch({ executablePath, chromiumSandbox: false, args });
    version = browser.version();
    const fell = error => console.log(`${one.name}: ${error.message.split("\n")[0]}`);
    await round(browser, one).then(took => measured[side].push(took), fell);
    await browser.close();
  }
console.log(`Chromium ${version}, 1400 x 1000, no GPU; load ${began} to ${load()}; medians of ${measured.map(all => all.length)} (largest)`);
const moved = (what, word) =>
  [[what, `${word}: frame, ms`], [`${what}95`, `${word}: p95, ms`], [`${what}Each`, `${word}: processor a frame, ms`]];
const words = [
  ["paint", "first paint, ms"], ["row", "first row, ms"], ["picture", "first picture, ms"], ["main", "processor until still, ms"],
  ["bytes", "kB over the wire", 1000], ["files", "files"], ["heap", "heap, MB", 1e6],
  ...moved("scroll", "scroll"), ...moved("brush", "brush"), ...moved("point", "hover"), ["order", "sort, ms"], ["filter", "filter, ms"],
];
const digits = value => value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });
console.log(["", ...sides.map(side => side.name)].map(text => text.padEnd(28)).join(""));
for (const [key, word, unit = 1] of words) {
  const cells = measured.map(all => all.map(one => one[key]).filter(value => value !== undefined).map(value => value / unit))
    .map(all => all.length ? `${digits(median(all))} (${digits(Math.max(...all))})` : "–");
  console.log([word, ...cells].map(text => text.padEnd(28)).join(""));
}
