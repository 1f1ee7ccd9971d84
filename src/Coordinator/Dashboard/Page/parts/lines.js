// @ts-check
// A few curves over the same epochs.
import { html, useEffect, useRef, useSignalEffect } from "../html.js";

const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442"];

/** The colour of the n-th series: Okabe and Ito's, then the same dashed. @param {number} at */
export const colourOf = at => colours[at % colours.length];

/**
 * @param {{ x: number[], series: { label: string, values: (number | null)[], colour?: string }[], log?: boolean, height?: number,
 *   label: string, canvas?: { current: HTMLCanvasElement | null }, lit?: import("../html.js").Signal<number> }} props lit: Which one is
 *   pointed at; -1 is none.
 */
export function Lines({ x, series, log = false, height = 240, label, canvas, lit }) {
  const place = /** @type {{ current: HTMLElement | null }} */ (useRef(null));
  const plot = /** @type {{ current: any }} */ (useRef(null));
  const shape = JSON.stringify([series.map(one => [one.label, one.colour]), log, height]);
  const data = [x, ...series.map(one => log ? one.values.map(value => value !== null && value > 0 ? value : null) : one.values)];
  const latest = useRef(data);
  latest.current = data;
  useEffect(() => {
    let gone = false, drop = () => {};
    // Fetched where it is drawn first, so that a page without curves does not wait for it.
    import("../vendor/uplot.js").then(({ default: Plot }) => {
      if (gone || !place.current) return;
      const host = place.current, drawn = new /** @type {any} */ (Plot)(optionsOf(host, series, log, height, x.length, lit),
        /** @type {any} */ (latest.current), host);
      plot.current = drawn;
      if (canvas) canvas.current = drawn.ctx.canvas;
      const watch = new ResizeObserver(() => drawn.setSize({ width: host.clientWidth, height }));
      watch.observe(host);
      const theme = matchMedia("(prefers-color-scheme: dark)"), repaint = () => drawn.redraw(false, true);
      theme.addEventListener("change", repaint);
      drop = () => { watch.disconnect(); theme.removeEventListener("change", repaint); drawn.destroy(); plot.current = null; };
    });
    return () => { gone = true; drop(); };
  }, [shape]);
  useEffect(() => {
    const drawn = plot.current;
    if (!drawn) return;
    // What the reader looks at closely stays while data arrive.
    const { min, max } = drawn.scales.x, all = drawn.data[0], zoomed = min > all[0] || max < all[all.length - 1];
    drawn.setData(data, !zoomed);
    if (zoomed) drawn.redraw();
  }, [JSON.stringify(data)]);
  useSignalEffect(() => { if (lit) plot.current?.setSeries(lit.value < 0 ? null : lit.value + 1, { focus: lit.value >= 0 }); });
  return html`<div class="lines" role="img" aria-label=${label} ref=${place}></div>`;
}

/** @param {HTMLElement} host @param {any[]} series @param {boolean} log @param {number} height @param {number} epochs
 * @param {import("../html.js").Signal<number>} [lit] */
function optionsOf(host, series, log, height, epochs, lit) {
  const colour = (/** @type {string} */ name) => () => getComputedStyle(host).getPropertyValue(name);
  const axis = {
    stroke: colour("color"), grid: { stroke: colour("border-top-color"), width: 1 },
    ticks: { stroke: colour("border-top-color"), width: 1 },
    font: "12px system-ui, sans-serif",
  };
  return /** @type {any} */ ({
    width: host.clientWidth, height, legend: { show: series.length <= 12 }, cursor: { focus: { prox: 24 } }, focus: { alpha: 0.25 },
    hooks: { setSeries: [(/** @type {any} */ _, /** @type {number | null} */ at, /** @type {any} */ how) => {
      if (lit && how.focus !== undefined) lit.value = (at ?? 0) - 1;
    }] },
    scales: { x: { time: false }, y: { distr: log ? 3 : 1 } },
    axes: [{ ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }, { ...axis, size: 60 }],
    series: [{ label: "epoch" }, ...series.map((one, at) => ({
      label: one.label, stroke: one.colour ?? colourOf(at), width: 1.5, dash: at >= colours.length ? [6, 4] : undefined,
      points: { show: epochs <= 30 && series.length <= 12, size: 5 },
      value: (/** @type {any} */ _, /** @type {number | null} */ value) => value === null ? "–" : value.toPrecision(4),
    }))],
  });
}
