// @ts-check: The trials of a sweep and their curves, read once and then kept as the stream says they change.
import { asked, batch, call, listeners, read, sentenceOf, signal } from "./kit.js";

/** So many lines of the leaderboard come first: more than a screen has. */
const first = 60;
/** Lets what has come be drawn before more is asked for. */
const drawn = () => new Promise(resolve => setTimeout(resolve));

/** A sweep's trials: of a large one the best first, then all, then their curves. Whoever draws reads `version`, which grows with every
 * change, or `curvesVersion`, which grows with every epoch and is 0 before any curve was read. */
export class Table {
  version = signal(0);
  curvesVersion = signal(0);
  loaded = signal(false);
  whole = signal(false);
  #arrive = () => {};
  /** When every trial is here. @type {Promise<void>} */
  all = new Promise(resolve => { this.#arrive = resolve; });
  /** What stands in the way of reading it, in the coordinator's sentence. */
  refusal = signal(null);
  sequence = -1;
  objective = { metric: "", maximize: true };
  /** Told where not all of them are here: how many there are, and in which columns they are not all the same. */
  trials = 0;
  differing = /** @type {string[] | undefined} */ (undefined);
  /** In the coordinator's order. @type {any[][]} */ rows = [];
  /** @type {Named[]} */ columns = [];
  /** Where each column stands in a row. @type {Map<string, number>} */ at = new Map();
  /** The place in `rows` of each trial. @type {Map<string, number>} */ place = new Map();
  /** @type {string[]} */ parameters = [];
  /** @type {string[]} */ metrics = [];
  /** @type {string[]} */ curveMetrics = [];
  /** Of each run. @type {Map<string, Curve>} */ curves = new Map();
  /** Changes that came while the table was on its way. @type {Changes[]} */ #early = [];
  #reading = false;
  /** @type {Map<string, { version: number, values: any }>} */ #kept = new Map();

  constructor(/** @type {string} */ sweep) { this.sweep = sweep; }

  cell(/** @type {any[]} */ row, /** @type {string} */ column) { return row[this.at.get(column) ?? -1] ?? null; }

  row(/** @type {string} */ trial) { return this.rows[this.place.get(trial) ?? -1] ?? null; }

  /** What a trial is searched with, by name. */
  parametersOf(/** @type {any[]} */ row) { return Object.fromEntries(this.parameters.map(name => [name, this.cell(row, name)])); }

  /** Whether a column says more than one thing; much sooner told than what they are. */
  differs(/** @type {string} */ column) {
    if (this.differing) return this.differing.includes(column);
    const at = this.at.get(column) ?? -1;
    return this.#keep(`differs ${column}`, () => {
      const first = this.rows.find(row => row[at] != null)?.[at];
      return this.rows.some(row => row[at] != null && row[at] !== first);
    });
  }

  /** A column of numbers by place, NaN where there is none. */
  numbers(/** @type {string} */ column) {
    const at = this.at.get(column) ?? -1;
    return this.#keep(`numbers ${column}`, () => Float64Array.from(this.rows, row => Number(row[at] ?? NaN)));
  }

