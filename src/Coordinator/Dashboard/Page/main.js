// @ts-check: The page's frame: what is open by the address, and whether the coordinator is heard.
import { address, Asking, clock, heard, heardUntil, html, knownHere, learnWho, link, listen, Outcome, render, signal, useEffect, useRef,
  who } from "./kit.js";
import { trialsOf } from "./tables.js";

/** The views: those that stand above every page, and the others. The frame is drawn before their modules are there. */
const above = [["overview", "Overview"], ["agents", "Agents"], ["query", "Query"], ["submit", "Submit"], ["api", "API"]];
const pages = [...above.map(([key]) => key), "sweep", "trial", "compare", "login"];
const there = signal(/** @type {Record<string, any>} */ ({}));

async function fetchPage(/** @type {string} */ key) {
  const { Page } = await import(`./pages/${key}.js`);
  there.value = { ...there.peek(), [key]: Page };
}

const open = () => !knownHere.value ? "login" : pages.includes(address.value.page) ? address.value.page : "overview";

function App() {
  const { page, name } = address.value, key = open(), Page = there.value[key], main = useRef(null), begun = useRef(false);
  useEffect(() => { if (!Page) fetchPage(key); }, [key]);
  useEffect(() => {
    document.title = name ? `${name} – Sweep` : "Sweep";
    // Who goes to another view by keyboard or hears the page goes on reading there.
    if (begun.current) { main.current.focus({ preventScroll: true }); scrollTo(0, 0); }
    begun.current = true;
  }, [page, name]);
  useEffect(() => { if (knownHere.value) { listen(); learnWho(); } }, [knownHere.value]);
  return html`
    <a class="skip" href="#main" onClick=${event => { event.preventDefault(); main.current.focus(); }}>To the content</a>
    <header><a class="home" href=${link("overview")}>Sweep</a> <nav aria-label="Pages">${above.map(([key, word]) => html`
        <a key=${key} href=${link(key)} aria-current=${page === key ? "page" : undefined}>${word}</a>`)}</nav>
      ${who.value && html`
        <a class="who" href=${link("login")} title="Log in as somebody else, or out">${who.value.name} (${who.value.role})</a>`}
      <${Heard} /></header>
    <${Outcome} />
    <main id="main" ref=${main} tabindex="-1">${Page && html`<${Page} key=${`${page}/${name}`} name=${name} />`}</main>
    <${Asking} />`;
}

/** Whether what is shown is of this moment. */
function Heard() {
  const said = heard.value ? "live" : `no answer ${heardUntil.value ? `since ${clock(heardUntil.value)}` : "yet"}, trying again`;
  return html`<span class=${`heard ${heard.value ? "" : "lost"}`} role="status"><i aria-hidden="true"></i>${said}</span>`;
}

addEventListener("keydown", event => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-filter] input"));
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !box) return;
  event.preventDefault();
  box.focus();
});

// Who comes with a code is let in by it first.
if (address.value.page === "login" && address.value.query.has("code")) knownHere.value = false;
// The view and its trials are on their way together.
fetchPage(open());
if (open() === "sweep") trialsOf(address.value.name);
render(html`<${App} />`, document.body);

// The others come while the reader reads, so that they are there when the coordinator is not.
addEventListener("load", () => setTimeout(() => { for (const key of pages) if (!there.peek()[key]) fetchPage(key); }, 1000));
