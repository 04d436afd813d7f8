import type { PreconditionId, Verdict } from '../../../src/assessment/assessment.ts';
import type { World } from '../../support/world.ts';
import { FUNCTION_ARN, SECRET_ARN } from '../../support/world.ts';
import type { Expectation, ExpectedBlocker, ExpectedVerdict, ScenarioQuestion } from '../expectation.ts';

/** One change to the healthy account, what it does to a rotation, and why AWS behaves so. */
export interface Situation {
  /** The folder: a sentence. */
  readonly name: string;
  readonly world: (world: World) => void;
  readonly question: ScenarioQuestion;
  readonly expected: Expectation;
  readonly explain: string;
  /** Key of SOURCES. */
  readonly source: string;
}

type Outcome = 'pass' | 'fail' | 'partly' | 'unknown' | 'n/a';

interface Told {
  readonly world?: (world: World) => void;
  readonly question?: Partial<ScenarioQuestion>;
  /** Can the function reach the service? `partly`: fails, though for some subnet, address or port it works. */
  readonly service?: Outcome;
  /** Can the function reach Secrets Manager? */
  readonly endpoint?: Outcome;
  readonly preconditions?: Partial<Record<PreconditionId, Verdict>>;
  readonly blockers?: readonly ExpectedBlocker[];
  readonly warnings?: readonly string[];
  readonly explain: string;
  readonly source: string;
}

/** A situation in which everything not told is as in the healthy account. */
export function situation(name: string, told: Told): Situation {
  const service = verdictOf(told.service ?? 'pass');
  const endpoint = verdictOf(told.endpoint ?? 'pass');
  const verdicts = [service.verdict, endpoint.verdict, ...Object.values(told.preconditions ?? {})];
  const status = verdicts.includes('fail') ? 'fail' : verdicts.includes('unknown') ? 'unknown' : 'pass';
  const asksNothing = told.question?.noTarget === true;
  return {
    name,
    world: told.world ?? (() => {}),
    question: { secret: SECRET_ARN, ...(asksNothing ? {} : { targets: ['10.0.20.10:5432'] }), ...told.question },
    expected: {
      status,
      decision: status === 'pass' ? 'allow' : 'deny',
      service,
      endpoint,
      preconditions: told.preconditions ?? {},
      blockers: told.blockers ?? [],
      warnings: [...(told.warnings ?? [])].sort(),
    },
    explain: told.explain,
    source: told.source,
  };
}

function verdictOf(outcome: Outcome): ExpectedVerdict {
  if (outcome === 'partly') return { verdict: 'fail', intermittent: true };
  return { verdict: outcome === 'n/a' ? 'not-applicable' : outcome, intermittent: false };
}

type Prerequisite = ExpectedBlocker['prerequisite'];
type Leg = 'forward' | 'return';
type Direction = 'egress' | 'ingress';
const NOWHERE = { leg: null, direction: null, at: null } as const;

/** No rule of an interface's groups matches. `at`: the function's subnet, or the other side's interface. */
export function groupsRefuse(
  prerequisite: Prerequisite,
  group: string,
  direction: Direction,
  at: string,
): ExpectedBlocker {
  return { code: 'ENI_SG_RULES_MISMATCH', resources: [group], prerequisite, leg: 'forward', direction, at };
}

export function groupsEmpty(
  prerequisite: Prerequisite,
  group: string,
  direction: Direction,
  at: string,
): ExpectedBlocker {
  return { code: 'SG_HAS_NO_RULES', resources: [group], prerequisite, leg: 'forward', direction, at };
}

/** An ACL's entry refuses; 32767 is the closing deny of every ACL. */
export function aclRefuses(
  prerequisite: Prerequisite,
  acl: string,
  leg: Leg,
  direction: Direction,
  at: string,
  entry = '32767',
): ExpectedBlocker {
  return { code: 'SUBNET_ACL_RESTRICTION', resources: [acl], prerequisite, leg, direction, at, entry };
}

export function noRoute(prerequisite: Prerequisite, table: string, at: string, leg: Leg = 'forward'): ExpectedBlocker {
  return { code: 'NO_ROUTE_TO_DESTINATION', resources: [table], prerequisite, leg, direction: null, at };
}

export function blackhole(
  prerequisite: Prerequisite,
  table: string,
  at: string,
  entry: string,
  leg: Leg = 'forward',
): ExpectedBlocker {
  return { code: 'BAD_STATE_ROUTE', resources: [table], prerequisite, leg, direction: null, at, entry };
}

/** A gateway, connection, instance or interface is the reason, on the way there unless told otherwise. */
export function thing(
  code: string,
  prerequisite: Prerequisite,
  resource: string,
  at: string | null,
  leg: Leg | null = 'forward',
): ExpectedBlocker {
  return { code, resources: [resource], prerequisite, leg, direction: null, at };
}

/** Something about the whole function, name or target, at no place on a path. */
export function overall(code: string, prerequisite: Prerequisite, ...resources: readonly string[]): ExpectedBlocker {
  return { code, resources, prerequisite, ...NOWHERE };
}

export function precondition(id: PreconditionId): ExpectedBlocker {
  const ofFunction = id.startsWith('function-') && id !== 'function-named';
  const resource = ofFunction || id === 'invoke-permission' ? FUNCTION_ARN : SECRET_ARN;
  return overall(`X_${id.replaceAll('-', '_').toUpperCase()}`, 'precondition', resource);
}

export function behind(blocker: ExpectedBlocker): ExpectedBlocker {
  return { ...blocker, behind: true };
}

/** The same finding for both prerequisites. */
export function both(make: (prerequisite: Prerequisite) => ExpectedBlocker): readonly ExpectedBlocker[] {
  return [make('service'), make('endpoint')];
}
