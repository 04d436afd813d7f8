import type { Assessment } from '../../src/assessment/assessment.ts';
import { assessment, preconditions } from './example-assessment.ts';
import { DATABASE_ACL, ENDPOINT, ENDPOINT_GROUP, FUNCTION, FUNCTION_GROUP, SECRET, SUBNETS } from './example-ids.ts';
import {
  endpointByNat,
  endpointByPrivateDns,
  endpointTrace,
  functionHop,
  HOST,
  natTrace,
  serviceTrace,
} from './example-paths.ts';
import { blocker, finding, hop, step, trace } from './trace-parts.ts';

/** Replies dropped by the database subnet's ACL, the endpoint's group shut, a version pending. */
export function failing(): Assessment {
  const repliesRefused = step(
    'network-acl',
    'egress',
    DATABASE_ACL,
    '*',
    'No entry allows tcp 1024–65535 to 10.0.10.0/24; entry * denies all. Nearest: entry 100 allows tcp 5432.',
    'deny',
  );
  const replies = blocker('SUBNET_ACL_RESTRICTION', {
    resources: [DATABASE_ACL],
    leg: 'return',
    direction: 'egress',
    at: 'subnet-0db00000000000003',
    entry: '*',
    evidence: [repliesRefused.evidence],
  });
  const groupRefused = step(
    'security-group',
    'ingress',
    ENDPOINT_GROUP,
    null,
    `No rule lets tcp 443 in from ${FUNCTION_GROUP} or 10.0.10.0/24. Nearest: tcp 443 from 10.9.0.0/16.`,
    'deny',
  );
  const group = blocker('ENI_SG_RULES_MISMATCH', {
    resources: [ENDPOINT_GROUP],
    direction: 'ingress',
    at: 'eni-0e900000000000005',
    evidence: [groupRefused.evidence],
  });
  const shadow = blocker('X_PRIVATE_DNS_SHADOWS_NAT', { resources: [ENDPOINT], leg: null });
  const serviceTraces = SUBNETS.map((subnet) =>
    serviceTrace(subnet, { replies: [repliesRefused], trace: { blockers: [replies] } }),
  );
  const endpointTraces = SUBNETS.map((subnet) => endpointTrace(subnet, groupRefused, { blockers: [group, shadow] }));
  return assessment({
    status: 'fail',
    decision: 'deny',
    summary:
      'Rotation preflight: fail. Replies of 10.0.20.10:5432 are dropped by network ACL acl-0db0000000000002b; the endpoint vpce-0123456789abcdef0 does not let the function in on 443; version AWSPENDING is on a version that is not current.',
    prerequisites: {
      service: { verdict: 'fail', intermittent: false, traces: serviceTraces },
      endpoint: { ...endpointByPrivateDns(), verdict: 'fail', traces: endpointTraces },
    },
    preconditions: preconditions({
      'pending-version': {
        verdict: 'fail',
        message: 'AWSPENDING is on version 1f0e9d8c-7b6a-4958-8a7b-6c5d4e3f2a10, which is not the current one.',
      },
    }),
    findings: [
      finding(
        replies,
        serviceTraces.map((t) => t.id),
        {
          rule: 'network-acl-refuses',
          prerequisite: 'service',
          message: `Network ACL ${DATABASE_ACL} drops the replies: nothing in it allows tcp 1024–65535 out of subnet-0db00000000000003 to 10.0.10.0/24.`,
          fix: `Add an outbound entry to ${DATABASE_ACL} below the first deny: allow tcp 1024–65535 to 10.0.10.0/24.`,
          symptom: 'setSecret: Unable to log into database, after more than 5 seconds',
        },
      ),
      finding(
        group,
        endpointTraces.map((t) => t.id),
        {
          rule: 'security-group-refuses',
          prerequisite: 'endpoint',
          message: `Security group ${ENDPOINT_GROUP} of the endpoint ${ENDPOINT} does not let tcp 443 in from the function.`,
          fix: `Add an inbound rule to ${ENDPOINT_GROUP}: tcp 443 from ${FUNCTION_GROUP}.`,
          symptom: 'The log ends after "Found credentials in environment variables", and the function times out',
          docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
        },
      ),
      finding(
        shadow,
        endpointTraces.map((t) => t.id),
        {
          rule: 'private-dns-shadows-nat',
          prerequisite: 'endpoint',
          message: `Private DNS of ${ENDPOINT} answers for ${HOST}: the NAT gateway is not used for it.`,
          fix: 'Nothing to do once the endpoint lets the function in.',
          docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
        },
      ),
      {
        rule: 'pending-version',
        code: 'X_PENDING_VERSION',
        severity: 'error',
        prerequisite: 'precondition',
        resources: [SECRET],
        leg: null,
        direction: null,
        at: null,
        entry: null,
        behind: false,
        traces: [],
        message: 'An earlier rotation is in progress or stuck: AWSPENDING is on a version that is not the current one.',
        fix: 'Find out which version logs in. Let the retry finish, or move AWSCURRENT to the pending version; remove the label only if that version is empty or proven unused.',
        symptom: '',
        docs: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html',
        evidence: [
          { resource: SECRET, entry: 'AWSPENDING', text: 'VersionIdsToStages holds AWSPENDING apart from AWSCURRENT.' },
        ],
      },
    ],
  });
}

