import type { Truth } from '../../policy/truth.ts';
import type { FirewallRule } from '../../snapshot/name-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { missingFact } from '../walk-record.ts';
import { plainName } from './domain-name.ts';
import type { RecordType } from './name-answer.ts';

/** A rule group as a VPC or one of its Profiles holds it. */
export interface FirewallGroup {
  readonly id: string;
  /** The lowest first. */
  readonly priority: number;
  /** Whether its association is in force as it stands. */
  readonly settled: boolean;
  /** Null: not read. */
  readonly rules: readonly FirewallRule[] | null;
}

/** What a firewall makes of a question. */
export type FirewallAnswer =
  /** `trusting`: with whatever names it is another name for. */
  | { readonly kind: 'passes'; readonly trusting: boolean }
  | { readonly kind: 'blocks'; readonly reason: Blocker }
  | { readonly kind: 'redirects'; readonly reason: Blocker; readonly to: string }
  | { readonly kind: 'unknown'; readonly reason: Blocker };

interface Possible {
  readonly answer: FirewallAnswer;
  /** Why it is not known to be the one; null where it is. */
  readonly doubt: Blocker | null;
}

/**
 * The rule groups of a VPC and those that its Profiles bring. Where it matters which of the two kinds comes first, the
 * answer is not known: no page of AWS says.
 */
export function firewallAnswer(
  own: readonly FirewallGroup[],
  brought: readonly FirewallGroup[],
  host: string,
  type: RecordType,
): FirewallAnswer {
  const byPriority = (groups: readonly FirewallGroup[]) => [...groups].sort((a, b) => a.priority - b.priority);
  const answer = decide([...byPriority(own), ...byPriority(brought)], host, type);
  const merged = decide(byPriority([...own, ...brought]), host, type);
  if (JSON.stringify(answer) === JSON.stringify(merged)) return answer;
  const reason = 'it depends on whether the rule groups of the VPC or those of its Profile are asked first';
  const resources = [...own, ...brought].map(({ id }) => id);
  return { kind: 'unknown', reason: blocker('X_NAME_UNKNOWN', { resources }, { host, reason }) };
}

/**
 * Groups in the given order, in each its rules by priority: the first that matches decides, whatever stands below it.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-groups.html
 */
function decide(groups: readonly FirewallGroup[], host: string, type: RecordType): FirewallAnswer {
  const possible: Possible[] = [];
  for (const { group, rule } of inOrder(groups)) {
    const matched = matches(rule, host, type);
    if (matched === false) continue;
    const match = group.settled ? matched : 'undetermined';
    possible.push({ answer: answerOf(group, rule, host), doubt: match === true ? null : doubtOf(group, rule, host) });
    if (match === true) break;
  }
  if (possible.at(-1)?.doubt !== null) possible.push({ answer: { kind: 'passes', trusting: false }, doubt: null });
  const [first] = possible;
  const agreed = new Set(possible.map(({ answer }) => JSON.stringify(answer))).size === 1;
  if (first !== undefined && agreed) return first.answer;
  const doubt = possible.find((p) => p.doubt !== null)?.doubt;
  return doubt == null ? { kind: 'passes', trusting: false } : { kind: 'unknown', reason: doubt };
}

interface RuleOfGroup {
  readonly group: FirewallGroup;
  readonly rule: FirewallRule | null;
}

function inOrder(groups: readonly FirewallGroup[]): readonly RuleOfGroup[] {
  return groups.flatMap((group): readonly RuleOfGroup[] => {
    if (group.rules === null) return [{ group, rule: null }];
    const rules = [...group.rules].sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0));
    return rules.map((rule) => ({ group, rule }));
  });
}

/**
 * Rules name types of record by their names or their numbers.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateFirewallRule.html
 */
const QTYPES: Readonly<Record<RecordType, readonly string[]>> = { A: ['A', 'TYPE1'], AAAA: ['AAAA', 'TYPE28'] };

/** Whether a rule takes a question for a host's records of a type, and says what it does then; a null rule stands for a group nobody read. */
function matches(rule: FirewallRule | null, host: string, type: RecordType): Truth {
  if (rule === null) return 'undetermined';
  if (rule.Qtype !== undefined && !QTYPES[type].includes(rule.Qtype.toUpperCase())) return false;
  if (rule.Domains === undefined) return 'undetermined';
  const taken = rule.Domains.map(plainName).some((domain) =>
    domain.startsWith('*') ? host.endsWith(domain.slice(1)) : host === domain,
  );
  return taken && !isClear(rule) ? 'undetermined' : taken;
}

const LETS_PASS: ReadonlySet<string> = new Set(['ALLOW', 'ALERT']);
const BLOCKS_WITH: ReadonlySet<string> = new Set(['NODATA', 'NXDOMAIN', 'OVERRIDE']);

/** Whether it is stated, in words that are known, what a rule does. */
function isClear({ Action: action = '', BlockResponse: response = 'NODATA' }: FirewallRule): boolean {
  return LETS_PASS.has(action) || (action === 'BLOCK' && BLOCKS_WITH.has(response));
}

function answerOf({ id }: FirewallGroup, rule: FirewallRule | null, host: string): FirewallAnswer {
  if (rule?.Action !== undefined && LETS_PASS.has(rule.Action))
    return { kind: 'passes', trusting: rule.FirewallDomainRedirectionAction === 'TRUST_REDIRECTION_DOMAIN' };
  const entry = String(rule?.Priority ?? '?');
  const text = `rule ${entry} of the DNS Firewall group ${id} blocks the name`;
  const place = { resources: [id], entry, evidence: [{ resource: id, entry, text }] };
  const mend = `Allow ${host} in a rule of ${id} that comes before rule ${entry}`;
  const reason = blocker('X_NAME_NOT_RESOLVED', place, { host, reason: text, mend });
  return rule?.BlockResponse === 'OVERRIDE' && rule.BlockOverrideDomain !== undefined
    ? { kind: 'redirects', reason, to: plainName(rule.BlockOverrideDomain) }
    : { kind: 'blocks', reason };
}

function doubtOf({ id, settled }: FirewallGroup, rule: FirewallRule | null, host: string): Blocker {
  const missing = (action: string, reason: string) =>
    missingFact([notRead('FirewallRuleGroupAssociations', reason, action)], [id], null, null);
  if (!settled) return missing('route53resolver:ListFirewallRuleGroupAssociations', `the association of ${id} changes`);
  if (rule === null) return missing('route53resolver:ListFirewallRules', `the rules of ${id} were not read`);
  const priority = String(rule.Priority ?? '?');
  const name = `rule ${priority}`;
  if (rule.Domains !== undefined)
    return missing(
      'route53resolver:ListFirewallRules',
      `what ${name} of ${id} does is not stated in words that are known`,
    );
  const before = `a rule that allows ${host} before rule ${priority} of ${id}`;
  if (rule.DnsThreatProtection !== undefined)
    return unreadable(
      id,
      `${name} of ${id} takes names by their looks (${rule.DnsThreatProtection}), and nobody can say whether it takes ${host}`,
      `Put ${before}`,
    );
  return unreadable(
    id,
    `the domains of ${rule.FirewallDomainListId ?? name} in ${id} were not read`,
    `Allow {action} to whoever runs the check or, where the list is one of AWS's own and shown to nobody, put ${before}`,
  );
}

/** AWS shows its own lists to nobody: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-managed-domain-lists.html */
function unreadable(id: string, reason: string, mend: string): Blocker {
  const list = notRead('FirewallRuleGroupAssociations', reason, 'route53resolver:ListFirewallDomains');
  return missingFact([{ ...list, mend }], [id], null, null);
}
