import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/net/address.ts';
import { publicAddresses } from '../../src/net/address-space.ts';
import { cidrContains, parseCidr } from '../../src/net/cidr.ts';
import { contains, type IntervalSet } from '../../src/net/interval-set.ts';
import { type RouteChoice, selectRoutes, targetId } from '../../src/reachability/select-route.ts';
import { known, unknown } from '../../src/snapshot/known.ts';
import type { Route, Vpc } from '../../src/snapshot/network-facts.ts';
import { draftTopology } from '../../src/topology/topology.ts';
import { ACCOUNT, route, routeTable, vpc } from '../support/world.ts';

const PROPAGATED = { Origin: 'EnableVgwRoutePropagation' };
const DEAD = { State: 'blackhole' };
const LISTS: Readonly<Record<string, readonly string[]>> = {
  'pl-db': ['10.1.0.0/24'],
  'pl-wide': ['10.1.0.0/16'],
  'pl-s3': ['198.51.100.0/24'],
  'pl-home': ['10.0.0.0/16'],
};

interface Situation {
  /** Null: not read. */
  readonly vpc?: Vpc | null;
  readonly skipGatewayEndpoints?: boolean;
}

function parts(routes: readonly Route[], asked: IntervalSet<bigint>, situation: Situation = {}) {
  const { vpc: home = vpc('vpc-1', '10.0.0.0/16'), skipGatewayEndpoints = true } = situation;
  const draft = draftTopology(ACCOUNT);
  for (const [id, cidrs] of Object.entries(LISTS)) {
    const Entries = cidrs.map((Cidr) => ({ Cidr }));
    draft.addNode('prefix-list', id, known({ PrefixListId: id, State: 'create-complete', Entries }));
  }
  const missing = { list: 'ManagedPrefixLists', action: 'ec2:GetManagedPrefixListEntries', reason: 'refused' };
  draft.addNode('prefix-list', 'pl-unread', unknown(missing));
  const endpoint = (id: string, VpcEndpointType: string) =>
    draft.addNode('vpc-endpoint', id, known({ VpcEndpointId: id, VpcEndpointType }));
  endpoint('vpce-s3', 'Gateway');
  endpoint('vpce-firewall', 'GatewayLoadBalancer');
  draft.addNode('vpc-endpoint', 'vpce-gone', known(null));
  draft.addNode('vpc-endpoint', 'vpce-unread', unknown({ ...missing, list: 'VpcEndpoints' }));
  draft.addNode('route-table', 'rtb-1', known({ ...routeTable('rtb-1', [], []), Routes: [...routes] }));
  const table = draft.node('route-table', 'rtb-1');
  const place = home === null ? unknown({ ...missing, list: 'Vpcs' }) : known(home);
  return selectRoutes(draft, table, place, { family: 4, set: asked }, skipGatewayEndpoints);
}

function told(choice: RouteChoice): string {
  if (choice.kind !== 'route') return choice.kind;
  return `${choice.blackhole ? 'dead ' : ''}${targetId(choice.target)}`;
}

function choicesFor(routes: readonly Route[], to: string, situation: Situation = {}): readonly RouteChoice[] {
  const value = parseAddress(to)?.value ?? 0n;
  return parts(routes, [[value, value]], situation).map(({ choice }) => choice);
}

/** Where one address goes. */
function way(routes: readonly Route[], to: string, situation: Situation = {}): string {
  return choicesFor(routes, to, situation).map(told).join(', ');
}

/** Why nobody knows where one address goes. */
function doubted(routes: readonly Route[], to: string, situation: Situation = {}): string {
  return choicesFor(routes, to, situation)
    .map((choice) => (choice.kind === 'unknown' ? `${choice.missing.list}: ${choice.missing.reason}` : told(choice)))
    .join(', ');
}

const LOCAL = route('10.0.0.0/16', 'local', { Origin: 'CreateRouteTable' });
const OUT = route('0.0.0.0/0', 'nat-1');

function stateless(destination: string, target: string): Route {
  const { State: _, ...rest } = route(destination, target);
  return rest;
}

