import { parseAddress } from '../net/address.ts';
import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import { addressInName, resolverState } from '../reachability/resolver.ts';
import { missingFact } from '../reachability/walk-record.ts';
import type { Instance, NetworkInterface } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { ChosenTarget } from './chosen-targets.ts';
import type { TargetSpec } from './target-spec.ts';

/** Where a target is: every address must be reached. Blockers say why an address is not known, or will not be found. */
export interface ResolvedTarget {
  readonly chosen: ChosenTarget;
  /** IPv4 text, ascending. */
  readonly addresses: readonly string[];
  readonly blockers: readonly Blocker[];
  readonly remarks: readonly Blocker[];
}

interface Found {
  readonly addresses: readonly string[];
  readonly blockers: readonly Blocker[];
}

/** Turns a target into the addresses the function will ask for. `vpc` is the function's, null outside any. */
export function resolveTarget(
  snapshot: NetworkSnapshot,
  vpc: string | null,
  hasIpv6: boolean,
  chosen: ChosenTarget,
): ResolvedTarget {
  const { spec } = chosen;
  const found =
    spec.kind === 'instance'
      ? ofInstance(snapshot, spec.host)
      : spec.kind === 'interface'
        ? ofInterface(snapshot, spec.host)
        : ofHost(snapshot, vpc, spec);
  const named = spec.kind === 'host' && parseAddress(spec.host) === null;
  // A function asks for a name even where somebody states its addresses.
  const resolver = named && vpc !== null ? resolverState(snapshot, vpc, spec.host) : { blockers: [], remarks: [] };
  const ipv6 = found.addresses.filter((a) => parseAddress(a)?.family === 6);
  // A function without IPv6 asks an IPv4 address at once where the name has one.
  const unused = !hasIpv6 && ipv6.length < found.addresses.length;
  const notModelled =
    ipv6.length === 0 || unused
      ? []
      : [
          blocker(
            'X_NOT_MODELLED',
            { resources: ipv6 },
            { what: 'IPv6 destinations', reason: `${ipv6.join(', ')} is reached over IPv6` },
          ),
        ];
  return {
    chosen,
    addresses: [...new Set(found.addresses.filter((a) => !ipv6.includes(a)))].sort(),
    blockers: [...resolverBlockers(resolver.blockers, spec), ...found.blockers, ...notModelled],
    remarks: resolver.remarks,
  };
}

/** Addresses somebody stated stand against what a resolver might say; a resolver that says nothing stands against them. */
function resolverBlockers(blockers: readonly Blocker[], spec: TargetSpec): readonly Blocker[] {
  const stated = spec.addresses.length > 0;
  return blockers.filter(
    (b) =>
      !stated || outcomeOf(b) === 'fail' || b.code === 'UNKNOWN_RESOURCE' || b.details['what'] === 'custom DNS servers',
  );
}

function ofInstance(snapshot: NetworkSnapshot, id: string): Found {
  const found = snapshot.one('Instances', { 'instance-id': id });
  if (!found.known) return nothing(missingFact([found.missing], [id], null, null));
  if (found.value === null) return nothing(notFound(id, 'no instance in sight has this id'));
  const interfaces = interfacesOf(found.value);
  const [only, ...others] = interfaces;
  if (only === undefined) return addressOr(id, found.value.PrivateIpAddress);
  if (others.length === 0) return addressOr(id, only.PrivateIpAddress ?? found.value.PrivateIpAddress);
  const choices = interfaces
    .map((eni) => `${eni.NetworkInterfaceId ?? 'an interface'} (${eni.PrivateIpAddress ?? 'no address'})`)
    .join(', ');
  return nothing(blocker('X_TARGET_AMBIGUOUS', { resources: [id] }, { target: id, choices }));
}

function interfacesOf(instance: Instance): NonNullable<Instance['NetworkInterfaces']> {
  return [...(instance.NetworkInterfaces ?? [])].sort(
    (a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0),
  );
}

