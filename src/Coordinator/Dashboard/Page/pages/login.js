// @ts-check: Who is this? A one-time code that came in the address, or a token that is typed.
import { address, asked, change, copyText, go, html, knownHere, learnWho, link, listen, plural, say, send, sentenceOf, spoken, useEffect,
  useRef, useState, who } from "../kit.js";

/** What opens, also where the whole link or the line of `sweep login` was given. */
const tokenIn = text => /[?&]code=([^&\s]+)/.exec(text)?.[1] ?? /\/([^/\s]+)\/[0-9a-f]{64}\b/.exec(text)?.[1] ?? text;
const complain = error => say(sentenceOf(error), true);

export function Page() {
  const [code, setCode] = useState(""), [refusal, setRefusal] = useState(""), [busy, setBusy] = useState(false), field = useRef(null);
  const enter = async said => {
    setBusy(true);
    setRefusal("");
    try {
      await send("login", { code: said });
      if (address.value.page === "login") go(link("overview"));
      knownHere.value = true;
      learnWho();
      listen();
    } catch (error) { setRefusal(sentenceOf(error)); }
    setBusy(false);
  };
  useEffect(() => {
    const given = asked("code");
    field.current?.focus();
    if (!given) return;
    // It is good once; nobody needs to find it in a history.
    change({ code: null });
    enter(given);
  }, []);
  // Nothing that was read stays in a page that is left open.
  const leave = () => send("logout", {}).then(() => location.reload(), complain);
  if (knownHere.value && who.value) return html`<h1>Logged in</h1>
    <p>You are <strong>${who.value.name}</strong> with the role <strong>${who.value.role}</strong>.</p>
    <div class="actions"><button onClick=${leave}>Log out</button><${OtherDevice} /></div>`;
  return html`<h1>Log in</h1>
    <p class="faint">Whoever runs the coordinator gets a link with <code>sweep dashboard</code>,
      and gives out tokens with <code>sweep token add</code>.</p>
    <form class="login" onSubmit=${event => { event.preventDefault(); enter(tokenIn(code.trim())); }}>
      <label class="field">Token <input type="password" autocomplete="current-password" value=${code} ref=${field}
        onInput=${event => setCode(event.target.value)} aria-describedby="login-refusal" /></label>
      <button class="first" disabled=${busy || !code.trim()}>${busy ? "…" : "Log in"}</button>
      <p id="login-refusal" class="bad" role="alert">${spoken(refusal)}</p></form>`;
}

/** A link that lets another browser in, once; for instance that of a phone beside the machines. */
function OtherDevice() {
  const [given, setGiven] = useState(null), at = given && `${location.origin}/${link("login", "", { code: given.code })}`;
  return html`<button onClick=${() => send("login/code", {}).then(setGiven, complain)}>Let another device in</button>
    ${given && html`<section class="invitation" aria-label="Link for another device">
      <p>Whoever opens this link within ${plural(given.minutes, "minute")} is let in as you are; it opens once:</p>
      <pre tabindex="0">${at}</pre>
      <button onClick=${() => copyText(at, "the link")}>Copy</button></section>`}`;
}
