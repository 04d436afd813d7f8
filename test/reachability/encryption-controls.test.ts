import { describe, expect, test } from 'vitest';
import { answerTrace, type FunctionTraces } from '../../src/reachability/answer-trace.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import {
  ALLOW_ALL,
  addSubnet,
  entry,
  FUNCTION_ARN,
  item,
  networkInterface,
  OPEN,
  permit,
  putAcl,
  refuse,
  remove,
  rotationFunction,
  securityGroup,
  setRoutes,
  subnet,
  type World,
} from '../support/world.ts';
import { addPeerVpc } from '../support/world-parts.ts';
import { addFirewall, addWeb } from './gateways/middleboxes.ts';

type Change = (world: World) => void;
const NET = { to: '198.51.100.7', port: 443 };
const PUBLIC = { to: '203.0.113.77', port: 443 };
const PEER = { to: '10.1.0.10', port: 5432 };

const enforced =
  (exclusions: Readonly<Record<string, string>> = {}, vpc = 'vpc-1'): Change =>
  (w) => {
    item(w, 'Vpcs', vpc).EncryptionControl = {
      Mode: 'enforce',
      State: 'available',
      ResourceExclusions: Object.fromEntries(Object.entries(exclusions).map(([name, State]) => [name, { State }])),
    };
  };

/** The first trace from the function. */
function traced(question: { to: string; port: number }, ...changes: readonly Change[]) {
  const world = healthyWorld();
  for (const change of changes) change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const { traces } = answerTrace(snapshot, { from: FUNCTION_ARN, ...question, protocol: 'tcp' }) as FunctionTraces;
  const [trace] = traces;
  if (trace === undefined) throw new Error('The function has no subnet');
  return trace;
}

const against = (trace: ReturnType<typeof traced>) =>
  trace.blockers.map((b) => `${b.behind ? 'behind ' : ''}${b.code} ${b.resources.join()}`);

function noHttpsLeaves(w: World): void {
  item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
}

/** Answers to a few client ports are dropped. */
function atTimes(w: World): void {
  const few = entry(90, 'deny', '6', '0.0.0.0/0', [1024, 2000]);
  putAcl(w, 'acl-own', ['subnet-l1'], [few, ...ALLOW_ALL], ALLOW_ALL);
}

/** A database in the function's VPC, open to everybody. */
function publicDatabase(w: World): void {
  const Association = { PublicIp: PUBLIC.to };
  addSubnet(w, subnet('subnet-open', '10.0.50.0/24', 'a'), 'rtb-public');
  w.SecurityGroups.push(securityGroup('sg-open', [OPEN]));
  w.NetworkInterfaces.push(networkInterface('eni-open', 'subnet-open', '10.0.50.10', ['sg-open'], { Association }));
}

/** An interface endpoint of somebody's service, open to everybody. */
function addEndpointOfSomebody(w: World): void {
  w.SecurityGroups.push(securityGroup('sg-link', [OPEN]));
  item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [OPEN];
  addSubnet(w, subnet('subnet-link', '10.0.40.0/24', 'a'), 'rtb-db');
  const InterfaceType = 'vpc_endpoint';
  w.NetworkInterfaces.push(networkInterface('eni-link', 'subnet-link', '10.0.40.10', ['sg-link'], { InterfaceType }));
  w.VpcEndpoints.push({
    VpcEndpointId: 'vpce-link',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-1',
    ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
    State: 'available',
    SubnetIds: ['subnet-link'],
    NetworkInterfaceIds: ['eni-link'],
  });
}

const CHANGING = enforced({ NatGateway: 'enabled', InternetGateway: 'enabling' });

