import { parseAddress } from '../../net/address.ts';
import { intervalSet } from '../../net/interval-set.ts';
import { packets } from '../../net/packet-set.ts';
import { known } from '../../snapshot/known.ts';
import type { NatGateway } from '../../snapshot/network-facts.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import { CLIENT_PORTS, type Substitution } from '../flow.ts';
import { destinationText, foreignOwner, LOST, type Onward, type Position, type Walk } from '../position.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { missingFact, type Segment } from '../walk-record.ts';

/**
 * A zonal NAT gateway: available, with an address, in its own subnet, whose ACL and routes then decide.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export function throughNatGateway(walk: Walk, position: Position, id: string, visited: ReadonlySet<string>): Onward {
  const { topology, record, flow } = walk;
  const { segment, subnet: at } = position;
  const node = topology.node('nat-gateway', id);
  record.hop(id, 'nat-gateway', null);
  if (!node.fact.known || node.fact.value === null) return unread(walk, position, node);
  if (visited.has(id)) {
    const details = { subnet: at, destination: destinationText(walk) };
    const seen = `the route table of ${at}, where ${id} itself is, sends ${details.destination} back to ${id}`;
    record.stop(segment, blocker('X_NAT_GATEWAY_IN_SOURCE_SUBNET', { resources: [id], at }, details), seen);
    return LOST;
  }
  const gateway = node.fact.value;
  const subnet = topology.next(id, 'in-subnet', 'subnet')[0]?.id;
  const reason = unmodelledKind(gateway) ?? (subnet === undefined ? `the subnet of ${id} is not stated` : null);
  if (reason !== null || subnet === undefined) {
    const details = { what: `NAT gateway ${id}`, reason: reason ?? '' };
    record.stop(segment, blocker('X_NOT_MODELLED', { resources: [id], at }, details));
    return LOST;
  }
  checkState(walk, position, gateway);
  if (subnet !== at) passNetworkAcl(record, topology, flow, segment, subnet, 'ingress', 'request');
  remarkOtherZone(walk, position, id, subnet);
  const translated = translatedSegment(walk, segment, gateway);
  record.segments.push(translated);
  return {
    exit: { kind: 'nat-gateway', gateway: id, subnet },
    next: {
      subnet,
      segment: translated,
      groups: known([]),
      publicAddresses: publicAddresses(gateway),
      natGateway: id,
      peering: null,
    },
  };
}

/** A deleted NAT gateway vanishes from the list within the hour; a participant of a shared VPC never sees any. */
function unread(walk: Walk, position: Position, { id, fact }: TopologyNode<'nat-gateway'>): Onward {
  const { subnet: at, segment } = position;
  const owner = foreignOwner(walk.topology, at);
  const reason = `only account ${owner ?? ''}, which shares the subnet, can read ${id}`;
  const shared = { list: 'NatGateways', action: 'ec2:DescribeNatGateways', reason };
  const gone = blocker(
    'BAD_STATE',
    { resources: [id], at },
    { kind: 'NAT gateway', state: 'absent', needed: 'available' },
  );
  const isGone = fact.known && owner === null;
  walk.record.stop(segment, isGone ? gone : missingFact([fact.known ? shared : fact.missing], [id], null, at));
  return LOST;
}

function unmodelledKind(gateway: NatGateway): string | null {
  const { NatGatewayId: id, AvailabilityMode: mode = 'zonal', ConnectivityType: type = 'public' } = gateway;
  if (mode !== 'zonal') return `${id} is a ${mode} NAT gateway`;
  if (type !== 'public' && type !== 'private') return `${id} has the connectivity ${type}`;
  const half = usableAddresses(gateway).some(
    (a) => a.PrivateIp === undefined || (type === 'public' && a.PublicIp === undefined),
  );
  if (half) return `${id} does not state both the private and the public address it sends from`;
  if ((gateway.AttachedAppliances ?? []).length === 0) return null;
  return `${id} has an appliance attached that filters traffic`;
}

function checkState(walk: Walk, position: Position, gateway: NatGateway): void {
  const { record } = walk;
  const id = gateway.NatGatewayId;
  const place = { resources: [id], at: gateway.SubnetId ?? null };
  const { State: state } = gateway;
  if (state === undefined) {
    const missing = {
      list: 'NatGateways',
      action: 'ec2:DescribeNatGateways',
      reason: `the state of ${id} is not stated`,
    };
    record.stop(position.segment, missingFact([missing], [id], null, place.at));
  } else if (state !== 'available') {
    record.stop(position.segment, blocker('BAD_STATE', place, { kind: 'NAT gateway', state, needed: 'available' }));
  } else if (usableAddresses(gateway).length === 0) {
    const statuses = (gateway.NatGatewayAddresses ?? []).map((a) => a.Status ?? 'without address').join(', ');
    const details = { state: statuses === '' ? 'none assigned' : statuses };
    record.stop(
      position.segment,
      blocker('X_NAT_GATEWAY_WITHOUT_ADDRESS', place, details),
      `${id} has no usable address: ${details.state}`,
    );
  } else {
    record.pass('gateway', { resource: id, entry: null, text: `${id} is available` });
  }
}

/** Addresses that serve: assigned with success; a public gateway's must be public ones. Old records have no Status. */
function usableAddresses(gateway: NatGateway) {
  const isPrivate = gateway.ConnectivityType === 'private';
  return (gateway.NatGatewayAddresses ?? []).filter((a) => {
    const assigned = isPrivate ? a.PrivateIp !== undefined : a.PublicIp !== undefined || a.AllocationId !== undefined;
    return assigned && (a.Status === undefined || a.Status === 'succeeded');
  });
}

/** After translation: the gateway's private addresses and any of its own ports, whatever the client's were. */
function translatedSegment(walk: Walk, before: Segment, gateway: NatGateway): Segment {
  const own = usableAddresses(gateway).flatMap((a) => addressValue(a.PrivateIp) ?? []);
  const source = own.length > 0 ? intervalSet(own.map((v) => [v, v] as const)) : before.query.source;
  const query = { ...before.query, source, destination: walk.destinations, sourcePort: CLIENT_PORTS };
  return { query, sure: packets(query), possible: packets(query), outside: null };
}

function publicAddresses(gateway: NatGateway): readonly Substitution[] {
  if (gateway.ConnectivityType === 'private') return [];
  return usableAddresses(gateway).flatMap(({ PrivateIp, PublicIp }) => {
    const inside = addressValue(PrivateIp);
    const outside = addressValue(PublicIp);
    return inside === null || outside === null ? [] : [{ inside, outside }];
  });
}

function addressValue(address: string | undefined): bigint | null {
  return address === undefined ? null : (parseAddress(address)?.value ?? null);
}

/** A NAT gateway serves every zone, but only as long as its own is up. */
function remarkOtherZone(walk: Walk, position: Position, gateway: string, natSubnet: string): void {
  const zoneOf = (id: string) => {
    const { fact } = walk.topology.node('subnet', id);
    return fact.known ? fact.value?.AvailabilityZone : undefined;
  };
  const zone = zoneOf(position.subnet);
  const gatewayZone = zoneOf(natSubnet);
  if (zone === undefined || gatewayZone === undefined || zone === gatewayZone) return;
  const details = { gateway, gatewayZone, subnet: position.subnet, zone };
  walk.record.note(blocker('X_NAT_IN_OTHER_ZONE', { resources: [gateway], at: position.subnet }, details));
}
