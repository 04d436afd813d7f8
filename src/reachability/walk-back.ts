import { describeAddresses, describePublic } from '../net/address-space.ts';
import { type Blocker, blocker } from './blocker.ts';
import { replyThroughEdge } from './gateways/edge-routes.ts';
import { isAttached } from './gateways/internet-gateway.ts';
import { replyThroughTransitGateway } from './gateways/transit-gateway-replies.ts';
import {
  type Arrival,
  type Division,
  type Exit,
  type Position,
  type Stage,
  tableAt,
  vpcOf,
  type Walk,
} from './position.ts';
import { type Leads, neverReturns, type ReplyPart, takeReplyRoutes } from './reply-routes.ts';
import { type RouteChoice, type RoutePart, selectRoutes, targetId } from './select-route.ts';
import { passNetworkAcl, seenBy } from './walk-filters.ts';
import { missingFact, type Segment } from './walk-record.ts';

/** Where replies stand in one subnet, or at a gateway with a table of its own. */
type Standing = Pick<Position, 'subnet' | 'table'>;

/** Where replies stand on their way: the subnet they left last, and the transit gateway its route named. */
export interface Replying {
  readonly subnet: string | null;
  readonly over: string | null;
  /** Whether what its routes name is not known. */
  readonly unread: boolean;
}

const NOWHERE: Replying = { subnet: null, over: null, unread: false };

/** Walks the replies: the stages of the way there in reverse, with the ports swapped. Security groups remember. */
export function walkBack(walk: Walk, stages: readonly Stage[]): Division | null {
  walk.record.leg('return');
  let replying = NOWHERE;
  for (const stage of [...stages].reverse()) {
    const step = replyThrough(walk, stage, replying);
    if ('kind' in step) return step;
    replying = step;
  }
  return null;
}

function replyThrough(walk: Walk, { position, exit }: Stage, replying: Replying): Replying | Division {
  if (exit.kind === 'transit-gateway')
    return replyThroughTransitGateway(walk, position, exit, replying, leaveForSource) ?? NOWHERE;
  const { record } = walk;
  const { segment } = position;
  const left = leaveExit(walk, position, exit);
  if (left === 'never-left') return NOWHERE;
  // What a transit gateway brought here goes back into it from the subnet it left, by no way through this one.
  if (position.arrivedBy === position.crossing?.id || position.table !== null) return left;
  record.hop(position.subnet, 'subnet', position.subnet);
  passNetworkAcl(walk, segment, { subnet: position.subnet, direction: 'ingress', way: 'reply' });
  return left;
}

/** Out of what the requests went into, towards the position they came from. */
function leaveExit(
  walk: Walk,
  position: Position,
  exit: Exclude<Exit, { readonly kind: 'transit-gateway' }>,
): Replying | 'never-left' {
  const { segment, appliance } = position;
  const expected = position.arrivedBy ?? 'local';
  switch (exit.kind) {
    case 'delivered':
      if (exit.subnet === position.subnet && position.arrivedBy === null) return 'never-left';
      if (exit.peering !== null) return leaveByPeering(walk, position, exit.subnet, exit.peering);
      return leaveForSource(walk, segment, at(exit.subnet), { expected, appliance });
    case 'resumed':
      return leaveForSource(walk, segment, at(exit.subnet), { expected: exit.expected, appliance });
    case 'through':
      if (exit.subnet === position.subnet && exit.table === null && position.arrivedBy === null) return 'never-left';
      return leaveForSource(walk, segment, exit, { expected, appliance });
    case 'internet-gateway':
    case 'egress-only-gateway':
      if (exit.arrival !== null) {
        leaveForInternet(walk, segment, exit.arrival);
      }
      segment.outside = null;
      walk.record.hop(exit.gateway, exit.kind, null);
      if (exit.kind === 'internet-gateway')
        replyThroughEdge(walk, position, walk.topology.node('internet-gateway', exit.gateway));
      return NOWHERE;
    case 'out-of-sight':
      if (exit.edge !== null) replyThroughEdge(walk, position, walk.topology.node('vpn-gateway', exit.edge));
      return NOWHERE;
    case 'gateway-endpoint':
    case 'lost': {
      // Wherever the replies come from, they enter the source's subnet from the destination's address.
      const { fact } = walk.topology.node('subnet', position.subnet);
      return !fact.known || fact.value === null ? 'never-left' : NOWHERE;
    }
  }
}

/** What a peering connection brings in goes straight to its subnet: no gateway route table can send it through an appliance. */
function leaveByPeering(walk: Walk, position: Position, subnet: string, via: string): Replying {
  const { segment, arrivedBy: expected } = position;
  const replying = leaveForSource(walk, segment, at(subnet), { expected: via });
  if (expected === null) return replying;
  const { family, source: set } = segment.query;
  const details = { destination: describeAddresses({ family, set }), route: 'local', expected, found: 'local' };
  const place = { resources: [via], at: position.subnet };
  const seen = `replies come out of ${via} past ${expected}, which the requests went through`;
  const mend = `Send the requests to ${via} without passing ${expected}, which no reply out of ${via} can pass`;
  walk.record.stop(segment, neverReturns(place, details, mend), seen, 'route');
  return replying;
}

function at(subnet: string): Standing {
  return { subnet, table: null };
}

/** The way out of the destination's subnet: its ACL, then a route that leads back the way the requests came, past no `appliance`. */
function leaveForSource(walk: Walk, segment: Segment, from: Standing, way: WayBack): Replying {
  if (from.table === null) {
    walk.record.hop(from.subnet, 'subnet', from.subnet);
    passNetworkAcl(walk, segment, { subnet: from.subnet, direction: 'egress', way: 'reply' });
  }
  return routeBack(walk, segment, from, way);
}

