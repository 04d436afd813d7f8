import type { Family } from '../net/address.ts';
import type { AddressSet } from '../net/address-space.ts';
import { type Cidr, cidrInterval, formatCidr, parseCidr } from '../net/cidr.ts';
import { type IntervalSet, intersect, isEmpty, isSubset, subtract } from '../net/interval-set.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { Known, MissingFact } from '../snapshot/known.ts';
import type { Route, Vpc } from '../snapshot/network-facts.ts';
import { inBetween, notRead } from '../snapshot/not-read.ts';
import { changingBlocks, vpcBlocks } from '../topology/blocks.ts';
import { namesSeveralTargets, type RouteTarget, routeDestination, routeTarget } from '../topology/route-target.ts';
import type { Topology, TopologyNode } from '../topology/topology.ts';
import { isKeptByAws, prefixListBlocks } from './filters/prefix-list.ts';

export type RouteChoice =
  | {
      readonly kind: 'route';
      readonly target: RouteTarget;
      readonly destination: string;
      readonly blackhole: boolean;
      /** A route server advertised it: it may change at any time. */
      readonly advertised: boolean;
    }
  | { readonly kind: 'none'; readonly nearest: string }
  | { readonly kind: 'unknown'; readonly missing: MissingFact };

/** The part of the asked addresses that one route decides. */
export interface RoutePart {
  readonly addresses: IntervalSet<bigint>;
  readonly choice: RouteChoice;
}

interface Candidate {
  readonly cidr: Cidr;
  /** 0 static, 1 prefix list, 2 propagated: the order among equal prefixes. */
  readonly rank: 0 | 1 | 2;
  readonly destination: string;
  readonly target: RouteTarget;
  readonly state: string;
  readonly advertised: boolean;
}

/**
 * Splits a set of destinations by the route that carries each: longest prefix first, static before prefix list
 * before propagated; a blackhole keeps its prefix; `local` covers every block of the VPC, listed or not.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 *
 * @param isOfOtherService the destinations are of another service than any prefix list that AWS keeps
 */
export function selectRoutes(
  topology: Topology,
  table: TopologyNode<'route-table'>,
  vpc: Known<Vpc | null>,
  destinations: AddressSet,
  isOfOtherService: boolean,
): readonly RoutePart[] {
  if (!table.fact.known || table.fact.value?.Routes === undefined) {
    const missing = table.fact.known
      ? notRead('RouteTables', `${table.id} is not among the route tables read with their routes`)
      : table.fact.missing;
    return [{ addresses: destinations.set, choice: { kind: 'unknown', missing } }];
  }
  const routes = table.fact.value.Routes;
  const { family } = destinations;
  const { candidates, unreadable } = readCandidates(topology, routes, vpc, family, isOfOtherService);
  if (unreadable !== null) return [{ addresses: destinations.set, choice: { kind: 'unknown', missing: unreadable } }];
  const parts: RoutePart[] = [];
  let rest = destinations.set;
  for (const candidate of candidates) {
    const taken = intersect(rest, [cidrInterval(candidate.cidr)]);
    if (isEmpty(taken)) continue;
    rest = subtract(rest, taken);
    parts.push({ addresses: taken, choice: choiceOf(candidate, candidates) });
  }
  if (!isEmpty(rest)) parts.push({ addresses: rest, choice: { kind: 'none', nearest: nearestRoute(candidates) } });
  return parts;
}

