// @ts-check
import { html } from "../html.js";

/** @param {{ name: string }} props */
export function TrialPage({ name }) {
  return html`<h1>trial ${name}</h1>`;
}
