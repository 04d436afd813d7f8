import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import type { HopKind, Trace } from '../../src/reachability/trace.ts';
import { ask } from '../scenarios/ask.ts';
import type { Expectation, ScenarioQuestion } from '../scenarios/expectation.ts';

type Json = Record<string, unknown>;

const ROOT = join(import.meta.dirname, '../scenarios');
const read = (folder: string, file: string): unknown => JSON.parse(readFileSync(join(ROOT, folder, file), 'utf8'));
const PASSING = readdirSync(ROOT, { withFileTypes: true })
  .filter((f) => f.isDirectory() && f.name !== 'situations')
  .map((f) => f.name)
  .filter((folder) => (read(folder, 'expected.json') as Expectation).status === 'pass');

/** One thing a passing answer rests on: how to take it away, and whether a later answer rests on it still. */
interface Ingredient {
  readonly name: string;
  readonly remove: (document: Json) => void;
  readonly usedBy: (assessment: Assessment) => boolean;
}

const tracesOf = ({ prerequisites: { service, endpoint } }: Assessment): readonly Trace[] => [
  ...service.traces,
  ...endpoint.traces,
];
const hopsOf = (a: Assessment) => tracesOf(a).flatMap((t) => [...t.forward.hops, ...(t.return?.hops ?? [])]);
const stepsOf = (a: Assessment) => hopsOf(a).flatMap((hop) => hop.steps);

function itemsOf(document: Json, list: string): Json[] {
  return (document[list] ?? []) as Json[];
}

function setAll(items: readonly Json[], set: Json): void {
  for (const item of items) Object.assign(item, set);
}

function withId(document: Json, list: string, field: string, id: string): Json {
  const found = itemsOf(document, list).find((i) => i[field] === id);
  if (found === undefined) throw new Error(`No ${id} in ${list}`);
  return found;
}

/** The routes, entries and rules that the evidence names; `local` belongs to the VPC and cannot be removed. */
function cited(assessment: Assessment, document: Json): readonly Ingredient[] {
  const found = new Map<string, Ingredient>();
  for (const { kind, direction, outcome, evidence } of stepsOf(assessment)) {
    const { resource, entry } = evidence;
    if (entry === null || outcome !== 'accept') continue;
    const name = [kind, direction, resource, entry].join(' ');
    const remove = removal(kind, resource, entry, direction === 'egress', document);
    const usedBy = (later: Assessment) =>
      stepsOf(later).some(
        (s) =>
          s.kind === kind &&
          s.direction === direction &&
          s.evidence.resource === resource &&
          s.evidence.entry === entry,
      );
    if (remove !== null) found.set(name, { name, remove, usedBy });
  }
  return [...found.values()];
}

function removal(
  kind: string,
  id: string,
  entry: string,
  egress: boolean,
  document: Json,
): Ingredient['remove'] | null {
  if (kind === 'route') {
    const fields = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId', 'PrefixListId'];
    const to = (r: Json) => fields.some((field) => r[field] === entry);
    const [list, field] = id.startsWith('tgw-')
      ? ['TransitGatewayRouteTables', 'TransitGatewayRouteTableId']
      : ['RouteTables', 'RouteTableId'];
    const routes = withId(document, list, field, id)['Routes'] as Json[];
    if (!routes.some((r) => to(r) && r['GatewayId'] !== 'local')) return null;
    return (copy) => without(withId(copy, list, field, id), 'Routes', to);
  }
  if (kind === 'network-acl') {
    const is = (e: Json) => String(e['RuleNumber']) === entry && e['Egress'] === egress;
    return (copy) => without(withId(copy, 'NetworkAcls', 'NetworkAclId', id), 'Entries', is);
  }
  if (kind !== 'security-group') return null;
  return (copy) => {
    const group = withId(copy, 'SecurityGroups', 'GroupId', id);
    for (const permission of (group[egress ? 'IpPermissionsEgress' : 'IpPermissions'] ?? []) as Json[]) {
      without(permission, 'IpRanges', (r) => r['CidrIp'] === entry);
      without(permission, 'Ipv6Ranges', (r) => r['CidrIpv6'] === entry);
      without(permission, 'PrefixListIds', (r) => r['PrefixListId'] === entry);
      without(permission, 'UserIdGroupPairs', (r) => r['GroupId'] === entry);
    }
  };
}

function without(holder: Json, list: string, is: (item: Json) => boolean): void {
  holder[list] = ((holder[list] ?? []) as Json[]).filter((i) => !is(i));
}

interface Broken {
  readonly list: string;
  readonly id: string;
  readonly how: string;
  readonly set: Json;
}

