/** Kleene's three values: what cannot be evaluated stays undetermined unless something else settles the matter. */
export type Truth = boolean | 'undetermined';

export function not(truth: Truth): Truth {
  return truth === 'undetermined' ? truth : !truth;
}

/** False if one is false, else undetermined if one is; true for none. */
export function every(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes('undetermined') ? 'undetermined' : true;
}

/** True if one is true, else undetermined if one is; false for none. */
export function some(truths: readonly Truth[]): Truth {
  return not(every(truths.map(not)));
}
