// @ts-check: What each slot did when: every attempt as a stretch of its slot's line.
import { clock, html, many, read, restOf, seconds, spaced, status, sweepOf, useAnswer, useMemo, Waiting } from "../kit.js";
import { Chart, plainAxis, tooltip } from "../parts/chart.js";

/** How long an answer is good at least, in milliseconds. */
const rest = restOf(10_000);
const tones = { __proto__: null, completed: "good", diverged: "odd", yielded: "accent" };
const laneOf = one => `${one.agent} ${one.slot}`, beganAt = one => one.startedAt ?? one.grantedAt;

export function Timeline(/** @type {{ model: Model, canvas: Place }} */ { model: { table, lit, name }, canvas }) {
  const asked = async () => (await read("attempts", { sweep: name })).filter(beganAt), trials = sweepOf(name)?.trials ?? {};
  const begun = ["running", "completed", "diverged", "failed"].some(state => trials[state] > 0);
  const soon = (found, took) => found.length ? rest(found, took) : 1000;
  const { value: attempts, refusal } = useAnswer(asked, [name, begun], { rest: soon });
  const option = useMemo(() => theme => optionOf(attempts ?? [], theme), [attempts]);
  const runs = useMemo(() => new Map(table.rows.map(row => [table.cell(row, "run"), row[0]])), [table.version.value]);
  // An attempt is in training a moment before the database has it.
  if (!attempts || begun && !attempts.length) return html`<${Waiting} refusal=${refusal} says="Reading the attempts …" />`;
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

function optionOf(/** @type {any[]} */ attempts, theme) {
  const lanes = [...new Set(attempts.map(laneOf))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const row = new Map(lanes.map((lane, at) => [lane, at])), now = Date.parse(status.peek()?.at ?? new Date().toISOString());
  const stretch = (_, api) => {
    const [from, to] = [1, 2].map(end => api.coord([api.value(end), api.value(0)])), { outcome } = attempts[api.value(3)];
    const height = Math.min(16, api.size([0, 1])[1] * 0.7), fill = theme[!outcome ? "accent" : tones[outcome] ?? "bad"];
    return { type: "rect", shape: { x: from[0], y: from[1] - height / 2, width: Math.max(1.5, to[0] - from[0] - 0.5), height },
      style: { fill, opacity: outcome === "completed" ? 0.55 : 0.95 }, emphasis: { style: { fill: theme.ink, opacity: 1 } } };
  };
  const says = ({ value: [, from, to, at] }) => {
    const { run, number, fromEpoch, toEpoch, startedAt, outcome } = attempts[at], took = seconds((to - from) / 1000);
    return `run ${run.slice(0, 8)}, attempt ${number}\nepochs ${fromEpoch} to ${toEpoch}\n${clock(startedAt)}, ${took}\n`
      + (outcome ? spaced(outcome) : "in training");
  };
  return {
    grid: { left: 8, right: 20, top: 8, bottom: 46, containLabel: true }, tooltip: tooltip(theme, says),
    xAxis: { type: "time", axisLabel: { color: theme.faint, hideOverlap: true }, axisLine: { lineStyle: { color: theme.line } },
      splitLine: { show: true, lineStyle: { color: theme.line } } },
    yAxis: { ...plainAxis(theme, lanes), inverse: true }, dataZoom: [{ type: "inside", filterMode: "weakFilter" }],
    series: [{ type: "custom", clip: true, progressive: 2000, encode: { x: [1, 2], y: 0 }, renderItem: stretch,
      data: attempts.map((one, at) => [row.get(laneOf(one)), Date.parse(beganAt(one)), one.endedAt ? Date.parse(one.endedAt) : now, at]) }],
  };
}
