// @ts-check
// What every part of the page is made with: markup as tagged templates, and signals that redraw what reads them. Values in markup are
// text wherever they stand: nothing that was read becomes markup.
import { h, render as draw } from "./vendor/preact.js";
import * as hooks from "./vendor/preact-hooks.js";
import htm from "./vendor/htm.js";
import * as signals from "./vendor/signals.js";

export const { batch, computed, effect, html, render, signal, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useSignal,
  useState } = /** @type {Libraries} */ (/** @type {unknown} */ ({ ...hooks, ...signals, render: draw, html: htm.bind(h) }));
