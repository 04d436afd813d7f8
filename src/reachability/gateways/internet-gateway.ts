import { formatAddress } from '../../net/address.ts';
import { known } from '../../snapshot/known.ts';
import { addressNodeId } from '../../topology/address-references.ts';
import { INTERNET } from '../../topology/gateway-references.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { type Blocker, blocker } from '../blocker.ts';
import {
  destinationText,
  isPublicDestination,
  LOST,
  type Onward,
  onlyDestination,
  type Position,
  sourceText,
  vpcOf,
  type Walk,
} from '../position.ts';
import { selectRoutes } from '../select-route.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { missingFact } from '../walk-record.ts';
import { enterInterface } from './interface.ts';

/**
 * An internet gateway lets out what has a public address of its own, to public addresses, while it is attached to the VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function throughInternetGateway(walk: Walk, position: Position, id: string): Onward {
  const { record, topology } = walk;
  const gateway = topology.node('internet-gateway', id);
  record.hop(id, 'internet-gateway', null);
  checkAttachment(walk, position, gateway);
  const refusal = withoutPublicAddress(walk, position, id) ?? privateDestination(walk, position, id);
  if (refusal !== null) {
    record.stop(position.segment, refusal.blocker, refusal.seen);
    return LOST;
  }
  checkEdgeRoutes(walk, position, gateway);
  checkBlockPublicAccess(walk, position);
  record.pass('gateway', { resource: id, entry: null, text: `${id} leads to the internet` });
  position.segment.outside = position.publicAddresses;
  return { exit: { kind: 'internet-gateway', gateway: id, arrival: arriveFromInternet(walk, position) }, next: null };
}

interface Refusal {
  readonly blocker: Blocker;
  readonly seen: string;
}

/** A function's interfaces never have a public address; a private NAT gateway's packets are dropped as well. */
function withoutPublicAddress(walk: Walk, position: Position, id: string): Refusal | null {
  if (position.natGateway === null) {
    if (position.publicAddresses.length > 0) return null;
    const details = { source: sourceText(position), destination: destinationText(walk) };
    const seen = `${details.source} has no public address, and ${id} drops what has none`;
    return {
      blocker: blocker('IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', { resources: [id], at: position.subnet }, details),
      seen,
    };
  }
  const { fact } = walk.topology.node('nat-gateway', position.natGateway);
  if (!fact.known || fact.value?.ConnectivityType !== 'private') return null;
  const place = { resources: [position.natGateway], at: position.subnet };
  const seen = `${position.natGateway} has private connectivity, and ${id} drops its packets`;
  return { blocker: blocker('X_PRIVATE_NAT_BEFORE_INTERNET_GATEWAY', place, { gateway: id }), seen };
}

function privateDestination(walk: Walk, position: Position, id: string): Refusal | null {
  if (isPublicDestination(walk)) return null;
  const place = { resources: [id], at: position.subnet };
  const destination = destinationText(walk);
  const seen = `${destination} is not a public address, and no internet gateway forwards to it`;
  return { blocker: blocker('IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS', place, { destination }), seen };
}

function checkAttachment(walk: Walk, position: Position, gateway: TopologyNode<'internet-gateway'>): void {
  const { id, fact } = gateway;
  const { segment, subnet: at } = position;
  if (!fact.known) {
    walk.record.stop(segment, missingFact([fact.missing], [id], null, at));
    return;
  }
  const vpc = vpcOf(walk.topology, at)?.id ?? 'its VPC';
  const attachment = (fact.value?.Attachments ?? []).find((a) => a.VpcId === vpc);
  if (attachment !== undefined && isAttached(attachment.State)) return;
  const details = { kind: 'internet gateway', state: attachment?.State ?? 'not attached', vpc };
  walk.record.stop(segment, blocker('BAD_STATE_ATTACHMENT', { resources: [id], at }, details));
}

/** EC2 says `available` for an internet gateway's attachment, the API model's enum `attached`. */
export function isAttached(state: string | undefined): boolean {
  return state === undefined || state === 'available' || state === 'attached';
}

/** A gateway route table decides where replies go first: https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
function checkEdgeRoutes(walk: Walk, position: Position, gateway: TopologyNode<'internet-gateway'>): void {
  const vpc = vpcOf(walk.topology, position.subnet)?.fact ?? known(null);
  const replies = { family: 4 as const, set: position.segment.query.source };
  for (const table of walk.topology.next(gateway.id, 'edge-routed-by', 'route-table')) {
    for (const { choice } of selectRoutes(walk.topology, table, vpc, replies, true)) {
      if (choice.kind === 'none') continue;
      if (choice.kind === 'route' && choice.target.kind === 'local' && !choice.blackhole) continue;
      const where = choice.kind === 'route' ? choice.destination : 'the source';
      const reason = `its gateway route table ${table.id} sends replies for ${where} elsewhere than straight to the subnet`;
      const place = { resources: [gateway.id, table.id], at: position.subnet };
      const details = { what: `the way back through ${gateway.id}`, reason };
      walk.record.stop(position.segment, blocker('X_NOT_MODELLED', place, details));
      return;
    }
  }
}

/** VPC Block Public Access other than off: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html */
function checkBlockPublicAccess(walk: Walk, position: Position): void {
  const { subnet: at, segment } = position;
  const subnet = walk.topology.node('subnet', at).fact;
  const vpc = vpcOf(walk.topology, at)?.fact;
  const modes = [
    subnet.known ? subnet.value?.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined,
    vpc?.known ? vpc.value?.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined,
  ];
  const mode = modes.find((m) => m !== undefined && m !== 'off');
  if (mode === undefined) return;
  const details = { what: 'VPC Block Public Access', reason: `its mode is ${mode}` };
  walk.record.stop(segment, blocker('X_NOT_MODELLED', { resources: [at], at }, details));
}

/**
 * The way in from the internet to an interface whose public address is the destination; null where it is a host out of
 * sight, whose own door nobody can judge. The internet gateway of its VPC is judged on the way back.
 */
export function arriveFromInternet(walk: Walk, position: Position): { readonly subnet: string } | null {
  const { topology, record } = walk;
  record.hop(INTERNET, 'internet', null);
  const only = onlyDestination(walk);
  if (only === null) return null;
  const [holder] = topology.next(addressNodeId(only, null), 'held-by', 'network-interface');
  if (holder === undefined || !holder.fact.known || holder.fact.value === null) return null;
  const [subnet] = topology.next(holder.id, 'in-subnet', 'subnet');
  if (subnet === undefined) return null;
  record.hop(subnet.id, 'subnet', subnet.id);
  passNetworkAcl(record, topology, walk.flow, position.segment, subnet.id, 'ingress', 'request');
  enterInterface(walk, { ...position, groups: known([]) }, holder, subnet.id, formatAddress(only));
  return { subnet: subnet.id };
}
