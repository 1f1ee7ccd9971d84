// @ts-check
// One trial: how it stands and why, what was measured, who tried, what was printed, where it came from, what is beside it in the grid.
import { html, useEffect, useRef, useState } from "../html.js";
import { address, change, link } from "../address.js";
import { read, send } from "../api.js";
import { useAnswer } from "../parts/answer.js";
import { RetryButton } from "../parts/actions.js";
import { Copy } from "../parts/copy.js";
import { Cause } from "../parts/failure.js";
import { colourOf, Lines } from "../parts/lines.js";
import { aroundOf, curveOf, metricsOf, metricsOfCurves, neighboursOf, objectiveOf, parametersOf, valueAt } from "../parts/trials.js";
import { ago, bytes, clock, measure, number, plural, seconds, short, signed, spaced, spoken, State, visible } from "../parts/words.js";

/** @param {string} id */
async function everythingOf(id) {
  const explained = await read("explain", { name: id, kind: "trial" });
  const record = await read(`trials/${encodeURIComponent(explained.name)}`);
  const trial = [...record.trials, ...record.removed].find(row => row.trial === explained.name);
  const [epochs, ...around] = await Promise.all(
    [read(`runs/${trial.run}/epochs`), ...aroundOf(record, trial).map(question => send("ask", question))]);
  return { explained, record, trial, epochs, around: neighboursOf(around.flatMap(({ rows }) => rows), record, trial) };
}

/** @param {{ name: string }} props */
export function TrialPage({ name }) {
  const { value, refusal } = useAnswer(() => everythingOf(name), [name], {
    // What is over hardly changes: its neighbours may.
    rest: ({ trial }) => trial.state === "running" ? 1000 : 5000,
  });
  if (!value) return html`<h1>Trial ${visible(name)}</h1>
    <p class=${refusal ? "bad" : "faint"} role="status">${refusal || "Asking …"}</p>`;
  const { explained, record, trial, epochs, around } = value;
  const sweep = record.spec.name;
  const attempts = record.attempts.filter((/** @type {any} */ one) => one.run === trial.run);
  const curve = curveOf(record, trial);
  return html`
    <p class="where"><a href=${link("sweep", sweep)}>${sweep}</a> / trial</p>
    <div class="title"><h1><code>${trial.trial}</code></h1> <${State} of=${trial.state} />
      ${!trial.inGrid && html`<span class="faint">no longer in the grid</span>`}
      <span class="actions">
        ${trial.state === "failed" && html`<${RetryButton} sweep=${sweep} failed=${record.view.trials.failed}
          label=${record.view.trials.failed === 1 ? "Retry" : `Retry it and ${record.view.trials.failed - 1} more failed`} />`}
        <${Copy} command=${["sweep", "trial", trial.trial, "--sweep", sweep]} name=${`${sweep}-${trial.trial}`} />
      </span></div>
    ${refusal && html`<p class="bad">${refusal}</p>`}
    <p class="why">${spoken(explained.why)} ${explained.change && html`<strong>${spoken(explained.change)}</strong>`}</p>
    <div class="pair">
      <section><h2>Hyperparameters</h2><${Facts} facts=${[...parametersOf(trial)].map(([key, told]) => [key, short(told)])} /></section>
      <section><h2>Result ${trial.state === "completed" && html`<span class="faint">after epoch ${trial.epochs}</span>`}</h2>
        <${Result} record=${record} trial=${trial} curve=${curve} /></section>
    </div>
    <${Curve} sweep=${sweep} trial=${trial} curve=${curve} epochs=${epochs} attempts=${attempts} />
    <${Attempts} attempts=${attempts} run=${trial.run}
      sharing=${record.trials.filter((/** @type {any} */ other) => other.run === trial.run)} trial=${trial} />
    ${attempts.length > 0 && html`<${Log} attempts=${attempts} trial=${trial.trial} sweep=${sweep} />`}
    <${Neighbours} record=${record} trial=${trial} around=${around} />
    <${Provenance} record=${record} trial=${trial} attempts=${attempts} />`;
}

/** @param {{ facts: any[][] }} props */
const Facts = ({ facts }) => html`<dl class="facts">${facts.map(([name, told]) => html`<dt>${name}</dt><dd>${told}</dd>`)}</dl>`;

