import type { Assessment, Finding } from '../../src/assessment/assessment.ts';
import { ask } from '../scenarios/ask.ts';
import { fixFor } from './fixes.ts';
import { type Situation, tracesOf } from './mechanical-fix.ts';

/** Puts a situation's question to its facts. */
export function answer({ world, question }: Situation): Assessment {
  return ask(world, question);
}

export function errorsOf({ findings }: Assessment): readonly Finding[] {
  return findings.filter((f) => f.severity === 'error');
}

export function mended(situation: Situation, finding: Finding, before: Assessment): Situation {
  const copy = structuredClone(situation);
  fixFor(finding)?.(finding, copy, before);
  return copy;
}

/**
 * What is wrong with the explanation, by mending what each of its errors names: that finding goes, with it go only those
 * that name the same thing, and what is new stands where the walk had not been before. What is told of one place may be
 * reworded: a group that had no rule has one, a refusal becomes a doubt, one entry refuses what another refused too.
 */
export function faultsOfExplanation(situation: Situation): readonly string[] {
  const before = answer(situation);
  return errorsOf(before)
    .filter((f) => fixFor(f) !== null)
    .flatMap((finding) =>
      faultsAfterMending(finding, before, answer(mended(situation, finding, before))).map(
        (fault) => `after ${finding.code} of ${finding.resources} for ${finding.traces} was mended: ${fault}`,
      ),
    );
}

function faultsAfterMending(finding: Finding, before: Assessment, after: Assessment): readonly string[] {
  const was = tellingsOf(before);
  const is = tellingsOf(after);
  const remaining = new Set(is.map(identity));
  const mended = was.filter((t) => t.finding === finding);
  const still = mended.filter((t) => remaining.has(identity(t)));
  if (still.length > 0) return still.map((t) => `${identity(t)} is still told`);
  if (finding.prerequisite === 'endpoint' && isInDoubt(after)) return [];

  const asked = new Set(tracesOf(after).map((t) => t.id));
  const gone = was.filter((t) => !remaining.has(identity(t)) && (t.trace === null || asked.has(t.trace)));
  const places = new Set([...is, ...mended].map(place));
  const crossedNow = hopsOf(after);
  const goneToo = gone.filter(
    (t) => subject(t.finding) !== subject(finding) && !places.has(place(t)) && crossedNow.has(hopOf(t)),
  );
  const known = new Set([...was.map(identity), ...gone.map(place)]);
  const crossed = hopsOf(before);
  const appeared = is.filter(
    (t) => !known.has(identity(t)) && !known.has(place(t)) && crossed.has(hopOf(t)) && !opensWayBack(finding, t),
  );
  return [...goneToo.map((t) => `${identity(t)} went too`), ...appeared.map((t) => `${identity(t)} is told only now`)];
}

/** A finding on one of the traces it was made on. */
interface Telling {
  readonly finding: Finding;
  readonly trace: string | null;
}

function tellingsOf({ findings }: Assessment): readonly Telling[] {
  return findings
    .filter((f) => f.severity === 'error' || f.severity === 'unknown')
    .flatMap((finding) =>
      finding.traces.length === 0
        ? [{ finding, trace: null }]
        : finding.traces.map((trace): Telling => ({ finding, trace })),
    );
}

/** What makes it the same one before and after; whether it stands behind another may change. */
function identity(telling: Telling): string {
  return [telling.finding.code, telling.finding.entry, place(telling)].join(' ');
}

function place({ finding: { prerequisite, resources, leg, direction, at }, trace }: Telling): string {
  return [prerequisite, resources, leg, direction, at, trace].join(' ');
}

/** The thing that a fix changes. */
function subject({ resources, entry }: Finding): string {
  return JSON.stringify([resources, entry]);
}

/** Filters and tables are met at a subnet or an interface, everything else is a hop of its own. */
function hopOf({
  finding: {
    leg,
    at,
    resources: [resource = ''],
  },
  trace,
}: Telling): string {
  return [trace, leg, /^(sg|acl|rtb)-/.test(resource) ? at : resource].join(' ');
}

function hopsOf(assessment: Assessment): ReadonlySet<string> {
  return new Set(
    tracesOf(assessment).flatMap(({ id, forward, return: back }) => [
      ...forward.hops.map((h) => `${id} forward ${h.resource}`),
      ...(back?.hops ?? []).map((h) => `${id} return ${h.resource}`),
    ]),
  );
}

/** Which way replies have to take is known only once the requests have a way. */
function opensWayBack(mended: Finding, { finding }: Telling): boolean {
  const wasLost = mended.leg === 'forward' && mended.direction === null;
  return wasLost && finding.leg === 'return' && finding.direction === null;
}

/** While nobody can say what the host's name stands for, one path that works takes the other's findings away. */
function isInDoubt({ prerequisites: { endpoint } }: Assessment): boolean {
  return endpoint.hosts.some((h) => h.resolvesTo === 'unknown');
}
