import { notRead } from '../../snapshot/not-read.ts';
import { blocker } from '../blocker.ts';
import { type Position, vpcOf, type Walk } from '../position.ts';
import { missingFact, type Segment } from '../walk-record.ts';

/** What sends to the internet: an address of its own (an instance, a NAT instance), a NAT gateway, or IPv6 outbound only. */
export type Sender = 'own-address' | 'nat-gateway' | 'egress-only';

/**
 * VPC Block Public Access at the subnet in front of an internet gateway: block-bidirectional stops everything,
 * block-ingress everything but NAT gateways and egress-only gateways.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
export function checkBlockPublicAccess(walk: Walk, position: Position, sender: Sender): void {
  const { segment } = position;
  const { place, mode } = modeFor(walk, position);
  if (mode === null) {
    const missing = notRead('Vpcs', `the mode of VPC Block Public Access for ${place} is not known`);
    walk.record.stop(segment, missingFact([missing], [place], null, place));
    return;
  }
  const firewall = position.arrivedBy?.startsWith('vpce-') === true ? position.arrivedBy : null;
  if (firewall !== null && mode !== 'off') {
    const reason = `VPC Block Public Access is ${mode} for ${place}, and AWS's pages disagree on what it does behind ${firewall}`;
    const details = { what: 'VPC Block Public Access', reason };
    walk.record.stop(segment, blocker('X_NOT_MODELLED', { resources: [place], at: place }, details));
    return;
  }
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

/** The mode of the subnet whose interface sends; a regional NAT gateway stands in none, and its VPC's counts. */
function modeFor(walk: Walk, { subnet, table, natGateway }: Position) {
  const vpc = vpcOf(walk.topology, subnet)?.id ?? subnet;
  if (table !== null) return { place: vpc, mode: modeOfVpc(walk, subnet) };
  const own = natGateway === null ? undefined : walk.topology.next(natGateway, 'in-subnet', 'subnet')[0]?.id;
  const place = own ?? subnet;
  return { place, mode: modeOfSubnet(walk, place) };
}

/** An exclusion of the NAT gateway's subnet alone: AWS does not say whether it also frees who sends through it. */
function checkSource(walk: Walk, segment: Segment): void {
  const { subnet } = walk.flow.source;
  const mode = subnet === null ? 'off' : modeOfSubnet(walk, subnet);
  if (subnet === null || mode === null || mode === 'off' || mode === 'block-ingress') return;
  const reason = `VPC Block Public Access is ${mode} for ${subnet}, and only the NAT gateway's subnet is excluded`;
  const details = { what: 'VPC Block Public Access', reason };
  walk.record.stop(segment, blocker('X_NOT_MODELLED', { resources: [subnet], at: subnet }, details));
}

/** The effective mode: a subnet's own, which holds its exclusions, else its VPC's. */
function modeOfSubnet(walk: Walk, subnet: string): string | null {
  const own = walk.topology.node('subnet', subnet).fact;
  const stated = own.known ? own.value?.BlockPublicAccessStates?.InternetGatewayBlockMode : undefined;
  return stated ?? modeOfVpc(walk, subnet);
}

/** Off where a VPC that was read states none, as older captures do; null where it was not read. */
function modeOfVpc(walk: Walk, subnet: string): string | null {
  const vpc = vpcOf(walk.topology, subnet)?.fact;
  if (vpc === undefined || !vpc.known || vpc.value === null) return null;
  return vpc.value.BlockPublicAccessStates?.InternetGatewayBlockMode ?? 'off';
}
