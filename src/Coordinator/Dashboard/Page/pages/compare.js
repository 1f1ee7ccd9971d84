// @ts-check
// Trials side by side: only what differs, their curves over each other, and the differences from the first.
import { html, useRef, useSignal, useState } from "../html.js";
import { address, change, link } from "../address.js";
import { read, Refused } from "../api.js";
import { useAnswer } from "../parts/answer.js";
import { Copy } from "../parts/copy.js";
import { causeOf } from "../parts/failure.js";
import { colourOf, Lines } from "../parts/lines.js";
import { curveOf, longest, metricsOf, metricsOfCurves, objectiveOf, parametersOf, valueAt } from "../parts/trials.js";
import { measure, number, plural, seconds, short, signed, State, visible } from "../parts/words.js";

/** How many can be told apart at all. */
const most = 200;

/** Until so many they stand as columns beside each other; more stand as rows. */
const abreast = 5;

/** @typedef {{ row: any, record: any }} Compared */

/** Records of runs that will not change any more, by their trials. @type {Map<string, any>} */
const settled = new Map();

/** @param {string} id */
async function recordOf(id) {
  const known = settled.get(id);
  if (known) return known;
  const record = await read(`trials/${encodeURIComponent(id)}`);
  const done = record.trials.length > 0 && record.trials.every((/** @type {any} */ row) => ["completed", "diverged"].includes(row.state));
  for (const row of done ? record.trials : []) settled.set(row.trial, record);
  return record;
}

/** @param {string} id @returns {Promise<Compared | null>} Null where there is none. */
async function comparedOf(id) {
  try {
    // The beginning of an id will do.
    const whole = id.length === 16 ? id : (await read("explain", { name: id, kind: "trial" })).name;
    const record = await recordOf(whole);
    return { record, row: [...record.trials, ...record.removed].find(row => row.trial === whole) };
  } catch (error) {
    if (error instanceof Refused && error.status === 400) return null;
    throw error;
  }
}

