// @ts-check
// One trial: how it stands and why, what was measured, who tried, what was printed, where it came from, what is beside it in the grid.
import { ago, asked, bytes, change, Check, clock, Copy, Facts, Flag, html, link, measure, Moment, number, plural, read, RetryButton,
  seconds, send, short, signed, spaced, spoken, State, Table, tableOf, useAnswer, useEffect, useRef, useState, visible,
  Waiting } from "../kit.js";
import { colourOf } from "../parts/cloud.js";
import { Lines } from "../parts/curves.js";
import { Cause } from "../parts/failure.js";
import { aroundOf, curveOf, metricsOf, metricsOfCurves, neighboursOf, objectiveOf, searched, valueAt } from "../parts/trials.js";

/** @param {string} id */
async function everythingOf(id) {
  const explained = await read("explain", { name: id, kind: "trial" }), record = await read(`trials/${encodeURIComponent(explained.name)}`);
  const trial = [...record.trials, ...record.removed].find(row => row.trial === explained.name);
  const [epochs, ...around] = await Promise.all(
    [read(`runs/${trial.run}/epochs`), ...aroundOf(record, trial).map(question => send("ask", question))]);
  return { explained, record, trial, epochs, around: neighboursOf(around.flatMap(({ rows }) => rows), record, trial),
    sweep: record.spec.name, attempts: record.attempts.filter(one => one.run === trial.run), curve: curveOf(record, trial),
    ...objectiveOf(record) };
}

export function Page(/** @type {Words} */ { name }) {
  // What is over hardly changes: its neighbours may.
  const { value, refusal } = useAnswer(() => everythingOf(name), [name], { rest: ({ trial }) => trial.state === "running" ? 1000 : 5000 });
  if (!value) return html`<h1>Trial ${visible(name)}</h1><${Waiting} refusal=${refusal} />`;
  const { explained, record, trial, sweep, attempts } = value, { failed } = record.view.trials;
  return html`
    <p class="where"><a href=${link("sweep", sweep)}>${sweep}</a> / trial</p>
    <div class="title"><h1><code>${trial.trial}</code></h1> <${State} of=${trial.state} />
      ${!trial.inGrid && html`<span class="faint">no longer in the grid</span>`}
      <span class="actions">
        ${trial.state === "failed" && html`<${RetryButton} sweep=${sweep} failed=${failed}
          label=${failed === 1 ? "Retry" : `Retry it and ${failed - 1} more failed`} />`}
        <${Copy} command=${["sweep", "trial", trial.trial, "--sweep", sweep]} name=${`${sweep}-${trial.trial}`} />
      </span></div>
    ${refusal && html`<p class="bad">${refusal}</p>`}
    <p class="why">${spoken(explained.why)} ${explained.change && html`<strong>${spoken(explained.change)}</strong>`}</p>
    <div class="pair">
      <section><h2>Hyperparameters</h2><${Facts} facts=${[...searched(trial)].map(([key, told]) => [key, short(told)])} /></section>
      <section><h2>Result ${trial.state === "completed" && html`<span class="faint">after epoch ${trial.epochs}</span>`}</h2>
        <${Result} ...${value} /></section>
    </div>
    <${Epochs} ...${value} /><${Attempts} ...${value} />
    ${attempts.length > 0 && html`<${Log} ...${value} />`}
    <${Neighbours} ...${value} /><${Provenance} ...${value} />`;
}

function Result({ trial, curve, metric, largest }) {
  const metrics = [...metricsOf(trial)].sort(([a], [b]) => Number(b === metric) - Number(a === metric));
  if (metrics.length === 0) return html`
    <p class="faint">None yet${curve.length > 0 && `; epoch ${curve.length} of ${trial.epochs} is done`}.</p>`;
  return html`<${Facts} facts=${[
    ...metrics.map(([name, value]) => name !== metric ? [name, measure(value)] : [html`<strong>${name}</strong>`,
      html`${measure(value)}<span class="faint"> ${largest ? "largest" : "smallest"} wins</span>`]),
    trial.bestEpoch && ["best epoch", html`${trial.bestEpoch}
      <span class="faint"> with ${measure(trial.bestEpochValue ?? trial.bestEpochValAccuracy)}</span>`],
    ["trained", html`${seconds(trial.seconds)}${trial.lostSeconds > 0
      && html`<span class="faint"> and ${seconds(trial.lostSeconds)} in vain</span>`}`],
    trial.finished && ["finished", html`<${Moment} at=${trial.finished} />`],
  ]} />`;
}

