import type { HostedZone, RecordSet } from '../../snapshot/name-facts.ts';
import { isAtOrBelow, plainName } from './domain-name.ts';

/** What a zone says of a name: record sets, more than one of a type where a routing policy chooses among them. */
export type ZoneRecords =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'absent' }
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
  const delegated = all
    .filter((r) => r.Type === 'NS' && plainName(r.Name) !== apex && isAtOrBelow(host, r.Name))
    .map((r) => plainName(r.Name));
  if (delegated[0] !== undefined) return { kind: 'delegated', domain: delegated[0] };
  const owner = exists(all, host) ? host : `*.${closestAncestor(all, host, apex)}`;
  const own = all.filter((r) => plainName(r.Name) === owner);
  const empty = own.find((r) => ['A', 'AAAA', 'CNAME'].includes(r.Type) && leadsNowhere(r));
  if (empty !== undefined) return { kind: 'empty', type: empty.Type };
  const aliases = own.filter((r) => r.Type === 'CNAME');
  if (aliases.length > 0) return { kind: 'alias-of', names: aliases.map(targetOf).sort() };
  const ofType = (type: string) => own.filter((r) => r.Type === type);
  const found = { kind: 'found', A: ofType('A'), AAAA: ofType('AAAA') } as const;
  return found.A.length + found.AAAA.length === 0 ? { kind: 'absent' } : found;
}

function leadsNowhere({ AliasTarget: target, ResourceRecords: records = [] }: RecordSet): boolean {
  return target === undefined && records.length === 0;
}

/** The name an alias record or a CNAME record leads to, in plain form. */
function targetOf(set: RecordSet): string {
  return plainName(set.AliasTarget?.DNSName ?? set.ResourceRecords?.[0]?.Value ?? '');
}

/** A name exists where it has records, or names below it have. */
function exists(all: readonly RecordSet[], name: string): boolean {
  return all.some((r) => isAtOrBelow(plainName(r.Name), name));
}

function closestAncestor(all: readonly RecordSet[], host: string, apex: string): string {
  let name = host;
  while (name !== apex && name.includes('.') && !exists(all, name)) name = name.slice(name.indexOf('.') + 1);
  return name;
}
