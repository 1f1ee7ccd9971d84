// @ts-check: What is chosen and switched, facts by name, and what stands where an answer is still on its way.
import { html } from "../html.js";
import { asked, change } from "../address.js";

/** One of several: names, or pairs of a value and its word. */
export const Choice = ({ label, value, options, onPick }) => html`<label>${label} <select value=${value}
  onChange=${event => onPick(event.target.value)}>${options.map(option => [option].flat()).map(([key, word = key]) => html`
    <option key=${key} value=${key} selected=${key === value}>${word}</option>`)}</select></label>`;

export const Check = ({ label, on, turn, disabled = false }) => html`
  <label><input type="checkbox" checked=${on} disabled=${disabled} onChange=${turn} /> ${label}</label>`;

/** A switch that stands in the address. */
export const Flag = ({ name, label, disabled = false }) => html`<${Check} label=${label} disabled=${disabled} on=${!!asked(name)}
  turn=${() => change({ [name]: asked(name) ? null : "yes" })} />`;

/** Facts, each with its name; what is not so is left out. */
export const Facts = ({ facts }) => html`
  <dl class="facts">${facts.filter(Boolean).map(([name, told]) => html`<dt>${name}</dt><dd>${told}</dd>`)}</dl>`;

/** What stands where an answer will be. */
export const Waiting = ({ refusal, says = "Asking …" }) => html`
  <p class=${refusal ? "bad" : "faint"} role=${refusal ? "alert" : "status"}>${refusal || says}</p>`;
