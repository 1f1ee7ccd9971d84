// @ts-check
// The machines: how each stands, what its slots do, what happened to it, and what may be done about it.
import { html, useRef, useState } from "../html.js";
import { link } from "../address.js";
import { read, send } from "../api.js";
import { Action, AgentActions } from "../parts/actions.js";
import { useAnswer } from "../parts/answer.js";
import { Copy, copyText } from "../parts/copy.js";
import { parametersText } from "../parts/trials.js";
import { ago, clock, measure, number, plural, seconds, short, spoken, State, visible } from "../parts/words.js";

/** @param {{ name: string }} props */
export function AgentsPage({ name }) {
  const { value: agents, refusal, again } = useAnswer(() => read("agents"), []);
  const [invitation, setInvitation] = useState(/** @type {any} */ (null));
  if (!agents) return html`<h1>Agents</h1><p class=${refusal ? "bad" : "faint"} role="status">${refusal || "Asking …"}</p>`;
  const shown = name ? agents.filter((/** @type {any} */ agent) => agent.agent === name) : agents;
  const slots = agents.flatMap((/** @type {any} */ agent) => agent.slots);
  return html`
    ${name && html`<p class="where"><a href=${link("agents")}>Agents</a> / agent</p>`}
    <div class="title"><h1>${name ? visible(name) : "Agents"}</h1>
      ${!name && html`<span class="faint">${plural(agents.length, "agent")}, ${" "}
        ${slots.filter((/** @type {any} */ slot) => slot.run).length} of ${plural(slots.length, "slot")} at work</span>`}
      <span class="actions">${!name && html`<${Invite} onLine=${setInvitation} />`}
        <${Copy} name="agents" table=${() => tableOf(shown)}
          command=${name ? ["sweep", "explain", name, "--kind", "agent"] : ["sweep", "agents"]} /></span></div>
    ${refusal && html`<p class="bad">${refusal}</p>`}
    ${invitation && html`<${Invitation} line=${invitation} away=${() => setInvitation(null)} />`}
    ${shown.length === 0 && html`<p class="faint">${name ? `No agent named ${visible(name)} is known.`
      : "No agent has ever joined. Invite a machine: it needs sweep-agent and the line that an invitation shows."}</p>`}
    ${shown.map((/** @type {any} */ agent) => html`<${Agent} key=${agent.agent} agent=${agent} again=${again} alone=${!!name} />`)}
    ${name && shown.length > 0 && html`<${Story} agent=${name} />`}`;
}

/** @param {any[]} agents @returns {import("../parts/copy.js").Table} */
const tableOf = agents => ({
  columns: ["agent", "host", "state", "hold", "slot", "device", "model", "sweep", "run", "lastSeen", "note"]
    .map(name => ({ name, kind: "text" })),
  rows: agents.flatMap(agent => agent.slots.map((/** @type {any} */ slot) => [
    agent.agent, agent.host, agent.state, agent.hold, slot.number, slot.device, slot.model, slot.run?.sweep, slot.run?.run,
    agent.lastSeen, agent.note,
  ])),
});

/** @param {{ agent: any, again: () => void, alone: boolean }} props */
function Agent({ agent, again, alone }) {
  return html`<section class="agent" aria-label=${agent.agent}>
    <div class="title">${alone ? html`<h2>Slots</h2>` : html`<h2><a href=${link("agents", agent.agent)}>${agent.agent}</a></h2>`}
      <${State} of=${agent.hold ?? agent.state} />
      <span class="faint">${agent.host !== agent.agent && `on ${agent.host}, `}heard ${ago(agent.lastSeen)}, sweep ${agent.program}</span>
      <${AgentActions} agent=${agent} then=${again} /></div>
    ${agent.note && html`<p>${spoken(agent.note)}</p>`}
    <div class="wide" tabindex="0" role="region" aria-label=${`Slots of ${agent.agent}`}><table class="data">
      <thead><tr><th class="number">slot</th><th>device</th><th>trains</th><th>epoch</th><th class="number">last</th>
        <th class="number">images/s</th><th>left</th></tr></thead>
      <tbody>${agent.slots.map((/** @type {any} */ slot) => html`<${Slot} slot=${slot} />`)}</tbody></table></div>
  </section>`;
}

/** @param {{ slot: any }} props */
function Slot({ slot }) {
  const run = slot.run;
  const metric = run?.metric ?? "valAccuracy";
  const value = run?.last && Object.hasOwn(run.last, metric) ? run.last[metric] : null;
  return html`<tr><td class="number">${slot.number}</td><td>${slot.device} <span class="faint">${slot.model}</span></td>
    ${run ? html`<td><a href=${link("sweep", run.sweep)}>${run.sweep}</a> ${" "}
        <a href=${link("query", "", { sweep: run.sweep, where: `run = '${run.run}'` })}>
          ${parametersText(new Map(Object.entries(run.parameters)))}</a>
        ${run.attempt > 1 && html`<span class="bad"> attempt ${run.attempt}</span>`}</td>
      <td><progress max=${run.toEpoch} value=${run.last?.epoch ?? 0} aria-label="Epochs" /> ${run.last?.epoch ?? 0}/${run.toEpoch}</td>
      <td class="number">${value === null ? "–" : html`<span class="faint">${metric}</span> ${measure(value)}`}</td>
      <td class="number">${number(run.imagesPerSecond) ? short(Math.round(number(run.imagesPerSecond) ?? 0)) : "–"}</td>
        <td>${seconds(run.secondsLeft)}</td>`
      : html`<td class="faint" colspan="5">idle</td>`}</tr>`;
}

