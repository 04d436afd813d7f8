import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/net/address.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { buildTopology, type TopologySeeds } from '../../src/topology/build-topology.ts';
import { ask } from '../scenarios/ask.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { withUnrelatedVpc } from '../support/perturb.ts';
import { addRoutes, FUNCTION_ARN, item, permit, refuse, route, SECRET_ARN, type World } from '../support/world.ts';
import { addPeerVpc } from '../support/world-parts.ts';

function graphOf(world: World, seeds: Partial<TopologySeeds> = {}, destinations: readonly string[] = ['10.0.20.10']) {
  const snapshot = openSnapshot(parseSnapshot(withUnrelatedVpc(world), 'snapshot.json'), 'snapshot.json');
  const functions = [{ id: FUNCTION_ARN, vpc: 'vpc-1', subnets: ['subnet-l1'], groups: ['sg-lambda'] }];
  const graph = buildTopology(snapshot, {
    functions,
    subnets: [],
    groups: [],
    interfaces: [],
    endpoints: [],
    destinations: destinations.map((text) => parseAddress(text)).filter((a) => a !== null),
    ...seeds,
  }).document();
  return {
    ...graph,
    ids: graph.nodes.map((n) => n.id),
    because: (from: string, to: string) => because(graph, from, to),
  };
}

function because(
  graph: { readonly edges: readonly { from: string; to: string; because: string }[] },
  from: string,
  to: string,
) {
  return graph.edges.filter((e) => e.from === from && e.to === to).map((e) => e.because);
}

