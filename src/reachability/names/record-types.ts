import { type Blocker, blocker, blockerKey, outcomeOf } from '../blocker.ts';
import {
  type Alternative,
  anyOf,
  distinctBlockers,
  type NameAnswer,
  type RecordType,
  type RecordTypes,
} from './name-answer.ts';

/** An answer, and why the name may get none. */
export interface Answer extends NameAnswer {
  readonly unasked: readonly Blocker[];
}

/**
 * What a client gets that asks for a name's A and for its AAAA records. Only DNS Firewall and what it answers with tell the
 * two questions apart; one without an answer leaves the other.
 */
export function bothTypes(host: string, a: Answer, aaaa: Answer): Answer {
  if (JSON.stringify(a) === JSON.stringify(aaaa)) return a;
  const [noA, noAaaa] = [refusal(a), refusal(aaaa)];
  if (noA !== null && noAaaa !== null) return { ...a, unasked: distinctBlockers([...a.unasked, ...aaaa.unasked]) };
  if (noA !== null) return alone('AAAA', aaaa, noA, host);
  if (noAaaa !== null) return alone('A', a, noAaaa, host);
  const [first, second] = [without(a, doubts(aaaa)), without(aaaa, doubts(a))];
  if (JSON.stringify(first.alternatives) !== JSON.stringify(second.alternatives)) return apart(host, a, aaaa);
  return perhapsAlone(host, a, aaaa, first, second);
}

/** The same places, but whether both questions are answered is not known. */
function perhapsAlone(host: string, a: Answer, aaaa: Answer, ownA: Answer, ownAaaa: Answer): Answer {
  const settled = without(a, [...doubts(ownA)]);
  const [onA] = doubts(ownA);
  const [onAaaa] = doubts(ownAaaa);
  if (onA !== undefined && onAaaa !== undefined)
    return { ...a, unasked: distinctBlockers([...a.unasked, ...aaaa.unasked]) };
  const doubt = onA ?? onAaaa;
  if (doubt === undefined) return settled;
  const other = alone(onA === undefined ? 'A' : 'AAAA', settled, doubt, host);
  return { ...settled, ...anyOf([settled, other], doubt, settled.because), unasked: settled.unasked };
}

function apart(host: string, a: Answer, aaaa: Answer): Answer {
  const reason = 'questions for its A and for its AAAA records are answered differently';
  const doubt = blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason });
  const unasked = distinctBlockers([...a.unasked, ...aaaa.unasked]);
  return { ...a, ...anyOf([a, aaaa], doubt, reason), unasked: distinctBlockers([...unasked, doubt]) };
}

function reasons({ unasked, blockers }: Answer): readonly Blocker[] {
  return [...unasked, ...blockers];
}

function refusal(answer: Answer): Blocker | null {
  return reasons(answer).find((b) => outcomeOf(b) === 'fail') ?? null;
}

function doubts(answer: Answer): readonly Blocker[] {
  return reasons(answer).filter((b) => outcomeOf(b) === 'unknown');
}

function without(answer: Answer, taken: readonly Blocker[]): Answer {
  const keys = new Set(taken.map(blockerKey));
  const left = (blockers: readonly Blocker[]) => blockers.filter((b) => !keys.has(blockerKey(b)));
  return { ...answer, unasked: left(answer.unasked), blockers: left(answer.blockers) };
}

/** What one question gives where the other is refused. */
function alone(type: RecordType, answer: Answer, refused: Blocker, host: string): Answer {
  const alternatives = answer.alternatives.map((a) => only(type, a));
  const reason = `it gets no other records than ${type}, and whether the name has these is not known`;
  const doubt = alternatives.some((a) => recordsOf(a)?.[type] === 'undetermined')
    ? [blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason })]
    : [];
  return {
    ...answer,
    alternatives: alternatives.map((a) => (recordsOf(a)?.[type] === false ? { kind: 'nowhere', reason: refused } : a)),
    blockers: distinctBlockers([...answer.blockers, ...doubt]),
  };
}

/** Which records an alternative has; null for one that leads nowhere. */
function recordsOf(a: Alternative): RecordTypes | null {
  switch (a.kind) {
    case 'endpoint':
    case 'public':
      return a.records;
    case 'addresses':
      return { A: a.A.length > 0, AAAA: a.AAAA.length > 0 };
    case 'nowhere':
      return null;
  }
}

/** What is left of an alternative for one type of record. */
export function only(type: RecordType, a: Alternative): Alternative {
  const other = type === 'A' ? 'AAAA' : 'A';
  switch (a.kind) {
    case 'endpoint':
    case 'public':
      return { ...a, records: { ...a.records, [other]: false } };
    case 'addresses':
      return { ...a, [other]: [] };
    case 'nowhere':
      return a;
  }
}
