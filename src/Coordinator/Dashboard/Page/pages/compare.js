// @ts-check
import { html } from "../html.js";

/** @param {{ name: string }} props */
export function ComparePage({ name }) {
  return html`<h1>compare ${name}</h1>`;
}
