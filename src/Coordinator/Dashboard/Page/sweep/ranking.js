// @ts-check
// What is ranked, by what, and which trials count: plain calculations over a table.

/** @typedef {import("../tables.js").Table} Table */

/** One line of the leaderboard: a trial, or what the seeds of a configuration come to.
 * @typedef {{ key: string, places: number[], value: number, spread: number, counted: number, depth: number, rank: number }} Line */

/** Ranges and sets that a brush allows, by parameter.
 * @typedef {Map<string, { low: number, high: number } | { values: Set<string> }>} Brush */

const lower = /loss|error|perplexity|regret|seconds|rmse|mse|mae/i;

/** Whether more is better. @param {Table} table @param {string} metric */
export function higherIsBetter(table, metric) {
  return metric === table.objective.metric ? table.objective.maximize : !lower.test(metric);
}

/** A trial's value: after its last epoch (of one in training the last so far), at its best one, or after one that is named; else NaN.
 * @param {Table} table @param {string} metric @param {string} at "last", "best" or a number @returns {Float64Array} By place. */
export function values(table, metric, at) {
  const column = table.at.get(metric) ?? -1, state = table.at.get("state") ?? 1;
  const better = higherIsBetter(table, metric) ? 1 : -1, epoch = Number(at);
  return Float64Array.from(table.rows, row => {
    if (at === "last" && row[state] !== "running") return row[column] === null || row[column] === undefined ? NaN : Number(row[column]);
    const curve = table.curve(row, metric);
    if (!curve?.length) return NaN;
    if (at === "last") return curve[curve.length - 1];
    if (at !== "best") return curve[epoch - 1] ?? NaN;
    let best = NaN;
    for (const value of curve) if (!(value * better <= best * better) && !Number.isNaN(value)) best = value;
    return best;
  });
}

/** The number of each place's configuration: what agrees in everything but the seed. @param {Table} table */
export function configurations(table) {
  const at = table.parameters.filter(name => name !== "seed").map(name => table.at.get(name) ?? -1);
  /** @type {Map<string, number>} */
  const known = new Map();
  return Int32Array.from(table.rows, row => {
    const key = at.map(column => row[column]).join("\u0001");
    let number = known.get(key);
    if (number === undefined) known.set(key, number = known.size);
    return number;
  });
}

/** Which places count: in the grid, found by the filter and inside the brush.
 * @param {Table} table @param {Set<string> | null} found @param {Brush} brush */
export function passing(table, found, brush) {
  const passes = new Uint8Array(table.rows.length).fill(1), inGrid = table.at.get("inGrid") ?? -1;
  for (const [place, row] of table.rows.entries()) if (found ? !found.has(row[0]) : row[inGrid] === "no") passes[place] = 0;
  for (const [name, allowed] of brush) {
    if ("values" in allowed) {
      const at = table.at.get(name) ?? -1;
      for (const [place, row] of table.rows.entries()) if (!allowed.values.has(String(row[at]))) passes[place] = 0;
    } else {
      const numbers = table.numbers(name);
      for (let place = 0; place < numbers.length; place++)
        if (!(numbers[place] >= allowed.low && numbers[place] <= allowed.high)) passes[place] = 0;
    }
  }
  return passes;
}

/** Mean and standard deviation of those that are finite. @param {number[]} of */
export function spreadOf(of) {
  const finite = of.filter(Number.isFinite), mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: finite.length > 1 ? Math.sqrt(squares / (finite.length - 1)) : NaN, counted: finite.length };
}

/** The leaderboard's lines, best first. A configuration of which a seed diverged comes after all others, as in the coordinator's ranking.
 * @param {Table} table @param {Float64Array} ranked @param {Uint8Array} passes
 * @param {{ fold: boolean, open: Set<string>, sort: string, better: boolean, groups: Int32Array }} how @returns {Line[]} */
