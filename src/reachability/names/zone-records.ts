import type { HostedZone, RecordSet } from '../../snapshot/name-facts.ts';
import { isAtOrBelow, plainName } from './domain-name.ts';

/** What a zone says of a name: record sets, more than one of a type where a routing policy chooses among them. */
export type ZoneRecords =
  | { readonly kind: 'unreadable' }
  /** A record of the name has neither a value nor another name to stand for. */
  | { readonly kind: 'empty'; readonly type: string }
  /** A name server record stands between the zone and the name. */
  | { readonly kind: 'delegated'; readonly domain: string }
  | { readonly kind: 'alias-of'; readonly names: readonly string[] }
  | { readonly kind: 'found'; readonly A: readonly RecordSet[]; readonly AAAA: readonly RecordSet[] };

/**
 * Looks a plain name up in a zone: its own records, else those of the star at its closest existing ancestor.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html#domain-name-format-asterisk
 */
export function recordsFor(zone: HostedZone, host: string): ZoneRecords {
  const all = zone.ResourceRecordSets;
  if (all === undefined) return { kind: 'unreadable' };
  const apex = plainName(zone.Name);
  const names = fromBelow(host);
  const isDelegated = (name: string) => all.some((r) => r.Type === 'NS' && plainName(r.Name) === name);
  const domain = names.findLast((name) => name !== apex && isDelegated(name));
  if (domain !== undefined) return { kind: 'delegated', domain };
  const closest = names.find((name) => exists(all, name)) ?? '';
  const owner = closest === host ? host : plainName(`*.${closest}`);
  const own = all.filter((r) => plainName(r.Name) === owner);
  const empty = own.find((r) => ['A', 'AAAA', 'CNAME'].includes(r.Type) && heldBy(r).length === 0);
  if (empty !== undefined) return { kind: 'empty', type: empty.Type };
  const ofType = (type: string) => own.filter((r) => r.Type === type);
  const others = ofType('CNAME').flatMap(heldBy).map(plainName);
  if (others.length > 0) return { kind: 'alias-of', names: others.sort() };
  return { kind: 'found', A: ofType('A'), AAAA: ofType('AAAA') };
}

/** The name an alias stands for, or the values of a record that is none. */
export function heldBy({ AliasTarget: target, ResourceRecords: records = [] }: RecordSet): readonly string[] {
  return target === undefined ? records.map((r) => r.Value) : [target.DNSName];
}

/** A name exists where it has records, or names below it have. */
function exists(all: readonly RecordSet[], name: string): boolean {
  return all.some((r) => isAtOrBelow(plainName(r.Name), name));
}

/** A name and those above it, the longest first. */
function fromBelow(name: string): readonly string[] {
  const labels = name.split('.');
  return labels.map((_, i) => labels.slice(i).join('.'));
}
