import type { KeyFact } from './condition.ts';
import { type Objection, objections, type PolicyVerdict, verdictOf } from './decide.ts';
import { type Choice, type PolicyPrincipal, type PolicyStatement, parsePolicy } from './policy-document.ts';
import type { Truth } from './truth.ts';

const SERVICE = 'secretsmanager.amazonaws.com';

export interface InvokePermission {
  readonly verdict: PolicyVerdict;
  /** One plain sentence. */
  readonly because: string;
}

export interface InvokeRequest {
  /** As configured for the rotation, qualifier included. */
  readonly functionArn: string;
  readonly secretArn: string;
  /** The secret's account, 12 digits. */
  readonly account: string;
}

/**
 * May Secrets Manager invoke the function for this secret? `policyText` is GetPolicy's, null where there is none.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
 */
export function invokePermission(policyText: string | null, request: InvokeRequest): InvokePermission {
  if (policyText === null) return { verdict: 'deny', because: 'The function has no resource policy.' };
  const policy = parsePolicy(policyText);
  const statements = policy?.statements.filter((s) => !isForOtherCallers(s)).map(withoutExceptions);
  const against = objections(
    statements === undefined ? null : { statements },
    {
      isCaller: isSecretsManager,
      action: 'lambda:InvokeFunction',
      resource: request.functionArn,
      context: {
        'aws:sourceaccount': text(request.account),
        'aws:sourcearn': text(request.secretArn),
        'aws:principalisawsservice': text('true'),
        'aws:principalservicename': text(SERVICE),
      },
    },
    'deny',
  );
  const verdict = verdictOf(against);
  const decisive = against.find((o) => o.verdict === verdict);
  return { verdict, because: decisive === undefined ? "The function's policy allows it." : reason(decisive) };
}

function reason({ verdict, statement, because }: Objection): string {
  if (statement !== null) {
    const said = { deny: 'denies it', undetermined: 'depends on what cannot be evaluated here' }[verdict];
    return `${statement} of the function's policy ${said}: ${because}.`;
  }
  return verdict === 'deny'
    ? `No statement of the function's policy lets ${SERVICE} invoke it for this secret: ${because}.`
    : `The function's policy cannot be evaluated: ${because}.`;
}

/** Permissions of a function are added one by one, and never as exceptions: what Lambda makes of such is not stated. */
function withoutExceptions(statement: PolicyStatement): PolicyStatement {
  const { actions, resources, principals } = statement;
  return { ...statement, actions: listed(actions), resources: listed(resources), principals: listed(principals) };
}

function listed<T>(choice: Choice<T>): Choice<T> {
  return choice?.kind === 'listed' ? choice : null;
}

/** Condition keys of function URLs, event sources and members of an organization. */
const OTHER_CALLERS = new Set([
  'aws:principalorgid',
  'lambda:eventsourcetoken',
  'lambda:functionurlauthtype',
  'lambda:invokedviafunctionurl',
]);

/** Everybody, under a key that a service which calls in its own name does not bring. */
function isForOtherCallers({ effect, principals, conditions }: PolicyStatement): boolean {
  const isForEverybody = principals?.kind === 'listed' && principals.items.every(({ value }) => value === '*');
  return effect === 'Allow' && isForEverybody && conditions.some(({ key }) => OTHER_CALLERS.has(key.toLowerCase()));
}

function isSecretsManager({ kind, value }: PolicyPrincipal): Truth {
  if (kind === '*') return true;
  if (kind === 'Service') return value === SERVICE;
  return kind === 'AWS' && value === '*' ? 'undetermined' : false;
}

function text(value: string): KeyFact {
  return { kind: 'text', text: value };
}
