// @ts-check: Failures: when, of what, why, the trainer's last words, and the way out of it; of a whole sweep by their causes.
import { change, clock, grouped, html, link, parametersOf, plural, RetryButton, spaced, status, sweepOf, useMemo,
  visible } from "../kit.js";

/** The first line says the cause; what follows are the trainer's last words. */
export function causeOf(/** @type {string} */ detail) {
  const [cause, ...words] = detail.split("\n");
  return { cause, words: words.join("\n").trimEnd() };
}

export function Cause(/** @type {{ detail: string, open?: boolean }} */ { detail, open = false }) {
  const { cause, words } = causeOf(detail);
  return html`<span class="cause">${visible(cause)}</span>
    ${words && html`<details open=${open}><summary>its last words</summary>
      <pre class="printed" tabindex="0">${visible(words, true)}</pre></details>`}`;
}

/** One attempt that did not end well; the latest of its run leads out of it. */
function Failure({ failure: { run, sweep, attempt, runState, at, outcome, parameters, agent, detail } }) {
  const later = status.value?.failures.some(other => other.run === run && other.attempt > attempt), gone = runState === "failed";
  return html`<article class="failure">
    <p><span class="faint">${clock(at)}</span> <strong class="bad">${spaced(outcome)}</strong> ${" "}
      <a href=${link("sweep", sweep)}>${sweep}</a>, ${" "}
      <a href=${link("query", "", { sweep, where: `run = '${run}'` })} title="The trials of this run">${parametersOf(parameters)}</a>
      <span class="faint"> attempt ${attempt} on ${" "}
        <a href=${link("agents", agent)}>${agent}</a>${!later && `, ${gone ? "given up" : `now ${runState}`}`}</span>
      ${gone && !later && html`<${RetryButton} sweep=${sweep} failed=${sweepOf(sweep)?.trials.failed ?? 1} />`}</p>
    <p><${Cause} detail=${detail} /></p></article>`;
}

export const Attempts = (/** @type {{ failures: any[] }} */ { failures }) =>
  failures.map(failure => html`<${Failure} key=${`${failure.run}/${failure.attempt}`} failure=${failure} />`);

/** What did not end well in a sweep, by its cause. @param {{ model: Model }} props */
export function Failures({ model: { table, name } }) {
  const inState = state => table.rows.filter(row => table.cell(row, "state") === state);
  const [failed, diverged] = useMemo(() => ["failed", "diverged"].map(inState), [table.version.value]);
  const causes = [...grouped(failed, row => String(table.cell(row, "cause") ?? "unknown"))].sort(([, a], [, b]) => b.length - a.length);
  const lately = (status.value?.failures ?? []).filter(failure => failure.sweep === name);
  const keep = state => change({ where: `state = ${state}`, fold: "no" });
  if (!failed.length && !diverged.length && !lately.length) return html`<p class="faint">Nothing failed, nothing diverged.</p>`;
  return html`
    ${diverged.length > 0 && html`<p><button onClick=${() => keep("diverged")}>${plural(diverged.length, "trial")} diverged</button>${" "}
      <span class="faint">their loss was not finite: that is a result, and no attempt is repeated</span></p>`}
    ${failed.length > 0 && html`<p><button onClick=${() => keep("failed")}>${plural(failed.length, "trial")} failed</button>${" "}
      <${RetryButton} sweep=${name} failed=${failed.length} /></p>`}
    ${causes.slice(0, 20).map(([cause, rows]) => html`
      <article key=${cause} class="failure"><p><b>${plural(rows.length, "trial")}</b>${" "}<${Cause} detail=${cause} open /></p>
        <p>${rows.slice(0, 8).map(([trial]) => html`<a key=${trial} href=${link("trial", trial)}>${trial.slice(0, 8)}</a> `)}
          ${rows.length > 8 ? "…" : ""}</p></article>`)}
    ${lately.length > 0 && html`
      <details><summary>${plural(lately.length, "attempt")} lately</summary><${Attempts} failures=${lately} /></details>`}`;
}
