import { AppError } from '../errors.ts';
import { type Address, parseAddress } from '../net/address.ts';
import { addressSetOf, singleAddress } from '../net/address-space.ts';
import { parseCidr } from '../net/cidr.ts';
import { intersect } from '../net/interval-set.ts';
import { type Known, known, unknown } from '../snapshot/known.ts';
import type { NetworkInterface, Subnet } from '../snapshot/network-facts.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { buildTopology, type TopologySeeds } from '../topology/build-topology.ts';
import { type Assumptions, NO_ASSUMPTIONS } from './assumptions.ts';
import { CLIENT_PORTS, type Flow, type FlowSource, hasPorts, protocolNumber, type Substitution } from './flow.ts';
import { functionSources } from './function-sources.ts';
import { isUnfiltered } from './gateways/interface.ts';
import type { Disposition, PortRanges, Protocol, Trace } from './trace.ts';
import { traceFlow } from './trace-flow.ts';

export interface TraceQuestion {
  /** A function's ARN or name, eni-…, i-…, an interface's IP address, or subnet-…/sg-…[,sg-…]. */
  readonly from: string;
  /** An IPv4 address. */
  readonly to: string;
  /** 0–65535; null for protocols without ports. */
  readonly port: number | null;
  readonly protocol: Protocol;
  /** What the caller vouches for; nothing unless given. */
  readonly assumptions?: Assumptions;
}

/** A function is in every one of its subnets at once: it has a trace for each, and all must be reachable. */
export interface FunctionTraces {
  readonly disposition: Disposition;
  readonly intermittent: boolean;
  /** Client ports that connect from every subnet. */
  readonly clientPorts: PortRanges;
  readonly traces: readonly Trace[];
}
export type TraceAnswer = Trace | FunctionTraces;

/** Walks one stated pair. Throws INVALID_QUESTION where the question cannot be put to these facts. */
export function answerTrace(snapshot: NetworkSnapshot, question: TraceQuestion): TraceAnswer {
  const destination = parseAddress(question.to);
  if (destination === null || destination.family !== 4)
    throw cannotAsk(question.to, 'is not an IPv4 address', 'Give --to an IPv4 address such as 10.0.20.10.');
  if (hasPorts(protocolNumber(question.protocol)) && question.port === null)
    throw cannotAsk(question.protocol, 'needs a port', 'Add --port N.');
  const lambda = functionNamed(snapshot, question.from);
  if (lambda !== null)
    return functionTraces(traceAll(snapshot, functionSources(snapshot, lambda), destination, question));
  const source = sourceOf(snapshot, question.from);
  const [trace] = traceAll(snapshot, [source], destination, question);
  if (trace === undefined)
    throw cannotAsk(question.from, 'has no address to start from', 'Name an interface with an IPv4 address.');
  return trace;
}

function traceAll(
  snapshot: NetworkSnapshot,
  sources: readonly FlowSource[],
  destination: Address,
  question: TraceQuestion,
): readonly Trace[] {
  const topology = buildTopology(snapshot, seedsOf(snapshot, sources, destination));
  return sources.map((source) => {
    const flow: Flow = {
      id: `trace/${source.subnet ?? 'aws-network'}/${question.to}:${question.port ?? question.protocol}`,
      source,
      destination: {
        addresses: singleAddress(destination),
        oneOf: false,
        label: question.to,
        port: question.port,
        interface: null,
      },
      protocol: question.protocol,
      assumptions: question.assumptions ?? NO_ASSUMPTIONS,
    };
    return traceFlow(topology, flow).trace;
  });
}

function seedsOf(snapshot: NetworkSnapshot, sources: readonly FlowSource[], destination: Address): TopologySeeds {
  return {
    functions: [],
    subnets: sources.flatMap((s) =>
      s.subnet === null ? [] : [{ id: s.subnet, vpc: vpcOfSubnet(snapshot, s.subnet) }],
    ),
    groups: sources.flatMap((s) => (s.groups.known ? s.groups.value : [])),
    interfaces: sources.flatMap((s) => (s.kind === 'interface' ? [s.id] : [])),
    endpoints: [],
    destinations: [destination],
  };
}

function vpcOfSubnet(snapshot: NetworkSnapshot, id: string): string | null {
  const subnet = snapshot.one('Subnets', { 'subnet-id': id });
  return subnet.known ? (subnet.value?.VpcId ?? null) : null;
}

function functionTraces(traces: readonly Trace[]): FunctionTraces {
  const blocked = traces.some((t) => t.disposition === 'blocked');
  const disposition = blocked
    ? 'blocked'
    : traces.every((t) => t.disposition === 'reachable')
      ? 'reachable'
      : 'unknown';
  const works = traces.some((t) => t.disposition === 'reachable' || t.intermittent);
  return {
    disposition,
    intermittent: blocked && works,
    clientPorts: traces.map((t) => t.clientPorts).reduce((all, ports) => intersect(all, ports)),
    traces,
  };
}