/** @param {{ record: any, trial: any, curve: any[] }} props */
function Result({ record, trial, curve }) {
  const { metric, largest } = objectiveOf(record);
  const metrics = [...metricsOf(trial)].sort(([a], [b]) => Number(b === metric) - Number(a === metric));
  if (metrics.length === 0) return html`<p class="faint">${curve.length ? `None yet; epoch ${curve.length} of ${trial.epochs} is done.`
    : "None yet."}</p>`;
  return html`<${Facts} facts=${[
    ...metrics.map(([name, value]) => [name === metric ? html`<strong>${name}</strong>` : name,
      html`${measure(value)}${name === metric && html`<span class="faint"> ${largest ? "largest" : "smallest"} wins</span>`}`]),
    ...trial.bestEpoch ? [["best epoch", html`${trial.bestEpoch} <span
      class="faint">with ${measure(trial.bestEpochValue ?? trial.bestEpochValAccuracy)}</span>`]] : [],
    ["trained", html`${seconds(trial.seconds)}${trial.lostSeconds > 0 && html`<span
      class="faint"> and ${seconds(trial.lostSeconds)} in vain</span>`}`],
    ...trial.finished ? [["finished", html`<time datetime=${trial.finished} title=${trial.finished}>${clock(trial.finished)}</time>`]] : [],
  ]} />`;
}

/** @param {{ sweep: string, trial: any, curve: any[], epochs: any[], attempts: any[] }} props */
function Curve({ sweep, trial, curve, epochs, attempts }) {
  const canvas = useRef(null);
  const metrics = metricsOfCurves([curve]);
  const off = new Set((address.value.query.get("off") ?? "").split(",").filter(Boolean));
  const log = address.value.query.get("log") === "yes";
  if (curve.length === 0) return html`<h2>Epochs</h2><p class="faint">None is recorded yet.</p>`;
  const shown = metrics.filter(metric => !off.has(metric));
  const origins = new Map(epochs.map(origin => [origin.epoch, origin]));
  const numberOf = new Map(attempts.map(attempt => [attempt.lease, attempt.number]));
  const table = () => ({
    columns: ["epoch", ...metrics, "seconds"].map(name => ({ name, kind: "number" })),
    rows: curve.map(epoch => [epoch.epoch, ...metrics.map(metric => valueAt(epoch, metric)), epoch.seconds]),
  });
  const toggle = (/** @type {string} */ metric) => {
    off.has(metric) ? off.delete(metric) : off.add(metric);
    change({ off: [...off].join(",") });
  };
  return html`<section><h2>Epochs <${Copy} name=${`${trial.trial}-epochs`} table=${table} picture=${() => canvas.current}
      legend=${shown.map((label, at) => ({ label, colour: colourOf(at) }))}
      command=${["sweep", "results", sweep, "--epochs", "--where", `run = '${trial.run}' and epoch <= ${trial.epochs}`, "--sort",
        "epoch"]} /></h2>
    <p class="switches">${metrics.map(metric => html`<label><input type="checkbox" checked=${!off.has(metric)}
      onChange=${() => toggle(metric)} /> ${metric}</label>`)}
      <label><input type="checkbox" checked=${log} onChange=${() => change({ log: log ? null : "yes" })} /> logarithmic</label></p>
    <div class="beside"><${Lines} log=${log} canvas=${canvas}
      label=${`Curves of ${shown.join(", ")} over ${plural(curve.length, "epoch")}; the table beside them has the numbers.`}
      x=${curve.map(epoch => epoch.epoch)}
      series=${shown.map(metric => ({ label: metric, values: curve.map(epoch => valueAt(epoch, metric)) }))} />
    <div class="wide" tabindex="0" role="region" aria-label="Epochs"><table>
      <thead><tr><th class="number">epoch</th>${metrics.map(metric => html`<th class="number">${metric}</th>`)}
        <th class="number">seconds</th><th class="number">attempt</th><th>checkpoint</th></tr></thead>
      <tbody>${curve.map(epoch => {
        const origin = origins.get(epoch.epoch);
        return html`<tr><td class="number">${epoch.epoch}</td>
          ${metrics.map(metric => html`<td class="number">${measure(valueAt(epoch, metric))}</td>`)}
          <td class="number">${number(epoch.seconds)?.toFixed(2)}</td><td class="number">${numberOf.get(origin?.lease) ?? "–"}</td>
          <td>${origin?.checkpoint ? html`<code title=${`SHA-256 ${origin.checkpoint.sha256}`}>
            ${origin.checkpoint.sha256.slice(0, 12)}</code>
            <span class="faint"> ${bytes(origin.checkpoint.bytes)}</span>`
            : html`<span class="faint">–</span>`}</td></tr>`;
      })}</tbody></table></div></div></section>`;
}