  /** What a column holds that is not the same everywhere, in order. @returns {any[]} */
  distinct(/** @type {string} */ column) {
    const at = this.at.get(column) ?? -1, numeric = this.columns[at]?.kind !== "text";
    return this.#keep(`distinct ${column}`, () => [...new Set(this.rows.map(row => row[at]))].filter(value => value != null)
      .sort((a, b) => numeric ? Number(a) - Number(b) : String(a).localeCompare(String(b))));
  }

  /** @template T @param {string} key @param {() => T} make @returns {T} */
  #keep(key, make) {
    const version = this.version.peek();
    if (this.#kept.get(key)?.version !== version) this.#kept.set(key, { version, values: make() });
    return this.#kept.get(key)?.values;
  }

  /** The values of a trial's metric, epoch by epoch; null where none was reported. */
  curve(/** @type {any[]} */ row, /** @type {string} */ metric) {
    const curve = this.curves.get(this.cell(row, "run")), at = this.curveMetrics.indexOf(metric);
    return curve && at >= 0 ? curve.values[at].subarray(0, Math.min(curve.epochs, this.cell(row, "epochs") ?? curve.epochs)) : null;
  }

  async read() {
    if (this.#reading) return;
    this.#reading = true;
    const again = this.loaded.peek();
    try {
      if (!again) await this.#takeTable({ best: first, fold: asked("fold") || null });
      if (again || !this.whole.peek()) await this.#takeTable({});
      this.#takeCurves(await (await call(`curves?sweep=${encodeURIComponent(this.sweep)}`)).arrayBuffer());
      this.curvesVersion.value++;
    } catch (refused) { this.refusal.value = sentenceOf(refused); }
    this.#reading = false;
    for (const changes of this.#early.splice(0)) this.merge(changes);
  }

  async #takeTable(/** @type {{ best?: number, fold?: string | null }} */ how) {
    const table = await read("table", { sweep: this.sweep, ...how });
    Object.assign(this, { differing: undefined }, table);
    this.at = new Map(this.columns.map(({ name }, at) => [name, at]));
    this.place = new Map(this.rows.map((row, place) => [row[0], place]));
    batch(() => {
      [this.refusal.value, this.loaded.value, this.whole.value] = [null, true, !this.differing];
      this.version.value++;
    });
    if (this.whole.peek()) this.#arrive();
    await drawn();
  }

  #takeCurves(/** @type {ArrayBuffer} */ bytes) {
    const length = new DataView(bytes).getUint32(0, true), header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
    let offset = 4 + length;
    this.curveMetrics = header.metrics;
    this.curves = new Map(header.runs.map(({ run, epochs }) => [run, { epochs, values: [] }]));
    for (const _ of header.metrics)
      for (const { run, epochs } of header.runs) {
        this.curves.get(run)?.values.push(new Float32Array(bytes, offset, epochs));
        offset += 4 * epochs;
      }
  }

  merge(/** @type {Changes} */ changes) {
    const mine = changes.sweeps?.[this.sweep];
    // What was refused is read again, now that the coordinator is heard.
    if (this.refusal.peek() && !this.#reading) return void this.read();
    if (!mine && !changes.first) return;
    if (this.#reading) { this.#early.push(changes); return; }
    if (changes.sequence <= this.sequence) return;
    const { columns = [], rows = [], epochs = { metrics: [], runs: {} }, anew = !mine } = mine ?? {};
    // What was measured for the first time is a new column of every trial.
    if (anew || columns.some(({ name }) => !this.at.has(name)) || epochs.metrics.some(name => !this.curveMetrics.includes(name)))
      return void this.read();
    this.sequence = changes.sequence;
    const from = new Map(columns.map(({ name }, at) => [name, at]));
    for (const said of rows) {
      const trial = said[from.get("trial") ?? 0], place = this.place.get(trial) ?? this.rows.length;
      this.place.set(trial, place);
      this.rows[place] = this.columns.map(({ name }) => said[from.get(name) ?? -1] ?? null);
    }
    for (const [run, reported] of Object.entries(epochs.runs))
      for (const [epoch, ...values] of reported) this.#put(run, epoch, epochs.metrics, values);
    if (rows.length) this.version.value++;
    if (rows.length || mine.epochs) this.curvesVersion.value++;
  }

  #put(run, /** @type {number} */ epoch, /** @type {string[]} */ metrics, /** @type {any[]} */ values) {
    const curve = this.curves.get(run) ?? { epochs: 0, values: this.curveMetrics.map(() => new Float32Array(16).fill(NaN)) };
    this.curves.set(run, curve);
    curve.epochs = Math.max(curve.epochs, epoch);
    for (const [at, metric] of this.curveMetrics.entries()) {
      const known = curve.values[at], from = metrics.indexOf(metric);
      if (known.length < epoch) (curve.values[at] = new Float32Array(2 * epoch).fill(NaN)).set(known);
      if (from >= 0) curve.values[at][epoch - 1] = Number(values[from] ?? NaN);
    }
  }
}

const tables = /** @type {Map<string, Table>} */ (new Map());

/** The table of a sweep; the first to ask has it read. */
export function trialsOf(/** @type {string} */ sweep) {
  const table = tables.get(sweep) ?? new Table(sweep);
  if (!tables.has(sweep)) table.read();
  tables.set(sweep, table);
  return table;
}

listeners.add(changes => { for (const table of tables.values()) changes ? table.merge(changes) : table.read(); });
