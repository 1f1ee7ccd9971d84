// @ts-check
// The coordinator's API, the one that the command line uses. Whoever is logged in is known by a cookie that scripts cannot read.
import { signal } from "./html.js";

/** What the coordinator refused, in its own sentence. */
export class Refused extends Error {
  /** @param {number} status @param {string} sentence */
  constructor(status, sentence) { super(sentence); this.status = status; }
}

/** Whether the coordinator knows who this is; false shows the login. */
export const knownHere = signal(true);

/** @param {string} path Below /api/. @param {RequestInit} [request] @returns {Promise<Response>} */
export async function call(path, request = {}) {
  let response;
  try {
    response = await fetch(`/api/${path}`, { credentials: "same-origin", ...request });
  } catch {
    throw new Refused(0, "The coordinator does not answer; what is shown is what it said last.");
  }
  if (response.ok) return response;
  if (response.status === 401) knownHere.value = false;
  const problem = await response.json().catch(() => null);
  throw new Refused(response.status, problem?.detail ?? `The coordinator answered ${response.status}.`);
}

/** @param {string} path @param {Record<string, string | null | undefined>} [query] */
export async function read(path, query = {}) {
  const text = new URLSearchParams(/** @type {any} */ (Object.entries(query).filter(([, value]) => value != null))).toString();
  return (await call(text ? `${path}?${text}` : path)).json();
}

/** @param {string} path @param {unknown} body @param {string} [method] */
export async function send(path, body, method = "POST") {
  const response = await call(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return response.status === 204 ? null : response.json();
}
