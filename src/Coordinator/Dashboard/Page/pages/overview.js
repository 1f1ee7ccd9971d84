// @ts-check
import { ago, clock, doneOf, grouped, html, link, many, measure, parametersOf, plural, Progress, seconds, State, status, Table, useEffect,
  useState } from "../kit.js";
import { Attempts } from "../parts/failure.js";
import { Slots } from "../parts/slots.js";

export function Page() {
  const now = status.value;
  if (!now) return html`<h1>Overview</h1><p class="faint">Waiting for the coordinator …</p>`;
  const { sweeps, agents, failures, throughput, findings, forecast } = now, slots = agents.flatMap(agent => agent.slots);
  const { imagesPerSecond = 0, epochsPerMinute = 0 } = throughput ?? {}, left = forecast?.likelySeconds;
  const speed = [`${slots.filter(slot => slot.run).length} of ${plural(slots.length, "slot")}`,
    imagesPerSecond > 0 && `${many(Math.round(imagesPerSecond))} images/s`,
    epochsPerMinute > 0 && `${epochsPerMinute.toFixed(epochsPerMinute < 10 ? 1 : 0)} epochs/min`,
    left > 0 && `all done in ${seconds(left)}`];
  // Of the same sweep, with the same cause, the latest first.
  const alike = [...grouped(failures, ({ sweep, outcome, detail }) => `${sweep} ${outcome} ${detail}`).values()];
  return html`
    <h1 class="unseen">Overview</h1>
    ${findings?.map(sentence => html`<p key=${sentence} class="note bad">${sentence}</p>`)}
    <${Since} />
    <section aria-label="Sweeps"><h2>Sweeps</h2>
      ${sweeps.length ? html`<${Table} class="scroll sweeps" label="All sweeps" keyOf=${({ name }) => name} columns=${columns}
        below=${({ waiting }) => waiting} rows=${sweeps.toSorted((a, b) => b.submittedAt < a.submittedAt ? -1 : 1)} />`
        : html`<p class="faint">No sweep yet. <code>sweep submit FILE</code> submits one.</p>`}</section>
    <section aria-label="In training"><h2>In training <span class="faint">${speed.filter(Boolean).join(" · ")}</span></h2>
      ${agents.length === 0 && html`<p class="faint">No agent is here. <code>sweep serve</code> prints the line that starts one.</p>`}
      <div class="agents">${agents.map(({ agent, state, hold, note, slots }) => html`
        <section key=${agent} class="agent" aria-label=${`Agent ${agent}`}>
          <h3><a href=${link("agents", agent)}>${agent}</a> <${State} of=${state} /> ${hold && html`<span class="bad">${hold}</span>`}</h3>
          ${note && html`<p class="faint">${note}</p>`}<${Slots} slots=${slots} /></section>`)}</div></section>
    ${failures.length > 0 && html`<section aria-label="Failures"><h2>Failures</h2>${alike.slice(0, 5).map(([first, ...others]) => html`
      <div key=${`${first.run} ${first.at}`}><${Attempts} failures=${[first]} />
        ${others.length > 0 && html`<details>
          <summary class="faint">${plural(others.length, "more attempt")} of ${first.sweep} ended alike</summary>
          <${Attempts} failures=${others} /></details>`}</div>`)}</section>`}`;
}

/** What is said of a sweep. @type {Column[]} */
const columns = [
  { name: "sweep", cell: ({ name }) => html`<a class="name" href=${link("sweep", name)}>${name}</a>` },
  { name: "state", cell: ({ state }) => html`<${State} of=${state} />` },
  { name: "trials", cell: ({ name, trials }) => html`<${Progress} of=${trials} /> ${many(doneOf(trials))}/${many(trials.total)}
    ${trials.failed > 0 && html` <a class="bad" href=${link("sweep", name, { where: "state = failed" })}>${trials.failed} failed</a>`}` },
  { name: "left", numeric: true, cell: ({ forecast }) => forecast?.likelySeconds > 0 ? seconds(forecast.likelySeconds) : "",
    also: ({ forecast }) => ({ title: forecast?.basis }) },
  { name: "best so far", cell: ({ best: { trial, metric, mean, value, seeds, hyperparameters } }) => {
    const { seed, ...without } = hyperparameters ?? {}, over = seeds > 1 && html`<small class="faint"> over ${seeds} seeds</small>`;
    return trial ? html`${metric} <b>${measure(mean ?? value)}</b>${over} <span class="faint">${parametersOf(without)}</span>` : "–";
  } },
  { name: "submitted", cell: ({ submittedAt }) => ago(submittedAt), also: () => ({ class: "faint" }) },
];

/** Where this browser keeps how things stood when it last showed this coordinator. */
const seenKey = "seen";
let before = /** @type {any} */ (null);
try { before = JSON.parse(localStorage.getItem(seenKey) ?? "null"); } catch { /* What cannot be read was never seen. */ }

function remember() {
  const known = status.value?.sweeps.map(({ name, submittedAt, trials, best: { mean }, state }) =>
    [name, { at: submittedAt, trials, mean, state }]);
  if (!known) return;
  const seen = JSON.stringify({ at: Date.now(), sweeps: Object.fromEntries(known) });
  try { localStorage.setItem(seenKey, seen); } catch { /* A browser may keep nothing. */ }
}
addEventListener("pagehide", remember);
addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") remember(); });

/** What changed since then. */
function Since() {
  const [gone, setGone] = useState(before === null), sweeps = gone || !before ? [] : status.value.sweeps;
  useEffect(() => { if (gone) before = null; }, [gone]);
  const news = sweeps.map(sweep => [sweep.name, newsOf(before.sweeps[sweep.name], sweep)]).filter(([, what]) => what);
  return news.length > 0 && html`<section class="since" aria-label="Since you last looked">
    <h2>Since you last looked <span class="faint">${clock(before.at)}</span>
      <button onClick=${() => { remember(); setGone(true); }}>seen</button></h2>
    <ul>${news.map(([name, what]) => html`<li key=${name}><a href=${link("sweep", name)}>${name}</a> ${what}</li>`)}</ul></section>`;
}

function newsOf(then, { submittedAt, trials, best, state }) {
  if (!then || then.at !== submittedAt) return `is new: ${plural(trials.total, "trial")}, ${trials.completed} completed.`;
  const more = what => trials[what] - then.trials[what];
  const parts = [more("completed") > 0 && `${plural(more("completed"), "trial")} more completed`,
    more("failed") > 0 && `${more("failed")} more failed`, more("diverged") > 0 && `${more("diverged")} more diverged`,
    best.mean !== null && best.mean !== then.mean
      && `best ${best.metric} ${then.mean === null ? "" : `${measure(then.mean)} → `}${measure(best.mean)}`,
    state !== then.state && `is ${state}, was ${then.state}`].filter(Boolean);
  return parts.length ? `${parts.join(", ")}.` : "";
}
