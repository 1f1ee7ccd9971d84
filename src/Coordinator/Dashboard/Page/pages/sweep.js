// @ts-check
import { asked, change, Check, Choice, Copy, doneOf, html, link, many, plural, Progress, seconds, State, SweepActions, sweepOf, useEffect,
  useMemo, useRef, useState } from "../kit.js";
import { Expression } from "../parts/expression.js";
import { Failures } from "../parts/failure.js";
import { HeatMap, Scatter } from "../sweep/charts.js";
import { Curves } from "../sweep/curves.js";
import { Leaderboard, commandOf, seen } from "../sweep/leaderboard.js";
import { modelOf } from "../sweep/model.js";
import { Parallel } from "../sweep/parallel.js";
import { Timeline } from "../sweep/timeline.js";
import { Winner } from "../sweep/winner.js";

/** The pictures, in the order in which they stand. @type {Record<string, [string, any]>} */
const pictures = {
  curves: ["Curves", Curves], parallel: ["Parallel coordinates", Parallel], heatmap: ["Heat map", HeatMap],
  scatter: ["Against a parameter", Scatter], timeline: ["Timeline", Timeline], failures: ["Failures", Failures],
};

export function Page(/** @type {{ name: string }} */ { name }) {
  const model = useMemo(() => modelOf(name), [name]), { refusal, loaded } = model.table;
  const view = sweepOf(name), shown = new Set(asked("show", "curves").split(","));
  useEffect(() => model.end, [model]);
  const turn = key => {
    if (!shown.delete(key)) shown.add(key);
    const all = Object.keys(pictures).filter(one => shown.has(one)).join(",");
    change({ show: all === "curves" ? null : all || "none" });
  };
  if (refusal.value && !loaded.value) return html`<h1>${name}</h1><p class="bad" role="alert">${refusal.value}</p>`;
  return html`
    ${view ? html`<${Head} view=${view} />` : html`<h1>${name}</h1>`}
    <${Winner} name=${name} /><${Controls} model=${model} />
    <div class="split"><section aria-label="Trials">
        ${loaded.value ? html`<${Leaderboard} model=${model} />` : html`<p class="faint">Reading the trials …</p>`}</section>
      <section aria-label="Pictures" class="pictures">
        <div class="turns" role="group" aria-label="Pictures shown">${Object.entries(pictures).map(([key, [word]]) => html`
          <button key=${key} aria-pressed=${shown.has(key)} onClick=${() => turn(key)}>${word}</button>`)}</div>
        ${loaded.value && Object.keys(pictures).filter(key => shown.has(key)).map(key => html`
          <${Framed} key=${key} of=${key} model=${model} />`)}
      </section></div>`;
}

function Framed(/** @type {{ of: string, model: Model }} */ { of, model }) {
  const canvas = useRef(null), [word, Picture] = pictures[of], name = `${model.name}-${word.toLowerCase().replaceAll(" ", "-")}`;
  // Failures are words, not a picture to take along.
  return html`<figure>
    <figcaption>${word} ${of !== "failures" && html`<${Copy} picture=${() => canvas.current?.()} name=${name} />`}</figcaption>
    <${Picture} model=${model} canvas=${canvas} /></figure>`;
}

const Head = (/** @type {{ view: any }} */ { view: { name, state, trials, forecast, waiting }, view }) => html`
  <div class="head"><h1>${name}</h1> <${State} of=${state} /> <${Progress} of=${trials} />
    <span>${many(doneOf(trials))} of ${plural(trials.total, "trial")}
      ${trials.diverged ? `, ${trials.diverged} diverged` : ""}
      ${trials.failed ? html`, <span class="bad">${trials.failed} failed</span>` : ""}
      ${trials.running ? `, ${trials.running} in training` : ""}</span>
    ${forecast?.likelySeconds > 0 && html`<span class="faint" title=${forecast.basis}>
      ${seconds(forecast.likelySeconds)} left (${seconds(forecast.earliestSeconds)} to ${seconds(forecast.latestSeconds)})</span>`}
    <${SweepActions} sweep=${view} /></div>
  ${waiting && html`<p class="note">${waiting}</p>`}`;

/** How long the filter rests before it stands in the address, in milliseconds. */
const typing = 250;

/** The filter's text and how it is written. What is being written stands in the box whatever else happens; once it rests it stands in the
 * address, and what the address says otherwise (by a button, or a step back) stands in the box.
 * @param {Model} model @returns {[string, (text: string) => void]} */
function useFilter({ where }) {
  const [draft, setDraft] = useState({ text: "", rests: true });
  useEffect(() => {
    if (draft.rests) return;
    const wait = setTimeout(() => {
      change({ where: draft.text.trim() });
      setDraft(last => last === draft ? { ...last, rests: true } : last);
    }, typing);
    return () => clearTimeout(wait);
  }, [draft]);
  const shown = !draft.rests || draft.text.trim() === where.value ? draft.text : where.value;
  return [shown, text => setDraft({ text, rests: false })];
}

function Controls(/** @type {{ model: Model }} */ { model }) {
  const { table, metric, at, fold, pick, brush } = model, [filter, setFilter] = useFilter(model);
  const version = table.version.value, passes = model.passes.value;
  const known = useMemo(() => new Map(table.columns.filter(({ name, kind }) => kind === "text" && !["trial", "run", "cause"].includes(name))
    .map(({ name }) => [name, table.distinct(name).slice(0, 50)])), [version]);
  const passing = useMemo(() => passes.reduce((sum, one) => sum + one, 0), [passes]);
  const epochs = useMemo(() => Math.max(0, ...table.distinct("epochs").map(Number)), [version]);
  const ends = [["last", "last epoch"], ["best", "best epoch"],
    ...Array.from({ length: epochs }, (_, at) => [String(at + 1), `epoch ${at + 1}`])];
  return html`
    <form class="controls" onSubmit=${event => event.preventDefault()}>
      <div class="grow" data-filter><${Expression} id="filter" label="Filter" speech="where" value=${filter} onValue=${setFilter}
        hint="a condition of sweep results --where: lr < 1e-2 and state = completed" columns=${table.columns} known=${known}
        refusal=${model.refusal.value} /></div>
      <${Choice} label="rank by" value=${metric.value} options=${table.metrics}
        onPick=${name => change({ metric: name === table.objective.metric ? null : name })} />
      <${Choice} label="of" value=${at.value} options=${ends} onPick=${end => change({ at: end === "last" ? null : end })} />
      ${model.hasSeeds.value && html`
        <${Check} label="fold seeds" on=${fold.value} turn=${() => change({ fold: fold.value ? "no" : null })} />`}
      <span class="faint count" role="status">${many(passing)} of ${plural(table.rows.length, "trial")}
        ${fold.value ? `, ${plural(model.lines.value.filter(line => !line.depth).length, "configuration")}` : ""}</span>
      ${brush.value.size > 0 && html`<button type="button" onClick=${() => change({ brush: null })}>clear the brush</button>`}
      ${pick.value.size > 0 && html`
        <a href=${link("compare", "", { trials: [...pick.value].join(",") })}>compare ${pick.value.size}</a>
        <button type="button" onClick=${() => change({ pick: null })}>none</button>`}
      <${Copy} command=${commandOf(model)} table=${() => seen(model)} name=${`${model.name}-leaderboard`} />
    </form>`;
}
