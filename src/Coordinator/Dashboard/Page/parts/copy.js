// @ts-check
// Every view copies as the command that prints the same, as CSV and as a picture.
import { html } from "../html.js";
import { sentenceOf } from "../api.js";
import { say } from "./say.js";

/** A word as a shell takes it. @param {string} word */
const quoted = word => /^[\w./:,=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** Text as the command line writes it (RFC 4180); none is computed by a spreadsheet. @param {string} value */
function csvText(value) {
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return safe === "" || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What is missing is empty. @param {Taken} table */
function csvOf({ columns, rows }) {
  const field = (value, at) => value === null || value === undefined ? "" : columns[at].kind === "text" ? csvText(String(value))
    : typeof value === "object" ? csvText(JSON.stringify(value)) : String(value);
  return [columns.map(column => csvText(column.name)), ...rows.map(row => row.map(field))].map(row => `${row.join(",")}\r\n`).join("");
}

/** An object for each row, as `--format json` has it. @param {Taken} table */
const jsonOf = ({ columns, rows }) =>
  `${JSON.stringify(rows.map(row => Object.fromEntries(columns.map((column, at) => [column.name, row[at]]))), null, 2)}\n`;

/** Gives the reader a file. @param {string} name @param {string} type @param {BlobPart} content */
function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement("a"), { href: address, download: name.replace(/[^\w.-]+/g, "-") }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** @param {string} text */
async function toClipboard(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  // Without TLS a browser has no clipboard for pages but this one.
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** @param {string} text @param {string} [what] */
export const copyText = (text, what = text) =>
  toClipboard(text).then(() => say(`Copied: ${what}`), () => say(`The browser does not copy: ${text}`, true));

/** The drawing over the page's ground (a canvas of its own is clear where nothing is drawn), with what its colours mean below it.
 * @param {HTMLCanvasElement} drawn @param {string} name @param {Legend} legend */
function savePicture(drawn, name, legend) {
  const look = getComputedStyle(document.documentElement), scale = devicePixelRatio, line = 20 * scale, named = legend.slice(0, 12);
  const paper = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height + (named.length + 0.5) * line });
  const brush = /** @type {CanvasRenderingContext2D} */ (paper.getContext("2d"));
  const fill = (colour, ...box) => { brush.fillStyle = colour; brush.fillRect(box[0], box[1], box[2], box[3]); };
  fill(look.backgroundColor, 0, 0, paper.width, paper.height);
  brush.drawImage(drawn, 0, 0);
  brush.font = `${13 * scale}px system-ui, sans-serif`;
  for (const [at, { label, colour }] of named.entries()) {
    const top = drawn.height + at * line;
    fill(colour ?? look.color, 16 * scale, top + 4 * scale, 10 * scale, 10 * scale);
    brush.fillStyle = look.color;
    brush.fillText(label, 34 * scale, top + 14 * scale);
  }
  paper.toBlob(blob => { if (blob) download(`${name}.png`, "image/png", blob); });
}

/** The buttons, each only where there is something for it.
 * @param {{ name: string, command?: string[] | null, table?: (() => Taken | Promise<Taken>) | null,
 *   picture?: (() => HTMLCanvasElement | null) | null, legend?: Legend }} props */
export function Copy({ command, table, picture, name, legend = [] }) {
  const words = command?.map(quoted).join(" ") ?? "";
  const saveTable = async (ending, type, write) => {
    try { download(`${name}.${ending}`, type, write(await table?.())); } catch (error) { say(sentenceOf(error), true); }
  };
  const savePng = () => { const drawn = picture?.(); if (drawn) savePicture(drawn, name, legend); };
  return html`<span class="copy" role="group" aria-label=${`Take along: ${name}`}>
    ${command && html`<button type="button" class="quiet" title=${words} onClick=${() => copyText(words)}>Copy command</button>`}
    ${table && html`<button type="button" class="quiet" onClick=${() => saveTable("csv", "text/csv", csvOf)}>CSV</button>
      <button type="button" class="quiet" onClick=${() => saveTable("json", "application/json", jsonOf)}>JSON</button>`}
    ${picture && html`<button type="button" class="quiet" onClick=${savePng}>PNG</button>`}
  </span>`;
}
