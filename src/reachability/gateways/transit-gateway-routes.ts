import type { Family } from '../../net/address.ts';
import type { AddressSet } from '../../net/address-space.ts';
import { type Cidr, cidrInterval, parseCidr } from '../../net/cidr.ts';
import { type IntervalSet, intersect, isEmpty, subtract } from '../../net/interval-set.ts';
import { type Known, known } from '../../snapshot/known.ts';
import { inBetween, notRead, readInAccount } from '../../snapshot/not-read.ts';
import { viewerOf } from '../../snapshot/shared-vpc.ts';
import type { TransitGatewayAttachment, TransitGatewayRoute } from '../../snapshot/transit-facts.ts';
import type { Topology, TopologyNode } from '../../topology/topology.ts';
import { attachmentNodeId } from '../../topology/transit-gateway-references.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { prefixListBlocks } from '../filters/prefix-list.ts';
import { namesIn } from '../flow.ts';
import type { Walk } from '../position.ts';
import type { Evidence } from '../trace.ts';
import { missingFact } from '../walk-record.ts';
import { attachmentTrouble, gatewayOf, nameOf } from './transit-attachments.ts';

export type AttachmentNode = TopologyNode<'transit-gateway-attachment'>;

/** Where a transit gateway takes a part of the destinations: out by an attachment, or no further. */
export interface CarriedPart {
  readonly addresses: IntervalSet<bigint>;
  readonly evidence: readonly Evidence[];
  readonly to:
    | { readonly kind: 'attachment'; readonly node: AttachmentNode }
    | { readonly kind: 'stopped'; readonly reason: Blocker };
}

interface Candidate {
  readonly cidr: Cidr;
  readonly rank: number;
  readonly route: TransitGatewayRoute;
  readonly destination: string;
}

/** Among equal prefixes: static, by prefix list, then propagated by kind. https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview */
const PROPAGATED = ['vpc', 'direct-connect-gateway', 'connect', 'vpn'];

/** What came in by an attachment goes where the route table says that the attachment is associated with; from there on through peered gateways. */
export function carry(
  asked: Pick<Walk, 'topology' | 'flow'>,
  from: AttachmentNode,
  destinations: AddressSet,
  visited: readonly string[] = [],
): readonly CarriedPart[] {
  const stop = (reason: Blocker): readonly CarriedPart[] => [
    { addresses: destinations.set, evidence: [], to: { kind: 'stopped', reason } },
  ];
  const { topology } = asked;
  const table = tableOf(topology, from);
  if ('code' in table) return stop(table);
  if (visited.includes(table.id)) {
    const destination = namesIn(asked.flow)(destinations);
    const details = { destination, gateway: gatewayOf(from), subnet: nameOf(from) };
    const text = `${nameOf(from)} brings it back to ${gatewayOf(from)}, where it was before`;
    const evidence = [{ resource: table.id, entry: null, text }];
    return stop(blocker('X_ROUTE_LOOP', { resources: [table.id], evidence }, details));
  }
  return partsOf(asked, table, destinations).flatMap((part) => {
    if (part.to.kind === 'stopped') return [part];
    const peer = topology.next(part.to.node.id, 'connects', 'transit-gateway')[0]?.id;
    if (peer === undefined) return [part];
    const entry = otherEnd(topology, part.to.node, peer);
    if ('code' in entry) return [{ ...part, to: { kind: 'stopped', reason: entry } as const }];
    const trouble = peeringTrouble(part.to.node) ?? peeringTrouble(entry);
    if (trouble !== null) return [{ ...part, to: { kind: 'stopped', reason: trouble } as const }];
    const there = { family: destinations.family, set: part.addresses };
    return carry(asked, entry, there, [...visited, table.id]).map((next) => ({
      ...next,
      evidence: [...part.evidence, ...next.evidence],
    }));
  });
}

/** Both ends of a peering of transit gateways must be available. */
function peeringTrouble(end: AttachmentNode): Blocker | null {
  return attachmentTrouble(end, gatewayOf(end), 'the peer', null);
}