/** @param {{ attempts: any[], run: string, sharing: any[], trial: any }} props */
function Attempts({ attempts, run, sharing, trial }) {
  const others = sharing.filter(other => other.trial !== trial.trial);
  return html`<section><h2>Attempts</h2>
    <p>${attempts.length === 0 ? "Nobody has tried it yet; it is trained by run " : `${plural(attempts.length, "attempt")} at run `}
      <code>${run}</code>${others.length > 0 && html`, which trains also ${others.map((other, at) => html`
        ${at > 0 && ", "}<a href=${link("trial", other.trial)}>epochs ${other.epochs}</a>`)}`}.</p>
    ${attempts.length > 0 && html`<div class="wide" tabindex="0" role="region" aria-label="Attempts"><table>
      <thead><tr><th class="number">no.</th><th>agent</th><th class="number">slot</th><th>epochs</th><th>began</th><th>took</th>
        <th>ended</th></tr></thead>
      <tbody>${attempts.map(one => html`<tr key=${one.number}><td class="number">${one.number}</td>
        <td><a href=${link("agents", one.agent)}>${one.agent}</a></td>
        <td class="number">${one.slot}</td><td>${one.fromEpoch + 1}–${one.toEpoch}</td>
        <td><time datetime=${one.grantedAt} title=${one.grantedAt}>${clock(one.grantedAt)}</time></td>
        <td>${seconds((new Date(one.endedAt ?? Date.now()).getTime() - new Date(one.startedAt ?? one.grantedAt).getTime()) / 1000)}</td>
        <td>${!one.endedAt ? html`<${State} of="running" />` : one.outcome === "completed" ? html`<${State} of="completed" />`
          : html`<strong class=${["diverged", "cancelled"].includes(one.outcome) ? "" : "bad"}>${spaced(one.outcome)}</strong>`}</td></tr>
        ${one.endedAt && one.outcome !== "completed" && html`<tr key=${`${one.number} why`}><td></td>
          <td class="story" colspan="6"><${Cause} detail=${one.detail} open=${one === attempts[attempts.length - 1]} /></td></tr>`}`)}
      </tbody></table></div>`}</section>`;
}

/** Of a log that is longer the end is kept, in characters. */
const mostPrinted = 400_000;

/** @param {{ attempts: any[], trial: string, sweep: string }} props */
function Log({ attempts, trial, sweep }) {
  const asked = Number(address.value.query.get("attempt"));
  const attempt = attempts.find(one => one.number === asked) ?? attempts[attempts.length - 1];
  const [printed, setPrinted] = useState({ lease: 0, text: "", done: false });
  const place = /** @type {{ current: HTMLElement | null }} */ (useRef(null));
  const atEnd = useRef(true);
  useEffect(() => {
    let gone = false, after = /** @type {string | null} */ (null), text = "";
    const rest = async () => {
      try {
        for (let part; !gone && (part = await read(`leases/${attempt.lease}/log`, { after })).text;) {
          after = String(part.next);
          text = (text + part.text).slice(-mostPrinted);
        }
      } catch { /* The frame says that nothing is heard; what is shown stays. */ }
      if (gone) return;
      setPrinted({ lease: attempt.lease, text, done: true });
      if (!attempt.endedAt) setTimeout(() => { if (!gone) rest(); }, 1000);
    };
    rest();
    return () => { gone = true; };
  }, [attempt.lease, attempt.endedAt]);
  useEffect(() => { if (atEnd.current && place.current) place.current.scrollTop = place.current.scrollHeight; }, [printed.text]);
  const text = printed.lease === attempt.lease ? printed.text : "";
  const onScroll = () => { const pre = place.current; atEnd.current = !!pre && pre.scrollHeight - pre.scrollTop - pre.clientHeight < 24; };
  return html`<section><h2>Log <${Copy} name=${`${trial}-log`}
      command=${["sweep", "logs", trial, "--sweep", sweep, ...attempts.length > 1 ? ["--attempt", String(attempt.number)] : [],
        ...attempt.endedAt ? [] : ["--follow"]]} /></h2>
    ${attempts.length > 1 && html`<p class="switches" role="group" aria-label="Attempt">${attempts.map(one => html`
      <button class="quiet" aria-pressed=${one === attempt ? "true" : "false"}
        onClick=${() => change({ attempt: String(one.number) })}>attempt ${one.number}</button>`)}</p>`}
    ${text ? html`<pre class="printed" tabindex="0" role="log" aria-live="off" aria-label=${`What attempt ${attempt.number} printed`}
      ref=${place} onScroll=${onScroll}>${visible(text, true)}</pre>`
      : html`<p class="faint">${printed.done ? "Nothing was printed, or nothing of it is kept here." : "Asking …"}</p>`}
    ${!attempt.endedAt && html`<p class="faint">It runs; what it prints is shown as it comes.</p>`}</section>`;
}

