// @ts-check
// What did not end well, by its cause: so many trials, why, and the way out of it.
import { html, useMemo } from "../html.js";
import { change, link } from "../address.js";
import { status } from "../live.js";
import { RetryButton } from "../parts/actions.js";
import { Cause, Failures as Attempts } from "../parts/failure.js";
import { plural } from "../parts/words.js";

/** @param {{ model: import("./model.js").Model }} props */
export function Failures({ model }) {
  const { table } = model;
  const causes = useMemo(() => {
    /** @type {Map<string, string[]>} */
    const all = new Map(), state = table.at.get("state") ?? 1;
    for (const row of table.rows) {
      if (row[state] !== "failed") continue;
      const cause = String(table.cell(row, "cause") ?? "unknown"), there = all.get(cause);
      there ? there.push(row[0]) : all.set(cause, [row[0]]);
    }
    return [...all].sort(([, a], [, b]) => b.length - a.length);
  }, [table.version.value]);
  const diverged = useMemo(() => table.rows.filter(row => table.cell(row, "state") === "diverged").length, [table.version.value]);
  const lately = (status.value?.failures ?? []).filter((/** @type {any} */ failure) => failure.sweep === model.name);
  const failed = causes.reduce((sum, [, trials]) => sum + trials.length, 0);
  const keep = (/** @type {string} */ state) => change({ where: `state = ${state}`, fold: "no" });
  if (!failed && !diverged && !lately.length) return html`<p class="faint">Nothing failed, nothing diverged.</p>`;
  return html`
    ${diverged > 0 && html`<p><button onClick=${() => keep("diverged")}>${plural(diverged, "trial")} diverged</button>${" "}
      <span class="faint">their loss was not finite: that is a result, and no attempt is repeated</span></p>`}
    ${failed > 0 && html`<p><button onClick=${() => keep("failed")}>${plural(failed, "trial")} failed</button>${" "}
      <${RetryButton} sweep=${model.name} failed=${failed} /></p>`}
    ${causes.slice(0, 20).map(([cause, trials]) => html`
      <article key=${cause} class="failure"><p><b>${plural(trials.length, "trial")}</b>${" "}<${Cause} detail=${cause} open /></p>
        <p>${trials.slice(0, 8).map(trial => html`<a key=${trial} href=${link("trial", trial)}>${trial.slice(0, 8)}</a> `)}
          ${trials.length > 8 ? "…" : ""}</p></article>`)}
    ${lately.length > 0 && html`
      <details><summary>${plural(lately.length, "attempt")} lately</summary><${Attempts} failures=${lately} /></details>`}`;
}
