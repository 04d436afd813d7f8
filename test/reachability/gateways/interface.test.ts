import { describe, expect, test } from 'vitest';
import type { Beyond } from '../../../src/reachability/answer-trace.ts';
import { item, permit, refuse, remove, type World } from '../../support/world.ts';
import { addEndpoint } from '../../support/world-parts.ts';
import { type Change, told, traced } from './traced.ts';

type Interface = World['NetworkInterfaces'][number];

/** The database's interface differs in some fields; undefined: the capture does not state them. */
function database(fields: { readonly [F in keyof Interface]?: Interface[F] | undefined }): Change {
  return (w) => {
    const eni = item(w, 'NetworkInterfaces', 'eni-db');
    Object.assign(eni, fields);
    for (const [name, value] of Object.entries(fields)) if (value === undefined) delete eni[name];
  };
}

const ofType = (InterfaceType: string | undefined, Groups?: []): Change =>
  database({ InterfaceType, ...(Groups === undefined ? {} : { Groups }) });

const balancer = (Description: string): Change => database({ Description });

const instanceState =
  (State: World['Instances'][number]['State']): Change =>
  (w) => {
    const it = item(w, 'Instances', 'i-db');
    delete it.State;
    if (State !== undefined) it.State = State;
  };

/** The interface endpoint with these fields instead; undefined: not stated. */
function endpoint(fields: Readonly<Record<string, string | undefined>>): Change {
  return (w) => {
    addEndpoint(w);
    const it = item(w, 'VpcEndpoints', 'vpce-sm');
    Object.assign(it, fields);
    for (const [name, value] of Object.entries(fields)) if (value === undefined) delete it[name];
  };
}

const BAD = 'blocked, forward BAD_STATE eni-db at eni-db';
const HIDDEN = 'unknown, forward X_NOT_MODELLED eni-db at eni-db';
const CLOSED = 'blocked, forward X_ACCEPTS_NO_CONNECTIONS eni-db at eni-db';
const UNREAD = 'unknown, forward UNKNOWN_RESOURCE eni-db at eni-db';
const NO_INSTANCE = 'unknown, forward UNKNOWN_RESOURCE i-db at eni-db';
const ENDPOINT = { to: '10.0.30.10', port: 443 };
const NO_ENDPOINT = 'unknown, forward UNKNOWN_RESOURCE vpce-sm at eni-sm-a';

const ANSWERS: readonly [string, Change, string][] = [
  ['in use', () => undefined, 'reachable'],
  ['associated', database({ Status: 'associated' }), 'reachable'],
  ['in no stated state', database({ Status: undefined, Attachment: undefined }), 'reachable'],
  ['attached to nothing', database({ Status: 'available' }), BAD],
  ['being detached', database({ Attachment: { Status: 'detaching', InstanceId: 'i-db' } }), BAD],
  ['of a stopped instance', instanceState({ Name: 'stopped' }), 'blocked, forward BAD_STATE i-db at eni-db'],
  ['of an instance in no stated state', instanceState(undefined), NO_INSTANCE],
  ['of an instance in a state without a name', instanceState({}), NO_INSTANCE],
  ['of an instance that is not among those read', (w) => remove(w, 'Instances', 'i-db'), NO_INSTANCE],
  ['of an instance nobody read', (w) => refuse(w, 'Instances'), NO_INSTANCE],
  ['of no stated type', ofType(undefined), 'reachable'],
  ['of a fast type', ofType('efa'), 'reachable'],
  ['of the newest type', ofType('quicksight'), UNREAD],
  ['without groups', ofType('interface', []), UNREAD],
  ['of no stated type without groups', ofType(undefined, []), UNREAD],
  ['of the newest type without groups', ofType('quicksight', []), `${UNREAD}${UNREAD.slice(7)}`],
  ['of a NAT gateway, on the wire', ofType('nat_gateway', []), CLOSED],
  ['of a NAT gateway, in the API model', ofType('natGateway', []), CLOSED],
  ['of a function', ofType('lambda'), CLOSED],
  ['of a function without groups', ofType('lambda', []), `blocked${UNREAD.slice(7)}${CLOSED.slice(7)}`],
  ['of a Network Load Balancer', ofType('network_load_balancer', []), HIDDEN],
  ['of a Network Load Balancer with groups', ofType('network_load_balancer'), HIDDEN],
  ['of a load balancer', ofType('load_balancer', []), HIDDEN],
  ['of a Gateway Load Balancer', ofType('gateway_load_balancer', []), HIDDEN],
  ['of its endpoint', ofType('gateway_load_balancer_endpoint', []), HIDDEN],
  ['of a transit gateway', ofType('transit_gateway', []), HIDDEN],
  ['of an Application Load Balancer', balancer('ELB app/web/0123456789abcdef'), HIDDEN],
  ['whose description ends as one of those begins', balancer('Not behind the ELB '), 'reachable'],
];

