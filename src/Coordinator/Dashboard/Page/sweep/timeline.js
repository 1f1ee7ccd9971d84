// @ts-check
// What each slot did when: every attempt as a stretch of its slot's line.
import { html, useEffect, useMemo, useState } from "../html.js";
import { read } from "../api.js";
import { status } from "../live.js";
import { Chart } from "../parts/chart.js";
import { clock, seconds, spaced } from "../parts/words.js";

/** Up to so many trials it is read anew while the sweep goes on. */
const small = 2000;
/** How often, in milliseconds. */
const pace = 10_000;

/** @param {{ model: import("./model.js").Model, canvas: { current: HTMLCanvasElement | null } }} props */
export function Timeline({ model, canvas }) {
  const { table } = model, [attempts, setAttempts] = useState(/** @type {any[] | null} */ (null)), [refusal, setRefusal] = useState("");
  const moves = model.table.rows.length <= small ? Math.floor(Date.now() / pace) : 0, going = table.version.value && moves;
  useEffect(() => {
    let there = true;
    read("record", { sweep: model.name }).then(record => { if (there) setAttempts(record.attempts); }, refused => { if (there) setRefusal(refused.message); });
    return () => { there = false; };
  }, [going]);
  const option = useMemo(() => (/** @type {import("../parts/chart.js").Theme} */ theme) => {
    const all = (attempts ?? []).filter(attempt => attempt.startedAt ?? attempt.grantedAt), key = (/** @type {any} */ one) => `${one.agent} ${one.slot}`;
    const lanes = [...new Set(all.map(key))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
    const now = Date.parse(status.peek()?.at ?? new Date().toISOString());
    /** @type {Record<string, string>} */
    const colours = { completed: theme.good, diverged: theme.odd, yielded: theme.accent };
    return {
      grid: { left: 8, right: 20, top: 8, bottom: 46, containLabel: true },
      xAxis: { type: "time", axisLabel: { color: theme.faint, hideOverlap: true }, splitLine: { show: true, lineStyle: { color: theme.line } }, axisLine: { lineStyle: { color: theme.line } } },
      yAxis: { type: "category", data: lanes, inverse: true, axisLabel: { color: theme.faint }, axisLine: { show: false }, axisTick: { show: false } },
      dataZoom: [{ type: "inside", filterMode: "weakFilter" }],
      tooltip: { renderMode: "richText", backgroundColor: theme.ground, borderColor: theme.line, textStyle: { color: theme.ink },
        formatter: (/** @type {any} */ { value }) => { const one = all[value[3]]; return `run ${one.run.slice(0, 8)}, attempt ${one.number}\nepochs ${one.fromEpoch} to ${one.toEpoch}\n${clock(one.startedAt)}, ${seconds((value[2] - value[1]) / 1000)}\n${one.outcome ? spaced(one.outcome) : "in training"}`; } },
      series: [{ type: "custom", clip: true, progressive: 2000, encode: { x: [1, 2], y: 0 },
        data: all.map((one, at) => [lanes.indexOf(key(one)), Date.parse(one.startedAt ?? one.grantedAt), one.endedAt ? Date.parse(one.endedAt) : now, at]),
        renderItem: (/** @type {any} */ _, /** @type {any} */ api) => {
          const from = api.coord([api.value(1), api.value(0)]), to = api.coord([api.value(2), api.value(0)]), high = Math.min(16, api.size([0, 1])[1] * 0.7), one = all[api.value(3)];
          return { type: "rect", shape: { x: from[0], y: from[1] - high / 2, width: Math.max(1.5, to[0] - from[0] - 0.5), height: high },
            style: { fill: !one.outcome ? theme.accent : colours[one.outcome] ?? theme.bad, opacity: one.outcome === "completed" ? 0.55 : 0.95 } };
        } }],
    };
  }, [attempts]);
  const runs = useMemo(() => new Map(table.rows.map(row => [row[table.runAt], row[0]])), [table.version.value]);
  const on = {
    mouseover: (/** @type {any} */ { value }) => { model.lit.value = runs.get(attempts?.[value?.[3]]?.run) ?? null; },
    mouseout: () => { model.lit.value = null; },
  };
  if (refusal) return html`<p class="bad">${refusal}</p>`;
  if (!attempts) return html`<p class="faint">Reading the attempts …</p>`;
  if (!attempts.length) return html`<p class="faint">Nothing has been trained yet.</p>`;
  const lanes = new Set(attempts.map(one => `${one.agent} ${one.slot}`)).size, lost = attempts.filter(one => one.outcome && !["completed", "diverged"].includes(one.outcome)).length;
  return html`
    <p class="under faint">${attempts.length.toLocaleString("en")} attempts on ${lanes} slots${lost ? `, ${lost} of them not to the end` : ""}. Green completed, blue in training, orange failed, purple diverged; wheel to zoom.</p>
    <${Chart} option=${option} height=${Math.min(700, 70 + 22 * lanes)} on=${on} canvas=${canvas} label="What each slot did when" />`;
}
