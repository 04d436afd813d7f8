import type { Instance, NetworkInterface } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';

/** The addresses of an instance's first interface, which its names mean. */
export interface PrimaryInterface {
  /** Null where only the address is known. */
  readonly id: string | null;
  /** Null in a subnet of IPv6 alone. */
  readonly ipv4: string | null;
  readonly ipv6: readonly string[];
}

export function primaryInterface(snapshot: NetworkSnapshot, instance: Instance): PrimaryInterface {
  const [first] = interfacesOf(instance);
  const ipv4 = first?.PrivateIpAddress ?? instance.PrivateIpAddress ?? null;
  const attached = snapshot
    .seen('NetworkInterfaces', { 'attachment.instance-id': instance.InstanceId })
    .find((eni) =>
      first?.NetworkInterfaceId === undefined
        ? primaryAddress(eni) === ipv4
        : eni.NetworkInterfaceId === first.NetworkInterfaceId,
    );
  const id = first?.NetworkInterfaceId ?? attached?.NetworkInterfaceId ?? null;
  return { id, ipv4, ipv6: ipv6Addresses({ Ipv6Addresses: first?.Ipv6Addresses ?? attached?.Ipv6Addresses }) };
}

/** By device index: the first one is the instance's primary. */
export function interfacesOf(instance: Instance): NonNullable<Instance['NetworkInterfaces']> {
  return [...(instance.NetworkInterfaces ?? [])].sort(
    (a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0),
  );
}

/** The IPv4 address of an interface itself; null in a subnet of IPv6 alone. */
export function primaryAddress(eni: NetworkInterface): string | null {
  return eni.PrivateIpAddress ?? eni.PrivateIpAddresses?.find((a) => a.Primary === true)?.PrivateIpAddress ?? null;
}

export function ipv6Addresses({ Ipv6Addresses: all = [] }: Pick<NetworkInterface, 'Ipv6Addresses'>): readonly string[] {
  return all.flatMap((a) => a.Ipv6Address ?? []);
}
