import type { Blocker } from '../reachability/blocker.ts';
import type { FlowSource } from '../reachability/flow.ts';
import { type FunctionPlacement, functionPlacement } from '../reachability/function-placement.ts';
import { functionIpv6Sources, functionNetwork, functionSources } from '../reachability/function-sources.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { TopologySeeds } from '../topology/build-topology.ts';

/** From where names are asked for: the VPC, null outside any, and whether IPv6 can be sent from there. */
export interface AskingPlace {
  readonly vpc: string | null;
  readonly hasIpv6: boolean;
}

/** Where nobody asks from. */
export const NO_PLACE: AskingPlace = { vpc: null, hasIpv6: false };

/** The function whose flows are judged: where it runs, and which addresses it sends from. */
export interface AskingFunction extends AskingPlace {
  readonly lambda: LambdaFunction;
  readonly placement: FunctionPlacement;
  /** Why its network is not the one read; null where it is. */
  readonly doubt: Blocker | null;
  readonly sources: readonly FlowSource[];
  /** Where it sends IPv6 from; empty: it has none. */
  readonly ipv6Sources: readonly FlowSource[];
}

export function askingFunction(snapshot: NetworkSnapshot, lambda: LambdaFunction): AskingFunction {
  const placement = functionPlacement(snapshot, lambda);
  const { vpc, doubt } = functionNetwork(snapshot, lambda, placement);
  const sources = functionSources(snapshot, lambda, placement);
  const ipv6Sources = functionIpv6Sources(snapshot, lambda, sources);
  return { lambda, placement, vpc, doubt, hasIpv6: ipv6Sources.length > 0, sources, ipv6Sources };
}

/** Where its flows start in a graph. */
export function functionSeed({ lambda, placement, vpc }: AskingFunction): TopologySeeds['functions'][number] {
  const { subnets, groups } = 'subnets' in placement ? placement : { subnets: [], groups: [] };
  return { id: lambda.FunctionArn, vpc, subnets, groups };
}
