// @ts-check
// Hands a sweep file in: its plan and what it costs first, then asked once. With a sweep's name: its own file, to be edited.
import { html, useEffect, useRef, useState } from "../html.js";
import { go, link } from "../address.js";
import { read, send } from "../api.js";
import { status } from "../live.js";
import { obstacle } from "../parts/actions.js";
import { say } from "../parts/say.js";
import { plural, seconds } from "../parts/words.js";

/** @param {{ name: string }} props */
export function SubmitPage({ name }) {
  const [source, setSource] = useState("");
  const [plan, setPlan] = useState(/** @type {any} */ (null));
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState("");
  const planned = /** @type {{ current: HTMLElement | null }} */ (useRef(null));
  useEffect(() => {
    if (name) read("ranking", { sweep: name }).then(record => setSource(record.source), error => setRefusal(error.message));
  }, [name]);
  useEffect(() => planned.current?.focus(), [plan]);
  const why = obstacle("submit");
  const edit = (/** @type {string} */ text) => { setSource(text); setPlan(null); setRefusal(""); };
  const attempt = async (/** @type {string} */ doing, /** @type {() => Promise<void>} */ run) => {
    setBusy(doing);
    setRefusal("");
    try { await run(); } catch (error) { setRefusal(error instanceof Error ? error.message : String(error)); }
    setBusy("");
  };
  const look = (/** @type {Event} */ event) => {
    event.preventDefault();
    attempt("plan", async () => {
      const { spec, notes } = await send("file", { source });
      const view = await send("preview", { spec });
      setPlan({ spec, notes, view, spent: await spentOn(view.sweep) });
    });
  };
  const submit = () => attempt("submit", async () => {
    const done = await send("sweeps", { spec: plan.spec, source, confirm: true });
    go(link("sweep", done.sweep));
    say(`${done.sweep} is submitted: ${plural(done.openTrials, "trial")} to train.`);
  });
  const take = async (/** @type {File | undefined} */ file) => { if (file) edit(await file.text()); };
  return html`<h1>${name ? html`Extend ${name}` : "Submit a sweep"}</h1>
    <p class="faint">${name
      ? `The file that ${name} was submitted with. Trials that stay in the grid keep their results; new ones are trained.`
      : "A sweep file: paste it or choose one. Its plan is shown before anything is submitted."}</p>
    ${why && html`<p class="bad">${why}</p>`}
    <form onSubmit=${look} class="submit" onDragOver=${(/** @type {Event} */ event) => event.preventDefault()}
      onDrop=${(/** @type {any} */ event) => { event.preventDefault(); take(event.dataTransfer.files[0]); }}>
      <label class="field">Sweep file <textarea rows="16" spellcheck=${false} value=${source}
        onInput=${(/** @type {any} */ event) => edit(event.target.value)}
        aria-describedby="submit-refusal"
        placeholder=${"name: …\nspace:\n  lr: { log: [1e-4, 1e-1], count: 6 }\n  epochs: [5, 10]"} /></label>
      <div class="choices start">
        <label class="field">or choose a file <input type="file" accept=".yaml,.yml,text/yaml"
          onChange=${(/** @type {any} */ event) => take(event.target.files[0])} /></label>
        <button class="first" disabled=${!source.trim() || !!busy}>${busy === "plan" ? "…" : "Show the plan"}</button>
      </div>
      <pre id="submit-refusal" class="refusal" role="alert">${refusal}</pre>
    </form>
    ${plan && html`<section class="plan" tabindex="-1" ref=${planned} aria-label="Plan">
      <h2>The plan of ${plan.view.sweep}</h2>
      <${Plan} ...${plan} />
      <div class="choices start"><button class=${plan.view.removedResults > 0 ? "grave" : "first"} disabled=${!!busy || !!why}
        title=${why ?? undefined}
        onClick=${submit}>${busy ? "…" : plan.view.removedResults > 0 ? "Submit, and take those out" : "Submit"}</button></div>
    </section>`}`;
}

/** @param {{ view: any, notes: string[], spent: number | null }} props */
function Plan({ view, notes, spent }) {
  const known = view.newTrials < view.trials || view.removedTrials > 0;
  return html`<dl class="facts">
    <dt>trials</dt><dd>${view.trials.toLocaleString("en")}${known && html`<span class="faint"> ${view.newTrials} new, ${" "}
      ${view.trials - view.newTrials} kept, ${view.removedTrials} taken out</span>`}</dd>
    <dt>to train</dt><dd>${plural(view.openTrials, "trial")}, ${plural(view.epochsToTrain, "epoch")}</dd>
    <dt>cost</dt><dd>${cost(view, spent)}</dd>
  </dl>
  ${notes.map(note => html`<p>${note}</p>`)}
  ${view.openTrials === 0 && html`<p>The sweep is complete: nothing is left to train.</p>`}
  ${view.wasCancelled && html`<p>It was cancelled; it goes on by this.</p>`}
  ${view.removedResults > 0 && html`<p class="bad">${plural(view.removedResults, "trial")} of those taken out
    ${view.removedResults === 1 ? " has a result" : " have results"};
    what is known of them stays in the database.${view.advice && ` To keep them write ${view.advice}.`}</p>`}
  ${view.pinnedCode && html`<p class="bad">The sweep has other code (${view.pinnedCode.slice(0, 12)}) than this file names.</p>`}`;
}

/** Seconds that an epoch of the sweep took so far; null where none is known. @param {string} sweep */
async function spentOn(sweep) {
  const known = status.value?.sweeps.find((/** @type {any} */ one) => one.name === sweep);
  if (!known?.epochsTrained) return null;
  const { rows } = await send("ask", { sweep, removed: true, aggregates: "sum(ownSeconds)" });
  return rows[0]?.[0] ? rows[0][0] / known.epochsTrained : null;
}

/**
 * What can be said of the time: from the sweep's own epochs, or else from the pace of all.
 * @param {any} view @param {number | null} spent
 */
function cost(view, spent) {
  const now = status.value;
  const slots = (now?.agents ?? []).filter((/** @type {any} */ agent) => agent.state === "online" && !agent.hold)
    .reduce((/** @type {number} */ sum, /** @type {any} */ agent) => sum + agent.slots.length, 0);
  if (view.epochsToTrain === 0) return "nothing";
  const there = slots === 0 ? "no agent is there now: it waits until one joins" : `${plural(slots, "slot")} there now`;
  if (spent) {
    const all = spent * view.epochsToTrain;
    return `${seconds(all)} of devices at ${seconds(spent)} an epoch, as its epochs took so far; `
      + (slots > 0 ? `${seconds(all / slots)} on the ${there}` : there);
  }
  const pace = now?.throughput?.epochsPerMinute;
  return pace > 0 && slots > 0
    ? `${seconds(view.epochsToTrain / pace * 60)} at the pace of the last five minutes (${pace.toFixed(0)} epochs a minute), ${there}`
    : `not known before its first epochs; ${there}`;
}
