// @ts-check
// What is in training where: every slot of every agent as a cell.
import { html } from "../html.js";
import { link } from "../address.js";
import { State, measure, parametersOf, seconds } from "./words.js";

/** @param {{ agents: any[], actions?: (agent: any) => any }} props Actions: what stands beside an agent's name. */
export function Slots({ agents, actions }) {
  if (!agents.length) return html`<p class="faint">No agent is here. <code>sweep serve</code> prints the line that starts one.</p>`;
  return html`<div class="agents">${agents.map(agent => html`
    <section key=${agent.agent} class="agent" aria-label=${`Agent ${agent.agent}`}>
      <h3><a href=${link("agents", agent.agent)}>${agent.agent}</a> <${State} of=${agent.state} />
        ${agent.hold && html`<span class="bad">${typeof agent.hold === "string" ? agent.hold : agent.hold.kind ?? "held"}</span>`}
        ${actions?.(agent)}</h3>
      ${agent.note && html`<p class="faint">${agent.note}</p>`}
      <ul class="slots">${agent.slots.map((/** @type {any} */ slot) => html`<${Slot} key=${slot.number} slot=${slot} />`)}</ul>
    </section>`)}</div>`;
}

/** @param {{ slot: any }} props */
function Slot({ slot }) {
  const { run } = slot, epoch = run ? Math.max(run.epoch, run.last?.epoch ?? 0) : 0;
  const done = run ? (epoch + (run.steps && epoch < run.toEpoch ? run.step / run.steps : 0)) / run.toEpoch : 0;
  const value = run?.last && (run.last[run.metric ?? "valAccuracy"] ?? null);
  const facts = [
    run?.imagesPerSecond > 0 && `${measure(Math.round(run.imagesPerSecond))} images/s`,
    run?.secondsLeft > 0 && `${seconds(run.secondsLeft)} left`,
  ].filter(Boolean);
  return html`
    <li class=${run ? "slot busy" : "slot"}>
      <div class="what"><span class="faint" title=${slot.model}>${slot.number}</span>
        ${run ? html`<a href=${link("sweep", run.sweep)}>${run.sweep}</a> <span class="number">${epoch}/${run.toEpoch}</span>`
          : html`<span class="faint">idle</span>`}</div>
      ${run && html`
        <div class="bar" role="img" aria-label=${`epoch ${epoch} of ${run.toEpoch}`}>
          <i style=${{ width: `${100 * Math.min(1, done)}%` }}></i></div>
        <div class="faint" title=${`run ${run.run}, attempt ${run.attempt}`}>${parametersOf(run.parameters)}</div>
        <div>${value !== null && value !== undefined ? `${run.metric ?? "valAccuracy"} ${measure(value)} ` : ""}
          <span class="faint">${facts.join(" · ")}</span></div>`}
    </li>`;
}
