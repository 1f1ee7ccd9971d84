// @ts-check
import { html } from "../html.js";

/** @param {{ name: string }} props */
export function Overview({ name }) {
  return html`<h1>overview ${name}</h1>`;
}