describe('a route table', () => {
  test.each<[string, Route[], string, string]>([
    ['the longest prefix', [OUT, route('10.1.0.0/16', 'pcx-1'), route('10.1.2.0/24', 'tgw-1')], '10.1.2.3', 'tgw-1'],
    [
      'the shorter prefix outside the longer',
      [OUT, route('10.1.0.0/16', 'pcx-1'), route('10.1.2.0/24', 'tgw-1')],
      '10.1.3.3',
      'pcx-1',
    ],
    ['the default route', [LOCAL, OUT], '198.51.100.7', 'nat-1'],
    ['no route', [LOCAL], '198.51.100.7', 'none'],
    ['no IPv6 default route', [LOCAL, route('::/0', 'eigw-1')], '198.51.100.7', 'none'],
    ['local inside the VPC', [LOCAL, OUT], '10.0.20.10', 'local'],
    ['local, even where it is not listed', [OUT], '10.0.20.10', 'local'],
    ['a static route more specific than local', [LOCAL, route('10.0.20.0/24', 'eni-fw')], '10.0.20.10', 'eni-fw'],
    ['local beside it', [LOCAL, route('10.0.20.0/24', 'eni-fw')], '10.0.21.10', 'local'],
    [
      'a replaced local route',
      [route('10.0.0.0/16', 'eni-fw', { Origin: 'CreateRouteTable' })],
      '10.0.20.10',
      'eni-fw',
    ],
    [
      'local before a propagated route more specific',
      [LOCAL, route('10.0.20.0/24', 'vgw-1', PROPAGATED)],
      '10.0.20.10',
      'local',
    ],
    [
      'local before the same prefix propagated',
      [LOCAL, route('10.0.0.0/16', 'vgw-1', PROPAGATED)],
      '10.0.20.10',
      'local',
    ],
    [
      'a propagated route outside the VPC',
      [LOCAL, OUT, route('10.1.0.0/16', 'vgw-1', PROPAGATED)],
      '10.1.0.1',
      'vgw-1',
    ],
    [
      'a longer propagated route before a static one',
      [route('10.1.0.0/16', 'pcx-1'), route('10.1.0.0/24', 'vgw-1', PROPAGATED)],
      '10.1.0.1',
      'vgw-1',
    ],
    [
      'static before propagated',
      [route('10.1.0.0/24', 'vgw-1', PROPAGATED), route('10.1.0.0/24', 'vgw-2')],
      '10.1.0.1',
      'vgw-2',
    ],
    ['static before a prefix list', [route('pl-db', 'nat-1'), route('10.1.0.0/24', 'pcx-1')], '10.1.0.1', 'pcx-1'],
    [
      'a prefix list before propagated',
      [route('10.1.0.0/24', 'vgw-1', PROPAGATED), route('pl-db', 'vgw-2')],
      '10.1.0.1',
      'vgw-2',
    ],
    [
      'a longer prefix list before a static route',
      [route('10.1.0.0/16', 'pcx-1'), route('pl-db', 'tgw-1')],
      '10.1.0.1',
      'tgw-1',
    ],
    [
      'a longer static route before a prefix list',
      [route('pl-db', 'tgw-1'), route('10.1.0.0/25', 'pcx-1')],
      '10.1.0.1',
      'pcx-1',
    ],
    [
      'a static dead route before the same one propagated',
      [route('10.1.0.0/24', 'pcx-1', DEAD), route('10.1.0.0/24', 'vgw-1', PROPAGATED)],
      '10.1.0.1',
      'dead pcx-1',
    ],
    ['two prefix lists of one length', [route('pl-db', 'tgw-1'), route('pl-wide', 'tgw-2')], '10.1.0.1', 'unknown'],
    ['two prefix lists with one target', [route('pl-db', 'tgw-1'), route('pl-wide', 'tgw-1')], '10.1.0.1', 'tgw-1'],
    ['the only prefix list that has it', [route('pl-db', 'tgw-1'), route('pl-wide', 'tgw-2')], '10.1.9.1', 'tgw-2'],
    [
      'two prefix lists below a static route',
      [route('pl-db', 'tgw-1'), route('pl-wide', 'tgw-2'), route('10.1.0.1/32', 'pcx-1')],
      '10.1.0.1',
      'pcx-1',
    ],
    ['a list nobody read beside the default route', [OUT, route('pl-unread', 'tgw-1')], '198.51.100.7', 'unknown'],
    [
      'a dead route, never the shorter one',
      [OUT, route('198.51.100.0/24', 'nat-2', DEAD)],
      '198.51.100.7',
      'dead nat-2',
    ],
    [
      'a shorter dead route is not met',
      [OUT, route('198.51.0.0/16', 'nat-2', DEAD), route('198.51.100.0/24', 'nat-3')],
      '198.51.100.7',
      'nat-3',
    ],
    [
      'a route filtered by a route server',
      [OUT, route('198.51.100.0/24', 'nat-2', { State: 'filtered' })],
      '198.51.100.7',
      'unknown',
    ],
    ['a route whose state is not stated', [OUT, stateless('198.51.100.0/24', 'nat-2')], '198.51.100.7', 'nat-2'],
    ['local, not listed, before a prefix list with its block', [OUT, route('pl-home', 'nat-2')], '10.0.20.10', 'local'],
    ['a host route', [OUT, route('198.51.100.7/32', 'tgw-1')], '198.51.100.7', 'tgw-1'],
  ])('takes %s', (_, routes, to, expected) => {
    expect(way(routes, to)).toBe(expected);
    expect(way([...routes].reverse(), to)).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['associated', 'associated', 'local'],
    ['associating', 'associating', 'unknown'],
    ['disassociating', 'disassociating', 'unknown'],
    ['disassociated', 'disassociated', 'nat-1'],
    ['failed', 'failed', 'nat-1'],
  ])('has a local route for a further block of the VPC that is %s: %s', (_, State, expected) => {
    const home = vpc('vpc-1', '10.0.0.0/16');
    home.CidrBlockAssociationSet?.push({ CidrBlock: '10.7.0.0/16', CidrBlockState: { State } });
    expect(way([LOCAL, OUT], '10.7.0.1', { vpc: home })).toBe(expected);
  });

  test('has the first block of its VPC whatever is said of its state', () => {
    const home = vpc('vpc-1', '10.0.0.0/16');
    home.CidrBlockAssociationSet = [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associating' } }];
    expect(way([OUT], '10.0.20.10', { vpc: home })).toBe('local');
  });

  test('lets no propagated route into a further block of the VPC', () => {
    const home = vpc('vpc-1', '10.0.0.0/16');
    home.CidrBlockAssociationSet?.push({ CidrBlock: '10.7.0.0/16', CidrBlockState: { State: 'associated' } });
    const routes = [LOCAL, OUT, route('10.7.1.0/24', 'vgw-1', PROPAGATED)];
    expect(way(routes, '10.7.1.1', { vpc: home })).toBe('local');
  });

  test('of a VPC that was not read has its listed routes, local among them', () => {
    const routes = [LOCAL, route('10.0.20.0/24', 'vgw-1', PROPAGATED), route('10.1.0.0/16', 'pcx-1')];
    expect(way(routes, '10.0.20.10', { vpc: null })).toBe('local');
    expect(way(routes, '10.1.0.1', { vpc: null })).toBe('pcx-1');
    expect(way(routes, '10.7.0.1', { vpc: null })).toBe('none');
  });

  test.each<[string, Route[], string]>([
    [
      'two static routes for one block',
      [LOCAL, route('10.1.0.0/24', 'pcx-1'), route('10.1.0.0/24', 'tgw-1')],
      'RouteTables: two routes go to 10.1.0.0/24, the active one to pcx-1 and the active one to tgw-1',
    ],
    [
      'one route twice, once dead',
      [LOCAL, route('10.1.0.0/24', 'pcx-1'), route('10.1.0.0/24', 'pcx-1', DEAD)],
      'RouteTables: two routes go to 10.1.0.0/24, the active one to pcx-1 and the blackhole one to pcx-1',
    ],
    [
      'prefix lists with different targets',
      [route('pl-db', 'tgw-1'), route('pl-wide', 'tgw-2')],
      'RouteTables: prefix lists with different targets (pl-db and others) cover the destination, and AWS states no order between them',
    ],
    [
      'a route with two targets',
      [LOCAL, { ...route('10.1.0.0/24', 'pcx-1'), TransitGatewayId: 'tgw-1' }],
      'RouteTables: its route to 10.1.0.0/24 names several targets',
    ],
    [
      'a route without destination',
      [route('10.1.0.0/24', 'pcx-1'), { NatGatewayId: 'nat-1', State: 'active' }],
      'RouteTables: one of its routes states no destination',
    ],
    [
      'the first of several things that could not be read',
      [{ NatGatewayId: 'nat-1', State: 'active' }, route('pl-unread', 'tgw-1')],
      'RouteTables: one of its routes states no destination',
    ],
    ['a list that could not be read', [OUT, route('pl-unread', 'tgw-1')], 'ManagedPrefixLists: refused'],
    [
      'a route filtered by a route server',
      [route('10.1.0.0/24', 'eni-1', { State: 'filtered' })],
      'RouteTables: the route to 10.1.0.0/24 is in state filtered',
    ],
  ])('is in doubt for %s, and says so', (_, routes, reason) => {
    expect(doubted(routes, '10.1.0.1')).toBe(reason);
  });

  test('is as one where a list that nobody read may take any address elsewhere', () => {
    const asked = publicAddresses(4).set;
    const routes = [route('0.0.0.0/1', 'nat-1'), route('pl-unread', 'tgw-1')];
    expect(parts(routes, asked).map(({ addresses }) => addresses)).toEqual([asked]);
  });

  test('is in doubt about a block of the VPC that is being associated', () => {
    const home = vpc('vpc-1', '10.0.0.0/16');
    home.CidrBlockAssociationSet?.push({ CidrBlock: '10.7.0.0/16', CidrBlockState: { State: 'associating' } });
    expect(doubted([LOCAL], '10.7.0.1', { vpc: home })).toBe(
      'RouteTables: the block 10.7.0.0/16 of its VPC is being changed',
    );
    expect(way([LOCAL], '10.8.0.1', { vpc: home })).toBe('none');
    const listed = route('10.7.0.0/16', 'local', { Origin: 'CreateRouteTable' });
    expect(way([LOCAL, listed], '10.7.0.1', { vpc: home })).toBe('local');
    expect(way([LOCAL, route('10.7.0.0/24', 'tgw-1')], '10.7.0.1', { vpc: home })).toBe('tgw-1');
    expect(way([LOCAL, OUT], '198.51.100.7', { vpc: home })).toBe('nat-1');
    const value = 0x0a06ff00n;
    const split = parts([LOCAL], [[value, value + 0x1ffn]], { vpc: home });
    expect(split.map(({ addresses, choice }) => [addresses, told(choice)])).toEqual([
      [[[0x0a070000n, 0x0a0700ffn]], 'unknown'],
      [[[0x0a06ff00n, 0x0a06ffffn]], 'none'],
    ]);
  });

  test('says what it has instead of a route, the shortest prefixes last and at most three', () => {
    const nearest = (routes: readonly Route[], situation?: Situation) =>
      choicesFor(routes, '198.51.100.7', situation).map((choice) => choice.kind === 'none' && choice.nearest);
    expect(nearest([], { vpc: null })).toEqual(['it has no routes']);
    expect(nearest([LOCAL])).toEqual(['it has 10.0.0.0/16 to local']);
    const many = ['10.1.0.0/16', '10.2.0.0/24', '10.3.0.0/25', '172.16.0.0/12'].map((cidr) => route(cidr, 'tgw-1'));
    expect(nearest([LOCAL, ...many])).toEqual([
      'it has 10.0.0.0/16 to local, 10.1.0.0/16 to tgw-1, 172.16.0.0/12 to tgw-1',
    ]);
  });

  test('tells an advertised route from the others', () => {
    const advertised = (routes: readonly Route[], to: string) =>
      choicesFor(routes, to).map((choice) => choice.kind === 'route' && choice.advertised);
    const learnt = route('10.1.0.0/24', 'eni-1', { Origin: 'Advertisement' });
    expect(advertised([LOCAL, learnt], '10.1.0.1')).toEqual([true]);
    expect(advertised([OUT, learnt], '10.0.20.10')).toEqual([false]);
    expect(advertised([OUT, route('pl-db', 'tgw-1')], '10.1.0.1')).toEqual([false]);
  });

  test('leaves a gateway endpoint out of sight where the destination is another service, and nothing else', () => {
    const to = (target: string, skipGatewayEndpoints = true) =>
      way([OUT, route('pl-s3', target)], '198.51.100.7', { skipGatewayEndpoints });
    expect(to('vpce-s3')).toBe('nat-1');
    expect(to('vpce-s3', false)).toBe('vpce-s3');
    expect(to('vpce-firewall')).toBe('vpce-firewall');
    expect(to('vpce-unread')).toBe('vpce-unread');
    expect(to('vpce-gone')).toBe('vpce-gone');
    expect(way([OUT, route('pl-unread', 'vpce-s3')], '198.51.100.7')).toBe('nat-1');
    expect(way([OUT, route('pl-unread', 'vpce-unread')], '198.51.100.7')).toBe('unknown');
  });

  test('of which nobody knows the routes decides nothing', () => {
    const draft = draftTopology(ACCOUNT);
    const missing = { list: 'RouteTables', action: 'ec2:DescribeRouteTables', reason: 'refused' };
    const asked = publicAddresses(4);
    for (const fact of [unknown(missing), known(null)]) {
      const home = known(vpc('vpc-1', '10.0.0.0/16'));
      const [part, ...others] = selectRoutes(draft, { id: 'rtb-1', kind: 'route-table', fact }, home, asked, true);
      expect(others).toEqual([]);
      expect(part).toEqual({
        addresses: asked.set,
        choice: {
          kind: 'unknown',
          missing: fact.known
            ? { ...missing, reason: 'rtb-1 is not among the route tables read with their routes' }
            : missing,
        },
      });
    }
  });

  test('splits the public space by each of its routes', () => {
    const halves = parts([LOCAL, route('0.0.0.0/1', 'nat-1'), route('128.0.0.0/1', 'nat-1')], publicAddresses(4).set);
    expect(halves.map(({ choice }) => told(choice))).toEqual(['nat-1', 'nat-1']);
    const split = parts([LOCAL, OUT, route('198.51.100.0/24', 'vgw-1', PROPAGATED)], publicAddresses(4).set);
    expect(split.map(({ choice }) => told(choice))).toEqual(['vgw-1', 'nat-1']);
    expect(split[0]?.addresses).toEqual([[0xc6336400n, 0xc63364ffn]]);
  });

  test('sends every address by the longest prefix that holds it, and no address twice', () => {
    const cidr = fc.constantFrom(
      '0.0.0.0/0',
      '10.1.0.0/16',
      '10.1.0.0/24',
      '10.1.0.128/25',
      '10.1.0.0/25',
      '10.1.0.130/32',
      '10.0.20.0/24',
    );
    const table = fc
      .uniqueArray(cidr)
      .map((cidrs) => cidrs.map((c, i) => route(c, `nat-${i}`, i % 3 === 0 ? DEAD : {})));
    const to = fc.constantFrom(
      '10.1.0.130',
      '10.1.0.129',
      '10.1.0.1',
      '10.1.9.9',
      '10.0.20.7',
      '10.0.9.9',
      '198.51.100.7',
    );
    fc.assert(
      fc.property(table, to, (routes, text) => {
        const address = parseAddress(text);
        const length = (r: Route) => Number(r.DestinationCidrBlock?.split('/')[1]);
        const [best] = [...routes, LOCAL]
          .filter((r) => {
            const block = parseCidr(r.DestinationCidrBlock ?? '');
            return block !== null && address !== null && cidrContains(block, address);
          })
          .sort((a, b) => length(b) - length(a));
        const dead = best?.State === 'blackhole' ? 'dead ' : '';
        const expected = best === undefined ? 'none' : `${dead}${best.NatGatewayId ?? 'local'}`;
        const holding = parts([...routes].reverse(), [[0n, 0xffffffffn]]).filter((p) =>
          contains(p.addresses, address?.value ?? 0n),
        );
        expect(holding.map((p) => told(p.choice))).toEqual([expected]);
      }),
      { numRuns: 300 },
    );
  });
});
