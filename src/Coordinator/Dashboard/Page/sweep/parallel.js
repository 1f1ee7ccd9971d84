// @ts-check
// Parallel coordinates: a line for each trial through its parameters to its value. A stretch that is drawn on an axis filters everything.
import { html, useEffect, useRef } from "../html.js";
import { change } from "../address.js";
import { axisOf, shareOf, ticksOf, valueAt } from "./axes.js";
import { Cloud, chosenColours, colour, darkness, ramp } from "./cloud.js";
import { differing, writeBrush } from "./ranking.js";

/** @typedef {import("./model.js").Model} Model */

const height = 300, top = 34, bottom = 16, side = 36;

/** @param {{ model: Model, canvas: { current: HTMLCanvasElement | null } }} props */
export function Parallel({ model, canvas }) {
  const drawn = useRef(/** @type {ReturnType<typeof picture> | null} */ (null)), place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const made = drawn.current = picture(/** @type {HTMLElement} */ (place.current), model);
    canvas.current = made.canvas;
    return () => made.end();
  }, []);
  useEffect(() => { drawn.current?.lay(); },
    [model.table.version.value, model.found.value, model.metric.value, model.at.value, model.fold.value]);
  useEffect(() => { drawn.current?.fill(); }, [model.passes.value, model.ranked.value]);
  useEffect(() => { drawn.current?.pick(); }, [model.pick.value]);
  useEffect(() => { drawn.current?.light(); }, [model.lit.value]);
  return html`
    <div class="parallel" ref=${place} role="img"
      aria-label="Parallel coordinates of the parameters; the filter box finds the same as a stretch on an axis"></div>
    <p class="under faint">Draw along an axis to keep what passes there; a click on it clears. The stronger the blue, the better.</p>`;
}

