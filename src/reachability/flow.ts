import { type AddressSet, describeAddresses } from '../net/address-space.ts';
import { type IntervalSet, isSubset } from '../net/interval-set.ts';
import type { Box } from '../net/packet-set.ts';
import type { Known } from '../snapshot/known.ts';
import type { Assumptions } from './assumptions.ts';
import type { Blocker } from './blocker.ts';
import type { Protocol } from './trace.ts';

/** Lambda's, NAT gateways' and load balancers' client ports: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
export const CLIENT_PORTS: IntervalSet<number> = [[1024, 65535]];
/** Linux's own, which managed instances run: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
export const INSTANCE_CLIENT_PORTS: IntervalSet<number> = [[32768, 60999]];
export const ALL_PORTS: IntervalSet<number> = [[0, 65535]];

/** Where a flow starts: a whole subnet for a function, one interface's own address for an interface. */
export interface FlowSource {
  /** The function, interface or subnet the flow is drawn from. */
  readonly id: string;
  readonly kind: 'function' | 'interface' | 'subnet' | 'internet';
  /** Null: outside any VPC, on the network AWS runs functions in or anywhere else on the internet. */
  readonly subnet: string | null;
  readonly addresses: AddressSet;
  /** Why the source addresses are not known; null where they are. */
  readonly unread: Blocker | null;
  /** The security groups every source address carries. */
  readonly groups: Known<readonly string[]>;
  /** Private to public address of an interface; a function's interfaces never have one. */
  readonly publicAddresses: readonly Substitution[];
  /** Whether interfaces that nobody can see beforehand may have public addresses of their own: those of managed instances. */
  readonly mayBePublic: boolean;
  /** The ports its clients may send from. */
  readonly clientPorts: IntervalSet<number>;
}

/** One address standing for another, in both directions: what an internet gateway does. */
export interface Substitution {
  readonly inside: bigint;
  readonly outside: bigint;
}

export interface FlowDestination {
  readonly addresses: AddressSet;
  /** One unknown member of the set (a public service whose addresses nobody states); else the set is one address. */
  readonly oneOf: boolean;
  /** The address, or the blocks that it is looked up for, or `public`. */
  readonly label: string;
  /** 0–65535, or null for every port of a protocol that has none. */
  readonly port: number | null;
  /** The blocks that its one address is looked up for, where the service may have any address of them: named in its place. */
  readonly standsFor?: string | null;
  /** The interface the address was read from: whoever else has it is not the destination. Null where nobody named one. */
  readonly interface: string | null;
  /** Whether the asker judges for itself where a load balancer hands the packets on to. */
  readonly judgedBeyond?: boolean;
}

export interface Flow {
  readonly id: string;
  readonly source: FlowSource;
  readonly destination: FlowDestination;
  readonly protocol: Protocol;
  /** What the caller vouches for. */
  readonly assumptions: Assumptions;
}

/** The IANA number of a protocol as a flow or an AWS rule names it; null for all (`-1`, `all`). */
export function protocolNumber(name: string | number): number | null {
  const text = String(name).toLowerCase();
  const named: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };
  if (text === '-1' || text === 'all') return null;
  return named[text] ?? Number(text);
}

export function hasPorts(protocol: number | null): boolean {
  return protocol === 6 || protocol === 17;
}

/** All packets of a flow's client side towards the given destinations. */
export function clientPackets(flow: Flow, destinations: IntervalSet<bigint>): Box {
  const { port } = flow.destination;
  return {
    family: flow.source.addresses.family,
    source: flow.source.addresses.set,
    destination: destinations,
    sourcePort: flow.source.clientPorts,
    destinationPort: port === null ? ALL_PORTS : [[port, port]],
  };
}

/** How addresses are named where a flow is told of. */
export type NameAddresses = (addresses: AddressSet, limit?: number) => string;

/** By their blocks, but the destination by what it is looked up for. */
export function namesIn({ destination }: Flow): NameAddresses {
  const { standsFor, addresses: own } = destination;
  if (standsFor == null) return describeAddresses;
  return (addresses, limit) => (isSubset(addresses.set, own.set) ? standsFor : describeAddresses(addresses, limit));
}

/** `tcp 5432`, `icmp`. */
export function describeService(protocol: Protocol, port: number | null): string {
  return port === null ? protocol : `${protocol} ${port}`;
}
