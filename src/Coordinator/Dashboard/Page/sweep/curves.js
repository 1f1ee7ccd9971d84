// @ts-check
// Learning curves: where the trials lie as bands, the best and the chosen as lines, all others as one layer beneath.
import { html, useEffect, useRef } from "../html.js";
import { address, change } from "../address.js";
import UPlot from "../vendor/uplot.js";
import { Cloud, chosenColours, colour, darkness } from "./cloud.js";
import { spreadOf } from "./ranking.js";
import { measure, parametersOf } from "../parts/words.js";

/** @typedef {import("./model.js").Model} Model */

const Plot = /** @type {any} */ (UPlot);

/** How many of the best are lines. */
const best = 50;
/** From how many on bands say more than lines. */
const crowd = 60;
/** How many at most the quantiles are taken from, evenly among all. */
const sample = 4000;

/** @param {{ model: Model, canvas: { current: HTMLCanvasElement | null } }} props */
export function Curves({ model, canvas }) {
  const { query } = address.value, smooth = Number(query.get("smooth") ?? 0);
  const place = useRef(/** @type {HTMLElement | null} */ (null)), drawn = useRef(/** @type {ReturnType<typeof plot> | null} */ (null));
  const logs = { x: query.has("logx"), y: query.has("logy") };
  useEffect(() => {
    const made = drawn.current = plot(/** @type {HTMLElement} */ (place.current), model, logs);
    canvas.current = made.canvas;
    return () => made.end();
  }, [logs.x, logs.y]);
  useEffect(() => { drawn.current?.redraw(smooth); },
    [smooth, model.passes.value, model.ranked.value, model.pick.value, model.table.curvesVersion.value, model.pulling.value,
      model.fold.value, logs.x, logs.y]);
  useEffect(() => { drawn.current?.light(); }, [model.lit.value]);
  const lit = model.lit.value ? model.table.row(model.lit.value) : null;
  const named = lit && parametersOf(Object.fromEntries(model.table.parameters.map(name => [name, model.table.cell(lit, name)])));
  return html`
    <div class="tools">
      <label>smoothing <input type="range" min="0" max="0.9" step="0.1" value=${smooth} aria-label="Smoothing"
        onInput=${(/** @type {any} */ event) => change({ smooth: event.target.value === "0" ? null : event.target.value })} /></label>
      ${["x", "y"].map(axis => html`<label key=${axis}><input type="checkbox" checked=${query.has(`log${axis}`)}
        onChange=${() => change({ [`log${axis}`]: query.has(`log${axis}`) ? null : "1" })} />
        ${" "}log ${axis === "x" ? "epochs" : model.metric.value}</label>`)}
      <span class="faint">drag to zoom, double click to see all</span>
    </div>
    <div class="curves" ref=${place} role="img"
      aria-label=${`Learning curves of ${model.metric.value}; the leaderboard has their values`}></div>
    <p class="under faint">${model.table.curves.size === 0 ? "No epoch has been recorded yet." : lit ? html`
      <span class="ink">${lit[0].slice(0, 8)}</span> ${named}`
      : `${model.order.value.length > crowd ? "Bands: the middle half and the middle nine tenths of the trials. " : ""}`
        + `Lines: the best ${model.fold.value ? "configurations, each the mean of its seeds" : "trials"}, and the chosen.`}</p>`;
}

