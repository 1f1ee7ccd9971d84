// @ts-check
// Where the reader is. All of a view's state that is worth sharing lives in the address: #/sweep/NAME?where=…&sort=…
import { signal } from "./html.js";

/** @param {string} hash */
function parse(hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split("?", 2), [page, ...name] = path.split("/");
  return { page: page || "overview", name: decodeURIComponent(name.join("/")), query: new URLSearchParams(query ?? "") };
}

/** @param {string} page @param {string} [name] @param {Record<string, string | null | undefined> | URLSearchParams} [query] */
export function link(page, name = "", query = {}) {
  const entries = query instanceof URLSearchParams ? [...query] : Object.entries(query).filter(([, value]) => value != null && value !== "");
  const text = new URLSearchParams(/** @type {string[][]} */ (entries)).toString();
  return `#/${page}${name ? `/${encodeURIComponent(name)}` : ""}${text ? `?${text}` : ""}`;
}

/** Where the reader is at this moment. */
export const address = signal(parse(location.hash));
addEventListener("hashchange", () => { address.value = parse(location.hash); });

/** Part of the view's state; "" where the address does not say it. @param {string} key */
export const asked = (key, otherwise = "") => address.value.query.get(key) ?? otherwise;

/** Changes some of the view's state in place, without a step in the browser's history. Null takes a key out.
 * @param {Record<string, string | null>} values */
export function change(values) {
  const { page, name } = address.peek(), query = new URLSearchParams(address.peek().query);
  for (const [key, value] of Object.entries(values)) value === null || value === "" ? query.delete(key) : query.set(key, value);
  history.replaceState(null, "", link(page, name, query));
  address.value = parse(location.hash);
}

/** Goes to another view, with a step in the browser's history. @param {string} to */
export function go(to) { location.hash = to; }
