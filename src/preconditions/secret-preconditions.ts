import { notRead } from '../snapshot/not-read.ts';
import type { Secret } from '../snapshot/rotation-facts.ts';
import type { PreconditionFacts } from './facts.ts';
import { found, type PreconditionOutcome, pass, unreadable } from './precondition.ts';

type JudgeSecret = (secret: Secret, facts: PreconditionFacts) => PreconditionOutcome;

function ofSecret(judge: JudgeSecret): (facts: PreconditionFacts) => PreconditionOutcome {
  return (facts) => {
    const { secret, secretId } = facts;
    if (!secret.known) return unreadable(`the secret ${secretId}`, secretId, secret.missing);
    if (secret.value !== null) return judge(secret.value, facts);
    const missing = notRead('Secrets', 'no such secret');
    return unreadable(`the secret ${secretId}`, secretId, missing);
  };
}

export const secretDeleted = ofSecret((secret) => {
  if (secret.DeletedDate === undefined) return pass('The secret is not scheduled for deletion.');
  const date = String(secret.DeletedDate);
  return found('secret-deleted', 'fail', [secret.ARN], `DeletedDate is ${date}.`, { secret: secret.ARN, date });
});

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html */
export const secretManaged = ofSecret((secret, { functionArn }) => {
  const service = secret.OwningService;
  if (service === undefined) return pass('No other service manages the secret.');
  return found(
    'secret-managed',
    functionArn === null ? 'unknown' : 'fail',
    [secret.ARN],
    `OwningService is ${service}.`,
    {
      secret: secret.ARN,
      service,
      function: functionArn ?? 'no function',
    },
  );
});

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_external.html */
export const secretRotatesWithoutLambda = ofSecret((secret, { rotation }) => {
  const role = rotation?.ExternalSecretRotationRoleArn ?? secret.ExternalSecretRotationRoleArn;
  if (secret.Type === undefined && role === undefined) return pass('The secret rotates by a Lambda function.');
  const how = secret.Type === undefined ? `the role ${role}` : `its type ${secret.Type}`;
  return found('secret-rotates-without-lambda', 'fail', [secret.ARN], `A managed external secret, by ${how}.`, {
    secret: secret.ARN,
    how,
  });
});

export const secretReplica = ofSecret((secret, { snapshot }) => {
  const region = secret.ARN.split(':')[3] ?? snapshot.document.region;
  const primaryRegion = secret.PrimaryRegion;
  if (primaryRegion === undefined || primaryRegion === region) return pass('The secret is no replica.');
  return found('secret-replica', 'fail', [secret.ARN], `PrimaryRegion is ${primaryRegion}.`, {
    secret: secret.ARN,
    region,
    primaryRegion,
  });
});

export const secretHasCurrent = ofSecret((secret) => {
  const versions = Object.entries(secret.VersionIdsToStages ?? {});
  const [current] = versions
    .filter(([, stages]) => stages.includes('AWSCURRENT'))
    .map(([id]) => id)
    .sort();
  if (current !== undefined) return pass(`Version ${current} bears AWSCURRENT.`);
  const ids = versions.map(([id]) => id).sort();
  return found('secret-has-current', 'fail', [secret.ARN], 'No version bears AWSCURRENT.', {
    secret: secret.ARN,
    versions: ids.length === 0 ? 'none' : ids.join(', '),
  });
});

export const pendingVersion = ofSecret((secret) => {
  const version = Object.entries(secret.VersionIdsToStages ?? {})
    .filter(([, stages]) => stages.includes('AWSPENDING') && !stages.includes('AWSCURRENT'))
    .map(([id]) => id)
    .sort()[0];
  if (version === undefined) return pass('No version but the current one bears AWSPENDING.');
  return found(
    'pending-version',
    'fail',
    [secret.ARN],
    `AWSPENDING is on version ${version}, which is not the current one.`,
    {
      secret: secret.ARN,
      version,
      changed: String(secret.LastChangedDate ?? 'not stated'),
    },
  );
});