/** @param {HTMLElement} place @param {Model} model */
function picture(place, model) {
  const { table } = model, canvas = place.appendChild(document.createElement("canvas"));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const rest = new Cloud(paint), kept = new Cloud(paint);
  /** @type {import("./axes.js").Axis[]} */
  let axes = [];
  /** @type {{ axis: number, from: number } | null} */
  let pull = null;
  let asked = 0;
  let width = 600, scale = devicePixelRatio;
  /** Where each axis has each trial, from 0 to 1. @type {Float32Array[]} */
  let shares = [];
  // What is under the pointer has a layer of its own, so that it moves without all others being drawn anew.
  const above = place.appendChild(document.createElement("canvas"));
  above.className = "above";
  const x = (/** @type {number} */ axis) => side + axis * (width - 2 * side) / Math.max(1, axes.length - 1);
  const y = (/** @type {number} */ share) => height - bottom - share * (height - top - bottom);
  const watch = new ResizeObserver(() => { lay(); fill(); });
  watch.observe(place);
  darkness.addEventListener("change", both);
  function both() { lay(); fill(); }

  /** @param {CanvasRenderingContext2D} path @param {number} at */
  function trace(path, at) {
    let gap = true;
    for (let axis = 0; axis < axes.length; axis++) {
      const share = shares[axis][at];
      if (Number.isNaN(share)) { gap = true; continue; }
      gap ? path.moveTo(x(axis) * scale, y(share) * scale) : path.lineTo(x(axis) * scale, y(share) * scale);
      gap = false;
    }
  }

  const keyOf = () => JSON.stringify([width, ...axes.map(axis => [axis.name, axis.low, axis.high])]);

  /** All that are there, beneath. */
  function lay() {
    const value = axisOf(table, model.metric.value, model.ranked.value);
    axes = [...differing(table).filter(name => name !== "seed" || !model.fold.value).slice(0, 12).map(name => axisOf(table, name)), value];
    shares = axes.map(axis => Float32Array.from(table.rows.keys(), axis.at));
    width = place.clientWidth || 600;
    scale = devicePixelRatio;
    for (const one of [canvas, above]) Object.assign(one, { width: width * scale, height: height * scale });
    const all = Array.from(table.rows.keys());
    rest.start(canvas.width, canvas.height, all,
      { strokes: [colour("line")], of: () => 0, alpha: all.length > 2000 ? 0.35 : 0.7 }, trace, keyOf());
  }

  /** Those that count, above. */
  function fill() {
    if (!axes.length) lay();
    const strokes = ramp(), order = model.order.value, rank = new Int32Array(table.rows.length), count = strokes.length;
    order.forEach((at, rankOf) => { rank[at] = Math.min(count - 1, Math.floor(count * (1 - rankOf / order.length) ** 3)); });
    kept.start(canvas.width, canvas.height, order, { strokes, of: at => rank[at], alpha: order.length > 2000 ? 0.5 : 0.8 }, trace,
      model.pulling.peek() ? "" : keyOf());
  }

  function paint() {
    if (!asked) asked = requestAnimationFrame(() => { asked = 0; now(); });
  }

  function now() {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const layer of [rest, kept]) if (layer.canvas.width) context.drawImage(layer.canvas, 0, 0);
    // The best stand above, in whatever order the layer was drawn.
    for (const at of model.order.value.slice(0, 10).reverse()) line(table.rows[at][0], colour("accent"), 1.5);
    [...model.pick.value].slice(0, 200).forEach((trial, at) => line(trial, chosenColours[at % chosenColours.length]));
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.font = "12px system-ui";
    axes.forEach((axis, at) => {
      context.strokeStyle = colour("faint");
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x(at), top);
      context.lineTo(x(at), height - bottom);
      context.stroke();
      context.fillStyle = colour("ink");
      context.textAlign = at === 0 ? "left" : at === axes.length - 1 ? "right" : "center";
      context.fillText(axis.name, at === 0 ? 2 : at === axes.length - 1 ? width - 2 : x(at), 14);
      const last = at === axes.length - 1;
      context.textAlign = last ? "right" : "left";
      for (const { share, word } of ticksOf(axis, 12)) {
        context.lineWidth = 3;
        context.strokeStyle = colour("ground");
        context.strokeText(word, x(at) + (last ? -5 : 5), y(share) + 4);
        context.fillStyle = colour("faint");
        context.fillText(word, x(at) + (last ? -5 : 5), y(share) + 4);
      }
      const ends = stretch(at);
      if (!ends) return;
      context.fillStyle = context.strokeStyle = colour("accent");
      context.globalAlpha = 0.25;
      context.fillRect(x(at) - 7, y(ends[1]), 14, Math.max(3, y(ends[0]) - y(ends[1])));
      context.globalAlpha = 1;
      context.lineWidth = 1;
      context.strokeRect(x(at) - 7, y(ends[1]), 14, Math.max(3, y(ends[0]) - y(ends[1])));
    });
  }

  /** @param {string} trial @param {string} style */
  function line(trial, style, thick = 2, layer = context) {
    const at = table.place.get(trial);
    if (at === undefined) return;
    layer.strokeStyle = style;
    layer.lineWidth = thick * scale;
    layer.beginPath();
    trace(layer, at);
    layer.stroke();
  }

  function light() {
    const layer = /** @type {CanvasRenderingContext2D} */ (above.getContext("2d"));
    layer.clearRect(0, 0, above.width, above.height);
    if (model.lit.value) line(model.lit.value, colour("ink"), 2.5, layer);
  }

  /** Where the brush is on an axis, as shares. @param {number} at */
  function stretch(at) {
    const axis = axes[at], allowed = model.brush.value.get(axis.name);
    if (!allowed) return null;
    const margin = axis.words || axis.distinct.length > 1 ? 0.02 : 0;
    if ("values" in allowed) {
      const last = Math.max(1, axis.distinct.length - 1);
      const shares = axis.distinct.flatMap((value, index) => allowed.values.has(String(value)) ? [index / last] : []);
      return shares.length ? [Math.min(...shares) - margin, Math.max(...shares) + margin] : null;
    }
    return [Math.max(-margin, shareOf(axis, allowed.low)), Math.min(1 + margin, shareOf(axis, allowed.high))];
  }

  /** @param {PointerEvent} event */
  function where(event) {
    const box = canvas.getBoundingClientRect(), left = event.clientX - box.left;
    const axis = Math.round((left - side) / ((width - 2 * side) / Math.max(1, axes.length - 1)));
    const near = axis >= 0 && axis < axes.length && Math.abs(left - x(axis)) < 16;
    return { axis, near, share: (height - bottom - (event.clientY - box.top)) / (height - top - bottom) };
  }

  function brush(/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ to) {
    const axis = axes[at], low = Math.max(0, Math.min(from, to)), high = Math.min(1, Math.max(from, to)), all = new Map(model.brush.peek());
    if (axis.words) {
      const last = Math.max(1, axis.distinct.length - 1);
      const values = axis.distinct.filter((_, index) => index / last >= low - 0.02 && index / last <= high + 0.02);
      all.set(axis.name, { values: new Set(values.map(String)) });
    } else all.set(axis.name, { low: Number(valueAt(axis, low).toPrecision(4)), high: Number(valueAt(axis, high).toPrecision(4)) });
    model.brush.value = all;
  }

  canvas.addEventListener("pointerdown", event => {
    const { axis, near, share } = where(event);
    // The ranked value is no column where it is of another epoch than the last; its axis shows and does not filter.
    if (!near || axis === axes.length - 1 && model.at.value !== "last") return;
    canvas.setPointerCapture(event.pointerId);
    pull = { axis, from: share };
  });
  canvas.addEventListener("pointermove", event => {
    const { axis, near, share } = where(event);
    if (!pull) { canvas.style.cursor = near ? "ns-resize" : ""; return nearest(event); }
    model.pulling.value = true;
    brush(pull.axis, pull.from, share);
  });
  canvas.addEventListener("pointerup", event => {
    if (!pull) { if (model.lit.value) model.toggle([model.lit.value]); return; }
    const { share } = where(event), all = new Map(model.brush.peek());
    if (Math.abs(share - pull.from) * height < 4) { all.delete(axes[pull.axis].name); model.brush.value = all; }
    pull = null;
    model.pulling.value = false;
    change({ brush: writeBrush(model.brush.peek()) || null });
  });
  canvas.addEventListener("pointerleave", () => { if (!pull) model.lit.value = null; });

  /** Lights up the line that is nearest to the pointer. @param {PointerEvent} event */
  function nearest(event) {
    const box = canvas.getBoundingClientRect(), left = event.clientX - box.left, height1 = event.clientY - box.top;
    const gap = (width - 2 * side) / Math.max(1, axes.length - 1);
    const axis = Math.max(0, Math.min(axes.length - 2, Math.floor((left - side) / gap)));
    const part = (left - x(axis)) / gap;
    let near = 8, found = null;
    for (const at of model.order.peek()) {
      const far = Math.abs(y(shares[axis][at] * (1 - part) + shares[axis + 1][at] * part) - height1);
      if (far < near) { near = far; found = table.rows[at][0]; }
    }
    model.lit.value = found;
  }

  function end() {
    for (const layer of [rest, kept]) layer.stop();
    watch.disconnect();
    darkness.removeEventListener("change", both);
    cancelAnimationFrame(asked);
    for (const one of [canvas, above]) one.remove();
  }

  return { lay, fill, pick: paint, light, canvas, end };
}
