import { parseAddress } from '../../net/address.ts';
import { intervalSet } from '../../net/interval-set.ts';
import { packets } from '../../net/packet-set.ts';
import { known } from '../../snapshot/known.ts';
import type { NatGateway } from '../../snapshot/network-facts.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import { CLIENT_PORTS, type Substitution } from '../flow.ts';
import { destinationText, foreignOwner, type Onward, type Position, vpcOf, type Walk } from '../position.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { missingFact, type Segment } from '../walk-record.ts';

const LOST: Onward = { exit: { kind: 'lost' }, next: null };

/**
 * A zonal NAT gateway: available, with an address, in its own subnet, whose ACL and routes then decide.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export function throughNatGateway(walk: Walk, position: Position, id: string, visited: ReadonlySet<string>): Onward {
  const { topology, record, flow } = walk;
  const node = topology.node('nat-gateway', id);
  record.hop(id, 'nat-gateway', null);
  if (!node.fact.known || node.fact.value === null) return unread(walk, position, node);
  const gateway = node.fact.value;
  if (visited.has(id)) {
    const text = `the route table of ${position.subnet}, where ${id} itself is, sends ${destinationText(walk)} back to ${id}`;
    const evidence = [{ resource: id, entry: null, text }];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'X_NAT_GATEWAY_IN_SOURCE_SUBNET',
        { resources: [id], at: position.subnet, evidence },
        { subnet: position.subnet, destination: destinationText(walk) },
      ),
    );
    return LOST;
  }
  const unmodelled = unmodelledKind(gateway);
  const subnet = topology.next(id, 'in-subnet', 'subnet')[0];
  if (unmodelled !== null || subnet === undefined) {
    const reason = unmodelled ?? `the subnet of ${id} is not stated`;
    record.step('gateway', null, 'unknown', [{ resource: id, entry: null, text: reason }]);
    record.stop(
      position.segment,
      blocker('X_NOT_MODELLED', { resources: [id], at: position.subnet }, { what: `NAT gateway ${id}`, reason }),
    );
    return LOST;
  }
  checkState(walk, position, gateway);
  if (subnet.id !== position.subnet)
    passNetworkAcl(record, topology, flow, position.segment, subnet.id, 'ingress', 'request');
  remarkOtherZone(walk, position, id, subnet.id);
  const segment = translatedSegment(walk, position.segment, gateway);
  record.segments.push(segment);
  return {
    exit: { kind: 'nat-gateway', gateway: id, subnet: subnet.id },
    next: { subnet: subnet.id, segment, groups: known([]), publicAddresses: publicAddresses(gateway), natGateway: id },
  };
}

/** A deleted NAT gateway vanishes from the list within the hour; a participant of a shared VPC never sees any. */
function unread(walk: Walk, position: Position, { id, fact }: TopologyNode<'nat-gateway'>): Onward {
  const { record, topology } = walk;
  const owner = foreignOwner(topology, position.subnet);
  if (fact.known && owner === null) {
    const evidence = [{ resource: id, entry: null, text: `${id} does not exist any more` }];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'BAD_STATE',
        { resources: [id], at: position.subnet, evidence },
        { kind: 'NAT gateway', state: 'absent', needed: 'available' },
      ),
    );
    return LOST;
  }
  const shared = {
    list: 'NatGateways',
    action: 'ec2:DescribeNatGateways',
    reason: `only account ${owner ?? ''}, which shares the subnet, can read ${id}`,
  };
  record.step('gateway', null, 'unknown', [{ resource: id, entry: null, text: `${id} could not be read` }]);
  record.stop(position.segment, missingFact([fact.known ? shared : fact.missing], [id], null, position.subnet));
  return LOST;
}

function unmodelledKind(gateway: NatGateway): string | null {
  if (gateway.AvailabilityMode === 'regional') return `${gateway.NatGatewayId} is a regional NAT gateway`;
  if ((gateway.AttachedAppliances ?? []).length > 0)
    return `${gateway.NatGatewayId} has an appliance attached that filters traffic`;
  return null;
}

function checkState(walk: Walk, position: Position, gateway: NatGateway): void {
  const { record } = walk;
  const id = gateway.NatGatewayId;
  const state = gateway.State ?? 'not stated';
  if (state !== 'available') {
    const evidence = [{ resource: id, entry: state, text: `${id} is ${state}` }];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'BAD_STATE',
        { resources: [id], at: gateway.SubnetId ?? null, evidence },
        { kind: 'NAT gateway', state, needed: 'available' },
      ),
    );
    return;
  }
  if (usableAddresses(gateway).length === 0) {
    const statuses = (gateway.NatGatewayAddresses ?? []).map((a) => a.Status ?? 'without address').join(', ');
    const evidence = [
      {
        resource: id,
        entry: null,
        text: `${id} has no usable address: ${statuses === '' ? 'none assigned' : statuses}`,
      },
    ];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'X_NAT_GATEWAY_WITHOUT_ADDRESS',
        { resources: [id], at: gateway.SubnetId ?? null, evidence },
        { state: statuses === '' ? 'none' : statuses },
      ),
    );
    return;
  }
  record.step('gateway', null, 'accept', [{ resource: id, entry: null, text: `${id} is available` }]);
}

/** Addresses that serve: assigned with success; a public gateway's must be public ones. Old records have no Status. */
function usableAddresses(gateway: NatGateway) {
  return (gateway.NatGatewayAddresses ?? []).filter(
    (a) =>
      (a.Status === undefined || a.Status === 'succeeded') &&
      (gateway.ConnectivityType === 'private'
        ? a.PrivateIp !== undefined
        : a.PublicIp !== undefined || a.AllocationId !== undefined),
  );
}

/** After translation: the gateway's private addresses and any of its own ports, whatever the client's were. */
function translatedSegment(walk: Walk, before: Segment, gateway: NatGateway): Segment {
  const own = usableAddresses(gateway).map((a) => addressValue(a.PrivateIp));
  const sources = own.filter((value) => value !== null);
  const query = {
    ...before.query,
    source: sources.length > 0 ? intervalSet(sources.map((v) => [v, v] as const)) : before.query.source,
    destination: walk.destinations,
    sourcePort: CLIENT_PORTS,
  };
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
    return fact.known ? (fact.value?.AvailabilityZone ?? null) : null;
  };
  const zone = zoneOf(position.subnet);
  const gatewayZone = zoneOf(natSubnet);
  if (zone === null || gatewayZone === null || zone === gatewayZone || vpcOf(walk.topology, natSubnet) === null) return;
  walk.record.note(
    blocker(
      'X_NAT_IN_OTHER_ZONE',
      { resources: [gateway], at: position.subnet },
      { gateway, gatewayZone, subnet: position.subnet, zone },
    ),
  );
}
