// @ts-check
// Hands a sweep file in: its plan and what it costs first, then asked once. With a sweep's name: its own file, to be edited.
import { Facts, go, html, link, many, obstacle, plural, read, say, seconds, send, sentenceOf, status, sweepOf, useEffect, useRef,
  useState } from "../kit.js";

export function Page(/** @type {{ name: string }} */ { name }) {
  const [source, setSource] = useState(""), [plan, setPlan] = useState(null), [refusal, setRefusal] = useState(""), [busy, setBusy] = useState("");
  const planned = useRef(null), why = obstacle("submit");
  useEffect(() => { if (name) read("ranking", { sweep: name }).then(record => setSource(record.source), error => setRefusal(error.message)); }, [name]);
  useEffect(() => planned.current?.focus(), [plan]);
  const edit = text => { setSource(text); setPlan(null); setRefusal(""); };
  const take = async file => { if (file) edit(await file.text()); };
  const attempt = async (doing, run) => {
    setBusy(doing);
    setRefusal("");
    try { await run(); } catch (error) { setRefusal(sentenceOf(error)); }
    setBusy("");
  };
  const look = () => attempt("plan", async () => {
    const { spec, notes } = await send("file", { source }), view = await send("preview", { spec });
    setPlan({ spec, notes, view, spent: await spentOn(view.sweep) });
  });
  const submit = () => attempt("submit", async () => {
    const done = await send("sweeps", { spec: plan.spec, source, confirm: true });
    go(link("sweep", done.sweep));
    say(`${done.sweep} is submitted: ${plural(done.openTrials, "trial")} to train.`);
  });
  const loses = plan?.view.removedResults > 0;
  return html`<h1>${name ? html`Extend ${name}` : "Submit a sweep"}</h1>
    <p class="faint">${name
      ? `The file that ${name} was submitted with. Trials that stay in the grid keep their results; new ones are trained.`
      : "A sweep file: paste it or choose one. Its plan is shown before anything is submitted."}</p>
    ${why && html`<p class="bad">${why}</p>`}
    <form onSubmit=${event => { event.preventDefault(); look(); }} class="submit" onDragOver=${event => event.preventDefault()}
      onDrop=${event => { event.preventDefault(); take(event.dataTransfer.files[0]); }}>
      <label class="field">Sweep file <textarea rows="16" spellcheck=${false} value=${source} aria-describedby="submit-refusal"
        onInput=${event => edit(event.target.value)}
        placeholder=${"name: …\nspace:\n  lr: { log: [1e-4, 1e-1], count: 6 }\n  epochs: [5, 10]"} /></label>
      <div class="choices start">
        <label class="field">or choose a file <input type="file" accept=".yaml,.yml,text/yaml"
          onChange=${event => take(event.target.files[0])} /></label>
        <button class="first" disabled=${!source.trim() || !!busy}>${busy === "plan" ? "…" : "Show the plan"}</button>
      </div>
      <pre id="submit-refusal" class="refusal" role="alert">${refusal}</pre>
    </form>
    ${plan && html`<section class="plan" tabindex="-1" ref=${planned} aria-label="Plan">
      <h2>The plan of ${plan.view.sweep}</h2>
      <${Plan} ...${plan} />
      <div class="choices start"><button class=${loses ? "grave" : "first"} disabled=${!!busy || !!why} title=${why ?? undefined}
        onClick=${submit}>${busy ? "…" : loses ? "Submit, and take those out" : "Submit"}</button></div>
    </section>`}`;
}

function Plan(/** @type {{ view: any, notes: string[], spent: number | null }} */ { view, notes, spent }) {
  const { trials, newTrials, removedTrials, openTrials, removedResults, pinnedCode, advice } = view, known = newTrials < trials || removedTrials > 0;
  return html`<${Facts} facts=${[
    ["trials", html`${many(trials)}${known && html`<span class="faint"> ${newTrials} new, ${" "}
      ${trials - newTrials} kept, ${removedTrials} taken out</span>`}`],
    ["to train", `${plural(openTrials, "trial")}, ${plural(view.epochsToTrain, "epoch")}`], ["cost", cost(view, spent)],
  ]} />
  ${notes.map(note => html`<p>${note}</p>`)}
  ${openTrials === 0 && html`<p>The sweep is complete: nothing is left to train.</p>`}
  ${view.wasCancelled && html`<p>It was cancelled; it goes on by this.</p>`}
  ${removedResults > 0 && html`<p class="bad">${plural(removedResults, "trial")} of those taken out
    ${removedResults === 1 ? " has a result" : " have results"};
    what is known of them stays in the database.${advice && ` To keep them write ${advice}.`}</p>`}
  ${pinnedCode && html`<p class="bad">The sweep has other code (${pinnedCode.slice(0, 12)}) than this file names.</p>`}`;
}

/** Seconds that an epoch of the sweep took so far; null where none is known. @param {string} sweep */
async function spentOn(sweep) {
  const trained = sweepOf(sweep)?.epochsTrained;
  if (!trained) return null;
  const { rows } = await send("ask", { sweep, removed: true, aggregates: "sum(ownSeconds)" });
  return rows[0]?.[0] ? rows[0][0] / trained : null;
}

/** What can be said of the time: from the sweep's own epochs, or else from the pace of all. @param {any} view @param {number | null} spent */
function cost({ epochsToTrain }, spent) {
  const { agents = [], throughput } = status.value ?? {}, pace = throughput?.epochsPerMinute;
  const slots = agents.filter(agent => agent.state === "online" && !agent.hold).reduce((sum, agent) => sum + agent.slots.length, 0);
  const there = slots === 0 ? "no agent is there now: it waits until one joins" : `${plural(slots, "slot")} there now`;
  if (epochsToTrain === 0) return "nothing";
  if (spent) return `${seconds(spent * epochsToTrain)} of devices at ${seconds(spent)} an epoch, as its epochs took so far; `
    + (slots > 0 ? `${seconds(spent * epochsToTrain / slots)} on the ${there}` : there);
  return pace > 0 && slots > 0
    ? `${seconds(epochsToTrain / pace * 60)} at the pace of the last five minutes (${pace.toFixed(0)} epochs a minute), ${there}`
    : `not known before its first epochs; ${there}`;
}
