import { type Address, type Family, formatAddress, parseAddress } from '../net/address.ts';
import { addressSetOf, singleAddress } from '../net/address-space.ts';
import { type Known, known, unknown } from '../snapshot/known.ts';
import type { NetworkInterface } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { subnetBlocks } from '../topology/blocks.ts';
import { cannotAsk } from './cannot-ask.ts';
import { CLIENT_PORTS, type FlowSource, type Substitution } from './flow.ts';
import { functionSources } from './function-sources.ts';
import { isUnfiltered } from './gateways/interface.ts';
import { isOnInternet, namedInterface, namesInterface, publicAddressOf } from './named-interface.ts';

const WHAT_TO_NAME = 'Name a function by its ARN, eni-…, i-…, an IP address or subnet-…/sg-….';

/** Where a question's flows start, and whether it is a function, which is in all of its subnets at once. */
export interface TraceSources {
  readonly sources: readonly FlowSource[];
  readonly isFunction: boolean;
}

/** @throws AppError INVALID_QUESTION where the snapshot holds no such source, several, or none of that address family. */
export function traceSources(snapshot: NetworkSnapshot, from: string, family: Family): TraceSources {
  if (from.startsWith('subnet-')) return { sources: [subnetSource(snapshot, from, family)], isFunction: false };
  const address = parseAddress(from);
  if (address !== null && isOnInternet(snapshot, from))
    return { sources: [internetSource(address)], isFunction: false };
  if (namesInterface(from) || address !== null)
    return { sources: [interfaceSource(snapshot, from, family)], isFunction: false };
  return { sources: sourcesOfFunction(snapshot, functionNamed(snapshot, from), family), isFunction: true };
}

function functionNamed(snapshot: NetworkSnapshot, name: string): LambdaFunction {
  const [only, ...others] = snapshot
    .seen('Functions', {})
    .filter((f) => f.FunctionArn === name || f.FunctionName === name);
  if (only === undefined) throw cannotAsk(name, 'is no function that was read', WHAT_TO_NAME);
  if (others.length > 0) throw cannotAsk(name, 'names more than one function', 'Give the function ARN.');
  return only;
}

/** Over IPv6 a function in a VPC sends where that is allowed, and where its subnets have such blocks. */
function sourcesOfFunction(snapshot: NetworkSnapshot, lambda: LambdaFunction, family: Family): readonly FlowSource[] {
  const sources = functionSources(snapshot, lambda);
  if (family === 4) return sources;
  const allowed = lambda.VpcConfig?.Ipv6AllowedForDualStack === true;
  return sources.map((source) => {
    const subnet = source.subnet === null || !allowed ? null : subnetOf(snapshot, source.subnet);
    const blocks = subnet === null ? [] : subnetBlocks(subnet, 6);
    if (blocks.length === 0)
      throw cannotAsk(lambda.FunctionArn, 'sends nothing over IPv6', 'Give --to an IPv4 address.');
    return { ...source, addresses: addressSetOf(6, blocks) };
  });
}

function interfaceSource(snapshot: NetworkSnapshot, from: string, family: Family): FlowSource {
  const named = namedInterface(snapshot, from, family);
  if (named === null) throw cannotAsk(from, 'is held by no interface that was read', WHAT_TO_NAME);
  const { eni, address } = named;
  if (address === null || eni.SubnetId === undefined)
    throw cannotAsk(from, `has no IPv${family} address or subnet stated`, 'Name an interface with both.');
  return {
    id: eni.NetworkInterfaceId,
    kind: 'interface',
    subnet: eni.SubnetId,
    addresses: singleAddress(address),
    unread: null,
    groups: groupsOf(eni),
    publicAddresses: substitutions(eni, address),
    mayBePublic: false,
    clientPorts: CLIENT_PORTS,
  };
}

/** A host on the internet: what it may send is its own affair. */
function internetSource(address: Address): FlowSource {
  return {
    id: formatAddress(address),
    kind: 'internet',
    subnet: null,
    addresses: singleAddress(address),
    unread: null,
    groups: known([]),
    publicAddresses: [],
    mayBePublic: false,
    clientPorts: CLIENT_PORTS,
  };
}

function groupsOf(eni: NetworkInterface): Known<readonly string[]> {
  const groups = (eni.Groups ?? []).flatMap((g) => g.GroupId ?? []);
  if (groups.length > 0 || isUnfiltered(eni)) return known(groups);
  const reason = `the security groups of ${eni.NetworkInterfaceId} are not stated`;
  return unknown(notRead('NetworkInterfaces', reason));
}

function substitutions(eni: NetworkInterface, address: Address): readonly Substitution[] {
  const outside = publicAddressOf(eni, address);
  return outside === null ? [] : [{ inside: address.value, outside: outside.value }];
}

function subnetSource(snapshot: NetworkSnapshot, from: string, family: Family): FlowSource {
  const [id = '', groupList = ''] = from.split('/');
  const groups = groupList.split(',');
  if (!groups.every((g) => g.startsWith('sg-')))
    throw cannotAsk(from, 'names no security groups', 'Write subnet-…/sg-…[,sg-…].');
  const subnet = subnetOf(snapshot, id);
  const blocks = subnet === null ? [] : subnetBlocks(subnet, family);
  if (blocks.length === 0)
    throw cannotAsk(
      id,
      `is no subnet of the snapshot with an IPv${family} block`,
      'Name a subnet that the snapshot holds.',
    );
  return {
    id,
    kind: 'subnet',
    subnet: id,
    addresses: addressSetOf(family, blocks),
    unread: null,
    groups: known(groups),
    publicAddresses: [],
    mayBePublic: false,
    clientPorts: CLIENT_PORTS,
  };
}

function subnetOf(snapshot: NetworkSnapshot, id: string) {
  const found = snapshot.one('Subnets', { 'subnet-id': id });
  return found.known ? found.value : null;
}
