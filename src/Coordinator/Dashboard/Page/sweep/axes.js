// @ts-check
// How a column lies on an axis: its values one by one where they are few or words, else along a line, by powers of ten where it spans many.
import { short } from "../kit.js";

/** From so many different numbers on they lie along a line. */
const few = 30;

/** @param {Trials} table @param {string} name @param {Float64Array} [values] Of places, where it is no column. @returns {Axis} */
export function axisOf(table, name, values) {
  const distinct = values ? [] : table.distinct(name), column = table.at.get(name) ?? -1;
  if (distinct.some(value => typeof value !== "number")) {
    const where = new Map(distinct.map((value, at) => [value, distinct.length > 1 ? at / (distinct.length - 1) : 0.5]));
    return { name, words: true, log: false, low: 0, high: distinct.length - 1, distinct,
      at: place => where.get(table.rows[place][column]) ?? NaN };
  }
  const numbers = values ?? table.numbers(name);
  let low = Infinity, high = -Infinity;
  for (const number of numbers) if (Number.isFinite(number)) { low = Math.min(low, number); high = Math.max(high, number); }
  const log = !values && (low > 0 && high / low >= 50 || evenRatios(distinct));
  const scale = log ? Math.log : (/** @type {number} */ value) => value, span = scale(high) - scale(low);
  return { name, words: false, log, low, high, distinct: distinct.length <= few ? distinct : [],
    at: place => span > 0 ? (scale(numbers[place]) - scale(low)) / span : Number.isNaN(numbers[place]) ? NaN : 0.5 };
}

/** Numbers that a search went through by a factor: 16, 32, 64. @param {number[]} distinct */
function evenRatios(distinct) {
  if (distinct.length < 3 || distinct[0] <= 0) return false;
  const ratio = distinct[1] / distinct[0];
  return distinct.every((value, at) => at === 0 || Math.abs(value / distinct[at - 1] / ratio - 1) < 0.02);
}

/** The value at a share of the axis. @param {Axis} axis @param {number} share */
export const valueAt = ({ log, low, high }, share) => log ? low * (high / low) ** share : low + share * (high - low);

/** Where a number lies on the axis, from 0 to 1 between its ends. @param {Axis} axis @param {number} value */
export const shareOf = ({ log, low, high }, value) => high === low ? 0.5
  : log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

/** What stands beside an axis: where, and which words. @param {Axis} axis @param {number} most */
export function ticksOf(axis, most) {
  const { words, distinct } = axis, last = Math.max(1, distinct.length - 1);
  if (!(axis.high >= axis.low)) return [];
  if (words || distinct.length > 0 && distinct.length <= most)
    return distinct.map((value, at) => ({ word: short(value), share: words ? at / last : shareOf(axis, value) }))
      .filter((_, at) => at % Math.ceil(distinct.length / most) === 0);
  return [0, 0.25, 0.5, 0.75, 1].map(share => ({ share, word: short(Number(valueAt(axis, share).toPrecision(3))) }));
}

/** The cells of an axis: each value where they are few, else twelve equal parts. allowed: What a brush keeps of it.
 * @param {Trials} table @param {Axis} axis @returns {{ words: string[], of: (place: number) => number, allowed: any[] }} */
export function cellsOf(table, axis) {
  const column = table.at.get(axis.name) ?? -1, { distinct } = axis;
  if (axis.words || distinct.length) {
    const where = new Map(distinct.map((value, at) => [value, at]));
    return { words: distinct.map(short), of: place => where.get(table.rows[place][column]) ?? -1,
      allowed: distinct.map(value => axis.words ? { values: new Set([String(value)]) } : { low: value, high: value }) };
  }
  const parts = 12, ends = Array.from({ length: parts + 1 }, (_, at) => Number(valueAt(axis, at / parts).toPrecision(3)));
  const pairs = ends.slice(0, parts).map((low, at) => ({ low, high: ends[at + 1] }));
  return { words: pairs.map(({ low, high }) => `${short(low)}–${short(high)}`), allowed: pairs,
    of: place => { const share = axis.at(place); return Number.isNaN(share) ? -1 : Math.min(parts - 1, Math.floor(share * parts)); } };
}
