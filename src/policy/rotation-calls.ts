/** One call of a rotation. */
export interface Call {
  /** secretsmanager:GetSecretValue. */
  readonly action: string;
  /** The secret's ARN, or `*` for a call that is on none. */
  readonly resource: string;
  /** As a message names it: the action, and the secret where it is not the one to rotate. */
  readonly name: string;
}

const ON_THE_SECRET = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'] as const;

/** What every rotation function does with the secret it rotates, in the order in which it does it first. */
export function callsOnSecret(secretArn: string): readonly Call[] {
  return ON_THE_SECRET.map((name) => call(name, secretArn));
}

/** A random password belongs to no secret: a statement on secrets alone does not allow it. */
export const RANDOM_PASSWORD: Call = call('GetRandomPassword', '*');

/** Reading the other secret, with which the function logs in to rotate this one. */
export function readingOf(masterArn: string): Call {
  const reading = call('GetSecretValue', masterArn);
  return { ...reading, name: `${reading.action} on ${masterArn}` };
}

function call(name: string, resource: string): Call {
  const action = `secretsmanager:${name}`;
  return { action, resource, name: action };
}
