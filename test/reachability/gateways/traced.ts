import { answerTrace, type Beyond, type TraceQuestion } from '../../../src/reachability/answer-trace.ts';
import { EVERY_OPAQUE_KIND } from '../../../src/reachability/assumptions.ts';
import type { Trace } from '../../../src/reachability/trace.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { FUNCTION_ARN, type World } from '../../support/world.ts';

export type Change = (world: World) => void;

export interface Asked extends Partial<Omit<TraceQuestion, 'assumptions'>> {
  /** The hops somebody vouches for. */
  readonly vouched?: readonly string[];
}

/** One trace in the healthy world after some changes; unless said otherwise from the function to its database. */
export function traced(changes: readonly Change[], asked: Asked = {}, beyond: Beyond | null = null): Trace {
  const world = healthyWorld();
  for (const change of changes) change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const { vouched = [], ...question } = asked;
  const stated = vouched.map((hop) => ({ hop, because: 'its rules were read' }));
  const given = { from: FUNCTION_ARN, to: '10.0.20.10', port: 5432, protocol: 'tcp' as const, ...question };
  const answer = answerTrace(snapshot, { ...given, assumptions: { stated, allowed: EVERY_OPAQUE_KIND } }, beyond);
  const [trace, ...others] = 'traces' in answer ? answer.traces : [answer];
  if (trace === undefined || others.length > 0) throw new Error('Not one trace');
  return trace;
}

/** `blocked, forward CODE igw-1 at subnet-public: what was seen`: the disposition and what was found, in its order. */
export function told(trace: Trace): string {
  const found = trace.blockers.map((b) => `${b.leg} ${b.code} ${b.resources.join(' ')} at ${b.at}`);
  return [trace.disposition, ...found].join(', ');
}
