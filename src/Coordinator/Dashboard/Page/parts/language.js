// @ts-check
// The words of the language of `results --where`, and which of them may stand where the reader writes. docs/queries.md has all of it.

const states = ["pending", "running", "completed", "diverged", "failed", "cancelled"];
const functions = [
  ["abs(", "the size of a number"], ["log10(", "the power of ten"], ["isfinite(", "neither missing, NaN nor infinite"],
  ["isnan(", "not a number"],
  ["ismissing(", "nothing there"], ["contains(", "text, part of it"], ["startswith(", "text, its beginning"],
  ["previous(", "one step earlier in the run"], ["date(", "the day of a time"],
];
const aggregates = [
  ["mean(", "NaN with one NaN"], ["std(", "of the sample"], ["min(", ""], ["max(", ""], ["median(", ""], ["sum(", ""],
  ["count(", "trials, or where something is there"],
  ["argmax(", "what, of the trial with the largest …"], ["argmin(", "what, of the trial with the smallest …"],
  ["percentile(", "of what, 0 to 100"],
];

/** @typedef {{ text: string, note: string }} Proposal */

/**
 * What may be written where the cursor is, the likeliest first, and from where on it replaces what stands there.
 * @param {string} text @param {number} at @param {{ name: string, kind: string }[]} columns
 * @param {"where" | "list" | "aggregates" | "sort"} speech
 * @param {Map<string, string[]>} [known] Texts that stand in a column, by its name.
 * @returns {{ from: number, proposals: Proposal[] }}
 */
export function proposals(text, at, columns, speech, known = new Map()) {
  const before = text.slice(0, at);
  const word = /["']?[A-Za-z_0-9.]*$/.exec(before)?.[0] ?? "";
  const from = at - word.length;
  const asked = /** @type {Proposal[]} */ ([]);
  const compared = /([A-Za-z_]\w*)\s*(?:=|==|!=|(?:not\s+)?in\s*\((?:[^()]*,)?)\s*$/i.exec(before.slice(0, from));
  const column = compared && columns.find(one => one.name.toLowerCase() === compared[1].toLowerCase());
  if (column?.name === "state") asked.push(...states.map(text => ({ text, note: "state" })));
  else if (column?.name === "inGrid") asked.push({ text: "yes", note: "" }, { text: "no", note: "" });
  else if (column) asked.push(...(known.get(column.name) ?? []).map(value =>
    ({ text: /^[A-Za-z]\w*$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`, note: column.name })));
  if (!column || column.kind !== "text") {
    asked.push(...columns.map(one => ({ text: one.name, note: one.kind })));
    if (speech === "aggregates" || speech === "sort") asked.push(...aggregates.map(([text, note]) => ({ text, note })));
    asked.push(...functions.map(([text, note]) => ({ text, note })));
    if (speech === "where") asked.push(...["and", "or", "not", "in (", "nan", "inf"].map(text => ({ text, note: "" })));
  }
  const begun = word.replace(/^["']/, "").toLowerCase();
  const fits = asked.filter(one => one.text.replace(/^'/, "").toLowerCase().startsWith(begun) && one.text !== word);
  return { from, proposals: begun || column ? fits.slice(0, 12) : [] };
}

/** The part of a refusal that quotes an expression, with the option that it is about. @param {string} sentence */
export function refusalOf(sentence) {
  const option = /^--([\w-]+):/.exec(sentence)?.[1] ?? "";
  return { option, sentence };
}