describe('an interface that has the destination address', () => {
  test.each(ANSWERS)('%s', (_, change, expected) => {
    expect(told(traced([change]))).toBe(expected);
  });

  test('in words', () => {
    expect(ANSWERS.map(([what, change]) => [what, ...traced([change]).blockers])).toMatchSnapshot();
  });

  test.each<[string, Change, string]>([
    ['a Network Load Balancer', ofType('network_load_balancer', []), 'reachable'],
    ['a load balancer', ofType('load_balancer', []), 'reachable'],
    ['an Application Load Balancer', balancer('ELB app/web/0123456789abcdef'), 'reachable'],
    ['a Gateway Load Balancer', ofType('gateway_load_balancer', []), HIDDEN],
    ['a transit gateway', ofType('transit_gateway', []), HIDDEN],
  ])('%s, of which somebody judges what is beyond', (_, change, expected) => {
    const beyond: Beyond = { destinations: [], handOn: (_topology, _source, arriving) => [arriving] };
    expect(told(traced([change], {}, beyond))).toBe(expected);
  });
});

describe('an interface that sends', () => {
  const admitting: Change = (w) => {
    item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.0.0/16'], 5432)];
  };
  const sender =
    (fields: Partial<Interface>): Change =>
    (w) =>
      Object.assign(item(w, 'NetworkInterfaces', 'eni-nat'), fields);

  test.each<[string, Change, string]>([
    ['without groups, of a NAT gateway', () => undefined, 'reachable'],
    ['without groups, of a Network Load Balancer', sender({ InterfaceType: 'network_load_balancer' }), 'reachable'],
    [
      'without groups',
      sender({ InterfaceType: 'interface' }),
      'unknown, forward UNKNOWN_RESOURCE eni-nat at subnet-public',
    ],
    ['detached', sender({ Status: 'available' }), 'blocked, forward BAD_STATE eni-nat at eni-nat'],
  ])('%s', (_, change, expected) => {
    expect(told(traced([admitting, change], { from: 'eni-nat' }))).toBe(expected);
  });
});

const OF_ENDPOINT: readonly [string, Change, string][] = [
  ['available', endpoint({}), 'reachable'],
  ['available in the words of the API model', endpoint({ State: 'Available' }), 'reachable'],
  ['of no stated type', endpoint({ VpcEndpointType: undefined }), 'reachable'],
  ['that failed', endpoint({ State: 'failed' }), 'blocked, forward BAD_STATE vpce-sm at eni-sm-a'],
  ['in part', endpoint({ State: 'partial' }), NO_ENDPOINT],
  ['in no stated state', endpoint({ State: undefined }), NO_ENDPOINT],
  [
    'of a type that leads elsewhere',
    endpoint({ VpcEndpointType: 'GatewayLoadBalancer' }),
    'unknown, forward X_NOT_MODELLED vpce-sm at eni-sm-a',
  ],
  ['for a resource', endpoint({ VpcEndpointType: 'Resource' }), 'unknown, forward X_OPAQUE_HOP vpce-sm at eni-sm-a'],
  [
    'for a network of services',
    endpoint({ VpcEndpointType: 'ServiceNetwork' }),
    'unknown, forward X_OPAQUE_HOP vpce-sm at eni-sm-a',
  ],
  [
    'for a resource, that failed',
    endpoint({ VpcEndpointType: 'Resource', State: 'failed' }),
    'blocked, forward BAD_STATE vpce-sm at eni-sm-a, forward X_OPAQUE_HOP vpce-sm at eni-sm-a',
  ],
];

describe('the interface of an endpoint', () => {
  test.each(OF_ENDPOINT)('%s', (_, change, expected) => {
    expect(told(traced([change], ENDPOINT))).toBe(expected);
  });

  test('that nobody read', () => {
    const [first] = traced([endpoint({}), (w) => refuse(w, 'VpcEndpoints')], ENDPOINT).blockers;
    expect(first).toMatchObject({
      code: 'UNKNOWN_RESOURCE',
      at: 'eni-sm-a',
      details: { action: 'ec2:DescribeVpcEndpoints' },
    });
  });

  test('in words', () => {
    expect(OF_ENDPOINT.map(([what, change]) => [what, ...traced([change], ENDPOINT).blockers])).toMatchSnapshot();
  });
});
