import { formatAddress } from '../../net/address.ts';
import { known } from '../../snapshot/known.ts';
import { addressNodeId } from '../../topology/address-references.ts';
import { INTERNET } from '../../topology/gateway-references.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import {
  destinationText,
  isPublicDestination,
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
import { enterInterface } from './local.ts';

const LOST: Onward = { exit: { kind: 'lost' }, next: null };

/**
 * An internet gateway lets out what has a public address of its own, to public addresses, while it is attached to the VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function throughInternetGateway(walk: Walk, position: Position, id: string): Onward {
  const { topology, record } = walk;
  const gateway = topology.node('internet-gateway', id);
  record.hop(id, 'internet-gateway', null);
  if (position.natGateway !== null && isPrivateNat(walk, position.natGateway)) {
    const evidence = [
      {
        resource: position.natGateway,
        entry: 'private',
        text: `${position.natGateway} has private connectivity, and ${id} drops its packets`,
      },
    ];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'X_PRIVATE_NAT_BEFORE_INTERNET_GATEWAY',
        { resources: [position.natGateway], at: position.subnet, evidence },
        { gateway: id },
      ),
    );
    return LOST;
  }
  if (position.natGateway === null && position.publicAddresses.length === 0) {
    const text = `${sourceText(position)} has no public address, and ${id} drops what has none`;
    const evidence = [{ resource: id, entry: null, text }];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
        { resources: [id], at: position.subnet, evidence },
        { source: sourceText(position), destination: destinationText(walk) },
      ),
    );
    checkAttachment(walk, position, gateway);
    return LOST;
  }
  checkAttachment(walk, position, gateway);
  checkEdgeRoutes(walk, position, gateway);
  checkBlockPublicAccess(walk, position);
  if (!isPublicDestination(walk)) {
    const destination = destinationText(walk);
    const evidence = [
      {
        resource: id,
        entry: destination,
        text: `${destination} is not a public address, and no internet gateway forwards to it`,
      },
    ];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS',
        { resources: [id], at: position.subnet, evidence },
        { destination },
      ),
    );
    return LOST;
  }
  record.step('gateway', null, 'accept', [{ resource: id, entry: null, text: `${id} leads to the internet` }]);
  position.segment.outside = position.publicAddresses;
  return { exit: { kind: 'internet-gateway', gateway: id, arrival: arriveFromInternet(walk, position) }, next: null };
}

function isPrivateNat(walk: Walk, id: string): boolean {
  const { fact } = walk.topology.node('nat-gateway', id);
  return fact.known && fact.value?.ConnectivityType === 'private';
}

function checkAttachment(walk: Walk, position: Position, gateway: TopologyNode<'internet-gateway'>): void {
  const { record, topology } = walk;
  if (!gateway.fact.known) {
    record.stop(position.segment, missingFact([gateway.fact.missing], [gateway.id], null, position.subnet));
    return;
  }
  const vpc = vpcOf(topology, position.subnet)?.id ?? 'its VPC';
  const attachment = (gateway.fact.value?.Attachments ?? []).find((a) => a.VpcId === vpc);
  // EC2 says `available` for an internet gateway's attachment, the API model's enum `attached`.
  if (
    attachment !== undefined &&
    (attachment.State === undefined || ['available', 'attached'].includes(attachment.State))
  )
    return;
  const state = attachment?.State ?? 'not attached';
  const evidence = [{ resource: gateway.id, entry: vpc, text: `${gateway.id} is ${state} to ${vpc}` }];
  record.step('gateway', null, 'deny', evidence);
  record.stop(
    position.segment,
    blocker(
      'BAD_STATE_ATTACHMENT',
      { resources: [gateway.id], at: position.subnet, evidence },
      { kind: 'internet gateway', state, vpc },
    ),
  );
}

/** A gateway route table decides where replies go first: https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
function checkEdgeRoutes(walk: Walk, position: Position, gateway: TopologyNode<'internet-gateway'>): void {
  for (const table of walk.topology.next(gateway.id, 'edge-routed-by', 'route-table')) {
    const vpc = vpcOf(walk.topology, position.subnet);
    for (const part of selectRoutes(
      walk.topology,
      table,
      vpc?.fact ?? known(null),
      { family: 4, set: position.segment.query.source },
      true,
    )) {
      if (part.choice.kind === 'route' && part.choice.target.kind === 'local' && !part.choice.blackhole) continue;
      if (part.choice.kind === 'none') continue;
      const where = part.choice.kind === 'route' ? part.choice.destination : table.id;
      const reason = `its gateway route table ${table.id} sends replies for ${where} elsewhere than straight to the subnet`;
      walk.record.stop(
        position.segment,
        blocker(
          'X_NOT_MODELLED',
          { resources: [gateway.id, table.id], at: position.subnet },
          { what: `the way back through ${gateway.id}`, reason },
        ),
      );
      return;
    }
  }
}

/** VPC Block Public Access other than off: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html */
function checkBlockPublicAccess(walk: Walk, position: Position): void {
  const subnet = walk.topology.node('subnet', position.subnet).fact;
  const vpc = vpcOf(walk.topology, position.subnet)?.fact;
  const modes = [
    subnet.known ? subnet.value?.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined,
    vpc?.known ? vpc.value?.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined,
  ];
  const mode = modes.find((m) => m !== undefined && m !== 'off');
  if (mode === undefined) return;
  walk.record.step('gateway', null, 'unknown', [
    { resource: position.subnet, entry: mode, text: `VPC Block Public Access is ${mode}` },
  ]);
  walk.record.stop(
    position.segment,
    blocker(
      'X_NOT_MODELLED',
      { resources: [position.subnet], at: position.subnet },
      { what: 'VPC Block Public Access', reason: `its mode is ${mode}` },
    ),
  );
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