function ofInterface(snapshot: NetworkSnapshot, id: string): Found {
  const found = snapshot.one('NetworkInterfaces', { 'network-interface-id': id });
  if (!found.known) return nothing(missingFact([found.missing], [id], null, null));
  if (found.value === null) return nothing(notFound(id, 'no network interface in sight has this id'));
  return addressOr(id, primaryAddress(found.value));
}

function primaryAddress(eni: NetworkInterface): string | undefined {
  return eni.PrivateIpAddress ?? eni.PrivateIpAddresses?.find((a) => a.Primary === true)?.PrivateIpAddress;
}

function ofHost(snapshot: NetworkSnapshot, vpc: string | null, spec: TargetSpec): Found {
  if (spec.addresses.length > 0) return { addresses: spec.addresses, blockers: [] };
  const inName = addressInName(spec.host);
  if (inName !== null) return { addresses: [inName], blockers: [] };
  const stated = snapshot.seen('Names', { name: spec.host });
  if (stated.length > 0) return { addresses: stated.flatMap((n) => n.addresses), blockers: [] };
  const instances = [
    ...snapshot.seen('Instances', { 'private-dns-name': spec.host }),
    ...snapshot.seen('Instances', { 'dns-name': spec.host }),
  ];
  if (instances.length > 0) return ofNamedInstance(vpc, instances, spec.host);
  const endpoint = snapshot
    .seen('VpcEndpoints', {})
    .find((e) => (e.DnsEntries ?? []).some((d) => d.DnsName?.toLowerCase() === spec.host));
  if (endpoint !== undefined) return ofEndpoint(snapshot, endpoint.VpcEndpointId, endpoint.NetworkInterfaceIds ?? []);
  const reason = 'nothing in the snapshot says which addresses it has';
  return nothing(
    blocker(
      'X_NAME_UNKNOWN',
      { resources: [spec.host] },
      { host: spec.host, reason: `${reason}; give them as ${spec.host}:${spec.port}=IP,IP` },
    ),
  );
}

/** A public EC2 name means the private address inside the instance's own VPC: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
function ofNamedInstance(vpc: string | null, instances: readonly Instance[], host: string): Found {
  const [only, ...others] = instances.filter(
    (i, at) => instances.findIndex((o) => o.InstanceId === i.InstanceId) === at,
  );
  if (only === undefined || others.length > 0)
    return nothing(
      blocker(
        'X_TARGET_AMBIGUOUS',
        { resources: [host] },
        { target: host, choices: instances.map((i) => i.InstanceId).join(', ') },
      ),
    );
  if (only.PublicDnsName === host && only.VpcId !== vpc) {
    return nothing(
      blocker(
        'X_NAME_UNKNOWN',
        { resources: [host] },
        {
          host,
          reason: `${only.InstanceId} is in ${only.VpcId ?? 'another VPC'}, where the name may mean its private or its public address`,
        },
      ),
    );
  }
  return addressOr(only.InstanceId, only.PrivateIpAddress);
}

function ofEndpoint(snapshot: NetworkSnapshot, id: string, interfaces: readonly string[]): Found {
  const found = interfaces.map((eni) => ofInterface(snapshot, eni));
  if (found.length === 0) return nothing(notFound(id, 'it has no network interfaces'));
  return { addresses: found.flatMap((f) => f.addresses), blockers: found.flatMap((f) => f.blockers) };
}

function addressOr(id: string, address: string | undefined): Found {
  return address === undefined
    ? nothing(notFound(id, 'it has no private IPv4 address'))
    : { addresses: [address], blockers: [] };
}

function nothing(reason: Blocker): Found {
  return { addresses: [], blockers: [reason] };
}

function notFound(target: string, reason: string): Blocker {
  return blocker('X_TARGET_NOT_FOUND', { resources: [target] }, { target, reason });
}
