import type { Blocker } from './blocker.ts';

/** Inclusive port ranges, ascending and disjoint, within 0–65535. */
export type PortRanges = readonly (readonly [number, number])[];

export type Disposition = 'reachable' | 'blocked' | 'unknown';
export type LegName = 'forward' | 'return';
export type Direction = 'egress' | 'ingress';
export type Protocol = 'tcp' | 'udp' | 'icmp' | `${number}`;

export type StepKind = 'security-group' | 'network-acl' | 'route' | 'gateway' | 'dns' | 'policy';
export type StepOutcome = 'accept' | 'part' | 'deny' | 'unknown';

/** What decided a step: recorded while deciding, never rebuilt afterwards. */
export interface Evidence {
  /** The resource that holds the rule, entry or route: sg-…, acl-…, rtb-…, nat-…. */
  readonly resource: string;
  /** Rule number, CIDR or referenced id of the deciding entry; null when nothing matched. */
  readonly entry: string | null;
  /** One plain sentence: what matched and why, or what came nearest. */
  readonly text: string;
}

export interface Step {
  readonly kind: StepKind;
  readonly direction: Direction | null;
  readonly outcome: StepOutcome;
  readonly evidence: Evidence;
}

export type HopKind =
  | 'function'
  | 'interface'
  | 'subnet'
  | 'route-table'
  | 'nat-gateway'
  | 'internet-gateway'
  | 'egress-only-gateway'
  | 'vpc-endpoint'
  | 'peering-connection'
  | 'transit-gateway'
  | 'opaque'
  | 'internet'
  | 'aws-network'
  | 'target';

export interface Hop {
  readonly resource: string;
  readonly kind: HopKind;
  readonly subnet: string | null;
  readonly steps: readonly Step[];
}

export interface Leg {
  readonly hops: readonly Hop[];
}

/** One flow walked there and back: one source subnet to one destination address and port. */
export interface Trace {
  /** `service/subnet-…/10.0.20.10:5432`; unique within an assessment. */
  readonly id: string;
  readonly from: {
    readonly subnet: string | null;
    readonly addresses: readonly string[];
    readonly securityGroups: readonly string[];
  };
  readonly to: { readonly address: string; readonly port: number | null; readonly protocol: Protocol };
  readonly disposition: Disposition;
  readonly intermittent: boolean;
  /** Client ports for which some choice of the NAT gateway's port connects; empty when nothing is known to work. */
  readonly clientPorts: PortRanges;
  /** The same seen from the NAT gateway; null when none is crossed. */
  readonly natPorts: PortRanges | null;
  readonly forward: Leg;
  /** Null where replies cross nothing that could refuse them (one subnet), or the walk never began. */
  readonly return: Leg | null;
  readonly blockers: readonly Blocker[];
}
