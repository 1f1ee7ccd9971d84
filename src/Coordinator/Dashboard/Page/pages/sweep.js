// @ts-check
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { address, change, link } from "../address.js";
import { status } from "../live.js";
import { Copy } from "../parts/copy.js";
import { Expression } from "../parts/expression.js";
import { refusalOf } from "../parts/language.js";
import { Progress } from "../parts/progress.js";
import { modelOf } from "../sweep/model.js";
import { Failures } from "../sweep/failures.js";
import { Leaderboard, commandOf, seen } from "../sweep/leaderboard.js";
import { HeatMap, Scatter } from "../sweep/charts.js";
import { Curves } from "../sweep/curves.js";
import { Parallel } from "../sweep/parallel.js";
import { Timeline } from "../sweep/timeline.js";
import { Winner } from "../sweep/winner.js";
import { SweepActions } from "../parts/actions.js";
import { State, plural, seconds } from "../parts/words.js";

/** The pictures, in the order in which they stand. @type {Record<string, { word: string, Picture: any, bare?: boolean }>} */
const pictures = {
  curves: { word: "Curves", Picture: Curves },
  parallel: { word: "Parallel coordinates", Picture: Parallel },
  heatmap: { word: "Heat map", Picture: HeatMap },
  scatter: { word: "Against a parameter", Picture: Scatter },
  timeline: { word: "Timeline", Picture: Timeline },
  failures: { word: "Failures", Picture: Failures, bare: true },
};

/** @typedef {import("../sweep/model.js").Model} Model */

/** @param {{ name: string }} props */
export function SweepPage({ name }) {
  const model = useMemo(() => modelOf(name), [name]), { table } = model;
  useEffect(() => () => model.end(), [model]);
  const view = status.value?.sweeps.find((/** @type {any} */ sweep) => sweep.name === name);
  table.version.value;
  const shown = new Set((address.value.query.get("show") ?? "curves").split(","));
  const turn = (/** @type {string} */ key) => {
    shown.has(key) ? shown.delete(key) : shown.add(key);
    const all = Object.keys(pictures).filter(one => shown.has(one)).join(",");
    change({ show: all === "curves" ? null : all || "none" });
  };
  if (table.refusal.value && !table.loaded.value) return html`<h1>${name}</h1><p class="bad" role="alert">${table.refusal.value}</p>`;
  return html`
    <${Head} name=${name} view=${view} />
    <${Winner} name=${name} view=${view} />
    <${Controls} model=${model} />
    <div class="split">
      <section aria-label="Trials">
        ${table.loaded.value ? html`<${Leaderboard} model=${model} />` : html`<p class="faint">Reading the trials …</p>`}</section>
      <section aria-label="Pictures" class="pictures">
        <div class="turns" role="group" aria-label="Pictures shown">
          ${Object.entries(pictures).map(([key, { word }]) => html`
            <button key=${key} aria-pressed=${shown.has(key)} onClick=${() => turn(key)}>${word}</button>`)}
        </div>
        ${table.loaded.value && Object.entries(pictures).filter(([key]) => shown.has(key)).map(([key, { word, Picture, bare }]) => html`
          <${Framed} key=${key} word=${word} Picture=${Picture} model=${model} bare=${bare} />`)}
      </section>
    </div>`;
}

/** @param {{ word: string, Picture: any, model: Model, bare?: boolean }} props bare: It is words, not a picture to take along. */
function Framed({ word, Picture, model, bare }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null)), name = `${model.name}-${word.toLowerCase().replaceAll(" ", "-")}`;
  return html`
    <figure><figcaption>${word} ${!bare && html`<${Copy} picture=${() => canvas.current} name=${name} />`}</figcaption>
      <${Picture} model=${model} canvas=${canvas} /></figure>`;
}

