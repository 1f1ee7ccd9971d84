// @ts-check: What many come to.

/** What belongs together by a key, in the order of its first. @template K, T @param {Iterable<T>} all @param {(one: T) => K} keyOf */
export function grouped(all, keyOf) {
  /** @type {Map<K, T[]>} */
  const groups = new Map();
  for (const one of all) {
    const key = keyOf(one), there = groups.get(key);
    there ? there.push(one) : groups.set(key, [one]);
  }
  return groups;
}

/** The places of what passes. @param {number} count @param {(place: number) => any} test */
export function placesOf(count, test) {
  const places = [];
  for (let place = 0; place < count; place++) if (test(place)) places.push(place);
  return places;
}

/** Mean and standard deviation of those that are finite. @param {number[]} of */
export function spreadOf(of) {
  let sum = 0, squares = 0, counted = 0;
  for (const value of of) if (Number.isFinite(value)) { sum += value; counted++; }
  const mean = sum / counted;
  for (const value of of) if (Number.isFinite(value)) squares += (value - mean) ** 2;
  return { mean, spread: counted > 1 ? Math.sqrt(squares / (counted - 1)) : NaN, counted };
}

/** Between two values where an answer's percentile is. @param {ArrayLike<number>} values In order. @param {number} level From 0 to 1. */
export const quantile = (values, level) => {
  const at = level * (values.length - 1), low = values[Math.floor(at)] ?? NaN;
  return low + (at % 1 && (at % 1) * (values[Math.ceil(at)] - low));
};

/** As the quantile of values in any order. @param {number[]} values @param {number} level */
export const levelOf = (values, level) => quantile(Float64Array.from(values).sort(), level);
