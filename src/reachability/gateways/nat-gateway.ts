import { parseAddress } from '../../net/address.ts';
import { NAT64 } from '../../net/address-space.ts';
import { cidrInterval } from '../../net/cidr.ts';
import { intervalSet, isSubset } from '../../net/interval-set.ts';
import { type Box, packets } from '../../net/packet-set.ts';
import type { NatGateway } from '../../snapshot/gateway-facts.ts';
import { known } from '../../snapshot/known.ts';
import type { Subnet } from '../../snapshot/network-facts.ts';
import { forItsOwnerOnly, notRead } from '../../snapshot/not-read.ts';
import { statesSameZone } from '../../snapshot/stated-zone.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import { CLIENT_PORTS, protocolNumber, type Substitution } from '../flow.ts';
import {
  destinationText,
  foreignOwner,
  inSameZone,
  LOST,
  type Onward,
  type Position,
  stopHere,
  type Walk,
  zoneOf,
} from '../position.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { meetOpaque, missingFact, type Segment } from '../walk-record.ts';

/**
 * A NAT gateway: available, with an address, in a subnet of its own (zonal) or with a route table of its own (regional);
 * that subnet's ACL, and the routes there, then decide.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
 */
export function throughNatGateway(walk: Walk, position: Position, id: string): Onward {
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const node = topology.node('nat-gateway', id);
  record.hop(id, 'nat-gateway', null);
  if (!node.fact.known || node.fact.value === null) return unread(walk, position, node);
  const gateway = node.fact.value;
  if (!carries(position)) return refuseIpv6(walk, position, id);
  const subnet = topology.next(id, 'in-subnet', 'subnet')[0]?.id ?? null;
  const table = topology.next(id, 'routed-by', 'route-table')[0]?.id ?? null;
  const reason = unmodelledKind(gateway, subnet ?? table);
  if (reason !== null) {
    return stopHere(
      walk,
      position,
      blocker('X_NOT_MODELLED', { resources: [id], at }, { what: `NAT gateway ${id}`, reason }),
    );
  }
  checkProtocol(walk, position, id);
  checkState(walk, position, gateway);
  checkZone(walk, position, gateway);
  const query = translate(position, gateway);
  if (query === null) return LOST;
  if (subnet !== null && subnet !== at) passNetworkAcl(walk, segment, { subnet, direction: 'ingress', way: 'request' });
  if (subnet !== null) remarkOtherZone(walk, position, id, subnet);
  for (const { Type: type = 'an appliance' } of gateway.AttachedAppliances ?? []) {
    const reason = `${type} attached to ${id} filters what passes, by rules out of sight`;
    meetOpaque(walk, segment, { kind: 'filtering-proxy', hop: id, place: { resources: [id], at }, reason });
  }
  const translated: Segment = { query, sure: packets(query), possible: packets(query), outside: null };
  record.segments.push(translated);
  return {
    kind: 'onward',
    exit: { kind: 'through', gateway: id, subnet: subnet ?? at, table },
    next: {
      subnet: subnet ?? at,
      table,
      segment: translated,
      groups: known([]),
      publicAddresses: publicAddresses(gateway),
      natGateway: id,
      crossing: null,
      arrivedBy: null,
      appliance: null,
    },
  };
}

/** A NAT gateway carries IPv4, and IPv6 to the addresses DNS64 makes of IPv4 ones: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html */
function carries({ segment: { query } }: Position): boolean {
  return query.family === 4 || isSubset(query.destination, [cidrInterval(NAT64)]);
}

function refuseIpv6(walk: Walk, position: Position, id: string): Onward {
  const place = { resources: [id], at: position.subnet };
  const details = { destination: destinationText(walk, position), gateway: id };
  const seen = `${id} carries no IPv6 but to 64:ff9b::/96`;
  return stopHere(walk, position, blocker('X_NAT_GATEWAY_CARRIES_IPV4', place, details), seen);
}

/** A deleted NAT gateway vanishes from the list within the hour; a participant of a shared VPC never sees any. */
function unread(walk: Walk, position: Position, { id, fact }: TopologyNode<'nat-gateway'>): Onward {
  const { subnet: at } = position;
  const owner = foreignOwner(walk.topology, at);
  const shared = forItsOwnerOnly('NatGateways', owner ?? '', id);
  const gone = blocker(
    'BAD_STATE',
    { resources: [id], at },
    { kind: 'NAT gateway', state: 'absent', needed: 'available' },
  );
  const isGone = fact.known && owner === null;
  return stopHere(walk, position, isGone ? gone : missingFact([fact.known ? shared : fact.missing], [id], null, at));
}

