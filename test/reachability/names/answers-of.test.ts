import { describe, expect, it, test } from 'vitest';
import type { Truth } from '../../../src/policy/truth.ts';
import { answersOf } from '../../../src/reachability/names/answers-of.ts';
import { forIpv4 } from '../../../src/reachability/names/for-ipv4.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { addZone, alias, record, ZONE } from '../../support/names-world.ts';
import { item, SECRETS_MANAGER_HOST, type World } from '../../support/world.ts';
import { addEndpoint, ENDPOINT_NAME } from '../../support/world-parts.ts';
import { answersIn } from './answers-in.ts';

describe('what is assumed of lists nobody asked for', () => {
  const remarksOf = (change: (world: World) => void) =>
    answersIn(change).remarks.map((b) => [b.code, b.details['list']]);

  it('is nothing where each was asked for', () => {
    expect(remarksOf(() => {})).toEqual([]);
  });

  it('is said where a list was asked for about another VPC only', () => {
    const aboutAnother = (world: World) => {
      world.requests = (world.requests ?? []).map((row) =>
        row.list === 'HostedZones' ? { ...row, filters: { 'vpc-id': ['vpc-2'] } } : row,
      );
    };
    expect(remarksOf(aboutAnother)).toEqual([['X_DEFAULT_ASSUMED', 'HostedZones']]);
  });
});

describe('where a chain of names ends', () => {
  it('is the last name, if the public DNS answers it', () => {
    const rds = 'prod.abcdefghijkl.us-east-1.rds.amazonaws.com';
    const answer = answersIn((w) => {
      addZone(w, 'corp.example', [
        record('db.corp.example', 'CNAME', 'orders.corp.example'),
        record('orders.corp.example', 'CNAME', rds),
      ]);
    }, 'DB.corp.example.');
    expect(answer.alternatives).toEqual([{ kind: 'public', name: rds, records: { A: true, AAAA: 'undetermined' } }]);
    expect(answer.resolvesTo).toBe('hosted-zone');
  });

  it('gives A and AAAA records apart', () => {
    const answer = answersIn((w) => {
      addZone(w, 'corp.example', [
        record('db.corp.example', 'A', '10.0.20.10', '10.0.20.11'),
        record('db.corp.example', 'AAAA', '2001:db8::10'),
      ]);
    }, 'db.corp.example');
    const at = (address: string) => ({ address, interface: null });
    expect(answer.alternatives).toEqual([
      { kind: 'addresses', by: ZONE, A: [at('10.0.20.10'), at('10.0.20.11')], AAAA: [at('2001:db8::10')] },
    ]);
  });
});

describe('the record types of an endpoint', () => {
  const recordsWith = (change: (world: World) => void) =>
    answersIn((w) => {
      addEndpoint(w);
      change(w);
    }).alternatives.map((a) => (a.kind === 'endpoint' ? a.records : a.kind));
  const typed = (IpAddressType: string, DnsRecordIpType?: string) => (world: World) =>
    Object.assign(item(world, 'VpcEndpoints', 'vpce-sm'), {
      IpAddressType,
      DnsOptions: DnsRecordIpType === undefined ? {} : { DnsRecordIpType },
    });

  test.each([
    ['ipv4', 'ipv4', true, false],
    ['dualstack', 'ipv4', true, false],
    ['dualstack', 'dualstack', true, true],
    ['dualstack', 'ipv6', false, true],
    ['dualstack', undefined, true, true],
    ['ipv6', undefined, false, true],
    ['dualstack', 'service-defined', true, 'undetermined'],
    ['ipv4', 'service-defined', true, false],
  ] as const)('of address type %s and record type %s are A: %s, AAAA: %s', (addresses, records, A, AAAA) => {
    expect(recordsWith(typed(addresses, records))).toEqual([{ A, AAAA }]);
  });

  it('are those of the alias that leads there', () => {
    const answer = answersIn((w) => {
      addEndpoint(w, { privateDns: false });
      typed('dualstack', 'dualstack')(w);
      addZone(w, SECRETS_MANAGER_HOST, [alias(SECRETS_MANAGER_HOST, 'A', ENDPOINT_NAME)]);
    });
    expect(answer.alternatives.map((a) => (a.kind === 'endpoint' ? a.records : a.kind))).toEqual([
      { A: true, AAAA: false },
    ]);
  });
});

describe('an endpoint with its private DNS off', () => {
  const remarksOn = (host: string) =>
    answersIn((w) => addEndpoint(w, { privateDns: false }), host).remarks.map(({ code, details }) => ({
      code,
      details,
    }));

  it('is remarked on where its service is asked for', () => {
    const details = { host: SECRETS_MANAGER_HOST, endpoint: 'vpce-sm', reason: 'its private DNS is off' };
    expect(remarksOn(SECRETS_MANAGER_HOST)).toEqual([{ code: 'X_ENDPOINT_UNUSED', details }]);
  });

  it("is no matter of a name of the company's own that begins like the service's", () => {
    expect(remarksOn('secretsmanager.corp.example')).toEqual([]);
  });
});

test('a function in no VPC gets the public name', () => {
  const snapshot = openSnapshot(parseSnapshot(healthyWorld(), 'test'), 'test');
  const { because, alternatives } = answersOf(snapshot, null, SECRETS_MANAGER_HOST, false);
  expect(because).toBe(`nothing in a VPC answers ${SECRETS_MANAGER_HOST}, so the public name does`);
  expect(alternatives).toEqual([{ kind: 'public', name: SECRETS_MANAGER_HOST, records: { A: true, AAAA: true } }]);
});

describe('to a function without IPv6', () => {
  it('an endpoint whose records nobody states may give no address', () => {
    const answer = answersIn((w) => {
      addEndpoint(w);
      const different = { IpAddressType: 'ipv6', DnsOptions: { DnsRecordIpType: 'service-defined' } };
      Object.assign(item(w, 'VpcEndpoints', 'vpce-sm'), different);
    });
    const { because, alternatives, blockers } = forIpv4(answer, SECRETS_MANAGER_HOST);
    const reason = 'whether it has A records, for IPv4, does not follow from what is stated of its endpoint';
    expect({ because, alternatives }).toEqual({ because: reason, alternatives: [] });
    expect(blockers.map(({ code, resources, details }) => [code, resources, details])).toEqual([
      ['X_NAME_UNKNOWN', [SECRETS_MANAGER_HOST], { host: SECRETS_MANAGER_HOST, reason }],
    ]);
  });
});

test.each<[string, Truth]>([
  ['secretsmanager.us-east-1.amazonaws.com', true],
  ['secretsmanager-fips.us-east-1.amazonaws.com', true],
  ['secretsmanager.ap-east-2.amazonaws.com', 'undetermined'],
  ['secretsmanager.ap-southeast-6.amazonaws.com', 'undetermined'],
  ['secretsmanager.cn-north-1.amazonaws.com.cn', true],
  ['secretsmanager.eusc-de-east-1.amazonaws.eu', 'undetermined'],
  ['secretsmanager.eusc-de-east-1.api.amazonwebservices.eu', true],
  ['rds.us-east-1.amazonaws.com', 'undetermined'],
  ['db.example.com', 'undetermined'],
])('the public name %s has IPv6 records: %s', (host, AAAA) => {
  expect(answersIn(() => {}, host).alternatives).toEqual([{ kind: 'public', name: host, records: { A: true, AAAA } }]);
});
