import { conditionsHold, type RequestContext } from './condition.ts';
import { globMatches } from './glob.ts';
import type { Choice, PolicyDocument, PolicyPrincipal, PolicyStatement } from './policy-document.ts';
import { every, some, type Truth } from './truth.ts';

export type PolicyVerdict = 'allow' | 'deny' | 'undetermined';

export interface PolicyRequest {
  /** Whether a principal of a statement is the one who asks. */
  readonly isCaller: (principal: PolicyPrincipal) => Truth;
  /** secretsmanager:GetSecretValue. */
  readonly action: string;
  /** ARN, or `*` for an action that has no resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

export interface PolicyDecision {
  readonly verdict: PolicyVerdict;
  /** The statement that decides, or that cannot be evaluated; null where none matches. */
  readonly statement: string | null;
}

/** One request against one resource policy: a Deny wins, what no statement allows is denied. Null is no readable policy. */
export function decide(policy: PolicyDocument | null, request: PolicyRequest): PolicyDecision {
  if (policy === null) return { verdict: 'undetermined', statement: null };
  const judged = policy.statements.map((s) => ({ name: s.name, effect: s.effect, truth: applies(s, request) }));
  const first = (effect: PolicyStatement['effect'], truth: Truth) =>
    judged.find((s) => s.effect === effect && s.truth === truth)?.name;

  const denied = first('Deny', true);
  if (denied !== undefined) return { verdict: 'deny', statement: denied };
  const allowed = first('Allow', true);
  const maybeAllowed = allowed ?? first('Allow', 'undetermined');
  if (maybeAllowed === undefined) return { verdict: 'deny', statement: null };
  const maybeDenied = first('Deny', 'undetermined');
  if (maybeDenied !== undefined) return { verdict: 'undetermined', statement: maybeDenied };
  return { verdict: allowed === undefined ? 'undetermined' : 'allow', statement: maybeAllowed };
}

function applies(statement: PolicyStatement, { isCaller, action, resource, context }: PolicyRequest): Truth {
  return every([
    matches(statement.principals, isCaller),
    matches(statement.actions, (pattern) => globMatches(pattern.toLowerCase(), action.toLowerCase())),
    matches(statement.resources, (pattern) =>
      pattern.includes('${') ? 'undetermined' : globMatches(pattern, resource),
    ),
    conditionsHold(statement.conditions, context),
  ]);
}

function matches<T>(choice: Choice<readonly T[]>, test: (item: T) => Truth): Truth {
  if (choice === 'not' || choice === null) return 'undetermined';
  return some(choice.listed.map(test));
}
