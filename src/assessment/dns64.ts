import { formatAddress, parseAddress } from '../net/address.ts';
import { NAT64, singleAddress } from '../net/address-space.ts';
import type { FlowSource } from '../reachability/flow.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import { httpsFlow, type PathQuestion } from './https-flow.ts';

/**
 * The flows to what DNS64 makes of IPv4 addresses, from the dual-stack subnets that have it on: names without IPv6
 * addresses get one of 64:ff9b::/96 there. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
export function dns64Flows(question: PathQuestion, addresses: readonly string[]): readonly TracedFlow[] {
  const { topology } = question;
  const sources = question.ipv6Sources.filter((source) => hasDns64(question, source));
  return addresses.flatMap((text) => {
    const address = synthesised(text);
    if (address === null) return [];
    const label = formatAddress(address);
    const destination = { addresses: singleAddress(address), oneOf: false, label, interface: null };
    return sources.map((source) => traceFlow(topology, httpsFlow(question, source, destination)));
  });
}

function hasDns64({ topology }: PathQuestion, { subnet }: FlowSource): boolean {
  const fact = subnet === null ? null : topology.node('subnet', subnet).fact;
  return fact?.known === true && fact.value?.EnableDns64 === true;
}

function synthesised(text: string) {
  const address = parseAddress(text);
  const [[base] = [null]] = NAT64.set;
  return address?.family === 4 && base !== null ? ({ family: 6, value: base + address.value } as const) : null;
}