describe('encryption controls on the way', () => {
  test.each<[string, Change[], string, string[]]>([
    [
      'one gateway refused and one that may be',
      [enforced({ NatGateway: 'disabled', InternetGateway: 'enabling' })],
      'blocked',
      ['X_ENCRYPTION_ENFORCED nat-1', 'behind UNKNOWN_RESOURCE igw-1'],
    ],
    [
      'one gateway that may be refused behind a group that refuses',
      [CHANGING, noHttpsLeaves],
      'blocked',
      ['ENI_SG_RULES_MISMATCH sg-lambda', 'behind UNKNOWN_RESOURCE igw-1'],
    ],
    [
      'one gateway that may be refused where some answers are dropped',
      [CHANGING, atTimes],
      'blocked',
      ['SUBNET_ACL_RESTRICTION acl-own', 'behind UNKNOWN_RESOURCE igw-1'],
    ],
    ['one gateway that may be refused', [CHANGING], 'unknown', ['UNKNOWN_RESOURCE igw-1']],
    [
      'the gateways of a VPC nobody could read',
      [(w) => refuse(w, 'Vpcs')],
      'unknown',
      ['UNKNOWN_RESOURCE nat-1', 'behind UNKNOWN_RESOURCE igw-1'],
    ],
  ])('leave nothing that is known to pass: %s', (_, changes, disposition, blockers) => {
    const trace = traced(NET, ...changes);
    expect([trace.disposition, against(trace)]).toEqual([disposition, blockers]);
    expect(trace).toMatchObject({ intermittent: false, clientPorts: [], natPorts: [] });
  });

  test.each<[string, Change[]]>([
    ['of the function', [enforced({}, 'vpc-2'), (w) => remove(w, 'Vpcs', 'vpc-1')]],
    ['of the peer', [enforced(), (w) => remove(w, 'Vpcs', 'vpc-2')]],
    ['on either side', [(w) => refuse(w, 'Vpcs')]],
  ])('are open on a peering connection where the VPC %s was not read', (_, changes) => {
    const { blockers, forward, disposition } = traced(PEER, addPeerVpc, ...changes);
    expect(disposition).toBe('unknown');
    const connection = forward.hops.find(({ kind }) => kind === 'peering-connection');
    expect({ blockers, connection }).toMatchSnapshot();
  });

  test.each<[string, Change[], number, string[]]>([
    ['is off', [], 5432, []],
    ['is on', [enforced()], 5432, ['UNKNOWN_RESOURCE eni-link']],
    ['is on, for a port where TLS is spoken', [enforced()], 443, []],
    ['nobody could read', [(w) => refuse(w, 'Vpcs')], 5432, ['UNKNOWN_RESOURCE eni-link']],
    ['nobody could read, for a port where TLS is spoken', [(w) => refuse(w, 'Vpcs')], 443, []],
  ])('that %s, at an interface endpoint', (_, changes, port, blockers) => {
    const trace = traced({ to: '10.0.40.10', port }, addEndpointOfSomebody, ...changes);
    expect(against(trace)).toEqual(blockers);
    expect(trace.disposition).toBe(blockers.length === 0 ? 'reachable' : 'unknown');
  });

  test('hold at the internet gateway through which a function outside any VPC comes in', () => {
    const outside: Change = (w) => {
      delete rotationFunction(w).VpcConfig;
    };
    expect(against(traced(PUBLIC, publicDatabase, outside, enforced()))).toEqual(['X_ENCRYPTION_ENFORCED igw-1']);
    expect(against(traced(PUBLIC, publicDatabase, outside, enforced({ InternetGateway: 'enabled' })))).toEqual([]);
  });

  test('hold there, too, where a firewall stands between it and the subnet', () => {
    const outside: Change = (w) => {
      delete rotationFunction(w).VpcConfig;
    };
    const web = { to: '203.0.113.80', port: 443 };
    expect(against(traced(web, addWeb, addFirewall, outside, enforced()))).toContain(
      'behind X_ENCRYPTION_ENFORCED igw-1',
    );
    const excluded = traced(web, addWeb, addFirewall, outside, enforced({ InternetGateway: 'enabled' }));
    expect(against(excluded).join()).not.toContain('X_ENCRYPTION_ENFORCED');
  });

  test('say nothing of a way in that no internet gateway opens', () => {
    const closed: Change = (w) => {
      delete rotationFunction(w).VpcConfig;
      setRoutes(w, 'rtb-public', []);
    };
    expect(against(traced(PUBLIC, publicDatabase, closed, enforced()))).toEqual(['NO_ROUTE_TO_DESTINATION rtb-public']);
  });

  test('hold once at an internet gateway through which packets leave and come in again', () => {
    expect(against(traced(PUBLIC, publicDatabase, enforced({ NatGateway: 'enabled' })))).toEqual([
      'X_ENCRYPTION_ENFORCED igw-1',
    ]);
  });
});