function tableOf(topology: Topology, from: AttachmentNode): TopologyNode<'transit-gateway-route-table'> | Blocker {
  const [table] = topology.next(from.id, 'routed-by', 'transit-gateway-route-table');
  const id = nameOf(from);
  const attachment = from.fact.known && from.fact.value !== null ? from.fact.value.attachment : known(null);
  if (!attachment.known) return missingFact([attachment.missing], [id], null, null);
  if (attachment.value === null)
    return missingFact(
      [notRead('TransitGatewayAttachments', `the association of ${id} was not read`)],
      [id],
      null,
      null,
    );
  const gateway = gatewayOf(from);
  const state = attachment.value.Association?.State ?? 'associated';
  // A peering's attachment may be associated with a policy table instead: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-policy-tables.html
  if (table === undefined && attachment.value.ResourceType === 'peering') {
    const reason = `${id} is associated with no route table, and perhaps with a policy table`;
    return missingFact([notRead('TransitGatewayAttachments', reason)], [id], null, null);
  }
  const owner = ownerOutOfSight(topology, attachment.value);
  if (attachment.value.Association === undefined && owner !== null) {
    const reason = `only account ${owner}, which shares ${gateway}, surely sees the association of ${id}`;
    const hidden = { ...notRead('TransitGatewayAttachments', reason), mend: readInAccount(owner) };
    return missingFact([hidden], [id], null, null);
  }
  if (table === undefined || state === 'disassociated' || state === 'disassociating') {
    const text = `${id} is associated with no route table of ${gateway}`;
    const place = { resources: [id], evidence: [{ resource: id, entry: null, text }] };
    return blocker('TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION', place, { attachment: id, gateway });
  }
  if (state !== 'associated')
    return missingFact(
      [inBetween('TransitGatewayAttachments', `the association of ${id} is ${state}`)],
      [id],
      null,
      null,
    );
  if (!table.fact.known) return missingFact([table.fact.missing], [table.id], null, null);
  const tableState = table.fact.value?.State ?? 'available';
  if (tableState !== 'available')
    return missingFact(
      [inBetween('TransitGatewayRouteTables', `${table.id} is ${tableState}`)],
      [table.id],
      null,
      null,
    );
  if (table.fact.value?.Routes === undefined)
    return missingFact(
      [notRead('TransitGatewayRouteTables', `the routes of ${table.id} were not read`)],
      [table.id],
      null,
      null,
    );
  return table;
}

/** The account that shares a transit gateway with those who saw the attachment; null where it saw it itself, or nobody says. */
function ownerOutOfSight({ account }: Topology, attachment: TransitGatewayAttachment): string | null {
  const { TransitGatewayOwnerId: owner } = attachment;
  return owner === undefined || owner === viewerOf(attachment, account) ? null : owner;
}

function otherEnd(topology: Topology, node: AttachmentNode, peer: string): AttachmentNode | Blocker {
  const id = nameOf(node);
  const entry = topology
    .next(peer, 'has-attachment', 'transit-gateway-attachment')
    .find((a) => a.id === attachmentNodeId(id, peer));
  if (entry !== undefined) return entry;
  return missingFact(
    [notRead('TransitGatewayAttachments', `the side of ${peer} on ${id} was not read`)],
    [id],
    null,
    null,
  );
}

function partsOf(
  { topology, flow }: Pick<Walk, 'topology' | 'flow'>,
  table: TopologyNode<'transit-gateway-route-table'>,
  { family, set }: AddressSet,
): readonly CarriedPart[] {
  const { candidates, unreadable } = candidatesOf(topology, table, family);
  const parts: CarriedPart[] = [];
  let rest = set;
  for (const candidate of candidates) {
    const taken = intersect(rest, [cidrInterval(candidate.cidr)]);
    if (isEmpty(taken)) continue;
    rest = subtract(rest, taken);
    parts.push({ addresses: taken, ...decide(topology, table, candidate) });
    if (isEmpty(rest)) break;
  }
  if (!isEmpty(rest)) {
    const has = candidates.slice(-3).map((c) => c.destination);
    const nearest = has.length === 0 ? 'it has no routes' : `it has ${has.join(', ')}`;
    const details = { table: table.id, destination: namesIn(flow)({ family, set: rest }, 2), nearest };
    const text = `${table.id} has no route for ${details.destination}: ${nearest}`;
    const place = { resources: [table.id], evidence: [{ resource: table.id, entry: null, text }] };
    const reason = blocker('TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', place, details);
    parts.push({ addresses: rest, evidence: [], to: { kind: 'stopped', reason } });
  }
  if (unreadable === null) return parts;
  return parts.map((part) => ({ ...part, to: { kind: 'stopped', reason: unreadable } as const }));
}

