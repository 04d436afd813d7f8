import { formatAddress } from '../../net/address.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import { type Exit, landing, onlyDestination, type Position, type Walk } from '../position.ts';
import { passNetworkAcl, passSecurityGroups } from '../walk-filters.ts';
import { missingFact } from '../walk-record.ts';

type Delivered = Extract<Exit, { kind: 'delivered' }>['by'];

/** Hands the packets to the interface that has the destination address in a VPC: inbound ACL, state, security groups. */
export function deliver(walk: Walk, position: Position, vpc: string, by: Delivered, via: string): Exit {
  const { topology, record } = walk;
  const address = onlyDestination(walk);
  if (address === null)
    return lost(
      walk,
      position,
      missingFact(
        [{ list: 'Subnets', action: 'ec2:DescribeSubnets', reason: 'more than one destination inside a VPC' }],
        [vpc],
        null,
        null,
      ),
    );
  const spot = landing(topology, vpc, address);
  if (spot === null || spot.subnet === null) {
    const reason =
      spot === null || !spot.address.fact.known
        ? missingFact(
            spot !== null && !spot.address.fact.known ? [spot.address.fact.missing] : [unreadable(vpc)],
            [vpc],
            null,
            null,
          )
        : blocker('X_NO_SUBNET_AT_ADDRESS', { resources: [vpc] }, { destination: formatAddress(address), vpc });
    return lost(walk, position, reason);
  }
  const subnet = spot.subnet.id;
  record.hop(subnet, 'subnet', subnet);
  if (subnet !== position.subnet)
    passNetworkAcl(record, topology, walk.flow, position.segment, subnet, 'ingress', 'request');
  if (spot.holder !== null) enterInterface(walk, position, spot.holder, subnet, formatAddress(address));
  return { kind: 'delivered', subnet, by: subnet === position.subnet ? 'subnet' : by, via };
}

/** Behind a routing blocker: the destination's own filters, if it is known which interface it is. */
export function resumeAtDestination(walk: Walk, position: Position, vpc: string): Exit {
  const address = onlyDestination(walk);
  const spot = address === null ? null : landing(walk.topology, vpc, address);
  if (
    address === null ||
    spot?.holder == null ||
    spot.subnet === null ||
    !spot.holder.fact.known ||
    spot.holder.fact.value === null
  )
    return { kind: 'lost' };
  const subnet = spot.subnet.id;
  walk.record.hop(subnet, 'subnet', subnet);
  if (subnet !== position.subnet)
    passNetworkAcl(walk.record, walk.topology, walk.flow, position.segment, subnet, 'ingress', 'request');
  enterInterface(walk, position, spot.holder, subnet, formatAddress(address));
  return { kind: 'resumed', subnet };
}

/** The interface itself: attached, its instance running, and its security groups. */
export function enterInterface(
  walk: Walk,
  position: Position,
  holder: TopologyNode<'network-interface'>,
  subnet: string,
  destination: string,
): void {
  const { record, topology } = walk;
  if (!holder.fact.known) {
    record.hop(destination, 'target', subnet);
    record.step('gateway', null, 'unknown', [
      { resource: subnet, entry: destination, text: `nobody could read which interface has ${destination}` },
    ]);
    record.stop(position.segment, missingFact([holder.fact.missing], [destination], null, subnet));
    return;
  }
  if (holder.fact.value === null) {
    record.hop(destination, 'target', subnet);
    record.step('gateway', null, 'deny', [
      { resource: subnet, entry: destination, text: `no network interface in ${subnet} has ${destination}` },
    ]);
    record.stop(
      position.segment,
      blocker('X_NO_INTERFACE_AT_ADDRESS', { resources: [subnet], at: subnet }, { destination, subnet }),
    );
    return;
  }
  record.hop(holder.id, 'target', subnet);
  checkAttachment(walk, position, holder, holder.fact.value.Status);
  const groups = topology.next(holder.id, 'carries', 'security-group');
  const type = holder.fact.value.InterfaceType ?? 'interface';
  if (groups.length === 0) {
    // NAT gateways, transit gateway attachments and load balancers without groups are not filtered; other interfaces always carry one.
    if (
      [
        'natGateway',
        'nat_gateway',
        'transit_gateway',
        'network_load_balancer',
        'gateway_load_balancer_endpoint',
      ].includes(type)
    )
      return;
    const missing = [
      {
        list: 'NetworkInterfaces',
        action: 'ec2:DescribeNetworkInterfaces',
        reason: `the security groups of ${holder.id} are not stated`,
      },
    ];
    record.step('security-group', 'ingress', 'unknown', [
      { resource: holder.id, entry: null, text: `the security groups of ${holder.id} are not stated` },
    ]);
    record.stop(position.segment, missingFact(missing, [holder.id], 'ingress', holder.id));
    return;
  }
  passSecurityGroups(record, topology, walk.flow, position.segment, {
    groups,
    at: holder.id,
    direction: 'ingress',
    remote: { groups: position.groups },
  });
}

