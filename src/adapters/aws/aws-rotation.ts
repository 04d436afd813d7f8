import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  RotateSecretCommand,
  type RotateSecretCommandInput,
} from '@aws-sdk/client-secrets-manager';
import type { RotateAnswer, RotationFacts, RotationPort } from '../../gate/ports.ts';
import { placeOfArn } from '../../snapshot/home.ts';
import type { AwsClients } from './clients.ts';
import { failureOf } from './failure.ts';
import { functionFacts, plainJson } from './plain-json.ts';
import { accessError, functionError, secretError } from './question-error.ts';
import { type AwsAccess, openOwn, openViewers, type Viewers } from './viewers.ts';

/** RotateSecret, and the reads around it. */
export function awsRotation(access: AwsAccess): RotationPort {
  return {
    async reread(secretArn, functionArn, signal): Promise<RotationFacts> {
      const viewers = await openViewers(access, secretArn, signal);
      try {
        const [secret, lambda] = await Promise.all([
          rereadSecret(viewers.home, secretArn, signal),
          functionArn === null ? null : rereadFunction(ofFunction(viewers, functionArn), functionArn, signal),
        ]);
        return { secret, function: lambda };
      } finally {
        viewers.close();
      }
    },

    async rotate(input): Promise<RotateAnswer> {
      const own = openOwn(access, input.SecretId);
      try {
        const answer = await own.rotation.send(new RotateSecretCommand(input as RotateSecretCommandInput));
        return {
          kind: 'requested',
          ARN: answer.ARN ?? input.SecretId,
          Name: answer.Name ?? '',
          VersionId: answer.VersionId ?? input.ClientRequestToken,
        };
      } catch (error) {
        return rotateFailure(error);
      } finally {
        own.close();
      }
    },
  };
}

/**
 * One attempt is made, so an error that AWS answers with is about the only call there was: a 4xx, throttling included, says
 * that it was turned away. No answer, a 408 or a 5xx leaves open what was done before it failed; so does an answer that
 * is not AWS's.
 */
function rotateFailure(error: unknown): RotateAnswer {
  const { kind, name, message, status } = failureOf(error, new AbortController().signal);
  const told = { name, message };
  if (kind === 'unreachable' || kind === 'unreadable' || kind === 'cut-off') return { kind: 'unclear', error: told };
  // Without credentials or a Region nothing was sent.
  if (status === null) return { kind: 'rejected', error: told };
  const definite = status >= 400 && status < 500 && status !== 408;
  return { kind: definite ? 'rejected' : 'unclear', error: told };
}

async function rereadSecret({ secretsManager }: AwsClients, SecretId: string, abortSignal: AbortSignal) {
  try {
    return plainJson(await secretsManager.send(new DescribeSecretCommand({ SecretId }), { abortSignal }));
  } catch (error) {
    const failure = failureOf(error, abortSignal);
    throw accessError(failure) ?? secretError(SecretId, failure);
  }
}

async function rereadFunction({ lambda }: AwsClients, FunctionName: string, abortSignal: AbortSignal) {
  try {
    const command = new GetFunctionConfigurationCommand({ FunctionName });
    return functionFacts(FunctionName, await lambda.send(command, { abortSignal }));
  } catch (error) {
    const failure = failureOf(error, abortSignal);
    throw accessError(failure) ?? functionError(FunctionName, failure);
  }
}

/** Whoever sees the function's account, else the caller. */
function ofFunction(viewers: Viewers, functionArn: string): AwsClients {
  const { account } = placeOfArn(functionArn);
  return viewers.at({ account, region: viewers.region }) ?? viewers.home;
}
