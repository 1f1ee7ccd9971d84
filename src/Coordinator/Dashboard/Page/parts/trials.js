// @ts-check
// A trial as it is read: its hyperparameters and metrics by name, its curve, and its neighbours in the grid.
import { number, short } from "./words.js";

const knownParameters = ["lr", "epochs", "weightDecay", "batchSize", "seed"];
const knownMetrics = ["valAccuracy", "valLoss", "trainLoss"];

/** @param {any} row @param {string[]} names @param {any} others @returns {Map<string, any>} */
const named = (row, names, others) =>
  new Map([...names.filter(name => row[name] !== null && row[name] !== undefined).map(name => [name, row[name]]), ...Object.entries(others ?? {})]
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
export const metricsOfCurves = curves => [...new Set(curves.flat().flatMap(epoch => Object.keys(epoch)))].filter(name => !["epoch", "seconds"].includes(name));

/** @param {any} epoch @param {string} metric */
export const valueAt = (epoch, metric) => Object.hasOwn(epoch, metric) ? number(epoch[metric]) : null;

/**
 * Trials that differ in one hyperparameter, by one step of its values in the grid.
 * @param {any[]} trials @param {any} of @returns {{ name: string, below: any, above: any, of: any }[]} One for each hyperparameter that is varied.
 */
export function neighboursOf(trials, of) {
  const own = parametersOf(of);
  const maps = trials.map(row => ({ row, values: parametersOf(row) }));
  return [...own.keys()].flatMap(name => {
    const line = maps.filter(({ values }) => values.has(name) && [...own].every(([other, value]) => other === name || values.get(other) === value));
    if (line.length < 2) return [];
    if (line.every(({ values }) => typeof values.get(name) === "number")) line.sort((a, b) => a.values.get(name) - b.values.get(name));
    const at = line.findIndex(({ row }) => row.trial === of.trial);
    return [{ name, of: own.get(name), below: line[at - 1] ?? null, above: line[at + 1] ?? null }];
  });
}

/** Hyperparameters in one line. @param {Map<string, any>} parameters */
export const parametersText = parameters => [...parameters].map(([name, value]) => `${name} ${short(value)}`).join(", ");
