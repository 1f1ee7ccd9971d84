// @ts-check
// The API's document, to be read: every operation with who may, what it takes, what it answers and how it refuses.
import { html, useEffect, useState } from "../html.js";

const methods = ["get", "head", "post", "put", "delete"];

/** @typedef {{ path: string, method: string, said: any }} Operation */

/** Every operation under its heading, in the document's order. @param {any} document @returns {Map<string, Operation[]>} */
export function headings(document) {
  const found = new Map(document.tags.map((/** @type {any} */ tag) => [tag.name, []]));
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods.filter((known) => item[known])) {
      const said = item[method];
      found.get(said.tags[0])?.push({ path, method, said });
    }
  }
  return found;
}

/** A schema in a line, as one would say it. @param {any} schema @returns {string} */
export function words(schema) {
  if (!schema) return "anything";
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  const one = schema.oneOf ?? schema.anyOf;
  if (one) return one.map(words).join(" or ");
  if (schema.enum) return schema.enum.map((/** @type {any} */ value) => JSON.stringify(value)).join(" or ");
  const types = [schema.type ?? []].flat();
  if (types.includes("array")) return `list of ${words(schema.items)}`;
  if (schema.additionalProperties) return `object of ${words(schema.additionalProperties)}`;
  return types.join(" or ") || "anything";
}

/** @param {{ content: any }} props */
const Content = ({ content }) => html`${Object.entries(content ?? {}).map(([type, { schema }]) => html`
  <code>${words(schema)}</code> <span class="faint">${type}</span>`)}`;

/** @param {{ operation: Operation }} props */
function Said({ operation: { path, method, said } }) {
  return html`
    <details>
      <summary><code>${method.toUpperCase()} ${path}</code> ${said.summary} <span class="faint">${said.description}</span></summary>
      ${said.parameters?.length > 0 && html`<p>Takes</p><ul>${said.parameters.map((/** @type {any} */ one) => html`
        <li><code>${one.name}</code> in the ${one.in}${one.required ? "" : ", may be left out"}. ${one.description}</li>`)}</ul>`}
      ${said.requestBody && html`<p>Is sent <${Content} content=${said.requestBody.content} /></p>`}
      <p>Answers</p>
      <ul>${Object.entries(said.responses).map(([status, answer]) => html`
        <li><code>${status}</code> ${answer.description} <${Content} content=${answer.content} /></li>`)}</ul>
    </details>`;
}

const meaning = (/** @type {any} */ schema) => schema.description;

/** @param {{ name: string, schema: any }} props */
const Shape = ({ name, schema }) => html`
  <details id=${`shape-${name}`}>
    <summary><code>${name}</code> ${schema.description}</summary>
    ${schema.properties
      ? html`<ul>${Object.entries(schema.properties).map(([key, one]) => html`
          <li><code>${key}</code>: ${words(one)}. ${one.description ?? one.oneOf?.map(meaning)}</li>`)}</ul>`
      : html`<p>${words(schema)}</p>`}
  </details>`;

export function ApiPage() {
  const [document, setDocument] = useState(/** @type {any} */ (null));
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    fetch("/openapi/v1.json").then((answer) => answer.json()).then(setDocument, () => setTrouble("The coordinator does not answer."));
  }, []);
  return html`
    <h1>API</h1>
    <p>As programs read it: <a href="/openapi/v1.json">/openapi/v1.json</a></p>
    ${trouble && html`<p role="alert">${trouble}</p>`}
    ${document && html`
      <p class="measure">${document.info.description}</p>
      ${[...headings(document)].map(([heading, operations]) => html`
        <h2>${heading}</h2>${operations.map((operation) => html`<${Said} operation=${operation} />`)}`)}
      <h2>Shapes</h2>
      ${Object.entries(document.components.schemas).map(([name, schema]) => html`<${Shape} name=${name} schema=${schema} />`)}`}`;
}
