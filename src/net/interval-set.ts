/**
 * Exact sets of integers as sorted, disjoint, non-adjacent inclusive ranges.
 * Ports are numbers, addresses bigints; one algebra serves both.
 */
export type Interval<T> = readonly [low: T, high: T];
export type IntervalSet<T> = readonly Interval<T>[];

function next<T extends number | bigint>(value: T): T {
  return (typeof value === 'bigint' ? value + 1n : (value as number) + 1) as T;
}

function previous<T extends number | bigint>(value: T): T {
  return (typeof value === 'bigint' ? value - 1n : (value as number) - 1) as T;
}

/** Any ranges, in any order, overlapping or not; ranges with low > high are empty. */
export function intervalSet<T extends number | bigint>(ranges: readonly Interval<T>[]): IntervalSet<T> {
  const sorted = ranges.filter(([low, high]) => low <= high).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const merged: [T, T][] = [];
  for (const [low, high] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && low <= next(last[1])) {
      if (high > last[1]) last[1] = high;
    } else {
      merged.push([low, high]);
    }
  }
  return merged;
}

export function isEmpty<T>(set: IntervalSet<T>): boolean {
  return set.length === 0;
}

export function union<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): IntervalSet<T> {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return intervalSet([...a, ...b]);
}

export function intersect<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): IntervalSet<T> {
  const out: Interval<T>[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const low = x[0] > y[0] ? x[0] : y[0];
    const high = x[1] < y[1] ? x[1] : y[1];
    if (low <= high) out.push([low, high]);
    if (x[1] < y[1]) i++;
    else j++;
  }
  return out;
}

/** What is in `a` and not in `b`. */
export function subtract<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): IntervalSet<T> {
  if (a.length === 0 || b.length === 0) return a;
  const out: Interval<T>[] = [];
  let j = 0;
  for (const [low, high] of a) {
    let start = low;
    for (let cut = b[j]; cut !== undefined && cut[0] <= high; cut = b[++j]) {
      if (cut[1] < start) continue;
      if (cut[0] > start) out.push([start, previous(cut[0])]);
      start = next(cut[1]);
      // A cut that reaches further may cut what comes next, too.
      if (start > high) break;
    }
    if (start <= high) out.push([start, high]);
  }
  return out;
}

export function isSubset<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): boolean {
  return isEmpty(subtract(a, b));
}

export function overlaps<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): boolean {
  return !isEmpty(intersect(a, b));
}

export function contains<T extends number | bigint>(set: IntervalSet<T>, value: T): boolean {
  return set.some(([low, high]) => low <= value && value <= high);
}
