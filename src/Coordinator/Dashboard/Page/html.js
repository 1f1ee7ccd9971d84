// @ts-check
// What every part of the page is made with: markup as tagged templates, and signals that redraw what reads them.
import { h, render, Fragment } from "./vendor/preact.js";
import htm from "./vendor/htm.js";

export { h, render, Fragment };
export { useEffect, useLayoutEffect, useMemo, useRef, useState, useCallback } from "./vendor/preact-hooks.js";
export { signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect } from "./vendor/signals.js";

/** Markup. Values are text wherever they stand: nothing that was read becomes markup. */
export const html = htm.bind(h);
