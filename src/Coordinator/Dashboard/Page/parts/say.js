// @ts-check: What the reader is asked once before something is done, and the line that tells what came of it.
import { html, signal, useEffect, useRef, useState } from "../html.js";
import { address } from "../address.js";
import { sentenceOf } from "../api.js";

const outcome = signal({ sentence: "", bad: false, at: "" }), question = signal(null), here = () => location.hash.split("?")[0];

/** Tells, aloud too, what came of something. */
export function say(/** @type {string} */ sentence, bad = false) { outcome.value = { sentence, bad, at: here() }; }

/** Asks once. */
export function ask(/** @type {Question} */ asked) { question.value = asked; }

/** The line of outcomes; it stands once, in the page's frame. */
export function Outcome() {
  const { bad, at, sentence } = outcome.value;
  // What was told on a page that was left is not of this one; a page that an action leads to comes with its sentence.
  const shown = address.value && (at === "" || at === here()) ? sentence : "";
  return html`<div class=${bad ? "outcome bad" : "outcome"} aria-live=${bad ? "assertive" : "polite"} hidden=${!shown}><span>${shown}</span>
    <button class="quiet" aria-label="Put the message away" onClick=${() => say("")}>×</button></div>`;
}

/** The question that is asked, if any; it stands once, in the page's frame. */
export const Asking = () => question.value && html`<${Dialog} key=${question.value.title} asked=${question.value} />`;

function Dialog({ asked: { title, says, reason: label, grave, verb, then } }) {
  const box = useRef(null), [reason, setReason] = useState(""), [refusal, setRefusal] = useState(""), [busy, setBusy] = useState(false);
  useEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    box.current.showModal();
    box.current.querySelector("input, button:last-child")?.focus();
    return () => before?.isConnected && before.focus();
  }, []);
  const close = () => { question.value = null; };
  const confirm = event => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    then(reason).then(sentence => { say(sentence); close(); }, error => { setRefusal(sentenceOf(error)); setBusy(false); });
  };
  return html`<dialog ref=${box} onClose=${close} aria-labelledby="asked-title"><form onSubmit=${confirm}>
    <h2 id="asked-title">${title}</h2>
    <div class="says">${says}</div>
    ${label && html`<label class="field">${label}
      <input value=${reason} onInput=${event => setReason(event.target.value)} maxlength="200" /></label>`}
    <p class="bad" role="alert">${refusal}</p>
    <div class="choices"><button type="button" onClick=${() => box.current.close()}>Leave it</button>
      <button class=${grave ? "grave" : "first"} disabled=${busy}>${busy ? "…" : verb}</button></div></form></dialog>`;
}
