// @ts-check: Any question over trials, in the language of `results --where`; the question stands in the address.
import { asked, change, Choice, Copy, Flag, html, link, plural, send, short, State, status, Table, useAnswer, useEffect, useState,
  visible } from "../kit.js";
import { Expression } from "../parts/expression.js";

/** What is asked, by the option of the command line that says it. */
const options = { where: "where", columns: "columns", groupBy: "group-by", aggregates: "agg", sort: "sort" };

/** What is asked for and drawn at once; the export has all of it. */
const drawn = 500;
/** The answer as far as it is drawn, with the number of all rows. */
async function answerTo({ limit, ...question }) {
  const most = limit ?? Infinity, { columns, rows } = await send("ask", { ...question, limit: Math.min(most, drawn + 1) });
  if (rows.length <= drawn) return { columns, rows, all: rows.length };
  const counted = question.groupBy || question.aggregates ? null
    : await send("ask", { ...question, columns: null, sort: null, aggregates: "count()" });
  return { columns, rows: rows.slice(0, drawn), all: counted ? Math.min(most, counted.rows[0][0]) : Infinity };
}

/** The question that stands in the address. */
const questionOf = () => ({
  ...Object.fromEntries(Object.keys(options).map(key => [key, asked(key) || null])), sweep: asked("sweep").replace(/^\*$/, "") || null,
  all: asked("sweep") === "*", epochs: !!asked("epochs"), removed: !!asked("removed"), limit: Number(asked("limit")) || null,
});

/** The command that prints the same. */
const commandOf = ({ sweep, all, epochs, removed, limit, ...said }) => ["sweep", "results", ...sweep ? [sweep] : [],
  ...all ? ["--all"] : [], ...epochs ? ["--epochs"] : [], ...removed ? ["--removed"] : [],
  ...Object.entries(options).flatMap(([key, option]) => said[key] ? [`--${option}`, said[key]] : []),
  ...limit ? ["--limit", String(limit)] : []];

export function Page() {
  const question = questionOf(), settled = useSettled(question), names = (status.value?.sweeps ?? []).map(({ name }) => name);
  const { value, refusal } = useAnswer(() => answerTo(settled), [settled], { keep: true, rest: () => 2000 });
  const { columns, known } = useVocabulary(question, names[0]);
  // A refusal that is of one option stands beneath it.
  const option = /^--([\w-]+):/.exec(refusal)?.[1], placed = Object.values(options).includes(option ?? "");
  const field = (key, label, speech, hint) => html`<${Expression} key=${key} id=${`query-${key}`} label=${label} speech=${speech}
    hint=${hint} value=${asked(key)} columns=${columns} known=${known} refusal=${placed && options[key] === option ? refusal : ""}
    onValue=${text => change({ [key]: text })} />`;
  return html`
    <div class="title"><h1>Query</h1><span class="faint">the language of <code>sweep results --where</code></span></div>
    <form class="query" onSubmit=${event => event.preventDefault()}>
      <div class="row"><${Choice} label="Sweep" value=${asked("sweep")} onPick=${sweep => change({ sweep })}
          options=${[["", "the one submitted last"], ...names, ["*", "all of them"]]} />
        <${Flag} name="epochs" label="epochs instead of trials" /> <${Flag} name="removed" label="also what left the grid" />
        <label>At most <input type="number" min="1" class="few" value=${asked("limit")}
          onInput=${event => change({ limit: event.target.value })} /></label></div>
      ${field("where", "Where", "where", "lr < 1e-2 and state = completed")}
      <div class="fields">${field("columns", "Columns", "list", "trial, lr, epochs")} ${field("groupBy", "Group by", "list", "lr, epochs")}
        ${field("aggregates", "Aggregates", "aggregates", "mean(valAccuracy), count()")}
        ${field("sort", "Sort", "sort", "-valAccuracy, lr")}</div></form>
    ${refusal && !placed && html`<pre class="refusal" role="alert">${refusal}</pre>`}
    ${value && html`<${Answer} value=${value} stale=${!!refusal} question=${question} />`}`;
}

