// @ts-check
// The machines: how each stands, what its slots do, what happened to it, and what may be done about it.
import { Action, AgentActions, ago, Check, clock, Copy, copyText, html, link, number, plural, read, send, spoken, State, tableOf,
  useAnswer, useState, visible, Waiting } from "../kit.js";

export function Page(/** @type {{ name: string }} */ { name }) {
  const { value: agents, refusal, again } = useAnswer(() => read("agents"), []), [invitation, setInvitation] = useState(null);
  if (!agents) return html`<h1>Agents</h1><${Waiting} refusal=${refusal} />`;
  const shown = name ? agents.filter(({ agent }) => agent === name) : agents, slots = agents.flatMap(agent => agent.slots);
  return html`
    ${name && html`<p class="where"><a href=${link("agents")}>Agents</a> / agent</p>`}
    <div class="title"><h1>${name ? visible(name) : "Agents"}</h1>
      ${!name && html`<span class="faint">${plural(agents.length, "agent")}, ${" "}
        ${slots.filter(slot => slot.run).length} of ${plural(slots.length, "slot")} at work</span>`}
      <span class="actions">${!name && html`<${Invite} onLine=${setInvitation} />`}
        <${Copy} name="agents" table=${() => tableOf(taken, shown.flatMap(agent => agent.slots.map(slot => ({ agent, slot }))))}
          command=${name ? ["sweep", "explain", name, "--kind", "agent"] : ["sweep", "agents"]} /></span></div>
    ${refusal && html`<p class="bad">${refusal}</p>`}
    ${invitation && html`<${Invitation} line=${invitation} away=${() => setInvitation(null)} />`}
    ${shown.length === 0 && html`<p class="faint">${name ? `No agent named ${visible(name)} is known.`
      : "No agent has ever joined. Invite a machine: it needs sweep-agent and the line that an invitation shows."}</p>`}
    ${shown.map(agent => html`<${Agent} key=${agent.agent} agent=${agent} again=${again} alone=${!!name} />`)}
    ${name && shown.length > 0 && html`<${Story} agent=${name} />`}`;
}

/** What is taken along: a row for each slot. @type {Column[]} */
const taken = [
  ...["agent", "host", "state", "hold", "lastSeen", "note"].map(name => ({ name, value: ({ agent }) => agent[name] })),
  ...["number", "device", "model"].map(name => ({ name: name === "number" ? "slot" : name, value: ({ slot }) => slot[name] })),
  ...["sweep", "run"].map(name => ({ name, value: ({ slot }) => slot.run?.[name] })),
];

/** @param {{ agent: any, again: () => void, alone: boolean }} props */
const Agent = ({ agent, again, alone }) => html`<section class="agent" aria-label=${agent.agent}>
  <div class="title">${alone ? html`<h2>Slots</h2>` : html`<h2><a href=${link("agents", agent.agent)}>${agent.agent}</a></h2>`}
    <${State} of=${agent.hold ?? agent.state} />
    <span class="faint">${agent.host !== agent.agent && `on ${agent.host}, `}heard ${ago(agent.lastSeen)}, sweep ${agent.program}</span>
    <${AgentActions} agent=${agent} then=${again} /></div>
  ${agent.note && html`<p>${spoken(agent.note)}</p>`}
  <${Slots} slots=${agent.slots} named />
</section>`;

/** How many entries of the journal are read at first, and how many are shown before more is asked for. */
const enough = 400, firstShown = 40;

function Story(/** @type {{ agent: string }} */ { agent }) {
  const { value, refusal } = useAnswer(async () => {
    const [explained, { events }] = await Promise.all([read("explain", { name: agent, kind: "agent" }).catch(() => null),
      read("events", { agent, since: -enough })]);
    return { explained, told: events.filter(event => event.agent === agent).reverse() };
  }, [agent], { rest: () => 2000 });
  const [all, setAll] = useState(false), [upTo, setUpTo] = useState(firstShown);
  if (!value) return html`<${Waiting} refusal=${refusal} />`;
  const { explained, told } = value, shown = all ? told : told.filter(({ kind }) => kind !== "epoch-recorded");
  const columns = ["sequence", "at", "kind", "text"].map(name => ({ name, kind: name === "sequence" ? "integer" : "text", value: one => one[name] }));
  return html`${explained && html`<p class="why">${spoken(explained.why)} ${explained.change && html`<strong>${spoken(explained.change)}</strong>`}</p>`}
    <section><h2>What happened <${Copy} name=${`${agent}-events`} table=${() => tableOf(columns, shown)}
      command=${["sweep", "events", "--agent", agent, "--since", String(-enough)]} /></h2>
    <p class="switches"><${Check} label="every epoch too" on=${all} turn=${() => setAll(!all)} /></p>
    ${shown.length === 0 ? html`<p class="faint">Nothing is known of it.</p>` : html`<ol class="events">${shown.slice(0, upTo).map(event => html`
      <li key=${event.sequence}><time datetime=${event.at} title=${`entry ${event.sequence}`}>${clock(event.at)}</time>
        <span>${visible(event.text)}</span></li>`)}</ol>`}
    ${shown.length > upTo && html`<button onClick=${() => setUpTo(upTo + 200)}>Show more (${shown.length - upTo} earlier)</button>`}</section>`;
}

const Invite = (/** @type {{ onLine: (line: any) => void }} */ { onLine }) => html`<${Action} role="admin" label="Invite a machine" asks=${{
  title: "Invite a machine?", verb: "Make the line",
  says: "A line is made by which one machine may join within the hour. Whoever has it may use it, so it is shown once.",
  then: async () => { onLine(await send("invitations", {})); return "The line to join by is shown below, this once."; },
}} />`;

/** The line by which a machine joins; it is kept nowhere. @param {{ line: any, away: () => void }} props */
const Invitation = ({ line: { minutes, uses, command }, away }) => html`<section class="invitation" aria-label="Invitation">
  <p>On the other machine, within ${plural(minutes, "minute")}, for ${plural(uses, "machine")}:</p>
  <pre tabindex="0">${command}</pre>
  <span class="actions"><button onClick=${() => copyText(command, "the line to join by")}>Copy</button>
    <button onClick=${away}>Put it away</button></span></section>`;
import { Slots } from "../parts/slots.js";
