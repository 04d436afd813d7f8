import { describeAddresses } from '../net/address-space.ts';
import { type Blocker, blocker } from './blocker.ts';
import { isAttached } from './gateways/internet-gateway.ts';
import { type Stage, vpcOf, type Walk } from './position.ts';
import { type RouteChoice, selectRoutes, targetId } from './select-route.ts';
import { passNetworkAcl, seenBy, sentBy } from './walk-filters.ts';
import { missingFact, type Segment } from './walk-record.ts';

/** Walks the replies: the stages of the way there in reverse, with the ports swapped. Security groups remember. */
export function walkBack(walk: Walk, stages: readonly Stage[]): void {
  walk.record.leg('return');
  for (const stage of [...stages].reverse()) replyThrough(walk, stage);
}

function replyThrough(walk: Walk, { position, exit }: Stage): void {
  const { segment, subnet } = position;
  switch (exit.kind) {
    case 'delivered':
      if (exit.subnet === subnet) return;
      leaveForSource(walk, segment, exit.subnet, exit.by === 'peering-connection' ? exit.via : 'local');
      break;
    case 'resumed':
      if (exit.subnet === subnet) return;
      walk.record.hop(exit.subnet, 'subnet', exit.subnet);
      passNetworkAcl(walk.record, walk.topology, walk.flow, segment, exit.subnet, 'egress', 'reply');
      break;
    case 'nat-gateway':
      if (exit.subnet === subnet) return;
      leaveForSource(walk, segment, exit.subnet, 'local');
      break;
    case 'internet-gateway':
      if (exit.arrival !== null) leaveForSource(walk, segment, exit.arrival.subnet, 'internet-gateway');
      segment.outside = null;
      walk.record.hop(exit.gateway, 'internet-gateway', null);
      break;
    case 'gateway-endpoint':
      break;
    case 'lost': {
      // Wherever the replies come from, they enter the source's subnet from the destination's address.
      const { fact } = walk.topology.node('subnet', subnet);
      if (!fact.known || fact.value === null) return;
      break;
    }
  }
  walk.record.hop(subnet, 'subnet', subnet);
  passNetworkAcl(walk.record, walk.topology, walk.flow, segment, subnet, 'ingress', 'reply');
}

/** The way out of the destination's subnet: its ACL, then a route that leads back the way the requests came. */
export function leaveForSource(walk: Walk, segment: Segment, subnet: string, expected: string): void {
  walk.record.hop(subnet, 'subnet', subnet);
  passNetworkAcl(walk.record, walk.topology, walk.flow, segment, subnet, 'egress', 'reply');
  routeBack(walk, segment, subnet, expected);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html: replies follow the destination subnet's own routes. */
function routeBack(walk: Walk, segment: Segment, subnet: string, expected: string): void {
  const { topology, record } = walk;
  const table = topology.next(subnet, 'routed-by', 'route-table')[0];
  const vpc = vpcOf(topology, subnet);
  if (table === undefined || vpc === null) return;
  const replies = seenBy(segment, 'reply');
  const parts = selectRoutes(topology, table, vpc.fact, { family: 4, set: replies.destination }, true).map((part) => ({
    packets: { ...replies, destination: part.addresses },
    choice: part.choice,
    leads: leadsBack(walk, part.choice, expected, vpc.id),
  }));
  const sure = parts.filter((p) => p.leads === 'yes').map((p) => p.packets);
  const possible = parts.filter((p) => p.leads !== 'no').map((p) => p.packets);
  const covered = record.narrow(segment, sentBy(segment, sure, 'reply'), sentBy(segment, possible, 'reply'));
  for (const { packets, choice, leads } of parts) {
    const to =
      record.member === 'source' ? 'public addresses' : describeAddresses({ family: 4, set: packets.destination });
    if (leads === 'yes') {
      record.step('route', null, 'accept', [
        {
          resource: table.id,
          entry: routeEntry(choice),
          text: `${table.id} sends replies to ${to} back by ${describeChoice(choice)}`,
        },
      ]);
      continue;
    }
    const reason = refusal(choice, table.id, subnet, to, expected, leads);
    const evidence = [
      {
        resource: table.id,
        entry: routeEntry(choice),
        text: `${table.id} sends replies to ${to} to ${describeChoice(choice)}`,
      },
    ];
    record.step('route', null, leads === 'unknown' ? 'unknown' : covered === 'none' ? 'deny' : 'part', evidence);
    record.refuse(
      { ...reason, evidence },
      covered === 'mixed'
        ? blocker('X_SERVICE_FILTERS_UNKNOWN_SOURCE', reason, {
            destination: walk.flow.destination.label,
            nearest: describeChoice(choice),
          })
        : null,
    );
  }
}

type Leads = 'yes' | 'no' | 'unknown';

/** Whether a reply route mirrors the way there. Another network may bring the packets back, and nobody can see whether it does. */
function leadsBack(walk: Walk, choice: RouteChoice, expected: string, vpc: string): Leads {
  if (choice.kind === 'unknown') return 'unknown';
  if (choice.kind === 'none' || choice.blackhole) return 'no';
  const { target } = choice;
  if (expected === 'internet-gateway') {
    if (target.kind !== 'internet-gateway') return target.kind === 'opaque' ? 'unknown' : 'no';
    const { fact } = walk.topology.node('internet-gateway', target.id);
    if (!fact.known || fact.value === null) return 'unknown';
    return (fact.value.Attachments ?? []).some((a) => a.VpcId === vpc && isAttached(a.State)) ? 'yes' : 'no';
  }
  if (targetId(target) === expected) return 'yes';
  return target.kind === 'opaque' ? 'unknown' : 'no';
}

function refusal(
  choice: RouteChoice,
  table: string,
  subnet: string,
  destination: string,
  expected: string,
  leads: Leads,
): Blocker {
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
  return blocker('X_ROUTE_NEVER_RETURNS', place, { destination, route: choice.destination, expected, found: target });
}

function routeEntry(choice: RouteChoice): string | null {
  return choice.kind === 'route' ? choice.destination : null;
}

function describeChoice(choice: RouteChoice): string {
  if (choice.kind === 'none') return `nowhere: ${choice.nearest}`;
  if (choice.kind === 'unknown') return `a place not known: ${choice.missing.reason}`;
  return `${targetId(choice.target)} (${choice.destination}${choice.blackhole ? ', a blackhole' : ''})`;
}
