// @ts-check
// How a column lies on an axis: its values one by one where they are few or words, else along a line, by powers of ten where it spans many.
import { short } from "../kit.js";

/** From so many different numbers on they lie along a line; so many parts that has as cells. */
const few = 30, parts = 12;

/** values: Of places, where it is no column. @returns {Axis} */
export function axisOf(/** @type {Trials} */ table, /** @type {string} */ name, values = /** @type {Float64Array | null} */ (null)) {
  const distinct = values ? [] : table.distinct(name), column = table.at.get(name) ?? -1;
  if (distinct.some(value => typeof value !== "number")) {
    const where = new Map(distinct.map((value, at) => [value, distinct.length > 1 ? at / (distinct.length - 1) : 0.5]));
    return { name, words: true, log: false, low: 0, high: distinct.length - 1, distinct,
      at: place => where.get(table.rows[place][column]) ?? NaN };
  }
  const numbers = values ?? table.numbers(name);
  let low = Infinity, high = -Infinity;
  for (const number of numbers) if (Number.isFinite(number)) { low = Math.min(low, number); high = Math.max(high, number); }
  const log = !values && (low > 0 && high / low >= 50 || evenRatios(distinct)), scale = log ? Math.log : value => value;
  const span = scale(high) - scale(low), at = place => span > 0 ? (scale(numbers[place]) - scale(low)) / span : numbers[place] * 0 + 0.5;
  return { name, words: false, log, low, high, distinct: distinct.length <= few ? distinct : [], at };
}

/** Numbers that a search went through by a factor: 16, 32, 64. */
const evenRatios = (/** @type {number[]} */ distinct) => distinct.length >= 3 && distinct[0] > 0 && distinct.every((value, at) =>
  at === 0 || Math.abs(value / distinct[at - 1] / (distinct[1] / distinct[0]) - 1) < 0.02);

/** The value at a share of the axis. */
export const valueAt = (/** @type {Axis} */ { log, low, high }, share) => log ? low * (high / low) ** share : low + share * (high - low);

/** Where a number lies on the axis, from 0 to 1 between its ends. */
export const shareOf = (/** @type {Axis} */ { log, low, high }, value) => high === low ? 0.5
  : log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

/** What stands beside an axis: where, and which words. */
export function ticksOf(/** @type {Axis} */ axis, most) {
  const { words, distinct } = axis, last = Math.max(1, distinct.length - 1);
  if (!(axis.high >= axis.low)) return [];
  if (words || distinct.length > 0 && distinct.length <= most)
    return distinct.map((value, at) => ({ word: short(value), share: words ? at / last : shareOf(axis, value) }))
      .filter((_, at) => at % Math.ceil(distinct.length / most) === 0);
  return [0, 0.25, 0.5, 0.75, 1].map(share => ({ share, word: short(Number(valueAt(axis, share).toPrecision(3))) }));
}

/** The cells of an axis: each value where they are few, else equal parts. allowed: What a brush keeps of it. */
export function cellsOf(/** @type {Trials} */ table, /** @type {Axis} */ axis) {
  const column = table.at.get(axis.name) ?? -1, { distinct } = axis;
  if (axis.words || distinct.length) {
    const where = new Map(distinct.map((value, at) => [value, at]));
    const allowed = distinct.map(value => axis.words ? { values: new Set([String(value)]) } : { low: value, high: value });
    return { words: distinct.map(short), allowed, of: place => where.get(table.rows[place][column]) ?? -1 };
  }
  const ends = Array.from({ length: parts + 1 }, (_, at) => Number(valueAt(axis, at / parts).toPrecision(3)));
  const allowed = ends.slice(0, parts).map((low, at) => ({ low, high: ends[at + 1] }));
  const part = share => Math.min(parts - 1, Math.floor(share * parts));
  return { words: allowed.map(({ low, high }) => `${short(low)}–${short(high)}`), allowed,
    of: place => Number.isNaN(axis.at(place)) ? -1 : part(axis.at(place)) };
}
