// @ts-check
// Values over epochs: where many lie as bands, the best and the chosen as lines, all others as one layer beneath. uPlot draws the axes.
import { html, spreadOf, quantile, useEffect, useRef, useSignal } from "../kit.js";
import UPlot from "../vendor/uplot.js";
import { Cloud, canvasAbove, colour, colourOf, colours, contextOf, darkness, nearest, stroke, trace } from "./cloud.js";

/** From how many on bands say more than lines; and from how many at most the quantiles are taken, evenly among all. */
const crowd = 60, sample = 4000;

/** deps: What has it drawn anew where it is another. */
export function CurvePicture({ of, deps, label, canvas, logx = false, logy = false, smooth = 0, height = 340 }) {
  const place = useRef(null), drawn = useRef(null), latest = useRef(/** @type {Curving} */ (of)), lit = of.lit();
  latest.current = of;
  useEffect(() => {
    drawn.current = picture(place.current, () => latest.current, logx, logy, height);
    canvas.current = () => drawn.current.canvas;
    return drawn.current.end;
  }, [logx, logy]);
  useEffect(() => drawn.current.redraw(smooth), [smooth, logx, logy, ...deps]);
  useEffect(() => drawn.current.light(), [lit]);
  return html`<div class="curves" ref=${place} role="img" aria-label=${label}></div>`;
}

/** A few curves over the same epochs, with their names. lit: Which one is pointed at; -1 is none. */
export function Lines({ series, logy, label, canvas, lit }) {
  const own = useSignal(-1), pointed = /** @type {Signal<number>} */ (lit ?? own), epoch = useSignal(-1), all = series.map((_, at) => at);
  const values = series.map(one => Float64Array.from(one.values, value => value ?? NaN));
  const of = { epoch, places: () => all, curve: at => values[at], best: () => [], chosen: () => all, seeds: () => [], up: () => true,
    calm: () => true, lit: () => pointed.value < 0 ? undefined : pointed.value, light: at => { pointed.value = at ?? -1; } };
  const valueOf = at => epoch.value > 0 && html` <b>${values[at][epoch.value - 1]?.toPrecision(4) ?? "–"}</b>`;
  return html`<div class="lines">
    <${CurvePicture} of=${of} deps=${[JSON.stringify(series)]} label=${label} canvas=${canvas} logy=${logy} height=${280} />
    ${series.length <= 12 && html`<ul class="legend">${series.map((one, at) => html`
      <li key=${at} class=${pointed.value === at ? "lit" : ""}>
        <span class="key" style=${{ background: colourOf(at) }}></span>${one.label}${valueOf(at)}</li>`)}
      ${epoch.value > 0 && html`<li class="faint">after epoch ${epoch.value}</li>`}</ul>`}</div>`;
}

const smoothed = (raw, smooth) => {
  let sum = 0, weight = 0;
  return Float32Array.from(raw, value => {
    if (Number.isNaN(value)) return NaN;
    [sum, weight] = [smooth * sum + (1 - smooth) * value, smooth * weight + 1 - smooth];
    return sum / weight;
  });
};

