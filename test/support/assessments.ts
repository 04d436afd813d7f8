import type { Assessment } from '../../src/assessment/assessment.ts';
import { assessment } from './example-assessment.ts';
import { failing, intermittent, unknown } from './example-failures.ts';
import { DATABASE_ACL, FUNCTION, SECRET } from './example-ids.ts';
import { endpointByNat, endpointByPrivateDns, service, serviceTrace } from './example-paths.ts';
import { blocker, finding, hop, step, trace } from './trace-parts.ts';

/** A function outside any VPC that rotates an API key: no target. */
export function withoutVpc(): Assessment {
  return assessment({
    summary:
      'Rotation preflight: pass. The function is in no VPC and reaches Secrets Manager over the network of Lambda; it rotates nothing over a network.',
    question: { ...assessment().question, targets: [], noTarget: true, reference: null },
    prerequisites: {
      service: { verdict: 'not-applicable', intermittent: false, traces: [] },
      endpoint: {
        ...endpointByNat(),
        traces: [
          {
            ...trace(
              'endpoint/none/public:443',
              '',
              'public',
              [
                hop('function', FUNCTION, null),
                hop(
                  'aws-network',
                  'lambda-managed-network',
                  null,
                  step(
                    'gateway',
                    null,
                    'lambda-managed-network',
                    null,
                    'A function outside any VPC has the internet through Lambda.',
                  ),
                ),
              ],
              [hop('aws-network', 'lambda-managed-network', null), hop('function', FUNCTION, null)],
            ),
            from: { subnet: null, addresses: [], securityGroups: [] },
          },
        ],
      },
    },
  });
}

/** Passed, and RotateSecret was sent. */
function rotated(): Assessment {
  return assessment({
    prerequisites: { service: service(), endpoint: endpointByPrivateDns() },
    rotation: {
      status: 'requested',
      ARN: SECRET,
      Name: 'prod/orders/db',
      VersionId: '2b6f0cc9-04d1-4f3b-9f0a-6f3d1a7c5e21',
      clientRequestToken: '2b6f0cc9-04d1-4f3b-9f0a-6f3d1a7c5e21',
      awsError: null,
    },
  });
}

/** Passed, but before RotateSecret was sent the facts were found changed. */
export function changedSinceCheck(): Assessment {
  const message = `Since the check, the secret's RotationRules changed on ${SECRET}, so RotateSecret was not sent.`;
  return assessment({
    status: 'fail',
    decision: 'deny',
    summary: message,
    prerequisites: { service: service(), endpoint: endpointByPrivateDns() },
    findings: [
      finding(blocker('X_CHANGED_SINCE_CHECK', { resources: [SECRET] }), [], {
        rule: 'changed-since-check',
        prerequisite: 'precondition',
        message,
        fix: 'Ask again: the check is made anew on what is there now.',
      }),
    ],
    rotation: { status: 'refused', ARN: null, Name: null, VersionId: null, clientRequestToken: null, awsError: null },
  });
}

/** 16 subnets × 3 addresses; one subnet of them fails. */
export function large(): Assessment {
  const subnets = Array.from({ length: 16 }, (_, i) => `subnet-0a1b2c3d4e5f6${String(i).padStart(4, '0')}`);
  const addresses = ['10.0.20.10', '10.0.21.10', '10.0.22.10'];
  const shut = step(
    'network-acl',
    'ingress',
    DATABASE_ACL,
    '90',
    'Entry 90 denies tcp 5432 from 10.0.25.0/24.',
    'deny',
  );
  const refused = blocker('SUBNET_ACL_RESTRICTION', {
    resources: [DATABASE_ACL],
    direction: 'ingress',
    at: 'subnet-0db00000000000003',
    entry: '90',
    evidence: [shut.evidence],
  });
  const traces = subnets.flatMap((subnet, index) =>
    addresses.map((address) => ({
      ...serviceTrace(subnet, index === 15 ? { steps: [shut], trace: { blockers: [refused] } } : {}),
      id: `service/${subnet}/${address}:5432`,
      to: { address, port: 5432, protocol: 'tcp' } as const,
    })),
  );
  return assessment({
    status: 'fail',
    decision: 'deny',
    summary:
      'Rotation preflight: fail, at times. subnet-0a1b2c3d4e5f60015 is refused by network ACL acl-0db0000000000002b, entry 90; 15 other subnets pass.',
    prerequisites: { service: { verdict: 'fail', intermittent: true, traces }, endpoint: endpointByNat() },
    findings: [
      finding(
        refused,
        traces.filter((t) => t.disposition === 'blocked').map((t) => t.id),
        {
          rule: 'network-acl-refuses',
          prerequisite: 'service',
          message: `Network ACL ${DATABASE_ACL}, entry 90, denies tcp 5432 from 10.0.25.0/24.`,
          fix: `Remove entry 90 of ${DATABASE_ACL}, or move the function out of subnet-0a1b2c3d4e5f60015.`,
          symptom: 'setSecret: Unable to log into database, after more than 5 seconds, in one run of sixteen',
        },
      ),
    ],
  });
}

export const EXAMPLES: Readonly<Record<string, () => Assessment>> = {
  pass: () => assessment(),
  failing,
  unknown,
  intermittent,
  'without-vpc': withoutVpc,
  rotated,
  'changed-since-check': changedSinceCheck,
  large,
};
