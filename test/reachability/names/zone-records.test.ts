import { expect, test } from 'vitest';
import { recordsFor, type ZoneRecords } from '../../../src/reachability/names/zone-records.ts';
import type { RecordSet } from '../../../src/snapshot/name-facts.ts';
import { alias, record } from '../../support/names-world.ts';

const found = (A: readonly RecordSet[], AAAA: readonly RecordSet[] = []): ZoneRecords => ({ kind: 'found', A, AAAA });
const delegated = (domain: string): ZoneRecords => ({ kind: 'delegated', domain });
const absent = found([]);

const HOST = 'db.corp.example';
const own = record(HOST, 'A', '10.0.20.10');
const ownIpv6 = record(HOST, 'AAAA', '2001:db8::10');
const star = record('\\052.corp.example', 'A', '10.0.20.11');
const nameServer = (name: string) => record(name, 'NS', 'ns-0.awsdns-00.com.');
const start = record('corp.example', 'SOA', 'ns-0.awsdns-00.com.');
const withoutValues = (Type: string): RecordSet => ({ Name: `${HOST}.`, Type });

/** What a zone for corp.example with these records says of db.corp.example. */
test.each<[string, RecordSet[], ZoneRecords]>([
  ['its own records', [own, ownIpv6, record('web.corp.example', 'A', '10.0.20.12')], found([own], [ownIpv6])],
  ["its own records beside the zone's name servers", [start, nameServer('corp.example'), own], found([own])],
  ['nothing of a name without records', [start, record('web.corp.example', 'A', '10.0.20.12')], absent],
  ['nothing where it has no record at all', [], absent],
  ['nothing where it has a record of another kind', [star, record(HOST, 'TXT', '"x"')], absent],
  ['nothing where only names below have records', [star, record(`a.${HOST}`, 'A', '10.0.20.12')], absent],
  ['the star of a name that does not exist', [start, star], found([star])],
  ['the star where the zone has no other record', [star], found([star])],
  ['the records of another zone it leaves the name to', [own, nameServer(HOST)], delegated(HOST)],
  ['where it leaves another name to another zone', [own, nameServer('web.corp.example')], found([own])],
  ['that an address record holds nothing', [withoutValues('A')], { kind: 'empty', type: 'A' }],
  ['that an IPv6 record holds nothing', [own, withoutValues('AAAA')], { kind: 'empty', type: 'AAAA' }],
  ['that a record of its other name holds nothing', [withoutValues('CNAME')], { kind: 'empty', type: 'CNAME' }],
  ['nothing of an empty record of another kind', [own, withoutValues('TXT')], found([own])],
  [
    'its other name',
    [record(HOST, 'CNAME', 'Orders.corp.example.')],
    { kind: 'alias-of', names: ['orders.corp.example'] },
  ],
  [
    'the name its other name stands for',
    [alias(HOST, 'CNAME', 'web.corp.example')],
    { kind: 'alias-of', names: ['web.corp.example'] },
  ],
  [
    'both other names in an order of their own, where a policy picks one',
    [record(HOST, 'CNAME', 'orders.corp.example.'), record(HOST, 'CNAME', 'green.corp.example.')],
    { kind: 'alias-of', names: ['green.corp.example', 'orders.corp.example'] },
  ],
])('a zone says %s', (_, records, expected) => {
  expect(recordsFor({ Name: 'corp.example.', ResourceRecordSets: records }, HOST)).toEqual(expected);
});

const DEEP = 'a.b.db.corp.example';
const starBelow = record('\\052.db.corp.example', 'A', '10.0.20.13');

test.each<[string, RecordSet[], ZoneRecords]>([
  ['the star of the zone', [star], found([star])],
  ['the star of the closest name that exists', [star, starBelow, own], found([starBelow])],
  ['nothing where the closest name that exists has no star', [star, own], absent],
  [
    'the topmost of the zones it leaves the name to',
    [nameServer('b.db.corp.example'), nameServer(HOST)],
    delegated(HOST),
  ],
])('of a name far below it says %s', (_, records, expected) => {
  expect(recordsFor({ Name: 'corp.example', ResourceRecordSets: records }, DEEP)).toEqual(expected);
});

test('the zone of the root has a star, too', () => {
  const all = record('\\052', 'A', '10.0.20.14');
  expect(recordsFor({ Name: '.', ResourceRecordSets: [all] }, HOST)).toEqual(found([all]));
});

test('a zone whose records nobody read says nothing', () => {
  expect(recordsFor({ Name: 'corp.example.' }, HOST)).toEqual({ kind: 'unreadable' });
});
