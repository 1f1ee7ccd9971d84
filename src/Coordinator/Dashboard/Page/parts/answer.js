// @ts-check: An answer that is asked again as what it is about changes.
import { useEffect, useState } from "../html.js";
import { sentenceOf } from "../api.js";
import { status } from "../live.js";

/** Of what is much to reckon: so many times as long as it took is an answer good. */
const rests = 100;
/** A rest for such an answer, in milliseconds: the shortest and the longest. */
export const restOf = (shortest, longest = Infinity) => (_, /** @type {number} */ took) =>
  Math.min(longest, Math.max(shortest, rests * took));

const nothing = { value: /** @type {any} */ (null), refusal: "", key: "" };

/** Asks, and asks again when the coordinator said that something changed and the page is seen; never more than a fifth of the time is
 * spent on it. about: Asked at once where one of these is another; keep: Whether the last answer stays while another is asked, and beside a
 * refusal of it; rest: How long an answer that took so long is good in any case, in milliseconds.
 * @param {() => Promise<any>} question @param {unknown[]} about
 * @param {{ keep?: boolean, rest?: (value: any, took: number) => number }} [how] */
export function useAnswer(question, about, { keep = false, rest = () => 1000 } = {}) {
  const [answer, setAnswer] = useState(nothing), [round, setRound] = useState(0), key = JSON.stringify(about);
  useEffect(() => {
    let current = true, busy = false, owed = false, next = 0, first = true, timer = 0;
    const run = async () => {
      const began = performance.now(), took = () => performance.now() - began;
      let calm = 1000;
      [busy, owed] = [true, false];
      try {
        const value = await question();
        calm = rest(value, took());
        if (current) setAnswer({ value, refusal: "", key });
      } catch (error) {
        if (current) setAnswer(last => ({ value: keep || last.key === key ? last.value : null, refusal: sentenceOf(error), key }));
      }
      [busy, next] = [false, performance.now() + Math.max(calm, 4 * took())];
      if (owed) soon();
    };
    const soon = () => {
      owed = true;
      if (busy || !current || document.hidden) return;
      clearTimeout(timer);
      timer = setTimeout(run, Math.max(0, next - performance.now()));
    };
    const seen = () => { if (owed) soon(); };
    run();
    const stop = status.subscribe(() => { if (!first) soon(); first = false; });
    document.addEventListener("visibilitychange", seen);
    return () => { current = false; clearTimeout(timer); stop(); document.removeEventListener("visibilitychange", seen); };
  }, [key, round]);
  const { value, refusal } = keep || answer.key === key ? answer : nothing;
  return { value, refusal, again: () => setRound(round + 1) };
}
