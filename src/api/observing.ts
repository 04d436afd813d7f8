import { examine } from '../assessment/assess.ts';
import type { AssessInput, GatePorts } from '../gate/ports.ts';
import type { GraphDocument } from '../topology/topology.ts';

/**
 * The same ports, and a way to the graph of what they were made to judge: a use case answers with the verdict alone.
 * Examining the same facts again gives the same graph, and costs little beside reading them.
 */
export function observing(ports: GatePorts): {
  readonly ports: GatePorts;
  /** Null if nothing was judged, because the answer was remembered. */
  readonly graph: () => GraphDocument | null;
} {
  let judged: AssessInput | null = null;
  const assess: GatePorts['assess'] = (input) => {
    judged = input;
    return ports.assess(input);
  };
  return { ports: { ...ports, assess }, graph: () => (judged === null ? null : examine(judged).graph) };
}
