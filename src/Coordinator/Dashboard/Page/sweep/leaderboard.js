// @ts-check
// The trials of a sweep, best first: as many rows as fit on the screen, whatever their number.
import { html, useLayoutEffect, useMemo, useReducer, useRef } from "../html.js";
import { change, link } from "../address.js";
import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from "../vendor/virtual/index.js";
import { differing, spreadOf } from "./ranking.js";
import { State, clock, measure, seconds, short } from "../parts/words.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {{ name: string, kind: string, title: string, numeric: boolean, width: number, varies: boolean,
 *   of: (value: any) => any, show: (row: any[]) => any, raw: (row: any[]) => number }} Shown */

// The library asks a bundler's question, which a browser has no answer to.
/** @type {any} */ (globalThis).process ??= { env: { NODE_ENV: "production" } };

const height = 27;

/** What stands in the table: parameters that differ, metrics, and of the rest what is not the same everywhere.
 * @param {Model} model @returns {Shown[]} */
function columnsOf(model) {
  const { table } = model, rest = ["bestEpoch", "seconds", "agent", "device", "host", "precision", "attempt", "started", "cause"];
  const seed = model.fold.value ? "seed" : "";
  const names = [...differing(table).filter(name => name !== seed), ...table.metrics.filter(name => name !== model.metric.value),
    ...rest.filter(name => table.at.has(name) && table.distinct(name).length > 1)];
  return names.map(name => {
    const at = table.at.get(name) ?? 0, kind = table.columns[at].kind, parameter = table.parameters.includes(name);
    const show = name === "seconds" ? seconds : name === "started" ? clock : kind === "number" && !parameter ? measure : short;
    let widest = name.length + 2;
    for (let place = 0; place < table.rows.length; place += Math.ceil(table.rows.length / 300))
      widest = Math.max(widest, String(show(table.rows[place][at])).length);
    return { name, kind, title: name, numeric: kind !== "text", width: Math.min(widest, 26), varies: !parameter,
      of: show, show: (/** @type {any[]} */ row) => show(row[at]),
      raw: (/** @type {any[]} */ row) => row[at] === null ? NaN : Number(row[at]) };
  });
}

/** @param {{ model: Model }} props */
export function Leaderboard({ model }) {
  const { table } = model;
  table.version.value;
  const lines = model.lines.value, scroller = useRef(/** @type {HTMLElement | null} */ (null)), [, again] = useReducer(n => n + 1, 0);
  const shown = useMemo(() => columnsOf(model), [table.version.value, model.metric.value, model.fold.value]);
  const options = {
    count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12, scrollToFn: elementScroll,
    observeElementRect, observeElementOffset, onChange: again,
  };
  const [virtual] = useMemo(() => [new Virtualizer(options)], []);
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  const items = virtual.getVirtualItems(), before = items[0]?.start ?? 0, after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const at = model.at.value, ranked = `${model.metric.value}${at === "last" ? "" : at === "best" ? ", best" : ` after ${at}`}`;
  const chosen = model.sort.value.replace(/^-/, "");
  const sortBy = (/** @type {string} */ name) => change({
    sort: name === "" ? null : chosen !== name ? `-${name}` : model.sort.value.startsWith("-") ? name : null });
  const heading = (/** @type {Shown} */ column) => html`
    <th key=${column.name} scope="col" class=${column.numeric ? "number" : ""}
        aria-sort=${chosen !== column.name ? "none" : model.sort.value.startsWith("-") ? "descending" : "ascending"}>
      <button class="plain" onClick=${() => sortBy(column.name)}>
        ${column.title}${chosen !== column.name ? "" : model.sort.value.startsWith("-") ? " ↓" : " ↑"}</button></th>`;
  const wide = (/** @type {number} */ characters) => `calc(${characters}ch + 18px)`;
  const first = model.fold.value ? 10 : 7, second = Math.max(18, ranked.length + 2);
  const all = [first, second, ...shown.map(column => column.width)];
  const width = `calc(${all.reduce((sum, one) => sum + one)}ch + ${18 * all.length}px)`;
  return html`
    <div class="leaderboard" ref=${scroller} tabindex="0" role="region" aria-label="Leaderboard"
        onPointerLeave=${() => { model.lit.value = null; }}>
      <table aria-rowcount=${lines.length + 1} style=${{ width }}>
        <colgroup>${all.map((one, at) => html`<col key=${at} style=${{ width: wide(one) }} />`)}</colgroup>
        <thead><tr>
          <th scope="col"><span class="unseen">selected, </span>rank</th>
          <th scope="col" class="number" aria-sort=${chosen ? "none" : model.better.value ? "descending" : "ascending"}>
            <button class="plain" onClick=${() => sortBy("")}>${ranked}${chosen ? "" : model.better.value ? " ↓" : " ↑"}</button></th>
          ${shown.map(heading)}
        </tr></thead>
        <tbody>
          ${before > 0 && html`<tr key="before" aria-hidden="true"><td class="gap" style=${{ height: `${before}px` }}></td></tr>`}
          ${items.map((/** @type {any} */ item) => html`
            <${Row} key=${lines[item.index].key} line=${lines[item.index]} at=${item.index} model=${model} shown=${shown} />`)}
          ${after > 0 && html`<tr key="after" aria-hidden="true"><td class="gap" style=${{ height: `${after}px` }}></td></tr>`}
        </tbody>
      </table>
    </div>`;
}

