// @ts-check: The API's document, to be read: every operation with who may, what it takes, what it answers and how it refuses.
import { html, useEffect, useState } from "../kit.js";

const methods = ["get", "head", "post", "put", "delete"];

/** A schema in a line, as one would say it. @returns {string} */
function words(/** @type {any} */ schema) {
  const one = schema?.oneOf ?? schema?.anyOf, types = [schema?.type ?? []].flat();
  if (schema?.$ref) return schema.$ref.split("/").at(-1);
  if (one) return one.map(words).join(" or ");
  if (schema?.enum) return schema.enum.map(value => JSON.stringify(value)).join(" or ");
  if (types.includes("array")) return `list of ${words(schema.items)}`;
  return schema?.additionalProperties ? `object of ${words(schema.additionalProperties)}` : types.join(" or ") || "anything";
}

const content = of => Object.entries(of ?? {}).map(([type, { schema }]) => html`
  ${" "}<code>${words(schema)}</code> <span class="faint">${type}</span>`);

const Operation = ({ path, method, said: { summary, description, parameters = [], requestBody, responses } }) => html`<details>
  <summary><code>${method.toUpperCase()} ${path}</code> ${summary} <span class="faint">${description}</span></summary>
  ${parameters.length > 0 && html`<p>Takes</p><ul>${parameters.map(one => html`
    <li><code>${one.name}</code> in the ${one.in}${one.required ? "" : ", may be left out"}. ${one.description}</li>`)}</ul>`}
  ${requestBody && html`<p>Is sent${content(requestBody.content)}</p>`}
  <p>Answers</p><ul>${Object.entries(responses).map(([status, answer]) => html`
    <li><code>${status}</code> ${answer.description}${content(answer.content)}</li>`)}</ul></details>`;

const Shape = ({ name, schema }) => html`<details id=${`shape-${name}`}>
  <summary><code>${name}</code> ${schema.description}</summary>
  ${!schema.properties ? html`<p>${words(schema)}</p>` : html`<ul>${Object.entries(schema.properties).map(([key, one]) => html`
    <li><code>${key}</code>: ${words(one)}. ${one.description ?? one.oneOf?.map(({ description }) => description)}</li>`)}</ul>`}
  </details>`;

export function Page() {
  const [document, setDocument] = useState(null), [trouble, setTrouble] = useState("");
  useEffect(() => {
    fetch("/openapi/v1.json").then(answer => answer.json()).then(setDocument, () => setTrouble("The coordinator does not answer."));
  }, []);
  const operations = Object.entries(document?.paths ?? {}).flatMap(([path, item]) =>
    methods.filter(method => item[method]).map(method => ({ path, method, said: item[method] })));
  return html`<h1>API</h1>
    <p>As programs read it: <a href="/openapi/v1.json">/openapi/v1.json</a></p>
    ${trouble && html`<p role="alert">${trouble}</p>`}
    ${document && html`<p class="measure">${document.info.description}</p>
      ${document.tags.map(({ name }) => html`<h2>${name}</h2>${operations.filter(({ said }) => said.tags[0] === name)
        .map(operation => html`<${Operation} ...${operation} />`)}`)}
      <h2>Shapes</h2>
      ${Object.entries(document.components.schemas).map(([name, schema]) => html`<${Shape} name=${name} schema=${schema} />`)}`}`;
}
