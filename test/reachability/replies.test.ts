import { describe, expect, test } from 'vitest';
import { answerTrace, type FunctionTraces } from '../../src/reachability/answer-trace.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import {
  ALLOW_ALL,
  addRoutes,
  EPHEMERAL,
  entry,
  FUNCTION_ARN,
  item,
  permit,
  putAcl,
  refuse,
  route,
  setRoutes,
  vpcConfig,
  type World,
} from '../support/world.ts';
import { addPeerVpc, addS3Endpoint } from '../support/world-parts.ts';

const ALL = '0.0.0.0/0';
const DEAD = { State: 'blackhole' };
const INTERNET = '198.51.100.7';

function traced(change: (world: World) => void, to = '10.0.20.10', port = 5432): FunctionTraces {
  const world = healthyWorld();
  change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  return answerTrace(snapshot, { from: FUNCTION_ARN, to, port, protocol: 'tcp' }) as FunctionTraces;
}

/** `blocked X_CODE…`, `blocked at times …`: the disposition and the codes on the way back. */
function answered(change: (world: World) => void, to = '10.0.20.10', port = 5432): string {
  const answer = traced(change, to, port);
  const blockers = answer.traces.flatMap((t) => t.blockers);
  expect(blockers.filter((b) => b.leg !== 'return')).toEqual([]);
  const how = answer.intermittent ? `${answer.disposition} at times` : answer.disposition;
  return [how, ...blockers.map((b) => b.code)].join(' ');
}

const back =
  (destination: string, target: string, more = {}) =>
  (world: World) =>
    addRoutes(world, 'rtb-db', [route(destination, target, more)]);

