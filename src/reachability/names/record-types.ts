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
 * What a client gets that asks for a name's A and for its AAAA records. A zone's records, DNS Firewall and what it answers with
 * tell the two questions apart; one without an answer leaves the other.
 */
export function bothTypes(host: string, a: Answer, aaaa: Answer): Answer {
  const both: Answer = {
    ...a,
    unasked: distinctBlockers([...a.unasked, ...aaaa.unasked]),
    blockers: distinctBlockers([...a.blockers, ...aaaa.blockers]),
    uncertain: a.uncertain ?? aaaa.uncertain,
    remarks: distinctBlockers([...a.remarks, ...aaaa.remarks]),
  };
  const [noA, noAaaa] = [refusal(a), refusal(aaaa)];
  if (noA !== null && noAaaa !== null) return both;
  if (noA !== null) return alone('AAAA', aaaa, noA, host);
  if (noAaaa !== null) return alone('A', a, noAaaa, host);
  const alternatives = inPairs(a.alternatives, aaaa.alternatives);
  if (alternatives === null) return apart(host, both, [a, aaaa]);
  const [onA, onAaaa] = [beyond(reasons(a), reasons(aaaa)), beyond(reasons(aaaa), reasons(a))];
  return perhapsAlone(host, { ...both, alternatives }, onA, onAaaa);
}

/** The places both questions lead to; null where one leads elsewhere than the other, or nobody knows where. */
function inPairs(a: readonly Alternative[], aaaa: readonly Alternative[]): readonly Alternative[] | null {
  if (alike(a, aaaa)) return a;
  const pairs = a.flatMap((one) => aaaa.map((other) => together(one, other)));
  const whole = pairs.filter((pair) => pair !== null);
  return whole.length === 0 || whole.length < pairs.length ? null : whole;
}

/** The two halves of one place; null where they are of two. */
function together(a: Alternative, aaaa: Alternative): Alternative | null {
  if ('records' in a && 'records' in aaaa && alike({ ...a, records: null }, { ...aaaa, records: null }))
    return { ...a, records: { A: a.records.A, AAAA: aaaa.records.AAAA } };
  return a.kind === 'addresses' && aaaa.kind === 'addresses' ? { ...a, AAAA: aaaa.AAAA } : null;
}

function alike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The same places, but whether both questions are answered may not be known. */
function perhapsAlone(host: string, both: Answer, onA: readonly Blocker[], onAaaa: readonly Blocker[]): Answer {
  const [doubt] = [...onA, ...onAaaa];
  if (doubt === undefined || (onA.length > 0 && onAaaa.length > 0)) return both;
  const settled = {
    ...both,
    unasked: beyond(both.unasked, [...onA, ...onAaaa]),
    blockers: beyond(both.blockers, [...onA, ...onAaaa]),
  };
  const other = alone(onA.length > 0 ? 'AAAA' : 'A', settled, doubt, host);
  return { ...settled, ...anyOf([settled, other], doubt, settled.because) };
}

function apart(host: string, both: Answer, answers: readonly Answer[]): Answer {
  const reason = 'questions for its A and for its AAAA records are answered differently';
  const doubt = blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason });
  return { ...anyOf(answers, doubt, reason), unasked: distinctBlockers([...both.unasked, doubt]) };
}

function reasons({ unasked, blockers }: Answer): readonly Blocker[] {
  return [...unasked, ...blockers];
}

/** Why an answer holds no address for certain; one that is there and leads to nothing that works is an answer. */
function refusal(answer: Answer): Blocker | null {
  const nowhere = answer.alternatives.flatMap((a) => (a.kind === 'nowhere' ? [a.reason] : []));
  const unanswered = nowhere.filter((reason) => reason.code === 'X_NAME_NOT_RESOLVED');
  const [none] = unanswered.length === answer.alternatives.length ? unanswered : [];
  return reasons(answer).find((b) => outcomeOf(b) === 'fail') ?? none ?? null;
}

function beyond(blockers: readonly Blocker[], taken: readonly Blocker[]): readonly Blocker[] {
  const keys = new Set(taken.map(blockerKey));
  return blockers.filter((b) => !keys.has(blockerKey(b)));
}

/** What one question gives where the other is refused. */
function alone(type: RecordType, answer: Answer, refused: Blocker, host: string): Answer {
  const alternatives = answer.alternatives.map((a) => ofOneType(type, a, refused));
  const reason = `it gets no other records than ${type}, and whether the name has these is not known`;
  const doubt = alternatives.some((a) => recordsOf(a)?.[type] === 'undetermined')
    ? [blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason })]
    : [];
  return { ...answer, alternatives, blockers: distinctBlockers([...answer.blockers, ...doubt]) };
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

/** What is left of an alternative for one type of record: nowhere, for a reason, if it has none. */
export function ofOneType(type: RecordType, a: Alternative, reason: Blocker): Alternative {
  return recordsOf(a)?.[type] === false ? { kind: 'nowhere', reason } : only(type, a);
}

function only(type: RecordType, a: Alternative): Alternative {
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
