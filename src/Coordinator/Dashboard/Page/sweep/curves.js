// @ts-check: The learning curves of a sweep's trials.
import { asked, change, Flag, html, parametersOf, placesOf, sweepOf } from "../kit.js";
import { CurvePicture } from "../parts/curves.js";

/** How many of the best are lines. */
const best = 50;

export function Curves(/** @type {{ model: Model, canvas: Place }} */ { model, canvas }) {
  const { table, lit, metric, fold, groups, passes, pulling, curves } = model, row = lit.value ? table.row(lit.value) : null;
  const placeOf = trial => table.place.get(trial), smooth = asked("smooth", "0");
  const of = {
    places: () => placesOf(table.rows.length, at => passes.peek()[at] && curves.peek()[at]?.length), curve: at => curves.peek()[at],
    best: () => model.lines.value.filter(line => line.depth === 0 && line.rank > 0).slice(0, best).map(line => line.places),
    chosen: () => [...model.pick.value].map(placeOf).filter(at => at !== undefined),
    seeds: at => fold.value ? model.seeds.value.get(groups.value[at])?.filter(place => passes.value[place]) ?? [] : [],
    lit: () => placeOf(lit.value), light: at => { lit.value = table.rows[at]?.[0] ?? null; }, pick: at => model.toggle([table.rows[at][0]]),
    up: () => model.better.value, calm: () => !pulling.peek(),
  };
  const lines = `${model.order.value.length > 60 ? "Bands: the middle half and the middle nine tenths of the trials. " : ""}`
    + `Lines: the best ${fold.value ? "configurations, each the mean of its seeds" : "trials"}, and the chosen.`;
  const nothing = table.refusal.value
    ?? (sweepOf(table.sweep)?.epochsTrained > 0 ? "Reading the curves …" : "No epoch has been recorded yet.");
  return html`
    <div class="tools"><label>smoothing <input type="range" min="0" max="0.9" step="0.1" value=${smooth} aria-label="Smoothing"
        onInput=${({ target: { value } }) => change({ smooth: value === "0" ? null : value })} /></label>
      <${Flag} name="logx" label="log epochs" /><${Flag} name="logy" label=${`log ${metric.value}`} />
      <span class="faint">drag to zoom, double click to see all</span></div>
    <${CurvePicture} of=${of} canvas=${canvas} logx=${!!asked("logx")} logy=${!!asked("logy")} smooth=${Number(smooth)}
      deps=${[passes.value, model.ranked.value, model.pick.value, table.curvesVersion.value, pulling.value, fold.value]}
      label=${`Learning curves of ${metric.value}; the leaderboard has their values`} />
    <p class="under faint">${table.curves.size === 0 ? nothing
      : row ? html`<span class="ink">${row[0].slice(0, 8)}</span> ${parametersOf(table.parametersOf(row))}` : lines}</p>`;
}
