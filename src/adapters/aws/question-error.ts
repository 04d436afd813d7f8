import { AppError, type ErrorCode } from '../../errors.ts';
import type { Failure } from './failure.ts';

const HOW_TO_NAME_A_REGION = 'Give --region, set AWS_REGION, or name the secret by its ARN, whose Region is then used.';

/** Without credentials or a Region nothing can be asked, whichever call found out. Null: another failure. */
export function accessError(failure: Failure): AppError | null {
  switch (failure.kind) {
    case 'credentials-expired':
      return new AppError('CREDENTIALS_EXPIRED', `The AWS credentials have expired (${failure.name}).`, {
        hint: 'Sign in again (`aws sso login`, or renew the session) and repeat the command.',
      });
    case 'credentials-missing':
      return new AppError(
        'NO_CREDENTIALS',
        `No AWS credentials that AWS accepts (${failure.name}: ${failure.message}).`,
        {
          hint: 'Set the credentials as for the AWS CLI: environment, --profile, or the role of the machine.',
        },
      );
    case 'region-missing':
      return new AppError('NO_REGION', 'No AWS Region is configured.', { hint: HOW_TO_NAME_A_REGION });
    case 'region-malformed':
      return new AppError('NO_REGION', `What is configured as the AWS Region is none (${failure.message}).`, {
        hint: HOW_TO_NAME_A_REGION,
      });
    default:
      return null;
  }
}

/** Why there is nothing to judge: the secret itself could not be read. */
export function secretError(secret: string, failure: Failure): AppError {
  if (isNotFound(failure)) {
    return new AppError('SECRET_NOT_FOUND', `There is no secret ${secret} in this account and Region.`, {
      resource: secret,
      hint: 'Check the name, the Region and whose credentials are in use; a full ARN leaves no doubt.',
    });
  }
  return callError('secretsmanager:DescribeSecret', secret, failure);
}

/** Why the function could not be read. */
export function functionError(functionArn: string, failure: Failure): AppError {
  if (isNotFound(failure)) {
    return new AppError('FUNCTION_NOT_FOUND', `There is no function ${functionArn}.`, {
      resource: functionArn,
      hint: 'Check name, version or alias, account and Region of the ARN.',
    });
  }
  return callError('lambda:GetFunctionConfiguration', functionArn, failure);
}

export function isNotFound(failure: Failure): boolean {
  return failure.name === 'ResourceNotFoundException';
}

function callError(action: string, resource: string, failure: Failure): AppError {
  const said = failure.message === '' ? failure.name : `${failure.name}: ${failure.message}`;
  const error = (code: ErrorCode, what: string, hint: string) =>
    new AppError(code, `${action} ${what} (${said}).`, { resource, hint });
  if (failure.kind === 'cut-off') {
    return error('TIMEOUT', 'was not answered in time', 'Repeat the command; give it more time with --timeout.');
  }
  if (failure.kind === 'unreachable') {
    return error('AWS_UNREACHABLE', 'got no answer', 'Check the network, the Region and AWS_ENDPOINT_URL.');
  }
  if (failure.name.startsWith('AccessDenied')) {
    return error('AWS_DENIED', 'was denied', `Allow ${action} on ${resource}.`);
  }
  return error('AWS_REFUSED', 'failed', 'Correct what AWS names, or repeat the command later.');
}
