// @ts-check
// The pictures that ECharts draws: a heat map of two parameters, and the value against one of them.
import { html, useMemo } from "../html.js";
import { address, change } from "../address.js";
import { Chart, tooltip } from "../parts/chart.js";
import { measure, parametersOf, short } from "../parts/words.js";
import { axisOf, cellsOf } from "./axes.js";
import { ramp } from "./cloud.js";
import { differing, spreadOf, writeBrush } from "./ranking.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("../parts/chart.js").Theme} Theme */
/** @typedef {{ model: Model, canvas: { current: HTMLCanvasElement | null } }} Props */

/** From so many points on they are drawn as one layer, and none answers the pointer. */
const many = 4000;

/** @param {{ label: string, value: string, names: string[], onPick: (name: string) => void }} props */
function Choice({ label, value, names, onPick }) {
  return html`<label>${label} <select value=${value} onChange=${(/** @type {any} */ event) => onPick(event.target.value)}>
    ${names.map(name => html`<option key=${name} value=${name}>${name}</option>`)}</select></label>`;
}

/** @template K @param {Map<K, number[]>} all @param {K} key @param {number} place */
function put(all, key, place) {
  const there = all.get(key);
  there ? there.push(place) : all.set(key, [place]);
}

/** @param {number[]} values @param {number} level */
function quantile(values, level) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(level * (sorted.length - 1))];
}

/** @param {Props} props */
export function HeatMap({ model, canvas }) {
  const { table } = model, { query } = address.value, names = differing(table).filter(name => name !== "seed");
  const x = query.get("hx") ?? names[0], y = query.get("hy") ?? names.find(name => name !== x) ?? x;
  const made = useMemo(() => cellsIn(model, x, y), [x, y, model.calm.value, model.ranked.value]);
  const option = useMemo(() => (/** @type {Theme} */ theme) => {
    const middle = (made.low + made.high) / 2, metric = model.metric.value;
    const axis = (/** @type {string[]} */ words, /** @type {string} */ name, /** @type {number} */ nameGap) => ({
      type: "category", data: words, name, nameLocation: "middle", nameGap, nameTextStyle: { color: theme.ink },
      axisLabel: { color: theme.faint, hideOverlap: true }, axisLine: { show: false }, axisTick: { show: false } });
    const says = (/** @type {any} */ { data: { value: [column, row, mean], spread, counted, best } }) =>
      `${x} ${made.across.words[column]}, ${y} ${made.up.words[row]}\n${metric} ${measure(mean)}`
      + `${counted > 1 ? ` ± ${measure(spread)}, mean of ${counted}` : ""}\nbest: ${table.rows[best]?.[0].slice(0, 8)}`;
    const text = (/** @type {any} */ { data: { value: [, , mean] } }) =>
      Math.abs(mean) < 1 ? mean.toFixed(3).replace("0.", ".") : measure(mean);
    const data = made.data.map(cell =>
      ({ ...cell, label: { color: cell.value[2] > middle === model.better.value ? theme.ground : theme.ink } }));
    return {
      grid: { left: 84, right: 20, top: 10, bottom: 84 }, xAxis: axis(made.across.words, x, 30), yAxis: axis(made.up.words, y, 62),
      visualMap: { min: made.low, max: made.high, calculable: true, orient: "horizontal", left: "center", bottom: 0, itemHeight: 180,
        itemWidth: 10, textStyle: { color: theme.faint }, formatter: measure,
        inRange: { color: model.better.value ? ramp() : ramp().reverse() } },
      tooltip: tooltip(theme, says),
      series: [{ type: "heatmap", data, itemStyle: { borderColor: theme.ground, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: theme.ink, borderWidth: 2 } },
        label: { show: made.across.words.length <= 12 && made.data.length <= 150, formatter: text } }],
    };
  }, [made]);
  const lit = model.lit.value === null ? undefined : table.place.get(model.lit.value);
  const cell = lit === undefined ? -1
    : made.data.findIndex(({ value }) => value[0] === made.across.of(lit) && value[1] === made.up.of(lit));
  const on = {
    click: (/** @type {any} */ { data }) => {
      const brush = new Map(model.brush.peek()), [column, row] = data.value;
      brush.set(x, /** @type {any} */ (made.across.allowed[column]));
      brush.set(y, /** @type {any} */ (made.up.allowed[row]));
      change({ brush: writeBrush(brush) });
    },
    mouseover: (/** @type {any} */ { data }) => { model.lit.value = table.rows[data?.best]?.[0] ?? null; },
    mouseout: () => { model.lit.value = null; },
  };
  if (names.length < 2) return html`<p class="faint">A heat map needs two parameters that are not the same everywhere.</p>`;
  if (!made.data.length) return html`<p class="faint">No trial that is shown has a value yet.</p>`;
  return html`
    <div class="tools"><${Choice} label="across" value=${x} names=${names} onPick=${(/** @type {string} */ name) => change({ hx: name })} />
      <${Choice} label="up" value=${y} names=${names} onPick=${(/** @type {string} */ name) => change({ hy: name })} />
      <span class="faint">mean of ${model.metric.value}; a click keeps the trials of a cell</span></div>
    <${Chart} option=${option} height=${Math.min(560, 150 + 34 * made.up.words.length)} on=${on} canvas=${canvas}
      lit=${{ series: 0, items: cell < 0 ? [] : [cell] }} label=${`${model.metric.value} by ${x} and ${y}`} />`;
}

