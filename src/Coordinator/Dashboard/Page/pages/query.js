// @ts-check
// Any question over trials, in the language of `results --where`; the question stands in the address.
import { html, useEffect, useState } from "../html.js";
import { address, change, link } from "../address.js";
import { send } from "../api.js";
import { status } from "../live.js";
import { useAnswer } from "../parts/answer.js";
import { Copy } from "../parts/copy.js";
import { Expression } from "../parts/expression.js";
import { refusalOf } from "../parts/language.js";
import { plural, short, State, visible } from "../parts/words.js";

const keys = ["where", "columns", "groupBy", "aggregates", "sort"];
const options = { where: "where", columns: "columns", groupBy: "group-by", aggregates: "agg", sort: "sort" };

/** What is asked for and drawn at once; the export has all of it. */
const drawn = 500;

/** The answer as far as it is drawn, with the number of all rows. @param {any} question */
async function answerTo(question) {
  const limit = question.limit ?? Infinity;
  const { columns, rows } = await send("ask", { ...question, limit: Math.min(limit, drawn + 1) });
  if (rows.length <= drawn) return { columns, rows, all: rows.length };
  const { sweep, all, epochs, removed, where, groupBy, aggregates } = question;
  const counted = groupBy || aggregates ? null : await send("ask", { sweep, all, epochs, removed, where, aggregates: "count()" });
  return { columns, rows: rows.slice(0, drawn), all: counted ? Math.min(limit, counted.rows[0][0]) : Infinity };
}

/** The question that stands in the address. @param {URLSearchParams} query */
function questionOf(query) {
  const told = (/** @type {string} */ key) => query.get(key) || null;
  const all = query.get("sweep") === "*";
  return {
    sweep: all ? null : told("sweep"), all, epochs: query.get("epochs") === "yes", removed: query.get("removed") === "yes",
    where: told("where"), columns: told("columns"), groupBy: told("groupBy"), aggregates: told("aggregates"), sort: told("sort"),
    limit: Number(query.get("limit")) || null,
  };
}

/** The command that prints the same. @param {any} question */
export function commandOfQuestion(question) {
  return ["sweep", "results", ...question.sweep ? [question.sweep] : [], ...question.all ? ["--all"] : [],
    ...question.epochs ? ["--epochs"] : [], ...question.removed ? ["--removed"] : [],
    ...Object.entries(options).flatMap(([key, option]) => question[key] ? [`--${option}`, question[key]] : []),
    ...question.limit ? ["--limit", String(question.limit)] : []];
}

export function QueryPage() {
  const query = address.value.query;
  const question = questionOf(query);
  const settled = useSettled(question);
  const { value, refusal } = useAnswer(() => answerTo(settled), [settled], { keep: true, rest: () => 2000 });
  const sweeps = (status.value?.sweeps ?? []).map((/** @type {any} */ sweep) => sweep.name);
  const vocabulary = useVocabulary(question, sweeps[0]);
  const grouped = !!(question.groupBy || question.aggregates);
  const wrong = refusalOf(refusal);
  const placed = keys.find(key => options[/** @type {keyof typeof options} */ (key)] === wrong.option);
  const field = (/** @type {"where" | "columns" | "groupBy" | "aggregates" | "sort"} */ key, /** @type {string} */ label,
    /** @type {any} */ speech, /** @type {string} */ hint) => html`
    <${Expression} key=${key} id=${`query-${key}`} label=${label} speech=${speech} hint=${hint} value=${query.get(key) ?? ""}
      columns=${vocabulary.columns}
      known=${vocabulary.known} refusal=${placed === key ? wrong.sentence : ""}
        onValue=${(/** @type {string} */ text) => change({ [key]: text })} />`;
  const flag = (/** @type {string} */ key, /** @type {string} */ label) => html`
    <label><input type="checkbox" checked=${query.get(key) === "yes"}
    onChange=${(/** @type {any} */ event) => change({ [key]: event.target.checked ? "yes" : null })} /> ${label}</label>`;
  return html`
    <div class="title"><h1>Query</h1><span class="faint">the language of <code>sweep results --where</code></span></div>
    <form class="query" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <div class="row">
        <label>Sweep <select value=${query.get("sweep") ?? ""}
          onChange=${(/** @type {any} */ event) => change({ sweep: event.target.value })}>
          <option value="">the one submitted last</option>${sweeps.map((/** @type {string} */ name) => html`
            <option value=${name}>${name}</option>`)}<option value="*">all of them</option></select></label>
        ${flag("epochs", "epochs instead of trials")} ${flag("removed", "also what left the grid")}
        <label>At most <input type="number" min="1" class="few" value=${query.get("limit") ?? ""}
          onInput=${(/** @type {any} */ event) => change({ limit: event.target.value })} /></label>
      </div>
      ${field("where", "Where", "where", "lr < 1e-2 and state = completed")}
      <div class="fields">${field("columns", "Columns", "list", "trial, lr, epochs")} ${field("groupBy", "Group by", "list", "lr, epochs")}
        ${field("aggregates", "Aggregates", "aggregates", "mean(valAccuracy), count()")}
        ${field("sort", "Sort", "sort", "-valAccuracy, lr")}</div>
    </form>
    ${refusal && !placed && html`<pre class="refusal" role="alert">${refusal}</pre>`}
    ${value && html`<${Answer} value=${value} stale=${!!refusal} question=${question} grouped=${grouped} />`}`;
}