/** An interface answers while it is attached and what it is part of is up. */
function checkAttachment(
  walk: Walk,
  position: Position,
  holder: TopologyNode<'network-interface'>,
  status: string | undefined,
): void {
  if (status !== undefined && status !== 'in-use' && status !== 'associated') {
    badState(walk, position, holder.id, holder.id, { kind: 'network interface', state: status, needed: 'in-use' });
  }
  for (const instance of walk.topology.next(holder.id, 'part-of', 'instance')) {
    const state = instance.fact.known ? instance.fact.value?.State?.Name : undefined;
    if (state === undefined) unreadState(walk, position, holder.id, instance, 'Instances', 'ec2:DescribeInstances');
    else if (state !== 'running')
      badState(walk, position, holder.id, instance.id, { kind: 'instance', state, needed: 'running' });
  }
  for (const endpoint of walk.topology.next(holder.id, 'part-of', 'vpc-endpoint')) {
    // The wire says `available`, the API model `Available`.
    const state = endpoint.fact.known ? endpoint.fact.value?.State?.toLowerCase() : undefined;
    if (state === undefined || state === 'partial')
      unreadState(walk, position, holder.id, endpoint, 'VpcEndpoints', 'ec2:DescribeVpcEndpoints');
    else if (state !== 'available')
      badState(walk, position, holder.id, endpoint.id, { kind: 'VPC endpoint', state, needed: 'available' });
  }
}

function badState(
  walk: Walk,
  position: Position,
  at: string,
  resource: string,
  details: { readonly kind: string; readonly state: string; readonly needed: string },
): void {
  const evidence = [{ resource, entry: details.state, text: `${resource} is ${details.state}` }];
  walk.record.step('gateway', null, 'deny', evidence);
  walk.record.stop(position.segment, blocker('BAD_STATE', { resources: [resource], at, evidence }, details));
}

function unreadState(
  walk: Walk,
  position: Position,
  at: string,
  node: TopologyNode,
  list: string,
  action: string,
): void {
  const missing = node.fact.known
    ? { list, action, reason: `the state of ${node.id} is not known` }
    : node.fact.missing;
  walk.record.step('gateway', null, 'unknown', [
    { resource: node.id, entry: null, text: `the state of ${node.id} is not known` },
  ]);
  walk.record.stop(position.segment, missingFact([missing], [node.id], null, at));
}

function lost(walk: Walk, position: Position, reason: Parameters<Walk['record']['stop']>[1]): Exit {
  walk.record.step('route', null, reason.code === 'UNKNOWN_RESOURCE' ? 'unknown' : 'deny', reason.evidence);
  walk.record.stop(position.segment, reason);
  return { kind: 'lost' };
}

function unreadable(vpc: string) {
  return { list: 'Subnets', action: 'ec2:DescribeSubnets', reason: `${vpc} could not be read` };
}
