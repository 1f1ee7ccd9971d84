// @ts-check: Which configuration is best, in words, and how sure that is.
import { doneOf, html, link, measure, parametersOf, plural, read, restOf, short, sweepOf, Table, useAnswer } from "../kit.js";

/** How long an answer is good at least and at most, in milliseconds. */
const rest = restOf(5000, 60_000);

/** Which one is best is told with the numbers that stand beside it; how sure that is, which is much to reckon, follows. */
export function Winner({ name }) {
  const { best, trials } = sweepOf(name) ?? {};
  const { value } = useAnswer(async () => best?.trial ? read("winner", { sweep: name }) : null, [name, best?.trial, best?.seeds], { rest });
  if (!best) return html`<p class="winner faint">…</p>`;
  const none = trials.completed > 0 ? `No trial that completed has a ${best.metric} to rank it by.`
    : `No trial has completed${doneOf(trials) < trials.total ? " yet" : ""}.`;
  if (!best.trial) return html`<p class="winner faint">${none}</p>`;
  const { seed, ...without } = best.hyperparameters, reckoned = value?.trial === best.trial && value;
  const { deviation, interval } = reckoned?.configuration ?? {}, { tied = [], edges = [], notes = [] } = reckoned || {};
  const then = reckoned && reckoned.trials.completed !== trials.completed && plural(reckoned.trials.completed, "completed trial");
  return html`
    <div class="winner">
      <p><b>${parametersOf(without)}</b> is best: ${best.metric} <b>${measure(best.mean)}</b>
        ${best.seeds > 1 && `${reckoned ? ` ± ${measure(deviation)}` : ""} over ${best.seeds} seeds`}
        ${interval && `, 95 % between ${measure(interval.low)} and ${measure(interval.high)}`}.
        ${tied.length > 0 && html`<b> It is tied with ${plural(tied.length, "other configuration")}</b>${then && `, as of ${then}`}:
          the difference may be chance.`}
        ${" "}<a href=${link("trial", best.trial)}>its best trial</a></p>
      <details><summary>${tied.length ? "ties, and what this rests on" : "what this rests on"}</summary>
        ${!reckoned && html`<p class="faint">It is being reckoned …</p>`}
        ${tied.length > 0 && html`<${Ties} best=${reckoned} tied=${tied} />`}
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
