import type { Truth } from './truth.ts';

/**
 * `*` for any characters, `?` for exactly one, nothing else special.
 * Walks back to the last star only, so that a hostile pattern costs length times length and no more.
 */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/**
 * Each of the six parts of an ARN on its own, as the Arn… operators compare them. What is no ARN they are not made for.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnMatches(pattern: string, arn: string): Truth {
  const wanted = arnParts(pattern);
  const found = arnParts(arn);
  if (found === null) return 'undetermined';
  if (wanted !== null) return wanted.every((part, i) => globMatches(part, found[i] ?? ''));
  return pattern === '*' || (globMatches(pattern, arn) ? 'undetermined' : false);
}

function arnParts(arn: string): readonly string[] | null {
  const parts = arn.split(':');
  return parts.length < 6 ? null : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
