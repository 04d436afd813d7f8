import { type Blocker, type BlockerPlace, blocker } from './blocker.ts';

/** Hops that configuration cannot see into, each with what the caller would vouch for. The only ones an assumption may name. */
export const OPAQUE_KINDS = {
  'virtual-private-gateway': 'a VPN or Direct Connect behind a virtual private gateway',
  vpn: 'a VPN attachment of a transit gateway',
  'direct-connect': 'a Direct Connect attachment of a transit gateway',
  'cloud-wan': 'a Cloud WAN core network',
  'local-gateway': 'an Outposts local gateway',
  'carrier-gateway': 'a carrier gateway',
  'odb-network': 'an Oracle Database@AWS network',
  'firewall-endpoint': 'a firewall behind a Gateway Load Balancer endpoint',
  appliance: 'an appliance that forwards',
  'nat-instance': 'the address translation of a NAT instance',
  'filtering-proxy': 'a filtering proxy attached to a NAT gateway',
  'transit-gateway-appliance': 'a network function attached to a transit gateway',
  'other-account': 'a network of another account',
  'name-server': 'a custom name server',
  'ipv6-internet-gateway': 'IPv6 of a function through an internet gateway',
  'resource-gateway': 'a resource gateway behind a resource endpoint',
} as const;
export type OpaqueKind = keyof typeof OPAQUE_KINDS;
export const EVERY_OPAQUE_KIND: ReadonlySet<OpaqueKind> = new Set(Object.keys(OPAQUE_KINDS) as OpaqueKind[]);

/** A caller's word that one opaque hop forwards, with the reason that stands in every report. */
export interface Assumption {
  /** The id the finding X_OPAQUE_HOP names: vgw-…, i-…, vpce-…, a name server's address. */
  readonly hop: string;
  readonly because: string;
}

/** What may be assumed: the stated assumptions, and the kinds of hops that whoever runs this allows. */
export interface Assumptions {
  readonly stated: readonly Assumption[];
  readonly allowed: ReadonlySet<OpaqueKind>;
}

export const NO_ASSUMPTIONS: Assumptions = { stated: [], allowed: new Set() };

/** A hop nobody can see into. */
export interface OpaqueHop {
  readonly kind: OpaqueKind;
  readonly hop: string;
  readonly place: BlockerPlace;
  /** What is out of sight there, as a clause. */
  readonly reason: string;
}

/** An opaque hop as a finding: unknown, or a warning where an allowed assumption vouches for exactly this hop. */
export function opaqueHop(assumptions: Assumptions, { kind, hop, place, reason }: OpaqueHop): Blocker {
  const stated = assumptions.stated.find((a) => a.hop === hop);
  if (stated === undefined) return blocker('X_OPAQUE_HOP', place, { hop, kind, what: OPAQUE_KINDS[kind], reason });
  if (assumptions.allowed.has(kind)) return blocker('X_ASSUMED', place, { hop, kind, because: stated.because });
  return blocker('X_OPAQUE_HOP', place, {
    hop,
    kind,
    what: OPAQUE_KINDS[kind],
    reason: `${reason}, and assumptions about ${kind} are not allowed here`,
  });
}
