// @ts-check
// An answer that is asked again as what it is about changes.
import { useEffect, useRef, useState } from "../html.js";
import { status } from "../live.js";

/**
 * Asks, and asks again when the coordinator said that something changed; never more than a fifth of the time is spent on it.
 * @template T
 * @param {() => Promise<T>} question @param {unknown[]} about Asked at once where one of these is another.
 * @param {boolean} [keep] Whether the last answer stays beside a refusal that is about something else.
 * @returns {{ value: T | null, refusal: string, again: () => void }}
 */
export function useAnswer(question, about, keep = false) {
  const [answer, setAnswer] = useState(/** @type {{ value: T | null, refusal: string }} */ ({ value: null, refusal: "" }));
  const [round, setRound] = useState(0);
  const asked = useRef({ at: 0, took: 0, busy: false });
  const key = JSON.stringify(about);
  const before = useRef(key);
  useEffect(() => {
    const now = asked.current;
    let current = true;
    const run = async () => {
      const began = performance.now();
      now.busy = true;
      try {
        const value = await question();
        if (current) setAnswer({ value, refusal: "" });
      } catch (error) {
        const refusal = error instanceof Error ? error.message : String(error);
        if (current) setAnswer((/** @type {any} */ { value }) => ({ value: keep || before.current === key ? value : null, refusal }));
      }
      before.current = key;
      Object.assign(now, { at: performance.now(), took: performance.now() - began, busy: false });
    };
    run();
    const stop = status.subscribe(() => {
      if (!now.busy && performance.now() - now.at > Math.max(900, 4 * now.took)) run();
    });
    return () => { current = false; stop(); };
  }, [key, round]);
  return { ...answer, again: () => setRound(round + 1) };
}