/** @param {{ name: string, view: any }} props */
function Head({ name, view }) {
  if (!view) return html`<h1>${name}</h1>`;
  const { trials, forecast } = view, done = trials.completed + trials.diverged + trials.failed + trials.cancelled;
  return html`
    <div class="head">
      <h1>${name}</h1>
      <${State} of=${view.state} />
      <${Progress} of=${trials} />
      <span>${done.toLocaleString("en")} of ${plural(trials.total, "trial")}
        ${trials.diverged ? `, ${trials.diverged} diverged` : ""}
        ${trials.failed ? html`, <span class="bad">${trials.failed} failed</span>` : ""}
        ${trials.running ? `, ${trials.running} in training` : ""}</span>
      ${forecast?.likelySeconds > 0 && html`<span class="faint" title=${forecast.basis}>
        ${seconds(forecast.likelySeconds)} left (${seconds(forecast.earliestSeconds)} to ${seconds(forecast.latestSeconds)})</span>`}
      <${SweepActions} sweep=${view} />
    </div>
    ${view.waiting && html`<p class="note">${view.waiting}</p>`}`;
}

/** @param {{ model: Model }} props */
function Controls({ model }) {
  const { table } = model, [text, setText] = useState(model.where.value), shown = model.lines.value, written = useRef(text);
  // What is written goes to the address when it rests; what the address says otherwise stands in the box.
  useEffect(() => {
    if (model.where.value === written.current) return;
    written.current = model.where.value;
    setText(model.where.value);
  }, [model.where.value]);
  useEffect(() => {
    const rest = setTimeout(() => {
      if (text.trim() === model.where.peek()) return;
      written.current = text.trim();
      change({ where: text.trim() });
    }, 250);
    return () => clearTimeout(rest);
  }, [text]);
  const known = useMemo(() => new Map(table.columns
    .filter(({ name, kind }) => kind === "text" && !["trial", "run", "cause"].includes(name))
    .map(({ name }) => [name, table.distinct(name).slice(0, 50)])), [table.version.value]);
  const passing = useMemo(() => model.passes.value.reduce((sum, one) => sum + one, 0), [model.passes.value]);
  const epochs = useMemo(() => Math.max(0, ...table.distinct("epochs").map(Number)), [table.version.value]), at = model.at.value;
  return html`
    <form class="controls" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <div class="grow" data-filter><${Expression} id="filter" label="Filter" speech="where" value=${text}
        hint="a condition of sweep results --where: lr < 1e-2 and state = completed" columns=${table.columns} known=${known}
        refusal=${refusalOf(model.refusal.value).sentence} onValue=${setText} /></div>
      <label>rank by <select value=${model.metric.value} onChange=${(/** @type {any} */ event) =>
        change({ metric: event.target.value === table.objective.metric ? null : event.target.value })}>
        ${table.metrics.map(metric => html`<option key=${metric} value=${metric}>${metric}</option>`)}</select></label>
      <label>of <select value=${at} onChange=${(/** @type {any} */ event) =>
        change({ at: event.target.value === "last" ? null : event.target.value })}>
        <option value="last">last epoch</option><option value="best">best epoch</option>
        ${Array.from({ length: epochs }, (_, at) => String(at + 1)).map(epoch => html`
          <option key=${epoch} value=${epoch}>epoch ${epoch}</option>`)}</select></label>
      ${model.hasSeeds.value && html`<label><input type="checkbox" checked=${model.fold.value}
        onChange=${() => change({ fold: model.fold.value ? "no" : null })} /> fold seeds</label>`}
      <span class="faint count" role="status">${passing.toLocaleString("en")} of ${plural(table.rows.length, "trial")}
        ${model.fold.value ? `, ${plural(shown.filter(line => !line.depth).length, "configuration")}` : ""}</span>
      ${model.brush.value.size > 0 && html`<button type="button" onClick=${() => change({ brush: null })}>clear the brush</button>`}
      ${model.pick.value.size > 0 && html`
        <a href=${link("compare", "", { trials: [...model.pick.value].join(",") })}>compare ${model.pick.value.size}</a>
        <button type="button" onClick=${() => change({ pick: null })}>none</button>`}
      <${Copy} command=${commandOf(model)} table=${() => seen(model)} name=${`${model.name}-leaderboard`} />
    </form>`;
}
