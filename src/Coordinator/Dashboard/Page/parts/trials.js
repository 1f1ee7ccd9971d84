// @ts-check: A trial as it is read: its hyperparameters and metrics by name, its curve, and its neighbours in the grid.
import { grouped, number } from "../kit.js";
import { textWord } from "./expression.js";

const named = (row, names, others) => /** @type {Map<string, any>} */ (new Map(
  /** @type {any} */ ([...names.filter(name => row[name] != null).map(name => [name, row[name]]), ...Object.entries(others ?? {})])));

/** What a trial is searched with, and what was measured of it, by name. */
export const searched = row => named(row, ["lr", "epochs", "weightDecay", "batchSize", "seed"], row.parameters);
export const metricsOf = row => named(row, ["valAccuracy", "valLoss", "trainLoss"], row.metrics);

/** What a sweep ranks by. @returns {{ metric: string, largest: boolean }} */
export const objectiveOf = ({ spec: { objective }, view: { best: { metric } } }) =>
  ({ metric, largest: typeof objective === "string" ? objective !== "valLoss" : Object.hasOwn(objective ?? {}, "maximize") });

/** The learning curve of a trial: its run's epochs up to its own last. */
export const curveOf = (record, row) => (record.curves[row.run] ?? []).slice(0, row.epochs);

/** The metrics that an epoch of these curves has. */
export const metricsOfCurves = (/** @type {any[][]} */ curves) =>
  [...new Set(curves.flat().flatMap(Object.keys))].filter(name => name !== "epoch" && name !== "seconds");
export const valueAt = (epoch, /** @type {string} */ metric) => epoch && Object.hasOwn(epoch, metric) ? number(epoch[metric]) : null;

/** Of an expression, in characters. */
export const longest = 4000;

const equals = ([name, value]) => `${name} = ${typeof value === "number" || /^-?\d{16,}$/.test(value) ? value : textWord(value)}`;

/** The questions for the trials that differ from one in one hyperparameter at most. */
export function aroundOf(record, row) {
  const own = [...searched(row)], columns = ["trial", "state", ...own.map(([name]) => name), objectiveOf(record).metric].join(", ");
  const lines = own.map((_, which) => own.filter((_, other) => other !== which).map(equals).join(" and ")).map(line => line && `(${line})`);
  // An expression has an end, which many hyperparameters reach: then the questions are several.
  const questions = lines.reduce((/** @type {string[]} */ all, line) => {
    const last = all.at(-1), joined = `${last} or ${line}`;
    return last === undefined || joined.length > longest ? [...all, line] : [...all.slice(0, -1), joined];
  }, []);
  return questions.map(where => ({ sweep: record.spec.name, where: where || null, columns }));
}

/** Trials that differ in one hyperparameter, by one step of its values in the grid; one for each hyperparameter that is varied.
 * @param {any[][]} rows The answers to aroundOf; one may stand twice. @returns {Around[]} */
export function neighboursOf(rows, record, row) {
  const own = [...searched(row)], first = 2, unique = [...grouped(rows, ([trial]) => trial).values()].map(([cells]) => cells);
  return own.flatMap(([name, of], which) => {
    const at = first + which, known = (record.spec.space[name]?.values ?? []).map(String);
    const place = cells => typeof of === "number" ? Number(cells[at]) : known.indexOf(String(cells[at]));
    const line = unique.filter(cells => own.every(([, value], other) => other === which || String(cells[first + other]) === String(value)))
      .sort((a, b) => place(a) - place(b)), here = line.findIndex(([trial]) => trial === row.trial);
    const side = cells => cells ? { trial: cells[0], state: cells[1], of: cells[at], value: number(cells[first + own.length]) } : null;
    return line.length < 2 ? [] : [{ name, of, below: side(line[here - 1]), above: side(line[here + 1]) }];
  });
}
