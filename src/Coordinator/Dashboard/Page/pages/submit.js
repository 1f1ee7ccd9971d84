// @ts-check: Hands a sweep file in: its plan and what it costs first, then asked once. With a sweep's name: its own file, to be edited.
import { Facts, go, html, link, many, obstacle, plural, read, say, seconds, send, sentenceOf, status, sweepOf, useEffect, useRef,
  useState } from "../kit.js";

export function Page({ name }) {
  const [source, setSource] = useState(""), [plan, setPlan] = useState(null), [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(""), planned = useRef(null), why = obstacle("submit"), loses = plan?.view.removedResults > 0;
  const attempt = async (doing, run) => {
    setBusy(doing);
    setRefusal("");
    try { await run(); } catch (error) { setRefusal(sentenceOf(error)); }
    setBusy("");
  };
  const edit = text => { setSource(text); setPlan(null); setRefusal(""); };
  const take = async file => { if (file) edit(await file.text()); };
  const look = () => attempt("plan", async () => {
    const { spec, notes } = await send("file", { source }), view = await send("preview", { spec });
    setPlan({ spec, notes, view, spent: await spentOn(view.sweep) });
  });
  const submit = () => attempt("submit", async () => {
    const done = await send("sweeps", { spec: plan.spec, source, confirm: true });
    go(link("sweep", done.sweep));
    say(`${done.sweep} is submitted: ${plural(done.openTrials, "trial")} to train.`);
  });
  useEffect(() => { if (name) attempt("", async () => setSource((await read("ranking", { sweep: name })).source)); }, [name]);
  useEffect(() => planned.current?.focus(), [plan]);
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
      <div class="choices start"><label class="field">or choose a file <input type="file" accept=".yaml,.yml,text/yaml"
          onChange=${event => take(event.target.files[0])} /></label>
        <button class="first" disabled=${!source.trim() || !!busy}>${busy === "plan" ? "…" : "Show the plan"}</button></div>
      <pre id="submit-refusal" class="refusal" role="alert">${refusal}</pre></form>
    ${plan && html`<section class="plan" tabindex="-1" ref=${planned} aria-label="Plan"><h2>The plan of ${plan.view.sweep}</h2>
      <${Plan} ...${plan} />
      <div class="choices start"><button class=${loses ? "grave" : "first"} disabled=${!!busy || !!why} title=${why ?? undefined}
        onClick=${submit}>${busy ? "…" : loses ? "Submit, and take those out" : "Submit"}</button></div></section>`}`;
}

function Plan({ view, notes, spent }) {
  const { trials, newTrials, removedTrials, openTrials, removedResults, pinnedCode, advice, epochsToTrain } = view;
  const known = newTrials < trials || removedTrials > 0;
  const parts = ` ${newTrials} new, ${trials - newTrials} kept, ${removedTrials} taken out`;
  return html`<${Facts} facts=${[["trials", html`${many(trials)}${known && html`<span class="faint">${parts}</span>`}`],
      ["to train", `${plural(openTrials, "trial")}, ${plural(epochsToTrain, "epoch")}`], ["cost", cost(epochsToTrain, spent)]]} />
    ${notes.map(note => html`<p>${note}</p>`)}
    ${openTrials === 0 && html`<p>The sweep is complete: nothing is left to train.</p>`}
    ${view.wasCancelled && html`<p>It was cancelled; it goes on by this.</p>`}
    ${removedResults > 0 && html`<p class="bad">${plural(removedResults, "trial")} of those taken out
      ${removedResults === 1 ? " has a result" : " have results"};
      what is known of them stays in the database.${advice && ` To keep them write ${advice}.`}</p>`}
    ${pinnedCode && html`<p class="bad">The sweep has other code (${pinnedCode.slice(0, 12)}) than this file names.</p>`}`;
}

/** Seconds that an epoch of the sweep took so far; null where none is known. */
async function spentOn(sweep) {
  const trained = sweepOf(sweep)?.epochsTrained;
  const { rows } = trained ? await send("ask", { sweep, removed: true, aggregates: "sum(ownSeconds)" }) : { rows: [] };
  return rows[0]?.[0] ? rows[0][0] / trained : null;
}

/** What can be said of the time: from the sweep's own epochs, or else from the pace of all. */
function cost(epochs, spent) {
  const { agents = [], throughput } = status.value ?? {}, pace = throughput?.epochsPerMinute;
  const slots = agents.filter(agent => agent.state === "online" && !agent.hold).flatMap(agent => agent.slots).length;
  const there = slots === 0 ? "no agent is there now: it waits until one joins" : `${plural(slots, "slot")} there now`;
  if (epochs === 0) return "nothing";
  if (spent) return `${seconds(spent * epochs)} of devices at ${seconds(spent)} an epoch, as its epochs took so far; `
    + (slots > 0 ? `${seconds(spent * epochs / slots)} on the ${there}` : there);
  return pace > 0 && slots > 0
    ? `${seconds(epochs / pace * 60)} at the pace of the last five minutes (${pace.toFixed(0)} epochs a minute), ${there}`
    : `not known before its first epochs; ${there}`;
}
