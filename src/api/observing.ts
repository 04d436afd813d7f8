import { examine } from '../assessment/assess.ts';
import type { GatePorts } from '../gate/ports.ts';
import type { GraphDocument } from '../topology/topology.ts';

/**
 * The same ports, and a way to the graph of what they were made to judge: a use case answers with the verdict alone.
 * Examining the facts for it a second time costs little beside reading them, and comes before anything is sent.
 */
export function observing(ports: GatePorts): {
  readonly ports: GatePorts;
  /** Null if nothing was judged, because the answer was remembered. */
  readonly graph: () => GraphDocument | null;
} {
  let graph: GraphDocument | null = null;
  const assess: GatePorts['assess'] = (input) => {
    const assessment = ports.assess(input);
    graph = examine(input).graph;
    return assessment;
  };
  return { ports: { ...ports, assess }, graph: () => graph };
}
