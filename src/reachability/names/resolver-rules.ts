import type { ResolverRuleAssociation } from '../../snapshot/name-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import { blocker } from '../blocker.ts';
import { missingFact } from '../walk-record.ts';
import { byPrecedence, type Claim } from './claim.ts';
import { isAtOrBelow, plainName } from './domain-name.ts';
import { unresolved } from './name-answer.ts';

/** A rule that a VPC or one of its Profiles is associated with. */
export interface RuleInForce {
  readonly id: string;
  readonly rank: number;
  readonly settled: boolean;
}

/** Rules that leave a name to the VPC's own resolver. */
const LEAVES_IT_TO_THE_VPC: ReadonlySet<string | undefined> = new Set(['SYSTEM', 'RECURSIVE']);

export function ruleOf(association: ResolverRuleAssociation, rank: number): RuleInForce {
  const { ResolverRuleId: id, Id: own, Status: status = 'COMPLETE' } = association;
  return { id: id ?? own ?? 'a rule', rank, settled: status === 'COMPLETE' };
}

/**
 * The rule with the longest domain decides whether a name is sent elsewhere or left to the VPC.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-domain-name-matches.html
 */
export function ruleClaims(
  snapshot: NetworkSnapshot,
  rules: readonly RuleInForce[],
  autodefined: readonly string[],
  host: string,
): readonly Claim[] {
  // Those that AWS associates with a VPC say what happens without rules, or are among the autodefined domains.
  const claims = rules
    .filter(({ id }) => !id.startsWith('rslvr-autodefined-rr-'))
    .flatMap((rule) => claimOf(snapshot, rule, host))
    .sort((a, b) => byPrecedence(a.claim, b.claim));
  const left = claims.findIndex(({ claim, forwards }) => claim.doubt === null && !forwards);
  const kept = Math.max(0, ...autodefined.filter((domain) => isAtOrBelow(host, domain)).map((domain) => domain.length));
  return (left < 0 ? claims : claims.slice(0, left))
    .filter(({ claim, forwards }) => forwards && claim.length >= kept)
    .map(({ claim }) => claim);
}

function claimOf(
  snapshot: NetworkSnapshot,
  { id, rank, settled }: RuleInForce,
  host: string,
): readonly { readonly claim: Claim; readonly forwards: boolean }[] {
  const found = snapshot.one('ResolverRules', { 'resolver-rule-id': id });
  const rule = found.known ? found.value : null;
  if (rule?.DomainName === undefined) {
    const reason = `the domain of ${id} was not read`;
    const missing = found.known ? notRead('ResolverRules', reason) : found.missing;
    const doubt = missingFact([missing], [id], null, null);
    return [{ claim: { length: host.length, rank, doubt }, forwards: true }];
  }
  const { DomainName: domain, RuleType: type, Status: status = 'COMPLETE' } = rule;
  if (!isAtOrBelow(host, domain)) return [];
  const sent = (verb: string) => {
    const reason = `${id} ${verb} names at and below ${domain} to name servers elsewhere, and what those answer is out of sight`;
    return blocker('X_NAME_UNKNOWN', { resources: [id] }, { host, reason });
  };
  const forwards = !LEAVES_IT_TO_THE_VPC.has(type);
  const place = { length: plainName(domain).length, rank };
  if (!settled || status !== 'COMPLETE') return [{ claim: { ...place, doubt: sent('may forward') }, forwards }];
  const answer = () => unresolved([sent('forwards')], `${id} forwards the name`);
  return [{ claim: { ...place, doubt: null, by: id, answer }, forwards }];
}