function picture(host, /** @type {() => Curving} */ of, logx, logy, height) {
  let smooth = 0, epochs = 1, full = { x: [1, 2], y: [0, 1] }, zoom = /** @type {typeof full | null} */ (null);
  /** A twentieth, a quarter, the middle, three quarters, and all but a twentieth, epoch by epoch. */
  let bands = /** @type {number[][]} */ ([]), best = /** @type {number[][]} */ ([]), mine = /** @type {number[]} */ ([]);
  const cloud = new Cloud(() => u.redraw(false, false));
  const axis = { labelSize: 18, stroke: () => colour("faint"), grid: { stroke: () => colour("line"), width: 1 }, ticks: { show: false },
    filter: (_, splits) => splits, font: "12px system-ui", labelFont: "12px system-ui", size: 30 };
  const scale = (of, log) => ({ time: false, distr: log ? 3 : 1, range: () => (zoom ?? full)[of] });
  const u = new /** @type {any} */ (UPlot)({
    width: host.clientWidth || 600, height, legend: { show: false }, padding: [10, 12, 0, 0],
    scales: { x: scale("x", logx), y: scale("y", logy) }, series: [{}, { show: true, paths: () => null, points: { show: false } }],
    axes: [{ ...axis, label: "epoch", incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
      { ...axis, size: 56, values: (_, ticks) => ticks.map(tick => String(+tick.toPrecision(logy ? 2 : 6))) }],
    cursor: { points: { show: false }, drag: { x: true, y: true, uni: 12, setScale: false },
      bind: { dblclick: () => () => { zoom = null; fit(); return null; } } },
    hooks: { draw: [draw], setSelect: [select], setCursor: [point] },
  }, [[1, 2], [null, null]], host);
  const above = canvasAbove(u.over), watch = new ResizeObserver(() => {
    if (host.clientWidth) { u.setSize({ width: host.clientWidth, height }); fit(); }
  });
  watch.observe(host);
  darkness.addEventListener("change", fit);
  u.over.addEventListener("pointerleave", () => of().light(undefined));
  u.over.addEventListener("click", () => { const lit = of().lit(); if (lit !== undefined && u.select.width < 3) of().pick?.(lit); });

  /** A stretch that is drawn is shown alone, and stays while data arrive. */
  function select() {
    const { left, top, width, height } = u.select, at = (place, scale) => u.posToVal(place, scale);
    if (width < 3 && height < 3) return;
    zoom = { x: [at(left, "x"), at(left + width, "x")], y: [at(top + height, "y"), at(top, "y")] };
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    fit();
  }

  /** A curve as it is drawn. */
  function curve(at) {
    const raw = of().curve(at);
    return raw && smooth > 0 ? smoothed(raw, smooth) : raw;
  }

  /** What several come to, epoch by epoch. */
  function together(/** @type {number[]} */ places) {
    const all = places.map(curve), length = Math.max(0, ...all.map(one => one?.length ?? 0));
    return Array.from({ length }, (_, epoch) => spreadOf(all.map(one => one?.[epoch] ?? NaN)));
  }

  /** All that follows from the data. */
  function reckon() {
    mine = of().places();
    epochs = mine.reduce((most, at) => Math.max(most, of().curve(at)?.length ?? 0), 1);
    const step = Math.max(1, mine.length / (of().calm() ? sample : sample / 8)), up = of().up();
    const columns = Array.from({ length: epochs }, () => /** @type {number[]} */ ([]));
    for (let next = 0; next < mine.length; next += step) {
      const values = curve(mine[Math.floor(next)]) ?? [];
      for (let epoch = 0; epoch < values.length; epoch++) if (Number.isFinite(values[epoch])) columns[epoch].push(values[epoch]);
    }
    const sorted = columns.map(column => Float32Array.from(column).sort());
    bands = [0.05, 0.25, 0.5, 0.75, 0.95].map(level => sorted.map(column => quantile(column, level)));
    best = of().best().map(places => together(places).map(({ mean }) => mean));
    // A curve that runs away must not press all others flat: the worst hundredth may leave the picture.
    const ends = sorted.filter(column => column.length), few = mine.length < 20 ? 0 : 0.01;
    const low = Math.min(...ends.map(column => quantile(column, up ? few : 0)));
    const high = Math.max(...ends.map(column => quantile(column, up ? 1 : 1 - few)));
    const room = (high - low) * 0.04 || Math.abs(high) * 0.04 || 1;
    const y = logy ? [low, high].map(end => Math.max(end, 1e-9)) : [low - room, high + room];
    full = { x: epochs > 1 ? [1, epochs] : [0.5, 1.5], y: !Number.isFinite(low) ? [0, 1] : y[0] === y[1] ? [y[0], 2 * y[0]] : y };
  }

  function fit() {
    const all = Array.from({ length: Math.max(2, epochs) }, (_, at) => at + 1);
    u.setData([all, all.map(() => null)]);
    const { x, y } = u.scales, alpha = Math.max(0.2, Math.min(0.7, 80 / mine.length));
    const look = { strokes: [colour("faint 45% ground")], of: () => 0, alpha };
    cloud.start(u.ctx.canvas, mine, look, (path, at) => along(path, curve(at)),
      of().calm() ? JSON.stringify([x.min, x.max, y.min, y.max, smooth]) : "");
  }

  function along(path, /** @type {ArrayLike<number> | null | undefined} */ values) {
    const { left, top, width, height } = u.bbox, { x, y } = u.scales, straight = value => value;
    const xOf = logx ? Math.log : straight, yOf = logy ? Math.log : straight, xLow = xOf(x.min), yLow = yOf(y.min);
    const xOne = width / (xOf(x.max) - xLow), yOne = height / (yOf(y.max) - yLow);
    trace(path, values?.length ?? 0, epoch => left + (xOf(epoch + 1) - xLow) * xOne, epoch => {
      const value = values?.[epoch] ?? NaN;
      return Number.isFinite(value) && !(logy && value <= 0) ? top + height - (yOf(value) - yLow) * yOne : NaN;
    });
  }

  function draw() {
    const { ctx, bbox: { left, top, width, height } } = u;
    const line = (values, style, thick, alpha = 1, dash = []) => stroke(ctx, style, thick, path => along(path, values), alpha, dash);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    if (cloud.canvas.width) ctx.drawImage(cloud.canvas, 0, 0);
    if (mine.length > crowd) {
      area(ctx, bands[0], bands[4], "accent", 0.1);
      area(ctx, bands[1], bands[3], "accent", 0.16);
      line(bands[2], "accent", 1, 1, [5, 4]);
    }
    best.forEach((values, at) => line(values, "accent", at === 0 ? 2 : 1, at === 0 ? 1 : 0.4));
    of().chosen().slice(0, 200).forEach((place, at) => line(curve(place), colourOf(at), 2, 1, at < colours.length ? [] : [6, 4]));
    ctx.restore();
    light();
  }

  /** What is under the pointer, with the band of its seeds. */
  function light() {
    const { left, top, width, height } = u.bbox, context = contextOf(above), at = of().lit();
    if (above.width !== Math.round(width) || above.height !== Math.round(height)) Object.assign(above, { width, height });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, above.width, above.height);
    if (at === undefined) return;
    context.translate(-left, -top);
    const seeds = of().seeds(at), all = seeds.length > 1 ? together(seeds) : [];
    const ends = sign => all.map(({ mean, spread, counted }) => mean + sign * (counted > 1 ? spread : 0));
    area(context, ends(-1), ends(1), "ink", 0.22);
    stroke(context, "ink", 2.5, path => along(path, curve(at)));
  }

  /** Between two lines; of one epoch alone it is a bar. */
  function area(ctx, /** @type {number[]} */ low, /** @type {number[]} */ high, style, alpha) {
    const known = [...high.keys()].filter(at => !Number.isNaN(high[at] - low[at])), half = (known.length > 1 ? 0 : 6) * devicePixelRatio;
    const edge = values => known.flatMap(at => (half ? [-half, half] : [0]).map(side =>
      [u.valToPos(at + 1, "x", true) + side, u.valToPos(values[at], "y", true)]));
    ctx.beginPath();
    for (const [left, top] of [...edge(high), ...edge(low).reverse()]) ctx.lineTo(left, top);
    Object.assign(ctx, { globalAlpha: alpha, fillStyle: colour(style) });
    ctx.fill();
    ctx.globalAlpha = 1;
  }

  /** Lights up the nearest curve at the epoch under the pointer. */
  function point() {
    const { left, top } = u.cursor, { light, epoch: told } = of();
    if (left === undefined || top === undefined || left < 0 || u.select.width > 2) return;
    const epoch = Math.max(0, Math.min(epochs, Math.round(u.posToVal(left, "x"))) - 1);
    if (told) told.value = epoch + 1;
    light(nearest(mine, 14, at => Math.abs(u.valToPos(curve(at)?.[epoch] ?? NaN, "y") - top)));
  }

  return { light, canvas: u.ctx.canvas, redraw: smoothing => { smooth = smoothing; reckon(); fit(); },
    end: () => { cloud.stop(); watch.disconnect(); darkness.removeEventListener("change", fit); u.destroy(); } };
}
