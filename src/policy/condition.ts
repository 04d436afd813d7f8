import { parseAddress } from '../net/address.ts';
import { type Cidr, cidrInterval, formatCidr, hostCidr, parseCidr } from '../net/cidr.ts';
import { arnMatches, globMatches } from './glob.ts';
import type { PolicyCondition } from './policy-document.ts';
import { not, some, type Truth } from './truth.ts';

/** What is known of one condition key of a request; every key that is known has one value. */
export type KeyFact =
  | { readonly kind: 'absent' }
  /** In the request, with a value nobody knows. */
  | { readonly kind: 'present' }
  | { readonly kind: 'text'; readonly text: string }
  /** One address of the block, and nobody knows which. */
  | { readonly kind: 'address'; readonly within: Cidr };

/** The condition keys of one request, in lower case. A key that is not listed may or may not be there. */
export type RequestContext = Readonly<Record<string, KeyFact>>;

/** Whether one condition holds; all of a statement have to. */
export function conditionHolds({ operator, key, values }: PolicyCondition, context: RequestContext): Truth {
  const fact = context[key.toLowerCase()];
  if (fact === undefined) return 'undetermined';
  if (operator.toLowerCase() === 'null')
    return some(values.map((wanted) => (wanted.toLowerCase() === 'true') === (fact.kind === 'absent')));
  const meaning = operatorOf(operator);
  if (meaning === null) return 'undetermined';
  if (fact.kind === 'absent') return holdsWithoutKey(meaning);
  if (fact.kind === 'present') return 'undetermined';
  const matches = some(values.map((wanted) => (hasVariable(wanted) ? 'undetermined' : meaning.compare(wanted, fact))));
  return meaning.negated ? not(matches) : matches;
}

/** `aws:SourceIp is 203.0.113.5, under NotIpAddress 192.0.2.0/24` */
export function describeCondition({ operator, key, values }: PolicyCondition, context: RequestContext): string {
  return `${key} ${describeFact(context[key.toLowerCase()])}, under ${operator} ${describeValues(values)}`;
}

const TOLD_VALUES = 3;

function describeValues(values: readonly string[]): string {
  const told = values.slice(0, TOLD_VALUES).map((value) => (hasVariable(value) ? 'a policy variable' : value));
  const more = values.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** AWS fills in variables at each call. */
function hasVariable(value: string): boolean {
  return value.includes('${');
}

function describeFact(fact: KeyFact | undefined): string {
  switch (fact?.kind) {
    case undefined:
      return 'is not known';
    case 'absent':
      return 'is not in the request';
    case 'present':
      return 'has a value that is not known';
    case 'text':
      return `is ${fact.text}`;
    case 'address':
      return isHost(fact.within) ? `is ${formatCidr(fact.within).split('/')[0]}` : `is in ${formatCidr(fact.within)}`;
  }
}

type Value = Extract<KeyFact, { readonly kind: 'text' | 'address' }>;
type Compare = (wanted: string, value: Value) => Truth;

interface Operator {
  readonly compare: Compare;
  readonly negated: boolean;
  readonly ifExists: boolean;
  /** Over the values of a key that may have several. */
  readonly quantifier: 'forallvalues' | 'foranyvalue' | null;
}

const incomparable: Compare = () => 'undetermined';

/** Positive operators: one listed value has to match. */
const POSITIVE: Readonly<Record<string, Compare>> = {
  stringequals: ofText((wanted, text) => wanted === text),
  stringequalsignorecase: ofText((wanted, text) => wanted.toLowerCase() === text.toLowerCase()),
  stringlike: ofText(globMatches),
  arnequals: ofText(arnMatches),
  arnlike: ofText(arnMatches),
  bool: ofText((wanted, text) => wanted.toLowerCase() === text.toLowerCase()),
  ipaddress: (range, value) => (value.kind === 'address' ? inRange(range, value.within) : 'undetermined'),
  binaryequals: incomparable,
  numericequals: incomparable,
  numericlessthan: incomparable,
  numericlessthanequals: incomparable,
  numericgreaterthan: incomparable,
  numericgreaterthanequals: incomparable,
  dateequals: incomparable,
  datelessthan: incomparable,
  datelessthanequals: incomparable,
  dategreaterthan: incomparable,
  dategreaterthanequals: incomparable,
};

/** Each is its positive form, negated: no listed value may match. */
const NEGATED: Readonly<Record<string, string>> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
  notipaddress: 'ipaddress',
  numericnotequals: 'numericequals',
  datenotequals: 'dateequals',
};

/** Reads an operator with its prefix and suffix, letter case aside; null for one that IAM does not have. */
function operatorOf(name: string): Operator | null {
  const parts = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/.exec(name.toLowerCase());
  const plain = parts?.[2] ?? '';
  const positive = NEGATED[plain] ?? plain;
  const compare = Object.hasOwn(POSITIVE, positive) ? POSITIVE[positive] : undefined;
  if (compare === undefined) return null;
  const quantifier = (parts?.[1] ?? null) as Operator['quantifier'];
  return { compare, negated: positive !== plain, ifExists: parts?.[3] !== undefined, quantifier };
}

/**
 * A key that is not in the request fails a positive operator and meets a negated one and one with IfExists. For no values
 * ForAllValues holds and ForAnyValue does not; what the latter makes of a negation or of IfExists is not stated.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function holdsWithoutKey({ negated, ifExists, quantifier }: Operator): Truth {
  if (quantifier === 'forallvalues') return true;
  const met = negated || ifExists;
  return quantifier === 'foranyvalue' && met ? 'undetermined' : met;
}

function ofText(compare: (wanted: string, text: string) => Truth): Compare {
  return (wanted, value) => (value.kind === 'text' ? compare(wanted, value.text) : 'undetermined');
}

/** Whether an unknown address of the block is in the range: known where the range holds all of the block, or nothing of it. */
function inRange(range: string, block: Cidr): Truth {
  const single = parseAddress(range);
  const cidr = single === null ? parseCidr(range) : hostCidr(single);
  if (cidr === null) return 'undetermined';
  if (cidr.family !== block.family) return false;
  const [low, high] = cidrInterval(cidr);
  const [first, last] = cidrInterval(block);
  if (last < low || high < first) return false;
  return (low <= first && last <= high) || 'undetermined';
}

function isHost(block: Cidr): boolean {
  const [first, last] = cidrInterval(block);
  return first === last;
}