/** @param {{ line: import("./ranking.js").Line, at: number, model: Model, shown: Shown[] }} props */
function Row({ line, at, model, shown }) {
  const { table } = model, rows = line.places.map(place => table.rows[place]), trials = rows.map(row => row[0]);
  const many = rows.length > 1, open = model.open.value.has(line.key), picked = trials.filter(trial => model.pick.value.has(trial)).length;
  const isLit = model.lit.value !== null && trials.includes(model.lit.value);
  const state = table.at.get("state") ?? 1, states = [...new Set(rows.map(row => row[state]))];
  const told = states.filter(one => one !== "completed" && (one !== "pending" || states.length === 1));
  const unfold = () => {
    const all = new Set(model.open.value);
    open ? all.delete(line.key) : all.add(line.key);
    model.open.value = all;
  };
  const partial = states.length === 1 && states[0] === "running";
  return html`
    <tr aria-rowindex=${at + 2} class=${`${isLit ? "lit" : ""} ${line.depth ? "inner" : ""}`}
        onPointerEnter=${() => { model.lit.value = trials[0]; }}>
      <td class="rank"><input type="checkbox" aria-label=${`Select ${many ? `${trials.length} seeds` : trials[0]}`}
          checked=${picked === trials.length}
          indeterminate=${picked > 0 && picked < trials.length} onChange=${() => model.toggle(trials)} />
        ${many ? html`<button class="plain" aria-expanded=${open} title=${`${trials.length} seeds`} onClick=${unfold}>
            ${open ? "▾" : "▸"}${line.rank || "·"}</button>`
          : html`<a href=${link("trial", trials[0])} title=${`Trial ${trials[0]}`}>
            ${line.depth ? `seed ${short(table.cell(rows[0], "seed"))}` : line.rank || "·"}</a>`}</td>
      <td class=${`number value ${partial ? "faint" : ""}`}>${told.map(one => html`<${State} key=${one} of=${one} bare />`)}
        ${" "}${Number.isNaN(line.value) && !states.includes("diverged") ? "" : measure(line.value)}
        ${many && line.counted > 1 && html`<small> ± ${measure(line.spread)}</small>`}</td>
      ${shown.map(column => html`<td key=${column.name} class=${column.numeric ? "number" : ""}>${cell(column, rows, many)}</td>`)}
    </tr>`;
}

/** Of several seeds: what they agree in, or a mean. @param {Shown} column @param {any[][]} rows @param {boolean} many */
function cell(column, rows, many) {
  if (!many || !column.varies) return column.show(rows[0]);
  const all = new Set(rows.map(column.show));
  if (all.size === 1) return [...all][0];
  const { mean, counted } = column.numeric ? spreadOf(rows.map(column.raw)) : { mean: NaN, counted: 0 };
  return counted ? html`<span title=${`mean of ${counted}`}>${column.of(mean)}</span>`
    : html`<span class="faint">${all.size} differ</span>`;
}

/** The command that prints the trials that are shown. @param {Model} model */
export function commandOf(model) {
  const { table } = model, at = model.at.value, metric = model.metric.value;
  const ranks = metric === table.objective.metric, sign = model.better.value ? "-" : "";
  const epoch = at === "last" || at === "best" ? "" : `epoch = ${at}`, found = model.condition();
  const condition = epoch && found ? `(${found}) and ${epoch}` : epoch || found;
  const best = table.at.has("bestEpochValue") ? "bestEpochValue" : "bestEpochValAccuracy";
  // Without a word it is the last value of what the sweep ranks by, best first.
  const own = at === "best" && ranks ? `${sign}${best}` : epoch || !ranks ? `${sign}${metric}` : "", sort = model.sort.value || own;
  return ["sweep", "results", model.name, ...epoch ? ["--epochs"] : [], ...condition ? ["--where", condition] : [],
    ...sort ? ["--sort", sort] : []];
}

/** What the table shows, every row of it. @param {Model} model */
export function seen(model) {
  const { table } = model, shown = columnsOf(model), many = model.fold.value;
  const columns = [{ name: "rank", kind: "integer" }, { name: "trial", kind: "text" }, { name: model.metric.value, kind: "number" },
    ...many ? [{ name: "spread", kind: "number" }, { name: "seeds", kind: "integer" }] : [],
    ...shown.map(({ name, kind }) => ({ name, kind }))];
  const none = (/** @type {number} */ value) => Number.isNaN(value) ? null : value;
  const rows = model.lines.value.map(line => {
    const of = line.places.map(place => table.rows[place]);
    const cells = shown.map(({ name, numeric, varies, raw }) => {
      const all = new Set(of.map(row => table.cell(row, name)));
      return all.size === 1 ? [...all][0] : numeric && varies ? none(spreadOf(of.map(raw)).mean) : null;
    });
    return [line.rank || null, of[0][0], none(line.value), ...many ? [none(line.spread), line.counted] : [], ...cells];
  });
  return { columns, rows };
}
