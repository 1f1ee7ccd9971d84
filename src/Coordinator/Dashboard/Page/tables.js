// @ts-check
// The trials of a sweep and their curves, read once and then kept as the stream says they change.
import { signal } from "./html.js";
import { call, read, Refused } from "./api.js";
import { listeners } from "./live.js";

/** @typedef {{ name: string, kind: string }} Column */
/** @typedef {{ epochs: number, values: Float32Array[] }} Curve One run's: a column for each metric, an epoch after the other. */

/** A sweep's trials. Whoever draws reads `version`, which grows with every change. */
export class Table {
  version = signal(0);
  /** Grows where a curve grew. */
  curvesVersion = signal(0);
  /** What stands in the way of reading it, in the coordinator's sentence. @type {import("./html.js").Signal<string | null>} */
  refusal = signal(/** @type {string | null} */ (null));
  loaded = signal(false);
  sequence = -1;
  /** @type {Column[]} */ columns = [];
  /** @type {Map<string, number>} */ at = new Map();
  /** In the coordinator's order. @type {any[][]} */ rows = [];
  /** The place in `rows` of each trial. @type {Map<string, number>} */ place = new Map();
  /** @type {string[]} */ parameters = [];
  /** @type {string[]} */ metrics = [];
  objective = { metric: "", maximize: true };
  /** @type {Map<string, Curve>} */ curves = new Map();
  /** @type {string[]} */ curveMetrics = [];
  /** Changes that came while the table was on its way. @type {import("./live.js").Changes[]} */
  #early = [];
  #reading = false;
  /** @type {Map<string, { version: number, values: any }>} */
  #kept = new Map();

  /** @param {string} sweep */
  constructor(sweep) { this.sweep = sweep; }

  /** @param {any[]} row @param {string} column */
  cell(row, column) { const at = this.at.get(column); return at === undefined ? null : row[at]; }

  /** @param {string} trial */
  row(trial) { const place = this.place.get(trial); return place === undefined ? null : this.rows[place]; }