/** Out by the internet gateway again, through the middlebox by which the requests came in. */
export function leaveForInternet(walk: Walk, segment: Segment, { subnet, by }: Arrival): void {
  leaveForSource(walk, segment, at(subnet), { expected: by });
  for (const { id } of walk.topology.next(by, 'in-subnet', 'subnet')) {
    walk.record.hop(id, 'subnet', id);
    passNetworkAcl(walk, segment, { subnet: id, direction: 'ingress', way: 'reply' });
    leaveForSource(walk, segment, at(id), { expected: 'internet-gateway' });
  }
}

export interface WayBack {
  /** The route target that brings the replies back. */
  readonly expected: string;
  /** What has to see them: https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
  readonly appliance?: string | null;
  /** What brings them back, where it is no route. */
  readonly mend?: string | null;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html: replies follow the destination subnet's own routes. */
function routeBack(walk: Walk, segment: Segment, from: Standing, way: WayBack): Replying {
  const { topology, record } = walk;
  const { expected } = way;
  const { subnet } = from;
  const table = tableAt(topology, from);
  const vpc = vpcOf(topology, subnet);
  if (table === null || vpc === null) return NOWHERE;
  const replies = seenBy(segment, 'reply');
  const { family } = replies;
  const parts = selectRoutes(topology, table, vpc.fact, { family, set: replies.destination }, true);
  const over = transitGatewayOf(parts, expected);
  const mirrored = { ...way, expected: over ?? expected };
  const replied = parts.map(({ addresses, choice }): ReplyPart => {
    const leads = leadsBack(walk, choice, mirrored, vpc.id);
    const described = describeChoice(choice);
    const to = record.member === 'source' ? describePublic(family) : describeAddresses({ family, set: addresses });
    const text = `${table.id} sends replies to ${to} ${leads === 'yes' ? 'back by' : 'to'} ${described}`;
    return {
      packets: { ...replies, destination: addresses },
      leads,
      evidence: [{ resource: table.id, entry: routeEntry(choice), text }],
      reason: refusal(choice, { table: table.id, subnet, destination: to, expected, leads, mend: way.mend ?? null }),
      described,
    };
  });
  takeReplyRoutes(walk, segment, replied);
  return { subnet, over, unread: replied.some(({ leads }) => leads === 'unknown') };
}

/** A transit gateway keeps no state of flows: replies may take another one than the requests, as the route names it. */
function transitGatewayOf(parts: readonly RoutePart[], expected: string): string | null {
  const [part, ...others] = parts;
  if (!expected.startsWith('tgw-') || part?.choice.kind !== 'route' || others.length > 0) return null;
  const { target, blackhole } = part.choice;
  return target.kind === 'transit-gateway' && !blackhole ? target.id : null;
}

const ELSEWHERE: ReadonlySet<string> = new Set(['opaque', 'transit-gateway', 'vpn-gateway']);

/** Whether a reply route mirrors the way there. Another network may bring the packets back, and nobody can see whether it does. */
function leadsBack(walk: Walk, choice: RouteChoice, { expected, appliance = null }: WayBack, vpc: string): Leads {
  if (choice.kind === 'unknown') return 'unknown';
  if (choice.kind === 'none' || choice.blackhole) return 'no';
  const { target } = choice;
  // Routers keep no state: what came over a transit gateway may return over peering, if that leads into the source's VPC,
  // and so past every appliance.
  const byPeering = target.kind === 'peering-connection' && expected.startsWith('tgw-') && appliance === null;
  const elsewhere: Leads = byPeering || ELSEWHERE.has(target.kind) ? 'unknown' : 'no';
  if (expected === 'internet-gateway') {
    if (target.kind !== 'internet-gateway') return elsewhere;
    const { fact } = walk.topology.node('internet-gateway', target.id);
    if (!fact.known) return 'unknown';
    return (fact.value?.Attachments ?? []).some((a) => a.VpcId === vpc && isAttached(a.State)) ? 'yes' : 'no';
  }
  return targetId(target) === expected ? 'yes' : elsewhere;
}

/** What a route does with replies, and the route target they should be sent to. */
interface Replied {
  readonly table: string;
  readonly subnet: string;
  readonly destination: string;
  readonly expected: string;
  readonly leads: Leads;
  readonly mend: string | null;
}

function refusal(choice: RouteChoice, { table, subnet, destination, expected, leads, mend }: Replied): Blocker {
  const place = { resources: [table], at: subnet, entry: routeEntry(choice) };
  if (choice.kind === 'unknown') return missingFact([choice.missing], [table], null, subnet);
  if (choice.kind === 'none')
    return blocker('NO_ROUTE_TO_DESTINATION', place, { destination, nearest: choice.nearest, subnet });
  const target = targetId(choice.target);
  if (choice.blackhole)
    return blocker('BAD_STATE_ROUTE', place, { destination, route: choice.destination, target, subnet });
  if (leads === 'unknown') {
    return blocker(
      'X_NOT_MODELLED',
      { ...place, resources: [table, target] },
      {
        what: `the way back through ${target}`,
        reason: `${table} sends replies to ${destination} there instead of ${expected}`,
      },
    );
  }
  const back = expected === 'internet-gateway' ? 'the internet gateway' : expected;
  const details = { destination, route: choice.destination, expected: back, found: target };
  return neverReturns(place, details, mend);
}

function routeEntry(choice: RouteChoice): string | null {
  return choice.kind === 'route' ? choice.destination : null;
}

function describeChoice(choice: RouteChoice): string {
  if (choice.kind === 'none') return `nowhere: ${choice.nearest}`;
  if (choice.kind === 'unknown') return `a place not known: ${choice.missing.reason}`;
  return `${targetId(choice.target)} (${choice.destination}${choice.blackhole ? ', a blackhole' : ''})`;
}
