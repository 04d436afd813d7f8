import type { RecordSet } from '../../snapshot/name-facts.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { plainName } from './domain-name.ts';
import {
  type Alternative,
  anyOf,
  distinctBlockers,
  type NameAnswer,
  type RecordType,
  unresolved,
} from './name-answer.ts';
import { only } from './record-types.ts';

/**
 * Asks for the next name of a chain: the VPC's resolver, or, for an alias in the zone of that id, Route 53 by itself.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export type AskNext = (name: string, zone: string | null) => NameAnswer;

/** A zone as its findings name it, and the name asked of it. */
export interface AskedZone {
  readonly id: string;
  readonly host: string;
}

/** What the A and the AAAA records of a name give together. */
export function answerOfRecords(
  zone: AskedZone,
  records: Readonly<Record<RecordType, readonly RecordSet[]>>,
  next: AskNext,
): NameAnswer {
  const A = ofType(zone, 'A', records.A, next);
  const AAAA = ofType(zone, 'AAAA', records.AAAA, next);
  if (AAAA === null) return A ?? unresolved([], '');
  if (A === null)
    return AAAA.alternatives.some((a) => a.kind === 'public')
      ? unresolved([doubt(zone, 'it has AAAA records only')], '')
      : AAAA;
  const pairs = A.alternatives.flatMap((a) => AAAA.alternatives.map((aaaa) => together(a, aaaa)));
  const alternatives = pairs.filter((pair) => pair !== null);
  const apart =
    alternatives.length < pairs.length ? [doubt(zone, 'its A and its AAAA records lead to different places')] : [];
  return {
    ...A,
    alternatives,
    blockers: distinctBlockers([...A.blockers, ...AAAA.blockers, ...apart]),
    uncertain: A.uncertain ?? AAAA.uncertain,
    remarks: distinctBlockers([...A.remarks, ...AAAA.remarks]),
  };
}

/** Of several answers a routing policy, or a star of names, gives one. */
export function oneOf(zone: AskedZone, answers: readonly NameAnswer[]): NameAnswer | null {
  const [only, ...others] = answers;
  if (only === undefined || others.length === 0) return only ?? null;
  const reason = `a routing policy in ${zone.id} chooses among its records`;
  return anyOf(answers, doubt(zone, reason), reason);
}

function doubt({ id, host }: AskedZone, reason: string): Blocker {
  return blocker('X_NAME_UNKNOWN', { resources: [id] }, { host, reason });
}

function ofType(zone: AskedZone, type: RecordType, sets: readonly RecordSet[], next: AskNext): NameAnswer | null {
  return oneOf(
    zone,
    sets.map((set) => (set.AliasTarget === undefined ? ofValues(zone, type, set) : ofAlias(zone, type, set, next))),
  );
}

function ofValues({ id }: AskedZone, type: RecordType, { ResourceRecords: records = [] }: RecordSet): NameAnswer {
  const addresses = records.map(({ Value: address }) => ({ address, interface: null }));
  const alternative: Alternative = { kind: 'addresses', by: id, A: [], AAAA: [], [type]: addresses };
  return { ...unresolved([], ''), resolvesTo: 'hosted-zone', alternatives: [alternative] };
}

/** An alias takes from the name it stands for the records of its own type alone. */
function ofAlias({ id }: AskedZone, type: RecordType, { AliasTarget: target }: RecordSet, next: AskNext): NameAnswer {
  const name = plainName(target?.DNSName ?? '');
  const answer = next(name, id);
  return { ...answer, alternatives: answer.alternatives.map((a) => only(type, a)) };
}

/** The two halves of one answer; null where they are not of one kind. */
function together(a: Alternative, aaaa: Alternative): Alternative | null {
  if (a.kind === 'endpoint' && aaaa.kind === 'endpoint') {
    const same = a.endpoint.VpcEndpointId === aaaa.endpoint.VpcEndpointId;
    return same ? { ...a, records: { A: a.records.A, AAAA: aaaa.records.AAAA } } : null;
  }
  if (a.kind === 'public' && aaaa.kind === 'public')
    return a.name === aaaa.name ? { ...a, records: { A: a.records.A, AAAA: aaaa.records.AAAA } } : null;
  if (a.kind === 'addresses' && aaaa.kind === 'addresses') return { ...a, AAAA: aaaa.AAAA };
  return a.kind === 'nowhere' ? a : aaaa.kind === 'nowhere' ? aaaa : null;
}
