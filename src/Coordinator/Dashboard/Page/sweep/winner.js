// @ts-check
// Which configuration is best, in words, and how sure that is.
import { html, useEffect, useRef, useState } from "../html.js";
import { link } from "../address.js";
import { read } from "../api.js";
import { measure, parametersOf, plural, short } from "../parts/words.js";

/** How often it is asked anew at most while results come, in milliseconds. */
const pace = 5000;
/** So many times as long as the answer takes the page rests before it asks again: of a large sweep it is much to reckon. */
const rest = 100;

/** @param {{ name: string, view: any }} props */
export function Winner({ name, view }) {
  const [best, setBest] = useState(/** @type {any} */ (null)), took = useRef(0);
  const changed = view ? `${view.trials.completed} ${view.trials.diverged} ${view.trials.total}` : "";
  useEffect(() => {
    if (!changed) return;
    let there = true;
    const wait = setTimeout(async () => {
      const begun = performance.now(), answer = await read("winner", { sweep: name }).catch(() => null);
      took.current = performance.now() - begun;
      if (there && answer) setBest(answer);
    }, best ? Math.max(pace, rest * took.current) : 0);
    return () => { there = false; clearTimeout(wait); };
  }, [name, changed]);
  if (!best) return html`<p class="winner faint">…</p>`;
  if (!best.configuration) return html`<p class="winner faint">No trial has completed yet.</p>`;
  const { configuration, tied = [], edges = [], notes = [] } = best, several = configuration.seeds > 1, { interval } = configuration;
  const { seed, ...without } = best.hyperparameters;
  return html`
    <div class="winner">
      <p><b>${parametersOf(without)}</b> is best: ${best.metric} <b>${measure(configuration.mean)}</b>
        ${several ? ` ± ${measure(configuration.deviation)} over ${configuration.seeds} seeds` : ""}
        ${interval ? `, 95 % between ${measure(interval.low)} and ${measure(interval.high)}` : ""}.
        ${tied.length > 0 && html`<b> It is tied with ${plural(tied.length, "other configuration")}</b>: the difference may be chance.`}
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
  const all = [best.configuration, ...tied].map(of);
  const names = Object.keys(all[0]).filter(name => new Set(all.map(one => one[name])).size > 1);
  const chance = (/** @type {number} */ p) => p > 0.995 ? "1.00" : p.toFixed(2);
  return html`
    <div class="scroll"><table>
      <thead><tr>${names.map(name => html`<th key=${name} scope="col" class="number">${name}</th>`)}
        ${[best.metric, "difference", "p"].map(name => html`<th key=${name} scope="col" class="number">${name}</th>`)}</tr></thead>
      <tbody>${[best.configuration, ...tied].slice(0, 21).map((one, at) => html`
        <tr key=${one.trials[0]}>${names.map(name => html`<td key=${name} class="number">${short(all[at][name])}</td>`)}
          <td class="number"><a href=${link("trial", one.trials[0])}>${measure(one.mean)}</a></td>
          <td class="number">${at > 0 && measure(one.difference)}</td><td class="number">${at > 0 && chance(one.p)}</td></tr>`)}
      </tbody></table></div>
    ${tied.length > 20 && html`<p class="faint">… and ${tied.length - 20} more.</p>`}`;
}
