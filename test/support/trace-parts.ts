import type { Finding } from '../../src/assessment/assessment.ts';
import { type Blocker, outcomeOf } from '../../src/reachability/blocker.ts';
import type { Direction, Hop, HopKind, Step, StepKind, StepOutcome, Trace } from '../../src/reachability/trace.ts';
import { SEVERITY_OF } from '../../src/rules/finding.ts';
import { FUNCTION_GROUP } from './example-ids.ts';

export function step(
  kind: StepKind,
  direction: Direction | null,
  resource: string,
  entry: string | null,
  text: string,
  outcome: StepOutcome = 'accept',
): Step {
  return { kind, direction, outcome, evidence: { resource, entry, text } };
}

export function hop(kind: HopKind, resource: string, subnet: string | null, ...steps: readonly Step[]): Hop {
  return { kind, resource, subnet, steps };
}

/** A trace whose disposition follows from its blockers. */
export function trace(
  id: string,
  subnet: string,
  to: string,
  forward: readonly Hop[],
  back: readonly Hop[] | null,
  different: Partial<Trace> = {},
): Trace {
  const blockers = different.blockers ?? [];
  const outcomes = blockers.map(outcomeOf);
  const port = Number(id.slice(id.lastIndexOf(':') + 1));
  const blocked = outcomes.includes('fail');
  return {
    id,
    from: { subnet, addresses: ['10.0.10.0/24'], securityGroups: [FUNCTION_GROUP] },
    to: { address: to, port, protocol: 'tcp' },
    disposition: blocked ? 'blocked' : outcomes.includes('unknown') ? 'unknown' : 'reachable',
    intermittent: false,
    clientPorts: outcomes.length > 0 ? [] : [[1024, 65535]],
    natPorts: null,
    forward: { hops: forward },
    return: back === null ? null : { hops: back },
    ...different,
    blockers,
  };
}

export function blocker(code: Blocker['code'], different: Partial<Blocker>): Blocker {
  return {
    code,
    resources: [],
    leg: 'forward',
    direction: null,
    at: null,
    entry: null,
    behind: false,
    details: {},
    evidence: [],
    ...different,
  };
}

/** The finding that words a blocker. */
export function finding(
  found: Blocker,
  traces: readonly string[],
  words: Pick<Finding, 'rule' | 'prerequisite' | 'message' | 'fix'> & Partial<Finding>,
): Finding {
  const { code, resources, leg, direction, at, entry, behind, evidence } = found;
  return {
    code,
    severity: SEVERITY_OF[outcomeOf(found)],
    resources,
    leg,
    direction,
    at,
    entry,
    behind,
    traces,
    evidence,
    symptom: '',
    docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
    ...words,
  };
}
