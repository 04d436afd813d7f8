import type { AssessInput, GatePorts } from '../gate/ports.ts';
import type { ApiDeps } from './deps.ts';

/** The same ports, and a way to the graph of what they were made to judge: a use case answers with the verdict alone. */
export function observing(ports: GatePorts): {
  readonly ports: GatePorts;
  /** Null if nothing was judged: the answer was remembered. */
  readonly graph: (topology: ApiDeps['topology']) => ReturnType<ApiDeps['topology']> | null;
} {
  let judged: AssessInput | null = null;
  const assess: GatePorts['assess'] = (input) => {
    judged = input;
    return ports.assess(input);
  };
  return { ports: { ...ports, assess }, graph: (topology) => (judged === null ? null : topology(judged)) };
}
