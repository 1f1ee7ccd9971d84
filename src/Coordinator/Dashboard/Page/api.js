// @ts-check
// The coordinator's API, the one that the command line uses. Whoever is logged in is known by a cookie that scripts cannot read.
import { signal } from "./html.js";

/** What the coordinator refused, in its own sentence. */
export class Refused extends Error {
  /** @param {number} status @param {string} sentence */
  constructor(status, sentence) { super(sentence); this.status = status; }
}

/** Whatever went wrong, as a sentence. @param {unknown} error */
export const sentenceOf = error => error instanceof Error ? error.message : String(error);

/** Whether the coordinator knows who this is; false shows the login. */
export const knownHere = signal(true);

/** A whole number of so many digits that a number here would lose the last of them. */
const long = /[[,:\s]-?\d{16,}\s*[\],}]/;

/** Whole numbers that are too large for a number here come as text, digit by digit: a seed stays the seed that it is.
 * @param {string} text @returns {any} */
export function parsed(text) {
  if (!long.test(text)) return JSON.parse(text);
  /** @type {any} */
  const exact = (_, value, context) => Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source)
    ? context.source : value;
  return JSON.parse(text, exact);
}

/** @param {string} path Below /api/. @param {RequestInit} [request] @returns {Promise<Response>} */
export async function call(path, request = {}) {
  const response = await fetch(`/api/${path}`, { credentials: "same-origin", ...request }).catch(() => {
    throw new Refused(0, "The coordinator does not answer; what is shown is what it said last.");
  });
  if (response.ok) return response;
  if (response.status === 401) knownHere.value = false;
  const problem = await response.json().catch(() => null);
  throw new Refused(response.status, problem?.detail ?? `The coordinator answered ${response.status}.`);
}

/** @param {string} path @param {Record<string, any>} [query] */
export async function read(path, query = {}) {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value != null)).toString();
  return parsed(await (await call(text ? `${path}?${text}` : path)).text());
}

/** @param {string} path @param {unknown} body */
export async function send(path, body) {
  const response = await call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return response.status === 204 ? null : parsed(await response.text());
}
