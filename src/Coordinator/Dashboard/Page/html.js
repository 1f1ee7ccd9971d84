// @ts-check
// What every part of the page is made with: markup as tagged templates, and signals that redraw what reads them.
// The libraries come without types; what the page uses of them is said here.
import { h, render as draw, Fragment as fragment } from "./vendor/preact.js";
import * as hooks from "./vendor/preact-hooks.js";
import htm from "./vendor/htm.js";
import * as signals from "./vendor/signals.js";

/** @template T @typedef {{ value: T, peek(): T, subscribe(hear: (value: T) => void): () => void }} Signal */
/** @template T @typedef {{ readonly value: T, peek(): T, subscribe(hear: (value: T) => void): () => void }} Computed */
/** @typedef {(run: () => void | (() => void), on?: unknown[]) => void} Effect */

const known = /** @type {any} */ ({ ...hooks, ...signals, draw, fragment });

/** @type {(what: any, where: Element) => void} */
export const render = known.draw;
/** @type {any} */
export const Fragment = known.fragment;
/** @type {Effect} */
export const useEffect = known.useEffect;
/** @type {Effect} */
export const useLayoutEffect = known.useLayoutEffect;
/** @type {<T>(make: () => T, on: unknown[]) => T} */
export const useMemo = known.useMemo;
/** @type {<T>(call: T, on: unknown[]) => T} */
export const useCallback = known.useCallback;
/** @type {<T>(first: T) => { current: T }} */
export const useRef = known.useRef;
/** @type {<T>(first: T | (() => T)) => [T, (next: T | ((last: T) => T)) => void]} */
export const useState = known.useState;
/** @type {<T, A = void>(step: (last: T, act: A) => T, first: T) => [T, (act: A) => void]} */
export const useReducer = known.useReducer;
/** @type {<T>(first: T) => Signal<T>} */
export const signal = known.signal;
/** @type {<T>(reckon: () => T) => Computed<T>} */
export const computed = known.computed;
/** @type {(run: () => void | (() => void)) => () => void} */
export const effect = known.effect;
/** @type {<T>(run: () => T) => T} */
export const batch = known.batch;
/** @type {<T>(run: () => T) => T} */
export const untracked = known.untracked;
/** @type {<T>(first: T) => Signal<T>} */
export const useSignal = known.useSignal;
/** @type {<T>(reckon: () => T) => Computed<T>} */
export const useComputed = known.useComputed;
/** @type {(run: () => void | (() => void)) => void} */
export const useSignalEffect = known.useSignalEffect;

/** Markup. Values are text wherever they stand: nothing that was read becomes markup.
 * @type {(text: TemplateStringsArray, ...values: any[]) => any} */
export const html = htm.bind(h);
