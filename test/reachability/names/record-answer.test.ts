import { describe, expect, it, test } from 'vitest';
import type { Blocker } from '../../../src/reachability/blocker.ts';
import { answersOf, type ResolvedName } from '../../../src/reachability/names/answers-of.ts';
import type { Alternative } from '../../../src/reachability/names/name-answer.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { addFirewall, addZone, alias, firewallRule, record } from '../../support/names-world.ts';
import { item, refuse, SECRETS_MANAGER_HOST, type World } from '../../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, ZONAL_ENDPOINT_NAME } from '../../support/world-parts.ts';

const HOST = 'db.corp.example';
const CDN = 'd111111abcdef8.cloudfront.net';
const OTHER_CDN = 'd222222abcdef8.cloudfront.net';
const OTHER_NAME = 'vpce-other-abc.secretsmanager.us-east-1.vpce.amazonaws.com';
const GONE_NAME = 'vpce-gone-abc.secretsmanager.us-east-1.vpce.amazonaws.com';
const UNREAD_NAME = 'vpce-unread-abc.secretsmanager.us-east-1.vpce.amazonaws.com';

type Records = NonNullable<Parameters<typeof addZone>[2]>;

/** What db.corp.example gives where a zone has these records; three endpoints of both kinds are there, one of them deleted. */
function answer(records: Records, hasIpv6 = true, change: (world: World) => void = () => {}) {
  const world = healthyWorld();
  addEndpoint(world, { privateDns: false });
  const endpoint = item(world, 'VpcEndpoints', 'vpce-sm');
  Object.assign(endpoint, { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'dualstack' } });
  for (const [id, DnsName, State] of [
    ['vpce-other', OTHER_NAME, 'available'],
    ['vpce-gone', GONE_NAME, 'deleted'],
  ] as const)
    world.VpcEndpoints.push({ ...endpoint, VpcEndpointId: id, DnsEntries: [{ DnsName }], State });
  addZone(world, 'corp.example', records);
  change(world);
  return answersOf(openSnapshot(parseSnapshot(world, 'test'), 'test'), 'vpc-1', HOST, hasIpv6);
}

function shortly(alternative: Alternative): string {
  switch (alternative.kind) {
    case 'endpoint':
      return `${alternative.endpoint.VpcEndpointId} ${kinds(alternative.records)}`;
    case 'public':
      return `${alternative.name} ${kinds(alternative.records)}`;
    case 'addresses':
      return [...alternative.A, ...alternative.AAAA].map((a) => a.address).join(' ');
    case 'nowhere':
      return `nowhere: ${alternative.reason.code}`;
  }
}

function kinds(records: object): string {
  const stated = Object.entries(records).map(([type, has]) => (has === 'undetermined' ? `${type}?` : has ? type : ''));
  return stated.filter((text) => text !== '').join('+');
}

function because({ code, resources, details }: Blocker): string {
  return `${code} ${resources.join()}: ${details['reason'] ?? ''}`;
}

function inWords({ alternatives, uncertain, unasked, blockers }: ResolvedName) {
  return {
    alternatives: alternatives.map((a) => (a.kind === 'nowhere' ? because(a.reason) : shortly(a))),
    uncertain: uncertain === null ? null : because(uncertain),
    against: [...unasked, ...blockers].map(because),
  };
}

const values = record(HOST, 'A', '10.0.20.10');
const valuesIpv6 = record(HOST, 'AAAA', '2001:db8::10');
const to = (name: string) => [alias(HOST, 'A', name), alias(HOST, 'AAAA', name)];
const ways = (A: string, AAAA: string) => [alias(HOST, 'A', A), alias(HOST, 'AAAA', AAAA)];

