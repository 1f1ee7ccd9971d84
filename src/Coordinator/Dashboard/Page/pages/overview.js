// @ts-check
import { html } from "../html.js";
import { link } from "../address.js";
import { status } from "../live.js";
import { Failures } from "../parts/failure.js";
import { Progress } from "../parts/progress.js";
import { Since } from "../parts/since.js";
import { Slots } from "../parts/slots.js";
import { State, ago, measure, parametersOf, plural, seconds } from "../parts/words.js";

export function Overview() {
  const now = status.value;
  if (!now) return html`<h1>Overview</h1><p class="faint">Waiting for the coordinator …</p>`;
  const { sweeps, agents, failures, throughput, findings } = now, newest = sweeps.toSorted(later);
  const slots = agents.reduce((/** @type {number} */ sum, /** @type {any} */ agent) => sum + agent.slots.length, 0);
  const speed = [
    throughput?.imagesPerSecond > 0 && `${Math.round(throughput.imagesPerSecond).toLocaleString("en")} images/s`,
    throughput?.epochsPerMinute > 0 && `${throughput.epochsPerMinute.toFixed(throughput.epochsPerMinute < 10 ? 1 : 0)} epochs/min`,
    now.forecast?.likelySeconds > 0 && `all done in ${seconds(now.forecast.likelySeconds)}`,
  ].filter(Boolean);
  return html`
    <h1 class="unseen">Overview</h1>
    ${findings?.map((/** @type {string} */ sentence) => html`<p key=${sentence} class="note bad">${sentence}</p>`)}
    <${Since} />
    <section aria-label="Sweeps">
      <h2>Sweeps</h2>
      ${sweeps.length ? html`<div class="scroll"><table class="sweeps">
        <thead><tr><th scope="col">sweep</th><th scope="col">state</th><th scope="col">trials</th><th scope="col" class="number">left</th>
          <th scope="col">best so far</th><th scope="col">submitted</th></tr></thead>
        <tbody>${newest.map((/** @type {any} */ sweep) => html`<${Line} key=${sweep.name} sweep=${sweep} />`)}</tbody></table></div>`
      : html`<p class="faint">No sweep yet. <code>sweep submit FILE</code> submits one.</p>`}
    </section>
    <section aria-label="In training">
      <h2>In training <span class="faint">${[`${now.running.length} of ${plural(slots, "slot")}`, ...speed].join(" · ")}</span></h2>
      <${Slots} agents=${agents} />
    </section>
    ${failures.length > 0 && html`
      <section aria-label="Failures">
        <h2>Failures</h2>
        ${alike(failures).slice(0, 5).map(([first, ...others]) => html`
          <div key=${`${first.run} ${first.at}`}><${Failures} failures=${[first]} />
            ${others.length > 0 && html`
              <details><summary class="faint">${plural(others.length, "more attempt")} of ${first.sweep} ended alike</summary>
                <${Failures} failures=${others} /></details>`}</div>`)}
      </section>`}`;
}

/** Of the same sweep, with the same cause, the latest first. @param {any[]} failures @returns {any[][]} */
function alike(failures) {
  /** @type {Map<string, any[]>} */
  const all = new Map();
  for (const failure of failures) {
    const key = `${failure.sweep} ${failure.outcome} ${failure.detail}`, there = all.get(key);
    there ? there.push(failure) : all.set(key, [failure]);
  }
  return [...all.values()];
}

/** @param {any} a @param {any} b */
function later(a, b) { return b.submittedAt < a.submittedAt ? -1 : 1; }

/** @param {{ sweep: any }} props */
function Line({ sweep }) {
  const { trials, best, forecast } = sweep, done = trials.completed + trials.diverged + trials.failed + trials.cancelled;
  const { seed, ...without } = best.hyperparameters ?? {};
  return html`
    <tr>
      <td><a class="name" href=${link("sweep", sweep.name)}>${sweep.name}</a></td>
      <td><${State} of=${sweep.state} /></td>
      <td class="how"><${Progress} of=${trials} /> ${done.toLocaleString("en")}/${trials.total.toLocaleString("en")}
        ${trials.failed > 0 && html`${" "}
          <a class="bad" href=${link("sweep", sweep.name, { where: "state = failed" })}>${trials.failed} failed</a>`}</td>
      <td class="number" title=${forecast?.basis}>${forecast?.likelySeconds > 0 ? seconds(forecast.likelySeconds) : ""}</td>
      <td>${best.trial ? html`${best.metric} <b>${measure(best.mean ?? best.value)}</b>
        ${best.seeds > 1 ? html`<small class="faint"> over ${best.seeds} seeds</small>` : ""}${" "}
        <span class="faint">${parametersOf(without)}</span>` : html`<span class="faint">–</span>`}</td>
      <td class="faint">${ago(sweep.submittedAt)}</td>
    </tr>
    ${sweep.waiting && html`<tr class="waits"><td></td><td colspan="5">${sweep.waiting}</td></tr>`}`;
}
