// @ts-check: Where the reader is. All of a view's state that is worth sharing lives in the address: #/sweep/NAME?where=…&sort=…
import { signal } from "./html.js";

function parse(/** @type {string} */ hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split("?", 2), [page, ...name] = path.split("/");
  return { page: page || "overview", name: decodeURIComponent(name.join("/")), query: new URLSearchParams(query ?? "") };
}

/** @param {string} page @param {string} [name] @param {Record<string, string | null | undefined> | URLSearchParams} [query] */
export function link(page, name = "", query = {}) {
  const all = query instanceof URLSearchParams ? [...query] : Object.entries(query);
  const entries = all.filter(([, value]) => value != null && value !== "");
  const text = new URLSearchParams(/** @type {string[][]} */ (entries)).toString();
  return `#/${page}${name ? `/${encodeURIComponent(name)}` : ""}${text ? `?${text}` : ""}`;
}

/** Where the reader is at this moment. */
export const address = signal(parse(location.hash));
addEventListener("hashchange", () => { address.value = parse(location.hash); });

/** Part of the view's state; "" where the address does not say it. */
export const asked = (/** @type {string} */ key, otherwise = "") => address.value.query.get(key) ?? otherwise;

/** Changes some of the view's state in place, without a step in the browser's history. Null takes a key out. */
export function change(/** @type {Record<string, string | null>} */ values) {
  const { page, name, query } = address.peek(), next = Object.fromEntries(query);
  history.replaceState(null, "", link(page, name, { ...next, ...values }));
  address.value = parse(location.hash);
}

/** Goes to another view, with a step in the browser's history. */
export function go(/** @type {string} */ to) { location.hash = to; }
