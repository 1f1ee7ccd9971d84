// @ts-check: Trials side by side: only what differs, their curves over each other, and the differences from the first.
import { asked, change, Choice, Copy, Flag, html, link, measure, number, plural, read, Refused, seconds, short, signed, State, Table,
  tableOf, useAnswer, useRef, useSignal, useState, visible, Waiting } from "../kit.js";
import { colourOf } from "../parts/cloud.js";
import { Lines } from "../parts/curves.js";
import { causeOf } from "../parts/failure.js";
import { curveOf, longest, metricsOf, metricsOfCurves, objectiveOf, searched, valueAt } from "../parts/trials.js";

/** How many can be told apart at all; until so many they stand as columns beside each other, more stand as rows. */
const most = 200, abreast = 5;

/** Records of runs that will not change any more, by their trials. */
const settled = new Map();

/** id: Its beginning will do. Null where there is no such trial. */
async function comparedOf(/** @type {string} */ id) {
  try {
    const trial = id.length === 16 ? id : (await read("explain", { name: id, kind: "trial" })).name;
    const record = settled.get(trial) ?? await read(`trials/${encodeURIComponent(trial)}`), row = [...record.trials, ...record.removed]
      .find(row => row.trial === trial), over = record.trials.every(({ state }) => state === "completed" || state === "diverged");
    for (const one of over ? record.trials : []) settled.set(one.trial, record);
    return { trial, run: row.run, sweep: record.spec.name, told: toldOf(row, record), curve: curveOf(record, row), ...objectiveOf(record) };
  } catch (error) {
    if (error instanceof Refused && error.status === 400) return null;
    throw error;
  }
}

/** Everything that can be said of a trial here, by name: hyperparameters, metrics, then the rest. */
function toldOf(row, record) {
  const of = (kind, entries) => entries.map(([name, value]) => [name, { kind, value: value ?? null }]);
  return new Map([...of("first", [["sweep", record.spec.name], ["state", row.state]]), ...of("parameter", [...searched(row)]),
    ...of("metric", [...metricsOf(row)].map(([name, value]) => [name, number(value)])), ...of("about", [["bestEpoch", row.bestEpoch]]),
    ...of("seconds", [["seconds", row.seconds]]), ...of("about", [["attempts", row.attempt], ["agent", row.agent], ["device", row.device],
      ["precision", row.precision], ["cause", row.cause && causeOf(row.cause).cause]])]);
}

const valueOf = (one, name) => one.told.get(name)?.value ?? null;
const shown = (one, name) => {
  const { kind, value = null } = one.told.get(name) ?? {};
  return value === null ? "–" : kind === "metric" ? measure(value) : kind === "seconds" ? seconds(value) : short(value);
};
const isNumeric = (all, name) => all.some(one => typeof valueOf(one, name) === "number");

/** The command that prints these, where an expression can say them. */
function resultsOf(sweeps, column, ids, /** @type {string[]} */ ...more) {
  const where = `${column} in (${ids.map(id => `'${id}'`).join(",")})`, of = sweeps.length === 1 ? sweeps : ["--all"];
  return ids.length === 0 || where.length > longest ? null : ["sweep", "results", ...of, "--where", where, ...more];
}

