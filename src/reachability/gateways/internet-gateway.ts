import { formatAddress, parseAddress } from '../../net/address.ts';
import { singleAddress } from '../../net/address-space.ts';
import { type IntervalSet, intervalSet } from '../../net/interval-set.ts';
import { known } from '../../snapshot/known.ts';
import type { NetworkInterface } from '../../snapshot/network-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import { addressNodeId } from '../../topology/address-references.ts';
import { INTERNET } from '../../topology/gateway-references.ts';
import type { Topology, TopologyNode } from '../../topology/topology.ts';
import { type Blocker, blocker } from '../blocker.ts';
import {
  type Arrival,
  destinationText,
  ending,
  familyOf,
  isPublicDestination,
  type Onward,
  onlyDestination,
  type Position,
  sourceText,
  stopHere,
  type Walk,
} from '../position.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { meetOpaque, missingFact } from '../walk-record.ts';
import { checkBlockPublicAccess } from './block-public-access.ts';
import { arriveThroughEdge } from './edge-routes.ts';
import { enterInterface } from './interface.ts';
import { checkOwnVpc, checkPublicIpv6, isPrivateIpv6 } from './own-vpc.ts';

/**
 * An internet gateway lets out what has a public address of its own, to public addresses, while it is attached to the VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function throughInternetGateway(walk: Walk, position: Position, vpc: string, id: string): Onward {
  const { record, topology } = walk;
  const gateway = topology.node('internet-gateway', id);
  record.hop(id, 'internet-gateway', null);
  checkAttachment(walk, position, vpc, gateway);
  const refusal = withoutPublicAddress(walk, position, id) ?? privateDestination(walk, position, id);
  if (refusal !== null) {
    return stopHere(walk, position, refusal.blocker, refusal.seen);
  }
  checkBlockPublicAccess(walk, position, position.natGateway === null ? 'own-address' : 'nat-gateway');
  if (isUnstatedInstance(walk, position)) {
    return stopHere(walk, position, publicAddressUnstated(walk, position, id));
  }
  if (familyOf(position) === 6) checkOwnAddress(walk, position, id);
  else position.segment.outside = position.publicAddresses;
  record.pass('gateway', { resource: id, entry: null, text: `${id} leads to the internet` });
  return ending({ kind: 'internet-gateway', gateway: id, arrival: arriveFromInternet(walk, position) });
}

type InternetGatewayNode = TopologyNode<'internet-gateway'>;

interface Refusal {
  readonly blocker: Blocker;
  readonly seen: string;
}

/** A function's interfaces never have a public address; a private NAT gateway's packets are dropped as well. */
function withoutPublicAddress(walk: Walk, position: Position, id: string): Refusal | null {
  if (familyOf(position) === 6) return null;
  if (position.natGateway === null) {
    if (position.publicAddresses.length > 0 || isUnstatedInstance(walk, position)) return null;
    const details = { source: sourceText(position), destination: destinationText(walk, position) };
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

/** IPv6 needs no translation, but the gateway carries addresses of its own VPC only; AWS documents it for instances, not for functions. */
function checkOwnAddress(walk: Walk, position: Position, id: string): void {
  const { segment, subnet: at } = position;
  checkOwnVpc(walk, position, id);
  checkPublicIpv6(walk, position, id);
  if (walk.flow.source.kind === 'interface') return;
  const reason = 'AWS states for no function that an internet gateway carries its IPv6 packets';
  meetOpaque(walk, segment, { kind: 'ipv6-internet-gateway', hop: id, place: { resources: [id], at }, reason });
}

/** A managed instance, as long as the packets bear its own address and are in its own VPC. */
export function isUnstatedInstance({ flow, record }: Walk, { segment, crossing }: Position): boolean {
  return flow.source.mayBePublic && crossing === null && segment === record.segments[0];
}

/** Managed instances in a public subnet may have public addresses: https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-networking.html */
function publicAddressUnstated({ flow }: Walk, { subnet: at }: Position, id: string): Blocker {
  const reason = `whether the instances that ${flow.source.id} runs on have public addresses is not stated`;
  const missing = notRead('NetworkInterfaces', reason);
  return missingFact([missing], [id], null, at);
}

function privateDestination(walk: Walk, position: Position, id: string): Refusal | null {
  if (isPublicDestination(walk, position)) return null;
  const place = { resources: [id], at: position.subnet };
  const destination = destinationText(walk, position);
  const seen = `${destination} is not a public address, and no internet gateway forwards to it`;
  return { blocker: blocker('IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS', place, { destination }), seen };
}

function checkAttachment(walk: Walk, position: Position, vpc: string, gateway: InternetGatewayNode): void {
  const { id, fact } = gateway;
  const { segment, subnet: at } = position;
  if (!fact.known) {
    walk.record.stop(segment, missingFact([fact.missing], [id], null, at));
    return;
  }
  const attachment = (fact.value?.Attachments ?? []).find((a) => a.VpcId === vpc);
  if (attachment !== undefined && isAttached(attachment.State)) return;
  const details = { kind: 'internet gateway', state: attachment?.State ?? 'not attached', vpc };
  walk.record.stop(segment, blocker('BAD_STATE_ATTACHMENT', { resources: [id], at }, details));
}

/** EC2 says `available` for an internet gateway's attachment, the API model's enum `attached`. */
export function isAttached(state: string | undefined): boolean {
  return state === undefined || state === 'available' || state === 'attached';
}

/**
 * The way in from the internet to an interface whose public address is the destination; null where it is a host out of
 * sight, whose own door nobody can judge. The internet gateway of its VPC is judged on the way back.
 */
export function arriveFromInternet(walk: Walk, position: Position): Arrival | null {
  const { topology, record } = walk;
  record.hop(INTERNET, 'internet', null);
  const only = onlyDestination(position);
  if (only === null) return null;
  const address = addressNodeId(only, null);
  const [holder] = topology.next(address, 'held-by', 'network-interface');
  if (holder === undefined) return null;
  const { fact } = holder;
  if (!fact.known && fact.missing.neverAsked !== true) {
    record.stop(position.segment, missingFact([fact.missing], [formatAddress(only)], null, null));
    return null;
  }
  if (!fact.known || fact.value === null) return null;
  const [subnet] = topology.next(holder.id, 'in-subnet', 'subnet');
  if (subnet === undefined) {
    const reason = `the subnet of ${holder.id} is not stated`;
    const missing = notRead('NetworkInterfaces', reason);
    record.stop(position.segment, missingFact([missing], [holder.id], null, null));
    return null;
  }
  // Nothing that the requests passed on their way out stands before the interface they come in to.
  const passed = { table: null, groups: known([]), crossing: null, natGateway: null, arrivedBy: null, appliance: null };
  const arrival: Position = { ...position, subnet: subnet.id, ...passed };
  if (only.family === 6 && isPrivateIpv6(walk, subnet.id, only)) {
    const destination = formatAddress(only);
    const place = { resources: [holder.id], at: subnet.id };
    const seen = `${destination} is a private IPv6 address, which no internet gateway forwards to`;
    record.stop(
      position.segment,
      blocker('IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS', place, { destination }),
      seen,
    );
    return null;
  }
  const inward = only.family === 6 ? singleAddress(only).set : privateAddresses(fact.value);
  const by = gatewaysOf(walk, address, subnet.id).map((gateway) => arriveThroughEdge(walk, arrival, gateway, inward));
  const arrivedBy = by.find((id) => id !== null) ?? null;
  checkBlockPublicAccess(walk, { ...arrival, arrivedBy }, 'own-address');
  record.hop(subnet.id, 'subnet', subnet.id);
  passNetworkAcl(walk, position.segment, { subnet: subnet.id, direction: 'ingress', way: 'request' });
  enterInterface(walk, arrival, holder, subnet.id);
  return { subnet: subnet.id, by: arrivedBy ?? 'internet-gateway' };
}

/** What comes in for an address comes through its VPC's internet gateway, or one that its subnet's own routes name. */
function gatewaysOf({ topology }: Walk, address: string, subnet: string): readonly InternetGatewayNode[] {
  const named = gatewaysNamed(topology, subnet);
  const own = topology.next(address, 'routed-by', 'internet-gateway');
  return [...named, ...own.filter(({ id }) => !named.some((gateway) => gateway.id === id))];
}

export function gatewaysNamed(topology: Topology, subnet: string): readonly InternetGatewayNode[] {
  return topology
    .next(subnet, 'routed-by', 'route-table')
    .flatMap((table) => topology.next(table.id, 'routes-to', 'internet-gateway'));
}

function privateAddresses(eni: NetworkInterface): IntervalSet<bigint> {
  const own = [eni.PrivateIpAddress, ...(eni.PrivateIpAddresses ?? []).map((a) => a.PrivateIpAddress)];
  const parsed = own.flatMap((text) => (text === undefined ? [] : (parseAddress(text) ?? [])));
  return intervalSet(parsed.map(({ value }) => [value, value] as const));
}
