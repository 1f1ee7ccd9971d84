// @ts-check
// A field for an expression of the language of `results --where` (docs/queries.md), which proposes what may stand where the cursor is.
import { html, useRef, useState } from "../html.js";

const states = ["pending", "running", "completed", "diverged", "failed", "cancelled"];
const functions = [["abs(", "the size of a number"], ["log10(", "the power of ten"], ["isfinite(", "neither missing, NaN nor infinite"],
  ["isnan(", "not a number"], ["ismissing(", "nothing there"], ["contains(", "text, part of it"], ["startswith(", "text, its beginning"],
  ["previous(", "one step earlier in the run"], ["date(", "the day of a time"]];
const aggregates = [["mean(", "NaN with one NaN"], ["std(", "of the sample"], ["min("], ["max("], ["median("], ["sum("],
  ["count(", "trials, or where something is there"], ["argmax(", "what, of the trial with the largest …"],
  ["argmin(", "what, of the trial with the smallest …"], ["percentile(", "of what, 0 to 100"]];

/** A text as the language takes it. */
export const textWord = value => `'${String(value).replaceAll("'", "''")}'`;

/** What may be written where the cursor is, the likeliest first, and from where on it replaces what stands there.
 * @param {string} text @param {number} at @param {Named[]} columns @param {Speech} speech
 * @param {Known} known Texts that stand in a column, by its name. @returns {{ from: number, proposals: string[][] }} */
function proposals(text, at, columns, speech, known) {
  const word = /["']?[A-Za-z_0-9.]*$/.exec(text.slice(0, at))?.[0] ?? "", from = at - word.length;
  const compared = /([A-Za-z_]\w*)\s*(?:=|==|!=|(?:not\s+)?in\s*\((?:[^()]*,)?)\s*$/i.exec(text.slice(0, from));
  const column = compared && columns.find(one => one.name.toLowerCase() === compared[1].toLowerCase());
  const values = column?.name === "state" ? states : column?.name === "inGrid" ? ["yes", "no"] : known.get(column?.name ?? "") ?? [];
  const asked = values.map(value => [/^[A-Za-z]\w*$/.test(value) ? value : textWord(value), column?.name ?? ""]);
  if (column?.kind !== "text") asked.push(...columns.map(({ name, kind }) => [name, kind]),
    ...speech === "aggregates" || speech === "sort" ? aggregates : [], ...functions,
    ...speech === "where" ? ["and", "or", "not", "in (", "nan", "inf"].map(word => [word]) : []);
  const begun = word.replace(/^["']/, "").toLowerCase();
  const fits = asked.filter(([one]) => one.replace(/^'/, "").toLowerCase().startsWith(begun) && one !== word);
  return { from, proposals: begun || column ? fits.slice(0, 12) : [] };
}

/** @param {{ label: string, id: string, value: string, speech: Speech, columns: Named[], known?: Known, hint?: string,
 *   refusal?: string, onValue: (value: string) => void }} props */
export function Expression({ label, id, value, speech, columns, known = new Map(), hint, refusal, onValue }) {
  const field = useRef(null), [open, setOpen] = useState(null), chosen = open?.chosen ?? -1;
  const look = () => {
    const at = field.current.selectionStart ?? 0, found = proposals(field.current.value, at, columns, speech, known);
    setOpen(found.proposals.length ? { ...found, at, chosen: -1 } : null);
  };
  const take = which => {
    const [text] = open.proposals[which], { value } = field.current, cursor = open.from + text.length;
    onValue(value.slice(0, open.from) + text + value.slice(open.at));
    setOpen(null);
    requestAnimationFrame(() => { field.current?.focus(); field.current?.setSelectionRange(cursor, cursor); });
  };
  const onKeyDown = event => {
    const { key } = event, count = open?.proposals.length;
    if (key === " " && event.ctrlKey) look();
    else if (!open) return;
    else if (key === "ArrowDown") setOpen({ ...open, chosen: (chosen + 1) % count });
    else if (key === "ArrowUp") setOpen({ ...open, chosen: chosen < 0 ? count - 1 : chosen - 1 });
    else if (key === "Escape") setOpen(null);
    else if (chosen >= 0 && (key === "Enter" || key === "Tab" && !event.shiftKey)) take(chosen);
    else return;
    event.preventDefault();
  };
  return html`<div class="expression"><label for=${id}>${label}</label>
    <div class="place">
      <input id=${id} ref=${field} value=${value} spellcheck=${false} autocomplete="off" autocapitalize="off" placeholder=${hint}
        role="combobox" aria-expanded=${open ? "true" : "false"} aria-controls=${`${id}-list`} aria-autocomplete="list"
        aria-activedescendant=${chosen >= 0 ? `${id}-${chosen}` : undefined} aria-invalid=${refusal ? "true" : undefined}
        aria-describedby=${refusal ? `${id}-refusal` : undefined} onKeyDown=${onKeyDown} onBlur=${() => setOpen(null)}
        onInput=${event => { onValue(event.target.value); look(); }} />
      <ul id=${`${id}-list`} role="listbox" aria-label=${`Proposals for ${label}`} hidden=${!open}>
        ${(open?.proposals ?? []).map(([text, note], at) => html`
          <li key=${text} id=${`${id}-${at}`} role="option" aria-selected=${at === chosen ? "true" : "false"}
            onMouseDown=${event => { event.preventDefault(); take(at); }}><code>${text}</code> <span class="faint">${note}</span></li>`)}
      </ul>
    </div>
    ${refusal && !open && html`<pre id=${`${id}-refusal`} class="refusal" role="alert">${refusal}</pre>`}</div>`;
}