describe('the graph of a question', () => {
  test('holds what its flows can touch, and nothing else', () => {
    expect(graphOf(healthyWorld()).ids).toEqual(
      [
        '10.0.20.10 in vpc-1',
        'acl-default',
        FUNCTION_ARN,
        'eni-db',
        'i-db',
        'igw-1',
        'internet',
        'nat-1',
        'rtb-db',
        'rtb-private',
        'rtb-public',
        'sg-db',
        'sg-lambda',
        'subnet-db',
        'subnet-l1',
        'subnet-public',
        'vpc-1',
      ].sort(),
    );
  });

  test('says of each edge which fact it rests on', () => {
    const { because: why, edges } = graphOf(healthyWorld());
    expect(why(FUNCTION_ARN, 'subnet-l1')).toEqual(["subnet-l1 is in the function's VpcConfig"]);
    expect(why('subnet-l1', 'rtb-private')).toEqual(['rtb-private is explicitly associated with subnet-l1']);
    expect(why('subnet-l1', 'acl-default')).toEqual(['acl-default is associated with subnet-l1']);
    expect(why('rtb-private', 'nat-1')).toEqual(['0.0.0.0/0 goes to nat-1']);
    expect(why('rtb-private', 'vpc-1')).toEqual(['10.0.0.0/16 is local']);
    expect(why('nat-1', 'subnet-public')).toEqual(['nat-1 was created in subnet-public']);
    expect(why('igw-1', 'vpc-1')).toEqual(['the attachment to vpc-1 is available']);
    expect(why('10.0.20.10 in vpc-1', 'eni-db')).toEqual(['its address is 10.0.20.10']);
    expect(edges.filter((e) => e.because === '')).toEqual([]);
  });

  test.each<[string, (world: World) => void, string, string]>([
    [
      'the main table where the subnet has none',
      (world) => {
        item(world, 'RouteTables', 'rtb-private').Associations = [];
      },
      'rtb-main',
      'subnet-l1 has no association of its own, so the main route table of vpc-1 serves it',
    ],
    [
      'the main table where an association failed',
      (world) => {
        item(world, 'RouteTables', 'rtb-private').Associations = [
          { Main: false, SubnetId: 'subnet-l1', AssociationState: { State: 'failed' } },
        ];
      },
      'rtb-main',
      'subnet-l1 has no association of its own, so the main route table of vpc-1 serves it',
    ],
    [
      'no table for certain while an association is being made',
      (world) => {
        item(world, 'RouteTables', 'rtb-private').Associations = [
          { Main: false, SubnetId: 'subnet-l1', AssociationState: { State: 'associating' } },
        ];
      },
      'route table of subnet-l1',
      'the association of rtb-private with subnet-l1 is being changed',
    ],
    [
      'the default ACL where the subnet has none',
      (world) => {
        item(world, 'NetworkAcls', 'acl-default').Associations = [];
      },
      'acl-default',
      'the default network ACL of vpc-1 serves subnet-l1',
    ],
  ])('takes %s', (_, change, id, reason) => {
    const world = healthyWorld();
    change(world);
    expect(graphOf(world).because('subnet-l1', id)).toEqual([reason]);
  });

  test('follows a peering connection to the other VPC and its address there', () => {
    const world = healthyWorld();
    addPeerVpc(world);
    const graph = graphOf(world, {}, ['10.1.0.10']);
    expect(graph.because('pcx-1', 'vpc-2')).toEqual(['vpc-2 is one side of pcx-1']);
    expect(graph.because('10.1.0.10 in vpc-2', 'eni-peer-db')).toEqual(['its address is 10.1.0.10']);
    expect(graph.ids).not.toContain('eni-db');
  });

  test('names the prefix lists of routes and rules', () => {
    const world = healthyWorld();
    world.ManagedPrefixLists.push({ PrefixListId: 'pl-1', State: 'create-complete', Entries: [] });
    item(world, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['pl-1'], 443)];
    addRoutes(world, 'rtb-private', [route('pl-1', 'nat-1')]);
    const graph = graphOf(world);
    expect(graph.because('sg-lambda', 'pl-1')).toEqual(['a rule of sg-lambda goes by pl-1']);
    expect(graph.because('rtb-private', 'pl-1')).toEqual(['a route of rtb-private goes by pl-1']);
  });

  test('keeps what could not be read as a node that is not known', () => {
    const world = healthyWorld();
    refuse(world, 'NatGateways');
    expect(graphOf(world).nodes.find((n) => n.id === 'nat-1')?.known).toBe(false);
    expect(graphOf(healthyWorld()).nodes.filter((n) => !n.known)).toEqual([]);
  });

  test('is the same whatever order the lists are in', () => {
    const world = healthyWorld();
    const reversed = Object.fromEntries(
      Object.entries(world).map(([k, v]) => [k, Array.isArray(v) ? [...v].reverse() : v]),
    ) as World;
    expect(graphOf(reversed).edges).toEqual(graphOf(world).edges);
    expect(graphOf(reversed).nodes).toEqual(graphOf(world).nodes);
  });
});

describe('hostile ids', () => {
  const renamed = (from: string, to: string): unknown =>
    JSON.parse(JSON.stringify(healthyWorld()).replaceAll(`"${from}"`, JSON.stringify(to)));
  const question = { secret: SECRET_ARN, targets: ['10.0.20.10:5432'] };

  test.each(
    ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '0', 'id internet', ' '].flatMap((to) =>
      ['subnet-l1', 'rtb-private', 'sg-db', 'nat-1', 'vpc-1', 'eni-db'].map((from) => [to, from]),
    ),
  )('%j for %s is only a name', (to, from) => {
    const { status, prerequisites } = ask(renamed(from, to), question);
    expect(status).toBe('pass');
    expect(prerequisites.service.traces).toHaveLength(1);
  });

  test.each([
    ['subnet-l1', 'nat-1'],
    ['subnet-l1', 'sg-lambda'],
    ['nat-1', 'vpc-1'],
    ['nat-1', 'rtb-private'],
    ['subnet-l1', 'igw-1'],
    ['subnet-public', 'rtb-public'],
    ['sg-db', 'acl-default'],
    ['eni-db', 'subnet-db'],
    ['rtb-private', 'internet'],
    ['subnet-db', 'rtb-private'],
  ])('%s under the id of %s is told, never guessed', (from, to) => {
    expect(() => ask(renamed(from, to), question)).toThrow(expect.objectContaining({ code: 'INVALID_SNAPSHOT' }));
  });
});
