import { type Address, type Family, formatAddress, parseAddress } from '../net/address.ts';
import { singleAddress } from '../net/address-space.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { cannotAsk } from './cannot-ask.ts';
import type { FlowDestination } from './flow.ts';
import { isOnInternet, namedInterface, namesInterface, publicAddressOf } from './named-interface.ts';

/** The one address a question asks about, and the interface it was read from, if it names one. */
export interface TraceDestination {
  readonly address: Address;
  readonly interface: string | null;
}

/** @throws AppError INVALID_QUESTION where it is no address, and no interface in sight that has one. */
export function traceDestination(snapshot: NetworkSnapshot, to: string, from: string): TraceDestination {
  const fromInternet = isOnInternet(snapshot, from);
  const address = parseAddress(to);
  if (address !== null) {
    if (fromInternet && isOnInternet(snapshot, to))
      throw cannotAsk(to, `is, as ${from}, held by no interface that was read`, 'Name an interface that it holds.');
    return { address, interface: null };
  }
  if (!namesInterface(to))
    throw cannotAsk(
      to,
      'is no IP address, interface or instance',
      'Write an address such as 10.0.20.10, eni-… or i-….',
    );
  const families: readonly Family[] = parseAddress(from)?.family === 6 ? [6] : [4, 6];
  for (const family of families) {
    const named = namedInterface(snapshot, to, family);
    if (named?.address == null) continue;
    const outside = fromInternet ? publicAddressOf(named.eni, named.address) : null;
    return { address: outside ?? named.address, interface: named.eni.NetworkInterfaceId };
  }
  throw cannotAsk(to, 'has no address of the family of its source', 'Give --to an address.');
}

export function flowDestination(destination: TraceDestination, port: number | null): FlowDestination {
  return {
    addresses: singleAddress(destination.address),
    oneOf: false,
    label: formatAddress(destination.address),
    port,
    interface: destination.interface,
  };
}
