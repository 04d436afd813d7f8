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
import { bothTypes, ofOneType } from './record-types.ts';
import { heldBy } from './zone-records.ts';

/**
 * Asks for the next name of a chain, to which the records of a zone lead: the VPC's resolver, or, for an alias, Route 53
 * by itself, in that zone.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export type AskNext = (name: string, zone: string, how: 'alias' | 'record') => NameAnswer;

/** A zone as its findings name it, and the name asked of it. */
export interface AskedZone {
  readonly id: string;
  readonly name: string;
  readonly vpc: string;
  readonly host: string;
}

/** What the records of a name give, to a client without IPv6 its A records alone, as long as there are any; null where there are none. */
export function answerOfRecords(
  zone: AskedZone,
  records: Readonly<Record<RecordType, readonly RecordSet[]>>,
  hasIpv6: boolean,
  next: AskNext,
): NameAnswer | null {
  const A = ofType(zone, 'A', records.A, next);
  const AAAA = ofType(zone, 'AAAA', records.AAAA, next);
  if (A === null) {
    const isPublic = AAAA?.alternatives.some((a) => a.kind === 'public') === true;
    return isPublic ? unresolved([doubt(zone, 'it has AAAA records only')], '') : AAAA;
  }
  if (AAAA === null || !hasIpv6) return A;
  const { unasked, ...both } = bothTypes(zone.host, { ...A, unasked: [] }, { ...AAAA, unasked: [] });
  return { ...both, blockers: distinctBlockers([...unasked, ...both.blockers]) };
}

/** Of several answers a routing policy, or a star of names, gives one. */
export function oneOf(zone: AskedZone, answers: readonly NameAnswer[]): NameAnswer | null {
  const [only, ...others] = answers;
  if (others.length === 0) return only ?? null;
  const reason = `a routing policy in ${zone.id} chooses among its records`;
  return anyOf(answers, doubt(zone, reason), reason);
}

function doubt({ id, host }: AskedZone, reason: string): Blocker {
  return blocker('X_NAME_UNKNOWN', { resources: [id] }, { host, reason });
}

function ofType(zone: AskedZone, type: RecordType, sets: readonly RecordSet[], next: AskNext): NameAnswer | null {
  return oneOf(
    zone,
    sets.map((set) => {
      const { AliasTarget: target } = set;
      return target === undefined ? ofValues(zone, type, heldBy(set)) : ofAlias(zone, type, target.DNSName, next);
    }),
  );
}

function ofValues({ id }: AskedZone, type: RecordType, values: readonly string[]): NameAnswer {
  const addresses = values.map((address) => ({ address, interface: null }));
  const alternative: Alternative = { kind: 'addresses', by: id, A: [], AAAA: [], [type]: addresses };
  return { ...unresolved([], ''), alternatives: [alternative] };
}

/** An alias takes from the name it stands for the records of its own type alone. */
function ofAlias(zone: AskedZone, type: RecordType, name: string, next: AskNext): NameAnswer {
  const target = plainName(name);
  const answer = next(target, zone.id, 'alias');
  const reason = `${zone.id} (${zone.name}) makes it an alias of ${target}, which has no ${type} records`;
  return { ...answer, alternatives: answer.alternatives.map((a) => ofOneType(type, a, notThere(zone, reason))) };
}

/** A zone answers for the name, and gives it no address. */
export function notThere({ id, name, vpc, host }: AskedZone, reason: string): Blocker {
  const evidence = [{ resource: id, entry: name, text: reason }];
  const mend = `Add a record with an address of ${host} to ${id}, or take the zone's association with ${vpc} away`;
  return blocker('X_NAME_NOT_RESOLVED', { resources: [id], evidence }, { host, reason, mend });
}
