import { known } from '../snapshot/known.ts';
import type { Topology, TopologyNode } from '../topology/topology.ts';
import type { Crossing } from './position.ts';

/** Security group referencing over a transit gateway is not supported there. */
const WITHOUT_REFERENCES = 'use1-az3';

/**
 * What was crossed, as the groups of one interface see it: over a transit gateway, whatever that supports, those of an
 * endpoint and of one zone may reference no groups.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security
 */
export function crossingSeenBy(
  topology: Topology,
  { id, fact }: TopologyNode<'network-interface'>,
  crossing: Crossing | null,
): Crossing | null {
  if (crossing?.kind !== 'transit-gateway') return crossing;
  const isEndpoint = fact.known && fact.value?.InterfaceType === 'vpc_endpoint';
  const excluded = isEndpoint || topology.next(id, 'in-subnet', 'subnet').some((s) => cannotReference(topology, s.id));
  return excluded ? { ...crossing, references: known(false) } : crossing;
}

/** Whether a subnet is in the zone where no group is referenced over a transit gateway. */
export function cannotReference(topology: Topology, subnet: string): boolean {
  const { fact } = topology.node('subnet', subnet);
  return fact.known && fact.value?.AvailabilityZoneId === WITHOUT_REFERENCES;
}