function functionNamed(snapshot: NetworkSnapshot, name: string): LambdaFunction | null {
  if (/^(?:eni|i|subnet)-/.test(name) || parseAddress(name) !== null) return null;
  const functions = snapshot.seen('Functions', {}).filter((f) => f.FunctionArn === name || f.FunctionName === name);
  const [only, ...others] = functions;
  if (only === undefined)
    throw cannotAsk(
      name,
      'is no function of the snapshot',
      'Name a function, eni-…, i-…, an IP address or subnet-…/sg-….',
    );
  if (others.length > 0) throw cannotAsk(name, 'names more than one function', 'Give the function ARN.');
  return only;
}

function sourceOf(snapshot: NetworkSnapshot, from: string): FlowSource {
  if (from.startsWith('subnet-')) return subnetSource(snapshot, from);
  const eni = interfaceOf(snapshot, from);
  const address = parseAddress(from) === null ? eni.PrivateIpAddress : from;
  const parsed = address === undefined ? null : parseAddress(address);
  if (parsed === null || eni.SubnetId === undefined)
    throw cannotAsk(from, 'has no IPv4 address or subnet stated', 'Name an interface with both.');
  return {
    id: eni.NetworkInterfaceId,
    kind: 'interface',
    subnet: eni.SubnetId,
    addresses: singleAddress(parsed),
    unread: null,
    groups: groupsOf(eni),
    publicAddresses: publicAddressOf(eni, parsed),
    mayBePublic: false,
    clientPorts: CLIENT_PORTS,
  };
}

function groupsOf(eni: NetworkInterface): Known<readonly string[]> {
  const groups = (eni.Groups ?? []).flatMap((g) => g.GroupId ?? []);
  if (groups.length > 0 || isUnfiltered(eni)) return known(groups);
  const reason = `the security groups of ${eni.NetworkInterfaceId} are not stated`;
  return unknown({ list: 'NetworkInterfaces', action: 'ec2:DescribeNetworkInterfaces', reason });
}

/** A function's interfaces never have one. */
function publicAddressOf(eni: NetworkInterface, address: Address): readonly Substitution[] {
  if (eni.InterfaceType === 'lambda') return [];
  const text = (eni.PrivateIpAddresses ?? []).find(
    (p) => parseAddress(p.PrivateIpAddress ?? '')?.value === address.value,
  )?.Association?.PublicIp;
  const primary =
    parseAddress(eni.PrivateIpAddress ?? '')?.value === address.value ? eni.Association?.PublicIp : undefined;
  const outside = parseAddress(text ?? primary ?? '');
  return outside === null ? [] : [{ inside: address.value, outside: outside.value }];
}

function interfaceOf(snapshot: NetworkSnapshot, from: string): NetworkInterface {
  const candidates = from.startsWith('eni-')
    ? snapshot.seen('NetworkInterfaces', { 'network-interface-id': from })
    : from.startsWith('i-')
      ? snapshot.seen('NetworkInterfaces', { 'attachment.instance-id': from })
      : snapshot.seen('NetworkInterfaces', { 'addresses.private-ip-address': from });
  const [only, ...others] = candidates;
  if (only === undefined)
    throw cannotAsk(
      from,
      'is held by no interface of the snapshot',
      'Name an interface that the snapshot holds, or subnet-…/sg-….',
    );
  if (others.length > 0)
    throw cannotAsk(
      from,
      `is ambiguous: ${candidates.map((c) => c.NetworkInterfaceId).join(', ')}`,
      'Name one of these interfaces.',
    );
  return only;
}

function subnetSource(snapshot: NetworkSnapshot, from: string): FlowSource {
  const [id = '', groupList = ''] = from.split('/');
  const groups = groupList.split(',').filter((g) => g !== '');
  if (groups.length === 0 || !groups.every((g) => g.startsWith('sg-')))
    throw cannotAsk(from, 'names no security groups', 'Write subnet-…/sg-…[,sg-…].');
  const subnet: Known<Subnet | null> = snapshot.one('Subnets', { 'subnet-id': id });
  const cidr = subnet.known && subnet.value?.CidrBlock !== undefined ? parseCidr(subnet.value.CidrBlock) : null;
  if (cidr === null)
    throw cannotAsk(id, 'is no subnet of the snapshot with an IPv4 block', 'Name a subnet that the snapshot holds.');
  return {
    id,
    kind: 'subnet',
    subnet: id,
    addresses: addressSetOf(4, [cidr]),
    unread: null,
    groups: known(groups),
    publicAddresses: [],
    mayBePublic: false,
    clientPorts: CLIENT_PORTS,
  };
}

function cannotAsk(resource: string, what: string, hint: string): AppError {
  return new AppError('INVALID_QUESTION', `${resource} ${what}.`, { resource, hint });
}
