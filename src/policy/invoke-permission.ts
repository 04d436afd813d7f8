import { decide, type PolicyVerdict } from './decide.ts';
import { type PolicyPrincipal, type PolicyStatement, parsePolicy } from './policy-document.ts';
import type { Truth } from './truth.ts';

const SERVICE = 'secretsmanager.amazonaws.com';

export interface InvokePermission {
  readonly verdict: PolicyVerdict;
  /** One plain sentence. */
  readonly because: string;
  readonly statement: string | null;
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
  if (policyText === null) return { verdict: 'deny', because: 'The function has no resource policy.', statement: null };
  const policy = parsePolicy(policyText);
  if (policy === null)
    return { verdict: 'undetermined', because: 'Its policy is not one that can be read.', statement: null };
  const statements = policy.statements.filter((s) => !isForOtherCallers(s));
  const { verdict, statement } = decide(
    { statements },
    {
      isCaller: isSecretsManager,
      action: 'lambda:InvokeFunction',
      resource: request.functionArn,
      context: {
        'aws:sourceaccount': request.account,
        'aws:sourcearn': request.secretArn,
        'aws:principalisawsservice': 'true',
        'aws:principalservicename': SERVICE,
      },
    },
  );
  return { verdict, because: reason(verdict, statement), statement };
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
  const isForEverybody =
    principals !== null && principals !== 'not' && principals.listed.some(({ kind }) => kind === '*');
  return effect === 'Allow' && isForEverybody && conditions.some(({ key }) => OTHER_CALLERS.has(key.toLowerCase()));
}

function isSecretsManager({ kind, value }: PolicyPrincipal): Truth {
  if (kind === '*') return true;
  if (kind === 'Service') return value === SERVICE;
  return kind === 'AWS' && value === '*' ? 'undetermined' : false;
}

function reason(verdict: PolicyVerdict, statement: string | null): string {
  if (statement === null) return `No statement of the function's policy lets ${SERVICE} invoke it for this secret.`;
  const said = { allow: 'allows it', deny: 'denies it', undetermined: 'depends on what cannot be evaluated here' };
  return `${statement} of the function's policy ${said[verdict]}.`;
}
