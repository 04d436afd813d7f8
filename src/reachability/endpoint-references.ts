import { known } from '../snapshot/known.ts';
import type { TopologyNode } from '../topology/topology.ts';
import type { Crossing } from './position.ts';

/**
 * What was crossed, as the groups of one interface see it: those of an endpoint's may reference no groups beyond a transit
 * gateway, whatever that supports. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security
 */
export function crossingSeenBy(
  { fact }: TopologyNode<'network-interface'>,
  crossing: Crossing | null,
): Crossing | null {
  const endpoints = fact.known && fact.value?.InterfaceType === 'vpc_endpoint';
  return crossing?.kind === 'transit-gateway' && endpoints ? { ...crossing, references: known(false) } : crossing;
}
