// @ts-check: What is in training where: every slot of an agent as a cell.
import { gpuWords, html, link, many, measure, parametersOf, seconds } from "../kit.js";

/** named: with what each slot is. */
export const Slots = (/** @type {{ slots: any[], named?: boolean }} */ { slots, named }) => html`
  <ul class="slots">${slots.map(slot => html`<${Slot} key=${slot.number} slot=${slot} named=${named} />`)}</ul>`;

/** What it trains, how far that is and how fast. */
function Slot({ slot: { number, device, model, run, gpu }, named }) {
  const beneath = [named && `${device}, ${model}`, gpuWords(gpu)].filter(Boolean).join(" · ");
  const head = told => html`<div class="what"><span class="faint" title=${`${device}, ${model}`}>${number}</span> ${told}</div>`;
  const foot = beneath && html`<div class="faint">${beneath}</div>`;
  if (!run) return html`<li class="slot">${head(html`<span class="faint">idle</span>`)}${foot}</li>`;
  const { sweep, toEpoch, last, attempt } = run, epoch = Math.max(run.epoch, last?.epoch ?? 0), metric = run.metric ?? "valAccuracy";
  const done = (epoch + (run.steps && epoch < toEpoch ? run.step / run.steps : 0)) / toEpoch;
  const value = last && Object.hasOwn(last, metric) ? last[metric] : null;
  const facts = [run.imagesPerSecond > 0 && `${many(Math.round(run.imagesPerSecond))} images/s`,
    run.secondsLeft > 0 && `${seconds(run.secondsLeft)} left`, attempt > 1 && `attempt ${attempt}`].filter(Boolean).join(" · ");
  return html`
    <li class="slot busy">
      ${head(html`<a href=${link("sweep", sweep)}>${sweep}</a> <span class="number">${epoch}/${toEpoch}</span>`)}
      <div class="bar" role="img" aria-label=${`epoch ${epoch} of ${toEpoch}`}>
        <i style=${{ width: `${100 * Math.min(1, done)}%` }}></i></div>
      <div><a class="faint" href=${link("query", "", { sweep, where: `run = '${run.run}'` })} title=${`run ${run.run}, attempt ${attempt}`}>
        ${parametersOf(run.parameters)}</a></div>
      <div>${value !== null && `${metric} ${measure(value)} `}<span class="faint">${facts}</span></div>
      ${foot}
    </li>`;
}
