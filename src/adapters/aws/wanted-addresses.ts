import type { FactsSoFar } from './facts-so-far.ts';
import { recordedAddresses } from './wanted-names.ts';
import { targetIpv4, targetIpv6 } from './wanted-targets.ts';

/** Every private or public address that a flow of the question goes to, as far as they are known. */
export function addressesInQuestion(facts: FactsSoFar): readonly string[] {
  const found = facts
    .items('NetworkInterfaces')
    .flatMap(({ PrivateIpAddress, PrivateIpAddresses = [], Ipv6Addresses = [] }) => [
      PrivateIpAddress,
      ...PrivateIpAddresses.map((address) => address.PrivateIpAddress),
      ...Ipv6Addresses.map((address) => address.Ipv6Address),
    ]);
  const stated = [...targetIpv4(facts), ...targetIpv6(facts), ...recordedAddresses(facts)];
  return [...stated, ...found.filter((address) => address !== undefined)];
}
