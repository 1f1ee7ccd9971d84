// @ts-check
// Parallel coordinates: a line for each trial through its parameters to its value. A stretch that is drawn on an axis filters everything.
import { change, html, useEffect, useRef } from "../kit.js";
import { Cloud, canvasAbove, colour, colourOf, contextOf, darkness, nearest, ramp, stroke, trace } from "../parts/cloud.js";
import { axisOf, shareOf, ticksOf, valueAt } from "./axes.js";
import { differing, writeBrush } from "./ranking.js";

const height = 300, top = 34, bottom = 16, side = 36;

export function Parallel(/** @type {{ model: Model, canvas: Place }} */ { model, canvas }) {
  const drawn = useRef(null), place = useRef(null), { table, found, metric, at, fold } = model;
  useEffect(() => {
    drawn.current = picture(place.current, model);
    canvas.current = () => drawn.current.canvas;
    return drawn.current.end;
  }, []);
  useEffect(() => drawn.current.lay(), [table.version.value, found.value, metric.value, at.value, fold.value]);
  useEffect(() => drawn.current.fill(), [model.passes.value, model.ranked.value]);
  useEffect(() => drawn.current.paint(), [model.pick.value]);
  useEffect(() => drawn.current.light(), [model.lit.value]);
  return html`<div class="parallel" ref=${place} role="img"
      aria-label="Parallel coordinates of the parameters; the filter box finds the same as a stretch on an axis"></div>
    <p class="under faint">Draw along an axis to keep what passes there; a click on it clears. The stronger the blue, the better.</p>`;
}

