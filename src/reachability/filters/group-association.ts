import type { MissingFact } from '../../snapshot/known.ts';
import { inBetween, notRead } from '../../snapshot/not-read.ts';
import type { Topology, TopologyNode } from '../../topology/topology.ts';
import type { FlowSource } from '../flow.ts';

/**
 * Why it is not known that the rules of a group hold at an end of a flow; null where they do. A group may be associated
 * with further VPCs of its Region, so that another VPC than its own says nothing against it; Lambda is not among what
 * AWS's page lists for it. https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
 */
export function associationDoubt(
  topology: Topology,
  group: TopologyNode<'security-group'>,
  at: string,
  source: FlowSource,
): MissingFact | null {
  const fact = group.fact.known ? group.fact.value : null;
  const vpc = vpcOfEnd(topology, at);
  if (fact?.VpcId === undefined || vpc === null || fact.VpcId === vpc) return null;
  if (at === source.subnet && source.kind === 'function' && !source.mayBePublic) {
    const reason = `${group.id} belongs to ${fact.VpcId}, and whether a function's interfaces in ${vpc} may carry it is not documented`;
    return notRead('SecurityGroups', reason);
  }
  // An interface that carries the group shows that it is, or was, associated.
  const state = (fact.VpcAssociations ?? []).find((a) => a.VpcId === vpc)?.State ?? 'associated';
  if (state === 'associated') return null;
  const told = state.endsWith('ing') ? inBetween : notRead;
  return told('SecurityGroupVpcAssociations', `the association of ${group.id} with ${vpc} is ${state}`);
}

/** Of a subnet, or of an interface. */
function vpcOfEnd(topology: Topology, at: string): string | null {
  const [subnet = at] = topology.next(at, 'in-subnet', 'subnet').map(({ id }) => id);
  return topology.next(subnet, 'in-vpc', 'vpc')[0]?.id ?? null;
}