function Epochs({ sweep, trial, curve, epochs, attempts }) {
  const canvas = useRef(null), metrics = metricsOfCurves([curve]), off = new Set(asked("off").split(",").filter(Boolean));
  if (curve.length === 0) return html`<h2>Epochs</h2><p class="faint">None is recorded yet.</p>`;
  const shown = metrics.filter(metric => !off.has(metric)), origins = new Map(epochs.map(origin => [origin.epoch, origin]));
  const numberOf = new Map(attempts.map(attempt => [attempt.lease, attempt.number]));
  const toggle = metric => { if (!off.delete(metric)) off.add(metric); change({ off: [...off].join(",") }); };
  const columns = [
    { name: "epoch", numeric: true, value: ({ epoch }) => epoch },
    ...metrics.map(name => ({ name, numeric: true, value: epoch => valueAt(epoch, name), cell: epoch => measure(valueAt(epoch, name)) })),
    { name: "seconds", numeric: true, value: epoch => epoch.seconds, cell: epoch => number(epoch.seconds)?.toFixed(2) },
    { name: "attempt", numeric: true, cell: ({ epoch }) => numberOf.get(origins.get(epoch)?.lease) ?? "–" },
    { name: "checkpoint", cell: ({ epoch }) => {
      const { sha256, bytes: size } = origins.get(epoch)?.checkpoint ?? {};
      return html`<code title=${sha256 && `SHA-256 ${sha256}`}>${sha256?.slice(0, 12)}</code>
        <span class="faint"> ${sha256 ? bytes(size) : "–"}</span>`;
    } },
  ];
  return html`<section><h2>Epochs <${Copy} name=${`${trial.trial}-epochs`} table=${() => tableOf(columns, curve)}
      picture=${() => canvas.current?.()} legend=${shown.map((label, at) => ({ label, colour: colourOf(at) }))}
      command=${["sweep", "results", sweep, "--epochs", "--where",
        `run = '${trial.run}' and epoch <= ${trial.epochs}`, "--sort", "epoch"]} /></h2>
    <p class="switches">${metrics.map(metric => html`<${Check} label=${metric} on=${!off.has(metric)} turn=${() => toggle(metric)} />`)}
      <${Flag} name="log" label="logarithmic" /></p>
    <div class="beside"><${Lines} logy=${!!asked("log")} canvas=${canvas}
      label=${`Curves of ${shown.join(", ")} over ${plural(curve.length, "epoch")}; the table beside them has the numbers.`}
      series=${shown.map(label => ({ label, values: curve.map(epoch => valueAt(epoch, label)) }))} />
    <${Table} label="Epochs" columns=${columns} rows=${curve} /></div></section>`;
}

function Attempts({ attempts, trial, record }) {
  const others = record.trials.filter(other => other.run === trial.run && other.trial !== trial.trial), last = attempts.at(-1);
  const took = ({ startedAt, grantedAt, endedAt }) => (Date.parse(endedAt ?? new Date()) - Date.parse(startedAt ?? grantedAt)) / 1000;
  return html`<section><h2>Attempts</h2>
    <p>${attempts.length === 0 ? "Nobody has tried it yet; it is trained by run " : `${plural(attempts.length, "attempt")} at run `}
      <code>${trial.run}</code>${others.length > 0 && html`, which trains also ${others.map((other, at) => html`
        ${at > 0 && ", "}<a href=${link("trial", other.trial)}>epochs ${other.epochs}</a>`)}`}.</p>
    ${attempts.length > 0 && html`<${Table} label="Attempts" rows=${attempts} keyOf=${one => one.number}
      below=${one => one.endedAt && one.outcome !== "completed" && html`<${Cause} detail=${one.detail} open=${one === last} />`} columns=${[
        { name: "no.", numeric: true, value: one => one.number },
        { name: "agent", cell: one => html`<a href=${link("agents", one.agent)}>${one.agent}</a>` },
        { name: "slot", numeric: true, value: one => one.slot },
        { name: "epochs", value: one => `${one.fromEpoch + 1}–${one.toEpoch}` },
        { name: "began", cell: one => html`<${Moment} at=${one.grantedAt} />` },
        { name: "took", value: one => seconds(took(one)) },
        { name: "ended", cell: ({ endedAt, outcome }) => !endedAt || outcome === "completed"
          ? html`<${State} of=${endedAt ? outcome : "running"} />`
          : html`<strong class=${["diverged", "cancelled"].includes(outcome) ? "" : "bad"}>${spaced(outcome)}</strong>` },
      ]} />`}</section>`;
}

/** Of a log that is longer the end is kept, in characters. */
const mostPrinted = 400_000;

