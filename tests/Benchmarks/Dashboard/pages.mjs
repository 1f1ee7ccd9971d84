// What a person waits for who opens a large study in a browser: the dashboard of a coordinator, and optuna-dashboard beside it.
//
//   npm install playwright-core          (anywhere; node 20 or later, and a Chromium)
//   NODE_PATH=…/node_modules node pages.mjs --home FOLDER --sweep NAME [--optuna http://127.0.0.1:8080/dashboard/studies/0] [--rounds 5]
//
// FOLDER is the home of a running `sweep serve`; its study for Optuna is written by `sweep export optuna --out study.log` and opened by
// `optuna-dashboard study.log`. Each round is a browser context of its own, so nothing is in its cache; the two are opened in turns.
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const { chromium } = createRequire(join(process.env.NODE_PATH ?? ".", "x"))("playwright-core");
const given = name => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? undefined : process.argv[at + 1]; };
const programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const rounds = Number(given("rounds") ?? 5), sweep = given("sweep"), patience = 180_000;
const { url, token } = JSON.parse(readFileSync(join(given("home") ?? ".sweep", "coordinator.json"), "utf8"));

/** What is opened, and what in it is the first row, the first picture, a scroll, an order of the rows and a filter. */
const sides = [
  {
    name: "sweep", address: `${url}#/sweep/${encodeURIComponent(sweep)}?fold=no`, headers: { Authorization: `Bearer ${token}` },
    row: "[aria-label=Leaderboard] tbody tr:not([aria-hidden])", picture: "figure canvas", over: "[aria-label=Leaderboard]",
    order: page => page.locator("[aria-label=Leaderboard] thead button", { hasText: /^seconds/ }).first().click(),
    filter: page => page.getByRole("combobox", { name: "Filter" }).fill("lr < 0.01"),
  },
  {
    name: "optuna-dashboard: rows", address: given("optuna") && `${given("optuna")}/trialTable`, headers: {},
    row: "tbody tr td", over: "table",
    order: page => page.locator("thead th", { hasText: /^Value/ }).first().locator("span[role=button]").click(),
  },
  {
    name: "optuna-dashboard: pictures", address: given("optuna"), headers: {}, picture: ".js-plotly-plot .scatterlayer .trace",
  },
].filter(side => side.address);

const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const tenth = number => Math.round(number * 10) / 10;
const at = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

/** The gaps between animation frames, in milliseconds, while something is done. */
async function frames(page, what) {
  await page.evaluate(() => {
    const gaps = window.gaps = [];
    let last = performance.now();
    const tick = now => { gaps.push(now - last); last = now; if (window.gaps === gaps) requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
  });
  await what();
  return page.evaluate(() => { const { gaps } = window; window.gaps = null; return gaps.slice(1); });
}

/** Milliseconds until the text of the rows is another than before. */
async function untilOtherRows(page, row, act) {
  const before = await page.locator(row).first().textContent();
  const began = performance.now();
  await act(page);
  await page.waitForFunction(([rows, text]) => document.querySelector(rows)?.textContent !== text, [row, before], { timeout: patience });
  return performance.now() - began;
}

async function round(browser, side) {
  const viewport = { width: 1400, height: 1000 };
  const context = await browser.newContext({ ignoreHTTPSErrors: true, extraHTTPHeaders: side.headers, viewport });
  const page = await context.newPage(), network = await context.newCDPSession(page);
  page.setDefaultTimeout(patience);
  let bytes = 0, files = 0;
  await network.send("Network.enable");
  network.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; files++; });
  const began = performance.now(), since = () => performance.now() - began, took = {};
  await page.goto(side.address, { waitUntil: "commit" });
  await Promise.all(["row", "picture"].filter(what => side[what]).map(async what => {
    await page.locator(side[what]).first().waitFor({ state: what === "row" ? "visible" : "attached" });
    took[what] = since();
  }));
  await page.waitForTimeout(1500);
  took.paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
  Object.assign(took, { bytes, files, heap: (await network.send("Runtime.getHeapUsage")).usedSize });
  if (side.over) {
    await page.locator(side.over).first().hover();
    const gaps = await frames(page, async () => {
      for (let turn = 0; turn < 120; turn++) { await page.mouse.wheel(0, 300); await page.waitForTimeout(8); }
    });
    Object.assign(took, { scroll: median(gaps), scroll95: at(gaps, 0.95) });
    await page.mouse.wheel(0, -100_000);
  }
  if (side.order) took.order = await untilOtherRows(page, side.row, side.order);
  if (side.filter) took.filter = await untilOtherRows(page, side.row, side.filter);
  await context.close();
  return took;
}

const program = process.env.CHROMIUM ?? programs.find(existsSync);
const args = ["--disable-gpu", "--disable-dev-shm-usage"];
const browser = await chromium.launch({ executablePath: program, chromiumSandbox: false, args });
const load = readFileSync("/proc/loadavg", "utf8").split(" ")[0];
console.log(`Chromium ${browser.version()}, 1400 x 1000, no GPU; load ${load}; medians of ${rounds} (largest)`);
const measured = sides.map(() => []);
for (let turn = 0; turn < rounds; turn++)
  for (const [side, one] of sides.entries()) measured[side].push(await round(browser, one));
const words = [
  ["paint", "first paint, ms"], ["row", "first row, ms"], ["picture", "first picture, ms"], ["bytes", "bytes"],
  ["files", "files"],
  ["heap", "heap, bytes"],
  ["scroll", "scroll: frame, ms"], ["scroll95", "scroll: p95, ms"], ["order", "sort, ms"], ["filter", "filter, ms"],
];
console.log(["", ...sides.map(side => side.name)].map(text => text.padEnd(28)).join(""));
for (const [key, word] of words) {
  const cells = measured.map(all => all.map(one => one[key]).filter(value => value !== undefined))
    .map(all => all.length ? `${tenth(median(all))} (${tenth(Math.max(...all))})` : "–");
  console.log([word, ...cells].map(text => text.padEnd(28)).join(""));
}
await browser.close();
