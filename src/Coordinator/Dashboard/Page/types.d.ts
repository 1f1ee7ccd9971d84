// Shapes that the page's modules agree on, for whoever checks them (tsc -p tsconfig.json); a browser reads nothing of this.

/** The libraries come without types: what the page uses of them. What begins with null may become anything. */
interface Signal<T> { value: T; peek(): T; subscribe(hear: (value: T) => void): () => void }
interface Signals { (first: null): Signal<any>; <T>(first: T): Signal<T> }
interface Libraries {
  render(what: any, where: Element): void;
  batch<T>(run: () => T): T;
  signal: Signals;
  useSignal: Signals;
  computed<T>(reckon: () => T): { readonly value: T; peek(): T };
  effect(run: () => any): () => void;
  useEffect(run: () => any, on?: unknown[]): void;
  useLayoutEffect(run: () => any, on?: unknown[]): void;
  useMemo<T>(make: () => T, on: unknown[]): T;
  useReducer<T>(step: (last: T) => T, first: T): [T, () => void];
  useRef: { (first: null): { current: any }; <T>(first: T): { current: T } };
  useState: { (first: null): [any, (next: any) => void]; <T>(first: T): [T, (next: T | ((last: T) => T)) => void] };
  html(text: TemplateStringsArray, ...values: any[]): any;
}

type Place = { current: any };
type Words = { name: string };

/** What the stream says. first: It says how things stand, not what led there. */
type Changes = { sequence: number; first?: boolean; status?: any; sweeps?: Record<string, any> };

/** A sweep's trials (tables.js), and what a sweep's page shows of them (sweep/model.js). */
type Trials = import("./tables.js").Table;
type Model = ReturnType<typeof import("./sweep/model.js").modelOf>;
type Named = { name: string; kind: string };
/** The curve of one run: a column for each metric, an epoch after the other. */
type Curve = { epochs: number; values: Float32Array[] };
/** A line of the leaderboard: a trial, or what the seeds of a configuration come to. bad: One of them diverged. */
type Line = { key: string; places: number[]; value: number; spread: number; counted: number; depth: number; rank: number; bad: boolean };
/** Ranges and sets that a brush allows, by parameter. */
type Allowed = { low: number; high: number } | { values: Set<string> };
type Brush = Map<string, Allowed>;
/** at: Where a place lies on it, from 0 to 1; NaN where it has no value. */
type Axis = { name: string; words: boolean; log: boolean; low: number; high: number; distinct: any[]; at(place: number): number };

/** What is asked once. verb: on the button that does it; reason: the label of the reader's own words; then: tells what came of it. */
type Question = { title: string; says?: any; verb: string; grave?: boolean; reason?: string; then(reason: string): Promise<string> };

/** A column of a table. cell: what stands in it, without it the value; also: what its cell has besides (class, title); width: in
 * characters; sort: what the address calls the order by it; value: what is taken along. */
type Column = {
  name: string; title?: any; numeric?: boolean; head?: boolean; kind?: string; width?: number; sort?: string;
  value?(row: any): any; cell?(row: any, at: number): any; also?(row: any, at: number): any;
};
type Order = { by: string; falls?: boolean; sort(by: string): void };
/** What is taken along of a table, and what the colours of a picture mean. */
type Taken = { columns: Named[]; rows: unknown[][] };
type Legend = { label: string; colour?: string }[];

/** What a picture of curves shows: a curve for each place. best: places of which the mean is a line; chosen: coloured ones; seeds: those
 * that are shown as a band around the one that is lit; up: whether more is better; calm: not while a brush is drawn. */
type Curving = {
  places(): number[]; curve(at: number): ArrayLike<number> | null | undefined; best(): number[][]; chosen(): number[]; seeds(at: number): number[];
  lit(): number | undefined; light(at: number | undefined): void; pick?(at: number): void; up(): boolean; calm(): boolean; epoch?: Signal<number>;
};

/** The texts that stand in a column, where they are known. */
type Known = { get(column: string): string[] | undefined };
type Speech = "where" | "list" | "aggregates" | "sort";
/** A trial beside another in the grid. of: its value of the hyperparameter; value: its objective. */
type Neighbour = { trial: string; state: string; of: any; value: number | null } | null;
type Around = { name: string; of: any; below: Neighbour; above: Neighbour };