describe('A and AAAA records of one name', () => {
  test.each<[string, Records, readonly string[]]>([
    ['two lists of addresses', [values, valuesIpv6], ['10.0.20.10 2001:db8::10']],
    ['aliases of one endpoint', to(ENDPOINT_NAME), ['vpce-sm A+AAAA']],
    ['aliases of one public name', to(CDN), [`${CDN} A+AAAA?`]],
    ['aliases of an endpoint that is gone', to(GONE_NAME), ['nowhere: BAD_STATE']],
    [
      'each picked from two',
      [values, record(HOST, 'A', '10.0.20.11'), valuesIpv6],
      ['10.0.20.10 2001:db8::10', '10.0.20.11 2001:db8::10'],
    ],
  ])('are one place where they are %s', (_, records, expected) => {
    const { alternatives, blockers, unasked } = answer(records);
    expect(alternatives.map(shortly)).toEqual(expected);
    expect([...blockers, ...unasked]).toEqual([]);
  });

  test.each<[string, Records, readonly string[]]>([
    ['two endpoints', ways(ENDPOINT_NAME, OTHER_NAME), ['vpce-sm A', 'vpce-other AAAA']],
    ['an endpoint and its part in one zone', ways(ENDPOINT_NAME, ZONAL_ENDPOINT_NAME), ['vpce-sm A', 'vpce-sm AAAA']],
    ['two public names', ways(CDN, OTHER_CDN), [`${CDN} A`, `${OTHER_CDN} AAAA?`]],
    ['an endpoint and a public name', ways(ENDPOINT_NAME, CDN), ['vpce-sm A', `${CDN} AAAA?`]],
    ['a public name and an endpoint', ways(CDN, ENDPOINT_NAME), [`${CDN} A`, 'vpce-sm AAAA']],
    ['addresses and an endpoint', [values, alias(HOST, 'AAAA', ENDPOINT_NAME)], ['10.0.20.10', 'vpce-sm AAAA']],
    ['an endpoint and addresses', [alias(HOST, 'A', ENDPOINT_NAME), valuesIpv6], ['vpce-sm A', '2001:db8::10']],
    [
      'an endpoint that is gone and addresses',
      [alias(HOST, 'A', GONE_NAME), valuesIpv6],
      ['nowhere: BAD_STATE', '2001:db8::10'],
    ],
    [
      'addresses and an endpoint that is gone',
      [values, alias(HOST, 'AAAA', GONE_NAME)],
      ['10.0.20.10', 'nowhere: BAD_STATE'],
    ],
    [
      'one place of two, as a policy picks',
      [values, alias(HOST, 'A', ENDPOINT_NAME), valuesIpv6],
      ['vpce-sm A', '10.0.20.10', '2001:db8::10'],
    ],
  ])('are not known to be one place where they lead to %s', (_, records, expected) => {
    const { alternatives, unasked, blockers } = answer(records);
    expect(alternatives.map(shortly)).toEqual(expected);
    expect([...unasked, ...blockers].map(because)).toEqual([
      `X_NAME_UNKNOWN ${HOST}: questions for its A and for its AAAA records are answered differently`,
    ]);
  });

  test.each<[string, Records, readonly string[]]>([
    ['addresses', [values, valuesIpv6], ['10.0.20.10']],
    ['addresses beside an endpoint', [values, alias(HOST, 'AAAA', ENDPOINT_NAME)], ['10.0.20.10']],
    ['an endpoint beside addresses', [alias(HOST, 'A', ENDPOINT_NAME), valuesIpv6], ['vpce-sm A']],
    ['one endpoint beside another', ways(ENDPOINT_NAME, OTHER_NAME), ['vpce-sm A']],
  ])('are to a function without IPv6 the A records alone: %s', (_, records, expected) => {
    const { alternatives, blockers, unasked } = answer(records, false);
    expect(alternatives.map(shortly)).toEqual(expected);
    expect([...blockers, ...unasked]).toEqual([]);
  });
});

test('what is worth saying of the name that both are aliases of is said once', () => {
  const { remarks } = answer(to(SECRETS_MANAGER_HOST));
  expect(remarks.map(({ code, resources }) => [code, ...resources])).toEqual([
    ['X_ENDPOINT_UNUSED', 'vpce-other'],
    ['X_ENDPOINT_UNUSED', 'vpce-sm'],
  ]);
});

