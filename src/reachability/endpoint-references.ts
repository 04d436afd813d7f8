import { type Known, known, unknown } from '../snapshot/known.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { Topology, TopologyNode } from '../topology/topology.ts';
import type { Crossing } from './position.ts';

/** Security group referencing over a transit gateway is not supported there. */
const WITHOUT_REFERENCES = 'use1-az3';
const REGION_OF_IT = 'us-east-1';

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
  if (isEndpoint) return { ...crossing, references: known(false) };
  const subnets = topology.next(id, 'in-subnet', 'subnet').map((s) => s.id);
  return { ...crossing, references: unlessExcluded(topology, subnets, crossing.references) };
}

/** Whether groups are referenced between subnets, one of which may be in the zone where none is. */
export function unlessExcluded(
  topology: Topology,
  subnets: readonly string[],
  references: Known<boolean>,
): Known<boolean> {
  if (references.known && !references.value) return references;
  const zones = subnets.map((subnet) => mayReference(topology, subnet));
  return zones.find((zone) => zone.known && !zone.value) ?? zones.find((zone) => !zone.known) ?? references;
}

function mayReference(topology: Topology, subnet: string): Known<boolean> {
  const { fact } = topology.node('subnet', subnet);
  if (!fact.known || fact.value === null) return known(true);
  const { AvailabilityZoneId: zone, AvailabilityZone: name } = fact.value;
  if (zone !== undefined) return known(zone !== WITHOUT_REFERENCES);
  const isElsewhere = name !== undefined && !name.startsWith(REGION_OF_IT);
  return isElsewhere
    ? known(true)
    : unknown(notRead('Subnets', `whether ${subnet} is in the zone ${WITHOUT_REFERENCES} is not stated`));
}
