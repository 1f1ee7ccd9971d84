// @ts-check
// What the coordinator says by itself: one stream for the whole page. It goes on where it ended when the coordinator is there again.
import { batch, signal } from "./html.js";
import { read, Refused } from "./api.js";

/** How long to wait before a stream that was refused is asked for again, in milliseconds. */
const again = 2000;

/** The coordinator says at least that it is there every 15 seconds; after three times that long the line is dead, in milliseconds. */
const silence = 45_000;

/** The answer of /api/status, as it is now; null until it was heard. @type {import("./html.js").Signal<any>} */
export const status = signal(/** @type {any} */ (null));

/** Whether the stream is open. */
export const heard = signal(false);

/** Until when it was open, in milliseconds of this machine's clock; 0 is never. */
export const heardUntil = signal(0);

/** first: It says how things stand, not what led there.
 * @typedef {{ sequence: number, first?: boolean, status?: any, sweeps?: Record<string, any> }} Changes */

/** Whoever keeps what changes: called with the changes, or with null where all must be read anew.
 * @type {Set<(changes: Changes | null) => void>} */
export const listeners = new Set();

/** @type {EventSource | null} */
let stream = null;
/** @type {number | undefined} */
let watch;
/** The journal's entry up to which the page knows all; −1 before it knows anything. */
let known = -1;

/** Begins to listen; again after a login. */
export function listen() {
  if (stream) return;
  // A stream that the browser opens again says by itself where it ended; a new one is told here.
  const mine = stream = new EventSource(known < 0 ? "/api/changes" : `/api/changes?since=${known}`);
  mine.onopen = alive;
  mine.onmessage = message => take(message, false);
  mine.addEventListener("reset", message => take(/** @type {MessageEvent} */ (message), true));
  mine.addEventListener("beat", alive);
  mine.onerror = () => { lost(); if (mine.readyState === EventSource.CLOSED) anew(mine); };
}

/** @param {MessageEvent} message @param {boolean} all */
function take(message, all) {
  const said = /** @type {Changes} */ (JSON.parse(message.data));
  alive();
  said.first = known < 0;
  known = said.sequence;
  batch(() => {
    if (said.status) status.value = said.status;
    for (const listener of listeners) listener(all ? null : said);
  });
}

function alive() {
  heard.value = true;
  clearTimeout(watch);
  watch = setTimeout(() => { if (stream) { lost(); anew(stream); } }, silence);
}

function lost() {
  if (heard.value) heardUntil.value = Date.now();
  heard.value = false;
}

function anew(/** @type {EventSource} */ dead) {
  dead.close();
  if (stream !== dead) return;
  stream = null;
  clearTimeout(watch);
  setTimeout(async () => {
    try {
      await read("token");
      listen();
    } catch (refused) {
      // Who is not known logs in, which listens anew.
      if (!(refused instanceof Refused) || refused.status !== 401) setTimeout(listen, again);
    }
  }, again);
}
