// @ts-check
// What each slot did when: every attempt as a stretch of its slot's line.
import { html, useEffect, useMemo, useState } from "../html.js";
import { read } from "../api.js";
import { status } from "../live.js";
import { Chart, tooltip } from "../parts/chart.js";
import { clock, seconds, spaced } from "../parts/words.js";

/** Up to so many trials it is read anew while the sweep goes on. */
const small = 2000;
/** How often, in milliseconds. */
const pace = 10_000;

/** @param {{ model: import("./model.js").Model, canvas: { current: HTMLCanvasElement | null } }} props */
export function Timeline({ model, canvas }) {
  const { table } = model, [attempts, setAttempts] = useState(/** @type {any[] | null} */ (null)), [refusal, setRefusal] = useState("");
  const turn = table.version.value && table.rows.length <= small ? Math.floor(Date.now() / pace) : 0;
  useEffect(() => {
    let there = true;
    read("record", { sweep: model.name }).then(
      record => { if (there) setAttempts(record.attempts.filter((/** @type {any} */ one) => one.startedAt ?? one.grantedAt)); },
      refused => { if (there) setRefusal(refused.message); });
    return () => { there = false; };
  }, [turn]);
  const option = useMemo(() => (/** @type {import("../parts/chart.js").Theme} */ theme) => optionOf(attempts ?? [], theme), [attempts]);
  const runs = useMemo(() => new Map(table.rows.map(row => [row[table.runAt], row[0]])), [table.version.value]);
  const on = {
    mouseover: (/** @type {any} */ { value }) => { model.lit.value = runs.get(attempts?.[value?.[3]]?.run) ?? null; },
    mouseout: () => { model.lit.value = null; },
  };
  if (refusal) return html`<p class="bad">${refusal}</p>`;
  if (!attempts) return html`<p class="faint">Reading the attempts …</p>`;
  if (!attempts.length) return html`<p class="faint">Nothing has been trained yet.</p>`;
  const run = model.lit.value && table.cell(table.row(model.lit.value) ?? [], "run");
  const items = run ? attempts.flatMap((one, at) => one.run === run ? [at] : []) : [];
  const slots = new Set(attempts.map(laneOf)).size, lost = attempts.filter(one => one.outcome && !(one.outcome in well)).length;
  return html`
    <p class="under faint">${attempts.length.toLocaleString("en")} attempts on ${slots} slots
      ${lost > 0 && `, ${lost} of them not to the end`}.
      Green completed, blue in training, orange failed, purple diverged; wheel to zoom.</p>
    <${Chart} option=${option} height=${Math.min(700, 70 + 22 * slots)} on=${on} canvas=${canvas} lit=${{ series: 0, items }}
      label="What each slot did when" />`;
}

/** @type {Record<string, "good" | "odd" | "accent">} */
const well = { completed: "good", diverged: "odd", yielded: "accent" };

const laneOf = (/** @type {any} */ one) => `${one.agent} ${one.slot}`;

/** @param {any[]} attempts @param {import("../parts/chart.js").Theme} theme */
function optionOf(attempts, theme) {
  const lanes = [...new Set(attempts.map(laneOf))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const row = new Map(lanes.map((lane, at) => [lane, at])), now = Date.parse(status.peek()?.at ?? new Date().toISOString());
  const stretch = (/** @type {any} */ _, /** @type {any} */ api) => {
    const from = api.coord([api.value(1), api.value(0)]), to = api.coord([api.value(2), api.value(0)]);
    const { outcome } = attempts[api.value(3)];
    const high = Math.min(16, api.size([0, 1])[1] * 0.7), fill = theme[!outcome ? "accent" : well[outcome] ?? "bad"];
    return { type: "rect", shape: { x: from[0], y: from[1] - high / 2, width: Math.max(1.5, to[0] - from[0] - 0.5), height: high },
      style: { fill, opacity: outcome === "completed" ? 0.55 : 0.95 }, emphasis: { style: { fill: theme.ink, opacity: 1 } } };
  };
  const says = (/** @type {any} */ { value }) => {
    const one = attempts[value[3]];
    return `run ${one.run.slice(0, 8)}, attempt ${one.number}\nepochs ${one.fromEpoch} to ${one.toEpoch}\n${clock(one.startedAt)}, `
      + `${seconds((value[2] - value[1]) / 1000)}\n${one.outcome ? spaced(one.outcome) : "in training"}`;
  };
  return {
    grid: { left: 8, right: 20, top: 8, bottom: 46, containLabel: true },
    xAxis: { type: "time", axisLabel: { color: theme.faint, hideOverlap: true }, axisLine: { lineStyle: { color: theme.line } },
      splitLine: { show: true, lineStyle: { color: theme.line } } },
    yAxis: { type: "category", data: lanes, inverse: true, axisLabel: { color: theme.faint }, axisLine: { show: false },
      axisTick: { show: false } },
    dataZoom: [{ type: "inside", filterMode: "weakFilter" }],
    tooltip: tooltip(theme, says),
    series: [{ type: "custom", clip: true, progressive: 2000, encode: { x: [1, 2], y: 0 }, renderItem: stretch,
      data: attempts.map((one, at) =>
        [row.get(laneOf(one)), Date.parse(one.startedAt ?? one.grantedAt), one.endedAt ? Date.parse(one.endedAt) : now, at]) }],
  };
}
