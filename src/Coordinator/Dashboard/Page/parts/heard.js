// @ts-check
import { html } from "../html.js";
import { heard } from "../live.js";

/** Whether what is shown is of this moment. */
export function Heard() {
  return html`<span class="heard" role="status">${heard.value ? "live" : "no answer, trying again"}</span>`;
}