export function lines(table, ranked, passes, { fold, open, sort, better, groups }) {
  const state = table.at.get("state") ?? 1;
  /** @type {Map<number, number[]>} */
  const grouped = new Map();
  for (let place = 0; place < passes.length; place++) {
    if (!passes[place]) continue;
    const group = fold ? groups[place] : place, there = grouped.get(group);
    there ? there.push(place) : grouped.set(group, [place]);
  }
  const of = (/** @type {number} */ place) => ({
    key: table.rows[place][0], places: [place], value: ranked[place], spread: NaN, counted: 1, depth: 0, rank: 0,
    bad: table.rows[place][state] === "diverged",
  });
  const all = Array.from(grouped.values(), places => {
    if (places.length === 1) return of(places[0]);
    const done = places.filter(place => table.rows[place][state] === "completed");
    const { mean, spread, counted } = spreadOf((done.length ? done : places).map(place => ranked[place]));
    const bad = places.some(place => table.rows[place][state] === "diverged");
    return { key: `of ${table.rows[places[0]][0]}`, places, value: mean, spread, counted, depth: 0, rank: 0, bad };
  });
  const sign = better ? -1 : 1;
  all.sort((a, b) => Number(a.bad) - Number(b.bad) || order(a.value, b.value, sign));
  all.forEach((line, at) => { line.rank = Number.isNaN(line.value) || line.bad ? 0 : at + 1; });
  const column = sort.replace(/^-/, "");
  if (column && table.at.has(column)) {
    const at = table.at.get(column) ?? 0, down = sort.startsWith("-") ? -1 : 1;
    all.sort((a, b) => order(table.rows[a.places[0]][at], table.rows[b.places[0]][at], down));
  }
  if (open.size === 0) return all;
  return all.flatMap(line => line.places.length === 1 || !open.has(line.key) ? [line]
    : [line, ...line.places.map(place => ({ ...of(place), depth: 1 })).sort((a, b) => order(a.value, b.value, sign))]);
}

/** Missing and not a number last, whichever way. @param {any} a @param {any} b @param {number} sign */
function order(a, b, sign) {
  const none = (/** @type {any} */ value) => value === null || value === undefined || value === "NaN" || Number.isNaN(value);
  if (none(a) || none(b)) return Number(none(a)) - Number(none(b));
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  return sign * (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
}

/** Columns of hyperparameters that are not the same in all that count. @param {Table} table */
export function differing(table) { return table.parameters.filter(name => table.distinct(name).length > 1); }

/** The brush in the address: lr:0.001..0.01;optimizer:adamw,sgd. @param {string | null} text @returns {Brush} */
export function readBrush(text) {
  /** @type {Brush} */
  const brush = new Map();
  for (const part of (text ?? "").split(";").filter(Boolean)) {
    const [name, what] = part.split(/:(.*)/s).map(decodeURIComponent), range = what?.split("..").map(Number);
    if (range?.length === 2 && !range.some(Number.isNaN)) brush.set(name, { low: range[0], high: range[1] });
    else if (what) brush.set(name, { values: new Set(what.split(",")) });
  }
  return brush;
}

/** @param {Brush} brush */
export function writeBrush(brush) {
  return [...brush].map(([name, allowed]) => [name, "values" in allowed ? [...allowed.values].join(",") : `${allowed.low}..${allowed.high}`]
    .map(encodeURIComponent).join(":")).join(";");
}

/** The same as a condition of the language of `sweep results --where`. @param {Brush} brush */
export function brushWords(brush) {
  const quoted = (/** @type {string} */ value) => Number.isNaN(Number(value)) ? `'${value.replaceAll("'", "''")}'` : value;
  return [...brush].map(([name, allowed]) => "values" in allowed
    ? `${name} in (${[...allowed.values].map(quoted).join(", ")})`
    : `${name} >= ${allowed.low} and ${name} <= ${allowed.high}`).join(" and ");
}
