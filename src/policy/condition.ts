import { parseAddress } from '../net/address.ts';
import { cidrContains, hostCidr, parseCidr } from '../net/cidr.ts';
import { arnMatches, globMatches } from './glob.ts';
import type { PolicyCondition } from './policy-document.ts';
import { every, not, some, type Truth } from './truth.ts';

/**
 * The condition keys of one request, in lower case: the value, or null where the key is known to be absent.
 * A key that is not listed may or may not be there.
 */
export type RequestContext = Readonly<Record<string, string | null>>;

type Compare = (wanted: string, value: string) => Truth;

/** Positive operators: one listed value has to match. `Not…` forms are these, negated. */
const COMPARE: Readonly<Record<string, Compare>> = {
  StringEquals: (wanted, value) => wanted === value,
  StringEqualsIgnoreCase: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  StringLike: globMatches,
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  IpAddress: inRange,
};

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
};

/** All conditions of a statement have to hold. */
export function conditionsHold(conditions: readonly PolicyCondition[], context: RequestContext): Truth {
  return every(conditions.map((condition) => holds(condition, context)));
}

/**
 * An absent key fails a positive operator, and meets a negated one, one with IfExists and Null.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function holds({ operator, key, values }: PolicyCondition, context: RequestContext): Truth {
  const value = context[key.toLowerCase()];
  if (value === undefined) return 'undetermined';
  if (operator === 'Null') return some(values.map((wanted) => (wanted.toLowerCase() === 'true') === (value === null)));

  const ifExists = operator.endsWith('IfExists');
  const plain = ifExists ? operator.slice(0, -'IfExists'.length) : operator;
  const positive = NEGATED[plain] ?? plain;
  const compare = COMPARE[positive];
  if (compare === undefined) return 'undetermined';
  const negated = positive !== plain;
  if (value === null) return ifExists || negated;
  const matches = some(values.map((wanted) => (wanted.includes('${') ? 'undetermined' : compare(wanted, value))));
  return negated ? not(matches) : matches;
}

function inRange(range: string, value: string): Truth {
  const address = parseAddress(value);
  const single = parseAddress(range);
  const cidr = single === null ? parseCidr(range) : hostCidr(single);
  return address === null || cidr === null ? 'undetermined' : cidrContains(cidr, address);
}
