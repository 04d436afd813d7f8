import { blocker } from '../blocker.ts';
import { vpcOf, type Walk } from '../position.ts';
import type { Segment } from '../walk-record.ts';

/**
 * VPC Block Public Access at the subnet in front of an internet gateway: block-bidirectional stops everything,
 * block-ingress everything but NAT gateways. https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
export function checkBlockPublicAccess(walk: Walk, subnet: string, segment: Segment, byNatGateway: boolean): void {
  const mode = modeOf(walk, subnet);
  if (mode === 'off') {
    if (byNatGateway) checkSource(walk, segment);
    return;
  }
  if (mode === 'block-ingress' && byNatGateway) return;
  const place = { resources: [subnet], at: subnet };
  const reason = `VPC Block Public Access is ${mode} for ${subnet}`;
  const isKnown = mode === 'block-ingress' || mode === 'block-bidirectional';
  walk.record.stop(
    segment,
    isKnown
      ? blocker('VPC_BLOCK_PUBLIC_ACCESS_ENABLED', place, { mode, subnet })
      : blocker('X_NOT_MODELLED', place, { what: 'VPC Block Public Access', reason }),
    reason,
  );
}

/** An exclusion of the NAT gateway's subnet alone: AWS does not say whether it also frees who sends through it. */
function checkSource(walk: Walk, segment: Segment): void {
  const { subnet } = walk.flow.source;
  const mode = subnet === null ? 'off' : modeOf(walk, subnet);
  if (subnet === null || mode === 'off' || mode === 'block-ingress') return;
  const reason = `VPC Block Public Access is ${mode} for ${subnet}, and only the NAT gateway's subnet is excluded`;
  const details = { what: 'VPC Block Public Access', reason };
  walk.record.stop(segment, blocker('X_NOT_MODELLED', { resources: [subnet], at: subnet }, details));
}

/** The effective mode: a subnet's own, which holds its exclusions, else its VPC's; older captures state neither. */
function modeOf(walk: Walk, subnet: string): string {
  const own = walk.topology.node('subnet', subnet).fact;
  const vpc = vpcOf(walk.topology, subnet)?.fact;
  const stated = own.known ? own.value?.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined;
  const fallback = vpc?.known ? vpc.value?.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined;
  return stated ?? fallback ?? 'off';
}
