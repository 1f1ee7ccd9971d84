// @ts-check
import { html, useEffect, useMemo, useRef } from "../html.js";
import { address, change, link } from "../address.js";
import { status } from "../live.js";
import { Progress } from "../parts/progress.js";
import { modelOf } from "../sweep/model.js";
import { Leaderboard } from "../sweep/leaderboard.js";
import { Curves } from "../sweep/curves.js";
import { Winner } from "../sweep/winner.js";
import { SweepActions } from "../parts/actions.js";
import { State, plural, seconds } from "../parts/words.js";

/** The pictures, in the order in which they stand. @type {Record<string, { word: string, Picture: any }>} */
const pictures = {
  curves: { word: "Curves", Picture: Curves },
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
      <section aria-label="Trials">${table.loaded.value ? html`<${Leaderboard} model=${model} />` : html`<p class="faint">Reading the trials …</p>`}</section>
      <section aria-label="Pictures" class="pictures">
        <div class="turns" role="group" aria-label="Pictures shown">
          ${Object.entries(pictures).map(([key, { word }]) => html`
            <button key=${key} aria-pressed=${shown.has(key)} onClick=${() => turn(key)}>${word}</button>`)}
        </div>
        ${table.loaded.value && Object.entries(pictures).filter(([key]) => shown.has(key)).map(([key, { word, Picture }]) => html`
          <figure key=${key}><figcaption class="unseen">${word}</figcaption><${Picture} model=${model} /></figure>`)}
      </section>
    </div>`;
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
      <span>${done.toLocaleString("en")} of ${plural(trials.total, "trial")}${trials.diverged ? `, ${trials.diverged} diverged` : ""}${
        trials.failed ? html`, <span class="bad">${trials.failed} failed</span>` : ""}${trials.running ? `, ${trials.running} in training` : ""}</span>
      ${forecast?.likelySeconds ? html`<span class="faint" title=${forecast.basis}>${seconds(forecast.likelySeconds)} left (${seconds(forecast.earliestSeconds)} to ${seconds(forecast.latestSeconds)})</span>` : ""}
      <${SweepActions} sweep=${view} />
    </div>
    ${view.waiting && html`<p class="note">${view.waiting}</p>`}`;
}

/** @param {{ model: Model }} props */
function Controls({ model }) {
  const { table } = model, box = useRef(/** @type {HTMLInputElement | null} */ (null)), shown = model.lines.value;
  useEffect(() => { if (box.current && document.activeElement !== box.current) box.current.value = model.where.value; }, [model.where.value]);
  const write = (/** @type {any} */ event) => { event.preventDefault(); change({ where: box.current?.value.trim() ?? null }); };
  const passing = useMemo(() => model.passes.value.reduce((sum, one) => sum + one, 0), [model.passes.value]);
  const epochs = useMemo(() => Math.max(0, ...table.distinct("epochs").map(Number)), [table.version.value]), at = model.at.value;
  return html`
    <form class="controls" onSubmit=${write}>
      <label class="grow"><span class="unseen">Filter: a condition of sweep results --where</span>
        <input ref=${box} data-filter type="text" autocomplete="off" spellcheck=${false} placeholder="filter, as of --where: lr < 1e-2 and state = completed"
          aria-invalid=${model.refusal.value !== ""} aria-describedby="refusal" onChange=${write} /></label>
      <label>rank by <select value=${model.metric.value} onChange=${(/** @type {any} */ event) =>
        change({ metric: event.target.value === table.objective.metric ? null : event.target.value })}>
        ${table.metrics.map(metric => html`<option key=${metric} value=${metric}>${metric}</option>`)}</select></label>
      <label>of <select value=${at} onChange=${(/** @type {any} */ event) => change({ at: event.target.value === "last" ? null : event.target.value })}>
        <option value="last">last epoch</option><option value="best">best epoch</option>
        ${Array.from({ length: epochs }, (_, epoch) => html`<option key=${epoch} value=${String(epoch + 1)}>epoch ${epoch + 1}</option>`)}</select></label>
      ${model.hasSeeds.value && html`<label><input type="checkbox" checked=${model.fold.value}
        onChange=${() => change({ fold: model.fold.value ? "no" : null })} /> fold seeds</label>`}
      <span class="faint count" role="status">${passing.toLocaleString("en")} of ${plural(table.rows.length, "trial")}${model.fold.value ? `, ${plural(shown.filter(line => !line.depth).length, "configuration")}` : ""}</span>
      ${model.brush.value.size > 0 && html`<button type="button" onClick=${() => change({ brush: null })}>clear the brush</button>`}
      ${model.pick.value.size > 0 && html`
        <a href=${link("compare", "", { trials: [...model.pick.value].join(",") })}>compare ${model.pick.value.size}</a>
        <button type="button" onClick=${() => change({ pick: null })}>none</button>`}
    </form>
    <pre id="refusal" class="bad refusal" role="alert">${model.refusal.value}</pre>`;
}
