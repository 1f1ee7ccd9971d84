// @ts-check: What a sweep's page shows at this moment: the table, what the address asks of it, and the trial under the pointer.
import { asked, change, computed, effect, grouped, heard, placesOf, send, sentenceOf, signal } from "../kit.js";
import { trialsOf } from "../tables.js";
import * as ranking from "./ranking.js";

/** How often a filter is asked anew while trials change, and how long it rests before it is asked, in milliseconds. */
const pace = 3000, typing = 200;

export function modelOf(/** @type {string} */ name) {
  const table = trialsOf(name), told = (key, otherwise = "") => computed(() => asked(key, otherwise));
  const where = told("where"), at = told("at", "last"), sort = told("sort"), metricAsked = told("metric"), foldAsked = told("fold");
  const pickAsked = told("pick"), brushAsked = told("brush");
  /** What is reckoned anew with every change of the table, or with every epoch too. @template T @param {() => T} reckon */
  const ofTable = reckon => computed(() => { table.version.value; return reckon(); });
  /** @template T @param {() => T} reckon */
  const ofCurves = reckon => ofTable(() => { table.curvesVersion.value; return reckon(); });

  /** The trial under the pointer, wherever that is; and whether a brush is being drawn at this moment. */
  const lit = signal(null), pulling = signal(false), brush = signal(ranking.readBrush(brushAsked.peek()));
  /** What the filter found; null is all. open: The configurations of which the seeds are shown. */
  const found = signal(null), refusal = signal(""), open = signal(/** @type {Set<string>} */ (new Set()));

  const metric = ofTable(() => metricAsked.value || table.objective.metric);
  /** Whether what is asked for is there: the best come first, of which every order but their own says nothing; and the value of an epoch
   * stands in the curves. */
  const asItComes = computed(() => !where.value && !sort.value && !metricAsked.value && !brush.value.size);
  const ready = computed(() => table.loaded.value && (table.whole.value || asItComes.value)
    && (at.value === "last" || table.curvesVersion.value > 0));
  const better = ofTable(() => ranking.higherIsBetter(table, metric.value));
  const hasSeeds = ofTable(() => table.parameters.includes("seed") && table.differs("seed"));
  const fold = computed(() => hasSeeds.value && foldAsked.value !== "no");
  const pick = computed(() => new Set(pickAsked.value.split(",").filter(Boolean)));
  const groups = ofTable(() => ranking.configurations(table));
  /** The places of each configuration. */
  const seeds = computed(() => grouped(table.rows.keys(), place => groups.value[place]));
  const ranked = ofCurves(() => ranking.values(table, metric.value, at.value));
  const all = computed(() => {
    const value = ranked.value, sign = better.value ? -1 : 1;
    return placesOf(value.length, place => !Number.isNaN(value[place])).sort((a, b) => sign * (value[a] - value[b]));
  });
  const passes = ofTable(() => ranking.passing(table, found.value, brush.value));
  const lines = computed(() => ranking.lines(table, ranked.value, passes.value,
    { groups: fold.value ? groups.value : null, open: open.value, sort: sort.value, better: better.value }));
  /** The places that count, best first; calm: resting while a brush is drawn, for pictures that cannot be drawn in every frame. */
  const order = computed(() => { const passing = passes.value; return all.value.filter(place => passing[place]); });
  let rested = /** @type {number[]} */ ([]);
  const calm = computed(() => pulling.value ? rested : rested = order.value);
  /** The curve of each place as far as its trial goes; null where nothing was reported. */
  const curves = ofCurves(() => table.rows.map(row => table.curve(row, metric.value)));

  let waiting = 0, last = 0, asking = 0, said = "";
  const askFilter = async condition => {
    const mine = ++asking;
    said = condition;
    try {
      const answer = await send("ask", { sweep: name, where: condition, columns: "trial", removed: /\binGrid\b/i.test(condition) });
      if (mine === asking) [found.value, refusal.value] = [new Set(answer.rows.map(([trial]) => trial)), ""];
    } catch (refused) {
      if (mine === asking) refusal.value = sentenceOf(refused);
    }
    last = Date.now();
  };
  const stops = [
    effect(() => {
      const condition = where.value;
      table.version.value;
      clearTimeout(waiting);
      if (condition) waiting = setTimeout(askFilter, condition !== said ? typing : Math.max(0, last + pace - Date.now()), condition);
      else { asking++; [found.value, refusal.value] = [null, ""]; }
    }),
    // What nobody answered is asked again when somebody is there; nothing else may change in a sweep that is over.
    effect(() => { if (heard.value && refusal.peek()) askFilter(where.peek()); }),
    effect(() => {
      const text = brushAsked.value;
      if (text !== ranking.writeBrush(brush.peek())) brush.value = ranking.readBrush(text);
    }),
  ];

  return {
    name, table, where, at, sort, metric, better, hasSeeds, fold, pick, lit, brush, pulling, open, found, refusal,
    ready, groups, seeds, ranked, passes, lines, order, calm, curves,
    /** Takes trials into the selection or out of it. */
    toggle: (/** @type {string[]} */ trials) => {
      const all = new Set(pick.value), out = trials.every(trial => all.has(trial));
      for (const trial of trials) out ? all.delete(trial) : all.add(trial);
      change({ pick: [...all].join(",") });
    },
    /** The condition that finds exactly what is shown. */
    condition: () => {
      const parts = [where.value, ranking.brushWords(brush.value)].filter(Boolean);
      return parts.length > 1 ? parts.map(part => `(${part})`).join(" and ") : parts.join("");
    },
    end: () => { stops.forEach(stop => stop()); clearTimeout(waiting); asking++; },
  };
}