/** What breaks a resource that packets cross. */
const BREAKS: { readonly [K in HopKind]?: readonly Broken[] } = {
  'nat-gateway': [
    { list: 'NatGateways', id: 'NatGatewayId', how: 'failed', set: { State: 'failed' } },
    { list: 'NatGateways', id: 'NatGatewayId', how: 'without an address', set: { NatGatewayAddresses: [] } },
  ],
  'internet-gateway': [
    { list: 'InternetGateways', id: 'InternetGatewayId', how: 'detached', set: { Attachments: [] } },
  ],
  'egress-only-gateway': [
    {
      list: 'EgressOnlyInternetGateways',
      id: 'EgressOnlyInternetGatewayId',
      how: 'detached',
      set: { Attachments: [] },
    },
  ],
  'transit-gateway': [{ list: 'TransitGateways', id: 'TransitGatewayId', how: 'deleted', set: { State: 'deleted' } }],
  'peering-connection': [
    {
      list: 'VpcPeeringConnections',
      id: 'VpcPeeringConnectionId',
      how: 'deleted',
      set: { Status: { Code: 'deleted' } },
    },
  ],
};

function crossed(assessment: Assessment): readonly Ingredient[] {
  const found = new Map<string, Ingredient>();
  for (const { kind, resource } of hopsOf(assessment)) {
    for (const { list, id, how, set } of BREAKS[kind] ?? []) {
      const name = `${resource} ${how}`;
      const usedBy = (later: Assessment) => hopsOf(later).some((hop) => hop.resource === resource && hop.kind === kind);
      found.set(name, { name, usedBy, remove: (copy) => Object.assign(withId(copy, list, id, resource), set) });
    }
  }
  return [...found.values()];
}

/** The endpoint whose name was asked, and the instances at the addresses that were. */
function asked(assessment: Assessment, document: Json): readonly Ingredient[] {
  const { endpoint, service } = assessment.prerequisites;
  const names = (a: Assessment) => a.prerequisites.endpoint.hosts.map((h) => h.resolvesTo);
  const addresses = new Set(service.traces.map((t) => t.to.address));
  const byEndpoint = names(assessment).some((n) => n === 'private-dns' || n === 'endpoint-name');
  const dead = (copy: Json) => setAll(itemsOf(copy, 'VpcEndpoints'), { State: 'failed' });
  const asked = (copy: Json) => itemsOf(copy, 'Instances').filter((i) => addresses.has(String(i['PrivateIpAddress'])));
  const stopped = (copy: Json) => setAll(asked(copy), { State: { Name: 'stopped' } });
  const served = asked(document).length > 0;
  return [
    ...(byEndpoint && endpoint.traces.length > 0
      ? [
          {
            name: 'endpoint failed',
            remove: dead,
            usedBy: (a: Assessment) => names(a).join() === names(assessment).join(),
          },
        ]
      : []),
    ...(served ? [{ name: 'instance stopped', remove: stopped, usedBy: () => true }] : []),
  ];
}

/** What the function and the secret must be, whatever the network is. */
function states(document: Json): readonly Ingredient[] {
  const of = (list: string, set: Json): Ingredient => ({
    name: `${list} ${JSON.stringify(set)}`,
    remove: (copy) => setAll(itemsOf(copy, list), set),
    usedBy: () => true,
  });
  return itemsOf(document, 'Functions').length === 0
    ? []
    : [
        of('Functions', { State: 'Failed' }),
        of('Functions', { LastUpdateStatus: 'Failed' }),
        of('Secrets', { DeletedDate: '2026-11-01T00:00:00.000Z' }),
        of('Secrets', { VersionIdsToStages: {} }),
      ];
}

describe('an answer does not pass on what was taken away', () => {
  let turned = 0;
  let kept = 0;

  test.each(PASSING)('in %s', (folder) => {
    const document = read(folder, 'snapshot.json') as Json;
    const question = read(folder, 'question.json') as ScenarioQuestion;
    const passing = ask(document, question);
    for (const { name, remove, usedBy } of [
      ...cited(passing, document),
      ...crossed(passing),
      ...asked(passing, document),
      ...states(document),
    ]) {
      const copy = structuredClone(document);
      remove(copy);
      const later = ask(copy, question);
      if (later.status !== 'pass') turned += 1;
      else {
        kept += 1;
        expect(usedBy(later), `${name} is gone, and the answer passes on it`).toBe(false);
      }
    }
  });

  test('and hardly ever passes on something else instead', () => {
    expect(turned).toBeGreaterThan(1000);
    expect(kept).toBeLessThan(turned / 10);
  });
});
