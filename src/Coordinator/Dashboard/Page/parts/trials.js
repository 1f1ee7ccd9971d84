// @ts-check
// A trial as it is read: its hyperparameters and metrics by name, its curve, and its neighbours in the grid.
import { number, short } from "./words.js";

const knownParameters = ["lr", "epochs", "weightDecay", "batchSize", "seed"];
const knownMetrics = ["valAccuracy", "valLoss", "trainLoss"];

/** @param {any} row @param {string[]} names @param {any} others @returns {Map<string, any>} */
const named = (row, names, others) =>
  new Map([...names.filter(name => row[name] !== null && row[name] !== undefined).map(name => [name, row[name]]),
    ...Object.entries(others ?? {})]
    .map(([name, value]) => /** @type {[string, any]} */ ([name, value])));

/** @param {any} row */
export const parametersOf = row => named(row, knownParameters, row.parameters);

/** @param {any} row @returns {Map<string, any>} */
export const metricsOf = row => named(row, knownMetrics, row.metrics);

/** What a sweep ranks by. @param {any} record @returns {{ metric: string, largest: boolean }} */
export function objectiveOf(record) {
  const said = record.spec.objective, metric = record.view.best.metric;
  return { metric, largest: typeof said === "string" ? said !== "valLoss" : Object.hasOwn(said ?? {}, "maximize") };
}

/** The learning curve of a trial: its run's epochs up to its own last. @param {any} record @param {any} row @returns {any[]} */
export const curveOf = (record, row) => (record.curves[row.run] ?? []).slice(0, row.epochs);

/** The metrics that an epoch of these curves has. @param {any[][]} curves @returns {string[]} */
export const metricsOfCurves = curves => [...new Set(curves.flat().flatMap(epoch => Object.keys(epoch)))]
  .filter(name => !["epoch", "seconds"].includes(name));

/** @param {any} epoch @param {string} metric */
export const valueAt = (epoch, metric) => Object.hasOwn(epoch, metric) ? number(epoch[metric]) : null;

/** Of an expression, in characters. */
export const longest = 4000;

/** @param {string} name @param {unknown} value */
const equals = (name, value) => typeof value === "number" ? `${name} = ${value}` : `${name} = '${String(value).replaceAll("'", "''")}'`;

/** The questions for the trials that differ from one in one hyperparameter at most. @param {any} record @param {any} row */
export function aroundOf(record, row) {
  // An expression has an end, which many hyperparameters reach: then the questions are several.
  const own = [...parametersOf(row)];
  const lines = own.map(([name]) => own.filter(([other]) => other !== name).map(([other, value]) => equals(other, value)).join(" and "));
  const questions = /** @type {string[]} */ ([]);
  for (const line of lines.map(line => line && `(${line})`)) {
    const last = questions.length - 1;
    if (last >= 0 && questions[last].length + line.length + 4 <= longest) questions[last] += ` or ${line}`;
    else questions.push(line);
  }
  const columns = ["trial", "state", ...own.map(([name]) => name), objectiveOf(record).metric].join(", ");
  return questions.map(where => ({ sweep: record.spec.name, where: where || null, columns }));
}

/**
 * of is its value of the hyperparameter, value its objective.
 * @typedef {{ trial: string, state: string, of: any, value: number | null }} Neighbour
 */

/**
 * Trials that differ in one hyperparameter, by one step of its values in the grid.
 * @param {any[][]} rows The answers to aroundOf; one may stand twice. @param {any} record @param {any} row
 * @returns {{ name: string, below: Neighbour | null, above: Neighbour | null, of: any }[]} One for each hyperparameter that is varied.
 */
export function neighboursOf(rows, record, row) {
  const own = [...parametersOf(row)], first = 2;
  return own.flatMap(([name, of], which) => {
    const at = first + which, known = (record.spec.space[name]?.values ?? []).map(String);
    const line = rows.filter(cells => own.every(([, value], other) => other === which || String(cells[first + other]) === String(value)));
    const once = [...new Map(line.map(cells => [cells[0], cells])).values()];
    if (once.length < 2) return [];
    const place = (/** @type {any[]} */ cells) => typeof of === "number" ? Number(cells[at]) : known.indexOf(String(cells[at]));
    once.sort((a, b) => place(a) - place(b));
    const here = once.findIndex(cells => cells[0] === row.trial);
    const side = (/** @type {any[] | undefined} */ cells) => cells
      ? { trial: cells[0], state: cells[1], of: cells[at], value: number(cells[first + own.length]) } : null;
    return [{ name, of, below: side(once[here - 1]), above: side(once[here + 1]) }];
  });
}

/** Hyperparameters in one line. @param {Map<string, any>} parameters */
export const parametersText = parameters => [...parameters].map(([name, value]) => `${name} ${short(value)}`).join(", ");