/** The question as it is when nothing was typed for a moment. */
function useSettled(question) {
  const [settled, setSettled] = useState(question);
  useEffect(() => {
    const timer = setTimeout(setSettled, 250, question);
    return () => clearTimeout(timer);
  }, [JSON.stringify(question)]);
  return settled;
}

/** What may be named besides the columns that an answer has of itself; and of which no texts are proposed. */
const others = { sweep: "text", cause: "text", inGrid: "text", ownSeconds: "number", lostSeconds: "number", device: "text", host: "text",
  precision: "text", started: "text", finished: "text" }, ofEpochs = { state: "text", epochs: "integer", agent: "text" };
const untold = ["trial", "run", "state", "inGrid", "cause", "started", "finished"];

/** The names that may be used, and the texts that stand in those of few. */
function useVocabulary({ sweep, all, epochs }, last) {
  const [known, setKnown] = useState({ columns: /** @type {Named[]} */ ([]), known: new Map() });
  const learn = async () => {
    const { columns } = await send("ask", { sweep, all, epochs, limit: 1 });
    const more = Object.entries({ ...others, ...epochs ? ofEpochs : {} }).map(([name, kind]) => ({ name, kind }));
    const named = [...columns, ...more.filter(({ name }) => !columns.some(column => column.name === name))];
    const texts = named.filter(({ name, kind }) => kind === "text" && !untold.includes(name));
    const textsOf = async ({ name }) => [name, (await send("ask", { sweep, all, groupBy: name, aggregates: "count()", limit: 30 })).rows
      .map(([text]) => text).filter(text => text !== null)];
    setKnown({ columns: named, known: new Map() });
    setKnown({ columns: named, known: new Map(/** @type {any} */ (await Promise.all(texts.map(textsOf)))) });
  };
  useEffect(() => { learn().catch(() => {}); }, [all ? "*" : sweep ?? last, epochs]);
  return known;
}

function Answer({ value: { columns, rows, all }, stale, question }) {
  const word = question.groupBy || question.aggregates ? "group" : question.epochs ? "epoch" : "trial", sort = question.sort ?? "";
  const by = sort.replace(/^-/, ""), falls = sort.startsWith("-");
  const sortBy = name => change({ sort: by !== name ? name : falls ? null : `-${name}` });
  return html`<div class="title answer"><span role="status">
      ${all === Infinity ? `more than ${plural(rows.length, word)}` : plural(all, word)}
      ${all > rows.length && `, of which the first ${rows.length} are shown`}</span>
      <${Copy} command=${commandOf(question)} table=${() => send("ask", question)} name=${`${question.sweep ?? "trials"}-query`} /></div>
    <${Table} class=${stale ? "wide stale" : "wide"} label="Answer" rows=${rows} order=${{ by, falls, sort: sortBy }}
      columns=${columns.map(({ name, kind }, at) => ({ name, title: visible(name), sort: name, numeric: kind !== "text",
        cell: row => cellOf(name, kind, row[at]), also: row => alsoOf(kind, row[at]) }))} />`;
}

const alsoOf = (kind, cell) => cell === null ? { class: "faint" } : kind !== "text" ? { title: String(cell) }
  : { class: String(cell).length > 24 ? "text" : "" };
const textsOf = {
  __proto__: null, run: run => html`<code title=${run}>${run.slice(0, 8)}</code>`, state: state => html`<${State} of=${state} />`,
  trial: trial => html`<a href=${link("trial", trial)}><code>${trial.slice(0, 8)}</code></a>`,
  agent: agent => html`<a href=${link("agents", agent)}>${agent}</a>`,
};
const cellOf = (name, kind, cell) => cell === null ? "–" : kind === "text" ? (textsOf[name] ?? visible)(String(cell))
  : typeof cell === "string" ? cell : short(cell);
