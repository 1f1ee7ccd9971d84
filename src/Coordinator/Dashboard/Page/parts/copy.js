// @ts-check: Every view copies as the command that prints the same, as CSV and as a picture.
import { html } from "../html.js";
import { sentenceOf } from "../api.js";
import { say } from "./say.js";

/** A word as a shell takes it. */
const quoted = word => /^[\w./:,=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** Text as the command line writes it (RFC 4180); none is computed by a spreadsheet. */
function csvText(/** @type {string} */ value) {
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return safe === "" || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What is missing is empty. */
function csvOf(/** @type {Taken} */ { columns, rows }) {
  const field = (value, at) => value === null || value === undefined ? "" : columns[at].kind === "text" ? csvText(String(value))
    : typeof value === "object" ? csvText(JSON.stringify(value)) : String(value);
  return [columns.map(column => csvText(column.name)), ...rows.map(row => row.map(field))].map(row => `${row.join(",")}\r\n`).join("");
}

/** An object for each row, as `--format json` has it. */
const jsonOf = (/** @type {Taken} */ { columns, rows }) =>
  `${JSON.stringify(rows.map(row => Object.fromEntries(columns.map((column, at) => [column.name, row[at]]))), null, 2)}\n`;

/** Gives the reader a file. */
function download(/** @type {string} */ name, type, /** @type {BlobPart} */ content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement("a"), { href: address, download: name.replace(/[^\w.-]+/g, "-") }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export const copyText = (/** @type {string} */ text, what = text) => navigator.clipboard.writeText(text)
  .then(() => say(`Copied: ${what}`), () => say(`The browser does not copy: ${text}`, true));

/** The drawing over the page's ground (a canvas of its own is clear where nothing is drawn), with what its colours mean below it. */
function savePicture(/** @type {HTMLCanvasElement} */ drawn, name, /** @type {Legend} */ legend) {
  const { backgroundColor, color } = getComputedStyle(document.documentElement), scale = devicePixelRatio, line = 20 * scale;
  const named = legend.slice(0, 12), height = drawn.height + (named.length + 0.5) * line;
  const paper = Object.assign(document.createElement("canvas"), { width: drawn.width, height });
  const brush = /** @type {CanvasRenderingContext2D} */ (paper.getContext("2d"));
  const fill = (colour, left, top, wide, high) => { brush.fillStyle = colour; brush.fillRect(left, top, wide, high); };
  fill(backgroundColor, 0, 0, paper.width, height);
  brush.drawImage(drawn, 0, 0);
  brush.font = `${13 * scale}px system-ui, sans-serif`;
  for (const [at, { label, colour = color }] of named.entries()) {
    fill(colour, 16 * scale, drawn.height + at * line + 4 * scale, 10 * scale, 10 * scale);
    brush.fillStyle = color;
    brush.fillText(label, 34 * scale, drawn.height + at * line + 14 * scale);
  }
  paper.toBlob(blob => { if (blob) download(`${name}.png`, "image/png", blob); });
}

/** The buttons, each only where there is something for it: a command's words, a table (Taken) and a canvas when they are asked for. */
export function Copy({ command, table, picture, name, legend = [] }) {
  const words = command?.map(quoted).join(" ") ?? "", complain = error => say(sentenceOf(error), true);
  const saveTable = (ending, type, write) =>
    Promise.resolve(table()).then(taken => download(`${name}.${ending}`, type, write(taken))).catch(complain);
  const savePng = () => { const drawn = picture(); if (drawn) savePicture(drawn, name, legend); };
  const button = (word, act, title = undefined) => html`<button type="button" class="quiet" title=${title} onClick=${act}>${word}</button>`;
  return html`<span class="copy" role="group" aria-label=${`Take along: ${name}`}>
    ${command && button("Copy command", () => copyText(words), words)}
    ${table && html`${button("CSV", () => saveTable("csv", "text/csv", csvOf))}
      ${button("JSON", () => saveTable("json", "application/json", jsonOf))}`}
    ${picture && button("PNG", savePng)}</span>`;
}