function Log({ attempts, trial: { trial }, sweep }) {
  const attempt = attempts.find(one => one.number === Number(asked("attempt"))) ?? attempts.at(-1);
  const [printed, setPrinted] = useState({ lease: 0, text: "", done: false }), place = useRef(null), atEnd = useRef(true);
  useEffect(() => {
    let gone = false, after = null, text = "";
    const rest = async () => {
      try {
        for (let part; !gone && (part = await read(`leases/${attempt.lease}/log`, { after })).text; after = part.next)
          text = (text + part.text).slice(-mostPrinted);
      } catch { /* The frame says that nothing is heard; what is shown stays. */ }
      if (gone) return;
      setPrinted({ lease: attempt.lease, text, done: true });
      if (!attempt.endedAt) setTimeout(() => { if (!gone) rest(); }, 1000);
    };
    rest();
    return () => { gone = true; };
  }, [attempt.lease, attempt.endedAt]);
  // Who reads at the end goes on reading there.
  useEffect(() => { if (atEnd.current && place.current) place.current.scrollTop = place.current.scrollHeight; }, [printed.text]);
  const onScroll = ({ target: at }) => { atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 24; };
  const text = printed.lease === attempt.lease ? printed.text : "";
  return html`<section><h2>Log <${Copy} name=${`${trial}-log`} command=${["sweep", "logs", trial, "--sweep", sweep,
      ...attempts.length > 1 ? ["--attempt", String(attempt.number)] : [], ...attempt.endedAt ? [] : ["--follow"]]} /></h2>
    ${attempts.length > 1 && html`<p class="switches" role="group" aria-label="Attempt">${attempts.map(one => html`
      <button class="quiet" aria-pressed=${one === attempt ? "true" : "false"}
        onClick=${() => change({ attempt: String(one.number) })}>attempt ${one.number}</button>`)}</p>`}
    ${text ? html`<pre class="printed" tabindex="0" role="log" aria-live="off" aria-label=${`What attempt ${attempt.number} printed`}
      ref=${place} onScroll=${onScroll}>${visible(text, true)}</pre>`
      : html`<p class="faint">${printed.done ? "Nothing was printed, or nothing of it is kept here." : "Asking …"}</p>`}
    ${!attempt.endedAt && html`<p class="faint">It runs; what it prints is shown as it comes.</p>`}</section>`;
}

function Neighbours({ trial, around, metric, largest }) {
  const own = number(metricsOf(trial).get(metric));
  const all = around.flatMap(({ below, above }) => [below, above]).flatMap(side => side?.trial ?? []);
  const cell = side => {
    if (!side) return html`<span class="faint">none</span>`;
    const gain = own === null || side.value === null ? null : side.value - own;
    const tone = !gain ? "faint" : gain > 0 === largest ? "good" : "bad";
    return html`<a href=${link("trial", side.trial)}>${short(side.of)}</a> ${" "}${side.value === null ? html`<${State} of=${side.state} />`
      : html`${measure(side.value)} <span class=${tone}>${signed(gain)}</span>`}`;
  };
  return all.length > 0 && html`<section>
    <h2>Neighbours in the grid ${" "}
      <a class="button" href=${link("compare", "", { trials: [trial.trial, ...all].join(",") })}>Compare them</a></h2>
    <p class="faint">Trials that differ in one hyperparameter by one step, with their ${metric} and its difference from this trial's.</p>
    <${Table} label="Neighbours" rows=${around} columns=${[
      { name: "parameter", head: true, value: ({ name }) => name }, { name: "one step below", cell: ({ below }) => cell(below) },
      { name: "this trial", cell: ({ of }) => `${short(of)} ${own === null ? "" : measure(own)}` },
      { name: "one step above", cell: ({ above }) => cell(above) }]} /></section>`;
}

function Provenance({ record: { spec: { program }, view: { dataset } }, trial, attempts }) {
  const last = attempts.findLast(one => one.provenance), from = last?.provenance ?? {}, began = last?.startedAt ?? last?.grantedAt;
  const code = (whole, shown = whole.slice(0, 12)) => html`<code title=${whole}>${shown}</code>`;
  return html`<section><h2>Provenance</h2><${Facts} facts=${[
    ["run", html`<code>${trial.run}</code>`],
    ...last ? [
      ["agent", html`<a href=${link("agents", last.agent)}>${last.agent}</a>
        ${trial.host && trial.host !== last.agent && ` on ${trial.host}`}`],
      ["device", `${from.device}, ${from.deviceModel}`], ["precision", from.precision],
      ["program", html`<code>sweep ${from.program}</code>`],
      from.libtorch !== "none" && ["LibTorch", from.libtorch],
      from.arithmetic && ["arithmetic", from.arithmetic], from.driver && ["driver", from.driver],
      ["dataset", html`${dataset} ${code(from.datasetFingerprint)}`],
      ["began", html`<time datetime=${began}>${clock(began)}</time> <span class="faint">${ago(began)}</span>`],
    ] : [],
    program?.code && ["code", code(program.code)], program && ["command", html`<code>${program.command.join(" ")}</code>`],
  ]} /></section>`;
}
