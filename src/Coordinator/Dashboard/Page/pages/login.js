// @ts-check
import { html } from "../html.js";

/** @param {{ name: string }} props */
export function LoginPage({ name }) {
  return html`<h1>login ${name}</h1>`;
}
