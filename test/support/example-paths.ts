import type { Assessment, PrerequisiteResult, ResolvedHost } from '../../src/assessment/assessment.ts';
import type { Hop, Step, Trace } from '../../src/reachability/trace.ts';
import {
  APPLICATION_ACL,
  APPLICATION_ROUTES,
  DATABASE,
  DATABASE_ACL,
  DATABASE_GROUP,
  DATABASE_ROUTES,
  ENDPOINT,
  ENDPOINT_GROUP,
  ENDPOINT_INTERFACE,
  FUNCTION,
  FUNCTION_GROUP,
  INTERNET_GATEWAY,
  NAT,
  PUBLIC_ROUTES,
  SUBNETS,
} from './example-ids.ts';
import { hop, step, trace } from './trace-parts.ts';

export function functionHop(subnet: string, to: string, port: number): Hop {
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

export function service(): PrerequisiteResult {
  return { verdict: 'pass', intermittent: false, traces: SUBNETS.map((subnet) => serviceTrace(subnet)) };
}

type Endpoint = Assessment['prerequisites']['endpoint'];
export const HOST = 'secretsmanager.us-east-1.amazonaws.com';

function hosts(resolvesTo: ResolvedHost['resolvesTo'], because: string): readonly ResolvedHost[] {
  return [{ host: HOST, resolvesTo, because }];
}

const natHop = (...steps: readonly Step[]) => hop('nat-gateway', NAT, 'subnet-09b00000000000004', ...steps);

export function natTrace(subnet: string): Trace {
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

export function endpointByNat(): Endpoint {
  return {
    verdict: 'pass',
    intermittent: false,
    hosts: hosts('public', 'No endpoint, zone or profile of the VPC answers for the name.'),
    traces: SUBNETS.map(natTrace),
  };
}

/** The endpoint's interface lets the call in, and its policy is met behind it. */
function endpointHops(refused?: Step): readonly Hop[] {
  const admitted = step(
    'security-group',
    'ingress',
    ENDPOINT_GROUP,
    '10.0.0.0/16',
    'Ingress of tcp 443 from 10.0.0.0/16 lets it in.',
  );
  return [
    hop(
      'target',
      ENDPOINT_INTERFACE,
      SUBNETS[0],
      step('dns', null, ENDPOINT, HOST, `Private DNS of ${ENDPOINT} answers for ${HOST}.`),
      refused ?? admitted,
    ),
    hop(
      'vpc-endpoint',
      ENDPOINT,
      null,
      step('policy', null, ENDPOINT, null, 'The default endpoint policy allows everything.'),
    ),
  ];
}

export function endpointTrace(subnet: string, refused?: Step, different: Partial<Trace> = {}): Trace {
  return trace(
    `endpoint/${subnet}/10.0.10.50:443`,
    subnet,
    '10.0.10.50',
    [functionHop(subnet, '10.0.10.50', 443), localRoute(APPLICATION_ROUTES, subnet), ...endpointHops(refused)],
    [
      hop('target', ENDPOINT_INTERFACE, SUBNETS[0]),
      localRoute(APPLICATION_ROUTES, SUBNETS[0]),
      functionAgain(subnet, '10.0.10.50'),
    ],
    different,
  );
}

export function endpointByPrivateDns(): Endpoint {
  return {
    verdict: 'pass',
    intermittent: false,
    hosts: hosts('private-dns', `Private DNS of ${ENDPOINT} answers for the name.`),
    traces: SUBNETS.map((subnet) => endpointTrace(subnet)),
  };
}
