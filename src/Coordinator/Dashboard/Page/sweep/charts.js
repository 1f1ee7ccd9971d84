// @ts-check: The pictures that ECharts draws of trials: a heat map of two parameters, and the value against one of them.
import { asked, change, Choice, grouped, html, levelOf, measure, parametersOf, short, spreadOf, useMemo } from "../kit.js";
import { Chart, plainAxis, tooltip } from "../parts/chart.js";
import { ramp } from "../parts/cloud.js";
import { axisOf, cellsOf } from "./axes.js";
import { differing, writeBrush } from "./ranking.js";

/** From so many points on they are drawn as one layer, and none answers the pointer. */
const many = 4000;
const nothingYet = () => html`<p class="faint">No trial that is shown has a value yet.</p>`;

/** What may lie along an axis. */
const namesOf = (/** @type {Model} */ model) => differing(model.table).filter(name => name !== "seed");
/** Shows a trial as the one under the pointer; and which one is, wherever that is: -1 is none. */
const lightUp = (/** @type {Model} */ { lit, table }, place) => { lit.value = table.rows[place]?.[0] ?? null; };
const litPlace = (/** @type {Model} */ { lit, table }) => table.place.get(lit.value) ?? -1;

/** The mean of each pair of values. */
function cellsIn(/** @type {Model} */ model, x, y) {
  const { table } = model, across = cellsOf(table, axisOf(table, x)), up = cellsOf(table, axisOf(table, y)), ranked = model.ranked.value;
  const data = [...grouped(model.calm.value, place => `${across.of(place)},${up.of(place)}`).values()].map(places => {
    const { mean, spread, counted } = spreadOf(places.map(place => ranked[place]));
    return { value: [across.of(places[0]), up.of(places[0]), mean], spread, counted, best: places[0] };
  }).filter(({ value: [column, row, mean] }) => column >= 0 && row >= 0 && Number.isFinite(mean));
  // One bad corner must not take the colours from all others.
  const means = data.map(cell => cell.value[2]), few = data.length < 20 ? 0 : 0.05, good = model.better.value;
  return { across, up, data, low: levelOf(means, good ? few : 0), high: levelOf(means, good ? 1 : 1 - few) };
}

export function HeatMap(/** @type {{ model: Model, canvas: Place }} */ { model, canvas }) {
  const { table } = model, names = namesOf(model), metric = model.metric.value;
  const x = asked("hx", names[0]), y = asked("hy", names.find(name => name !== x) ?? x);
  const made = useMemo(() => cellsIn(model, x, y), [x, y, model.calm.value, model.ranked.value]), { across, up, data, low, high } = made;
  const option = useMemo(() => theme => {
    const says = ({ data: { value: [column, row, mean], spread, counted, best } }) =>
      `${x} ${across.words[column]}, ${y} ${up.words[row]}\n${metric} ${measure(mean)}`
      + `${counted > 1 ? ` ± ${measure(spread)}, mean of ${counted}` : ""}\nbest: ${table.rows[best]?.[0].slice(0, 8)}`;
    const text = ({ data: { value: [, , mean] } }) => Math.abs(mean) < 1 ? mean.toFixed(3).replace("0.", ".") : measure(mean);
    const strong = mean => mean > (low + high) / 2 === model.better.value;
    return {
      grid: { left: 84, right: 20, top: 10, bottom: 84 }, tooltip: tooltip(theme, says),
      xAxis: plainAxis(theme, across.words, x, 30), yAxis: plainAxis(theme, up.words, y, 62),
      visualMap: { min: low, max: high, calculable: true, orient: "horizontal", left: "center", bottom: 0, itemHeight: 180, itemWidth: 10,
        textStyle: { color: theme.faint }, formatter: measure, inRange: { color: model.better.value ? ramp() : ramp().reverse() } },
      series: [{ type: "heatmap", itemStyle: { borderColor: theme.ground, borderWidth: 1 },
        data: data.map(cell => ({ ...cell, label: { color: strong(cell.value[2]) ? theme.ground : theme.ink } })),
        emphasis: { itemStyle: { borderColor: theme.ink, borderWidth: 2 } },
        label: { show: across.words.length <= 12 && data.length <= 150, formatter: text } }],
    };
  }, [made]);
  const keep = ({ data: { value: [column, row] } }) =>
    change({ brush: writeBrush(new Map(model.brush.peek()).set(x, across.allowed[column]).set(y, up.allowed[row])) });
  const lit = litPlace(model);
  const cell = lit < 0 ? -1 : data.findIndex(({ value: [column, row] }) => column === across.of(lit) && row === up.of(lit));
  if (names.length < 2) return html`<p class="faint">A heat map needs two parameters that are not the same everywhere.</p>`;
  return !data.length ? nothingYet() : html`
    <div class="tools"><${Choice} label="across" value=${x} options=${names} onPick=${hx => change({ hx })} />
      <${Choice} label="up" value=${y} options=${names} onPick=${hy => change({ hy })} />
      <span class="faint">mean of ${metric}; a click keeps the trials of a cell</span></div>
    <${Chart} option=${option} height=${Math.min(560, 150 + 34 * up.words.length)} canvas=${canvas} onClick=${keep}
      onLit=${event => lightUp(model, event?.data?.best)} lit=${{ series: 0, items: cell < 0 ? [] : [cell] }}
      label=${`${metric} by ${x} and ${y}`} />`;
}

