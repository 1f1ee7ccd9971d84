// @ts-check: What the reader may do: each asked once, refused beforehand where the role is too little.
import { html, signal } from "../html.js";
import { link } from "../address.js";
import { call, read, send } from "../api.js";
import { ask, say } from "./say.js";
import { plural } from "./words.js";

const roles = ["read", "submit", "admin"];

/** Who is logged in; null until it is known. It is asked at the beginning, and after a login. */
export const who = signal(null);
export const learnWho = () => read("token").then(known => { who.value = known; }, () => { who.value = null; });

/** Why the reader may not; null where they may. */
export function obstacle(/** @type {string} */ role) {
  const known = who.value;
  if (!known) return "It is not known yet who you are.";
  return roles.indexOf(known.role) >= roles.indexOf(role) ? null
    : `This needs the role '${role}'; you are ${known.name} with the role '${known.role}'. An admin gives out tokens: sweep token add.`;
}

/** A button for something that is asked first. Where the role is too little it says why instead. */
export function Action(/** @type {{ role?: string, label: string, asks: Question }} */ { role = "submit", label, asks }) {
  const why = obstacle(role), act = () => why ? say(why, true) : ask(asks);
  return html`<button aria-disabled=${why ? "true" : undefined} title=${why ?? undefined} onClick=${act}>${label}</button>`;
}

const order = (/** @type {string} */ what, /** @type {string} */ name, verb, body = {}) =>
  send(`${what}/${encodeURIComponent(name)}/${verb}`, body);

/** failed: How many trials of the sweep failed; there is nothing to do at 0. */
export const RetryButton = ({ sweep, failed, label = `Retry ${plural(failed, "failed trial")}` }) => failed > 0 && html`
  <${Action} label=${label} asks=${{
    title: `Retry the failed trials of ${sweep}?`, verb: "Retry",
    says: `${plural(failed, "trial")} of ${sweep} failed. ${failed === 1 ? "It gets" : "They get"} a fresh set of attempts.`,
    then: () => order("sweeps", sweep, "retry").then(({ trials }) => trials === 0 ? `${sweep} has no failed trials.`
      : `${plural(trials, "trial")} of ${sweep} will be tried again.`) }} />`;

/** Everything that can be done with a sweep as it stands. */
export function SweepActions({ sweep: { name, state, trials } }) {
  const open = trials.pending + trials.running, left = trials.total - trials.completed - trials.diverged - trials.failed;
  return html`<span class="actions">
    <a class="button" href=${link("submit", name)} title="Submit an edited file of the same sweep">Extend</a>
    <${RetryButton} sweep=${name} failed=${trials.failed} />
    ${state === "cancelled" ? html`<${Action} label="Resume" asks=${{
      title: `Resume ${name}?`, verb: "Resume", says: `It goes on where it stopped: ${plural(left, "trial")} to train.`,
      then: () => order("sweeps", name, "resume").then(() => `${name} goes on.`) }} />`
    : open > 0 && html`<${Action} label="Cancel" asks=${{ title: `Cancel ${name}?`, verb: "Cancel the sweep", grave: true,
      says: `${plural(open, "trial")} without a result ${open === 1 ? "is" : "are"} given up; what is in training ends at its epoch. `
        + "Results stay, and the sweep can be resumed.",
      then: () => order("sweeps", name, "cancel").then(() => `${name} is cancelled; resume it when you like.`) }} />`}</span>`;
}

/** Everything that can be done with an agent as it stands. then: After it was done. */
export function AgentActions({ agent: { agent: name, hold, slots }, then }) {
  const busy = slots.filter(slot => slot.run).length;
  const action = (label, says, done, run, more = {}) => html`<${Action} role="admin" label=${label} asks=${{ title: `${label} ${name}?`,
    verb: label, says, ...more, then: async reason => { await run(reason || null); then(); return done; } }} />`;
  const holding = (verb, label, fate, done) => hold !== done && action(label,
    `It gets no more runs; ${busy ? `what it trains (${plural(busy, "run")}) ${fate}` : "it trains none now"}.`, `${name} is ${done}.`,
    reason => order("agents", name, verb, { reason }), { reason: "Why, in your own words (shown with the agent; may be empty)" });
  const revoked = "Its certificate is revoked and it is let in no more; others go on with its runs. A new invitation lets it join anew.";
  const remove = () => call(`agents/${encodeURIComponent(name)}`, { method: "DELETE" });
  return html`<span class="actions">
    ${hold && action("Resume", "It gets runs again.", `${name} gets runs again.`, () => order("agents", name, "resume"))}
    ${holding("pause", "Pause", "goes on to the end", "paused")}
    ${holding("drain", "Drain", "ends at its epoch and goes on elsewhere", "drained")}
    ${action("Remove", revoked, `${name} is removed.`, remove, { grave: true, verb: "Remove the agent" })}</span>`;
}
