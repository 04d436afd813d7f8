import { decide, type PolicyVerdict } from './decide.ts';
import { type PolicyPrincipal, parsePolicy } from './policy-document.ts';
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
  const { verdict, statement } = decide(policy, {
    isCaller: isSecretsManager,
    action: 'lambda:InvokeFunction',
    resource: request.functionArn,
    context: {
      'aws:sourceaccount': request.account,
      'aws:sourcearn': request.secretArn,
      'aws:principalisawsservice': 'true',
      'aws:principalservicename': SERVICE,
      // Keys of other callers: a service that calls in its own name brings none of them.
      'aws:principalorgid': null,
      'lambda:functionurlauthtype': null,
      'lambda:invokedviafunctionurl': null,
      'lambda:eventsourcetoken': null,
    },
  });
  return { verdict, because: reason(verdict, statement), statement };
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
