// @ts-check
// What the coordinator says by itself: one stream for the whole page. It goes on where it ended when the coordinator is there again.
import { batch, signal } from "./html.js";
import { parsed, read, Refused } from "./api.js";

/** How long to wait before a stream that was refused is asked for again; and how long a line is silent that is dead: three times as long as
 * the coordinator keeps silent at most. In milliseconds. */
const again = 2000, silence = 45_000;

/** The answer of /api/status, as it is now; null until it was heard. */
export const status = signal(null);
/** The sweep of that name, as it stands. */
export const sweepOf = name => status.value?.sweeps.find(sweep => sweep.name === name);
/** Whether the stream is open; and until when it was, in milliseconds of this machine's clock: 0 is never. */
export const heard = signal(false), heardUntil = signal(0);

/** Whoever keeps what changes: called with the changes, or with null where all must be read anew.
 * @type {Set<(changes: Changes | null) => void>} */
export const listeners = new Set();

/** The journal's entry up to which the page knows all; −1 before it knows anything. */
let known = -1, stream = /** @type {EventSource | null} */ (null), watch = 0;

/** Begins to listen; again after a login. */
export function listen() {
  if (stream) return;
  // A stream that the browser opens again says by itself where it ended; a new one is told here.
  const mine = stream = new EventSource(`/api/changes?running=no${known < 0 ? "" : `&since=${known}`}`);
  mine.onopen = alive;
  mine.onmessage = message => take(message.data, false);
  mine.addEventListener("reset", message => take(message.data, true));
  mine.addEventListener("beat", alive);
  mine.onerror = () => { lost(); if (mine.readyState === EventSource.CLOSED) anew(mine); };
}

function take(/** @type {string} */ data, /** @type {boolean} */ all) {
  const said = /** @type {Changes} */ ({ ...parsed(data), first: known < 0 });
  alive();
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
  // Who is not known logs in, which listens anew.
  const refused = error => { if (!(error instanceof Refused) || error.status !== 401) setTimeout(listen, again); };
  setTimeout(() => read("token").then(listen, refused), again);
}
