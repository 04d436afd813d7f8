import { describe, expect, test } from 'vitest';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { importRaw } from '../../src/snapshot/import-raw.ts';
import type { RawFile } from '../../src/snapshot/raw-output.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { ask, told } from '../scenarios/ask.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { healthyFiles } from '../support/raw-files.ts';
import { SECRETS_MANAGER_HOST as HOST, SECRET_ARN } from '../support/world.ts';

const SECRET_FILE: RawFile = { path: 'secret.json', json: healthyWorld().Secrets[0] };

const ZONE = { Id: '/hostedzone/Z0EXAMPLE', Name: `${HOST}.`, Config: { PrivateZone: true } };
const SUMMARY = { HostedZoneId: 'Z0EXAMPLE', Name: `${HOST}.`, Owner: { OwningAccount: '111122223333' } };
const SOA = {
  Name: `${HOST}.`,
  Type: 'SOA',
  ResourceRecords: [{ Value: 'ns-1536.awsdns-00.co.uk. . 1 7200 900 1 1' }],
};
const ASTRAY = { Name: `${HOST}.`, Type: 'A', ResourceRecords: [{ Value: '10.0.99.9' }] };

const zones = (json: unknown, path = 'zones.json'): RawFile => ({ path, json });
const ofVpc = (...HostedZoneSummaries: readonly unknown[]) => zones({ HostedZoneSummaries, MaxItems: '100' });
const records = (json: object = {}, path = 'records.json') =>
  zones({ ResourceRecordSets: [SOA, ASTRAY], ...json }, path);

function endpoint(...files: readonly RawFile[]) {
  const { snapshot } = importRaw([...healthyFiles(), ...files], 'capture');
  return told(ask(snapshot, { secret: SECRET_ARN, targets: ['10.0.20.10:5432'] })).endpoint.verdict;
}

/** A zone with the name of Secrets Manager decides the name in its VPC, whichever call shows it. */
describe('a private zone with the name of Secrets Manager', () => {
  const rows: readonly (readonly [string, readonly RawFile[], string])[] = [
    ['nobody asked', [], 'pass'],
    ['the VPC has none', [ofVpc()], 'pass'],
    ['the VPC sees it, records not read', [ofVpc(SUMMARY)], 'unknown'],
    ['the VPC sees it, its record leads astray', [ofVpc(SUMMARY), records()], 'fail'],
    ['the VPC sees it, records cut off', [ofVpc(SUMMARY), records({ IsTruncated: true })], 'unknown'],
    ['shown by itself, with its VPC', [zones({ HostedZone: ZONE, VPCs: [{ VPCId: 'vpc-1' }] }), records()], 'fail'],
    ['shown by itself, with another VPC', [zones({ HostedZone: ZONE, VPCs: [{ VPCId: 'vpc-9' }] })], 'pass'],
    ['listed, nobody says for which VPC', [zones({ HostedZones: [ZONE] })], 'unknown'],
    ['listed, and the VPC does not see it', [zones({ HostedZones: [ZONE] }, 'all.json'), ofVpc()], 'pass'],
    ['listed, and the VPC sees it', [zones({ HostedZones: [ZONE] }, 'all.json'), ofVpc(SUMMARY), records()], 'fail'],
    ['public, listed', [zones({ HostedZones: [{ ...ZONE, Config: { PrivateZone: false } }] })], 'pass'],
    ['zones of the VPC, first page', [zones({ HostedZoneSummaries: [], NextToken: 'more' })], 'unknown'],
  ];
  test.each(rows)('%s', (_name, files, verdict) => {
    expect(endpoint(...files)).toBe(verdict);
  });
});

describe('answers that do not say whose they are', () => {
  const vpcs: RawFile = { path: 'vpcs.json', json: { Vpcs: [{ VpcId: 'vpc-0a' }, { VpcId: 'vpc-0ab' }] } };
  const seenBy = (vpc: string, ...files: readonly RawFile[]) => {
    const { snapshot } = importRaw([SECRET_FILE, vpcs, ...files], 'capture');
    const all = openSnapshot(parseSnapshot(snapshot, 'capture'), 'capture').all('HostedZones', { 'vpc-id': vpc });
    return all.known ? all.value.map(({ Id }) => Id) : all.missing.reason;
  };
  const summaries = { HostedZoneSummaries: [SUMMARY] };

  test('the zones of the VPC that the path names; of the other nobody asked', () => {
    const file = zones(summaries, 'route53/vpc-0ab/zones.json');
    expect(seenBy('vpc-0ab', file)).toEqual(['Z0EXAMPLE']);
    expect(seenBy('vpc-0a', file)).toBe('not asked: which zones each VPC sees');
  });

  test('of several VPCs, where the path names none', () => {
    expect(seenBy('vpc-0a', zones(summaries))).toBe('not asked: which zones each VPC sees');
  });

  test('one zone that two VPCs see is one', () => {
    const files = [zones(summaries, 'zones-vpc-0a.json'), zones(summaries, 'zones-vpc-0ab.json')];
    expect([seenBy('vpc-0a', ...files), seenBy('vpc-0ab', ...files)]).toEqual([['Z0EXAMPLE'], ['Z0EXAMPLE']]);
  });

  test('records of two zones of one name are told apart by the id in the path, or passed over', () => {
    const twin = { ...SUMMARY, HostedZoneId: 'Z0TWIN' };
    const file = (path: string) => importRaw([SECRET_FILE, ofVpc(SUMMARY, twin), records({}, path)], 'capture');
    const of = (path: string) =>
      (file(path).snapshot['HostedZones'] as Record<string, unknown>[]).map((zone) => 'ResourceRecordSets' in zone);
    expect(of('records-Z0TWIN.json')).toEqual([false, true]);
    expect(of('records.json')).toEqual([false, false]);
    expect(file('records.json').passedOver).toEqual(['records.json']);
  });
});
