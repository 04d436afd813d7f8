import { FUNCTION_ARN } from './world.ts';

/** The resource policy of a function that lets Secrets Manager invoke it, under this condition. */
export function invokePolicy(condition: Record<string, unknown> | null, more: Record<string, unknown> = {}): string {
  const statement = {
    Sid: 'SecretsManager',
    Effect: 'Allow',
    Principal: { Service: 'secretsmanager.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: FUNCTION_ARN,
    ...(condition === null ? {} : { Condition: condition }),
    ...more,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
