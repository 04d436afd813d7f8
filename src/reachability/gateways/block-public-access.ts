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
  const { segment, arrivedBy } = position;
  const { place, mode } = modeFor(walk, position);
  const isStopped = mode !== 'off' && (mode !== 'block-ingress' || sender === 'own-address');
  if (isStopped) refuse(walk, segment, place, mode);
  else if (sender === 'nat-gateway') checkSource(walk, segment);
  if (arrivedBy?.startsWith('vpce-') !== true) return;
  const around = walk.topology.next(arrivedBy, 'in-subnet', 'subnet')[0]?.id ?? position.subnet;
  if (!isStopped || around !== place) checkFirewall(walk, segment, arrivedBy, around);
}

/** What a mode stops; null: nobody knows which. */
function refuse(walk: Walk, segment: Segment, place: string, mode: string | null): void {
  const at = { resources: [place], at: place };
  const reason = `VPC Block Public Access is ${mode} for ${place}`;
  if (mode === null) {
    const missing = notRead('Vpcs', `the mode of VPC Block Public Access for ${place} is not known`);
    walk.record.stop(segment, missingFact([missing], [place], null, place));
  } else if (mode === 'block-ingress' || mode === 'block-bidirectional') {
    walk.record.stop(segment, blocker('VPC_BLOCK_PUBLIC_ACCESS_ENABLED', at, { mode, subnet: place }), reason);
  } else notModelled(walk, segment, place, reason);
}

/** What no page of AWS decides. */
function notModelled(walk: Walk, segment: Segment, place: string, reason: string): void {
  const details = { what: 'VPC Block Public Access', reason };
  walk.record.stop(segment, blocker('X_NOT_MODELLED', { resources: [place], at: place }, details));
}

/** A firewall endpoint is stopped as well; by some editions of AWS's page an exclusion of its subnet frees it, by others not. */
function checkFirewall(walk: Walk, segment: Segment, endpoint: string, place: string): void {
  const mode = modeOfSubnet(walk, place);
  const around = modeOfVpc(walk, place) ?? 'not known';
  if (mode === 'off' && around === 'off') return;
  const reason = `VPC Block Public Access is ${mode} for ${place} and ${around} for its VPC, and AWS's pages disagree on what it does to ${endpoint}`;
  if (mode === 'off' || mode === 'block-ingress') notModelled(walk, segment, place, reason);
  else refuse(walk, segment, place, mode);
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
  if (subnet === null) return;
  const mode = modeOfSubnet(walk, subnet);
  if (mode === 'off' || mode === 'block-ingress') return;
  const reason = `VPC Block Public Access is ${mode} for ${subnet}, and only the NAT gateway's subnet is excluded`;
  if (mode === null) refuse(walk, segment, subnet, mode);
  else notModelled(walk, segment, subnet, reason);
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
