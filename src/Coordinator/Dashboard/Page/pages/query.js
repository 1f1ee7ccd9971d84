// @ts-check
import { html } from "../html.js";

/** @param {{ name: string }} props */
export function QueryPage({ name }) {
  return html`<h1>query ${name}</h1>`;
}
