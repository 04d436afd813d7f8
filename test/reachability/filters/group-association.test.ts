import { describe, expect, test } from 'vitest';
import { associationDoubt } from '../../../src/reachability/filters/group-association.ts';
import { CLIENT_PORTS, type FlowSource } from '../../../src/reachability/flow.ts';
import { type Known, known, unknown } from '../../../src/snapshot/known.ts';
import type { SecurityGroup } from '../../../src/snapshot/network-facts.ts';
import { draftTopology } from '../../../src/topology/topology.ts';
import { ACCOUNT, networkInterface, securityGroup, subnet, vpc } from '../../support/world.ts';

const UNREAD = { list: 'SecurityGroups', action: 'ec2:DescribeSecurityGroups', reason: 'refused' };
const SOURCE: FlowSource = {
  id: 'eni-client',
  kind: 'interface',
  subnet: 'subnet-client',
  addresses: { family: 4, set: [] },
  unread: null,
  groups: known([]),
  publicAddresses: [],
  mayBePublic: false,
  clientPorts: CLIENT_PORTS,
};

/** A database and a client in vpc-1, and a subnet of which nobody knows the VPC. */
function topology(group: Known<SecurityGroup | null>) {
  const draft = draftTopology(ACCOUNT);
  draft.addNode('security-group', 'sg-1', group);
  draft.addNode('vpc', 'vpc-1', known(vpc('vpc-1', '10.0.0.0/16')));
  draft.addNode('subnet', 'subnet-client', known(subnet('subnet-client', '10.0.1.0/24', 'a')));
  draft.addNode('subnet', 'subnet-db', known(subnet('subnet-db', '10.0.20.0/24', 'a')));
  draft.addNode('subnet', 'subnet-unread', unknown(UNREAD));
  const database = networkInterface('eni-db', 'subnet-db', '10.0.20.10', ['sg-1']);
  draft.addNode('network-interface', 'eni-db', known(database));
  for (const id of ['subnet-client', 'subnet-db']) draft.addEdge(id, 'vpc-1', 'in-vpc', '');
  draft.addEdge('eni-db', 'subnet-db', 'in-subnet', '');
  return draft;
}

function doubt(group: Known<SecurityGroup | null>, at = 'eni-db', source: Partial<FlowSource> = {}) {
  const graph = topology(group);
  return associationDoubt(graph, graph.node('security-group', 'sg-1'), at, { ...SOURCE, ...source })?.reason ?? null;
}

const of = (VpcId: string, associations: Readonly<Record<string, string>> = {}): Known<SecurityGroup> =>
  known({
    ...securityGroup('sg-1', [], [], VpcId),
    VpcAssociations: Object.entries(associations).map(([id, State]) => ({ GroupId: 'sg-1', VpcId: id, State })),
  });
const { VpcId: _, ...ofNoStatedVpc } = securityGroup('sg-1', []);
const aFunction = { kind: 'function', id: 'rotate-db' } as const;
const UNDOCUMENTED =
  "sg-1 belongs to vpc-2, and whether a function's interfaces in vpc-1 may carry it is not documented";

describe('whether the rules hold of', () => {
  test.each<[string, string | null, Known<SecurityGroup | null>, string?, Partial<FlowSource>?]>([
    ['a group of this VPC', null, of('vpc-1')],
    ['a group nobody read, which is doubted elsewhere', null, unknown(UNREAD)],
    ['a group that is not there', null, known(null)],
    ['a group whose VPC is not stated', null, known(ofNoStatedVpc)],
    ["another VPC's group in a subnet whose VPC nobody read", null, of('vpc-2'), 'subnet-unread'],
    [
      "another VPC's group of a function in a subnet whose VPC nobody read",
      null,
      of('vpc-2'),
      'subnet-unread',
      { ...aFunction, subnet: 'subnet-unread' },
    ],
    ["another VPC's group that an interface carries", null, known(securityGroup('sg-1', [], [], 'vpc-2'))],
    ["another VPC's group, associated", null, of('vpc-2', { 'vpc-1': 'associated' })],
    [
      "another VPC's group, being associated",
      'the association of sg-1 with vpc-1 is associating',
      of('vpc-2', { 'vpc-1': 'associating' }),
    ],
    [
      "another VPC's group, no longer associated",
      'the association of sg-1 with vpc-1 is disassociated',
      of('vpc-2', { 'vpc-1': 'disassociated' }),
    ],
    [
      "another VPC's group, on its way out of a third",
      null,
      of('vpc-2', { 'vpc-3': 'disassociating', 'vpc-1': 'associated' }),
    ],
    ["another VPC's group of an interface that asks", null, of('vpc-2', { 'vpc-1': 'associated' }), 'subnet-client'],
    [
      "another VPC's group of a function",
      UNDOCUMENTED,
      of('vpc-2', { 'vpc-1': 'associated' }),
      'subnet-client',
      aFunction,
    ],
    [
      "another VPC's group of a function on managed instances",
      null,
      of('vpc-2', { 'vpc-1': 'associated' }),
      'subnet-client',
      { ...aFunction, mayBePublic: true },
    ],
    ["another VPC's group of what a function asks", null, of('vpc-2', { 'vpc-1': 'associated' }), 'eni-db', aFunction],
  ])('%s', (_name, expected, group, at, source) => {
    expect(doubt(group, at, source)).toBe(expected);
  });
});
