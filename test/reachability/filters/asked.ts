import { describeAddresses } from '../../../src/net/address-space.ts';
import { cidrInterval, parseCidr } from '../../../src/net/cidr.ts';
import { type IntervalSet, intervalSet } from '../../../src/net/interval-set.ts';
import { type Box, isSubsetOf, noPackets, type PacketSet, project } from '../../../src/net/packet-set.ts';
import { CLIENT_PORTS } from '../../../src/reachability/flow.ts';
import type { Direction } from '../../../src/reachability/trace.ts';

export function addresses(...cidrs: readonly string[]): IntervalSet<bigint> {
  return intervalSet(
    cidrs.map((text) => {
      const cidr = parseCidr(text);
      if (cidr === null) throw new Error(`Not a CIDR: ${text}`);
      return cidrInterval(cidr);
    }),
  );
}

/** What a function in 10.0.1.0/24 sends to the database's port, unless said otherwise. */
export function query(different: Partial<Box> = {}): Box {
  return {
    family: 4,
    source: addresses('10.0.1.0/24'),
    destination: addresses('10.0.20.10/32'),
    sourcePort: CLIENT_PORTS,
    destinationPort: [[5432, 5432]],
    ...different,
  };
}

/** `all`, `nothing`, `10.0.1.0/25`, `:32768-65535`; `nothing or all` where a missing fact leaves it open. */
export function portion(
  { sure, possible }: { readonly sure: PacketSet; readonly possible: PacketSet },
  asked: Box,
  direction: Direction,
): string {
  const [least, most] = [sure, possible].map((set) => described(set, asked, direction));
  return least === most ? `${least}` : `${least} or ${most}`;
}

function described(set: PacketSet, asked: Box, direction: Direction): string {
  if (noPackets(set)) return 'nothing';
  if (isSubsetOf([asked], set)) return 'all';
  const remote = direction === 'ingress' ? 'source' : 'destination';
  const ports = project(set, 'destinationPort').map(([low, high]) => `${low}-${high}`);
  const samePorts = ports.join() === asked.destinationPort.map(([low, high]) => `${low}-${high}`).join();
  const blocks = describeAddresses({ family: 4, set: project(set, remote) });
  const sameBlocks = blocks === describeAddresses({ family: 4, set: asked[remote] });
  return `${sameBlocks ? '' : blocks}${samePorts ? '' : `:${ports.join()}`}`;
}
