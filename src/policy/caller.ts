import { globMatches } from './glob.ts';
import type { PolicyPrincipal } from './policy-document.ts';
import type { Truth } from './truth.ts';

/**
 * Whether a principal of a statement is a role that calls: its ARN, its account's number or root, or a star. Whether a
 * session or a unique id of it is meant does not follow from its ARN. Null: a role nobody knows.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isRole({ kind, value }: PolicyPrincipal, roleArn: string | null): Truth {
  if (value === '*' && (kind === '*' || kind === 'AWS')) return true;
  if (kind !== 'AWS') return false;
  if (roleArn === null) return 'undetermined';
  const [, partition, , , account] = roleArn.split(':');
  if ([roleArn, account, `arn:${partition}:iam::${account}:root`].includes(value)) return true;
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const isSession = value.startsWith(`arn:${partition}:sts::${account}:assumed-role/${roleName}/`);
  const isUniqueId = /^A(RO|ID)A/.test(value);
  return isSession || isUniqueId || globMatches(value, roleArn) ? 'undetermined' : false;
}
