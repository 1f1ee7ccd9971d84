// @ts-check
// The page's frame: what is open by the address, and whether the coordinator is heard.
import { html, render, signal, useEffect, useRef } from "./html.js";
import { address, link } from "./address.js";
import { knownHere } from "./api.js";
import { listen } from "./live.js";
import { Heard } from "./parts/heard.js";
import { Asking, Outcome } from "./parts/say.js";
import { learnWho, who } from "./parts/actions.js";

/** The views. The frame is drawn before their modules are there. @type {Record<string, () => Promise<any>>} */
const pages = {
  overview: async () => (await import("./pages/overview.js")).Overview,
  sweep: async () => (await import("./pages/sweep.js")).SweepPage,
  trial: async () => (await import("./pages/trial.js")).TrialPage,
  compare: async () => (await import("./pages/compare.js")).ComparePage,
  agents: async () => (await import("./pages/agents.js")).AgentsPage,
  query: async () => (await import("./pages/query.js")).QueryPage,
  submit: async () => (await import("./pages/submit.js")).SubmitPage,
  login: async () => (await import("./pages/login.js")).LoginPage,
  api: async () => (await import("./pages/api.js")).ApiPage,
};

/** @type {import("./html.js").Signal<Record<string, any>>} */
const there = signal({});

async function fetchPage(/** @type {string} */ key) { there.value = { ...there.peek(), [key]: await pages[key]() }; }

const above = [["overview", "Overview"], ["agents", "Agents"], ["query", "Query"], ["submit", "Submit"], ["api", "API"]];

function App() {
  const { page, name } = address.value, asked = !knownHere.value ? "login" : page in pages ? page : "overview", Page = there.value[asked];
  useEffect(() => { if (!Page) fetchPage(asked); }, [asked]);
  const main = useRef(/** @type {HTMLElement | null} */ (null)), begun = useRef(false);
  useEffect(() => {
    document.title = name ? `${name} – Sweep` : "Sweep";
    // Who goes to another view by keyboard or hears the page goes on reading there.
    if (begun.current) { main.current?.focus({ preventScroll: true }); scrollTo(0, 0); }
    begun.current = true;
  }, [page, name]);
  useEffect(() => { if (knownHere.value) { listen(); learnWho(); } }, [knownHere.value]);
  const skip = (/** @type {Event} */ event) => { event.preventDefault(); main.current?.focus(); };
  return html`
    <a class="skip" href="#main" onClick=${skip}>To the content</a>
    <header>
      <a class="home" href=${link("overview")}>Sweep</a>
      <nav aria-label="Pages">
        ${above.map(([key, word]) => html`
          <a key=${key} href=${link(key)} aria-current=${page === key ? "page" : undefined}>${word}</a>`)}
      </nav>
      ${who.value && html`
        <a class="who" href=${link("login")} title="Log in as somebody else, or out">${who.value.name} (${who.value.role})</a>`}
      <${Heard} />
    </header>
    <${Outcome} />
    <main id="main" ref=${main} tabindex="-1">${Page && html`<${Page} key=${`${page}/${name}`} name=${name} />`}</main>
    <${Asking} />`;
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
render(html`<${App} />`, document.body);

// The others come while the reader reads, so that they are there when the coordinator is not.
addEventListener("load", () => setTimeout(() => { for (const key of Object.keys(pages)) if (!there.peek()[key]) fetchPage(key); }, 1000));
