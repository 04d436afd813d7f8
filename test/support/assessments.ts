import type {
  Assessment,
  Finding,
  PreconditionId,
  PreconditionResult,
  PrerequisiteResult,
  ResolvedHost,
} from '../../src/assessment/assessment.ts';
import { PRECONDITION_IDS } from '../../src/preconditions/precondition.ts';
import { type Blocker, outcomeOf } from '../../src/reachability/blocker.ts';
import type { Direction, Hop, HopKind, Step, StepKind, StepOutcome, Trace } from '../../src/reachability/trace.ts';
import { SEVERITY_OF } from '../../src/rules/finding.ts';

export const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/orders/db-a1B2c3';
export const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:rotate-orders-db';
export const SUBNETS = ['subnet-0a1b2c3d4e5f60001', 'subnet-0a1b2c3d4e5f60002'] as const;

const FUNCTION_GROUP = 'sg-0f00000000000001a';
const DATABASE_GROUP = 'sg-0db0000000000002b';
const ENDPOINT_GROUP = 'sg-0e00000000000003c';
const APPLICATION_ACL = 'acl-0a99000000000001a';
const DATABASE_ACL = 'acl-0db0000000000002b';
const APPLICATION_ROUTES = 'rtb-0a99000000000001a';
const DATABASE_ROUTES = 'rtb-0db0000000000002b';
const PUBLIC_ROUTES = 'rtb-09b000000000003c0';
const DATABASE = 'eni-0db00000000000010';
const ENDPOINT = 'vpce-0123456789abcdef0';
const NAT = 'nat-0123456789abcdef0';
const INTERNET_GATEWAY = 'igw-0123456789abcdef0';

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
function preconditions(
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

// ---- traces

export function step(
  kind: StepKind,
  direction: Direction | null,
  resource: string,
  entry: string | null,
  text: string,
  outcome: StepOutcome = 'accept',
): Step {
  return { kind, direction, outcome, evidence: { resource, entry, text } };
}

export function hop(kind: HopKind, resource: string, subnet: string | null, ...steps: readonly Step[]): Hop {
  return { kind, resource, subnet, steps };
}

/** A trace whose disposition follows from its blockers. */
export function trace(
  id: string,
  subnet: string,
  to: string,
  forward: readonly Hop[],
  back: readonly Hop[] | null,
  different: Partial<Trace> = {},
): Trace {
  const blockers = different.blockers ?? [];
  const outcomes = blockers.map(outcomeOf);
  const port = Number(id.slice(id.lastIndexOf(':') + 1));
  const blocked = outcomes.includes('fail');
  return {
    id,
    from: { subnet, addresses: ['10.0.10.0/24'], securityGroups: [FUNCTION_GROUP] },
    to: { address: to, port, protocol: 'tcp' },
    disposition: blocked ? 'blocked' : outcomes.includes('unknown') ? 'unknown' : 'reachable',
    intermittent: false,
    clientPorts: outcomes.length > 0 ? [] : [[1024, 65535]],
    natPorts: null,
    forward: { hops: forward },
    return: back === null ? null : { hops: back },
    ...different,
    blockers,
  };
}

export function blocker(code: Blocker['code'], different: Partial<Blocker>): Blocker {
  return {
    code,
    resources: [],
    leg: 'forward',
    direction: null,
    at: null,
    entry: null,
    behind: false,
    details: {},
    evidence: [],
    ...different,
  };
}

/** The finding that words a blocker. */
export function finding(
  found: Blocker,
  traces: readonly string[],
  words: Pick<Finding, 'rule' | 'prerequisite' | 'message' | 'fix'> & Partial<Finding>,
): Finding {
  const { code, resources, leg, direction, at, entry, behind, evidence } = found;
  return {
    code,
    severity: SEVERITY_OF[outcomeOf(found)],
    resources,
    leg,
    direction,
    at,
    entry,
    behind,
    traces,
    evidence,
    symptom: '',
    docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
    ...words,
  };
}

// ---- hops of one ordinary VPC: a function in two subnets, a database in a third, a NAT gateway and an endpoint

function functionHop(subnet: string, to: string, port: number): Hop {
  return hop(
    'function',
    FUNCTION,
    subnet,
    step(
      'security-group',
      'egress',
      FUNCTION_GROUP,
      '0.0.0.0/0',
      `Egress of all traffic to 0.0.0.0/0 lets tcp ${port} to ${to} out.`,
    ),
    step('network-acl', 'egress', APPLICATION_ACL, '100', `Entry 100 allows tcp ${port} to ${to}.`),
  );
}

function functionAgain(subnet: string, from: string): Hop {
  return hop(
    'function',
    FUNCTION,
    subnet,
    step('network-acl', 'ingress', APPLICATION_ACL, '100', `Entry 100 allows tcp 1024–65535 from ${from}.`),
    step(
      'security-group',
      'ingress',
      FUNCTION_GROUP,
      null,
      'A security group lets the replies of a tracked connection in.',
    ),
  );
}

const localRoute = (table: string, subnet: string) =>
  hop(
    'route-table',
    table,
    subnet,
    step('route', null, table, '10.0.0.0/16', 'The longest prefix is 10.0.0.0/16, local.'),
  );

function databaseHop(different: readonly Step[] = []): Hop {
  const steps = [
    step('network-acl', 'ingress', DATABASE_ACL, '100', 'Entry 100 allows tcp 5432 from 10.0.0.0/16.'),
    step(
      'security-group',
      'ingress',
      DATABASE_GROUP,
      FUNCTION_GROUP,
      `Ingress of tcp 5432 from ${FUNCTION_GROUP} lets it in.`,
    ),
  ].map((usual) => different.find((s) => s.kind === usual.kind && s.direction === usual.direction) ?? usual);
  return hop('target', DATABASE, 'subnet-0db00000000000003', ...steps);
}

function databaseReplies(different: readonly Step[] = []): Hop {
  const usual = step('network-acl', 'egress', DATABASE_ACL, '100', 'Entry 100 allows tcp 1024–65535 to 10.0.10.0/24.');
  return hop('target', DATABASE, 'subnet-0db00000000000003', different[0] ?? usual);
}

export function serviceTrace(
  subnet: string,
  different: {
    readonly steps?: readonly Step[];
    readonly replies?: readonly Step[];
    readonly trace?: Partial<Trace>;
  } = {},
): Trace {
  return trace(
    `service/${subnet}/10.0.20.10:5432`,
    subnet,
    '10.0.20.10',
    [functionHop(subnet, '10.0.20.10', 5432), localRoute(APPLICATION_ROUTES, subnet), databaseHop(different.steps)],
    [
      databaseReplies(different.replies),
      localRoute(DATABASE_ROUTES, 'subnet-0db00000000000003'),
      functionAgain(subnet, '10.0.20.10'),
    ],
    different.trace,
  );
}

function service(): PrerequisiteResult {
  return { verdict: 'pass', intermittent: false, traces: SUBNETS.map((subnet) => serviceTrace(subnet)) };
}

type Endpoint = Assessment['prerequisites']['endpoint'];
const HOST = 'secretsmanager.us-east-1.amazonaws.com';

function hosts(resolvesTo: ResolvedHost['resolvesTo'], because: string): readonly ResolvedHost[] {
  return [{ host: HOST, resolvesTo, because }];
}

const natHop = (...steps: readonly Step[]) => hop('nat-gateway', NAT, 'subnet-09b00000000000004', ...steps);

function natTrace(subnet: string): Trace {
  return trace(
    `endpoint/${subnet}/public:443`,
    subnet,
    'public',
    [
      functionHop(subnet, 'any public address', 443),
      hop(
        'route-table',
        APPLICATION_ROUTES,
        subnet,
        step('route', null, APPLICATION_ROUTES, '0.0.0.0/0', `The longest prefix is 0.0.0.0/0, to ${NAT}.`),
      ),
      natHop(step('gateway', null, NAT, null, 'The NAT gateway is available and has the public address 198.51.100.7.')),
      hop(
        'route-table',
        PUBLIC_ROUTES,
        'subnet-09b00000000000004',
        step('route', null, PUBLIC_ROUTES, '0.0.0.0/0', `The longest prefix is 0.0.0.0/0, to ${INTERNET_GATEWAY}.`),
      ),
      hop(
        'internet-gateway',
        INTERNET_GATEWAY,
        null,
        step('gateway', null, INTERNET_GATEWAY, null, 'The internet gateway is attached.'),
      ),
      hop('internet', 'internet', null),
    ],
    [
      hop('internet', 'internet', null),
      hop('internet-gateway', INTERNET_GATEWAY, null),
      natHop(
        step(
          'network-acl',
          'ingress',
          'acl-09b000000000003c0',
          '100',
          'Entry 100 allows tcp 1024–65535 from 0.0.0.0/0.',
        ),
      ),
      functionAgain(subnet, 'any public address'),
    ],
    { natPorts: [[1024, 65535]] },
  );
}

function endpointByNat(): Endpoint {
  return {
    verdict: 'pass',
    intermittent: false,
    hosts: hosts('public', 'No endpoint, zone or profile of the VPC answers for the name.'),
    traces: SUBNETS.map(natTrace),
  };
}

function endpointHop(refused?: Step): Hop {
  return hop(
    'vpc-endpoint',
    ENDPOINT,
    SUBNETS[0],
    step('dns', null, ENDPOINT, HOST, `Private DNS of ${ENDPOINT} answers for ${HOST}.`),
    refused ??
      step(
        'security-group',
        'ingress',
        ENDPOINT_GROUP,
        '10.0.0.0/16',
        'Ingress of tcp 443 from 10.0.0.0/16 lets it in.',
      ),
    step('policy', null, ENDPOINT, null, 'The default endpoint policy allows everything.'),
  );
}

function endpointTrace(subnet: string, refused?: Step, different: Partial<Trace> = {}): Trace {
  return trace(
    `endpoint/${subnet}/10.0.10.50:443`,
    subnet,
    '10.0.10.50',
    [functionHop(subnet, '10.0.10.50', 443), localRoute(APPLICATION_ROUTES, subnet), endpointHop(refused)],
    [
      hop('vpc-endpoint', ENDPOINT, SUBNETS[0]),
      localRoute(APPLICATION_ROUTES, SUBNETS[0]),
      functionAgain(subnet, '10.0.10.50'),
    ],
    different,
  );
}

function endpointByPrivateDns(): Endpoint {
  return {
    verdict: 'pass',
    intermittent: false,
    hosts: hosts('private-dns', `Private DNS of ${ENDPOINT} answers for the name.`),
    traces: SUBNETS.map((subnet) => endpointTrace(subnet)),
  };
}

// ---- whole assessments

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