/** The journal is read backwards in parts of so many entries, until enough of them are about the agent. */
const part = 400, enough = 60, most = 12;

/** What is shown before more is asked for. */
const firstShown = 40;

/**
 * What the journal says of an agent, the latest first, as far as it was read.
 * @typedef {{ told: any[], from: number, last: number }} Journal
 */

/**
 * With what came since; where nothing was read yet, the latest.
 * @param {string} agent @param {Journal | null} known @returns {Promise<Journal>}
 */
async function journalOf(agent, known) {
  const about = (/** @type {any[]} */ events) => events.filter(event => event.agent === agent).reverse();
  let { told, from, last } = known ?? { told: [], from: 1, last: 0 };
  if (!known) {
    const { events, last: end } = await read("events", { since: String(-part) });
    [told, from, last] = [about(events), events[0]?.sequence ?? 1, end];
    for (let round = 1; round < most && told.length < enough && from > 1; round++) {
      const since = Math.max(0, from - 1 - part);
      const before = (await read("events", { since: String(since) })).events.filter((/** @type {any} */ event) => event.sequence < from);
      [told, from] = [[...told, ...about(before)], since + 1];
    }
  }
  for (let page; (page = await read("events", { since: String(last) })).events.length > 0; last = page.last)
    told = [...about(page.events), ...told];
  return { told, from, last };
}

/** @param {{ agent: string }} props */
function Story({ agent }) {
  const known = useRef(/** @type {Journal | null} */ (null));
  const { value, refusal } = useAnswer(async () => {
    const explained = await read("explain", { name: agent, kind: "agent" }).catch(() => null);
    known.current = await journalOf(agent, known.current);
    return { explained, ...known.current };
  }, [agent], { rest: () => 2000 });
  const [all, setAll] = useState(false);
  const [upTo, setUpTo] = useState(firstShown);
  if (!value) return html`<p class=${refusal ? "bad" : "faint"}>${refusal || "Asking …"}</p>`;
  const { explained, told, from } = value;
  const shown = all ? told : told.filter((/** @type {any} */ event) => event.kind !== "epoch-recorded");
  return html`${explained && html`<p class="why">${spoken(explained.why)} ${explained.change
    && html`<strong>${spoken(explained.change)}</strong>`}</p>`}
    <section><h2>What happened <${Copy} name=${`${agent}-events`} command=${["sweep", "events", "--since", String(from - 1)]}
      table=${() => ({
      columns: [["sequence", "integer"], ["at", "text"], ["kind", "text"], ["text", "text"]].map(([name, kind]) => ({ name, kind })),
      rows: shown.map((/** @type {any} */ event) => [event.sequence, event.at, event.kind, event.text]),
    })} /></h2>
    <p class="switches"><label><input type="checkbox" checked=${all} onChange=${() => setAll(!all)} /> every epoch too</label></p>
    ${shown.length === 0 ? html`<p class="faint">Nothing since entry ${from} of the journal.</p>`
      : html`<ol class="events">${shown.slice(0, upTo).map((/** @type {any} */ event) => html`
      <li key=${event.sequence}><time datetime=${event.at} title=${`entry ${event.sequence}`}>${clock(event.at)}</time>
        <span>${visible(event.text)}</span></li>`)}</ol>`}
    ${shown.length > upTo && html`<button onClick=${() => setUpTo(upTo + 200)}>Show more (${shown.length - upTo} earlier)</button>`}
    ${from > 1 && html`<p class="faint">From entry ${from} of the journal on.</p>`}</section>`;
}

/** @param {{ onLine: (line: any) => void }} props */
const Invite = ({ onLine }) => html`<${Action} role="admin" label="Invite a machine" asks=${() => ({
  title: "Invite a machine?", verb: "Make the line",
  says: "A line is made by which one machine may join within the hour. Whoever has it may use it, so it is shown once.",
  then: async () => { onLine(await send("invitations", {})); return "The line to join by is shown below, this once."; },
})} />`;

/** The line by which a machine joins; it is kept nowhere. @param {{ line: any, away: () => void }} props */
const Invitation = ({ line, away }) => html`<section class="invitation" aria-label="Invitation">
  <p>On the other machine, within ${plural(line.minutes, "minute")}, for ${plural(line.uses, "machine")}:</p>
  <pre tabindex="0">${line.command}</pre>
  <span class="actions"><button onClick=${() => copyText(line.command, "the line to join by")}>Copy</button>
    <button onClick=${away}>Put it away</button></span></section>`;
