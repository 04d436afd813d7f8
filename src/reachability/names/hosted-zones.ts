import type { HostedZone } from '../../snapshot/name-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import { blocker } from '../blocker.ts';
import { missingFact } from '../walk-record.ts';
import type { Claim } from './claim.ts';
import { isAtOrBelow, plainName } from './domain-name.ts';
import { type NameAnswer, unresolved } from './name-answer.ts';
import { type AskNext, answerOfRecords, notThere, oneOf } from './record-answer.ts';
import { whereHostnamesAreOn, type ZonePlace } from './zone-place.ts';
import { recordsFor } from './zone-records.ts';

/**
 * Private hosted zones at or above a name: the most specific answers, and where it has no record, nothing does.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
export function zoneClaims(
  place: ZonePlace,
  zones: readonly HostedZone[],
  host: string,
  next: AskNext,
): readonly Claim[] {
  return zones
    .filter((zone) => isAtOrBelow(host, zone.Name))
    .map((zone) => {
      const answer = (below: () => NameAnswer) =>
        whereHostnamesAreOn(place, zoneId(zone), host, inZone(place, zone, host, next), below);
      return { by: zoneId(zone), length: plainName(zone.Name).length, rank: place.rank, doubt: null, answer };
    });
}

export function zoneId({ Id: id, Name: name }: HostedZone): string {
  return id ?? name;
}

/** The ways to write the id of a zone: Route 53 puts a path before it, an ARN names it alone. */
export function idsOfZone(id: string): readonly string[] {
  return [id, `/hostedzone/${id}`];
}

function inZone(place: ZonePlace, zone: HostedZone, host: string, next: AskNext): NameAnswer {
  const id = zoneId(zone);
  const records = recordsFor(zone, host);
  const resolvesTo = place.profile === null ? 'hosted-zone' : 'profile';
  const source = `${id} (${zone.Name})`;
  const asked = { id, name: zone.Name, vpc: place.vpc, host };
  switch (records.kind) {
    case 'unreadable': {
      const reason = `the records of ${source} were not read`;
      return unreadRecords(id, reason);
    }
    case 'empty': {
      const reason = `what the ${records.type} record of the name in ${source} holds was not read`;
      return unreadRecords(id, reason);
    }
    case 'delegated': {
      const reason = `${source} leaves ${records.domain} to other name servers, and what those answer is out of sight`;
      return unresolved([blocker('X_NAME_UNKNOWN', { resources: [id] }, { host, reason })], reason);
    }
    case 'alias-of': {
      const answers = records.names.map((name) => next(name, id, 'record'));
      const answer = oneOf(asked, answers) ?? unresolved([], source);
      return { ...answer, resolvesTo, because: `${source} makes it another name of ${records.names.join(' or ')}` };
    }
    case 'found': {
      const answer = answerOfRecords(asked, records, place.hasIpv6, next);
      const reason = `${source} is responsible for the name in ${place.vpc} and has no record of it; public DNS is not asked then`;
      if (answer === null) return { ...unresolved([notThere(asked, reason)], reason), resolvesTo };
      return { ...answer, resolvesTo, because: `${source} has records of the name` };
    }
  }
}

function unreadRecords(id: string, reason: string): NameAnswer {
  const missing = notRead('HostedZones', reason, 'route53:ListResourceRecordSets');
  return unresolved([missingFact([missing], [id], null, null)], reason);
}