export function Page() {
  const ids = [...new Set(asked("trials").split(",").filter(Boolean))], first = ids.slice(0, most), lit = useSignal(-1);
  const { value, refusal } = useAnswer(() => Promise.all(first.map(comparedOf)), [first], { keep: true, rest: () => 2000 });
  if (!value) return html`<h1>Compare</h1><${Waiting} refusal=${refusal} />`;
  const all = value.filter(one => one !== null), unknown = first.filter((_, at) => value[at] === null);
  const sweeps = [...new Set(all.map(({ sweep }) => sweep))], trials = all.map(({ trial }) => trial);
  const pair = all.length === 2 && sweeps.length === 1;
  const put = trials => change({ trials: trials.join(",") }), { same, differs } = namesOf(all);
  const table = () => tableOf([{ name: "trial", value: one => one.trial },
    ...differs.map(name => ({ name, numeric: isNumeric(all, name), value: one => valueOf(one, name) }))], all);
  return html`<div class="title"><h1>Compare</h1><span class="faint">${plural(all.length, "trial")}
      ${sweeps.length ? ` of ${sweeps.join(", ")}` : ""}</span>
      <span class="actions"><${Add} onAdd=${id => put([...ids, id])} /><${Copy} name=${`${sweeps.join("-")}-compared`} table=${table}
        command=${pair ? ["sweep", "compare", ...trials, "--sweep", ...sweeps] : resultsOf(sweeps, "trial", trials)} /></span></div>
    ${refusal && html`<p class="bad">${refusal}</p>`}
    ${unknown.length > 0 && html`<p class="bad">There is no trial ${unknown.map(id => visible(id)).join(", ")}.</p>`}
    ${ids.length > most && html`<p class="bad">The first ${most} of ${ids.length} are compared.</p>`}
    ${all.length < 2 ? html`<p class="faint">Choose trials on a sweep's page, or add them here by their ids: two at least.</p>`
      : html`<${Differences} all=${all} lit=${lit} same=${same} differs=${differs}
          leaveOut=${trial => put(ids.filter(id => !trial.startsWith(id)))} />
        <${Curves} all=${all} lit=${lit} sweeps=${sweeps} differs=${differs} />`}`;
}

function Add({ onAdd }) {
  const [id, setId] = useState(""), add = event => { event.preventDefault(); if (id.trim()) onAdd(id.trim()); setId(""); };
  return html`<form class="inline" onSubmit=${add}><input class="id" aria-label="Id of a trial" placeholder="id of a trial" value=${id}
    onInput=${event => setId(event.target.value)} /> <button>Add</button></form>`;
}

/** What differs, the sweep and the state before all, then hyperparameters and metrics; and what is the same everywhere. */
function namesOf(all) {
  const names = [...new Set(all.flatMap(({ told }) => [...told.keys()]))], kinds = ["first", "parameter", "metric"];
  const order = name => kinds.indexOf(all.find(({ told }) => told.has(name)).told.get(name).kind) + 1 || 9;
  const differs = names.filter(name => new Set(all.map(one => valueOf(one, name))).size > 1).sort((a, b) => order(a) - order(b));
  return { differs, same: names.filter(name => !differs.includes(name) && valueOf(all[0], name) !== null) };
}

function Differences({ all, lit, same, differs, leaveOut }) {
  const [first] = all, { metric, largest } = first, turned = all.length <= abreast;
  const cell = (one, name) => {
    if (name === "state") return html`<${State} of=${valueOf(one, name)} />`;
    const [own, firsts] = [valueOf(one, name), valueOf(first, name)], gain = own - firsts;
    const told = one !== first && one.told.get(name)?.kind === "metric" && own !== null && firsts !== null;
    const tone = name !== metric || !gain ? "faint" : gain > 0 === largest ? "good" : "bad";
    return html`${shown(one, name)}${told && html` <span class=${tone}>${signed(gain)}</span>`}`;
  };
  const head = ({ trial }, at) => html`<span class="key" aria-hidden="true" style=${{ background: colourOf(at) }}></span>
    <a href=${link("trial", trial)}><code>${trial.slice(0, 8)}</code></a>
    <button class="quiet" aria-label=${`Leave ${trial} out`} title="Leave out" onClick=${() => leaveOut(trial)}>×</button>`;
  const also = (one, name) => ({ class: name === "cause" ? "clip" : isNumeric(all, name) ? "number" : "",
    title: name === "cause" ? shown(one, name) : undefined });
  const across = [{ name: "", head: true, value: name => name }, ...all.map((one, at) =>
    ({ name: one.trial, title: head(one, at), cell: name => cell(one, name), also: name => also(one, name) }))];
  const down = [{ name: "trial", head: true, cell: head }, ...differs.map(name =>
    ({ name, numeric: isNumeric(all, name), cell: one => cell(one, name), also: one => also(one, name) }))];
  const light = at => () => { lit.value = at; };
  const rowOf = (_, at) => turned ? {}
    : { class: lit.value === at ? "lit" : "", onMouseEnter: light(at), onFocusIn: light(at), onMouseLeave: light(-1) };
  return html`<section><h2>What differs</h2>
    ${same.length > 0 && html`<p class="faint">
      The same everywhere: ${same.map(name => `${name} ${shown(first, name)}`).join(", ")}.</p>`}
    ${differs.length === 0 ? html`<p>Nothing differs.</p>` : html`<${Table} label="What differs" columns=${turned ? across : down}
      rows=${turned ? differs : all} keyOf=${row => row.trial ?? row} rowOf=${rowOf} />`}
    <p class="faint">Differences are from the first.</p></section>`;
}

function Curves({ all, lit, sweeps, differs }) {
  const canvas = useRef(null), metrics = metricsOfCurves(all.map(({ curve }) => curve)), gaps = !!asked("gaps"), [first] = all;
  if (metrics.length === 0) return html`<h2>Curves</h2><p class="faint">None of them has an epoch yet.</p>`;
  const wanted = asked("metric", first.metric), metric = metrics.includes(wanted) ? wanted : metrics[0];
  const labels = differs.filter(name => first.told.get(name)?.kind === "parameter").slice(0, 4);
  const epochs = Array.from({ length: Math.max(...all.map(({ curve }) => curve.length)) }, (_, at) => at + 1);
  const series = all.map((one, at) => ({
    label: labels.map(name => `${name} ${shown(one, name)}`).join(", ") || one.trial.slice(0, 8), colour: colourOf(at),
    values: epochs.map((_, epoch) => {
      const own = valueAt(one.curve[epoch], metric), firsts = gaps ? valueAt(first.curve[epoch], metric) : 0;
      return own === null || firsts === null ? null : own - firsts;
    }),
  }));
  const names = ["epoch", ...all.map(({ trial }) => trial)];
  const table = () => tableOf(names.map((name, at) => ({ name, numeric: true, value: row => row[at] })),
    epochs.map((epoch, at) => [epoch, ...series.map(one => one.values[at])]));
  const command = resultsOf(sweeps, "run", [...new Set(all.map(({ run }) => run))], "--epochs", "--columns", `run, epoch, ${metric}`,
    "--sort", "run, epoch");
  return html`<section><h2>Curves <${Copy} name=${`compared-${metric}`} picture=${() => canvas.current?.()} legend=${series} table=${table}
      command=${command} /></h2>
    <p class="switches"><${Choice} label="Metric" value=${metric} options=${metrics} onPick=${name => change({ metric: name })} />
      <${Flag} name="gaps" label="difference from the first" /><${Flag} name="log" label="logarithmic" disabled=${gaps} /></p>
    <${Lines} series=${series} logy=${!!asked("log") && !gaps} canvas=${canvas} lit=${lit}
      label=${`${metric} of ${plural(all.length, "trial")} by epoch; CSV has the numbers.`} /></section>`;
}
