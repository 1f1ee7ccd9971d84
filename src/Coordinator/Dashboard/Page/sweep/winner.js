// @ts-check
// Which configuration is best, in words, and how sure that is.
import { html, useEffect, useState } from "../html.js";
import { link } from "../address.js";
import { read } from "../api.js";
import { measure, parametersOf, short } from "../parts/words.js";

/** How often it is asked anew while results come, in milliseconds. */
const pace = 5000;

/** @param {{ name: string, view: any }} props */
export function Winner({ name, view }) {
  const [best, setBest] = useState(/** @type {any} */ (null));
  const changed = view ? `${view.trials.completed} ${view.trials.diverged} ${view.trials.total}` : "";
  useEffect(() => {
    if (!changed) return;
    let there = true;
    const wait = setTimeout(() => read("winner", { sweep: name }).then(answer => { if (there) setBest(answer); }, () => {}), best ? pace : 0);
    return () => { there = false; clearTimeout(wait); };
  }, [name, changed]);
  if (!best) return html`<p class="winner faint">…</p>`;
  if (!best.configuration) return html`<p class="winner faint">No trial has completed yet.</p>`;
  const { configuration, tied = [], edges = [], notes = [] } = best, several = configuration.seeds > 1;
  const { seed, ...without } = best.hyperparameters;
  return html`
    <div class="winner">
      <p><b>${parametersOf(without)}</b> is best: ${best.metric} <b>${measure(configuration.mean)}</b>${several ? ` ± ${measure(configuration.deviation)}` : ""}${
        several ? ` over ${configuration.seeds} seeds` : ""}${configuration.interval ? `, 95 % between ${measure(configuration.interval.low)} and ${measure(configuration.interval.high)}` : ""}.
        ${tied.length === 0 ? "" : html` <b>It is tied with ${tied.length}</b> other configuration${tied.length === 1 ? "" : "s"}: the difference may be chance.`}
        ${" "}<a href=${link("trial", best.trial)}>its best trial</a></p>
      <details><summary>${tied.length ? "ties, and what this rests on" : "what this rests on"}</summary>
        ${tied.length > 0 && html`<${Ties} best=${best} tied=${tied} />`}
        <ul>${[...edges, ...notes].map(sentence => html`<li key=${sentence}>${sentence}</li>`)}</ul>
      </details>
    </div>`;
}

/** @param {{ best: any, tied: any[] }} props */
function Ties({ best, tied }) {
  const of = (/** @type {any} */ one) => Object.fromEntries(Object.keys(best.hyperparameters).filter(name => name !== "seed")
    .map(name => [name, one[name] ?? one.parameters?.[name]]));
  const all = [best.configuration, ...tied].map(of), names = Object.keys(all[0]).filter(name => new Set(all.map(one => one[name])).size > 1);
  return html`
    <div class="scroll"><table>
      <thead><tr>${names.map(name => html`<th key=${name} scope="col" class="number">${name}</th>`)}
        <th scope="col" class="number">${best.metric}</th><th scope="col" class="number">difference</th><th scope="col" class="number">p</th></tr></thead>
      <tbody>${[best.configuration, ...tied].slice(0, 21).map((one, at) => html`
        <tr key=${one.trials[0]}>${names.map(name => html`<td key=${name} class="number">${short(all[at][name])}</td>`)}
          <td class="number"><a href=${link("trial", one.trials[0])}>${measure(one.mean)}</a></td>
          <td class="number">${at ? measure(one.difference) : ""}</td><td class="number">${at ? one.p > 0.995 ? "1.00" : one.p.toFixed(2) : ""}</td></tr>`)}
      </tbody></table></div>
    ${tied.length > 20 && html`<p class="faint">… and ${tied.length - 20} more.</p>`}`;
}
