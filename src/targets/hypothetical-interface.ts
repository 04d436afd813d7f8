import { formatAddress, parseAddress } from '../net/address.ts';
import { describeAddresses } from '../net/address-space.ts';
import { type Cidr, cidrInterval, parseCidr } from '../net/cidr.ts';
import { type IntervalSet, intersect, intervalSet, isEmpty, subtract } from '../net/interval-set.ts';
import { known } from '../snapshot/known.ts';
import type { NetworkInterface, Subnet } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { HostedService } from './hosted-service.ts';

/** An interface that a service may have in a subnet, at any one of some addresses, of which one is looked up for all. */
export interface HypotheticalInterface {
  readonly fact: NetworkInterface;
  readonly address: string;
  /** The addresses it is looked up for, as blocks. */
  readonly standsFor: string;
}

/** AWS keeps the first four addresses and the last of each subnet: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const RESERVED = 4n;

/**
 * A service's interface in a subnet where it has none in sight: one for each class of addresses that no rule, entry or
 * route tells apart. `named` are the blocks that those name.
 */
export function hypotheticalInterfaces(
  snapshot: NetworkSnapshot,
  service: HostedService,
  subnet: Subnet,
  named: readonly Cidr[],
): readonly HypotheticalInterface[] {
  const block = subnet.CidrBlock === undefined ? null : parseCidr(subnet.CidrBlock);
  if (block === null) return [];
  const [first, last] = cidrInterval(block);
  const usable = intervalSet([[first + RESERVED, last - 1n]]);
  const classes = classesOf(
    usable,
    named.filter((cidr) => cidr.family === 4 && cidr.length > block.length),
  );
  const taken = takenAddresses(snapshot, subnet.SubnetId);
  return classes.map((addresses) => {
    const whole = classes.length === 1;
    const standsFor = describeAddresses({ family: 4, set: whole ? [[first, last]] : addresses });
    const name = `interface of ${service.id} in ${subnet.SubnetId}${whole ? '' : ` at ${standsFor}`}`;
    const address = formatAddress({ family: 4, value: freeIn(addresses, taken) });
    return { fact: interfaceFact(name, service, subnet, address), address, standsFor };
  });
}

function interfaceFact(id: string, { groups }: HostedService, subnet: Subnet, address: string): NetworkInterface {
  return {
    NetworkInterfaceId: id,
    VpcId: subnet.VpcId,
    SubnetId: subnet.SubnetId,
    InterfaceType: 'interface',
    Status: 'in-use',
    PrivateIpAddress: address,
    Groups: groups.map((GroupId) => ({ GroupId })),
  };
}

function classesOf(addresses: IntervalSet<bigint>, named: readonly Cidr[]): readonly IntervalSet<bigint>[] {
  return named
    .map((cidr) => intervalSet([cidrInterval(cidr)]))
    .reduce(
      (classes, block) =>
        classes.flatMap((one) => [subtract(one, block), intersect(one, block)].filter((part) => !isEmpty(part))),
      [addresses],
    );
}

function takenAddresses(snapshot: NetworkSnapshot, subnet: string): ReadonlySet<bigint> {
  const interfaces = snapshot.seen('NetworkInterfaces', { 'subnet-id': subnet });
  const texts = interfaces.flatMap((eni) => [
    eni.PrivateIpAddress ?? '',
    ...(eni.PrivateIpAddresses ?? []).map((a) => a.PrivateIpAddress ?? ''),
  ]);
  return new Set(texts.flatMap((text) => parseAddress(text)?.value ?? []));
}

/** The lowest address nobody has, else the lowest. */
function freeIn(addresses: IntervalSet<bigint>, taken: ReadonlySet<bigint>): bigint {
  const lowest = addresses[0]?.[0] ?? 0n;
  for (const [low, high] of addresses) {
    for (let value = low; value <= high; value++) if (!taken.has(value)) return value;
  }
  return lowest;
}

/** The snapshot as it would be with further interfaces, found by their names alone: which address each has, nobody knows. */
export function withInterfaces(snapshot: NetworkSnapshot, added: readonly NetworkInterface[]): NetworkSnapshot {
  if (added.length === 0) return snapshot;
  const one: NetworkSnapshot['one'] = (list, where, also) => {
    const found =
      list === 'NetworkInterfaces'
        ? added.find((eni) => eni.NetworkInterfaceId === where['network-interface-id'])
        : undefined;
    return found === undefined ? snapshot.one(list, where, also) : known(found as never);
  };
  return { ...snapshot, one };
}
