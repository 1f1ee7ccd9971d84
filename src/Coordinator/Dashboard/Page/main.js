// @ts-check
// The page's frame: what is open by the address, and whether the coordinator is heard.
import { html, render } from "./html.js";
import { address, link } from "./address.js";
import { knownHere } from "./api.js";
import { listen } from "./live.js";
import { Overview } from "./pages/overview.js";
import { SweepPage } from "./pages/sweep.js";
import { TrialPage } from "./pages/trial.js";
import { ComparePage } from "./pages/compare.js";
import { AgentsPage } from "./pages/agents.js";
import { QueryPage } from "./pages/query.js";
import { LoginPage } from "./pages/login.js";
import { SubmitPage } from "./pages/submit.js";
import { Heard } from "./parts/heard.js";
import { Asking, Outcome } from "./parts/say.js";
import { learnWho } from "./parts/actions.js";

const pages = {
  overview: Overview, sweep: SweepPage, trial: TrialPage, compare: ComparePage, agents: AgentsPage, query: QueryPage, submit: SubmitPage,
  login: LoginPage,
};

function App() {
  const { page, name } = address.value;
  const Page = knownHere.value ? pages[/** @type {keyof typeof pages} */ (page)] ?? Overview : LoginPage;
  return html`
    <header>
      <a class="home" href=${link("overview")}>Sweep</a>
      <nav aria-label="Pages">
        ${[["overview", "Overview"], ["agents", "Agents"], ["query", "Query"], ["submit", "Submit"]].map(([key, word]) => html`
          <a href=${link(key)} aria-current=${page === key ? "page" : undefined}>${word}</a>`)}
      </nav>
      <${Heard} />
    </header>
    <${Outcome} />
    <main tabindex="-1"><${Page} key=${`${page}/${name}`} name=${name} /></main>
    <${Asking} />`;
}

render(html`<${App} />`, document.body);
listen();
learnWho();