function picture(/** @type {HTMLElement} */ place, /** @type {Model} */ model) {
  const { table } = model, canvas = place.appendChild(document.createElement("canvas")), context = contextOf(canvas);
  const above = canvasAbove(place), rest = new Cloud(paint), kept = new Cloud(paint);
  /** Shares: Where each axis has each trial, from 0 to 1. */
  let axes = /** @type {Axis[]} */ ([]), shares = /** @type {Float32Array[]} */ ([]);
  /** The stretch that is being drawn: on which axis, from which share. */
  let pull = /** @type {{ axis: number, from: number } | null} */ (null);
  let asked = 0, width = 600, scale = devicePixelRatio;
  const gap = () => (width - 2 * side) / Math.max(1, axes.length - 1), x = axis => side + axis * gap();
  const y = share => height - bottom - share * (height - top - bottom);
  const along = (path, at) => trace(path, axes.length, axis => x(axis) * scale, axis => y(shares[axis][at]) * scale);
  const line = (layer, at, style, thick) => { if (at !== undefined) stroke(layer, style, thick, path => along(path, at)); };
  const keyOf = () => JSON.stringify([width, ...axes.map(axis => [axis.name, axis.low, axis.high])]);
  const all = () => { lay(); fill(); }, watch = new ResizeObserver(all);
  watch.observe(place);
  darkness.addEventListener("change", all);

  /** All that are there, beneath. */
  function lay() {
    const names = differing(table).filter(name => name !== "seed" || !model.fold.value).slice(0, 12);
    const places = Array.from(table.rows.keys());
    axes = [...names.map(name => axisOf(table, name)), axisOf(table, model.metric.value, model.ranked.value)];
    shares = axes.map(axis => Float32Array.from(places, axis.at));
    [width, scale] = [place.clientWidth || 600, devicePixelRatio];
    for (const one of [canvas, above]) Object.assign(one, { width: width * scale, height: height * scale });
    rest.start(canvas, places, { strokes: [colour("line")], of: () => 0, alpha: places.length > 2000 ? 0.35 : 0.7 }, along, keyOf());
    light();
  }

  /** Those that count, above. */
  function fill() {
    if (!axes.length) lay();
    const strokes = ramp(), order = model.order.value, rank = new Int32Array(table.rows.length), count = strokes.length;
    order.forEach((at, rankOf) => { rank[at] = Math.min(count - 1, Math.floor(count * (1 - rankOf / order.length) ** 3)); });
    const look = { strokes, of: at => rank[at], alpha: order.length > 2000 ? 0.5 : 0.8 };
    kept.start(canvas, order, look, along, model.pulling.peek() ? "" : keyOf());
  }

  function paint() { asked ||= requestAnimationFrame(() => { asked = 0; now(); }); }

  function now() {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const layer of [rest, kept]) if (layer.canvas.width) context.drawImage(layer.canvas, 0, 0);
    // The best stand above, in whatever order the layer was drawn.
    for (const at of model.order.value.slice(0, 10).reverse()) line(context, at, "accent", 1.5);
    [...model.pick.value].slice(0, 200).forEach((trial, at) => line(context, table.place.get(trial), colourOf(at), 2));
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.font = "12px system-ui";
    axes.forEach(drawAxis);
  }

  function drawAxis(/** @type {Axis} */ axis, /** @type {number} */ at) {
    const last = at === axes.length - 1, left = x(at), beside = left + (last ? -5 : 5), ends = stretch(at);
    Object.assign(context, { strokeStyle: colour("faint"), lineWidth: 1, fillStyle: colour("ink") });
    context.strokeRect(left, top, 0, height - bottom - top);
    context.textAlign = at === 0 ? "left" : last ? "right" : "center";
    context.fillText(axis.name, at === 0 ? 2 : last ? width - 2 : left, 14);
    context.textAlign = last ? "right" : "left";
    for (const { share, word } of ticksOf(axis, 12)) {
      const wide = context.measureText(word).width + 4;
      // No line goes through a word.
      Object.assign(context, { fillStyle: colour("ground"), globalAlpha: 0.85 });
      context.fillRect(last ? beside - wide + 2 : beside - 2, y(share) - 7, wide, 14);
      Object.assign(context, { fillStyle: colour("ink"), globalAlpha: 1 });
      context.fillText(word, beside, y(share) + 4);
    }
    if (!ends) return;
    const box = /** @type {const} */ ([left - 7, y(ends[1]), 14, Math.max(3, y(ends[0]) - y(ends[1]))]);
    Object.assign(context, { fillStyle: colour("accent"), strokeStyle: colour("accent"), globalAlpha: 0.25, lineWidth: 1 });
    context.fillRect(...box);
    context.globalAlpha = 1;
    context.strokeRect(...box);
  }

  function light() {
    contextOf(above).clearRect(0, 0, above.width, above.height);
    if (model.lit.value) line(contextOf(above), table.place.get(model.lit.value), "ink", 2.5);
  }

  /** Where the brush is on an axis, as shares. */
  function stretch(/** @type {number} */ at) {
    const axis = axes[at], { distinct, words } = axis, allowed = model.brush.value.get(axis.name);
    const margin = words || distinct.length > 1 ? 0.02 : 0;
    if (!allowed) return null;
    if (!("values" in allowed)) return [Math.max(-margin, shareOf(axis, allowed.low)), Math.min(1 + margin, shareOf(axis, allowed.high))];
    const within = distinct.flatMap((value, index) => allowed.values.has(String(value)) ? [index / Math.max(1, distinct.length - 1)] : []);
    return within.length ? [Math.min(...within) - margin, Math.max(...within) + margin] : null;
  }

  function where(/** @type {PointerEvent} */ event) {
    const box = canvas.getBoundingClientRect(), [left, down] = [event.clientX - box.left, event.clientY - box.top];
    const axis = Math.round((left - side) / gap()), near = axis >= 0 && axis < axes.length && Math.abs(left - x(axis)) < 16;
    return { left, down, axis, near, share: (height - bottom - down) / (height - top - bottom) };
  }

  function brush(/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ to) {
    const axis = axes[at], [low, high] = [Math.max(0, Math.min(from, to)), Math.min(1, Math.max(from, to))];
    const last = Math.max(1, axis.distinct.length - 1), inside = share => share >= low - 0.02 && share <= high + 0.02;
    const [least, most] = [low, high].map(share => Number(valueAt(axis, share).toPrecision(4)));
    const values = axis.distinct.filter((_, index) => inside(index / last)).map(String);
    model.brush.value = new Map(model.brush.peek()).set(axis.name, axis.words ? { values: new Set(values) } : { low: least, high: most });
  }

  canvas.addEventListener("pointerdown", event => {
    const { axis, near, share } = where(event);
    // The ranked value is no column where it is of another epoch than the last; its axis shows and does not filter.
    if (!near || axis === axes.length - 1 && model.at.value !== "last") return;
    canvas.setPointerCapture(event.pointerId);
    pull = { axis, from: share };
  });
  canvas.addEventListener("pointermove", event => {
    const at = where(event);
    if (!pull) { canvas.style.cursor = at.near ? "ns-resize" : ""; return lightUp(at); }
    model.pulling.value = true;
    brush(pull.axis, pull.from, at.share);
  });
  canvas.addEventListener("pointerup", event => {
    if (!pull) { if (model.lit.value) model.toggle([model.lit.value]); return; }
    const drawn = new Map(model.brush.peek());
    if (Math.abs(where(event).share - pull.from) * height < 4 && drawn.delete(axes[pull.axis].name)) model.brush.value = drawn;
    [pull, model.pulling.value] = [null, false];
    change({ brush: writeBrush(model.brush.peek()) });
  });
  canvas.addEventListener("pointerleave", () => { if (!pull) model.lit.value = null; });

  /** Lights up the line that is nearest to the pointer. */
  function lightUp({ left, down }) {
    const axis = Math.max(0, Math.min(axes.length - 2, Math.floor((left - side) / gap()))), part = (left - x(axis)) / gap();
    const far = at => Math.abs(y(shares[axis][at] * (1 - part) + shares[axis + 1][at] * part) - down);
    model.lit.value = table.rows[nearest(axes.length > 1 ? model.order.peek() : [], 8, far) ?? -1]?.[0] ?? null;
  }

  function end() {
    for (const layer of [rest, kept]) layer.stop();
    watch.disconnect();
    darkness.removeEventListener("change", all);
    cancelAnimationFrame(asked);
    for (const one of [canvas, above]) one.remove();
  }

  return { lay, fill, paint, light, canvas, end };
}