function unmodelledKind(gateway: NatGateway, standing: string | null): string | null {
  const { NatGatewayId: id, AvailabilityMode: mode = 'zonal', ConnectivityType: type = 'public' } = gateway;
  if (mode !== 'zonal' && mode !== 'regional') return `${id} is a ${mode} NAT gateway`;
  if (type !== 'public' && type !== 'private') return `${id} has the connectivity ${type}`;
  if (standing === null) return `the ${mode === 'zonal' ? 'subnet' : 'route table'} of ${id} is not stated`;
  const half = usableAddresses(gateway).some(
    (a) => (mode === 'zonal' && a.PrivateIp === undefined) || (type === 'public' && a.PublicIp === undefined),
  );
  return half ? `${id} does not state both the private and the public address it sends from` : null;
}

/** Where the addresses are managed by hand, a zone without one may have no way through it. */
function checkZone(walk: Walk, position: Position, gateway: NatGateway): void {
  const { NatGatewayId: id, AvailabilityMode: mode, AutoProvisionZones: auto } = gateway;
  if (mode !== 'regional' || auto === 'enabled') return;
  const { fact } = walk.topology.node('subnet', position.subnet);
  const standing: Partial<Subnet> = (fact.known ? fact.value : null) ?? {};
  if (usableAddresses(gateway).some((address) => statesSameZone(address, standing))) return;
  const { AvailabilityZone: zone } = standing;
  const reason = `it is not set to provide for zones by itself, and states no address in ${zone ?? 'the zone'} of ${position.subnet}`;
  const place = { resources: [id], at: position.subnet };
  walk.record.stop(position.segment, blocker('X_NOT_MODELLED', place, { what: `NAT gateway ${id}`, reason }));
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html: TCP, UDP and ICMP, nothing else. */
function checkProtocol({ flow, record }: Walk, { segment, subnet: at }: Position, id: string): void {
  // NAT64 makes ICMP of ICMPv6.
  if ([6, 17, 1, 58].includes(protocolNumber(flow.protocol) ?? 6)) return;
  const details = { gateway: id, protocol: String(flow.protocol) };
  const seen = `${id} carries TCP, UDP and ICMP only`;
  record.stop(segment, blocker('X_NAT_GATEWAY_PROTOCOL', { resources: [id], at }, details), seen);
}

function checkState(walk: Walk, position: Position, gateway: NatGateway): void {
  const { record } = walk;
  const id = gateway.NatGatewayId;
  const place = { resources: [id], at: gateway.SubnetId ?? null };
  const { State: state } = gateway;
  if (state === undefined) {
    const missing = notRead('NatGateways', `the state of ${id} is not stated`);
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

/** What the packets are after translation: from the gateway's private addresses and any of its own ports; null for IPv6 where it has none. */
function translate({ segment: { query } }: Position, gateway: NatGateway): Box | null {
  const own = usableAddresses(gateway).flatMap((a) => addressValue(a.PrivateIp) ?? addressValue(a.PublicIp) ?? []);
  const source = own.length > 0 ? intervalSet(own.map((v) => [v, v] as const)) : query.source;
  const translated = { ...query, family: 4, source, sourcePort: CLIENT_PORTS } as const;
  if (query.family === 4) return translated;
  if (own.length === 0) return null;
  return { ...translated, destination: query.destination.map(([low, high]) => [low - NAT64.base, high - NAT64.base]) };
}

function publicAddresses(gateway: NatGateway): readonly Substitution[] {
  return usableAddresses(gateway).flatMap(({ PrivateIp, PublicIp }) => {
    const outside = addressValue(PublicIp);
    return outside === null ? [] : [{ inside: addressValue(PrivateIp) ?? outside, outside }];
  });
}

function addressValue(address: string | undefined): bigint | null {
  return address === undefined ? null : (parseAddress(address)?.value ?? null);
}

/** A NAT gateway serves every zone, but only as long as its own is up. */
function remarkOtherZone(walk: Walk, position: Position, gateway: string, natSubnet: string): void {
  const { topology } = walk;
  const zone = zoneOf(topology, position.subnet);
  const gatewayZone = zoneOf(topology, natSubnet);
  if (zone === null || gatewayZone === null) return;
  if (zone === gatewayZone || inSameZone(topology, position.subnet, natSubnet) === true) return;
  const details = { gateway, gatewayZone, subnet: position.subnet, zone };
  walk.record.note(blocker('X_NAT_IN_OTHER_ZONE', { resources: [gateway], at: position.subnet }, details));
}
