// @ts-check: A picture that ECharts draws. The library is large: it is fetched when the first such picture is looked at.
import { html, useEffect, useRef } from "../kit.js";
import { colour, darkness } from "./cloud.js";

/** How long what is drawn must rest before it is drawn anew, in milliseconds. */
const rest = 80;
const names = ["ink", "faint", "line", "ground", "accent", "bad", "good", "odd"];
const theme = () => Object.fromEntries(names.map(name => [name, colour(name)]));

/** option: What ECharts draws, in the theme's colours; onLit: What is under the pointer, null where nothing is; lit: What is shown as if it
 * were under it. */
export function Chart({ option, label, height, lit, canvas, onLit, onClick = _ => {} }) {
  const place = useRef(null), chart = useRef(null), latest = useRef({ option, onLit, onClick });
  latest.current = { option, onLit, onClick };
  const draw = () => chart.current?.setOption(
    { animation: false, textStyle: { fontFamily: "system-ui" }, ...latest.current.option(theme()) }, { replaceMerge: ["series"] });
  useEffect(() => {
    let gone = false, drop = () => {};
    import("../vendor/echarts.js").then((/** @type {any} */ { init }) => {
      if (gone) return;
      const host = place.current, made = chart.current = init(host, null, { renderer: "canvas" });
      const watch = new ResizeObserver(() => made.resize());
      made.on("mouseover", event => latest.current.onLit(event));
      made.on("mouseout", () => latest.current.onLit(null));
      made.on("click", event => latest.current.onClick(event));
      draw();
      // It draws on several, one above the other.
      canvas.current = () => made.renderToCanvas();
      watch.observe(host);
      darkness.addEventListener("change", draw);
      drop = () => { watch.disconnect(); darkness.removeEventListener("change", draw); made.dispose(); chart.current = null; };
    });
    return () => { gone = true; drop(); };
  }, []);
  useEffect(() => { const wait = setTimeout(draw, rest); return () => clearTimeout(wait); }, [option]);
  useEffect(() => {
    chart.current?.dispatchAction({ type: "downplay", seriesIndex: lit.series });
    if (lit.items.length) chart.current?.dispatchAction({ type: "highlight", seriesIndex: lit.series, dataIndex: lit.items });
  }, [lit.items.join()]);
  return html`<div ref=${place} class="chart" role="img" aria-label=${label} style=${{ height: `${height}px` }}></div>`;
}

/** What stands beside the pointer: text, never markup. */
export const tooltip = ({ ground, line, ink }, says) =>
  ({ renderMode: "richText", backgroundColor: ground, borderColor: line, textStyle: { color: ink }, formatter: says });

/** An axis of words, without lines. */
export const plainAxis = ({ ink, faint }, words, name = "", nameGap = 0) => ({ type: "category", data: words, name, nameGap,
  nameLocation: "middle", nameTextStyle: { color: ink }, axisLabel: { color: faint, hideOverlap: true },
  axisLine: { show: false }, axisTick: { show: false } });
