import { createHash } from 'node:crypto';
import type { Assessment } from '../../src/assessment/assessment.ts';
import type {
  CapturedFacts,
  GatePorts,
  PreflightRequest,
  RotateAnswer,
  RotateSecretInput,
  RotationFacts,
} from '../../src/gate/ports.ts';
import { NO_ASSUMPTIONS } from '../../src/reachability/assumptions.ts';
import type { SnapshotDocument } from '../../src/snapshot/document.ts';
import { assessment } from './example-assessment.ts';
import { FUNCTION, SECRET } from './example-ids.ts';

export const REQUEST: PreflightRequest = {
  secret: 'prod/orders/db',
  function: null,
  targets: ['10.0.20.10:5432'],
  noTarget: false,
  targetFromSecret: false,
  rotation: { RotationRules: { AutomaticallyAfterDays: 30 } },
  reference: 'CHG-20417',
  assumptions: NO_ASSUMPTIONS,
};

/** The facts that a rotation rests on, as DescribeSecret and GetFunctionConfiguration give them. */
export const FACTS: RotationFacts = {
  secret: {
    ARN: SECRET,
    Name: 'prod/orders/db',
    RotationLambdaARN: FUNCTION,
    VersionIdsToStages: { '6f1c0a52-aaaa-4bbb-8ccc-000000000001': ['AWSCURRENT'] },
    Tags: [{ Key: 'rotation-preflight:target', Value: '10.0.20.10:5432' }],
  },
  function: {
    FunctionArn: FUNCTION,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    RevisionId: '1f0e8a44-0000-4000-8000-000000000001',
    Role: 'arn:aws:iam::111122223333:role/rotate-orders-db',
    Timeout: 30,
    VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
    Environment: {
      Variables: { SECRETS_MANAGER_ENDPOINT: 'https://secretsmanager.us-east-1.amazonaws.com' },
    },
  },
};

const OTHER_SECRET = { ARN: `${SECRET}-other`, Name: 'prod/invoices/db', VersionIdsToStages: {} };
const OTHER_FUNCTION = { FunctionArn: `${FUNCTION}-other`, State: 'Failed' };

const REQUESTED: RotateAnswer = { kind: 'requested', ARN: SECRET, Name: 'prod/orders/db', VersionId: 'v-2' };

export interface FakeWorld {
  readonly ports: GatePorts;
  /** What was done, in order: `capture`, `assess`, `reread`, `log EVENT`, `rotate`. */
  readonly journal: string[];
  readonly captured: PreflightRequest[];
  readonly assessed: PreflightRequest[];
  readonly sent: RotateSecretInput[];
  readonly logged: Readonly<Record<string, unknown>>[];
}

export interface FakeBehaviour {
  readonly verdict?: Partial<Assessment>;
  readonly facts?: RotationFacts;
  /** What the n-th reread gives (1: before the call); the facts again unless said otherwise. */
  readonly reread?: (
    n: number,
    secretArn: string,
    functionArn: string | null,
  ) => RotationFacts | Promise<RotationFacts>;
  readonly rotate?: (input: RotateSecretInput) => RotateAnswer | Promise<RotateAnswer>;
  readonly capture?: (signal: AbortSignal) => Promise<void>;
  readonly document?: Partial<SnapshotDocument>;
}

/** One fake for each port of the gate, with a journal of what was asked of them. */
export function fakeWorld(behaviour: FakeBehaviour = {}): FakeWorld {
  const facts = behaviour.facts ?? FACTS;
  const world = { journal: [], captured: [], assessed: [], sent: [], logged: [] } as Omit<FakeWorld, 'ports'>;
  let rereads = 0;
  let uuids = 0;
  const ports: GatePorts = {
    facts: {
      async capture(request, signal) {
        world.journal.push('capture');
        world.captured.push(request);
        await behaviour.capture?.(signal);
        return capturedFacts(facts, behaviour.document);
      },
    },
    assess: ({ request }) => {
      world.journal.push('assess');
      world.assessed.push(request);
      return assessment(behaviour.verdict);
    },
    rotation: {
      async reread(secretArn, functionArn) {
        world.journal.push('reread');
        rereads += 1;
        return (await behaviour.reread?.(rereads, secretArn, functionArn)) ?? facts;
      },
      async rotate(input) {
        world.journal.push('rotate');
        world.sent.push(input);
        return (await behaviour.rotate?.(input)) ?? REQUESTED;
      },
    },
    inFlight: new Set(),
    log: {
      info(event, fields) {
        world.journal.push(`log ${event}`);
        world.logged.push(fields);
      },
    },
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
    uuid: () => {
      uuids += 1;
      return `00000000-0000-4000-8000-${String(uuids).padStart(12, '0')}`;
    },
  };
  return { ...world, ports };
}

/** The facts among those of a secret and a function that nobody asks about. */
function capturedFacts(facts: RotationFacts, different: Partial<SnapshotDocument> = {}): CapturedFacts {
  const document: SnapshotDocument = {
    snapshotVersion: 1,
    capturedAt: '2026-11-23T02:04:11.000Z',
    partition: 'aws',
    region: 'us-east-1',
    accountId: '111122223333',
    lists: {
      Secrets: [OTHER_SECRET, facts.secret],
      Functions: [OTHER_FUNCTION, ...(facts.function === null ? [] : [facts.function])],
    },
    SecretPolicies: null,
    FunctionPolicies: null,
    FunctionConcurrency: null,
    ServiceIpRanges: null,
    requests: [],
    gaps: [],
    ...different,
  };
  return { document, origin: 'AWS', source: 'aws', bytes: '{}', secretValue: null };
}