describe('what the records of a name do not tell', () => {
  it.each<[string, Records]>([
    ['AAAA records alone, of a public name', [alias(HOST, 'AAAA', CDN)]],
    [
      'AAAA records alone, of a public name or an endpoint',
      [alias(HOST, 'AAAA', CDN), alias(HOST, 'AAAA', ENDPOINT_NAME)],
    ],
    ['an A record of an endpoint nobody read', [alias(HOST, 'A', UNREAD_NAME)]],
    ['records of an endpoint nobody read', to(UNREAD_NAME)],
    ['an A record of an endpoint nobody read beside addresses', [alias(HOST, 'A', UNREAD_NAME), valuesIpv6]],
    ['records of names that are not there', ways('a.corp.example', 'b.corp.example')],
    [
      'A records of a name that has none',
      [alias(HOST, 'A', 'a.corp.example'), record('a.corp.example', 'AAAA', '2001:db8::1')],
    ],
    ['A records of which a policy picks one', [values, alias(HOST, 'A', GONE_NAME), valuesIpv6]],
    [
      'A records of which a policy picks one that gives nothing',
      [values, alias(HOST, 'A', 'a.corp.example'), record('a.corp.example', 'AAAA', '2001:db8::1')],
    ],
    [
      'the same beside AAAA records',
      [values, valuesIpv6, alias(HOST, 'A', 'a.corp.example'), record('a.corp.example', 'AAAA', '2001:db8::1')],
    ],
    ['AAAA records of an endpoint nobody read, and A records that are not there', ways('a.corp.example', UNREAD_NAME)],
    ['AAAA records of which a policy picks one', [values, valuesIpv6, record(HOST, 'AAAA', '2001:db8::11')]],
  ])('%s', (_, records) => {
    expect(inWords(answer(records))).toMatchSnapshot();
  });
});

describe('DNS Firewall that tells the questions apart', () => {
  const rule = (Qtype: string, domains: readonly string[] | null) => (w: World) =>
    addFirewall(w, [{ ...firewallRule(10, 'BLOCK', domains), Qtype }], `rslvr-frg-${Qtype.toLowerCase()}`);
  const both = [values, valuesIpv6];
  const otherName = [
    record(HOST, 'CNAME', 'orders.corp.example.'),
    record('orders.corp.example', 'A', '10.0.20.10'),
    record('orders.corp.example', 'AAAA', '2001:db8::10'),
  ];
  const letsPass = (w: World) => addFirewall(w, [firewallRule(10, 'ALLOW', [HOST])], 'rslvr-frg-1', 100);
  const inTurn =
    (...changes: readonly ((world: World) => void)[]) =>
    (w: World) => {
      for (const change of changes) change(w);
    };
  it.each<[string, Records, (world: World) => void]>([
    ['withholds A records', both, rule('A', ['*'])],
    ['withholds AAAA records', both, rule('AAAA', ['*'])],
    ['withholds the only ones', [values], rule('A', ['*'])],
    ['withholds AAAA records where there are none', [values], rule('AAAA', ['*'])],
    ['withholds A records of a public name', to(CDN), rule('A', ['*'])],
    [
      'withholds A records of one of a public name and an endpoint',
      [...to(CDN), ...to(ENDPOINT_NAME)],
      rule('A', ['*']),
    ],
    ['withholds A records of an endpoint that is gone', to(GONE_NAME), rule('A', ['*'])],
    ['withholds both', both, inTurn(rule('A', ['*']), rule('AAAA', ['*']))],
    [
      'leads A records elsewhere, and more was not read',
      both,
      (w) => {
        refuse(w, 'FirewallRuleGroupAssociations');
        const elsewhere = { BlockResponse: 'OVERRIDE', BlockOverrideDomain: CDN, Qtype: 'A' };
        addFirewall(w, [{ ...firewallRule(10, 'BLOCK', [HOST]), ...elsewhere }]);
      },
    ],
    ['may withhold A records', both, rule('A', null)],
    ['may withhold AAAA records', both, rule('AAAA', null)],
    ['may withhold A records of two endpoints', ways(ENDPOINT_NAME, OTHER_NAME), rule('A', null)],
    [
      'may withhold A records, and more was not read',
      both,
      (w) => {
        refuse(w, 'FirewallRuleGroupAssociations');
        rule('A', null)(w);
      },
    ],
    ['may withhold A records of its other name', otherName, inTurn(letsPass, rule('A', null))],
    ['may withhold either of its other name', otherName, inTurn(letsPass, rule('A', null), rule('AAAA', null))],
    [
      'may withhold A records of its other name, while nobody knows whether the zone is in force',
      otherName,
      inTurn(letsPass, rule('A', null), (w) =>
        Object.assign(item(w, 'Vpcs', 'vpc-1'), { EnableDnsHostnames: undefined }),
      ),
    ],
    ['may withhold either', both, inTurn(rule('A', null), rule('AAAA', null))],
  ])('%s', (_, records, change) => {
    expect(inWords(answer(records, true, change))).toMatchSnapshot();
  });
});
