import type { Assumptions } from '../reachability/assumptions.ts';
import type { Flow, FlowDestination, FlowSource } from '../reachability/flow.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { Topology } from '../topology/topology.ts';
import type { Client } from './dual-stack.ts';

/** What the paths to Secrets Manager are walked on, and from where. */
export interface PathQuestion {
  readonly snapshot: NetworkSnapshot;
  readonly topology: Topology;
  readonly sources: readonly FlowSource[];
  /** Where the function sends IPv6 from; empty: it has none. */
  readonly ipv6Sources: readonly FlowSource[];
  readonly client: Client;
  readonly assumptions: Assumptions;
}

export const HTTPS = 443;

/** One flow of prerequisite B. */
export function httpsFlow(
  { assumptions }: PathQuestion,
  source: FlowSource,
  destination: Omit<FlowDestination, 'port'>,
): Flow {
  return {
    id: `endpoint/${source.subnet ?? 'aws-network'}/${nameOf(destination)}:${HTTPS}`,
    source,
    destination: { ...destination, port: HTTPS },
    protocol: 'tcp',
    assumptions,
  };
}

/** The public addresses of both families bear one label. */
function nameOf({ label, oneOf, addresses }: Omit<FlowDestination, 'port'>): string {
  return oneOf && addresses.family === 6 ? `${label}-ipv6` : label;
}
