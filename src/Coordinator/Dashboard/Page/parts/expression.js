// @ts-check
// A field for an expression, which proposes what may stand where the cursor is.
import { html, useRef, useState } from "../html.js";
import { proposals } from "./language.js";

/**
 * @param {{ label: string, id: string, value: string, speech: "where" | "list" | "aggregates" | "sort",
 *   columns: { name: string, kind: string }[],
 *   known?: Map<string, string[]>, hint?: string, refusal?: string, onValue: (value: string) => void }} props
 */
export function Expression({ label, id, value, speech, columns, known, hint, refusal, onValue }) {
  const field = /** @type {{ current: HTMLInputElement | null }} */ (useRef(null));
  const [open, setOpen] = useState(/** @type {{ from: number, at: number, proposals: import("./language.js").Proposal[],
    chosen: number } | null} */ (null));
  const look = () => {
    const at = field.current?.selectionStart ?? 0;
    const found = proposals(field.current?.value ?? "", at, columns, speech, known);
    setOpen(found.proposals.length ? { ...found, at, chosen: -1 } : null);
  };
  const take = (/** @type {number} */ which) => {
    if (!open || !field.current) return;
    const { text } = open.proposals[which];
    const whole = value.slice(0, open.from) + text + value.slice(open.at);
    const cursor = open.from + text.length;
    onValue(whole);
    setOpen(null);
    requestAnimationFrame(() => { field.current?.focus(); field.current?.setSelectionRange(cursor, cursor); });
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); return look(); }
    if (!open) return;
    const count = open.proposals.length;
    if (event.key === "ArrowDown") setOpen({ ...open, chosen: (open.chosen + 1) % count });
    else if (event.key === "ArrowUp") setOpen({ ...open, chosen: open.chosen < 0 ? count - 1 : open.chosen - 1 });
    else if (event.key === "Escape") setOpen(null);
    else if ((event.key === "Enter" && open.chosen >= 0) || (event.key === "Tab" && !event.shiftKey && open.chosen >= 0)) take(open.chosen);
    else return;
    event.preventDefault();
  };
  return html`<div class="expression">
    <label for=${id}>${label}</label>
    <div class="place">
      <input id=${id} ref=${field} value=${value} spellcheck=${false} autocomplete="off" autocapitalize="off" placeholder=${hint}
        role="combobox" aria-expanded=${open ? "true" : "false"} aria-controls=${`${id}-list`} aria-autocomplete="list"
        aria-activedescendant=${open && open.chosen >= 0 ? `${id}-${open.chosen}` : undefined} aria-invalid=${refusal ? "true" : undefined}
        aria-describedby=${refusal ? `${id}-refusal` : undefined}
        onInput=${(/** @type {any} */ event) => { onValue(event.target.value); look(); }} onKeyDown=${onKeyDown}
        onBlur=${() => setOpen(null)} />
      <ul id=${`${id}-list`} role="listbox" aria-label=${`Proposals for ${label}`}
        hidden=${!open}>${(open?.proposals ?? []).map((/** @type {any} */ one, /** @type {number} */ at) => html`
        <li key=${one.text} id=${`${id}-${at}`} role="option" aria-selected=${at === open?.chosen ? "true" : "false"}
          onMouseDown=${(/** @type {Event} */ event) => { event.preventDefault(); take(at); }}><code>${one.text}</code> ${" "}
          <span class="faint">${one.note}</span></li>`)}</ul>
    </div>
    ${refusal && !open && html`<pre id=${`${id}-refusal`} class="refusal" role="alert">${refusal}</pre>`}
  </div>`;
}