describe('replies', () => {
  test.each<[string, (world: World) => void, string]>([
    ['go back by local', () => undefined, 'reachable'],
    ['end in a dead route', back('10.0.1.0/24', 'nat-1', DEAD), 'blocked BAD_STATE_ROUTE'],
    [
      'end in a dead route for half of the subnet',
      back('10.0.1.128/25', 'nat-1', DEAD),
      'blocked at times BAD_STATE_ROUTE',
    ],
    ['are not led astray by a dead route for others', back('10.0.2.0/24', 'nat-1', DEAD), 'reachable'],
    ['are not led astray by a shorter dead route', back('10.0.0.0/8', 'nat-1', DEAD), 'reachable'],
    ['never return through a NAT gateway', back('10.0.1.0/24', 'nat-1'), 'blocked X_ROUTE_NEVER_RETURNS'],
    ['end in a dead route to a transit gateway', back('10.0.1.0/24', 'tgw-1', DEAD), 'blocked BAD_STATE_ROUTE'],
    ['may return through a transit gateway', back('10.0.1.0/24', 'tgw-1'), 'unknown X_NOT_MODELLED'],
    [
      'are not touched by a propagated route inside the VPC',
      back('10.0.1.0/24', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' }),
      'reachable',
    ],
    [
      'are not led astray by the addresses of S3, which nobody read',
      (world) => {
        addS3Endpoint(world);
        refuse(world, 'ManagedPrefixLists');
        back('pl-s3', 'vpce-s3')(world);
      },
      'reachable',
    ],
    [
      'meet no route inside one subnet',
      (world) => {
        vpcConfig(world).SubnetIds = ['subnet-db'];
        addRoutes(world, 'rtb-db', [route('10.0.20.0/24', 'nat-1', DEAD)]);
        putAcl(world, 'acl-closed', ['subnet-db'], [], []);
      },
      'reachable',
    ],
    [
      'are refused on the way out',
      (world) => putAcl(world, 'acl-db', ['subnet-db'], ALLOW_ALL, []),
      'blocked SUBNET_ACL_RESTRICTION',
    ],
    [
      'are refused on the way in',
      (world) => putAcl(world, 'acl-l1', ['subnet-l1'], [], ALLOW_ALL),
      'blocked SUBNET_ACL_RESTRICTION',
    ],
    [
      'pass for all client ports',
      (world) => putAcl(world, 'acl-l1', ['subnet-l1'], [entry(1, 'allow', '6', '10.0.20.0/24', EPHEMERAL)], ALLOW_ALL),
      'reachable',
    ],
    [
      'pass for some client ports',
      (world) => putAcl(world, 'acl-l1', ['subnet-l1'], [entry(1, 'allow', '6', ALL, [32768, 60999])], ALLOW_ALL),
      'blocked at times SUBNET_ACL_RESTRICTION',
    ],
    [
      'need no rule of a security group',
      (world) => {
        item(world, 'SecurityGroups', 'sg-lambda').IpPermissions = [];
        item(world, 'SecurityGroups', 'sg-db').IpPermissionsEgress = [];
      },
      'reachable',
    ],
  ])('from a database %s', (_, change, expected) => {
    expect(answered(change)).toBe(expected);
  });

  test.each<[string, (world: World) => void, string[]]>([
    ['is right', () => undefined, ['accept']],
    ['is dead', back('10.0.1.0/24', 'nat-1', DEAD), ['deny']],
    ['is dead for some', back('10.0.1.128/25', 'nat-1', DEAD), ['part', 'accept']],
    ['leads into a network out of sight', back('10.0.1.0/24', 'tgw-1'), ['unknown']],
    ['leads there for some', back('10.0.1.128/25', 'tgw-1'), ['unknown', 'accept']],
  ])('are told of with their route, which %s', (_, change, expected) => {
    const steps = traced(change).traces.flatMap((t) => (t.return?.hops ?? []).flatMap((hop) => hop.steps));
    expect(steps.filter((step) => step.kind === 'route').map((step) => step.outcome)).toEqual(expected);
  });

  const natRoutes =
    (destination: string, target: string, more = {}) =>
    (world: World) =>
      addRoutes(world, 'rtb-public', [route(destination, target, more)]);
  const natAcl = (inbound: string, outbound: string) => (world: World) =>
    putAcl(
      world,
      'acl-public',
      ['subnet-public'],
      [entry(1, 'allow', '6', '10.0.1.0/24', [443, 443]), entry(2, 'allow', '6', inbound, EPHEMERAL)],
      [entry(1, 'allow', '6', ALL, [443, 443]), entry(2, 'allow', '6', outbound, EPHEMERAL)],
    );
  test.each<[string, (world: World) => void, string]>([
    ['come back', () => undefined, 'reachable'],
    ['end in a dead route of its subnet', natRoutes('10.0.1.0/24', 'eni-gone', DEAD), 'blocked BAD_STATE_ROUTE'],
    ['never return to the internet', natRoutes('10.0.1.0/24', 'nat-1'), 'blocked X_ROUTE_NEVER_RETURNS'],
    ['pass its ACL', natAcl(ALL, '10.0.1.0/24'), 'reachable'],
    ['are refused from the internet', natAcl('10.0.0.0/8', '10.0.1.0/24'), 'blocked SUBNET_ACL_RESTRICTION'],
    ['are refused towards the function', natAcl(ALL, '10.0.2.0/24'), 'blocked SUBNET_ACL_RESTRICTION'],
    [
      "are refused by the function's ACL, which sees the public address and not the gateway's",
      (world) => putAcl(world, 'acl-l1', ['subnet-l1'], [entry(1, 'allow', '6', '10.0.0.0/16')], ALLOW_ALL),
      'blocked SUBNET_ACL_RESTRICTION',
    ],
  ])('through a NAT gateway %s', (_, change, expected) => {
    expect(answered(change, INTERNET, 443)).toBe(expected);
  });

  test.each<[string, (world: World) => void, string]>([
    ['come back by it', () => undefined, 'reachable'],
    ['have no route', (world) => setRoutes(world, 'rtb-peer', []), 'blocked NO_ROUTE_TO_DESTINATION'],
    [
      'have a route for half of the subnet',
      (world) => setRoutes(world, 'rtb-peer', [route('10.0.1.0/25', 'pcx-1')]),
      'blocked at times NO_ROUTE_TO_DESTINATION',
    ],
    [
      'take another connection',
      (world) => setRoutes(world, 'rtb-peer', [route('10.0.0.0/16', 'pcx-2')]),
      'blocked X_ROUTE_NEVER_RETURNS',
    ],
    [
      'may come back by a VPN',
      (world) => setRoutes(world, 'rtb-peer', [route(ALL, 'vgw-2')]),
      'unknown X_NOT_MODELLED',
    ],
    [
      'come back to a group the other VPC names',
      (world) => {
        const [rule] = [permit('tcp', ['sg-lambda'], 5432)];
        const pair = { GroupId: 'sg-lambda', VpcPeeringConnectionId: 'pcx-1', PeeringStatus: 'active' };
        item(world, 'SecurityGroups', 'sg-peer-db').IpPermissions = [{ ...rule, UserIdGroupPairs: [pair] }];
      },
      'reachable',
    ],
  ])('across a peering connection %s', (_, change, expected) => {
    const peered = (world: World) => {
      addPeerVpc(world);
      change(world);
    };
    expect(answered(peered, '10.1.0.10')).toBe(expected);
  });
});