export function ComparePage() {
  const ids = [...new Set((address.value.query.get("trials") ?? "").split(",").filter(Boolean))];
  const asked = ids.slice(0, most);
  const { value, refusal } = useAnswer(() => Promise.all(asked.map(comparedOf)), [asked], { keep: true, rest: () => 2000 });
  const lit = useSignal(-1);
  const put = (/** @type {string[]} */ trials) => change({ trials: trials.join(",") });
  const add = html`<${Add} onAdd=${(/** @type {string} */ id) => put([...ids, id])} />`;
  if (!value) return html`<h1>Compare</h1><p class=${refusal ? "bad" : "faint"} role="status">${refusal || "Asking …"}</p>`;
  const all = value.filter(one => one !== null), unknown = asked.filter((_, at) => value[at] === null);
  const sweeps = [...new Set(all.map(one => one.record.spec.name))];
  return html`<div class="title"><h1>Compare</h1><span class="faint">${plural(all.length, "trial")}
      ${sweeps.length ? ` of ${sweeps.join(", ")}` : ""}</span>
      <span class="actions">${add}<${Copy} command=${commandOf(all, sweeps)} table=${() => tableOf(all)}
        name=${`${sweeps.join("-")}-compared`} /></span></div>
    ${refusal && html`<p class="bad">${refusal}</p>`}
    ${unknown.length > 0 && html`<p class="bad">There is no trial ${unknown.map(id => visible(id)).join(", ")}.</p>`}
    ${ids.length > most && html`<p class="bad">The first ${most} of ${ids.length} are compared.</p>`}
    ${all.length < 2 ? html`<p class="faint">Choose trials on a sweep's page, or add them here by their ids: two at least.</p>`
      : html`<${Differences} all=${all} lit=${lit}
        put=${(/** @type {Compared} */ without) => put(ids.filter(id => !without.row.trial.startsWith(id)))} />
        <${Curves} all=${all} lit=${lit} />`}`;
}

/** @param {{ onAdd: (id: string) => void }} props */
function Add({ onAdd }) {
  const [id, setId] = useState("");
  return html`<form class="inline"
    onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); if (id.trim()) onAdd(id.trim()); setId(""); }}>
    <input class="id" aria-label="Id of a trial" placeholder="id of a trial" value=${id}
      onInput=${(/** @type {any} */ event) => setId(event.target.value)} /> <button>Add</button></form>`;
}

/** @param {Compared[]} all @param {string[]} sweeps */
function commandOf(all, sweeps) {
  const ids = all.map(one => one.row.trial);
  if (ids.length === 2 && sweeps.length === 1) return ["sweep", "compare", ...ids, "--sweep", sweeps[0]];
  const where = `trial in (${ids.map(id => `'${id}'`).join(",")})`;
  return ids.length === 0 || where.length > longest ? null
    : ["sweep", "results", ...sweeps.length === 1 ? [sweeps[0]] : ["--all"], "--where", where];
}

/** Everything that can be said of a trial here, by name: hyperparameters, metrics, then the rest. @param {Compared} compared */
function toldOf({ row, record }) {
  return new Map([
    ["sweep", { kind: "about", value: record.spec.name }], ["state", { kind: "about", value: row.state }],
    ...[...parametersOf(row)].map(([name, value]) => /** @type {const} */ ([name, { kind: "parameter", value }])),
    ...[...metricsOf(row)].map(([name, value]) => /** @type {const} */ ([name, { kind: "metric", value: number(value) }])),
    ["bestEpoch", { kind: "about", value: row.bestEpoch }], ["seconds", { kind: "seconds", value: row.seconds }],
    ["attempts", { kind: "about", value: row.attempt }], ["agent", { kind: "about", value: row.agent }],
    ["device", { kind: "about", value: row.device }], ["precision", { kind: "about", value: row.precision }],
    ["cause", { kind: "about", value: row.cause && causeOf(row.cause).cause }],
  ]);
}

/** @param {Compared[]} all */
function seen(all) {
  const told = all.map(toldOf);
  const names = [...new Set(told.flatMap(one => [...one.keys()]))];
  const differs = names.filter(name => new Set(told.map(one => one.get(name)?.value ?? null)).size > 1);
  const rank = (/** @type {string} */ name) => ["parameter", "metric"].indexOf(told.find(one => one.has(name))?.get(name)?.kind ?? "") + 3;
  const order = (/** @type {string} */ name) => name === "sweep" || name === "state" ? 0 : rank(name) === 2 ? 9 : rank(name);
  const same = names.filter(name => !differs.includes(name) && told[0].get(name)?.value != null);
  return { told, differs: differs.sort((a, b) => order(a) - order(b)), same };
}

/** @param {Compared[]} all @returns {import("../parts/copy.js").Table} */
function tableOf(all) {
  const { told, differs } = seen(all);
  return {
    columns: ["trial", ...differs]
      .map(name => ({ name, kind: told.some(one => typeof one.get(name)?.value === "number") ? "number" : "text" })),
    rows: all.map((one, at) => [one.row.trial, ...differs.map(name => told[at].get(name)?.value)]),
  };
}

/** @param {any} one */
const shownValue = one => !one || one.value === null || one.value === undefined ? "–" : one.kind === "metric" ? measure(one.value)
  : one.kind === "seconds" ? seconds(one.value) : short(one.value);

/** @param {{ all: Compared[], lit: import("../html.js").Signal<number>, put: (without: Compared) => void }} props */
function Differences({ all, lit, put }) {
  const { told, differs, same } = seen(all);
  const { metric, largest } = objectiveOf(all[0].record);
  const numeric = (/** @type {string} */ name) => told.some(one => typeof one.get(name)?.value === "number");
  const cell = (/** @type {number} */ at, /** @type {string} */ name) => {
    const one = told[at].get(name), first = told[0].get(name);
    if (name === "state") return html`<td><${State} of=${one?.value} /></td>`;
    const gain = at > 0 && one?.kind === "metric" && first?.value != null && one.value !== null ? one.value - first.value : null;
    return html`<td class=${numeric(name) ? "number" : name === "cause" ? "clip" : ""}
      title=${name === "cause" ? shownValue(one) : undefined}>${shownValue(one)}${gain !== null
      && html` <span class=${name !== metric || gain === 0 ? "faint" : gain > 0 === largest ? "good"
        : "bad"}>${signed(gain)}</span>`}</td>`;
  };
  const head = (/** @type {Compared} */ one, /** @type {number} */ at) => html`<span class="key" aria-hidden="true"
    ref=${tinted(colourOf(at))}></span>
    <a href=${link("trial", one.row.trial)}><code>${one.row.trial.slice(0, 8)}</code></a>
    <button class="quiet" aria-label=${`Leave ${one.row.trial} out`} title="Leave out" onClick=${() => put(one)}>×</button>`;
  return html`<section><h2>What differs</h2>
    ${same.length > 0 && html`<p class="faint">
      The same everywhere: ${same.map(name => `${name} ${shownValue(told[0].get(name))}`).join(", ")}.</p>`}
    ${differs.length === 0 ? html`<p>Nothing differs.</p>` : html`<div class="wide" tabindex="0" role="region" aria-label="What differs">
      ${all.length <= abreast ? html`<table class="data"><thead><tr><td></td>
        ${all.map((one, at) => html`<th scope="col">${head(one, at)}</th>`)}</tr></thead>
        <tbody>${differs.map(name => html`<tr><th scope="row">${name}</th>${all.map((_, at) => cell(at, name))}</tr>`)}</tbody></table>`
      : html`<table class="data"><thead><tr><th>trial</th>
        ${differs.map(name => html`<th scope="col" class=${numeric(name) ? "number" : ""}>${name}</th>`)}</tr></thead>
        <tbody>${all.map((one, at) => html`<tr key=${one.row.trial} class=${lit.value === at ? "lit" : ""}
          onMouseEnter=${() => { lit.value = at; }} onFocusIn=${() => { lit.value = at; }}
          onMouseLeave=${() => { lit.value = -1; }}><th scope="row">${head(one, at)}</th>
          ${differs.map(name => cell(at, name))}</tr>`)}</tbody></table>`}</div>`}
    <p class="faint">Differences are from the first.</p></section>`;
}

/** @param {string} colour */
const tinted = colour => (/** @type {HTMLElement | null} */ element) => { if (element) element.style.background = colour; };

/** @param {{ all: Compared[], lit: import("../html.js").Signal<number> }} props */
function Curves({ all, lit }) {
  const canvas = useRef(null);
  const curves = all.map(one => curveOf(one.record, one.row));
  const metrics = metricsOfCurves(curves);
  if (metrics.length === 0) return html`<h2>Curves</h2><p class="faint">None of them has an epoch yet.</p>`;
  const wanted = address.value.query.get("metric") ?? objectiveOf(all[0].record).metric;
  const metric = metrics.includes(wanted) ? wanted : metrics[0];
  const [log, gaps] = [address.value.query.get("log") === "yes", address.value.query.get("gaps") === "yes"];
  const { told, differs } = seen(all);
  const labels = differs.filter(name => told[0].get(name)?.kind === "parameter").slice(0, 4);
  const x = Array.from({ length: Math.max(...curves.map(curve => curve.length)) }, (_, at) => at + 1);
  const value = (/** @type {any[]} */ curve, /** @type {number} */ at) => curve[at] ? valueAt(curve[at], metric) : null;
  const series = all.map((one, at) => ({
    label: labels.map(name => `${name} ${shownValue(told[at].get(name))}`).join(", ") || one.row.trial.slice(0, 8), colour: colourOf(at),
    values: x.map((_, epoch) => {
      const own = value(curves[at], epoch), first = value(curves[0], epoch);
      return !gaps ? own : own === null || first === null ? null : own - first;
    }),
  }));
  const sweeps = [...new Set(all.map(one => one.record.spec.name))];
  const runs = `run in (${[...new Set(all.map(one => `'${one.row.run}'`))].join(",")})`;
  return html`<section><h2>Curves <${Copy} name=${`compared-${metric}`} picture=${() => canvas.current} legend=${series} table=${() => ({
      columns: ["epoch", ...all.map(one => one.row.trial)].map(name => ({ name, kind: "number" })),
      rows: x.map((epoch, at) => [epoch, ...series.map(one => one.values[at])]),
    })} command=${runs.length > longest ? null : ["sweep", "results", ...sweeps.length === 1 ? sweeps : ["--all"], "--epochs",
      "--columns", `run, epoch, ${metric}`, "--where", runs, "--sort", "run, epoch"]} /></h2>
    <p class="switches"><label>Metric <select value=${metric}
      onChange=${(/** @type {any} */ event) => change({ metric: event.target.value })}>
        ${metrics.map(name => html`<option value=${name} selected=${name === metric}>${name}</option>`)}</select></label>
      <label><input type="checkbox" checked=${gaps}
        onChange=${() => change({ gaps: gaps ? null : "yes" })} /> difference from the first</label>
      <label><input type="checkbox" checked=${log} onChange=${() => change({ log: log ? null : "yes" })}
        disabled=${gaps} /> logarithmic</label></p>
    <${Lines} x=${x} series=${series} log=${log && !gaps} height=${320} canvas=${canvas} lit=${lit}
      label=${`${metric} of ${plural(all.length, "trial")} by epoch; CSV has the numbers.`} /></section>`;
}
