// @ts-check: Which configuration is best, in words, and how sure that is.
import { html, link, measure, parametersOf, plural, read, short, Table, useAnswer } from "../kit.js";

/** Milliseconds: asked anew so often at most, and so many times the last answer's own apart, for of a large sweep it is much to reckon. */
const pace = 5000, rests = 100, longest = 60_000;

export function Winner({ name }) {
  const rest = (_, took) => Math.min(longest, Math.max(pace, rests * took));
  const { value: best } = useAnswer(() => read("winner", { sweep: name }), [name], { rest });
  if (!best?.configuration) return html`<p class="winner faint">${best ? "No trial has completed yet." : "…"}</p>`;
  const { configuration: { mean, seeds, deviation, interval }, tied = [], edges = [], notes = [] } = best;
  const { seed, ...without } = best.hyperparameters;
  return html`
    <div class="winner">
      <p><b>${parametersOf(without)}</b> is best: ${best.metric} <b>${measure(mean)}</b>
        ${seeds > 1 ? ` ± ${measure(deviation)} over ${seeds} seeds` : ""}
        ${interval ? `, 95 % between ${measure(interval.low)} and ${measure(interval.high)}` : ""}.
        ${tied.length > 0 && html`<b> It is tied with ${plural(tied.length, "other configuration")}</b>: the difference may be chance.`}
        ${" "}<a href=${link("trial", best.trial)}>its best trial</a></p>
      <details><summary>${tied.length ? "ties, and what this rests on" : "what this rests on"}</summary>
        ${tied.length > 0 && html`<${Ties} best=${best} tied=${tied} />`}
        <ul>${[...edges, ...notes].map(sentence => html`<li key=${sentence}>${sentence}</li>`)}</ul>
      </details>
    </div>`;
}

function Ties({ best, tied }) {
  const of = (one, name) => one[name] ?? one.parameters?.[name], all = [best.configuration, ...tied];
  const names = Object.keys(best.hyperparameters).filter(name => name !== "seed" && new Set(all.map(one => of(one, name))).size > 1);
  const columns = [
    ...names.map(name => ({ name, numeric: true, cell: one => short(of(one, name)) })),
    { name: best.metric, numeric: true, cell: one => html`<a href=${link("trial", one.trials[0])}>${measure(one.mean)}</a>` },
    { name: "difference", numeric: true, cell: (one, at) => at > 0 && measure(one.difference) },
    { name: "p", numeric: true, cell: (one, at) => at > 0 && (one.p > 0.995 ? "1.00" : one.p.toFixed(2)) },
  ];
  return html`<${Table} class="scroll" label="Ties" rows=${all.slice(0, 21)} keyOf=${one => one.trials[0]} columns=${columns} />
    ${tied.length > 20 && html`<p class="faint">… and ${tied.length - 20} more.</p>`}`;
}