/** @param {HTMLElement} place @param {Model} model @param {{ x: boolean, y: boolean }} logs */
function plot(place, model, logs) {
  const { table } = model;
  let smooth = 0, epochs = 1;
  /** @type {{ x: number[], y: number[] } | null} */
  let zoom = null;
  /** @type {{ x: number[], y: number[] }} */
  let full = { x: [1, 2], y: [0, 1] };
  /** A twentieth, a quarter, the middle, three quarters, and all but a twentieth, epoch by epoch. @type {number[][]} */
  let bands = [];
  /** @type {{ values: number[], key: string, places: number[] }[]} */
  let tops = [];
  let mine = /** @type {number[]} */ ([]);
  const cloud = new Cloud(() => u.redraw(false, false));
  const u = new Plot({
    width: place.clientWidth || 600, height: 340, legend: { show: false }, padding: [10, 12, 0, 0],
    scales: {
      x: { time: false, distr: logs.x ? 3 : 1, range: () => (zoom ?? full).x }, y: { distr: logs.y ? 3 : 1, range: () => (zoom ?? full).y },
    },
    series: [{}, { show: true, paths: () => null, points: { show: false } }],
    axes: [
      { ...axis("epoch"), incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
      { ...axis(""), size: 56, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) =>
        ticks.map(tick => String(+tick.toPrecision(logs.y ? 2 : 6))) },
    ],
    cursor: { points: { show: false }, drag: { x: true, y: true, uni: 12, setScale: false },
      bind: { dblclick: () => () => { zoom = null; fit(); return null; } } },
    hooks: { draw: [draw], setSelect: [select], setCursor: [point] },
  }, [[1, 2], [null, null]], place);
  // What is under the pointer has a layer of its own, so that it moves without all others being drawn anew.
  const above = u.over.appendChild(document.createElement("canvas"));
  above.className = "above";
  const watch = new ResizeObserver(() => { if (place.clientWidth) { u.setSize({ width: place.clientWidth, height: 340 }); fit(); } });
  watch.observe(place);
  darkness.addEventListener("change", fit);
  u.over.addEventListener("pointerleave", () => { model.lit.value = null; });
  u.over.addEventListener("click", () => { if (model.lit.value && u.select.width < 3) model.toggle([model.lit.value]); });

  function axis(/** @type {string} */ label) {
    return { label: label || undefined, labelSize: 18, filter: (/** @type {any} */ _, /** @type {number[]} */ splits) => splits,
      stroke: () => colour("faint"), grid: { stroke: () => colour("line"), width: 1 },
      ticks: { show: false }, font: "12px system-ui", labelFont: "12px system-ui", size: 30 };
  }

  function select() {
    const { left, top, width, height } = u.select;
    if (width < 3 && height < 3) return;
    zoom = { x: [u.posToVal(left, "x"), u.posToVal(left + width, "x")], y: [u.posToVal(top + height, "y"), u.posToVal(top, "y")] };
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    fit();
  }

  /** A trial's curve as it is drawn. @param {number} at */
  function curve(at) {
    const raw = model.curves.peek()[at];
    if (!raw || smooth === 0) return raw;
    const smoothed = new Float32Array(raw.length);
    let sum = 0, weight = 0;
    for (let epoch = 0; epoch < raw.length; epoch++) {
      if (!Number.isNaN(raw[epoch])) { sum = smooth * sum + (1 - smooth) * raw[epoch]; weight = smooth * weight + 1 - smooth; }
      smoothed[epoch] = Number.isNaN(raw[epoch]) ? NaN : sum / weight;
    }
    return smoothed;
  }

  /** @param {number[]} places */
  function mean(places) {
    const all = places.map(curve), length = Math.max(0, ...all.map(one => one?.length ?? 0));
    return Array.from({ length }, (_, epoch) => {
      let sum = 0, count = 0;
      for (const one of all) if (one && epoch < one.length && !Number.isNaN(one[epoch])) { sum += one[epoch]; count++; }
      return count ? sum / count : NaN;
    });
  }

  /** All that follows from the data. */
  function reckon() {
    const passes = model.passes.peek(), all = model.curves.peek();
    mine = [];
    epochs = 1;
    for (let at = 0; at < passes.length; at++) {
      const length = passes[at] ? all[at]?.length ?? 0 : 0;
      if (length > 0) mine.push(at);
      epochs = Math.max(epochs, length);
    }
    const step = Math.max(1, mine.length / (model.pulling.peek() ? sample / 8 : sample));
    const columns = Array.from({ length: epochs }, () => /** @type {number[]} */ ([]));
    for (let next = 0; next < mine.length; next += step) {
      const values = curve(mine[Math.floor(next)]) ?? [];
      for (let epoch = 0; epoch < values.length; epoch++) if (Number.isFinite(values[epoch])) columns[epoch].push(values[epoch]);
    }
    const sorted = columns.map(column => Float32Array.from(column).sort());
    bands = [0.05, 0.25, 0.5, 0.75, 0.95].map(level =>
      sorted.map(column => column.length ? column[Math.round(level * (column.length - 1))] : NaN));
    tops = model.lines.value.filter(line => line.depth === 0 && line.rank > 0).slice(0, best)
      .map(line => ({ key: line.key, places: line.places, values: mean(line.places) }));
    // A curve that runs away must not press all others flat: the worst hundredth may leave the picture.
    const ends = sorted.filter(column => column.length), few = mine.length < 20 ? 0 : 0.01, up = model.better.value;
    const low = Math.min(...ends.map(column => column[Math.floor((up ? few : 0) * (column.length - 1))]));
    const high = Math.max(...ends.map(column => column[Math.ceil((up ? 1 : 1 - few) * (column.length - 1))]));
    const room = (high - low) * 0.04 || Math.abs(high) * 0.04 || 1;
    const y = !Number.isFinite(low) ? [0, 1] : logs.y ? [Math.max(low, 1e-9), Math.max(high, 2e-9)] : [low - room, high + room];
    full = { x: [1, Math.max(2, epochs)], y };
  }

  function fit() {
    u.setData([Array.from({ length: Math.max(2, epochs) }, (_, at) => at + 1), new Array(Math.max(2, epochs)).fill(null)]);
    const { canvas } = u.ctx, { x, y } = u.scales, alpha = Math.max(0.2, Math.min(0.7, 80 / mine.length));
    const key = model.pulling.peek() ? "" : JSON.stringify([x.min, x.max, y.min, y.max, model.metric.value, smooth]);
    cloud.start(canvas.width, canvas.height, mine, { strokes: [colour("faint 45% ground")], of: () => 0, alpha },
      (path, at) => trace(path, curve(at)), key);
  }

  /** @param {CanvasRenderingContext2D} path @param {ArrayLike<number> | null} values */
  function trace(path, values) {
    let gap = true;
    const { x: across, y: up } = u.scales, { left, top, width, height } = u.bbox;
    const xLow = logs.x ? Math.log(across.min) : across.min, xOne = width / ((logs.x ? Math.log(across.max) : across.max) - xLow);
    const yLow = logs.y ? Math.log(up.min) : up.min, yOne = height / ((logs.y ? Math.log(up.max) : up.max) - yLow);
    for (let epoch = 0; values && epoch < values.length; epoch++) {
      const value = values[epoch];
      if (!Number.isFinite(value) || logs.y && value <= 0) { gap = true; continue; }
      const x = left + ((logs.x ? Math.log(epoch + 1) : epoch + 1) - xLow) * xOne;
      const y = top + height - ((logs.y ? Math.log(value) : value) - yLow) * yOne;
      gap ? path.moveTo(x, y) : path.lineTo(x, y);
      gap = false;
    }
  }

  function draw() {
    const { ctx } = u, { left, top, width, height } = u.bbox;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    if (cloud.canvas.width) ctx.drawImage(cloud.canvas, 0, 0);
    if (mine.length > crowd) {
      area(bands[0], bands[4], 0.1);
      area(bands[1], bands[3], 0.16);
      stroke(bands[2], colour("accent"), 1, 1, [5, 4]);
    }
    tops.forEach((line, at) => stroke(line.values, colour("accent"), at === 0 ? 2 : 1, at === 0 ? 1 : 0.4));
    [...model.pick.value].slice(0, 200).forEach((trial, at) => {
      const where = table.place.get(trial);
      if (where !== undefined) stroke(curve(where), chosenColours[at % chosenColours.length], 2, 1);
    });
    ctx.restore();
    light();
  }

  function light() {
    const { left, top } = u.bbox, width = Math.round(u.bbox.width), height = Math.round(u.bbox.height);
    const at = model.lit.value === null ? undefined : table.place.get(model.lit.value);
    if (above.width !== width || above.height !== height) Object.assign(above, { width, height });
    const context = above.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, above.width, above.height);
    if (at === undefined) return;
    context.translate(-left, -top);
    const seeds = model.fold.value ? model.groups.value.reduce((all, group, place) => {
      if (group === model.groups.value[at] && model.passes.value[place]) all.push(place);
      return all;
    }, /** @type {number[]} */ ([])) : [];
    if (seeds.length > 1) {
      const all = mean(seeds).map((_, epoch) => spreadOf(seeds.map(place => curve(place)?.[epoch] ?? NaN)));
      const ends = (/** @type {number} */ sign) => all.map(one => one.mean + sign * (one.counted > 1 ? one.spread : 0));
      area(ends(-1), ends(1), 0.22, context, "ink");
    }
    context.strokeStyle = colour("ink");
    context.lineWidth = 2.5 * devicePixelRatio;
    context.beginPath();
    trace(context, curve(at));
    context.stroke();
  }

  /** @param {number[]} low @param {number[]} high @param {number} alpha */
  function area(low, high, alpha, ctx = u.ctx, style = "accent") {
    ctx.beginPath();
    high.forEach((value, at) => { if (!Number.isNaN(value)) ctx.lineTo(u.valToPos(at + 1, "x", true), u.valToPos(value, "y", true)); });
    for (let at = low.length - 1; at >= 0; at--)
      if (!Number.isNaN(low[at])) ctx.lineTo(u.valToPos(at + 1, "x", true), u.valToPos(low[at], "y", true));
    ctx.globalAlpha = alpha;
    ctx.fillStyle = colour(style);
    ctx.fill();
    ctx.globalAlpha = 1;
  }

  /** @param {ArrayLike<number> | null} values @param {string} style @param {number} thick @param {number} alpha @param {number[]} [dash] */
  function stroke(values, style, thick, alpha, dash = []) {
    const { ctx } = u;
    ctx.beginPath();
    ctx.setLineDash(dash.map(part => part * devicePixelRatio));
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = style;
    ctx.lineWidth = thick * devicePixelRatio;
    trace(ctx, values);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }

  /** The nearest curve at the epoch under the pointer. */
  function point() {
    const { left, top } = u.cursor;
    if (left === undefined || top === undefined || left < 0 || u.select.width > 2) return;
    const epoch = Math.max(0, Math.round(u.posToVal(left, "x")) - 1);
    let near = 14, found = null;
    for (const at of mine) {
      const value = curve(at)?.[epoch];
      if (value === undefined || Number.isNaN(value)) continue;
      const far = Math.abs(u.valToPos(value, "y") - top);
      if (far < near) { near = far; found = table.rows[at][0]; }
    }
    model.lit.value = found;
  }

  return {
    redraw(/** @type {number} */ smoothing) { smooth = smoothing; reckon(); fit(); },
    light,
    canvas: u.ctx.canvas,
    end() { cloud.stop(); watch.disconnect(); darkness.removeEventListener("change", fit); u.destroy(); },
  };
}
