// @ts-check
import { html } from "../html.js";

/** How far the trials of a sweep are, as a bar of parts and in words. @param {{ of: any }} props */
export function Progress({ of }) {
  const parts = ["completed", "diverged", "failed", "cancelled", "running"].filter(part => of[part] > 0);
  const done = of.completed + of.diverged + of.failed + of.cancelled;
  const said = `${done} of ${of.total}: ${parts.map(part => `${of[part]} ${part}`).join(", ")}`;
  return html`<span class="progress" role="img" aria-label=${said}>
    ${parts.map(part => html`<i key=${part} class=${part} style=${{ width: `${100 * of[part] / of.total}%` }}></i>`)}</span>`;
}
