// @ts-check: The machines: how each stands, what its slots do, what happened to it, and what may be done about it.
import { Action, AgentActions, ago, Check, clock, Copy, copyText, html, link, plural, read, send, spoken, State, tableOf, useAnswer,
  useState, visible, Waiting } from "../kit.js";
import { Slots } from "../parts/slots.js";

export function Page({ name }) {
  const { value: agents, refusal, again } = useAnswer(() => read("agents"), []), [invitation, setInvitation] = useState(null);
  if (!agents) return html`<h1>Agents</h1><${Waiting} refusal=${refusal} />`;
  const shown = name ? agents.filter(({ agent }) => agent === name) : agents, slots = agents.flatMap(agent => agent.slots);
  const busy = `${slots.filter(slot => slot.run).length} of ${plural(slots.length, "slot")} at work`;
  const rows = shown.flatMap(agent => agent.slots.map(slot => [agent, slot]));
  const command = name ? ["sweep", "explain", name, "--kind", "agent"] : ["sweep", "agents"];
  return html`
    ${name && html`<p class="where"><a href=${link("agents")}>Agents</a> / agent</p>`}
    <div class="title"><h1>${name ? visible(name) : "Agents"}</h1>
      ${!name && html`<span class="faint">${plural(agents.length, "agent")}, ${busy}</span>`}
      <span class="actions">${!name && html`<${Invite} onLine=${setInvitation} />`}
        <${Copy} name="agents" command=${command} table=${() => tableOf(taken, rows)} /></span></div>
    ${refusal && html`<p class="bad">${refusal}</p>`}
    ${invitation && html`<${Invitation} line=${invitation} away=${() => setInvitation(null)} />`}
    ${shown.length === 0 && html`<p class="faint">${name ? `No agent named ${visible(name)} is known.`
      : "No agent has ever joined. Invite a machine: it needs sweep-agent and the line that an invitation shows."}</p>`}
    ${shown.map(agent => html`<${Agent} key=${agent.agent} agent=${agent} again=${again} alone=${!!name} />`)}
    ${name && shown.length > 0 && html`<${Story} agent=${name} />`}`;
}

/** What is taken along: a row for each slot. @type {Column[]} */
const taken = [...["agent", "host", "state", "hold", "lastSeen", "note"].map(name => ({ name, value: ([agent]) => agent[name] })),
  ...["number", "device", "model"].map(name => ({ name: name === "number" ? "slot" : name, value: ([, slot]) => slot[name] })),
  ...["sweep", "run"].map(name => ({ name, value: ([, slot]) => slot.run?.[name] }))];

const Agent = ({ agent, agent: { agent: name, host, hold, state, lastSeen, program, note, slots }, again, alone }) => html`
  <section class="agent" aria-label=${name}>
    <div class="title"><h2>${alone ? "Slots" : html`<a href=${link("agents", name)}>${name}</a>`}</h2>
      <${State} of=${hold ?? state} />
      <span class="faint">${host !== name && `on ${host}, `}heard ${ago(lastSeen)}, sweep ${program}</span>
      <${AgentActions} agent=${agent} then=${again} /></div>
    ${note && html`<p>${spoken(note)}</p>`}
    <${Slots} slots=${slots} named /></section>`;

/** How many of its entries in the journal are read, and how many of them are shown before more is asked for. */
const enough = 400, firstShown = 40;

function Story({ agent }) {
  const { value, refusal } = useAnswer(async () => {
    const explained = await read("explain", { name: agent, kind: "agent" }).catch(() => null);
    return { explained, told: (await read("events", { agent, since: -enough })).events.reverse() };
  }, [agent], { rest: () => 2000 });
  const [all, setAll] = useState(false), [upTo, setUpTo] = useState(firstShown);
  if (!value) return html`<${Waiting} refusal=${refusal} />`;
  const { explained, told } = value, shown = all ? told : told.filter(({ kind }) => kind !== "epoch-recorded");
  const columns = ["sequence", "at", "kind", "text"].map(name => ({ name, numeric: name === "sequence", value: one => one[name] }));
  return html`
    ${explained && html`<p class="why">${spoken(explained.why)}${" "}
      ${explained.change && html`<strong>${spoken(explained.change)}</strong>`}</p>`}
    <section><h2>What happened <${Copy} name=${`${agent}-events`} table=${() => tableOf(columns, shown)}
      command=${["sweep", "events", "--agent", agent, "--since", String(-enough)]} /></h2>
    <p class="switches"><${Check} label="every epoch too" on=${all} turn=${() => setAll(!all)} /></p>
    ${shown.length === 0 && html`<p class="faint">Nothing is known of it.</p>`}
    <ol class="events">${shown.slice(0, upTo).map(event => html`
      <li key=${event.sequence}><time datetime=${event.at} title=${`entry ${event.sequence}`}>${clock(event.at)}</time>
        <span>${visible(event.text)}</span></li>`)}</ol>
    ${shown.length > upTo && html`
      <button onClick=${() => setUpTo(upTo + 200)}>Show more (${shown.length - upTo} earlier)</button>`}</section>`;
}

const Invite = ({ onLine }) => html`<${Action} role="admin" label="Invite a machine" asks=${{
  title: "Invite a machine?", verb: "Make the line",
  says: "A line is made by which one machine may join within the hour. Whoever has it may use it, so it is shown once.",
  then: async () => { onLine(await send("invitations", {})); return "The line to join by is shown below, this once."; } }} />`;

/** The line by which a machine joins; it is kept nowhere. */
const Invitation = ({ line: { minutes, uses, command }, away }) => html`<section class="invitation" aria-label="Invitation">
  <p>On the other machine, within ${plural(minutes, "minute")}, for ${plural(uses, "machine")}:</p>
  <pre tabindex="0">${command}</pre>
  <span class="actions"><button onClick=${() => copyText(command, "the line to join by")}>Copy</button>
    <button onClick=${away}>Put it away</button></span></section>`;
