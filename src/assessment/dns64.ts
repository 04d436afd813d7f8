import { formatAddress, parseAddress } from '../net/address.ts';
import { type AddressSet, NAT64, singleAddress } from '../net/address-space.ts';
import type { FlowSource } from '../reachability/flow.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import type { Topology } from '../topology/topology.ts';
import { httpsFlow, type PathQuestion } from './https-flow.ts';

interface Asked {
  readonly topology: Topology;
  readonly ipv6Sources: readonly FlowSource[];
}

/**
 * The same question from the dual-stack subnets alone that have DNS64 on: names without IPv6 addresses get one of
 * 64:ff9b::/96 there. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
export function whereDns64<T extends Asked>(question: T): T {
  return { ...question, ipv6Sources: question.ipv6Sources.filter((source) => hasDns64(question, source)) };
}

/** What DNS64 makes of IPv4 addresses; empty for other families. */
export function synthesised({ family, set }: AddressSet): AddressSet {
  const { base } = NAT64;
  return { family: 6, set: family === 4 ? set.map(([low, high]) => [base + low, base + high] as const) : [] };
}

/** What DNS64 makes of an IPv4 address as text; null for any other. */
export function synthesisedText(text: string): string | null {
  const address = parseAddress(text);
  const [[value] = []] = address === null ? [] : synthesised(singleAddress(address)).set;
  return value === undefined ? null : formatAddress({ family: 6, value });
}

/** The flows to what DNS64 makes of the IPv4 addresses of a name that has no others. */
export function dns64Flows(question: PathQuestion, addresses: readonly string[]): readonly TracedFlow[] {
  const { topology, ipv6Sources } = whereDns64(question);
  return addresses.flatMap((text) => {
    const label = synthesisedText(text);
    const address = label === null ? null : parseAddress(label);
    if (label === null || address === null) return [];
    const destination = { addresses: singleAddress(address), oneOf: false, label, interface: null };
    return ipv6Sources.map((source) => traceFlow(topology, httpsFlow(question, source, destination)));
  });
}

function hasDns64({ topology }: Asked, { subnet }: FlowSource): boolean {
  const fact = subnet === null ? null : topology.node('subnet', subnet).fact;
  return fact?.known === true && fact.value?.EnableDns64 === true;
}
