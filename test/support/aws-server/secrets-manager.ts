import type { Answer, AwsCall } from './call.ts';
import { awsError } from './faults.ts';
import type { ServedFacts } from './start-aws-server.ts';

type Secret = Record<string, unknown> & { ARN: string; Name?: string; VersionIdsToStages?: Record<string, string[]> };

export function answerSecretsManager(
  call: AwsCall,
  facts: ServedFacts,
  values: Readonly<Record<string, string>>,
): Answer {
  const id = String(call.parameters.SecretId);
  const secret = [...((facts.Secrets ?? []) as readonly Secret[]), ...secretsWithPolicies(facts)].find(
    (candidate) =>
      (candidate.ARN === id || candidate.Name === id || candidate.ARN.replace(/-.{6}$/, '') === id) &&
      candidate.ARN.split(':')[3] === call.region,
  );
  if (secret === undefined) {
    return awsError(
      'secretsmanager',
      'ResourceNotFoundException',
      400,
      "Secrets Manager can't find the specified secret.",
    );
  }
  const named = { ARN: secret.ARN, Name: secret.Name };
  switch (call.operation) {
    case 'DescribeSecret':
      return json(inSeconds(secret));
    case 'GetResourcePolicy': {
      const policy = facts.SecretPolicies?.[secret.ARN] as string | null | undefined;
      return json({ ...named, ...(typeof policy === 'string' ? { ResourcePolicy: policy } : {}) });
    }
    case 'GetSecretValue':
      return json({
        ...named,
        VersionId: '00000000-0000-4000-8000-000000000001',
        SecretString: values[secret.ARN] ?? '{}',
      });
    case 'RotateSecret':
      return json({ ...named, VersionId: rotate(secret, call) });
    default:
      throw new Error(`Secrets Manager operation ${call.operation} is not served`);
  }
}

/** Of a secret beside the one in question a snapshot may hold the policy alone. */
function secretsWithPolicies(facts: ServedFacts): readonly Secret[] {
  return Object.keys(facts.SecretPolicies ?? {}).map((ARN) => ({ ARN }));
}

/** As AWS does: the configuration is stored, the new version bears AWSPENDING, the rotation itself comes later. */
function rotate(secret: Secret, call: AwsCall): string {
  const token = String(call.parameters.ClientRequestToken);
  secret.RotationEnabled = true;
  for (const member of ['RotationLambdaARN', 'RotationRules']) {
    if (call.parameters[member] !== undefined) secret[member] = call.parameters[member];
  }
  secret.VersionIdsToStages = { ...secret.VersionIdsToStages, [token]: ['AWSPENDING'] };
  return token;
}

/** The protocol writes times as seconds since 1970. */
function inSeconds(secret: Secret): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(secret).map(([name, value]) => [
      name,
      name.endsWith('Date') && typeof value === 'string' ? Date.parse(value) / 1000 : value,
    ]),
  );
}

function json(value: unknown): Answer {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(value) };
}
