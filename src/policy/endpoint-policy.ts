import { decide, type PolicyVerdict } from './decide.ts';
import { globMatches } from './glob.ts';
import { type PolicyPrincipal, parsePolicy } from './policy-document.ts';
import type { Truth } from './truth.ts';

/** The calls every rotation function makes, in the order a rotation makes them first. */
export const ROTATION_ACTIONS = [
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:GetRandomPassword',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
] as const;

/** These have no resource: a statement on secrets alone does not allow them. */
const WITHOUT_RESOURCE: ReadonlySet<string> = new Set(['secretsmanager:GetRandomPassword']);

export interface EndpointRequest {
  /** The function's execution role; null where it is not known. */
  readonly roleArn: string | null;
  readonly secretArn: string;
  readonly actions: readonly string[];
}

export interface EndpointPolicyDecision {
  readonly verdict: PolicyVerdict;
  /** Those the verdict is about: the denied, else the undetermined, else all of them. */
  readonly actions: readonly string[];
  /** The statement that decides the first of them; null where none matches. */
  readonly statement: string | null;
}

/**
 * What an endpoint's policy says about a rotation's calls. No policy text is AWS's default: full access.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function decideEndpointPolicy(
  policyText: string | null | undefined,
  request: EndpointRequest,
): EndpointPolicyDecision {
  const { roleArn, secretArn, actions } = request;
  if (policyText === null || policyText === undefined) return { verdict: 'allow', actions, statement: null };
  const policy = parsePolicy(policyText);
  const decisions = actions.map((action) => ({
    action,
    ...decide(policy, {
      isCaller: (principal) => isRole(principal, roleArn),
      action,
      resource: WITHOUT_RESOURCE.has(action) ? '*' : secretArn,
      context: endpointContext(roleArn, secretArn),
    }),
  }));
  const worst =
    (['deny', 'undetermined', 'allow'] as const).find((v) => decisions.some((d) => d.verdict === v)) ?? 'allow';
  const concerned = decisions.filter((d) => d.verdict === worst);
  return { verdict: worst, actions: concerned.map((d) => d.action), statement: concerned[0]?.statement ?? null };
}

/** aws:SourceIp never comes with a request through an endpoint, TLS always does. */
function endpointContext(roleArn: string | null, secretArn: string) {
  const context: Record<string, string | null> = {
    'aws:sourceip': null,
    'aws:securetransport': 'true',
    'aws:viaawsservice': 'false',
    'aws:principalisawsservice': 'false',
    'aws:requestedregion': secretArn.split(':')[3] ?? null,
  };
  const account = roleArn === null ? null : accountOf(roleArn);
  if (roleArn !== null) context['aws:principalarn'] = roleArn;
  if (account !== null) context['aws:principalaccount'] = account;
  return context;
}

/** A role is meant by its ARN, its account's number or root, or a star; whether by a session of it depends on the session's name. */
function isRole({ kind, value }: PolicyPrincipal, roleArn: string | null): Truth {
  if (value === '*' && (kind === '*' || kind === 'AWS')) return true;
  if (kind !== 'AWS') return false;
  if (roleArn === null) return 'undetermined';
  const [, partition] = roleArn.split(':');
  const account = accountOf(roleArn);
  if ([roleArn, account, `arn:${partition}:iam::${account}:root`].includes(value)) return true;
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const isSession = value.startsWith(`arn:${partition}:sts::${account}:assumed-role/${roleName}/`);
  const isUniqueId = /^A(RO|ID)A/.test(value);
  return isSession || isUniqueId || globMatches(value, roleArn) ? 'undetermined' : false;
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
