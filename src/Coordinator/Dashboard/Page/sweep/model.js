// @ts-check
// What a sweep's page shows at this moment: the table, what the address asks of it, and the trial under the pointer.
import { computed, effect, signal } from "../html.js";
import { address, change } from "../address.js";
import { Refused, send } from "../api.js";
import { tableOf } from "../tables.js";
import * as ranking from "./ranking.js";

/** How often a filter is asked anew while trials change, in milliseconds. */
const pace = 3000;
/** How long a filter rests before it is asked, in milliseconds. */
const typing = 200;

/** @typedef {ReturnType<typeof modelOf>} Model */

/** @param {string} name */
export function modelOf(name) {
  const table = tableOf(name);
  const asked = (/** @type {string} */ key, otherwise = "") => computed(() => address.value.query.get(key) ?? otherwise);
  const where = asked("where"), at = asked("at", "last"), sort = asked("sort"), metricAsked = asked("metric"), foldAsked = asked("fold");
  const pickAsked = asked("pick"), brushAsked = asked("brush");

  /** The trial under the pointer, wherever that is. @type {import("../html.js").Signal<string | null>} */
  const lit = signal(/** @type {string | null} */ (null));
  const brush = signal(ranking.readBrush(brushAsked.peek()));
  const open = signal(/** @type {Set<string>} */ (new Set()));
  /** What the filter found; null is all. @type {import("../html.js").Signal<Set<string> | null>} */
  const found = signal(/** @type {Set<string> | null} */ (null));
  const refusal = signal("");
  /** Whether a brush is being drawn at this moment. */
  const pulling = signal(false);

  const metric = computed(() => (table.version.value, metricAsked.value || table.objective.metric));
  const better = computed(() => (table.version.value, ranking.higherIsBetter(table, metric.value)));
  const hasSeeds = computed(() => (table.version.value, table.parameters.includes("seed") && table.distinct("seed").length > 1));
  const fold = computed(() => hasSeeds.value && foldAsked.value !== "no");
  const pick = computed(() => new Set(pickAsked.value.split(",").filter(Boolean)));
  const groups = computed(() => (table.version.value, ranking.configurations(table)));
  const ranked = computed(() => (table.version.value, table.curvesVersion.value, ranking.values(table, metric.value, at.value)));
  const all = computed(() => {
    const value = ranked.value, sign = better.value ? -1 : 1;
    return Array.from(table.rows.keys()).filter(place => !Number.isNaN(value[place])).sort((a, b) => sign * (value[a] - value[b]));
  });
  const passes = computed(() => (table.version.value, ranking.passing(table, found.value, brush.value)));
  const lines = computed(() => ranking.lines(table, ranked.value, passes.value,
    { fold: fold.value, open: open.value, sort: sort.value, better: better.value, groups: groups.value }));
  /** The places that count, best first. */
  const order = computed(() => { const passing = passes.value; return all.value.filter(place => passing[place]); });
  /** The same, resting while a brush is drawn: for pictures that cannot be drawn in every frame. */
  let rested = /** @type {number[]} */ ([]);
  const calm = computed(() => pulling.value ? rested : rested = order.value);
  /** The curve of each place as far as its trial goes; null where nothing was reported. */
  const curves = computed(() => (table.version.value, table.curvesVersion.value, table.rows.map(row => table.curve(row, metric.value))));

  /** @type {number | undefined} */
  let waiting;
  let last = 0, asking = 0, said = "";
  const stops = [
    effect(() => {
      const condition = where.value;
      table.version.value;
      clearTimeout(waiting);
      if (!condition) { asking++; found.value = null; refusal.value = ""; return; }
      const changed = condition !== said;
      waiting = setTimeout(ask, changed ? typing : Math.max(0, last + pace - Date.now()), condition);
    }),
    effect(() => {
      const text = brushAsked.value;
      if (text !== ranking.writeBrush(brush.peek())) brush.value = ranking.readBrush(text);
    }),
  ];
  async function ask(/** @type {string} */ condition) {
    said = condition;
    const mine = ++asking;
    try {
      const answer = await send("ask", { sweep: name, where: condition, columns: "trial", removed: /\binGrid\b/i.test(condition) });
      if (mine !== asking) return;
      found.value = new Set(answer.rows.map((/** @type {string[]} */ row) => row[0]));
      refusal.value = "";
    } catch (refused) {
      if (mine === asking) refusal.value = refused instanceof Refused ? refused.message : String(refused);
    }
    last = Date.now();
  }

  return {
    name, table, where, at, sort, metric, better, hasSeeds, fold, pick, lit, brush, pulling, open, found, refusal,
    groups, ranked, passes, lines, order, calm, curves,
    /** Takes trials into the selection or out of it. */
    toggle(/** @type {string[]} */ trials) {
      const all = new Set(pick.value), out = trials.every(trial => all.has(trial));
      for (const trial of trials) out ? all.delete(trial) : all.add(trial);
      change({ pick: [...all].join(",") });
    },
    /** The condition that finds exactly what is shown. */
    condition() {
      const parts = [where.value, ranking.brushWords(brush.value)].filter(Boolean);
      return parts.length > 1 ? parts.map(part => `(${part})`).join(" and ") : parts.join("");
    },
    end() { stops.forEach(stop => stop()); clearTimeout(waiting); asking++; },
  };
}
