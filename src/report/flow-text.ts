import type { PortRanges, Trace } from '../reachability/trace.ts';
import { printable } from './printable.ts';
import { shortName } from './short-name.ts';

/** `subnet-0a1 → 10.0.20.10:5432 tcp`, and where a load balancer hands it on ` → eni-0b2`. */
export function flowText(trace: Trace): string {
  return `${originText(trace)} → ${destinationText(trace)}`;
}

/** A subnet, or the one address in it that was asked about. */
export function originText({ from }: Trace): string {
  const [only = '', ...others] = from.addresses;
  if (from.subnet !== null && others.length === 0 && isAddress(only)) return `${only} in ${shortName(from.subnet)}`;
  return shortName(from.subnet ?? (from.addresses.join(', ') || 'the function'));
}

function isAddress(text: string): boolean {
  return /^[0-9a-f.:]+$/.test(text);
}

export function destinationText(trace: Trace): string {
  const { to } = trace;
  const address = addressText(trace);
  if (to.port === null) return `${address} ${to.protocol}`;
  return `${address.includes(':') ? `[${address}]` : address}:${to.port} ${to.protocol}${handedOn(trace)}`;
}

function handedOn({ forward: { hops } }: Trace): string {
  const [last, ...before] = hops.slice(1).reverse();
  const isHandedOn = last?.kind === 'target' && before.some((hop) => hop.kind === 'interface');
  return isHandedOn ? ` → ${shortName(last.resource)}` : '';
}

/** Where a flow goes; of public addresses that nobody knows one by one, their family. */
export function addressText({ from, to }: Trace): string {
  if (to.address !== 'public') return printable(to.address);
  return from.addresses.some((address) => address.includes(':')) ? 'public IPv6 address' : 'public address';
}

/** What of an intermittent flow works. */
export function portsText({ clientPorts, natPorts }: Trace): string {
  const works = `client ports that connect: ${ranges(clientPorts)}`;
  return natPorts === null ? works : `${works}; ports of the NAT gateway: ${ranges(natPorts)}`;
}

function ranges(ports: PortRanges): string {
  if (ports.length === 0) return 'none';
  return ports.map(([low, high]) => (low === high ? `${low}` : `${low}–${high}`)).join(', ');
}
