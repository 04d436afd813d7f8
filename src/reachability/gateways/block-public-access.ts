import { blocker } from '../blocker.ts';
import { type Position, vpcOf, type Walk } from '../position.ts';
import type { Segment } from '../walk-record.ts';

/** What sends to the internet: an address of its own (an instance, a NAT instance), a NAT gateway, or IPv6 outbound only. */
export type Sender = 'own-address' | 'nat-gateway' | 'egress-only';

/**
 * VPC Block Public Access at the subnet in front of an internet gateway: block-bidirectional stops everything,
 * block-ingress everything but NAT gateways and egress-only gateways.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
export function checkBlockPublicAccess(walk: Walk, position: Position, sender: Sender): void {
  const { segment } = position;
  const vpc = vpcOf(walk.topology, position.subnet)?.id ?? position.subnet;
  // A regional NAT gateway stands in no subnet: its VPC's mode counts.
  const place = position.table === null ? position.subnet : vpc;
  const mode = position.table === null ? modeOfSubnet(walk, place) : (modeOfVpc(walk, position.subnet) ?? 'off');
  if (mode === 'off' || (mode === 'block-ingress' && sender !== 'own-address')) {
    if (sender === 'nat-gateway') checkSource(walk, segment);
    return;
  }
  const reason = `VPC Block Public Access is ${mode} for ${place}`;
  const isKnown = mode === 'block-ingress' || mode === 'block-bidirectional';
  const at = { resources: [place], at: place };
  walk.record.stop(
    segment,
    isKnown
      ? blocker('VPC_BLOCK_PUBLIC_ACCESS_ENABLED', at, { mode, subnet: place })
      : blocker('X_NOT_MODELLED', at, { what: 'VPC Block Public Access', reason }),
    reason,
  );
}

/** An exclusion of the NAT gateway's subnet alone: AWS does not say whether it also frees who sends through it. */
function checkSource(walk: Walk, segment: Segment): void {
  const { subnet } = walk.flow.source;
  const mode = subnet === null ? 'off' : modeOfSubnet(walk, subnet);
  if (subnet === null || mode === 'off' || mode === 'block-ingress') return;
  const reason = `VPC Block Public Access is ${mode} for ${subnet}, and only the NAT gateway's subnet is excluded`;
  const details = { what: 'VPC Block Public Access', reason };
  walk.record.stop(segment, blocker('X_NOT_MODELLED', { resources: [subnet], at: subnet }, details));
}

/** The effective mode: a subnet's own, which holds its exclusions, else its VPC's; older captures state neither. */
function modeOfSubnet(walk: Walk, subnet: string): string {
  const own = walk.topology.node('subnet', subnet).fact;
  const stated = own.known ? own.value?.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined;
  return stated ?? modeOfVpc(walk, subnet) ?? 'off';
}

function modeOfVpc(walk: Walk, subnet: string): string | undefined {
  const vpc = vpcOf(walk.topology, subnet)?.fact;
  return vpc?.known ? vpc.value?.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined;
}
