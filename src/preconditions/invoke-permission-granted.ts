import { invokePermission } from '../policy/invoke-permission.ts';
import { factByArn } from './facts-by-arn.ts';
import { ofFunctionArn } from './function-preconditions.ts';
import { found, pass, unreadable } from './precondition.ts';

/** The policy in question is that of the version or alias the ARN names: each has its own. */
export const invokePermissionGranted = ofFunctionArn((arn, { secret, secretId, snapshot }) => {
  if (!secret.known) return unreadable(`the secret ${secretId}`, secretId, secret.missing);
  const policy = factByArn(snapshot.document, 'FunctionPolicies', [arn]);
  if (policy.kind !== 'read') return unreadable(`the policy of ${arn}`, arn, policy.missing);
  const account = secretId.split(':')[4] ?? snapshot.document.accountId;
  const { verdict, because } = invokePermission(policy.value, { functionArn: arn, secretArn: secretId, account });
  if (verdict === 'allow') return pass(because);
  const details = { function: arn, secret: secretId, account, reason: because };
  return found('invoke-permission', verdict === 'deny' ? 'fail' : 'unknown', [arn], because, details);
});
