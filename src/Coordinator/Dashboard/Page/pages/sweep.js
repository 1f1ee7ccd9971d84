// @ts-check
import { asked, change, Check, Choice, Copy, doneOf, heard, html, link, many, plural, Progress, seconds, signal, State, SweepActions,
  sweepOf, useEffect, useMemo, useRef, useState } from "../kit.js";
import { Expression } from "../parts/expression.js";
import { Leaderboard, commandOf, seen } from "../sweep/leaderboard.js";
import { modelOf } from "../sweep/model.js";
import { Winner } from "../sweep/winner.js";

/** The pictures, in the order in which they stand: their words, and the module and the name of what draws them.
 * @type {Record<string, [string, string, string]>} */
const pictures = {
  curves: ["Curves", "sweep/curves", "Curves"], parallel: ["Parallel coordinates", "sweep/parallel", "Parallel"],
  heatmap: ["Heat map", "sweep/charts", "HeatMap"], scatter: ["Against a parameter", "sweep/charts", "Scatter"],
  timeline: ["Timeline", "sweep/timeline", "Timeline"], failures: ["Failures", "parts/failure", "Failures"],
};
const there = signal(/** @type {Record<string, any>} */ ({}));

/** Once the rows stand there, what is shown comes, and then all others, so that they are there when the coordinator is not. */
async function fetchPictures(/** @type {string[]} */ first) {
  for (const key of new Set([...first, ...Object.keys(pictures)])) {
    if (there.peek()[key]) continue;
    const [, file, name] = pictures[key], module = await import(`../${file}.js`);
    there.value = { ...there.peek(), [key]: module[name] };
  }
}

export function Page(/** @type {{ name: string }} */ { name }) {
  const model = useMemo(() => modelOf(name), [name]), { refusal, loaded } = model.table;
  const view = sweepOf(name), shown = new Set(asked("show", "curves").split(","));
  useEffect(() => model.end, [model]);
  const begin = () => { if (model.table.whole.value) fetchPictures([...shown]).catch(() => {}); };
  useEffect(begin, [model.table.whole.value, asked("show"), heard.value]);
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
        ${model.ready.value ? html`<${Leaderboard} model=${model} />` : html`<p class="faint">Reading the trials …</p>`}</section>
      <section aria-label="Pictures" class="pictures">
        <div class="turns" role="group" aria-label="Pictures shown">${Object.entries(pictures).map(([key, [word]]) => html`
          <button key=${key} aria-pressed=${shown.has(key)} onClick=${() => turn(key)}>${word}</button>`)}</div>
        ${model.table.whole.value && Object.keys(pictures).filter(key => shown.has(key)).map(key => html`
          <${Framed} key=${key} of=${key} model=${model} />`)}
      </section></div>`;
}

function Framed(/** @type {{ of: string, model: Model }} */ { of, model }) {
  const canvas = useRef(null), [word] = pictures[of], Picture = there.value[of];
  const name = `${model.name}-${word.toLowerCase().replaceAll(" ", "-")}`;
  // Failures are words, not a picture to take along.
  return html`<figure>
    <figcaption>${word} ${of !== "failures" && html`<${Copy} picture=${() => canvas.current?.()} name=${name} />`}</figcaption>
    ${Picture && html`<${Picture} model=${model} canvas=${canvas} />`}</figure>`;
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

/** The texts that stand in a column, for whoever asks for them. */
const textsOf = (/** @type {Trials} */ table) => ({ get: (/** @type {string} */ column) =>
  table.columns.some(({ name, kind }) => name === column && kind === "text") && !["trial", "run", "cause"].includes(column)
    ? table.distinct(column).slice(0, 50) : [] });

function Controls(/** @type {{ model: Model }} */ { model }) {
  const { table, metric, at, fold, pick, brush } = model, [filter, setFilter] = useFilter(model);
  const version = table.version.value, whole = table.whole.value, passes = model.passes.value;
  const passing = useMemo(() => passes.reduce((sum, one) => sum + one, 0), [passes]);
  const epochs = useMemo(() => Math.max(0, ...table.distinct("epochs").map(Number)), [version]);
  const ends = [["last", "last epoch"], ["best", "best epoch"],
    ...Array.from({ length: epochs }, (_, at) => [String(at + 1), `epoch ${at + 1}`])];
  return html`
    <form class="controls" onSubmit=${event => event.preventDefault()}>
      <div class="grow" data-filter><${Expression} id="filter" label="Filter" speech="where" value=${filter} onValue=${setFilter}
        hint="a condition of sweep results --where: lr < 1e-2 and state = completed" columns=${table.columns} known=${textsOf(table)}
        refusal=${model.refusal.value} /></div>
      <${Choice} label="rank by" value=${metric.value} options=${table.metrics}
        onPick=${name => change({ metric: name === table.objective.metric ? null : name })} />
      <${Choice} label="of" value=${at.value} options=${ends} onPick=${end => change({ at: end === "last" ? null : end })} />
      ${model.hasSeeds.value && html`
        <${Check} label="fold seeds" on=${fold.value} turn=${() => change({ fold: fold.value ? "no" : null })} />`}
      <span class="faint count" role="status">
        ${whole ? many(passing) : "…"} of ${plural(whole ? table.rows.length : table.trials, "trial")}
        ${whole && fold.value ? `, ${plural(model.lines.value.filter(line => !line.depth).length, "configuration")}` : ""}</span>
      ${brush.value.size > 0 && html`<button type="button" onClick=${() => change({ brush: null })}>clear the brush</button>`}
      ${pick.value.size > 0 && html`
        <a href=${link("compare", "", { trials: [...pick.value].join(",") })}>compare ${pick.value.size}</a>
        <button type="button" onClick=${() => change({ pick: null })}>none</button>`}
      <${Copy} command=${commandOf(model)} table=${() => table.all.then(() => seen(model))} name=${`${model.name}-leaderboard`} />
    </form>`;
}
