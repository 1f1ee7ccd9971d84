// @ts-check
// What the reader may do: each asked once, refused beforehand where the role is too little.
import { html, signal } from "../html.js";
import { link } from "../address.js";
import { call, read, send } from "../api.js";
import { ask, say } from "./say.js";
import { plural } from "./words.js";

const roles = ["read", "submit", "admin"];

/** Who is logged in; null until it is known. */
export const who = signal(/** @type {{ name: string, role: string } | null} */ (null));

/** Asks who is logged in: at the beginning, and after a login. */
export const learnWho = () => read("token").then(known => { who.value = known; }, () => { who.value = null; });

/** Why the reader may not; null where they may. @param {string} role */
export function obstacle(role) {
  const known = who.value;
  if (!known) return "It is not known yet who you are.";
  return roles.indexOf(known.role) >= roles.indexOf(role) ? null
    : `This needs the role '${role}'; you are ${known.name} with the role '${known.role}'. An admin gives out tokens: sweep token add.`;
}

/**
 * A button for something that is asked first. Where the role is too little it says why instead.
 * @param {{ role?: string, label: string, title?: string, asks: () => import("./say.js").Question }} props
 */
export function Action({ role = "submit", label, title, asks }) {
  const why = obstacle(role);
  return html`<button aria-disabled=${why ? "true" : undefined} title=${why ?? title} onClick=${() => why ? say(why, true) : ask(asks())}>
    ${label}</button>`;
}

const at = (/** @type {string} */ name, /** @type {string} */ verb) => `sweeps/${encodeURIComponent(name)}/${verb}`;
const agentAt = (/** @type {string} */ name, /** @type {string} */ verb) => `agents/${encodeURIComponent(name)}/${verb}`;

/** @param {{ sweep: string, failed: number, label?: string }} props failed: How many of its trials failed; there is nothing to do at 0. */
export function RetryButton({ sweep, failed, label }) {
  return failed > 0 && html`<${Action} label=${label ?? `Retry ${plural(failed, "failed trial")}`} asks=${() => ({
    title: `Retry the failed trials of ${sweep}?`,
    says: `${plural(failed, "trial")} of ${sweep} failed. ${failed === 1 ? "It gets" : "They get"} a fresh set of attempts.`,
    verb: "Retry",
    then: async () => {
      const { trials } = await send(at(sweep, "retry"), {});
      return trials === 0 ? `${sweep} has no failed trials.` : `${plural(trials, "trial")} of ${sweep} will be tried again.`;
    },
  })} />`;
}

/** Everything that can be done with a sweep as it stands. @param {{ sweep: any }} props */
export function SweepActions({ sweep }) {
  const { name, state, trials } = sweep;
  const open = trials.pending + trials.running;
  return html`<span class="actions">
    <a class="button" href=${link("submit", name)} title="Submit an edited file of the same sweep">Extend</a>
    <${RetryButton} sweep=${name} failed=${trials.failed} />
    ${state === "cancelled" ? html`<${Action} label="Resume" asks=${() => ({
      title: `Resume ${name}?`,
      says: `It goes on where it stopped: ${plural(trials.total - trials.completed - trials.diverged - trials.failed, "trial")} to train.`,
      verb: "Resume",
      then: async () => { await send(at(name, "resume"), {}); return `${name} goes on.`; },
    })} />` : open > 0 && html`<${Action} label="Cancel" asks=${() => ({
      title: `Cancel ${name}?`,
      says: `${plural(open, "trial")} without a result ${open === 1 ? "is" : "are"} given up; what is in training ends at its epoch. `
        + "Results stay, and the sweep can be resumed.",
      verb: "Cancel the sweep", grave: true,
      then: async () => { await send(at(name, "cancel"), {}); return `${name} is cancelled; resume it when you like.`; },
    })} />`}
  </span>`;
}

/** @param {string} agent @param {any[]} busy */
const holds = (agent, busy) => ({
  pause: {
    title: `Pause ${agent}?`, verb: "Pause",
    says: `It gets no more runs; ${busy.length ? `what it trains (${plural(busy.length, "run")}) goes on to the end`
      : "it trains none now"}.`,
    done: `${agent} is paused.`,
  },
  drain: {
    title: `Drain ${agent}?`, verb: "Drain",
    says: `It gets no more runs; ${busy.length
      ? `what it trains (${plural(busy.length, "run")}) ends at its epoch and goes on elsewhere` : "it trains none now"}.`,
    done: `${agent} is drained.`,
  },
});

/** Everything that can be done with an agent as it stands. @param {{ agent: any, then?: () => void }} props then: After it was done. */
export function AgentActions({ agent, then = () => {} }) {
  const { agent: name, hold, slots } = agent;
  const busy = slots.filter((/** @type {any} */ slot) => slot.run);
  const hold1 = (/** @type {"pause" | "drain"} */ verb) => {
    const { done, ...words } = holds(name, busy)[verb];
    return html`<${Action} role="admin" label=${words.verb} asks=${() => ({
      ...words, reason: "Why, in your own words (shown with the agent; may be empty)",
      then: async (/** @type {string} */ reason) => { await send(agentAt(name, verb), { reason: reason || null }); then(); return done; },
    })} />`;
  };
  return html`<span class="actions">
    ${hold && html`<${Action} role="admin" label="Resume" asks=${() => ({
      title: `Resume ${name}?`, says: "It gets runs again.", verb: "Resume",
      then: async () => { await send(agentAt(name, "resume"), {}); then(); return `${name} gets runs again.`; },
    })} />`}
    ${hold !== "paused" && hold1("pause")}
    ${hold !== "drained" && hold1("drain")}
    <${Action} role="admin" label="Remove" asks=${() => ({
      title: `Remove ${name}?`, grave: true, verb: "Remove the agent",
      says: "Its certificate is revoked and it is let in no more; others go on with its runs. A new invitation lets it join anew.",
      then: async () => { await call(`agents/${encodeURIComponent(name)}`, { method: "DELETE" }); then(); return `${name} is removed.`; },
    })} />
  </span>`;
}
