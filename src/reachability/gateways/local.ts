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
  type Walk,
} from '../position.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { missingFact } from '../walk-record.ts';
import { enterInterface } from './interface.ts';

type Delivered = Extract<Exit, { kind: 'delivered' }>['by'];

/** Hands the packets to the interface that has the destination address in a VPC: inbound ACL, then the interface. */
export function deliver(walk: Walk, position: Position, vpc: string, by: Delivered, via: string): Exit {
  const address = onlyDestination(position);
  const spot = address === null ? null : landing(walk, vpc, address);
  if (address === null || spot === null || !spot.address.fact.known) {
    const unread = notRead('Subnets', `the subnets of ${vpc} could not be read`);
    const missing = spot === null || spot.address.fact.known ? unread : spot.address.fact.missing;
    walk.record.stop(position.segment, missingFact([missing], [vpc], null, null));
    return LOST.exit;
  }
  if (spot.subnet === null || spot.holder === null) {
    const details = { destination: destinationText(walk, position), vpc };
    const seen = `no subnet of ${vpc} holds ${details.destination}`;
    walk.record.stop(position.segment, blocker('X_NO_SUBNET_AT_ADDRESS', { resources: [vpc] }, details), seen, 'route');
    return LOST.exit;
  }
  const subnet = spot.subnet.id;
  enterSubnet(walk, position, subnet);
  enterInterface(walk, position, spot.holder, subnet);
  return { kind: 'delivered', subnet, by: subnet === position.subnet ? 'subnet' : by, via };
}

/** Behind a routing blocker: the destination's own filters, if it is known which interface it is. */
export function resumeAtDestination(walk: Walk, position: Position, vpc: string, crossing: Crossing | null): Exit {
  const address = onlyDestination(position);
  const spot = address === null ? null : landing(walk, vpc, address);
  const holder = spot?.holder;
  if (address === null || spot?.subnet == null || holder == null || !holder.fact.known || holder.fact.value === null) {
    return LOST.exit;
  }
  enterSubnet(walk, position, spot.subnet.id);
  enterInterface(walk, { ...position, crossing }, holder, spot.subnet.id);
  return { kind: 'resumed', subnet: spot.subnet.id, expected: crossing?.id ?? position.arrivedBy ?? 'local' };
}

/** Inside one subnet no network ACL is asked: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html */
function enterSubnet(walk: Walk, position: Position, subnet: string): void {
  const { record } = walk;
  record.hop(subnet, 'subnet', subnet);
  if (position.table !== null || subnet !== position.subnet)
    passNetworkAcl(walk, position.segment, { subnet, direction: 'ingress', way: 'request' });
}
