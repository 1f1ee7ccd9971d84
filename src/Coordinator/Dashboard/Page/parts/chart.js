// @ts-check
// A picture that ECharts draws. The library is large: it is fetched when the first such picture is looked at.
import { html, useEffect, useRef } from "../html.js";
import { colour, darkness } from "../sweep/cloud.js";

/** How long what is drawn must rest before it is drawn anew, in milliseconds. */
const rest = 80;

/** @typedef {{ ink: string, faint: string, line: string, ground: string, accent: string, bad: string, good: string, odd: string }} Theme */

/** @param {{ option: (theme: Theme) => any, label: string, height: number, on?: Record<string, (event: any) => void>,
 *   lit?: { series: number, items: number[] }, canvas?: { current: HTMLCanvasElement | null } }} props lit: What is under the pointer. */
export function Chart({ option, label, height, on = {}, lit, canvas }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null)), chart = useRef(/** @type {any} */ (null));
  const latest = useRef({ option, on });
  latest.current = { option, on };
  const draw = () => chart.current?.setOption(
    { animation: false, textStyle: { fontFamily: "system-ui" }, ...latest.current.option(theme()) }, { replaceMerge: ["series"] });
  useEffect(() => {
    let gone = false, drop = () => {};
    import("../vendor/echarts.js").then((/** @type {any} */ { init }) => {
      if (gone || !place.current) return;
      const host = place.current, made = chart.current = init(host, null, { renderer: "canvas" });
      for (const name of Object.keys(latest.current.on)) made.on(name, (/** @type {any} */ event) => latest.current.on[name]?.(event));
      draw();
      if (canvas) canvas.current = host.querySelector("canvas");
      const watch = new ResizeObserver(() => made.resize());
      watch.observe(host);
      darkness.addEventListener("change", draw);
      drop = () => { watch.disconnect(); darkness.removeEventListener("change", draw); made.dispose(); chart.current = null; };
    });
    return () => { gone = true; drop(); };
  }, []);
  useEffect(() => {
    const wait = setTimeout(draw, rest);
    return () => clearTimeout(wait);
  }, [option]);
  useEffect(() => {
    chart.current?.dispatchAction({ type: "downplay", seriesIndex: lit?.series });
    if (lit?.items.length) chart.current?.dispatchAction({ type: "highlight", seriesIndex: lit.series, dataIndex: lit.items });
  }, [lit?.items.join()]);
  return html`<div ref=${place} class="chart" role="img" aria-label=${label} style=${{ height: `${height}px` }}></div>`;
}

/** @returns {Theme} */
function theme() {
  const names = ["ink", "faint", "line", "ground", "accent", "bad", "good", "odd"];
  return /** @type {any} */ (Object.fromEntries(names.map(name => [name, colour(name)])));
}

/** What stands beside the pointer: text, never markup. @param {Theme} theme @param {(event: any) => string} says */
export function tooltip(theme, says) {
  const { ground, line, ink } = theme;
  return { renderMode: "richText", backgroundColor: ground, borderColor: line, textStyle: { color: ink }, formatter: says };
}
