import type { Assessment, Finding } from '../../src/assessment/assessment.ts';
import type { Blocker } from '../../src/reachability/blocker.ts';
import type { Trace } from '../../src/reachability/trace.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';
import type { World } from '../support/world.ts';

/** A question and the facts it is put to: what a fix may change. */
export interface Situation {
  readonly world: World;
  question: ScenarioQuestion;
}

/** Does in the situation what a finding's fix says, and no more. */
export type Fix = (finding: Finding, situation: Situation, assessment: Assessment) => void;

export function tracesOf({ prerequisites: { service, endpoint } }: Assessment): readonly Trace[] {
  return [...service.traces, ...endpoint.traces];
}

/** The traces on which a finding was made. */
export function tracesWith(finding: Finding, assessment: Assessment): readonly Trace[] {
  return tracesOf(assessment).filter((t) => finding.traces.includes(t.id));
}

/** What was found on a trace at the place of a finding, whatever entry each of them names. */
export function blockersAt(finding: Finding, trace: Trace): readonly Blocker[] {
  const place = placeOf(finding);
  return trace.blockers.filter((b) => placeOf(b) === place);
}

function placeOf({ code, resources, leg, direction, at }: Finding | Blocker): string {
  return JSON.stringify([code, resources, leg, direction, at]);
}

export function resourceOf(finding: Finding): string {
  const [resource] = finding.resources;
  if (resource === undefined) throw new Error(`${finding.code} names no resource`);
  return resource;
}
