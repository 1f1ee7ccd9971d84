// @ts-check
// A failure: when, of what, why, the trainer's last words, and the way out of it.
import { html } from "../html.js";
import { link } from "../address.js";
import { status } from "../live.js";
import { RetryButton } from "./actions.js";
import { clock, parametersOf, spaced, visible } from "./words.js";

/** The first line says the cause; what follows are the trainer's last words. @param {string} detail */
export function causeOf(detail) {
  const end = detail.indexOf("\n");
  return end < 0 ? { cause: detail, words: "" } : { cause: detail.slice(0, end), words: detail.slice(end + 1).trimEnd() };
}

/** @param {{ detail: string, open?: boolean }} props */
export function Cause({ detail, open = false }) {
  const { cause, words } = causeOf(detail);
  return html`<span class="cause">${visible(cause)}</span>
    ${words && html`<details open=${open}><summary>its last words</summary><pre class="printed" tabindex="0">${visible(words, true)}</pre>
      </details>`}`;
}

/** One attempt that did not end well; the latest of its run leads out of it. @param {{ failure: any }} props */
export function Failure({ failure }) {
  const { run, sweep, attempt } = failure;
  const known = status.value?.sweeps.find((/** @type {any} */ one) => one.name === sweep);
  const later = status.value?.failures.some((/** @type {any} */ other) => other.run === run && other.attempt > attempt);
  const gone = failure.runState === "failed" ? "given up" : `now ${failure.runState}`;
  return html`<article class="failure">
    <p><span class="faint">${clock(failure.at)}</span> <strong class="bad">${spaced(failure.outcome)}</strong> ${" "}
      <a href=${link("sweep", sweep)}>${sweep}</a>, ${" "}
      <a href=${link("query", "", { sweep, where: `run = '${run}'` })}
        title="The trials of this run">${parametersOf(failure.parameters)}</a>
      <span class="faint"> attempt ${attempt} on ${" "}
        <a href=${link("agents", failure.agent)}>${failure.agent}</a>${!later && `, ${gone}`}</span>
      ${failure.runState === "failed" && !later && html`<${RetryButton} sweep=${sweep} failed=${known?.trials.failed ?? 1} />`}</p>
    <p><${Cause} detail=${failure.detail} /></p>
  </article>`;
}

/** @param {{ failures: any[] }} props */
export const Failures = ({ failures }) => failures.length === 0 ? html`<p class="faint">No attempt failed lately.</p>`
  : failures.map(failure => html`<${Failure} key=${`${failure.run}/${failure.attempt}`} failure=${failure} />`);
