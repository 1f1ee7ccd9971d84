// @ts-check
// Who is this? A one-time code that came in the address, or a token that is typed.
import { html, useEffect, useRef, useState } from "../html.js";
import { address, change, go, link } from "../address.js";
import { knownHere, send } from "../api.js";
import { listen } from "../live.js";
import { learnWho, who } from "../parts/actions.js";
import { copyText } from "../parts/copy.js";
import { say } from "../parts/say.js";
import { plural, spoken } from "../parts/words.js";

/** What opens, also where the whole link or the line of `sweep login` was given. @param {string} text */
const tokenIn = text => /[?&]code=([^&\s]+)/.exec(text)?.[1] ?? /\/([^/\s]+)\/[0-9a-f]{64}\b/.exec(text)?.[1] ?? text;

export function LoginPage() {
  const [code, setCode] = useState("");
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const field = /** @type {{ current: HTMLInputElement | null }} */ (useRef(null));
  const enter = async (/** @type {string} */ said) => {
    setBusy(true);
    setRefusal("");
    try {
      await send("login", { code: said });
      if (address.value.page === "login") go(link("overview"));
      knownHere.value = true;
      learnWho();
      listen();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  useEffect(() => {
    field.current?.focus();
    const given = address.value.query.get("code");
    if (!given) return;
    // It is good once; nobody needs to find it in a history.
    change({ code: null });
    enter(given);
  }, []);
  const leave = async () => {
    try {
      await send("logout", {});
      // Nothing that was read stays in a page that is left open.
      location.reload();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), true);
    }
  };
  if (knownHere.value && who.value) return html`<h1>Logged in</h1>
    <p>You are <strong>${who.value.name}</strong> with the role <strong>${who.value.role}</strong>.</p>
    <div class="actions"><button onClick=${leave}>Log out</button><${OtherDevice} /></div>`;
  return html`<h1>Log in</h1>
    <p class="faint">Whoever runs the coordinator gets a link with <code>sweep dashboard</code>,
      and gives out tokens with <code>sweep token add</code>.</p>
    <form class="login" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); enter(tokenIn(code.trim())); }}>
      <label class="field">Token <input type="password" autocomplete="current-password" value=${code} ref=${field}
        onInput=${(/** @type {any} */ event) => setCode(event.target.value)} aria-describedby="login-refusal" /></label>
      <button class="first" disabled=${busy || !code.trim()}>${busy ? "…" : "Log in"}</button>
      <p id="login-refusal" class="bad" role="alert">${spoken(refusal)}</p>
    </form>`;
}

/** A link that lets another browser in, once; for instance that of a phone beside the machines. */
function OtherDevice() {
  const [given, setGiven] = useState(/** @type {{ address: string, minutes: number } | null} */ (null));
  const make = () => send("login/code", {}).then(
    ({ code, minutes }) => setGiven({ address: `${location.origin}/${link("login", "", { code })}`, minutes }),
    error => say(error.message, true));
  return html`<button onClick=${make}>Let another device in</button>
    ${given && html`<section class="invitation" aria-label="Link for another device">
      <p>Whoever opens this link within ${plural(given.minutes, "minute")} is let in as you are; it opens once:</p>
      <pre tabindex="0">${given.address}</pre>
      <button onClick=${() => copyText(given.address, "the link")}>Copy</button></section>`}`;
}
