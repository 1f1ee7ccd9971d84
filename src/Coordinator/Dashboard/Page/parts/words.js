// @ts-check: Numbers, times and states as people read them: the same words as at the terminal.
import { html } from "../html.js";

/** NaN and the infinities come as words. @param {any} value @returns {number | null} */
export const number = value => value === null || value === undefined || value === "" ? null : Number(value);

/** So many significant digits; a power of ten below 0.0001. @param {number} value @param {number} digits */
function digitsOf(value, digits) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 10 ** digits) return String(value);
  const text = size !== 0 && (size < 1e-4 || size >= 10 ** digits) ? value.toExponential(digits - 1) : value.toPrecision(digits);
  return text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "").replace(/e\+/, "e");
}

/** A hyperparameter, or a number of which nothing more is known; texts and truth values as they are. @param {any} value */
export const short = value => value === null || value === undefined ? "–"
  : typeof value === "number" ? digitsOf(value, 6) : visible(String(value));

/** A loss or an accuracy. @param {any} value */
export function measure(value) {
  const known = number(value);
  return known === null ? "–" : Math.abs(known) < 1000 ? known.toFixed(4) : digitsOf(known, 4);
}

/** A difference of measures, with its sign. @param {number | null} value */
export const signed = value => value === null || Number.isNaN(value) ? "" : `${value < 0 ? "" : "+"}${measure(value)}`;

/** A count, its digits in threes. Not by the browser's own words for numbers, which it reads for a tenth of a second before the first.
 * @param {number} count */
export const many = count => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
export const plural = (/** @type {number} */ count, /** @type {string} */ word) => `${many(count)} ${count === 1 ? word : `${word}s`}`;

/** A duration. @param {any} value In seconds. */
export function seconds(value) {
  const known = number(value);
  if (known === null || !Number.isFinite(known)) return "–";
  if (known < 1) return `${known === 0 ? "0" : known.toPrecision(2)} s`;
  if (known < 10) return `${known.toFixed(1)} s`;
  const whole = Math.round(known), minutes = Math.floor(whole / 60), hours = Math.floor(whole / 3600);
  return whole < 60 ? `${whole} s` : minutes < 60 ? `${minutes} min ${whole % 60} s`
    : hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A moment by the reader's clock; the day only where it is another one. @param {any} moment */
export function clock(moment) {
  if (!moment) return "–";
  const at = new Date(moment), time = at.toTimeString().slice(0, 8), day = at.toDateString(), [, month, number] = day.split(" ");
  return day === new Date().toDateString() ? time : `${Number(number)} ${month} ${time}`;
}

/** A moment with its exact form for programs and under the pointer. @param {{ at: string }} props */
export const Moment = ({ at }) => html`<time datetime=${at} title=${at}>${clock(at)}</time>`;

/** How long ago. @param {any} moment */
export const ago = moment => moment ? `${seconds(Math.max(0, (Date.now() - new Date(moment).getTime()) / 1000))} ago` : "–";

export const bytes = (/** @type {number} */ count) => count < 1024 ? `${count} B` : count < 1 << 20 ? `${(count / 1024).toFixed(0)} KiB`
  : `${(count / (1 << 20)).toFixed(1)} MiB`;

/** How full and how warm the GPU of a slot is; "" where nothing is known. @param {any} gpu */
export const gpuWords = gpu => gpu ? [`${(gpu.usedMiB / 1024).toFixed(1)} of ${(gpu.totalMiB / 1024).toFixed(1)} GiB`,
  gpu.celsius !== undefined && gpu.celsius !== null && `${gpu.celsius} °C`].filter(Boolean).join(", ") : "";

const escapes = new Map([["\u001b", "\\e"], ["\n", "\\n"], ["\t", "\\t"]]);

/** Words of somebody else, with what a reader's eye would obey instead of see written out: control and format characters.
 * @param {string} text @param {boolean} [lines] Whether ends of line and tabs stay. */
export const visible = (text, lines = false) => (lines ? text.replace(/\r\n?/g, "\n") : text)
  .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, found => lines && (found === "\n" || found === "\t") ? found
    : escapes.get(found) ?? `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);

/** A sentence that quotes commands between backticks, as the coordinator writes them. @param {string} sentence */
export const spoken = sentence => sentence.split("`").map((part, at) => at % 2 ? html`<code>${visible(part)}</code>` : visible(part));

/** The words of camel case: agentLost is "agent lost". @param {string | null | undefined} word */
export const spaced = word => (word ?? "").replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);

const marks = new Map(Object.entries({
  completed: "●", running: "▶", pending: "○", failed: "✕", diverged: "≈", cancelled: "–", waiting: "○", complete: "●",
  online: "●", offline: "○", quarantined: "✕", paused: "‖", drained: "‖",
}));

/** A state as a mark and its word; the mark's shape says it without colour.
 * @param {{ of: string, bare?: boolean }} props bare: The word is for the ear alone. */
export const State = ({ of, bare = false }) => html`<span class=${`state ${of}`} title=${bare ? spaced(of) : undefined}>
  <span aria-hidden="true">${marks.get(of) ?? "○"}</span>${" "}<span class=${bare ? "unseen" : ""}>${spaced(of)}</span></span>`;

/** Hyperparameters: lr 0.001, optimizer adamw. @param {Record<string, any> | null | undefined} parameters */
export const parametersOf = parameters => Object.entries(parameters ?? {}).filter(([, value]) => value !== null)
  .map(([name, value]) => `${name} ${short(value)}`).join(", ");

/** How many of a sweep's trials need nothing more. @param {any} trials */
export const doneOf = trials => trials.completed + trials.diverged + trials.failed + trials.cancelled;

/** How far the trials of a sweep are, as a bar of parts and in words. @param {{ of: any }} props */
export function Progress({ of }) {
  const parts = ["completed", "diverged", "failed", "cancelled", "running"].filter(part => of[part] > 0);
  return html`<span class="progress" role="img"
    aria-label=${`${doneOf(of)} of ${of.total}: ${parts.map(part => `${of[part]} ${part}`).join(", ")}`}>
    ${parts.map(part => html`<i key=${part} class=${part} style=${{ width: `${100 * of[part] / of.total}%` }}></i>`)}</span>`;
}
