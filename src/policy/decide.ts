import { conditionHolds, describeCondition, type RequestContext } from './condition.ts';
import { globMatches } from './glob.ts';
import type { Choice, PolicyDocument, PolicyPrincipal, PolicyStatement } from './policy-document.ts';
import { every, not, some, type Truth } from './truth.ts';

export type PolicyVerdict = 'allow' | 'deny' | 'undetermined';

export interface PolicyRequest {
  /** Whether a principal of a statement is the one who asks. */
  readonly isCaller: (principal: PolicyPrincipal, effect: PolicyStatement['effect']) => Truth;
  /** secretsmanager:GetSecretValue. */
  readonly action: string;
  /** ARN, or `*` for an action that has no resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** One reason why a policy refuses a request, or may refuse it. */
export interface Objection {
  readonly verdict: Exclude<PolicyVerdict, 'allow'>;
  /** The statement that denies, or that cannot be evaluated; null where it is that none allows. */
  readonly statement: string | null;
  /** What of the statement met the request, or could not be compared with it; a clause. */
  readonly because: string;
}

/**
 * Everything one policy has against one request. A Deny that applies is enough; `otherwise` is what becomes of a request
 * that no statement is about: denied by an endpoint's or a function's policy, allowed where the caller's own policy grants
 * it. Null is a policy that cannot be read.
 */
export function objections(
  policy: PolicyDocument | null,
  request: PolicyRequest,
  otherwise: 'allow' | 'deny',
): readonly Objection[] {
  if (policy === null) return [{ verdict: 'undetermined', statement: null, because: 'it is not one that can be read' }];
  const read = policy.statements.map((statement) => readStatement(statement, request));
  const denials = read.filter((s) => s.effect === 'Deny' && s.applies !== false);
  return [
    ...denials.map((s) => objection(s, s.applies === true ? 'deny' : 'undetermined')),
    ...(otherwise === 'allow' ? [] : lackOfPermission(read.filter((s) => s.effect === 'Allow'))),
  ];
}

/** What stands in the way where a request needs an Allow. */
function lackOfPermission(allowing: readonly ReadStatement[]): readonly Objection[] {
  if (allowing.some((s) => s.applies === true)) return [];
  const maybe = allowing.filter((s) => s.applies === 'undetermined');
  if (maybe.length > 0) return maybe.map((s) => objection(s, 'undetermined'));
  return [{ verdict: 'deny', statement: null, because: nearest(allowing) }];
}

/** A sure refusal beats a possible one. */
export function verdictOf(against: readonly Objection[]): PolicyVerdict {
  if (against.some((o) => o.verdict === 'deny')) return 'deny';
  return against.length > 0 ? 'undetermined' : 'allow';
}

/** One element of a statement held against the request; `told` says how it stands, in a clause. */
interface Element {
  readonly truth: Truth;
  readonly told: string;
  readonly isCondition: boolean;
}

interface ReadStatement {
  readonly name: string;
  readonly effect: PolicyStatement['effect'];
  readonly elements: readonly Element[];
  readonly applies: Truth;
}

function readStatement(
  statement: PolicyStatement,
  { isCaller, action, resource, context }: PolicyRequest,
): ReadStatement {
  const { name, effect, principals, actions, resources, conditions } = statement;
  const elements = [
    element(
      'Principal',
      principals,
      among(principals, (p) => isCaller(p, effect)),
    ),
    element(
      'Action',
      actions,
      matches(actions, (p) => globMatches(p.toLowerCase(), action.toLowerCase())),
    ),
    element(
      'Resource',
      resources,
      matches(resources, (p) => (p.includes('${') ? 'undetermined' : globMatches(p, resource))),
    ),
    ...conditions.map((c) => ({
      truth: conditionHolds(c, context),
      told: describeCondition(c, context),
      isCondition: true,
    })),
  ];
  return { name, effect, elements, applies: every(elements.map((e) => e.truth)) };
}

function element(word: string, choice: Choice<unknown>, truth: Truth): Element {
  const name = choice?.kind === 'excepted' ? `Not${word}` : word;
  const told = truth === 'undetermined' ? `whether its ${name} is met is not known` : `its ${name} is not met`;
  return { truth, told, isCondition: false };
}

function matches<T>(choice: Choice<T>, test: (item: T) => Truth): Truth {
  if (choice === null) return 'undetermined';
  const found = some(choice.items.map(test));
  return choice.kind === 'listed' ? found : not(found);
}

/**
 * Exceptions among principals are matched against account, role and session one after the other, and never spare a role with
 * a permissions boundary: who is spared cannot be told from the policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function among(choice: Choice<PolicyPrincipal>, isCaller: (principal: PolicyPrincipal) => Truth): Truth {
  return choice?.kind === 'excepted' ? 'undetermined' : matches(choice, isCaller);
}

function objection({ name, elements }: ReadStatement, verdict: Objection['verdict']): Objection {
  const telling = elements.filter((e) => (verdict === 'deny' ? e.isCondition : e.truth === 'undetermined'));
  const because = telling.length === 0 ? 'it has no condition' : telling.map((e) => e.told).join('; ');
  return { verdict, statement: name, because };
}

/** The statement that fails in the fewest elements, and which those are. */
function nearest(allowing: readonly ReadStatement[]): string {
  const missed = allowing.map(({ name, elements }) => ({ name, missed: elements.filter((e) => e.truth === false) }));
  const [first] = missed.sort((a, b) => a.missed.length - b.missed.length);
  if (first === undefined) return 'it allows nothing';
  return `${first.name} comes nearest, but ${first.missed.map((e) => e.told).join('; ')}`;
}
