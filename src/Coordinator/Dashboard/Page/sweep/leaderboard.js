// @ts-check: The trials of a sweep, best first.
import { change, clock, html, link, LongTable, measure, seconds, short, spreadOf, State, useMemo } from "../kit.js";
import { differing } from "./ranking.js";

const about = ["bestEpoch", "seconds", "agent", "device", "host", "precision", "attempt", "started", "cause"];
const aboutShows = { __proto__: null, seconds, started: clock };

/** What stands in the table: parameters that differ, metrics, and of the rest what is not the same everywhere; in their width in
 * characters. varies: Whether the seeds of a configuration may differ in it; show: How one of its values is shown. */
function shownOf(/** @type {Model} */ { table, fold, metric }) {
  const names = [...differing(table).filter(name => name !== "seed" || !fold.value), ...table.metrics.filter(name => name !== metric.value),
    ...about.filter(name => table.at.has(name) && table.differs(name))];
  return names.map(name => {
    const at = table.at.get(name) ?? 0, { kind } = table.columns[at], varies = !table.parameters.includes(name);
    const show = aboutShows[name] ?? (kind === "number" && varies ? measure : short);
    let width = name.length + 2;
    for (let place = 0; place < table.rows.length; place += Math.ceil(table.rows.length / 300))
      width = Math.max(width, String(show(table.rows[place][at])).length);
    return { name, kind, at, varies, show, width: Math.min(width, 26) };
  });
}

/** Of several seeds: what they agree in, or a mean. */
function valueOf(/** @type {Model} */ { table }, /** @type {Line} */ { places }, { at, kind, varies }) {
  const values = places.map(place => table.rows[place][at] ?? null), differ = varies ? new Set(values).size : 1;
  if (differ === 1) return { value: values[0] };
  const { mean, counted } = spreadOf(kind === "text" ? [] : values.map(value => Number(value ?? NaN)));
  return counted ? { value: mean, counted } : { value: null, differ };
}

export function Leaderboard(/** @type {{ model: Model }} */ { model }) {
  const { table, lit, pick, open, metric, fold } = model, at = model.at.value, sort = model.sort.value, by = sort.replace(/^-/, "");
  const shown = useMemo(() => shownOf(model), [table.version.value, metric.value, fold.value]), state = table.at.get("state") ?? 1;
  const ranked = `${metric.value}${at === "last" ? "" : at === "best" ? ", best" : ` after ${at}`}`;
  const trialsOf = line => line.places.map(place => table.rows[place][0]);
  const statesOf = line => [...new Set(line.places.map(place => table.rows[place][state]))];
  const unfold = key => {
    const all = new Set(open.value);
    open.value = all.delete(key) ? all : all.add(key);
  };
  const rank = line => {
    const trials = trialsOf(line), several = trials.length > 1, picked = trials.filter(trial => pick.value.has(trial)).length;
    return html`<input type="checkbox" aria-label=${`Select ${several ? `${trials.length} seeds` : trials[0]}`}
        checked=${picked === trials.length} indeterminate=${picked > 0 && picked < trials.length} onChange=${() => model.toggle(trials)} />
      ${several ? html`<button class="plain" aria-expanded=${open.value.has(line.key)} title=${`${trials.length} seeds`}
          onClick=${() => unfold(line.key)}>${open.value.has(line.key) ? "▾" : "▸"}${line.rank || "·"}</button>`
        : html`<a href=${link("trial", trials[0])} title=${`Trial ${trials[0]}`}>
          ${line.depth ? `seed ${short(table.cell(table.rows[line.places[0]], "seed"))}` : line.rank || "·"}</a>`}`;
  };
  const value = line => {
    const states = statesOf(line), told = states.filter(one => one !== "completed" && (one !== "pending" || states.length === 1));
    return html`${told.map(one => html`<${State} key=${one} of=${one} bare />`)}
      ${" "}${Number.isNaN(line.value) && !states.includes("diverged") ? "" : measure(line.value)}
      ${line.places.length > 1 && line.counted > 1 && html`<small> ± ${measure(line.spread)}</small>`}`;
  };
  const cell = (line, one) => {
    const { value, counted, differ } = valueOf(model, line, one), told = one.show(value);
    return counted ? html`<span title=${`mean of ${counted}`}>${told}</span>`
      : differ ? html`<span class="faint">${differ} differ</span>` : told;
  };
  const columns = [
    { name: "rank", title: html`<span class="unseen">selected, </span>rank`, width: fold.value ? 10 : 7, cell: rank,
      also: () => ({ class: "rank" }) },
    { name: "ranked", title: ranked, numeric: true, width: Math.max(18, ranked.length + 2), sort: "", cell: value,
      also: line => ({ class: `value ${statesOf(line).join() === "running" ? "faint" : ""}` }) },
    ...shown.map(one => ({ name: one.name, sort: one.name, numeric: one.kind !== "text", width: one.width,
      cell: line => cell(line, one) })),
  ];
  const order = { by, falls: by ? sort.startsWith("-") : model.better.value,
    sort: name => change({ sort: name === "" ? null : by !== name ? `-${name}` : sort.startsWith("-") ? name : null }) };
  const rowOf = line => {
    const trials = trialsOf(line), classes = `${trials.includes(lit.value) ? "lit" : ""} ${line.depth ? "inner" : ""}`;
    return { class: classes, onPointerEnter: () => { lit.value = trials[0]; } };
  };
  return html`<${LongTable} label="Leaderboard" rows=${model.lines.value} keyOf=${line => line.key} columns=${columns} order=${order}
    rowOf=${rowOf} onLeave=${() => { lit.value = null; }} />`;
}

/** The command that prints the trials that are shown. */
export function commandOf(/** @type {Model} */ model) {
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

/** What the table shows, every row of it. */
export function seen(/** @type {Model} */ model) {
  const { table } = model, shown = shownOf(model), many = model.fold.value, none = value => Number.isNaN(value) ? null : value;
  const columns = [{ name: "rank", kind: "integer" }, { name: "trial", kind: "text" }, { name: model.metric.value, kind: "number" },
    ...many ? [{ name: "spread", kind: "number" }, { name: "seeds", kind: "integer" }] : [],
    ...shown.map(({ name, kind }) => ({ name, kind }))];
  const rows = model.lines.value.map(line => [line.rank || null, table.rows[line.places[0]][0], none(line.value),
    ...many ? [none(line.spread), line.counted] : [], ...shown.map(one => valueOf(model, line, one).value)]);
  return { columns, rows };
}
