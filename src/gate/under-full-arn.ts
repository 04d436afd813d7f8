import type { SnapshotDocument } from '../snapshot/document.ts';
import type { PreflightRequest } from './ports.ts';

/** A hyphen and six characters that Secrets Manager puts behind the name. */
const SUFFIX = /-[A-Za-z0-9]{6}$/;

/**
 * The request under the full ARN of its secret, where the facts show it: AWS takes the name, and the ARN without its
 * suffix, as well (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html).
 */
export function underFullArn<Request extends PreflightRequest>(
  request: Request,
  { lists: { Secrets = [] } }: SnapshotDocument,
): Request {
  const arns = Secrets.map(({ ARN }) => ARN).filter((arn) => typeof arn === 'string');
  const withoutSuffix = arns.filter((arn) => arn.replace(SUFFIX, '') === request.secret);
  const [arn, ...others] = arns.includes(request.secret) ? [request.secret] : withoutSuffix;
  return arn === undefined || others.length > 0 ? request : { ...request, secret: arn };
}