/** Those of one family; a route or list that nobody could read may hold a destination with a longer prefix than any in sight. */
function readCandidates(
  topology: Topology,
  routes: readonly Route[],
  vpc: Known<Vpc | null>,
  family: Family,
  isOfOtherService: boolean,
) {
  const home = vpc.known ? vpc.value : null;
  const [blocks, changing] = home === null ? [[], []] : [vpcBlocks(home, family), changingBlocks(home, family)];
  const candidates: Candidate[] = [];
  let unreadable: MissingFact | null = null;
  const own = [...blocks, ...localBlocks(routes)];
  for (const route of routes) {
    const target = routeTarget(route);
    const destination = routeDestination(route);
    const state = (route.State ?? 'active').toLowerCase();
    if (namesSeveralTargets(route))
      unreadable ??= notRead('RouteTables', `its route to ${destination} names several targets`);
    const list = route.DestinationPrefixListId;
    if (list !== undefined) {
      if (isOfOtherService && (isGatewayEndpoint(topology, target) || isKeptByAws(topology, list))) continue;
      const listed = prefixListBlocks(topology, list, family);
      if (listed.known)
        for (const cidr of listed.value)
          candidates.push({ cidr, rank: 1, destination: list, target, state, advertised: false });
      else unreadable ??= listed.missing;
      continue;
    }
    if (route.DestinationCidrBlock === undefined && route.DestinationIpv6CidrBlock === undefined)
      unreadable ??= notRead('RouteTables', 'one of its routes states no destination');
    const cidr = blockOf(route);
    if (cidr?.family !== family) continue;
    const propagated = route.Origin === 'EnableVgwRoutePropagation';
    // https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html: inside the VPC a propagated route never beats local.
    if (propagated && own.some((block) => isSubset([cidrInterval(cidr)], [cidrInterval(block)]))) continue;
    // A route server's routes are propagated ones: https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html
    const advertised = route.Origin === 'Advertisement';
    candidates.push({ cidr, rank: propagated || advertised ? 2 : 0, destination, target, state, advertised });
  }
  const isListed = (cidr: Cidr) => candidates.some((c) => c.rank === 0 && formatCidr(c.cidr) === formatCidr(cidr));
  const locals = (cidrs: readonly Cidr[], state: string) =>
    cidrs.filter((cidr) => !isListed(cidr)).map((cidr) => localRoute(cidr, state));
  candidates.push(...locals(blocks, 'active'));
  candidates.push(...locals(changing, CHANGING));
  candidates.sort(
    (a, b) => b.cidr.length - a.cidr.length || a.rank - b.rank || byCodeUnit(targetId(a.target), targetId(b.target)),
  );
  return { candidates, unreadable };
}

/** Of a local route that AWS is adding or taking away. */
const CHANGING = 'changing';

function localRoute(cidr: Cidr, state: string): Candidate {
  return { cidr, rank: 0, destination: formatCidr(cidr), target: { kind: 'local' }, state, advertised: false };
}

/** The VPC's blocks as its own table lists them: known where the VPC itself was not read. */
function localBlocks(routes: readonly Route[]): readonly Cidr[] {
  return routes.filter((route) => routeTarget(route).kind === 'local').flatMap((route) => blockOf(route) ?? []);
}

function blockOf(route: Route): Cidr | null {
  return parseCidr(route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? '');
}

/** What the route that wins says, unless another one leaves that open. */
function choiceOf(winner: Candidate, all: readonly Candidate[]): RouteChoice {
  const { state, target, destination, advertised } = winner;
  const open = winner.rank === 1 ? rivalOf(winner, all) : twinOf(winner, all);
  if (open !== null) return { kind: 'unknown', missing: notRead('RouteTables', open) };
  if (state === CHANGING)
    return {
      kind: 'unknown',
      missing: inBetween('RouteTables', `the block ${destination} of its VPC is being changed`),
    };
  if (state !== 'active' && state !== 'blackhole')
    return { kind: 'unknown', missing: notRead('RouteTables', `the route to ${destination} is in state ${state}`) };
  return { kind: 'route', target, destination, blackhole: state === 'blackhole', advertised };
}

/** Where a prefix-list route wins and another list with a different target covers its block too, AWS chooses at random. */
function rivalOf(winner: Candidate, all: readonly Candidate[]): string | null {
  const rival = all.find(
    (c) =>
      c.rank === 1 &&
      targetId(c.target) !== targetId(winner.target) &&
      isSubset([cidrInterval(winner.cidr)], [cidrInterval(c.cidr)]),
  );
  return rival === undefined
    ? null
    : `prefix lists with different targets (${winner.destination} and others) cover the destination, and AWS states no order between them`;
}

/** Two routes for one block: a capture taken while they changed. */
function twinOf(winner: Candidate, all: readonly Candidate[]): string | null {
  const twin = all.find(
    (c) =>
      c.rank === winner.rank &&
      formatCidr(c.cidr) === formatCidr(winner.cidr) &&
      (targetId(c.target) !== targetId(winner.target) || c.state !== winner.state),
  );
  const told = (c: Candidate) => `the ${c.state} one to ${targetId(c.target)}`;
  return twin === undefined ? null : `two routes go to ${winner.destination}, ${told(winner)} and ${told(twin)}`;
}

/** A gateway endpoint serves S3 or DynamoDB, whose prefix lists hold public addresses of no other service. */
function isGatewayEndpoint(topology: Topology, target: RouteTarget): boolean {
  if (target.kind !== 'vpc-endpoint') return false;
  const { fact } = topology.node('vpc-endpoint', target.id);
  return fact.known && fact.value?.VpcEndpointType === 'Gateway';
}

export function targetId(target: RouteTarget): string {
  return target.kind === 'local' ? 'local' : target.id;
}

function nearestRoute(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return 'it has no routes';
  const shown = candidates.slice(-3).map((c) => `${c.destination} to ${targetId(c.target)}`);
  return `it has ${[...new Set(shown)].join(', ')}`;
}
