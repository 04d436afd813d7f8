import { describe, expect, test } from 'vitest';
import { crossingSeenBy, unlessExcluded } from '../../src/reachability/endpoint-references.ts';
import type { Crossing } from '../../src/reachability/position.ts';
import { type Known, known, type MissingFact, unknown } from '../../src/snapshot/known.ts';
import type { NetworkInterface, Subnet } from '../../src/snapshot/network-facts.ts';
import { draftTopology } from '../../src/topology/topology.ts';
import { ACCOUNT, networkInterface, subnet } from '../support/world.ts';

const UNSTATED: MissingFact = {
  list: 'TransitGateways',
  action: 'ec2:DescribeTransitGateways',
  reason: 'whether tgw-1 supports security group referencing is not stated',
};

function inZone(id: string, AvailabilityZone?: string, AvailabilityZoneId?: string): Known<Subnet> {
  const { AvailabilityZone: _, AvailabilityZoneId: __, ...plain } = subnet(id, '10.0.1.0/24', 'a');
  return known({
    ...plain,
    ...(AvailabilityZone === undefined ? {} : { AvailabilityZone }),
    ...(AvailabilityZoneId === undefined ? {} : { AvailabilityZoneId }),
  });
}

/** An interface in a subnet of each kind of zone. */
function topology(eni: Known<NetworkInterface | null> = known(null), standing: string | null = null) {
  const draft = draftTopology(ACCOUNT);
  const subnets: Readonly<Record<string, Known<Subnet | null>>> = {
    'subnet-with': inZone('subnet-with', 'us-east-1a', 'use1-az1'),
    'subnet-without': inZone('subnet-without', 'us-east-1e', 'use1-az3'),
    'subnet-elsewhere': inZone('subnet-elsewhere', 'eu-west-1a'),
    'subnet-by-name': inZone('subnet-by-name', 'us-east-1e'),
    'subnet-of-no-zone': inZone('subnet-of-no-zone'),
    'subnet-absent': known(null),
    'subnet-unread': unknown(UNSTATED),
  };
  for (const [id, fact] of Object.entries(subnets)) draft.addNode('subnet', id, fact);
  draft.addNode('network-interface', 'eni-1', eni);
  if (standing !== null) draft.addEdge('eni-1', standing, 'in-subnet', '');
  return draft;
}

const open = (id: string) =>
  unknown({
    list: 'Subnets',
    action: 'ec2:DescribeSubnets',
    reason: `whether ${id} is in the zone use1-az3 is not stated`,
  });

describe('references between subnets', () => {
  test.each<[string, string[], Known<boolean>, Known<boolean>]>([
    ['hold where they are supported', ['subnet-with', 'subnet-elsewhere'], known(true), known(true)],
    ['fail where they are not', ['subnet-with'], known(false), known(false)],
    ['fail in the zone without', ['subnet-with', 'subnet-without'], known(true), known(false)],
    ['fail in the zone without, supported or not', ['subnet-without'], unknown(UNSTATED), known(false)],
    [
      'fail in the zone without, whatever is open beside',
      ['subnet-by-name', 'subnet-without'],
      known(true),
      known(false),
    ],
    ['are open where the zone has only a name', ['subnet-with', 'subnet-by-name'], known(true), open('subnet-by-name')],
    ['are open where no zone is stated', ['subnet-of-no-zone'], known(true), open('subnet-of-no-zone')],
    ['fail where they are not supported, in whatever zone', ['subnet-by-name'], known(false), known(false)],
    ['are open where nobody read it', ['subnet-with'], unknown(UNSTATED), unknown(UNSTATED)],
    ['hold as far as a subnet that is not there can say', ['subnet-absent'], known(true), known(true)],
    ['hold as far as a subnet nobody read can say', ['subnet-unread'], known(true), known(true)],
  ])('%s', (_, subnets, references, expected) => {
    expect(unlessExcluded(topology(), subnets, references)).toEqual(expected);
  });
});

describe('what was crossed, as an interface sees it', () => {
  const over = (kind: Crossing['kind']): Crossing => ({ kind, id: 'x-1', references: known(true) });
  const eni = (InterfaceType: string) =>
    known(networkInterface('eni-1', 'subnet-with', '10.0.1.4', [], { InterfaceType }));
  test.each<[string, Crossing | null, Known<NetworkInterface | null>, string, Known<boolean> | null]>([
    ['nothing', null, eni('interface'), 'subnet-without', null],
    [
      'a peering connection, in whatever zone',
      over('peering-connection'),
      eni('interface'),
      'subnet-without',
      known(true),
    ],
    ['a transit gateway', over('transit-gateway'), eni('interface'), 'subnet-with', known(true)],
    [
      'a transit gateway, in the zone without',
      over('transit-gateway'),
      eni('interface'),
      'subnet-without',
      known(false),
    ],
    ['a transit gateway, by an endpoint', over('transit-gateway'), eni('vpc_endpoint'), 'subnet-with', known(false)],
    ['a transit gateway, by what is not there', over('transit-gateway'), known(null), 'subnet-with', known(true)],
    [
      'a transit gateway, by what nobody read',
      over('transit-gateway'),
      unknown(UNSTATED),
      'subnet-without',
      known(false),
    ],
  ])('%s', (_, crossing, fact, standing, expected) => {
    const graph = topology(fact, standing);
    const seen = crossingSeenBy(graph, graph.node('network-interface', 'eni-1'), crossing);
    expect(seen?.references ?? null).toEqual(expected);
  });
});
