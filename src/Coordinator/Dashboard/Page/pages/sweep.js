// @ts-check
import { html } from "../html.js";

/** @param {{ name: string }} props */
export function SweepPage({ name }) {
  return html`<h1>sweep ${name}</h1>`;
}
