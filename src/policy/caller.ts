import type { Caller } from './call-context.ts';
import { globMatches } from './glob.ts';
import type { PolicyPrincipal, PolicyStatement } from './policy-document.ts';
import type { Truth } from './truth.ts';

/**
 * Whether a principal of a statement is a role that calls: its ARN, its account's number or root, or a star. A unique id
 * does not follow from its ARN, and that Lambda names its sessions like the function is habit: enough to say that a
 * permission is for another session, not that a refusal is. Null: a role, or a session, nobody knows.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isRole(
  { kind, value }: PolicyPrincipal,
  { roleArn, session }: Pick<Caller, 'roleArn' | 'session'>,
  effect: PolicyStatement['effect'],
): Truth {
  if (value === '*' && (kind === '*' || kind === 'AWS')) return true;
  if (kind !== 'AWS') return false;
  if (roleArn === null) return 'undetermined';
  const [, partition, , , account] = roleArn.split(':');
  if ([roleArn, account, `arn:${partition}:iam::${account}:root`].includes(value)) return true;
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const sessions = `arn:${partition}:sts::${account}:assumed-role/${roleName}/`;
  if (value.startsWith(sessions))
    return effect === 'Deny' || session === null || value === `${sessions}${session}` ? 'undetermined' : false;
  const isUniqueId = /^A(RO|ID)A/.test(value);
  return isUniqueId || globMatches(value, roleArn) ? 'undetermined' : false;
}
