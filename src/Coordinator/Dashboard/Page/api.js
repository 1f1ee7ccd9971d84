// @ts-check
// The coordinator's API, the one that the command line uses. Whoever is logged in is known by a cookie that scripts cannot read.
import { signal } from "./html.js";

/** What the coordinator refused, in its own sentence. */
export class Refused extends Error {
  constructor(/** @type {number} */ status, /** @type {string} */ sentence) { super(sentence); this.status = status; }
}

/** Whatever went wrong, as a sentence. */
export const sentenceOf = error => error instanceof Error ? error.message : String(error);

/** Whether the coordinator knows who this is; false shows the login. */
export const knownHere = signal(true);

/** A whole number of so many digits that a number here would lose the last of them. */
const long = /[[,:\s]-?\d{16,}\s*[\],}]/;
const exact = (_, value, context) =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source) ? context.source : value;

/** Whole numbers that are too large for a number here come as text, digit by digit: a seed stays the seed that it is. */
export const parsed = (/** @type {string} */ text) => JSON.parse(text, long.test(text) ? /** @type {any} */ (exact) : undefined);

/** path: Below /api/. */
export async function call(/** @type {string} */ path, /** @type {RequestInit} */ request = {}) {
  const response = await fetch(`/api/${path}`, { credentials: "same-origin", ...request }).catch(() => {
    throw new Refused(0, "The coordinator does not answer; what is shown is what it said last.");
  });
  if (response.ok) return response;
  if (response.status === 401) knownHere.value = false;
  const problem = await response.json().catch(() => null);
  throw new Refused(response.status, problem?.detail ?? `The coordinator answered ${response.status}.`);
}

export async function read(/** @type {string} */ path, /** @type {Record<string, any>} */ query = {}) {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value != null)).toString();
  return parsed(await (await call(text ? `${path}?${text}` : path)).text());
}

export async function send(/** @type {string} */ path, /** @type {unknown} */ body) {
  const response = await call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return response.status === 204 ? null : parsed(await response.text());
}
