import { addressSetOf, publicAddresses } from '../net/address-space.ts';
import { parseCidr } from '../net/cidr.ts';
import { type Known, known, unknown } from '../snapshot/known.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { type Blocker, blocker } from './blocker.ts';
import { CLIENT_PORTS, type FlowSource } from './flow.ts';
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
export function functionNetwork(snapshot: NetworkSnapshot, lambda: LambdaFunction): FunctionNetwork {
  const { SubnetIds: subnets = [], VpcId: stated = '' } = lambda.VpcConfig ?? {};
  const contradiction = (reason: string) =>
    blocker('X_NOT_MODELLED', { resources: [lambda.FunctionArn] }, { what: "the function's VpcConfig", reason });
  if (subnets.length === 0) {
    return { vpc: null, doubt: stated === '' ? null : contradiction(`it names ${stated} without a subnet`) };
  }
  const read = subnets.map((id) => snapshot.one('Subnets', { 'subnet-id': id }));
  const vpcs = [...new Set(read.flatMap((subnet) => (subnet.known ? (subnet.value?.VpcId ?? []) : [])))].sort();
  const [vpc, ...others] = vpcs;
  if (others.length > 0) return { vpc: vpc ?? null, doubt: contradiction(`its subnets are in ${vpcs.join(' and ')}`) };
  if (vpc !== undefined) return { vpc, doubt: null };
  return stated === ''
    ? { vpc: null, doubt: contradiction('its subnets could not be read') }
    : { vpc: stated, doubt: null };
}

/** Whether a function is attached to a VPC: it then has subnets. */
export function isInVpc(lambda: LambdaFunction): boolean {
  return (lambda.VpcConfig?.SubnetIds ?? []).length > 0;
}

/**
 * Where a function's packets may come from: any address of any of its subnets, since Lambda picks the subnet for each
 * execution environment and may replace its interfaces at any time. Outside a VPC: one source, AWS's own network.
 */
export function functionSources(snapshot: NetworkSnapshot, lambda: LambdaFunction): readonly FlowSource[] {
  const base = { id: lambda.FunctionArn, kind: 'function', publicAddresses: [], clientPorts: CLIENT_PORTS } as const;
  if (!isInVpc(lambda))
    return [{ ...base, subnet: null, addresses: publicAddresses(4), groups: known([]), unread: null }];
  const groups = statedGroups(lambda);
  return [...new Set(lambda.VpcConfig?.SubnetIds ?? [])]
    .sort()
    .map((subnet) => ({ ...base, subnet, groups, ...subnetAddresses(snapshot, subnet) }));
}

/** A function in a VPC carries at least one security group. */
function statedGroups(lambda: LambdaFunction): Known<readonly string[]> {
  const ids = [...new Set(lambda.VpcConfig?.SecurityGroupIds ?? [])].sort();
  const reason = 'the VpcConfig of the function states no security groups';
  return ids.length > 0
    ? known(ids)
    : unknown({ list: 'Functions', action: 'lambda:GetFunctionConfiguration', reason });
}

/** The whole IPv4 block of a subnet, or why it is not known. */
function subnetAddresses(snapshot: NetworkSnapshot, id: string): Pick<FlowSource, 'addresses' | 'unread'> {
  const found = snapshot.one('Subnets', { 'subnet-id': id });
  const cidr = found.known && found.value?.CidrBlock !== undefined ? parseCidr(found.value.CidrBlock) : null;
  if (cidr !== null) return { addresses: addressSetOf(4, [cidr]), unread: null };
  const reason =
    found.known && found.value !== null ? `${id} states no IPv4 block` : `${id} is not among the subnets read`;
  const missing = found.known ? { list: 'Subnets', action: 'ec2:DescribeSubnets', reason } : found.missing;
  return { addresses: addressSetOf(4, []), unread: missingFact([missing], [id], null, id) };
}
