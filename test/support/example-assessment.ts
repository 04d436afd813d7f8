import type { Assessment, PreconditionId, PreconditionResult } from '../../src/assessment/assessment.ts';
import { PRECONDITION_IDS } from '../../src/preconditions/precondition.ts';
import { FUNCTION, SECRET } from './example-ids.ts';
import { endpointByNat, service } from './example-paths.ts';

/** An assessment that passes, with whatever is different. */
export function assessment(different: Partial<Assessment> = {}): Assessment {
  return {
    schemaVersion: 1,
    status: 'pass',
    decision: 'allow',
    summary:
      'Rotation preflight: pass. The function reaches 10.0.20.10:5432 and secretsmanager.us-east-1.amazonaws.com from both of its subnets; every precondition that applies holds.',
    question: {
      secret: SECRET,
      function: FUNCTION,
      targets: [{ host: 'orders-db.internal.example', port: 5432, addresses: ['10.0.20.10'], source: 'tag' }],
      noTarget: false,
      rotation: { RotationRules: { AutomaticallyAfterDays: 30 } },
      assumptions: [],
      reference: 'CHG-20417',
    },
    prerequisites: { service: service(), endpoint: endpointByNat() },
    preconditions: preconditions({}),
    findings: [],
    snapshot: {
      source: 'aws',
      capturedAt: '2026-11-23T02:04:11.000Z',
      digest: 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
      factsDigest: 'sha256:9b74c9897bac770ffc029102a200c5de1e1f8c6cbb5ad8b5a2f29f5d0c7d1d4e',
      gaps: [],
    },
    rotation: null,
    ...different,
  };
}

/** Every precondition holds (other-services is not judged) but for those given. */
export function preconditions(
  different: Partial<Record<PreconditionId, Omit<PreconditionResult, 'id'>>>,
): readonly PreconditionResult[] {
  return PRECONDITION_IDS.map((id) => ({
    id,
    ...(id === 'other-services'
      ? { verdict: 'not-applicable', message: 'What the execution role may do and other services are not judged.' }
      : { verdict: 'pass', message: HOLDS[id] }),
    ...different[id],
  }));
}

const HOLDS: Readonly<Record<Exclude<PreconditionId, 'other-services'>, string>> = {
  'secret-deleted': 'The secret is not scheduled for deletion.',
  'secret-managed': 'No AWS service owns the secret.',
  'secret-rotates-without-lambda': 'The secret rotates with a Lambda function.',
  'secret-replica': 'The secret is the primary one.',
  'secret-has-current': 'A version bears AWSCURRENT.',
  'pending-version': 'No other version bears AWSPENDING.',
  'function-named': `The function is ${FUNCTION}.`,
  'function-arn-kind': 'The ARN is that of a Lambda function.',
  'function-state': 'The function is Active.',
  'function-update': 'The last update of the function was successful.',
  'function-region': 'The function is in the Region of the secret.',
  'function-timeout': 'The function may run for 30 seconds.',
  'function-concurrency': 'No concurrency is reserved for the function.',
  'invoke-permission': 'Statement secretsmanager-invoke lets Secrets Manager invoke the function.',
  'rotation-rules': 'Every 30 days is a valid schedule.',
};
