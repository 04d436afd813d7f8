import { addressSetOf, publicAddresses } from '../net/address-space.ts';
import { parseCidr } from '../net/cidr.ts';
import { isEmpty } from '../net/interval-set.ts';
import { type Known, known, unknown } from '../snapshot/known.ts';
import type { Subnet } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { subnetBlocks } from '../topology/blocks.ts';
import { type Blocker, blocker } from './blocker.ts';
import { CLIENT_PORTS, type FlowSource, INSTANCE_CLIENT_PORTS } from './flow.ts';
import { type FunctionPlacement, functionPlacement, unplaced } from './function-placement.ts';
import { missingFact } from './walk-record.ts';

/** The network a function runs in: none of yours, one VPC, or (`doubt`) its configuration does not say. */
export interface FunctionNetwork {
  readonly vpc: string | null;
  readonly doubt: Blocker | null;
}

/**
 * Reads the VPC from the function's subnets, which cannot lie about it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function functionNetwork(
  snapshot: NetworkSnapshot,
  lambda: LambdaFunction,
  placement: FunctionPlacement,
): FunctionNetwork {
  if (placement.kind === 'aws-network') return { vpc: null, doubt: null };
  if (placement.kind === 'unread') return { vpc: null, doubt: unplaced(placement) };
  const { subnets } = placement;
  const read = subnets.map((id) => snapshot.one('Subnets', { 'subnet-id': id }));
  const vpcs = [...new Set(read.flatMap((subnet) => (subnet.known ? (subnet.value?.VpcId ?? []) : [])))].sort();
  const [vpc, ...others] = vpcs;
  if (vpc !== undefined) return { vpc, doubt: others.length === 0 ? null : contradiction(lambda, vpcs) };
  if (placement.kind === 'attached' && placement.vpc !== null) return { vpc: placement.vpc, doubt: null };
  const missing = notRead('Subnets', `the VPC of ${subnets.join(' and ')} is not known`);
  return { vpc: null, doubt: missingFact([missing], subnets, null, null) };
}

/** Lambda takes the subnets of one VPC. */
function contradiction({ FunctionArn: arn }: LambdaFunction, vpcs: readonly string[]): Blocker {
  const reason = `its subnets are in ${vpcs.join(' and ')}`;
  return blocker('X_NOT_MODELLED', { resources: [arn] }, { what: "the function's VpcConfig", reason });
}

/**
 * Where a function's packets may come from: any address of any of its subnets, since Lambda picks the subnet for each
 * execution environment and may replace its interfaces at any time. Outside a VPC: one source, AWS's own network.
 */
export function functionSources(
  snapshot: NetworkSnapshot,
  lambda: LambdaFunction,
  placement: FunctionPlacement = functionPlacement(snapshot, lambda),
): readonly FlowSource[] {
  const managed = placement.kind === 'managed-instances';
  const base = {
    id: lambda.FunctionArn,
    kind: 'function',
    publicAddresses: [],
    mayBePublic: managed,
    clientPorts: managed ? INSTANCE_CLIENT_PORTS : CLIENT_PORTS,
  } as const;
  const nowhere = { ...base, subnet: null, groups: known([]) };
  if (placement.kind === 'unread') return [{ ...nowhere, addresses: addressSetOf(4, []), unread: unplaced(placement) }];
  if (placement.kind === 'aws-network') return [{ ...nowhere, addresses: publicAddresses(4), unread: null }];
  const groups = statedGroups(placement);
  return placement.subnets.map((subnet) => ({ ...base, subnet, groups, ...subnetAddresses(snapshot, subnet) }));
}

/** A function in a VPC, and an instance, carry at least one security group. */
function statedGroups(
  placement: Extract<FunctionPlacement, { readonly groups: readonly string[] }>,
): Known<readonly string[]> {
  if (placement.groups.length > 0) return known(placement.groups);
  const reason = (of: string) => `the VpcConfig of ${of} states no security groups`;
  return placement.kind === 'attached'
    ? unknown(notRead('Functions', reason('the function')))
    : unknown(notRead('CapacityProviders', reason(placement.provider)));
}

/**
 * The IPv6 addresses a function may send from: none unless its own switch is on, and then whole blocks of its dual-stack
 * subnets. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-ipv6
 */
export function functionIpv6Sources(
  snapshot: NetworkSnapshot,
  lambda: LambdaFunction,
  sources: readonly FlowSource[],
): readonly FlowSource[] {
  if (lambda.VpcConfig?.Ipv6AllowedForDualStack !== true) return [];
  return sources.flatMap((source): readonly FlowSource[] => {
    if (source.subnet === null) return [];
    const found = snapshot.one('Subnets', { 'subnet-id': source.subnet });
    const subnet = found.known ? found.value : null;
    const addresses = addressSetOf(6, subnet === null ? [] : subnetBlocks(subnet, 6));
    const ipv6 = { ...source, addresses, unread: null };
    if (!isEmpty(addresses.set)) return [ipv6];
    return isKnownWithoutIpv6(subnet) ? [] : [{ ...ipv6, unread: ipv6Unread(source.subnet) }];
  });
}

function isKnownWithoutIpv6(subnet: Subnet | null): boolean {
  const blocks = subnet?.Ipv6CidrBlockAssociationSet;
  return blocks?.every((block) => ['disassociated', 'failed'].includes(block.Ipv6CidrBlockState?.State ?? '')) === true;
}

/** The function's switch needs dual-stack subnets: one without a block in force is one that was not read, or is changing. */
function ipv6Unread(subnet: string): Blocker {
  const reason = `the function may use IPv6, and which IPv6 block ${subnet} has is not known`;
  return missingFact([notRead('Subnets', reason)], [subnet], null, subnet);
}

/** The whole IPv4 block of a subnet, or why it is not known. */
function subnetAddresses(snapshot: NetworkSnapshot, id: string): Pick<FlowSource, 'addresses' | 'unread'> {
  const found = snapshot.one('Subnets', { 'subnet-id': id });
  const cidr = found.known && found.value?.CidrBlock !== undefined ? parseCidr(found.value.CidrBlock) : null;
  if (cidr !== null) return { addresses: addressSetOf(4, [cidr]), unread: null };
  const reason =
    found.known && found.value !== null ? `${id} states no IPv4 block` : `${id} is not among the subnets read`;
  const missing = found.known ? notRead('Subnets', reason) : found.missing;
  return { addresses: addressSetOf(4, []), unread: missingFact([missing], [id], null, id) };
}
