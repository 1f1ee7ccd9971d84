// @ts-check
import { html } from "../html.js";

/** @param {{ name: string }} props */
export function AgentsPage({ name }) {
  return html`<h1>agents ${name}</h1>`;
}
