// @ts-check
// Every table of the page: columns that know their name, their cells and what is taken along of them; of many rows only those in sight.
import { html, useLayoutEffect, useMemo, useReducer, useRef } from "../html.js";
import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from "../vendor/virtual/index.js";

// The library asks a bundler's question, which a browser has no answer to.
/** @type {any} */ (globalThis).process ??= { env: { NODE_ENV: "production" } };
/** Of a row, in pixels. */
const height = 27;

/** What is taken along: the columns that have values. @returns {Taken} */
export function tableOf(/** @type {Column[]} */ columns, /** @type {any[]} */ rows) {
  const kept = columns.filter(({ value }) => value);
  return { columns: kept.map(({ name, numeric, kind }) => ({ name, kind: kind ?? (numeric ? "number" : "text") })),
    rows: rows.map(row => kept.map(({ value }) => value?.(row))) };
}

function heading(/** @type {Column} */ { name, title = name, numeric, sort }, /** @type {Order | undefined} */ order) {
  const own = order?.by === sort, way = !own ? "none" : order?.falls ? "descending" : "ascending", sorts = order && sort !== undefined;
  if (!title) return html`<td key=${name}></td>`;
  return html`<th key=${name} scope="col" class=${numeric ? "number" : ""} aria-sort=${sorts ? way : undefined}>
    ${!sorts ? title : html`<button type="button" class="plain" onClick=${() => order.sort(sort)}>${title}
      <span aria-hidden="true">${!own ? "" : order.falls ? " ↓" : " ↑"}</span></button>`}</th>`;
}

/** below: What stands under a row over its whole width; keyOf: What a row is known by; rowOf: What it has besides (class, what it does). */
export function Table({ columns, rows, label, keyOf = (_, at) => at, order, rowOf, below = _ => null, ...rest }) {
  return html`<div class=${rest.class ?? "wide"} tabindex="0" role="region" aria-label=${label}><table class="data">
    <thead><tr>${columns.map(column => heading(column, order))}</tr></thead>
    <tbody>${rows.map((row, at) => html`<${Row} key=${keyOf(row, at)} columns=${columns} row=${row} at=${at} rowOf=${rowOf} />
      ${below(row) && html`<tr key=${`below ${keyOf(row, at)}`}><td></td><td class="story" colspan=${columns.length - 1}>
        ${below(row)}</td></tr>`}`)}</tbody></table></div>`;
}

function Row({ columns, row, at, rowOf }) {
  return html`<tr ...${rowOf?.(row, at)}>${columns.map((/** @type {Column} */ { name, numeric, head, value, cell = value, also }) => {
    const { class: own = "", ...rest } = also?.(row, at) ?? {}, shown = cell?.(row, at);
    return head ? html`<th key=${name} scope="row" ...${rest}>${shown}</th>`
      : html`<td key=${name} class=${`${numeric ? "number" : ""} ${own}`.trim()} ...${rest}>${shown}</td>`;
  })}</tr>`;
}

/** As many rows as fit on the screen, whatever their number. Columns have widths. */
export function LongTable({ columns, rows, label, keyOf, order, rowOf, onLeave }) {
  const scroller = useRef(null), [, again] = useReducer(count => count + 1, 0);
  const options = { count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12,
    scrollToFn: elementScroll, observeElementRect, observeElementOffset, onChange: again };
  const virtual = useMemo(() => new Virtualizer(options), []);
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  const items = virtual.getVirtualItems(), before = items[0]?.start ?? 0, after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const widths = columns.map(({ width }) => width), width = `calc(${widths.reduce((sum, one) => sum + one)}ch + ${18 * widths.length}px)`;
  const gap = (key, size) => size > 0 && html`
    <tr key=${key} aria-hidden="true"><td class="gap" style=${{ height: `${size}px` }}></td></tr>`;
  return html`
    <div class="leaderboard" ref=${scroller} tabindex="0" role="region" aria-label=${label} onPointerLeave=${onLeave}
      style=${{ "--rows": rows.length }}>
      <table aria-rowcount=${rows.length + 1} style=${{ width }}>
        <colgroup>${widths.map((width, at) => html`<col key=${at} style=${{ width: `calc(${width}ch + 18px)` }} />`)}</colgroup>
        <thead><tr>${columns.map(column => heading(column, order))}</tr></thead>
        <tbody>${gap("before", before)}
          ${items.map(({ index }) => html`<${Row} key=${keyOf(rows[index])} columns=${columns} row=${rows[index]} at=${index}
            rowOf=${row => ({ "aria-rowindex": index + 2, ...rowOf(row) })} />`)}
          ${gap("after", after)}</tbody></table></div>`;
}
