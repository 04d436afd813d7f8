import type { PortRanges, Trace } from '../reachability/trace.ts';
import { printable } from './printable.ts';
import { shortName } from './short-name.ts';

/** `subnet-0a1 → 10.0.20.10:5432 tcp`. */
export function flowText(trace: Trace): string {
  return `${originText(trace)} → ${destinationText(trace)}`;
}

export function originText({ from }: Trace): string {
  return shortName(from.subnet ?? (from.addresses.join(', ') || 'the function'));
}

export function destinationText({ to }: Trace): string {
  const address = to.address === 'public' ? 'public address' : printable(to.address);
  return `${address}${to.port === null ? '' : `:${to.port}`} ${to.protocol}`;
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
