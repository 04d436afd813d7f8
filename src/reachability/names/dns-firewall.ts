import type { Truth } from '../../policy/truth.ts';
import type { MissingFact } from '../../snapshot/known.ts';
import type { FirewallRule } from '../../snapshot/name-facts.ts';
import { inBetween, notRead } from '../../snapshot/not-read.ts';
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
  | { readonly kind: 'redirects'; readonly by: string; readonly to: string }
  | { readonly kind: 'unknown'; readonly reason: Blocker };

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
  if (effectOf(answer) === effectOf(merged)) return answer;
  const reason = 'it depends on whether the rule groups of the VPC or those of its Profile are asked first';
  const resources = [...own, ...brought].map(({ id }) => id);
  return { kind: 'unknown', reason: blocker('X_NAME_UNKNOWN', { resources }, { host, reason }) };
}

/** What the asker notices: which of several rules blocks a name makes no difference. */
function effectOf(answer: FirewallAnswer): string {
  switch (answer.kind) {
    case 'passes':
      return answer.trusting ? 'trusts' : 'passes';
    case 'redirects':
      return `redirects to ${answer.to}`;
    case 'blocks':
    case 'unknown':
      return answer.kind;
  }
}

/**
 * Groups in the given order, in each its rules by priority: the first that matches decides, whatever stands below it.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-groups.html
 */
function decide(groups: readonly FirewallGroup[], host: string, type: RecordType): FirewallAnswer {
  const perhaps: Perhaps[] = [];
  for (const { group, rule } of inOrder(groups)) {
    const matched = matches(rule, host, type);
    if (matched === false) continue;
    const answer = answerOf(group, rule, host);
    if (matched === true && group.settled && answer !== null) return unlessBefore(perhaps, answer);
    perhaps.push({ answer, doubt: doubtOf(group, rule, host) });
  }
  return unlessBefore(perhaps, { kind: 'passes', trusting: false });
}

/** A rule that may decide. */
interface Perhaps {
  /** Null: what it does is not known. */
  readonly answer: FirewallAnswer | null;
  readonly doubt: Blocker;
}

/** What is sure to decide at last, where nothing before it may come to something else. */
function unlessBefore(perhaps: readonly Perhaps[], sure: FirewallAnswer): FirewallAnswer {
  const other = perhaps.find(({ answer }) => answer === null || effectOf(answer) !== effectOf(sure));
  return other === undefined ? sure : { kind: 'unknown', reason: other.doubt };
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

/** Whether a rule takes a question for a host's records of a type; a null rule stands for a group nobody read. */
function matches(rule: FirewallRule | null, host: string, type: RecordType): Truth {
  if (rule === null) return 'undetermined';
  if (rule.Qtype !== undefined && !QTYPES[type].includes(rule.Qtype.toUpperCase())) return false;
  if (rule.Domains === undefined) return 'undetermined';
  return rule.Domains.map(plainName).some((domain) =>
    domain.startsWith('*') ? host.endsWith(domain.slice(1)) : host === domain,
  );
}

/** Null where it is not stated, in words that are known, what a rule does. */
function answerOf({ id }: FirewallGroup, rule: FirewallRule | null, host: string): FirewallAnswer | null {
  switch (rule?.Action) {
    case 'ALLOW':
    case 'ALERT':
      return { kind: 'passes', trusting: rule.FirewallDomainRedirectionAction === 'TRUST_REDIRECTION_DOMAIN' };
    case 'BLOCK':
      return blockOf(id, rule, host);
    default:
      return null;
  }
}

function blockOf(id: string, rule: FirewallRule, host: string): FirewallAnswer | null {
  const entry = priorityOf(rule);
  const text = `rule ${entry} of the DNS Firewall group ${id} blocks the name`;
  const place = { resources: [id], entry, evidence: [{ resource: id, entry, text }] };
  const mend = `Allow ${host} in a rule of ${id} that comes before rule ${entry}`;
  const reason = blocker('X_NAME_NOT_RESOLVED', place, { host, reason: text, mend });
  switch (rule.BlockResponse ?? 'NODATA') {
    case 'NODATA':
    case 'NXDOMAIN':
      return { kind: 'blocks', reason };
    case 'OVERRIDE':
      return rule.BlockOverrideDomain === undefined
        ? null
        : { kind: 'redirects', by: id, to: plainName(rule.BlockOverrideDomain) };
    default:
      return null;
  }
}

/** As it is written in findings. */
function priorityOf({ Priority: priority }: FirewallRule): string {
  return String(priority ?? '?');
}

function doubtOf({ id, settled }: FirewallGroup, rule: FirewallRule | null, host: string): Blocker {
  const missing = (fact: MissingFact) => missingFact([fact], [id], null, null);
  const unread = (reason: string) =>
    missing(notRead('FirewallRuleGroupAssociations', reason, 'route53resolver:ListFirewallRules'));
  if (!settled) return missing(inBetween('FirewallRuleGroupAssociations', `the association of ${id} is being changed`));
  if (rule === null) return unread(`the rules of ${id} were not read`);
  const priority = priorityOf(rule);
  const name = `rule ${priority}`;
  if (rule.Domains !== undefined) return unread(`what ${name} of ${id} does is not stated in words that are known`);
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