  /** A column of numbers by place, NaN where there is none. @param {string} column @returns {Float64Array} */
  numbers(column) {
    return this.#keep(`numbers ${column}`, () => {
      const at = this.at.get(column) ?? -1;
      return Float64Array.from(this.rows, row => row[at] === null || row[at] === undefined ? NaN : Number(row[at]));
    });
  }

  /** What a column holds that is not the same everywhere, in order. @param {string} column @returns {any[]} */
  distinct(column) {
    return this.#keep(`distinct ${column}`, () => {
      const at = this.at.get(column) ?? -1;
      const all = [...new Set(this.rows.map(row => row[at]))].filter(value => value !== null && value !== undefined);
      return all.sort((a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
    });
  }

  /** @template T @param {string} key @param {() => T} make @returns {T} */
  #keep(key, make) {
    const kept = this.#kept.get(key), version = this.version.peek();
    if (kept && kept.version === version) return kept.values;
    const values = make();
    this.#kept.set(key, { version, values });
    return values;
  }

  /** The values of a trial's metric, epoch by epoch; null where none was reported. @param {any[]} row @param {string} metric */
  curve(row, metric) {
    const curve = this.curves.get(row[this.runAt]), at = this.curveMetrics.indexOf(metric);
    return curve && at >= 0 ? curve.values[at].subarray(0, Math.min(curve.epochs, row[this.epochsAt] ?? curve.epochs)) : null;
  }

  get runAt() { return this.at.get("run") ?? -1; }
  get epochsAt() { return this.at.get("epochs") ?? -1; }

  async read() {
    if (this.#reading) return;
    this.#reading = true;
    try {
      const [table, curves] = await Promise.all([
        read("table", { sweep: this.sweep }), call(`curves?sweep=${encodeURIComponent(this.sweep)}`).then(answer => answer.arrayBuffer()),
      ]);
      this.#take(table);
      this.#takeCurves(curves);
      this.refusal.value = null;
      this.loaded.value = true;
    } catch (refused) {
      this.refusal.value = refused instanceof Refused ? refused.message : `The trials could not be read: ${refused}`;
    } finally {
      this.#reading = false;
    }
    for (const changes of this.#early.splice(0)) this.merge(changes);
    this.version.value++;
    this.curvesVersion.value++;
  }

  #take(/** @type {any} */ table) {
    this.sequence = table.sequence;
    this.columns = table.columns;
    this.at = new Map(this.columns.map((column, at) => [column.name, at]));
    this.rows = table.rows;
    this.place = new Map(this.rows.map((row, place) => [row[0], place]));
    this.metrics = table.metrics;
    this.parameters = table.parameters;
    this.objective = table.objective;
  }

  #takeCurves(/** @type {ArrayBuffer} */ bytes) {
    const length = new DataView(bytes).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
    let offset = 4 + length;
    this.curveMetrics = header.metrics;
    this.curves = new Map(header.runs.map((/** @type {any} */ run) => [run.run, { epochs: run.epochs, values: [] }]));
    for (const _ of header.metrics)
      for (const { run, epochs } of header.runs) {
        this.curves.get(run)?.values.push(new Float32Array(bytes, offset, epochs));
        offset += 4 * epochs;
      }
  }

  /** @param {import("./live.js").Changes} changes */
  merge(changes) {
    const mine = changes.sweeps?.[this.sweep];
    if (!mine && !changes.first) return;
    if (this.#reading) { this.#early.push(changes); return; }
    if (!mine) { if (this.sequence < changes.sequence) this.read(); return; }
    if (changes.sequence <= this.sequence) return;
    this.sequence = changes.sequence;
    const from = new Map((mine.columns ?? []).map((/** @type {Column} */ column, /** @type {number} */ at) => [column.name, at]));
    // What was measured for the first time is a new column of every trial.
    if (mine.anew || [...from.keys()].some(name => !this.at.has(name))
      || mine.epochs?.metrics.some((/** @type {string} */ name) => !this.curveMetrics.includes(name))) { this.read(); return; }
    const key = from.get("trial") ?? 0;
    for (const said of mine.rows ?? []) {
      const place = this.place.get(said[key]) ?? this.rows.length;
      this.place.set(said[key], place);
      this.rows[place] = this.columns.map(column => { const at = from.get(column.name); return at === undefined ? null : said[at]; });
    }
    for (const [run, epochs] of Object.entries(mine.epochs?.runs ?? {}))
      for (const [epoch, ...values] of /** @type {any[][]} */ (epochs))
        this.#put(run, epoch, mine.epochs.metrics, values);
    if (mine.rows?.length) this.version.value++;
    if (mine.rows?.length || mine.epochs) this.curvesVersion.value++;
  }

  #put(/** @type {string} */ run, /** @type {number} */ epoch, /** @type {string[]} */ metrics, /** @type {any[]} */ values) {
    let curve = this.curves.get(run);
    if (!curve) this.curves.set(run, curve = { epochs: 0, values: this.curveMetrics.map(() => new Float32Array(16).fill(NaN)) });
    curve.epochs = Math.max(curve.epochs, epoch);
    for (const [at, metric] of this.curveMetrics.entries()) {
      if (curve.values[at].length < epoch) {
        const longer = new Float32Array(2 * epoch).fill(NaN);
        longer.set(curve.values[at]);
        curve.values[at] = longer;
      }
      const from = metrics.indexOf(metric);
      if (from >= 0) curve.values[at][epoch - 1] = values[from] === null ? NaN : Number(values[from]);
    }
  }
}

/** @type {Map<string, Table>} */
const tables = new Map();

/** The table of a sweep; the first to ask has it read. @param {string} sweep */
export function tableOf(sweep) {
  let table = tables.get(sweep);
  if (!table) {
    tables.set(sweep, table = new Table(sweep));
    table.read();
  }
  return table;
}

listeners.add(changes => {
  for (const table of tables.values()) changes ? table.merge(changes) : table.read();
});
