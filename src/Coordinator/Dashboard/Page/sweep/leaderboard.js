// @ts-check
// The trials of a sweep, best first.
import { change, clock, html, link, LongTable, measure, seconds, short, spreadOf, State, useMemo } from "../kit.js";
import { differing } from "./ranking.js";

/** Of a column: how one value is shown, and whether the seeds of a configuration may differ in it.
 * @typedef {{ name: string, kind: string, at: number, show: (value: any) => any, varies: boolean }} Shown */

const about = ["bestEpoch", "seconds", "agent", "device", "host", "precision", "attempt", "started", "cause"];

/** What stands in the table: parameters that differ, metrics, and of the rest what is not the same everywhere.
 * @param {Model} model @returns {Shown[]} */
function shownOf({ table, fold, metric }) {
  const names = [...differing(table).filter(name => name !== "seed" || !fold.value), ...table.metrics.filter(name => name !== metric.value),
    ...about.filter(name => table.at.has(name) && table.distinct(name).length > 1)];
  return names.map(name => {
    const at = table.at.get(name) ?? 0, { kind } = table.columns[at], varies = !table.parameters.includes(name);
    return { name, kind, at, varies, show: name === "seconds" ? seconds : name === "started" ? clock
      : kind === "number" && varies ? measure : short };
  });
}

/** In characters, from some of the rows. @param {Model} model @param {Shown} shown */
function widthOf({ table: { rows } }, { name, at, show }) {
  let widest = name.length + 2;
  for (let place = 0; place < rows.length; place += Math.ceil(rows.length / 300)) widest = Math.max(widest, String(show(rows[place][at])).length);
  return Math.min(widest, 26);
}

/** Of several seeds: what they agree in, or a mean. @param {Model} model @param {Line} line @param {Shown} shown */
function valueOf({ table }, { places }, { at, kind, varies }) {
  const values = places.map(place => table.rows[place][at] ?? null), differ = new Set(values).size;
  if (differ === 1 || !varies) return { value: values[0] };
  const { mean, counted } = spreadOf(kind === "text" ? [] : values.map(value => Number(value ?? NaN)));
  return counted ? { value: mean, counted } : { value: null, differ };
}

export function Leaderboard(/** @type {{ model: Model }} */ { model }) {
  const { table, lit, pick, open, metric, fold } = model, at = model.at.value, sort = model.sort.value, by = sort.replace(/^-/, "");
  const shown = useMemo(() => shownOf(model).map(one => ({ ...one, width: widthOf(model, one) })),
    [table.version.value, metric.value, fold.value]);
  const ranked = `${metric.value}${at === "last" ? "" : at === "best" ? ", best" : ` after ${at}`}`, state = table.at.get("state") ?? 1;
  const trialsOf = line => line.places.map(place => table.rows[place][0]);
  const unfold = key => {
    const all = new Set(open.value);
    if (!all.delete(key)) all.add(key);
    open.value = all;
  };
  const rank = line => {
    const trials = trialsOf(line), many = trials.length > 1, picked = trials.filter(trial => pick.value.has(trial)).length;
    return html`<input type="checkbox" aria-label=${`Select ${many ? `${trials.length} seeds` : trials[0]}`}
        checked=${picked === trials.length} indeterminate=${picked > 0 && picked < trials.length} onChange=${() => model.toggle(trials)} />
      ${many ? html`<button class="plain" aria-expanded=${open.value.has(line.key)} title=${`${trials.length} seeds`}
          onClick=${() => unfold(line.key)}>${open.value.has(line.key) ? "▾" : "▸"}${line.rank || "·"}</button>`
        : html`<a href=${link("trial", trials[0])} title=${`Trial ${trials[0]}`}>
          ${line.depth ? `seed ${short(table.cell(table.rows[line.places[0]], "seed"))}` : line.rank || "·"}</a>`}`;
  };
  const statesOf = line => [...new Set(line.places.map(place => table.rows[place][state]))];
  const value = line => {
    const states = statesOf(line), told = states.filter(one => one !== "completed" && (one !== "pending" || states.length === 1));
    return html`${told.map(one => html`<${State} key=${one} of=${one} bare />`)}
      ${" "}${Number.isNaN(line.value) && !states.includes("diverged") ? "" : measure(line.value)}
      ${line.places.length > 1 && line.counted > 1 && html`<small> ± ${measure(line.spread)}</small>`}`;
  };
  const cell = (line, one) => {
    const { value, counted, differ } = valueOf(model, line, one), told = one.show(value);
    return counted ? html`<span title=${`mean of ${counted}`}>${told}</span>` : differ ? html`<span class="faint">${differ} differ</span>` : told;
  };
  return html`<${LongTable} label="Leaderboard" rows=${model.lines.value} keyOf=${line => line.key} onLeave=${() => { lit.value = null; }}
    order=${{ by, falls: by ? sort.startsWith("-") : model.better.value, sort: name => change({
      sort: name === "" ? null : by !== name ? `-${name}` : sort.startsWith("-") ? name : null }) }}
    rowOf=${line => {
      const trials = trialsOf(line);
      return { class: `${trials.includes(lit.value) ? "lit" : ""} ${line.depth ? "inner" : ""}`,
        onPointerEnter: () => { lit.value = trials[0]; } };
    }}
    columns=${[
      { name: "rank", title: html`<span class="unseen">selected, </span>rank`, width: fold.value ? 10 : 7, cell: rank,
        also: () => ({ class: "rank" }) },
      { name: "ranked", title: ranked, numeric: true, width: Math.max(18, ranked.length + 2), sort: "", cell: value,
        also: line => ({ class: `value ${statesOf(line).join() === "running" ? "faint" : ""}` }) },
      ...shown.map(one => ({ name: one.name, numeric: one.kind !== "text", width: one.width, sort: one.name, cell: line => cell(line, one) })),
    ]} />`;
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
  const { table } = model, shown = shownOf(model), many = model.fold.value;
  const none = (/** @type {number} */ value) => Number.isNaN(value) ? null : value;
  const columns = [{ name: "rank", kind: "integer" }, { name: "trial", kind: "text" }, { name: model.metric.value, kind: "number" },
    ...many ? [{ name: "spread", kind: "number" }, { name: "seeds", kind: "integer" }] : [],
    ...shown.map(({ name, kind }) => ({ name, kind }))];
  const rows = model.lines.value.map(line => [line.rank || null, table.rows[line.places[0]][0], none(line.value),
    ...many ? [none(line.spread), line.counted] : [], ...shown.map(one => valueOf(model, line, one).value)]);
  return { columns, rows };
}
