import { unknown } from '../../snapshot/known.ts';
import { notRead } from '../../snapshot/not-read.ts';
import { blocker } from '../blocker.ts';
import {
  type Crossing,
  destinationText,
  type Exit,
  LOST,
  landing,
  onlyDestination,
  type Position,
  stopHere,
  type Walk,
} from '../position.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { missingFact } from '../walk-record.ts';
import { enterInterface } from './interface.ts';

/** Hands the packets to the interface that has the destination address in a VPC: inbound ACL, then the interface. */
export function deliver(walk: Walk, position: Position, vpc: string, peering: string | null = null): Exit {
  const destination = destinationText(walk, position);
  const spot = landingOf(walk, position, vpc);
  const held =
    spot?.address.fact ?? unknown(notRead('Vpcs', `nothing that was read says where ${vpc} has ${destination}`));
  if (!held.known) {
    return stopHere(walk, position, missingFact([held.missing], [vpc], null, null)).exit;
  }
  if (spot?.subnet == null || spot.holder === null) {
    const seen = `no subnet of ${vpc} holds ${destination}`;
    const missing = blocker('X_NO_SUBNET_AT_ADDRESS', { resources: [vpc] }, { destination, vpc });
    return stopHere(walk, position, missing, seen, 'route').exit;
  }
  const subnet = spot.subnet.id;
  enterSubnet(walk, position, subnet);
  enterInterface(walk, position, spot.holder, subnet);
  return { kind: 'delivered', subnet, peering };
}

/** Behind a routing blocker: the destination's own filters, if it is known which interface it is. */
export function resumeAtDestination(walk: Walk, position: Position, vpc: string, crossing: Crossing | null): Exit {
  const { subnet = null, holder = null } = landingOf(walk, position, vpc) ?? {};
  if (subnet === null || holder === null || !holder.fact.known || holder.fact.value === null) return LOST.exit;
  enterSubnet(walk, position, subnet.id);
  enterInterface(walk, { ...position, crossing }, holder, subnet.id);
  return { kind: 'resumed', subnet: subnet.id, expected: crossing?.id ?? position.arrivedBy ?? 'local' };
}

function landingOf(walk: Walk, position: Position, vpc: string) {
  const address = onlyDestination(position);
  return address === null ? null : landing(walk, vpc, address);
}

/** Inside one subnet no network ACL is asked: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html */
function enterSubnet(walk: Walk, position: Position, subnet: string): void {
  const { record } = walk;
  record.hop(subnet, 'subnet', subnet);
  if (subnet !== position.subnet)
    passNetworkAcl(walk, position.segment, { subnet, direction: 'ingress', way: 'request' });
}