export function Scatter(/** @type {{ model: Model, canvas: Place }} */ { model, canvas }) {
  const { table } = model, names = namesOf(model), x = asked("sx", names[0]), metric = model.metric.value;
  const points = useMemo(() => model.calm.value.filter(place => Number.isFinite(model.ranked.value[place])), [model.calm.value]);
  const option = useMemo(() => theme => {
    const { words, log, low: least, high: most, distinct } = axisOf(table, x), ranked = model.ranked.value, crowd = points.length > 1000;
    const at = place => words ? distinct.indexOf(table.cell(table.rows[place], x)) : Number(table.cell(table.rows[place], x));
    const seeds = [...grouped(points, place => model.groups.value[place]).values()].filter(places => places.length > 1).slice(0, many);
    const bars = seeds.map(places => ({ x: at(places[0]), ...spreadOf(places.map(place => ranked[place])) }));
    const columns = [...grouped(points, at)].sort(([a], [b]) => a - b);
    const middle = columns.length > 60 ? [] : columns.map(([key, places]) => [key, levelOf(places.map(place => ranked[place]), 0.5)]);
    // What is far off the bad way may leave the picture.
    const values = points.map(place => ranked[place]), up = model.better.value, line = { lineStyle: { color: theme.line } };
    const low = levelOf(values, up ? 0.02 : 0), high = levelOf(values, up ? 1 : 0.98), room = (high - low) * 0.06 || 1;
    const bar = (_, api) => {
      const [[x1, y1], [x2, y2]] = [1, 2].map(end => api.coord([api.value(0), api.value(end)]));
      return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: theme.accent, lineWidth: 2, opacity: 0.35 } };
    };
    const says = ({ data: [, value, place] }) => {
      const row = table.rows[place], those = parametersOf(Object.fromEntries(names.map(name => [name, row && table.cell(row, name)])));
      return row ? `${row[0].slice(0, 8)}\n${those.replaceAll(", ", "\n")}\n${metric} ${measure(value)}` : "";
    };
    return {
      grid: { left: 62, right: 20, top: 12, bottom: 46 }, tooltip: tooltip(theme, says),
      xAxis: { type: words ? "category" : log ? "log" : "value", scale: true, data: words ? distinct.map(short) : undefined,
        min: log ? least / 1.4 : undefined, max: log ? most * 1.4 : undefined, name: x, nameLocation: "middle", nameGap: 28,
        nameTextStyle: { color: theme.ink }, axisLabel: { color: theme.faint, hideOverlap: true }, splitLine: line, axisLine: line },
      yAxis: { type: "value", min: low - room, max: high + room, splitLine: line,
        axisLabel: { color: theme.faint, formatter: value => String(+value.toPrecision(3)) } },
      series: [
        { type: "custom", silent: true, clip: true, renderItem: bar, encode: { x: 0, y: [1, 2] },
          data: bars.filter(({ counted }) => counted > 1).map(({ x, mean, spread }) => [x, mean - spread, mean + spread]) },
        { type: "scatter", large: points.length > many, data: points.map(place => [at(place), ranked[place], place]),
          symbolSize: crowd ? 4 : 6, itemStyle: { color: theme.accent, opacity: crowd ? 0.35 : 0.7 },
          emphasis: { scale: 2, itemStyle: { color: theme.ink, opacity: 1 } } },
        { type: "line", silent: true, symbol: "none", data: middle, lineStyle: { color: theme.ink, width: 1, type: "dashed" } },
      ],
    };
  }, [x, points, model.ranked.value, model.groups.value]);
  const lit = points.length > many ? -1 : points.indexOf(litPlace(model));
  if (!names.length) return html`<p class="faint">No parameter differs.</p>`;
  return !points.length ? nothingYet() : html`
    <div class="tools"><${Choice} label="against" value=${x} options=${names} onPick=${sx => change({ sx })} />
      <span class="faint">
        ${model.hasSeeds.value && "bars: the seeds of one configuration, mean ± deviation; "}dashed: the median</span></div>
    <${Chart} option=${option} height=${330} canvas=${canvas} onLit=${event => lightUp(model, event?.data?.[2])}
      onClick=${({ data }) => { const row = table.rows[data?.[2]]; if (row) model.toggle([row[0]]); }}
      lit=${{ series: 1, items: lit < 0 ? [] : [lit] }} label=${`${metric} against ${x}`} />`;
}
