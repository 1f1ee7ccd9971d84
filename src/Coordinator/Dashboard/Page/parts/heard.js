// @ts-check
import { html } from "../html.js";
import { heard, heardUntil } from "../live.js";
import { clock } from "./words.js";

/** Whether what is shown is of this moment. */
export function Heard() {
  const said = heard.value ? "live" : `no answer ${heardUntil.value ? `since ${clock(heardUntil.value)}` : "yet"}, trying again`;
  return html`<span class=${`heard ${heard.value ? "" : "lost"}`} role="status"><i aria-hidden="true"></i>${said}</span>`;
}