/** The question as it is when nothing was typed for a moment. @param {any} question */
function useSettled(question) {
  const [settled, setSettled] = useState(question);
  const key = JSON.stringify(question);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(question), 250);
    return () => clearTimeout(timer);
  }, [key]);
  return settled;
}

/** The names that may be used, and the texts that stand in those of few. @param {any} question @param {string | undefined} last */
function useVocabulary(question, last) {
  const [known, setKnown] = useState({ columns: /** @type {{ name: string, kind: string }[]} */ ([]), known: new Map() });
  const sweep = question.all ? "*" : question.sweep ?? last ?? "";
  useEffect(() => {
    const about = { sweep: question.all ? null : question.sweep, all: question.all };
    (async () => {
      const { columns } = await send("ask", { ...about, epochs: question.epochs, limit: 1 });
      const others = [["sweep", "text"], ["cause", "text"], ["inGrid", "text"], ["ownSeconds", "number"], ["lostSeconds", "number"],
        ["device", "text"], ["host", "text"], ["precision", "text"], ["started", "text"], ["finished", "text"],
        ...question.epochs ? [["state", "text"], ["epochs", "integer"], ["agent", "text"]] : []]
        .filter(([name]) => !columns.some((/** @type {any} */ column) => column.name === name)).map(([name, kind]) => ({ name, kind }));
      const all = [...columns, ...others];
      setKnown({ columns: all, known: new Map() });
      const texts = all.filter(({ name, kind }) => kind === "text"
        && !["trial", "run", "state", "inGrid", "cause", "started", "finished"].includes(name));
      const found = await Promise.all(texts.map(({ name }) => send("ask", { ...about, groupBy: name, aggregates: "count()", limit: 30 })));
      setKnown({ columns: all, known: new Map(texts.map(({ name }, at) => [name,
        found[at].rows.map((/** @type {any[]} */ row) => row[0]).filter((/** @type {any} */ text) => text !== null)])) });
    })().catch(() => {});
  }, [sweep, question.epochs]);
  return known;
}

/** @param {{ value: any, stale: boolean, question: any, grouped: boolean }} props */
function Answer({ value, stale, question, grouped }) {
  const { columns, rows, all } = value;
  const word = grouped ? "group" : question.epochs ? "epoch" : "trial";
  const [key, down] = (question.sort ?? "").startsWith("-") ? [question.sort.slice(1), true] : [question.sort, false];
  const sortBy = (/** @type {string} */ name) => change({ sort: key !== name ? name : down ? null : `-${name}` });
  return html`<div class="title answer"><span role="status">
      ${all === Infinity ? `more than ${plural(rows.length, word)}` : plural(all, word)}
      ${all > rows.length && `, of which the first ${rows.length} are shown`}</span>
      <${Copy} command=${commandOfQuestion(question)} table=${() => send("ask", question)}
        name=${`${question.sweep ?? "trials"}-query`} /></div>
    <div class=${stale ? "wide stale" : "wide"} tabindex="0" role="region" aria-label="Answer"><table class="data">
      <thead><tr>${columns.map((/** @type {any} */ column) => html`<th class=${column.kind === "text" ? "" : "number"}
        aria-sort=${key === column.name ? down ? "descending" : "ascending" : undefined}>
        <button class="plain" onClick=${() => sortBy(column.name)}>${visible(column.name)}
          <span aria-hidden="true">${key === column.name ? down ? " ↓" : " ↑" : ""}</span></button></th>`)}</tr></thead>
      <tbody>${rows.map((/** @type {any[]} */ row) => html`
        <tr>${row.map((cell, at) => html`<${Cell} cell=${cell} column=${columns[at]} />`)}</tr>`)}</tbody></table></div>`;
}

/** @param {{ cell: any, column: any }} props */
function Cell({ cell, column }) {
  if (cell === null) return html`<td class=${column.kind === "text" ? "faint" : "number faint"}>–</td>`;
  if (column.kind !== "text") return html`<td class="number" title=${String(cell)}>${typeof cell === "string" ? cell : short(cell)}</td>`;
  const text = String(cell);
  return column.name === "trial" ? html`<td><a href=${link("trial", text)}><code>${text.slice(0, 8)}</code></a></td>`
    : column.name === "run" ? html`<td><code title=${text}>${text.slice(0, 8)}</code></td>`
    : column.name === "state" ? html`<td><${State} of=${text} /></td>`
    : column.name === "agent" ? html`<td><a href=${link("agents", text)}>${text}</a></td>`
    : html`<td class=${text.length > 24 ? "text" : ""}>${visible(text)}</td>`;
}
