// @ts-check
// What the coordinator says by itself: one stream for the whole page.
import { signal } from "./html.js";
import { knownHere, read } from "./api.js";

/** The answer of /api/status, as it is now; null until it was heard. @type {import("./html.js").Signal<any>} */
export const status = signal(/** @type {any} */ (null));

/** Whether the stream is open. */
export const heard = signal(false);

/** Begins to listen; once per page. */
export async function listen() {
  try {
    status.value = await read("status");
    heard.value = true;
  } catch {
    heard.value = false;
  }
  if (knownHere.value) setTimeout(listen, 2000);
}
