import type { Assumptions } from '../reachability/assumptions.ts';
import type { Flow, FlowDestination, FlowSource } from '../reachability/flow.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { Topology } from '../topology/topology.ts';

/** What the paths to Secrets Manager are walked on, and from where. */
export interface PathQuestion {
  readonly snapshot: NetworkSnapshot;
  readonly topology: Topology;
  readonly sources: readonly FlowSource[];
  readonly assumptions: Assumptions;
}

const HTTPS = 443;

/** One flow of prerequisite B. */
export function httpsFlow(
  { assumptions }: PathQuestion,
  source: FlowSource,
  destination: Omit<FlowDestination, 'port'>,
): Flow {
  return {
    id: `endpoint/${source.subnet ?? 'aws-network'}/${destination.label}:${HTTPS}`,
    source,
    destination: { ...destination, port: HTTPS },
    protocol: 'tcp',
    assumptions,
  };
}
