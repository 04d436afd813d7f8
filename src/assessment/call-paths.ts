import { parseAddress } from '../net/address.ts';
import { isPublic } from '../net/address-space.ts';
import { type Cidr, hostCidr, parseCidr } from '../net/cidr.ts';
import type { CallPath } from '../policy/call-context.ts';
import type { Trace } from '../reachability/trace.ts';
import type { NatGateway } from '../snapshot/gateway-facts.ts';
import type { Subnet, VpcEndpoint } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { statesSameZone } from '../snapshot/stated-zone.ts';

/**
 * The ways one traced flow may take as a request context tells them apart: through the endpoint, or from each public
 * address it may come from. Each of them happens.
 */
export function callPaths(
  snapshot: NetworkSnapshot,
  endpoint: VpcEndpoint | null,
  trace: Trace,
): readonly [CallPath, ...CallPath[]] {
  if (endpoint !== null) return [{ kind: 'endpoint', endpoint: endpoint.VpcEndpointId, vpc: endpoint.VpcId ?? null }];
  const to = parseAddress(trace.to.address);
  if (to !== null && !isPublic(to)) return [{ kind: 'unknown' }];
  const [first, ...others] = publicSources(snapshot, trace).map((source) => ({ kind: 'public', source }) as const);
  return [first ?? { kind: 'public', source: null }, ...others];
}

/** Empty where nobody knows them: outside a VPC, behind what is out of sight, and where an IPv4 way ends before it is translated. */
function publicSources(snapshot: NetworkSnapshot, { forward, from }: Trace): readonly Cidr[] {
  const translation = forward.hops.findLastIndex(({ kind }) => kind === 'nat-gateway');
  if (forward.hops.some(({ kind }, i) => kind === 'opaque' && i > translation)) return [];
  const id = forward.hops[translation]?.resource;
  // IPv6 addresses are public as they are.
  if (id === undefined)
    return from.addresses.flatMap((text) => blockOf(text) ?? []).filter(({ family }) => family === 6);
  const [subnet] = from.subnet === null ? [] : snapshot.seen('Subnets', { 'subnet-id': from.subnet });
  return snapshot
    .seen('NatGateways', { 'nat-gateway-id': id })
    .flatMap((gateway) => addressesOf(gateway, subnet))
    .flatMap((text) => blockOf(text) ?? []);
}

/** A regional gateway sends what comes from a zone from that zone's addresses where it has some. */
function addressesOf(gateway: NatGateway, subnet: Subnet | undefined): readonly string[] {
  const serving = (gateway.NatGatewayAddresses ?? []).filter(({ Status = 'succeeded' }) => Status === 'succeeded');
  const ofZone = serving.filter((address) => subnet !== undefined && statesSameZone(address, subnet));
  return (ofZone.length > 0 ? ofZone : serving).flatMap(({ PublicIp }) => PublicIp ?? []);
}

function blockOf(text: string): Cidr | null {
  const address = parseAddress(text);
  return address === null ? parseCidr(text) : hostCidr(address);
}
