// @ts-check
import { ago, clock, doneOf, grouped, html, link, many, measure, parametersOf, plural, Progress, seconds, State, status, Table, useEffect,
  useState } from "../kit.js";
import { Attempts } from "../parts/failure.js";
import { Slots } from "../parts/slots.js";

export function Page() {
  const now = status.value;
  if (!now) return html`<h1>Overview</h1><p class="faint">Waiting for the coordinator …</p>`;
  const { sweeps, agents, failures, throughput, findings, forecast } = now, slots = agents.flatMap(agent => agent.slots);
  const speed = [
    `${slots.filter(slot => slot.run).length} of ${plural(slots.length, "slot")}`,
    throughput?.imagesPerSecond > 0 && `${many(Math.round(throughput.imagesPerSecond))} images/s`,
    throughput?.epochsPerMinute > 0 && `${throughput.epochsPerMinute.toFixed(throughput.epochsPerMinute < 10 ? 1 : 0)} epochs/min`,
    forecast?.likelySeconds > 0 && `all done in ${seconds(forecast.likelySeconds)}`,
  ].filter(Boolean).join(" · ");
  // Of the same sweep, with the same cause, the latest first.
  const alike = [...grouped(failures, ({ sweep, outcome, detail }) => `${sweep} ${outcome} ${detail}`).values()];
  return html`
    <h1 class="unseen">Overview</h1>
    ${findings?.map(sentence => html`<p key=${sentence} class="note bad">${sentence}</p>`)}
    <${Since} />
    <section aria-label="Sweeps">
      <h2>Sweeps</h2>
      ${sweeps.length ? html`<${Sweeps} sweeps=${sweeps} />` : html`<p class="faint">No sweep yet. <code>sweep submit FILE</code> submits one.</p>`}
    </section>
    <section aria-label="In training">
      <h2>In training <span class="faint">${speed}</span></h2>
      ${agents.length === 0 && html`<p class="faint">No agent is here. <code>sweep serve</code> prints the line that starts one.</p>`}
      <div class="agents">${agents.map(agent => html`<${Agent} key=${agent.agent} agent=${agent} />`)}</div>
    </section>
    ${failures.length > 0 && html`
      <section aria-label="Failures">
        <h2>Failures</h2>
        ${alike.slice(0, 5).map(([first, ...others]) => html`
          <div key=${`${first.run} ${first.at}`}><${Attempts} failures=${[first]} />
            ${others.length > 0 && html`
              <details><summary class="faint">${plural(others.length, "more attempt")} of ${first.sweep} ended alike</summary>
                <${Attempts} failures=${others} /></details>`}</div>`)}
      </section>`}`;
}

/** The newest first. @param {{ sweeps: any[] }} props */
const Sweeps = ({ sweeps }) => html`<${Table} class="scroll sweeps" label="All sweeps" keyOf=${({ name }) => name}
  rows=${sweeps.toSorted((a, b) => b.submittedAt < a.submittedAt ? -1 : 1)} below=${({ waiting }) => waiting} columns=${[
    { name: "sweep", cell: ({ name }) => html`<a class="name" href=${link("sweep", name)}>${name}</a>` },
    { name: "state", cell: ({ state }) => html`<${State} of=${state} />` },
    { name: "trials", cell: ({ name, trials }) => html`<${Progress} of=${trials} /> ${many(doneOf(trials))}/${many(trials.total)}
      ${trials.failed > 0 && html`${" "}
        <a class="bad" href=${link("sweep", name, { where: "state = failed" })}>${trials.failed} failed</a>`}` },
    { name: "left", numeric: true, cell: ({ forecast }) => forecast?.likelySeconds > 0 ? seconds(forecast.likelySeconds) : "",
      also: ({ forecast }) => ({ title: forecast?.basis }) },
    { name: "best so far", cell: ({ best }) => {
      const { seed, ...without } = best.hyperparameters ?? {};
      return best.trial ? html`${best.metric} <b>${measure(best.mean ?? best.value)}</b>
        ${best.seeds > 1 && html`<small class="faint"> over ${best.seeds} seeds</small>`}${" "}
        <span class="faint">${parametersOf(without)}</span>` : html`<span class="faint">–</span>`;
    } },
    { name: "submitted", cell: ({ submittedAt }) => ago(submittedAt), also: () => ({ class: "faint" }) },
  ]} />`;

const Agent = (/** @type {{ agent: any }} */ { agent: { agent, state, hold, note, slots } }) => html`
  <section class="agent" aria-label=${`Agent ${agent}`}>
    <h3><a href=${link("agents", agent)}>${agent}</a> <${State} of=${state} /> ${hold && html`<span class="bad">${hold}</span>`}</h3>
    ${note && html`<p class="faint">${note}</p>`}
    <${Slots} slots=${slots} />
  </section>`;

/** Where this browser keeps how things stood when it last showed this coordinator. */
const seenKey = "seen";
let before = /** @type {any} */ (null);
try { before = JSON.parse(localStorage.getItem(seenKey) ?? "null"); } catch { /* What cannot be read was never seen. */ }

function remember() {
  if (!status.value) return;
  const sweeps = Object.fromEntries(status.value.sweeps.map(({ name, submittedAt: at, trials, best, state }) =>
    [name, { at, trials, mean: best.mean, state }]));
  try { localStorage.setItem(seenKey, JSON.stringify({ at: Date.now(), sweeps })); } catch { /* A browser may keep nothing. */ }
}

addEventListener("pagehide", remember);
addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") remember(); });

/** What changed since then. */
function Since() {
  const [gone, setGone] = useState(before === null), now = status.value;
  useEffect(() => { if (gone) before = null; }, [gone]);
  const news = gone || !before ? [] : now.sweeps.map(sweep => [sweep.name, newsOf(before.sweeps[sweep.name], sweep)]).filter(([, what]) => what);
  return news.length > 0 && html`
    <section class="since" aria-label="Since you last looked">
      <h2>Since you last looked <span class="faint">${clock(before.at)}</span>
        <button onClick=${() => { remember(); setGone(true); }}>seen</button></h2>
      <ul>${news.map(([name, what]) => html`<li key=${name}><a href=${link("sweep", name)}>${name}</a> ${what}</li>`)}</ul>
    </section>`;
}

/** @param {any} then @param {any} sweep */
function newsOf(then, { submittedAt, trials, best, state }) {
  if (!then || then.at !== submittedAt) return `is new: ${plural(trials.total, "trial")}, ${trials.completed} completed.`;
  const parts = ["completed", "failed", "diverged"].filter(what => trials[what] > then.trials[what]).map(what =>
    `${what === "completed" ? plural(trials[what] - then.trials[what], "trial") : trials[what] - then.trials[what]} more ${what}`);
  if (best.mean !== null && best.mean !== then.mean)
    parts.push(`best ${best.metric} ${then.mean === null ? "" : `${measure(then.mean)} → `}${measure(best.mean)}`);
  if (state !== then.state) parts.push(`is ${state}, was ${then.state}`);
  return parts.length ? `${parts.join(", ")}.` : "";
}
