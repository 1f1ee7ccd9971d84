// @ts-check
// Every view copies as the command that prints the same, as CSV and as a picture.
import { html } from "../html.js";
import { say } from "./say.js";

/** @typedef {{ columns: { name: string, kind: string }[], rows: unknown[][] }} Table */

/** A word as a shell takes it. @param {string} word */
const quoted = word => /^[\w./:,=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** @param {string[]} words @returns {string} */
export const commandOf = words => words.map(quoted).join(" ");

/** As the command line writes it (RFC 4180): what is missing is empty, and no text is computed by a spreadsheet. @param {Table} table */
export function csvOf({ columns, rows }) {
  const text = (/** @type {string} */ value) => {
    const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
    return safe === "" || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const field = (/** @type {unknown} */ value, /** @type {number} */ column) => value === null || value === undefined ? ""
    : columns[column].kind === "text" ? text(String(value))
      : typeof value === "object" ? text(JSON.stringify(value)) : String(value);
  return [columns.map(column => text(column.name)), ...rows.map(row => row.map(field))].map(row => `${row.join(",")}\r\n`).join("");
}

/** An object for each row, as `--format json` has it. @param {Table} table */
export const jsonOf = ({ columns, rows }) =>
  `${JSON.stringify(rows.map(row => Object.fromEntries(columns.map((column, at) => [column.name, row[at]]))), null, 2)}\n`;

/** Gives the reader a file. @param {string} name @param {string} type @param {BlobPart} content */
export function download(name, type, content) {
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

/** @param {string} text @param {string} what */
export const copyText = (text, what) => toClipboard(text).then(() => say(`Copied: ${what}`),
  () => say(`The browser does not copy: ${text}`, true));

/** @typedef {{ label: string, colour?: string }[]} Legend */

/**
 * The drawing over the page's ground (a canvas of its own is clear where nothing is drawn), with what its colours mean below it.
 * @param {HTMLCanvasElement} drawn @param {string} name @param {Legend} legend
 */
function savePicture(drawn, name, legend) {
  const look = getComputedStyle(document.documentElement), scale = devicePixelRatio, row = 20 * scale;
  const named = legend.slice(0, 12);
  const paper = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height + (named.length + 0.5) * row });
  const brush = /** @type {CanvasRenderingContext2D} */ (paper.getContext("2d"));
  brush.fillStyle = look.backgroundColor;
  brush.fillRect(0, 0, paper.width, paper.height);
  brush.drawImage(drawn, 0, 0);
  brush.font = `${13 * scale}px system-ui, sans-serif`;
  named.forEach(({ label, colour }, at) => {
    const top = drawn.height + at * row;
    brush.fillStyle = colour ?? look.color;
    brush.fillRect(16 * scale, top + 4 * scale, 10 * scale, 10 * scale);
    brush.fillStyle = look.color;
    brush.fillText(label, 34 * scale, top + 14 * scale);
  });
  paper.toBlob(blob => { if (blob) download(`${name}.png`, "image/png", blob); });
}

/**
 * The buttons, each only where there is something for it.
 * @param {{ name: string, command?: string[] | null, table?: (() => Table | null | Promise<Table>) | null,
 *   picture?: (() => HTMLCanvasElement | null) | null, legend?: Legend }} props
 */
export function Copy({ command, table, picture, name, legend = [] }) {
  const saveTable = async (/** @type {string} */ ending, /** @type {string} */ type, /** @type {(table: Table) => string} */ write) => {
    try {
      const seen = await table?.();
      if (seen) download(`${name}.${ending}`, type, write(seen));
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), true);
    }
  };
  return html`<span class="copy" role="group" aria-label=${`Take along: ${name}`}>
    ${command && html`<button class="quiet" title=${commandOf(command)}
      onClick=${() => copyText(commandOf(command), commandOf(command))}>Copy command</button>`}
    ${table && html`<button class="quiet" onClick=${() => saveTable("csv", "text/csv", csvOf)}>CSV</button>
      <button class="quiet" onClick=${() => saveTable("json", "application/json", jsonOf)}>JSON</button>`}
    ${picture && html`<button class="quiet"
      onClick=${() => { const drawn = picture(); if (drawn) savePicture(drawn, name, legend); }}>PNG</button>`}
  </span>`;
}