function candidatesOf(topology: Topology, table: TopologyNode<'transit-gateway-route-table'>, family: Family) {
  const routes = (table.fact.known ? table.fact.value?.Routes : undefined) ?? [];
  const candidates: Candidate[] = [];
  let unreadable: Blocker | null = null;
  for (const route of routes) {
    if (['deleted', 'deleting'].includes(route.State ?? 'active')) continue;
    const destination = route.DestinationCidrBlock ?? route.PrefixListId;
    if (destination === undefined) {
      const missing = notRead('TransitGatewayRouteTables', `a route of ${table.id} states no destination`);
      unreadable ??= missingFact([missing], [table.id], null, null);
      continue;
    }
    const blocks = blocksOf(topology, destination, family);
    if (!blocks.known) unreadable ??= missingFact([blocks.missing], [table.id], null, null);
    else for (const cidr of blocks.value) candidates.push({ cidr, rank: rankOf(route), route, destination });
  }
  candidates.sort((a, b) => b.cidr.length - a.cidr.length || a.rank - b.rank);
  return { candidates, unreadable };
}

/** A route goes by one block, or by a prefix list. */
function blocksOf(topology: Topology, destination: string, family: Family): Known<readonly Cidr[]> {
  const cidr = parseCidr(destination);
  if (cidr === null) return prefixListBlocks(topology, destination, family);
  return known(cidr.family === family ? [cidr] : []);
}

function rankOf(route: TransitGatewayRoute): number {
  if (route.Type !== 'propagated') return route.PrefixListId === undefined ? 0 : 1;
  const kind = PROPAGATED.indexOf(route.TransitGatewayAttachments?.[0]?.ResourceType ?? '');
  return 2 + (kind < 0 ? PROPAGATED.length : kind);
}

function decide(
  topology: Topology,
  table: TopologyNode<'transit-gateway-route-table'>,
  { route, destination }: Candidate,
): Pick<CarriedPart, 'evidence' | 'to'> {
  const place = { resources: [table.id], entry: destination };
  const state = route.State ?? 'active';
  const gateway = table.fact.known ? table.fact.value?.TransitGatewayId : undefined;
  const named = (route.TransitGatewayAttachments ?? []).flatMap((a) => a.TransitGatewayAttachmentId ?? []);
  const [first] = named;
  const text = `${table.id} sends ${destination} to ${first ?? 'nothing'}${state === 'active' ? '' : `, and the route is ${state}`}`;
  const evidence = [{ resource: table.id, entry: destination, text }];
  const stopped = (reason: Blocker) => ({ evidence, to: { kind: 'stopped', reason } as const });
  if (state === 'blackhole')
    return stopped(blocker('TGW_RTB_BAD_STATE_ROUTE', { ...place, evidence }, { table: table.id, route: destination }));
  if (state !== 'active')
    return stopped(
      missingFact(
        [inBetween('TransitGatewayRouteTables', `the route to ${destination} is ${state}`)],
        [table.id],
        null,
        null,
      ),
    );
  if (first === undefined) {
    const missing = notRead(
      'TransitGatewayRouteTables',
      `the attachments of the route to ${destination} are not stated`,
    );
    return stopped(missingFact([missing], [table.id], null, null));
  }
  if (gateway === undefined)
    return stopped(
      missingFact(
        [notRead('TransitGatewayRouteTables', `which transit gateway ${table.id} is of is not stated`)],
        [table.id],
        null,
        null,
      ),
    );
  const kinds = new Set((route.TransitGatewayAttachments ?? []).map((a) => a.ResourceType));
  if (named.length > 1 && kinds.has('vpc')) {
    const reason = `${table.id} spreads ${destination} over ${named.join(' and ')}`;
    return stopped(
      blocker('X_NOT_MODELLED', place, { what: 'a transit gateway route with several attachments', reason }),
    );
  }
  return {
    evidence,
    to: { kind: 'attachment', node: topology.node('transit-gateway-attachment', attachmentNodeId(first, gateway)) },
  };
}
