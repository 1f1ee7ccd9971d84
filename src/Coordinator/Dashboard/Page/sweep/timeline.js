// @ts-check
// What each slot did when: every attempt as a stretch of its slot's line.
import { clock, html, many, read, seconds, spaced, status, useEffect, useMemo, useState, Waiting } from "../kit.js";
import { Chart, tooltip } from "../parts/chart.js";

/** Up to so many trials it is read anew while the sweep goes on. */
const small = 2000;
/** How often, in milliseconds. */
const pace = 10_000;

/** @type {Record<string, string>} */
const tones = { completed: "good", diverged: "odd", yielded: "accent" };
const laneOf = one => `${one.agent} ${one.slot}`;
const beganAt = one => one.startedAt ?? one.grantedAt;

/** A coordinator that cannot say the attempts alone says them among all else. @param {string} sweep */
const attemptsOf = sweep => read("attempts", { sweep }).catch(async refused => {
  if (refused.status !== 404) throw refused;
  return (await read("record", { sweep })).attempts;
});

export function Timeline(/** @type {{ model: Model, canvas: Place }} */ { model, canvas }) {
  const { table, lit } = model, [attempts, setAttempts] = useState(null), [refusal, setRefusal] = useState("");
  const turn = table.version.value && table.rows.length <= small ? Math.floor(Date.now() / pace) : 0;
  useEffect(() => {
    let there = true;
    attemptsOf(model.name).then(all => { if (there) setAttempts(all.filter(beganAt)); },
      refused => { if (there) setRefusal(refused.message); });
    return () => { there = false; };
  }, [turn]);
  const option = useMemo(() => theme => optionOf(attempts ?? [], theme), [attempts]);
  const runs = useMemo(() => new Map(table.rows.map(row => [table.cell(row, "run"), row[0]])), [table.version.value]);
  if (!attempts || refusal) return html`<${Waiting} refusal=${refusal} says="Reading the attempts …" />`;
  if (!attempts.length) return html`<p class="faint">Nothing has been trained yet.</p>`;
  const run = lit.value && table.cell(table.row(lit.value) ?? [], "run");
  const items = run ? attempts.flatMap((one, at) => one.run === run ? [at] : []) : [];
  const slots = new Set(attempts.map(laneOf)).size, lost = attempts.filter(one => one.outcome && !(one.outcome in tones)).length;
  return html`
    <p class="under faint">${many(attempts.length)} attempts on ${slots} slots${lost > 0 && `, ${lost} of them not to the end`}.
      Green completed, blue in training, orange failed, purple diverged; wheel to zoom.</p>
    <${Chart} option=${option} height=${Math.min(700, 70 + 22 * slots)} canvas=${canvas} lit=${{ series: 0, items }}
      onLit=${event => { lit.value = runs.get(attempts[event?.value?.[3]]?.run) ?? null; }} label="What each slot did when" />`;
}

/** @param {any[]} attempts @param {Record<string, string>} theme */
function optionOf(attempts, theme) {
  const lanes = [...new Set(attempts.map(laneOf))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const row = new Map(lanes.map((lane, at) => [lane, at])), now = Date.parse(status.peek()?.at ?? new Date().toISOString());
  const stretch = (_, api) => {
    const [from, to] = [1, 2].map(end => api.coord([api.value(end), api.value(0)])), { outcome } = attempts[api.value(3)];
    const height = Math.min(16, api.size([0, 1])[1] * 0.7), fill = theme[!outcome ? "accent" : tones[outcome] ?? "bad"];
    return { type: "rect", shape: { x: from[0], y: from[1] - height / 2, width: Math.max(1.5, to[0] - from[0] - 0.5), height },
      style: { fill, opacity: outcome === "completed" ? 0.55 : 0.95 }, emphasis: { style: { fill: theme.ink, opacity: 1 } } };
  };
  const says = ({ value }) => {
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
      data: attempts.map((one, at) => [row.get(laneOf(one)), Date.parse(beganAt(one)), one.endedAt ? Date.parse(one.endedAt) : now, at]) }],
  };
}
