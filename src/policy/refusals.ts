import { type Caller, type CallPath, callContext } from './call-context.ts';
import { isRole } from './caller.ts';
import { type Objection, objections, type PolicyVerdict, verdictOf } from './decide.ts';
import { parsePolicy } from './policy-document.ts';
import type { Call } from './rotation-calls.ts';

/** What one policy has against some calls, for one verdict. */
export interface Refusal {
  readonly verdict: Objection['verdict'];
  /** Names of the calls concerned, in the order given. */
  readonly calls: readonly string[];
  /** The statements that decide, or cannot be evaluated; empty where it is that none allows. */
  readonly statements: readonly string[];
  /** Clauses: what of the statements met the calls, or could not be compared with them. */
  readonly because: readonly string[];
}

export interface PolicyOpinion {
  readonly verdict: PolicyVerdict;
  /** At most one for each verdict, sure refusals first. */
  readonly refusals: readonly Refusal[];
}

/** Who calls what over which way. */
export interface Calling {
  readonly calls: readonly Call[];
  readonly caller: Caller;
  readonly path: CallPath;
}

/**
 * What an endpoint's policy says: what it does not allow it denies. No policy text is AWS's default, full access.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function endpointPolicyOpinion(text: string | null, calling: Calling): PolicyOpinion {
  return text === null ? NOTHING_AGAINST : opinion(text, calling, 'deny');
}

/**
 * What a secret's own policy says to a role of its account: only a Deny refuses, since the role's policies may allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function secretPolicyOpinion(text: string, calling: Calling): PolicyOpinion {
  return opinion(text, calling, 'allow');
}

const NOTHING_AGAINST: PolicyOpinion = { verdict: 'allow', refusals: [] };

function opinion(text: string, { calls, caller, path }: Calling, otherwise: 'allow' | 'deny'): PolicyOpinion {
  const policy = parsePolicy(text);
  const against = calls.flatMap((call) =>
    objections(
      policy,
      {
        isCaller: (principal, effect) => isRole(principal, caller, effect),
        action: call.action,
        resource: call.resource,
        context: callContext(call, caller, path),
      },
      otherwise,
    ).map((objection) => ({ ...objection, call: call.name })),
  );
  const refusals = (['deny', 'undetermined'] as const)
    .map((verdict) => ({ verdict, of: against.filter((o) => o.verdict === verdict) }))
    .filter(({ of }) => of.length > 0)
    .map(({ verdict, of }) => ({
      verdict,
      calls: distinct(of.map((o) => o.call)),
      statements: distinct(of.flatMap((o) => o.statement ?? [])),
      because: distinct(of.map((o) => o.because)),
    }));
  return { verdict: verdictOf(against), refusals };
}

function distinct(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
