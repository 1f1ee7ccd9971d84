// @ts-check
// How a column lies on an axis: its values one by one where they are few or words, else along a line, by powers of ten where it spans many.
import { short } from "../parts/words.js";

/** From so many different numbers on they lie along a line. */
const few = 30;

/** at: Where a place lies, from 0 to 1; NaN where it has no value.
 * @typedef {{ name: string, words: boolean, log: boolean, low: number, high: number, distinct: any[],
 *   at: (place: number) => number }} Axis */

/** @param {import("../tables.js").Table} table @param {string} name
 * @param {Float64Array} [values] Of places, where it is no column. @returns {Axis} */
export function axisOf(table, name, values) {
  const distinct = values ? [] : table.distinct(name), column = table.at.get(name) ?? -1;
  if (!values && distinct.some(value => typeof value !== "number")) {
    const where = new Map(distinct.map((value, at) => [value, distinct.length > 1 ? at / (distinct.length - 1) : 0.5]));
    const at = (/** @type {number} */ place) => where.get(table.rows[place][column]) ?? NaN;
    return { name, words: true, log: false, low: 0, high: distinct.length - 1, distinct, at };
  }
  const numbers = values ?? table.numbers(name);
  let low = Infinity, high = -Infinity;
  for (const number of numbers) if (Number.isFinite(number)) { low = Math.min(low, number); high = Math.max(high, number); }
  const log = !values && low > 0 && high / low >= 50 || !values && evenRatios(distinct);
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
export function valueAt(axis, share) {
  return axis.log ? axis.low * (axis.high / axis.low) ** share : axis.low + share * (axis.high - axis.low);
}

/** Where a number lies on the axis, from 0 to 1 between its ends. @param {Axis} axis @param {number} value */
export function shareOf(axis, value) {
  if (axis.high === axis.low) return 0.5;
  return axis.log ? Math.log(value / axis.low) / Math.log(axis.high / axis.low) : (value - axis.low) / (axis.high - axis.low);
}

/** What stands beside an axis: where, and which words.
 * @param {Axis} axis @param {number} most @returns {{ share: number, word: string }[]} */
export function ticksOf(axis, most) {
  if (!(axis.high >= axis.low)) return [];
  if (axis.words || axis.distinct.length > 0 && axis.distinct.length <= most) {
    const step = Math.ceil(axis.distinct.length / most), last = Math.max(1, axis.distinct.length - 1);
    return axis.distinct.map((value, at) => ({ word: short(value), share: axis.words ? at / last : shareOf(axis, value) }))
      .filter((_, at) => at % step === 0);
  }
  return Array.from({ length: 5 }, (_, at) => ({ share: at / 4, word: short(Number(valueAt(axis, at / 4).toPrecision(3))) }));
}

/** The cells of an axis: each value where they are few, else twelve equal parts.
 * @param {import("../tables.js").Table} table @param {Axis} axis
 * @returns {{ words: string[], of: (place: number) => number, allowed: { low: number, high: number }[] | { values: Set<string> }[] }} */
export function cellsOf(table, axis) {
  const column = table.at.get(axis.name) ?? -1;
  if (axis.words || axis.distinct.length) {
    const where = new Map(axis.distinct.map((value, at) => [value, at]));
    return { words: axis.distinct.map(short), of: place => where.get(table.rows[place][column]) ?? -1,
      allowed: axis.words ? axis.distinct.map(value => ({ values: new Set([String(value)]) }))
        : axis.distinct.map(value => ({ low: value, high: value })) };
  }
  const parts = 12, ends = Array.from({ length: parts + 1 }, (_, at) => Number(valueAt(axis, at / parts).toPrecision(3)));
  return { words: ends.slice(0, parts).map((low, at) => `${short(low)}–${short(ends[at + 1])}`),
    of: place => { const share = axis.at(place); return Number.isNaN(share) ? -1 : Math.min(parts - 1, Math.floor(share * parts)); },
    allowed: ends.slice(0, parts).map((low, at) => ({ low, high: ends[at + 1] })) };
}