/** The mean of each pair of values. @param {Model} model @param {string} x @param {string} y */
function cellsIn(model, x, y) {
  const { table } = model, across = cellsOf(table, axisOf(table, x)), up = cellsOf(table, axisOf(table, y)), ranked = model.ranked.value;
  /** @type {Map<string, number[]>} */
  const cells = new Map();
  for (const place of model.calm.value) put(cells, `${across.of(place)},${up.of(place)}`, place);
  const data = [...cells].map(([key, places]) => {
    const [column, row] = key.split(",").map(Number), { mean, spread, counted } = spreadOf(places.map(place => ranked[place]));
    return { value: [column, row, mean], spread, counted, best: places[0] };
  }).filter(cell => cell.value[0] >= 0 && cell.value[1] >= 0 && Number.isFinite(cell.value[2]));
  // One bad corner must not take the colours from all others.
  const means = data.map(cell => cell.value[2]), few = data.length < 20 ? 0 : 0.05, good = model.better.value;
  return { across, up, data, low: quantile(means, good ? few : 0), high: quantile(means, good ? 1 : 1 - few) };
}

/** @param {Props} props */
export function Scatter({ model, canvas }) {
  const { table } = model, names = differing(table).filter(name => name !== "seed"), x = address.value.query.get("sx") ?? names[0];
  const points = useMemo(() => model.calm.value.filter(place => Number.isFinite(model.ranked.value[place])), [model.calm.value]);
  const option = useMemo(() => (/** @type {Theme} */ theme) => {
    const axis = axisOf(table, x), column = table.at.get(x) ?? 0, ranked = model.ranked.value, groups = model.groups.value;
    const at = (/** @type {number} */ place) =>
      axis.words ? axis.distinct.indexOf(table.rows[place][column]) : Number(table.rows[place][column]);
    /** @type {Map<number, number[]>} */
    const seeds = new Map(), columns = /** @type {Map<number, number[]>} */ (new Map());
    for (const place of points) {
      put(seeds, groups[place], place);
      put(columns, at(place), place);
    }
    const bars = [...seeds.values()].filter(places => places.length > 1).slice(0, many).flatMap(places => {
      const { mean, spread, counted } = spreadOf(places.map(place => ranked[place]));
      return counted > 1 ? [[at(places[0]), mean - spread, mean + spread]] : [];
    });
    const median = columns.size > 60 ? [] : [...columns].sort(([a], [b]) => a - b)
      .map(([key, places]) => [key, ranked[places[Math.floor(places.length / 2)]]]);
    const values = points.map(place => ranked[place]), up = model.better.value;
    const low = quantile(values, up ? 0.02 : 0), high = quantile(values, up ? 1 : 0.98), room = (high - low) * 0.06 || 1;
    const line = { lineStyle: { color: theme.line } }, crowd = points.length > 1000;
    const bar = (/** @type {any} */ _, /** @type {any} */ api) => {
      const from = api.coord([api.value(0), api.value(1)]), to = api.coord([api.value(0), api.value(2)]);
      return { type: "line", shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
        style: { stroke: theme.accent, lineWidth: 2, opacity: 0.35 } };
    };
    const says = (/** @type {any} */ { data }) => {
      const row = table.rows[data[2]], those = row && parametersOf(Object.fromEntries(names.map(name => [name, table.cell(row, name)])));
      return row ? `${row[0].slice(0, 8)}\n${those.replaceAll(", ", "\n")}\n${model.metric.value} ${measure(data[1])}` : "";
    };
    return {
      grid: { left: 62, right: 20, top: 12, bottom: 46 },
      xAxis: { type: axis.words ? "category" : axis.log ? "log" : "value", scale: true,
        data: axis.words ? axis.distinct.map(short) : undefined,
        min: axis.log ? axis.low / 1.4 : undefined, max: axis.log ? axis.high * 1.4 : undefined,
        name: x, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: theme.ink },
        axisLabel: { color: theme.faint, hideOverlap: true }, splitLine: line, axisLine: line },
      yAxis: { type: "value", min: low - room, max: high + room, splitLine: line,
        axisLabel: { color: theme.faint, formatter: (/** @type {number} */ value) => String(+value.toPrecision(3)) } },
      tooltip: tooltip(theme, says),
      series: [
        { type: "custom", silent: true, clip: true, data: bars, renderItem: bar, encode: { x: 0, y: [1, 2] } },
        { type: "scatter", large: points.length > many, data: points.map(place => [at(place), ranked[place], place]),
          symbolSize: crowd ? 4 : 6, itemStyle: { color: theme.accent, opacity: crowd ? 0.35 : 0.7 },
          emphasis: { scale: 2, itemStyle: { color: theme.ink, opacity: 1 } } },
        { type: "line", silent: true, symbol: "none", data: median, lineStyle: { color: theme.ink, width: 1, type: "dashed" } },
      ],
    };
  }, [x, points, model.ranked.value, model.groups.value]);
  const trial = (/** @type {any} */ { data }) => table.rows[data?.[2]]?.[0] ?? null;
  const on = {
    mouseover: (/** @type {any} */ event) => { model.lit.value = trial(event); },
    mouseout: () => { model.lit.value = null; },
    click: (/** @type {any} */ event) => { const found = trial(event); if (found) model.toggle([found]); },
  };
  const lit = model.lit.value === null || points.length > many ? -1 : points.indexOf(table.place.get(model.lit.value) ?? -1);
  if (!names.length) return html`<p class="faint">No parameter differs.</p>`;
  if (!points.length) return html`<p class="faint">No trial that is shown has a value yet.</p>`;
  return html`
    <div class="tools">
      <${Choice} label="against" value=${x} names=${names} onPick=${(/** @type {string} */ name) => change({ sx: name })} />
      <span class="faint">
        ${model.hasSeeds.value && "bars: the seeds of one configuration, mean ± deviation; "}dashed: the median</span></div>
    <${Chart} option=${option} height=${330} on=${on} canvas=${canvas} lit=${{ series: 1, items: lit < 0 ? [] : [lit] }}
      label=${`${model.metric.value} against ${x}`} />`;
}
