import { parseAddress } from '../net/address.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import { addressInName, answersThroughout, plainName } from '../reachability/resolver.ts';
import type { Instance, VpcEndpoint } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { type Found, notFound, nothing, ofInterface, primaryOf, stated } from './target-addresses.ts';
import { type TargetSpec, written } from './target-spec.ts';

/** Where a name is asked: the function's VPC, null outside any, and whether that VPC's enableDnsHostnames is on. */
export interface NamePlace {
  readonly vpc: string | null;
  readonly hostnames: boolean;
}

/** What an address or a name gives the function: what somebody stated, else what follows from AWS's own names. */
export function ofHost(snapshot: NetworkSnapshot, place: NamePlace, spec: TargetSpec): Found {
  const { host } = spec;
  if (parseAddress(host) !== null) return stated([host]);
  const inDocument = statedInDocument(snapshot, host);
  if (spec.addresses.length > 0) return asStated(spec, inDocument);
  if (inDocument.length > 0) return stated(inDocument);
  const inName = addressInName(host);
  if (inName !== null && answersThroughout(snapshot.document.region, host)) return stated([inName]);
  const instances = instancesNamed(snapshot, host).filter((i) => inName === null || i.VpcId === place.vpc);
  if (instances.length > 0) return ofNamedInstance(snapshot, place, instances, spec);
  return (
    ofEndpointName(snapshot, place, spec) ??
    nothing(nameUnknown(spec, 'nothing in the snapshot says which addresses it has'))
  );
}

function asStated(spec: TargetSpec, inDocument: readonly string[]): Found {
  const found = stated(spec.addresses);
  if (inDocument.length === 0 || sameSet(spec.addresses, inDocument)) return found;
  const details = {
    named: `${written(spec)} at ${spec.addresses.join(', ')}`,
    declared: inDocument.join(', '),
    source: 'the snapshot',
  };
  return { ...found, blockers: [blocker('X_TARGET_DISAGREES', { resources: [spec.host] }, details)] };
}

function statedInDocument(snapshot: NetworkSnapshot, host: string): readonly string[] {
  const rows = snapshot.seen('Names', {}).filter(({ name }) => plainName(name) === host);
  return [...new Set(rows.flatMap((row) => row.addresses))].sort();
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...new Set(a)].sort()) === JSON.stringify([...new Set(b)].sort());
}

function instancesNamed(snapshot: NetworkSnapshot, host: string): readonly Instance[] {
  const named = (['private-dns-name', 'dns-name'] as const).flatMap((name) =>
    snapshot.seen('Instances', { [name]: host }),
  );
  return [...new Map(named.map((instance) => [instance.InstanceId, instance])).values()];
}

/** A public EC2 name means the private address inside the instance's own VPC: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
function ofNamedInstance(
  snapshot: NetworkSnapshot,
  place: NamePlace,
  instances: readonly Instance[],
  spec: TargetSpec,
): Found {
  const { host } = spec;
  const [only, ...others] = instances;
  if (only === undefined || others.length > 0) {
    const choices = instances.map((i) => i.InstanceId).join(', ');
    return nothing(blocker('X_TARGET_AMBIGUOUS', { resources: [host] }, { target: host, choices }));
  }
  if (only.PublicDnsName === host && (only.VpcId !== place.vpc || !place.hostnames)) {
    const where = only.VpcId !== place.vpc ? 'in another VPC' : 'in a VPC whose enableDnsHostnames is not on';
    return nothing(
      nameUnknown(spec, `${only.InstanceId} is ${where}, so the name may mean its private or its public address`),
    );
  }
  return primaryOf(snapshot, only);
}

/** Names AWS gives an endpoint are public; one of the service's own answers in the endpoint's VPC alone. */
function ofEndpointName(snapshot: NetworkSnapshot, place: NamePlace, spec: TargetSpec): Found | null {
  const named = snapshot
    .seen('VpcEndpoints', {})
    .filter((e) => (e.DnsEntries ?? []).some(({ DnsName: name }) => plainName(name ?? '') === spec.host));
  const isPublicName = /\.vpce\.amazonaws\.com(?:\.cn)?$/.test(spec.host);
  const [only, ...others] = isPublicName ? named : named.filter((e) => e.VpcId === place.vpc);
  if (only === undefined) return null;
  const ids = [only, ...others].map((e) => e.VpcEndpointId);
  if (others.length > 0) {
    return nothing(blocker('X_TARGET_AMBIGUOUS', { resources: ids }, { target: spec.host, choices: ids.join(', ') }));
  }
  const doubt = isPublicName ? null : privateNameDoubt(only, place);
  return doubt === null ? ofEndpoint(snapshot, only) : nothing(nameUnknown(spec, doubt));
}

function privateNameDoubt(endpoint: VpcEndpoint, { hostnames }: NamePlace): string | null {
  const id = endpoint.VpcEndpointId;
  const state = endpoint.State?.toLowerCase() ?? 'not stated';
  if (endpoint.PrivateDnsEnabled !== true) return `private DNS of ${id} is not known to be on`;
  if (state !== 'available') return `${id} claims the name and its state is ${state}`;
  return hostnames ? null : `${id} claims the name in a VPC whose enableDnsHostnames is not on`;
}

function ofEndpoint(snapshot: NetworkSnapshot, endpoint: VpcEndpoint): Found {
  const found = (endpoint.NetworkInterfaceIds ?? []).map((eni) => ofInterface(snapshot, eni));
  if (found.length === 0) return nothing(notFound(endpoint.VpcEndpointId, 'it has no network interfaces'));
  return { addresses: found.flatMap((f) => f.addresses), blockers: found.flatMap((f) => f.blockers) };
}

function nameUnknown(spec: TargetSpec, because: string): Blocker {
  const reason = `${because}; give its addresses as ${written(spec)}=IP,IP`;
  return blocker('X_NAME_UNKNOWN', { resources: [spec.host] }, { host: spec.host, reason });
}
