// @ts-check
// What the reader is asked once before something is done, and the line that tells what came of it.
import { html, signal, useEffect, useRef, useState } from "../html.js";
import { address } from "../address.js";
import { sentenceOf } from "../api.js";

const outcome = signal({ sentence: "", bad: false, at: "" });
const question = signal(null);
const here = () => location.hash.split("?")[0];

/** Tells, aloud too, what came of something. @param {string} sentence */
export function say(sentence, bad = false) { outcome.value = { sentence, bad, at: here() }; }

/** Asks once. @param {Question} asked */
export function ask(asked) { question.value = asked; }

/** The line of outcomes; it stands once, in the page's frame. */
export function Outcome() {
  const { bad, at, sentence } = outcome.value;
  // What was told on a page that was left is not of this one; a page that an action leads to comes with its sentence.
  const shown = address.value && (at === "" || at === here()) ? sentence : "";
  return html`<div class=${bad ? "outcome bad" : "outcome"} aria-live=${bad ? "assertive" : "polite"} hidden=${!shown}>
    <span>${shown}</span>
    <button class="quiet" aria-label="Put the message away" onClick=${() => say("")}>×</button>
  </div>`;
}

/** The question that is asked, if any; it stands once, in the page's frame. */
export const Asking = () => question.value && html`<${Dialog} key=${question.value.title} asked=${question.value} />`;

function Dialog(/** @type {{ asked: Question }} */ { asked }) {
  const box = useRef(null), [reason, setReason] = useState(""), [refusal, setRefusal] = useState(""), [busy, setBusy] = useState(false);
  useEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    box.current.querySelector("input, button:last-child")?.focus();
    return () => { if (before instanceof HTMLElement && before.isConnected) before.focus(); };
  }, []);
  const close = () => { question.value = null; };
  const confirm = async event => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    try {
      say(await asked.then(reason));
      close();
    } catch (error) {
      setRefusal(sentenceOf(error));
      setBusy(false);
    }
  };
  return html`<dialog ref=${box} onClose=${close} aria-labelledby="asked-title">
    <form onSubmit=${confirm}>
      <h2 id="asked-title">${asked.title}</h2>
      <div class="says">${asked.says}</div>
      ${asked.reason && html`<label class="field">${asked.reason}
        <input value=${reason} onInput=${event => setReason(event.target.value)} maxlength="200" /></label>`}
      <p class="bad" role="alert">${refusal}</p>
      <div class="choices">
        <button type="button" onClick=${() => box.current.close()}>Leave it</button>
        <button class=${asked.grave ? "grave" : "first"} disabled=${busy}>${busy ? "…" : asked.verb}</button>
      </div>
    </form>
  </dialog>`;
}
