// @ts-check
// What changed since this browser last showed this coordinator.
import { html, useEffect, useState } from "../html.js";
import { link } from "../address.js";
import { status } from "../live.js";
import { clock, measure, plural } from "./words.js";

const key = "seen";
/** @type {{ at: number, sweeps: Record<string, any> } | null} */
let before = null;
try { before = JSON.parse(localStorage.getItem(key) ?? "null"); } catch { /* What cannot be read was never seen. */ }

function remember() {
  if (!status.value) return;
  const sweeps = Object.fromEntries(status.value.sweeps.map((/** @type {any} */ sweep) =>
    [sweep.name, { at: sweep.submittedAt, trials: sweep.trials, mean: sweep.best.mean, state: sweep.state }]));
  try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), sweeps })); } catch { /* A browser may keep nothing. */ }
}

addEventListener("pagehide", remember);
addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") remember(); });

export function Since() {
  const [gone, setGone] = useState(before === null), now = status.value;
  useEffect(() => { if (gone) before = null; }, [gone]);
  if (gone || !before || !now) return null;
  const then = before, news = now.sweeps.map((/** @type {any} */ sweep) => [sweep, said(then.sweeps[sweep.name], sweep)])
    .filter((/** @type {any} */ [, what]) => what);
  if (!news.length) return null;
  return html`
    <section class="since" aria-label="Since you last looked">
      <h2>Since you last looked <span class="faint">${clock(then.at)}</span>
        <button onClick=${() => { remember(); setGone(true); }}>seen</button></h2>
      <ul>${news.map((/** @type {any} */ [sweep, what]) => html`
        <li key=${sweep.name}><a href=${link("sweep", sweep.name)}>${sweep.name}</a> ${what}</li>`)}</ul>
    </section>`;
}

/** @param {any} then @param {any} sweep */
function said(then, sweep) {
  if (!then || then.at !== sweep.submittedAt) return `is new: ${plural(sweep.trials.total, "trial")}, ${sweep.trials.completed} completed.`;
  const more = (/** @type {string} */ what) => sweep.trials[what] - then.trials[what], parts = [];
  if (more("completed") > 0) parts.push(`${plural(more("completed"), "trial")} more completed`);
  if (more("failed") > 0) parts.push(`${more("failed")} more failed`);
  if (more("diverged") > 0) parts.push(`${more("diverged")} more diverged`);
  if (sweep.best.mean !== null && sweep.best.mean !== then.mean)
    parts.push(`best ${sweep.best.metric} ${then.mean === null ? "" : `${measure(then.mean)} → `}${measure(sweep.best.mean)}`);
  if (sweep.state !== then.state) parts.push(`is ${sweep.state}, was ${then.state}`);
  return parts.length ? `${parts.join(", ")}.` : "";
}