/** @param {{ record: any, trial: any, around: ReturnType<typeof neighboursOf> }} props */
function Neighbours({ record, trial, around }) {
  const { metric, largest } = objectiveOf(record);
  const own = number(metricsOf(trial).get(metric));
  const all = around.flatMap(({ below, above }) => [below, above]).flatMap(side => side ? [side.trial] : []);
  if (all.length === 0) return null;
  const cell = (/** @type {import("../parts/trials.js").Neighbour | null} */ side) => {
    if (!side) return html`<td class="faint">none</td>`;
    const gain = own === null || side.value === null ? null : side.value - own;
    const tone = !gain ? "faint" : gain > 0 === largest ? "good" : "bad";
    return html`<td><a href=${link("trial", side.trial)}>${short(side.of)}</a> ${" "}
      ${side.value === null ? html`<${State} of=${side.state} />` : html`${measure(side.value)} ${" "}
        <span class=${tone}>${signed(gain)}</span>`}</td>`;
  };
  return html`<section>
    <h2>Neighbours in the grid ${" "}
      <a class="button" href=${link("compare", "", { trials: [trial.trial, ...all].join(",") })}>Compare them</a></h2>
    <p class="faint">Trials that differ in one hyperparameter by one step, with their ${metric} and its difference from this trial's.</p>
    <div class="wide" tabindex="0" role="region" aria-label="Neighbours"><table>
      <thead><tr><th>parameter</th><th>one step below</th><th>this trial</th><th>one step above</th></tr></thead>
      <tbody>${around.map(({ name, of, below, above }) => html`<tr><th scope="row">${name}</th>${cell(below)}
        <td>${short(of)} ${own !== null && measure(own)}</td>${cell(above)}</tr>`)}</tbody></table></div></section>`;
}

/** @param {{ record: any, trial: any, attempts: any[] }} props */
function Provenance({ record, trial, attempts }) {
  const last = attempts.findLast(one => one.provenance);
  const code = record.spec.program?.code;
  const facts = [
    ["run", html`<code>${trial.run}</code>`],
    ...last ? [
      ["agent", html`<a href=${link("agents", last.agent)}>${last.agent}</a>
        ${trial.host && trial.host !== last.agent && ` on ${trial.host}`}`],
      ["device", `${last.provenance.device}, ${last.provenance.deviceModel}`],
      ["precision", last.provenance.precision],
      ["program", html`<code>sweep ${last.provenance.program}</code>`],
      ...last.provenance.libtorch !== "none" ? [["LibTorch", last.provenance.libtorch]] : [],
      ...last.provenance.driver ? [["driver", last.provenance.driver]] : [],
      ["dataset", html`${record.view.dataset} <code
        title=${last.provenance.datasetFingerprint}>${last.provenance.datasetFingerprint.slice(0, 12)}</code>`],
      ["began", html`<time datetime=${last.startedAt ?? last.grantedAt}>${clock(last.startedAt ?? last.grantedAt)}</time> <span
        class="faint">${ago(last.startedAt ?? last.grantedAt)}</span>`],
    ] : [],
    ...code ? [["code", html`<code title=${code}>${code.slice(0, 12)}</code>`]] : [],
    ...record.spec.program ? [["command", html`<code>${record.spec.program.command.join(" ")}</code>`]] : [],
  ];
  return html`<section><h2>Provenance</h2><${Facts} facts=${facts} /></section>`;
}