/** The network ACLs were not readable, and the endpoint was asked about without permission. */
export function unknown(): Assessment {
  const hidden = step(
    'network-acl',
    'ingress',
    'subnet-0db00000000000003',
    null,
    'The network ACL of subnet-0db00000000000003 is not known: ec2:DescribeNetworkAcls was denied.',
    'unknown',
  );
  const missing = blocker('UNKNOWN_RESOURCE', {
    resources: ['subnet-0db00000000000003'],
    direction: 'ingress',
    at: 'subnet-0db00000000000003',
    evidence: [hidden.evidence],
  });
  const traces = SUBNETS.map((subnet) => serviceTrace(subnet, { steps: [hidden], trace: { blockers: [missing] } }));
  return assessment({
    status: 'unknown',
    decision: 'deny',
    summary: 'Rotation preflight: cannot tell. Network ACLs could not be read (ec2:DescribeNetworkAcls).',
    prerequisites: { service: { verdict: 'unknown', intermittent: false, traces }, endpoint: endpointByNat() },
    preconditions: preconditions({
      'invoke-permission': { verdict: 'unknown', message: 'The resource policy of the function could not be read.' },
    }),
    findings: [
      finding(
        missing,
        traces.map((t) => t.id),
        {
          rule: 'fact-missing',
          prerequisite: 'service',
          message: 'The network ACL of subnet-0db00000000000003 is not known.',
          fix: 'Allow ec2:DescribeNetworkAcls to whoever asks, and check again.',
        },
      ),
    ],
    snapshot: {
      ...assessment().snapshot,
      gaps: [
        {
          list: 'NetworkAcls',
          action: 'ec2:DescribeNetworkAcls',
          account: '111122223333',
          region: 'us-east-1',
          filters: { 'vpc-id': ['vpc-0123456789abcdef0'] },
          error: 'UnauthorizedOperation',
          message: 'You are not authorized to perform this operation.',
        },
        {
          list: 'FunctionPolicies',
          action: 'lambda:GetPolicy',
          account: '111122223333',
          region: 'us-east-1',
          filters: { function: [FUNCTION] },
          error: 'AccessDeniedException',
          message:
            'User: arn:aws:sts::111122223333:assumed-role/preflight/ci is not authorized to perform: lambda:GetPolicy',
        },
      ],
    },
  });
}

/** The second subnet has no route to a NAT gateway; the ACL takes replies to a part of the ports. */
export function intermittent(): Assessment {
  const partly = step(
    'network-acl',
    'egress',
    DATABASE_ACL,
    '120',
    'Entry 120 allows tcp 32768–60999 to 10.0.10.0/24 only.',
    'part',
  );
  const ports = blocker('SUBNET_ACL_RESTRICTION', {
    resources: [DATABASE_ACL],
    leg: 'return',
    direction: 'egress',
    at: 'subnet-0db00000000000003',
    entry: '120',
    evidence: [partly.evidence],
  });
  const noRoute = step(
    'route',
    null,
    'rtb-0150000000000009f',
    null,
    'No route matches any public address. Nearest: 10.0.0.0/16, local.',
    'deny',
  );
  const routeless = blocker('NO_ROUTE_TO_DESTINATION', {
    resources: ['rtb-0150000000000009f'],
    at: SUBNETS[1],
    evidence: [noRoute.evidence],
  });
  const serviceTraces = SUBNETS.map((subnet) =>
    serviceTrace(subnet, {
      replies: [partly],
      trace: { blockers: [ports], intermittent: true, clientPorts: [[32768, 60999]] },
    }),
  );
  const isolated = trace(
    `endpoint/${SUBNETS[1]}/public:443`,
    SUBNETS[1],
    'public',
    [
      functionHop(SUBNETS[1], 'any public address', 443),
      hop('route-table', 'rtb-0150000000000009f', SUBNETS[1], noRoute),
    ],
    null,
    { blockers: [routeless] },
  );
  return assessment({
    status: 'fail',
    decision: 'deny',
    summary:
      'Rotation preflight: fail, at times. Only client ports 32768–60999 get replies from 10.0.20.10:5432; subnet-0a1b2c3d4e5f60002 has no route to Secrets Manager.',
    prerequisites: {
      service: { verdict: 'fail', intermittent: true, traces: serviceTraces },
      endpoint: { ...endpointByNat(), verdict: 'fail', intermittent: true, traces: [natTrace(SUBNETS[0]), isolated] },
    },
    findings: [
      finding(
        ports,
        serviceTraces.map((t) => t.id),
        {
          rule: 'network-acl-refuses',
          prerequisite: 'service',
          message: `Network ACL ${DATABASE_ACL} lets replies out to client ports 32768–60999 only; a function may use any of 1024–65535.`,
          fix: `Widen entry 120 of ${DATABASE_ACL} to tcp 1024–65535.`,
          symptom: 'setSecret fails on some attempts and works on others',
        },
      ),
      finding(routeless, [isolated.id], {
        rule: 'no-route',
        prerequisite: 'endpoint',
        message: `Route table rtb-0150000000000009f of ${SUBNETS[1]} has no route to Secrets Manager's public addresses.`,
        fix: 'Add a route for 0.0.0.0/0 to a public NAT gateway, or an interface endpoint for Secrets Manager with private DNS.',
        docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html',
      }),
    ],
  });
}
