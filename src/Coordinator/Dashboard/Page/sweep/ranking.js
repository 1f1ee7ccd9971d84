// @ts-check: What is ranked, by what, and which trials count: plain calculations over a table.
import { grouped, placesOf, spreadOf } from "../kit.js";
import { textWord } from "../parts/expression.js";

const lower = /loss|error|perplexity|regret|seconds|rmse|mse|mae/i;

/** Whether more is better. */
export const higherIsBetter = (/** @type {Trials} */ { objective }, /** @type {string} */ metric) =>
  metric === objective.metric ? objective.maximize : !lower.test(metric);

/** A trial's value, by place: after its last epoch (of one in training the last so far), at its best one, or after one that is named; else
 * NaN. @param {Trials} table @param {string} metric @param {string} at "last", "best" or a number */
export function values(table, metric, at) {
  const column = table.at.get(metric) ?? -1, state = table.at.get("state") ?? 1, sign = higherIsBetter(table, metric) ? 1 : -1;
  return Float64Array.from(table.rows, row => {
    if (at === "last" && row[state] !== "running") return Number(row[column] ?? NaN);
    const curve = table.curve(row, metric) ?? new Float32Array();
    if (at !== "best") return curve[at === "last" ? curve.length - 1 : Number(at) - 1] ?? NaN;
    return curve.reduce((best, value) => value * sign <= best * sign || Number.isNaN(value) ? best : value, NaN);
  });
}

/** The number of each place's configuration: what agrees in everything but the seed. */
export function configurations(/** @type {Trials} */ table) {
  const at = table.parameters.filter(name => name !== "seed").map(name => table.at.get(name) ?? -1), known = new Map();
  return Int32Array.from(table.rows, row => {
    const key = at.map(column => row[column]).join("\u0001");
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key);
  });
}

/** Which places count: in the grid, found by the filter and inside the brush.
 * @param {Trials} table @param {Set<string> | null} found @param {Brush} brush */
export function passing(table, found, brush) {
  const inGrid = table.at.get("inGrid") ?? -1;
  const passes = Uint8Array.from(table.rows, row => Number(found ? found.has(row[0]) : row[inGrid] !== "no"));
  for (const [name, allowed] of brush) {
    const at = table.at.get(name) ?? -1, numbers = table.numbers(name);
    const inside = "values" in allowed ? place => allowed.values.has(String(table.rows[place][at]))
      : place => numbers[place] >= allowed.low && numbers[place] <= allowed.high;
    for (let place = 0; place < passes.length; place++) if (!inside(place)) passes[place] = 0;
  }
  return passes;
}

/** The leaderboard's lines, best first. A configuration of which a seed diverged comes after all others, as in the coordinator's ranking.
 * @param {Trials} table @param {Float64Array} ranked @param {Uint8Array} passes
 * @param {{ groups: Int32Array | null, open: Set<string>, sort: string, better: boolean }} how groups: The configuration of each place,
 *   whose seeds are one line; null where each trial is one. @returns {Line[]} */
export function lines(table, ranked, passes, { groups, open, sort, better }) {
  const state = table.at.get("state") ?? 1, sign = better ? -1 : 1, isIn = (place, what) => table.rows[place][state] === what;
  const alone = (place, depth = 0) => ({ key: table.rows[place][0], places: [place], value: ranked[place], spread: NaN, counted: 1, depth,
    rank: 0, bad: isIn(place, "diverged") });
  const folded = places => {
    if (places.length === 1) return alone(places[0]);
    const done = places.filter(place => isIn(place, "completed")), bad = places.some(place => isIn(place, "diverged"));
    const { mean, ...more } = spreadOf((done.length ? done : places).map(place => ranked[place]));
    return { key: `of ${table.rows[places[0]][0]}`, places, value: mean, ...more, depth: 0, rank: 0, bad };
  };
  const passed = placesOf(passes.length, place => passes[place]);
  const all = groups ? Array.from(grouped(passed, place => groups[place]).values(), folded) : passed.map(place => alone(place));
  all.sort((a, b) => Number(a.bad) - Number(b.bad) || order(a.value, b.value, sign));
  all.forEach((line, at) => { line.rank = Number.isNaN(line.value) || line.bad ? 0 : at + 1; });
  const column = table.at.get(sort.replace(/^-/, "")), down = sort.startsWith("-") ? -1 : 1;
  if (column !== undefined) all.sort((a, b) => order(table.rows[a.places[0]][column], table.rows[b.places[0]][column], down));
  return open.size === 0 ? all : all.flatMap(line => line.places.length === 1 || !open.has(line.key) ? [line]
    : [line, ...line.places.map(place => alone(place, 1)).sort((a, b) => order(a.value, b.value, sign))]);
}

const none = value => value === null || value === undefined || value === "NaN" || Number.isNaN(value);

/** Missing and not a number last, whichever way. */
function order(a, b, /** @type {number} */ sign) {
  if (none(a) || none(b)) return Number(none(a)) - Number(none(b));
  if (typeof a !== "number" || typeof b !== "number") [a, b] = [String(a), String(b)];
  return a < b ? -sign : a > b ? sign : 0;
}

/** Hyperparameters that are not the same in all trials. */
export const differing = (/** @type {Trials} */ table) => table.parameters.filter(name => table.differs(name));

/** The brush in the address: lr:0.001..0.01;optimizer:adamw,sgd. @returns {Brush} */
export const readBrush = (/** @type {string} */ text) => new Map(text.split(";").flatMap(/** @returns {[string, Allowed][]} */ part => {
  const [name, what = ""] = part.split(/:(.*)/s).map(decodeURIComponent), [low, high, ...more] = what.split("..").map(Number);
  if (high !== undefined && !more.length && !Number.isNaN(low + high)) return [[name, { low, high }]];
  return what ? [[name, { values: new Set(what.split(",")) }]] : [];
}));

export const writeBrush = (/** @type {Brush} */ brush) => [...brush].map(([name, allowed]) =>
  [name, "values" in allowed ? [...allowed.values].join() : `${allowed.low}..${allowed.high}`].map(encodeURIComponent).join(":")).join(";");

/** The same as a condition of the language of `sweep results --where`. */
export const brushWords = (/** @type {Brush} */ brush) => [...brush].map(([name, allowed]) => !("values" in allowed)
  ? `${name} >= ${allowed.low} and ${name} <= ${allowed.high}`
  : `${name} in (${[...allowed.values].map(value => Number.isNaN(Number(value)) ? textWord(value) : value).join(", ")})`).join(" and ");
