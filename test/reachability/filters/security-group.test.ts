import { describe, expect, test } from 'vitest';
import type { Box } from '../../../src/net/packet-set.ts';
import { filterBySecurityGroups, type RemoteEnd } from '../../../src/reachability/filters/security-group.ts';
import type { Direction } from '../../../src/reachability/trace.ts';
import { known, type MissingFact, unknown } from '../../../src/snapshot/known.ts';
import type { IpPermission } from '../../../src/snapshot/network-facts.ts';
import { draftTopology } from '../../../src/topology/topology.ts';
import { ACCOUNT, permit, securityGroup } from '../../support/world.ts';
import { addresses, portion, query } from './asked.ts';

const UNREAD: MissingFact = { list: 'SecurityGroups', action: 'ec2:DescribeSecurityGroups', reason: 'refused' };
const ANYONE = '0.0.0.0/0';

/** Prefix lists in every state, and two groups: one of them read. */
function topology(group: ReturnType<typeof securityGroup>) {
  const draft = draftTopology(ACCOUNT);
  const list = (id: string, State: string, ...cidrs: readonly string[]) =>
    draft.addNode('prefix-list', id, known({ PrefixListId: id, State, Entries: cidrs.map((Cidr) => ({ Cidr })) }));
  const ofAws = { PrefixListId: 'pl-s3', PrefixListName: 'com.amazonaws.us-east-1.s3' };
  draft.addNode('prefix-list', 'pl-s3', known({ ...ofAws, Entries: [{ Cidr: '10.0.1.0/25' }] }));
  list('pl-all', 'create-complete', '10.0.1.0/25', '10.0.1.128/25');
  list('pl-half', 'modify-complete', '10.0.1.128/25', '10.9.0.0/16');
  list('pl-restored', 'restore-complete', '10.0.0.0/16');
  list('pl-six', 'create-complete', '2001:db8::/32');
  list('pl-empty', 'create-complete');
  list('pl-changing', 'modify-in-progress', '10.0.0.0/16');
  list('pl-failed', 'create-failed', '10.0.0.0/16');
  draft.addNode('prefix-list', 'pl-listed-only', known({ PrefixListId: 'pl-listed-only', State: 'create-complete' }));
  draft.addNode('prefix-list', 'pl-absent', known(null));
  draft.addNode('prefix-list', 'pl-unread', unknown({ ...UNREAD, list: 'ManagedPrefixLists' }));
  draft.addNode('security-group', group.GroupId, known(group));
  draft.addNode('security-group', 'sg-more', known(securityGroup('sg-more', [permit('tcp', ['10.0.1.128/25'], 5432)])));
  draft.addNode('security-group', 'sg-none', known(securityGroup('sg-none', [], [])));
  draft.addNode('security-group', 'sg-unread', unknown(UNREAD));
  draft.addNode('security-group', 'sg-absent', known(null));
  return draft;
}

interface Situation {
  readonly direction?: Direction;
  readonly protocol?: number | null;
  readonly asked?: Box;
  readonly beside?: readonly string[];
  readonly remote?: Partial<RemoteEnd>;
  /** Why the rules of every group may not hold. */
  readonly doubt?: MissingFact;
}

function filtered(permissions: readonly IpPermission[], situation: Situation = {}) {
  const { direction = 'ingress', protocol = 6, asked = query(), beside = [], remote = {}, doubt = null } = situation;
  const group = securityGroup(
    'sg-db',
    direction === 'ingress' ? permissions : [],
    direction === 'egress' ? permissions : [],
  );
  const graph = topology(group);
  const groups = ['sg-db', ...beside].map((id) => graph.node('security-group', id));
  const end: RemoteEnd = { groups: known(['sg-lambda', 'sg-shared']), crossing: null, isService: false, ...remote };
  const question = { direction, protocol, packets: asked, remote: end };
  const verdict = filterBySecurityGroups(graph, groups, question, () => doubt);
  return { ...verdict, portion: portion(verdict, asked, direction) };
}

/** A permission with the fields as EC2 returned them. */
function raw(IpProtocol: string, ports: Pick<IpPermission, 'FromPort' | 'ToPort'> = {}): IpPermission {
  return { ...permit(IpProtocol, [ANYONE]), ...ports };
}

describe('a security group', () => {
  test.each<[string, IpPermission[], string]>([
    ['tcp by name', [raw('tcp', { FromPort: 5432, ToPort: 5432 })], 'all'],
    ['tcp by number', [raw('6', { FromPort: 5432, ToPort: 5432 })], 'all'],
    ['all protocols', [raw('-1')], 'all'],
    ['all protocols, whatever ports stand beside', [raw('-1', { FromPort: 80, ToPort: 80 })], 'all'],
    ['tcp without ports', [raw('tcp')], 'all'],
    ['tcp with -1 for ports', [raw('tcp', { FromPort: -1, ToPort: -1 })], 'all'],
    ['every tcp port', [raw('tcp', { FromPort: 0, ToPort: 65535 })], 'all'],
    ['a range that ends at the port', [raw('tcp', { FromPort: 5000, ToPort: 5432 })], 'all'],
    ['a range that ends before the port', [raw('tcp', { FromPort: 5000, ToPort: 5431 })], 'nothing'],
    ['a range that starts after the port', [raw('tcp', { FromPort: 5433, ToPort: 6000 })], 'nothing'],
    ['udp', [raw('udp', { FromPort: 5432, ToPort: 5432 })], 'nothing'],
    ['udp by number', [raw('17')], 'nothing'],
    ['icmp', [raw('icmp', { FromPort: -1, ToPort: -1 })], 'nothing'],
    ['another protocol', [raw('50')], 'nothing'],
    ['half of the addresses', [permit('tcp', ['10.0.1.0/25'], 5432)], '10.0.1.0/25'],
    ['two halves', [permit('tcp', ['10.0.1.0/25', '10.0.1.128/25'], 5432)], 'all'],
    [
      'two halves for two ports',
      [permit('tcp', ['10.0.1.0/25'], 5432), permit('tcp', ['10.0.1.128/25'], 443)],
      '10.0.1.0/25',
    ],
    ['other addresses', [permit('tcp', ['10.0.2.0/24'], 5432)], 'nothing'],
    ['every IPv6 address', [permit('tcp', ['::/0'], 5432)], 'nothing'],
    ['no rule at all', [], 'nothing'],
    ['a prefix list', [permit('tcp', ['pl-all'], 5432)], 'all'],
    ['a prefix list that was restored', [permit('tcp', ['pl-restored'], 5432)], 'all'],
    ['a prefix list with half of the addresses', [permit('tcp', ['pl-half'], 5432)], '10.0.1.128/25'],
    ['a prefix list and a range that complete each other', [permit('tcp', ['pl-half', '10.0.1.0/25'], 5432)], 'all'],
    ['an IPv6 prefix list', [permit('tcp', ['pl-six'], 5432)], 'nothing'],
    ['an empty prefix list', [permit('tcp', ['pl-empty'], 5432)], 'nothing'],
    ['a prefix list that changes', [permit('tcp', ['pl-changing'], 5432)], 'nothing or all'],
    ['a prefix list that failed', [permit('tcp', ['pl-failed'], 5432)], 'nothing or all'],
    ['a prefix list without its entries', [permit('tcp', ['pl-listed-only'], 5432)], 'nothing or all'],
    ['a prefix list that is not there', [permit('tcp', ['pl-absent'], 5432)], 'nothing or all'],
    ['a prefix list nobody read', [permit('tcp', ['pl-unread'], 5432)], 'nothing or all'],
    ['a prefix list nobody read, for another port', [permit('tcp', ['pl-unread'], 443)], 'nothing'],
    ['a prefix list nobody read beside a rule that allows', [permit('tcp', ['pl-unread', '10.0.0.0/8'], 5432)], 'all'],
    [
      'a prefix list nobody read beside one for a half',
      [permit('tcp', ['pl-unread', 'pl-half'], 5432)],
      '10.0.1.128/25 or all',
    ],
    ['a group the other end carries', [permit('tcp', ['sg-lambda'], 5432)], 'all'],
    ['a group the other end carries, for another port', [permit('tcp', ['sg-lambda'], 5433)], 'nothing'],
    ['a group the other end does not carry', [permit('tcp', ['sg-other'], 5432)], 'nothing'],
    ['itself, which the other end does not carry', [permit('-1', ['sg-db'])], 'nothing'],
  ])('that names %s', (_, permissions, expected) => {
    expect(filtered(permissions).portion).toBe(expected);
  });

  test.each<[string, string[], string]>([
    ['every IPv6 address', ['::/0'], 'all'],
    ['an IPv6 block', ['2001:db8:1::/48'], 'all'],
    ['another IPv6 block', ['2001:db8:2::/48'], 'nothing'],
    ['every IPv4 address', [ANYONE], 'nothing'],
    ['an IPv6 prefix list', ['pl-six'], 'all'],
    ['an IPv4 prefix list', ['pl-all'], 'nothing'],
  ])('asked for IPv6, that names %s', (_, peers, expected) => {
    const block = addresses('2001:db8:1::/64');
    const asked = query({ family: 6, source: block, destination: block });
    expect(filtered([permit('tcp', peers, 5432)], { asked }).portion).toBe(expected);
  });

  test('that names itself admits those that carry it', () => {
    expect(filtered([permit('-1', ['sg-db'])], { remote: { groups: known(['sg-db']) } }).portion).toBe('all');
  });

  test.each<[string, Situation, string]>([
    ['nothing carried: translated on the way', { remote: { groups: known([]) } }, 'nothing'],
    ['the carried groups unread', { remote: { groups: unknown(UNREAD) } }, 'nothing or all'],
  ])('reference with %s', (_, situation, expected) => {
    expect(filtered([permit('tcp', ['sg-lambda'], 5432)], situation).portion).toBe(expected);
  });

  const pair = (more: object): IpPermission => ({
    ...permit('tcp', [], 5432),
    UserIdGroupPairs: [{ GroupId: 'sg-lambda', UserId: '444455556666', ...more }],
  });
  test.each<[string, object, string]>([
    ['active', { VpcPeeringConnectionId: 'pcx-1', PeeringStatus: 'active' }, 'all'],
    ['deleted', { VpcPeeringConnectionId: 'pcx-1', PeeringStatus: 'deleted' }, 'nothing'],
    ['pending acceptance', { VpcPeeringConnectionId: 'pcx-1', PeeringStatus: 'pending-acceptance' }, 'nothing'],
    ['of another connection', { VpcPeeringConnectionId: 'pcx-2', PeeringStatus: 'active' }, 'nothing'],
    ['not told', {}, 'nothing or all'],
  ])('reference across a peering connection whose status is %s', (_, more, expected) => {
    expect(
      filtered([pair(more)], {
        remote: { crossing: { kind: 'peering-connection', id: 'pcx-1', references: known(true) } },
      }).portion,
    ).toBe(expected);
  });

  test.each<[string, object, string]>([
    ['is active', { PeeringStatus: 'active' }, 'all'],
    ['is deleted', { PeeringStatus: 'deleted' }, 'nothing'],
    ['is not told', {}, 'nothing or all'],
  ])('reference to itself across a peering connection whose status %s', (_, more, expected) => {
    const crossing = { kind: 'peering-connection', id: 'pcx-1', references: known(true) } as const;
    expect(
      filtered([pair({ ...more, GroupId: 'sg-db' })], { remote: { groups: known(['sg-db']), crossing } }).portion,
    ).toBe(expected);
  });

  test.each<[string, string, boolean, string]>([
    ['a list that AWS keeps, of another service than the one asked', 'pl-s3', true, 'nothing'],
    ["a list that AWS keeps, for what is no service of AWS's", 'pl-s3', false, '10.0.1.0/25'],
    ["a list of one's own, for a service", 'pl-half', true, '10.0.1.128/25'],
  ])('that names %s', (_, list, isService, expected) => {
    expect(filtered([permit('tcp', [list], 5432)], { remote: { isService } }).portion).toBe(expected);
  });

  test('whose rules may not hold here is doubted only where they would matter', () => {
    const doubted = (port: number) => filtered([permit('tcp', [ANYONE], port)], { doubt: UNREAD });
    expect(doubted(5432)).toMatchObject({ portion: 'nothing or all', missing: [UNREAD] });
    expect(doubted(443)).toMatchObject({ portion: 'nothing', missing: [] });
  });

  test.each<[string, string[], string]>([
    ['a group for the other half', ['sg-more'], 'all'],
    ['a group without rules', ['sg-none'], '10.0.1.0/25'],
    ['a group nobody read', ['sg-unread'], '10.0.1.0/25 or all'],
    ['a group that is not there', ['sg-absent'], '10.0.1.0/25 or all'],
    ['a group nobody read and one for the other half', ['sg-unread', 'sg-more'], 'all'],
  ])('for one half beside %s', (_, beside, expected) => {
    expect(filtered([permit('tcp', ['10.0.1.0/25'], 5432)], { beside }).portion).toBe(expected);
  });

  test('compares egress with the destination, and ingress rules do not count', () => {
    const asked = query({ destination: addresses('10.0.20.0/24') });
    const out = (cidr: string) => filtered([permit('tcp', [cidr], 5432)], { direction: 'egress', asked }).portion;
    expect(out('10.0.1.0/24')).toBe('nothing');
    expect(out('10.0.20.0/25')).toBe('10.0.20.0/25');
    expect(out('10.0.20.0/24')).toBe('all');
    expect(filtered([], { direction: 'egress', asked, beside: ['sg-none'] }).portion).toBe('nothing');
  });

  const icmp = query({ destinationPort: [[0, 65535]] });
  test.each<[string, number, IpPermission, string]>([
    ['icmp of every type', 1, raw('icmp', { FromPort: -1, ToPort: -1 }), 'all'],
    ['icmp by number', 1, raw('1', { FromPort: -1, ToPort: -1 }), 'all'],
    ['icmp of one type', 1, raw('icmp', { FromPort: 8, ToPort: -1 }), 'nothing or all'],
    ['icmp, seen by a rule for every tcp port', 1, raw('tcp'), 'nothing'],
    ['icmp, seen by a rule for icmpv6', 1, raw('icmpv6'), 'nothing'],
    ['esp by number', 50, raw('50', { FromPort: 0, ToPort: 0 }), 'all'],
    ['esp, seen by a rule for ah', 50, raw('51'), 'nothing'],
    ['esp, seen by a rule for all protocols', 50, raw('-1'), 'all'],
  ])('asked for %s', (_, protocol, permission, expected) => {
    expect(filtered([permission], { protocol, asked: icmp }).portion).toBe(expected);
  });

  test('is empty where it is known to have no rule in the direction', () => {
    expect(filtered([]).empty).toBe(true);
    expect(filtered([], { beside: ['sg-none'] }).empty).toBe(true);
    expect(filtered([], { beside: ['sg-more'] }).empty).toBe(false);
    expect(filtered([], { beside: ['sg-unread'] }).empty).toBe(false);
  });

  test('tells what is missing only where it would matter', () => {
    const missing = (peers: string[], port: number) =>
      filtered([permit('tcp', peers, port)]).missing.map((m) => m.list);
    expect(missing(['pl-unread'], 5432)).toEqual(['ManagedPrefixLists']);
    expect(missing(['pl-unread'], 443)).toEqual([]);
    expect(missing(['pl-all'], 5432)).toEqual([]);
    expect(filtered([], { beside: ['sg-unread'] }).missing).toEqual([UNREAD]);
    expect(filtered([], { beside: ['sg-absent'] }).missing).toEqual([
      { ...UNREAD, reason: 'sg-absent is not among the groups read' },
    ]);
    const crossing = { kind: 'peering-connection', id: 'pcx-1', references: known(true) } as const;
    expect(filtered([pair({})], { remote: { crossing } }).missing).toEqual([
      { ...UNREAD, reason: 'whether sg-db may still reference sg-lambda is not stated' },
    ]);
  });

  test('shows the rules that allow, or else what came nearest', () => {
    const shown = (permissions: IpPermission[]) =>
      filtered(permissions, { beside: ['sg-none', 'sg-more'], asked: query({ source: addresses('10.0.1.0/25') }) });
    const texts = (permissions: IpPermission[]) => shown(permissions).evidence.map((e) => e.text);
    expect(texts([permit('tcp', ['sg-lambda', '10.9.0.0/16'], 5432)])).toEqual([
      'sg-db allows inbound tcp 5432 from sg-lambda',
    ]);
    expect(texts([permit('tcp', ['10.9.0.0/16'], 5432)])).toEqual([
      'sg-db allows inbound only tcp 5432 from 10.9.0.0/16',
      'sg-more allows inbound only tcp 5432 from 10.0.1.128/25',
      'sg-none has no inbound rules',
    ]);
  });

  const nameless = { ...permit('tcp', [], 5432), IpRanges: [{}], PrefixListIds: [{}], UserIdGroupPairs: [{}] };
  const to = (n: number) => permit('tcp', [`10.9.${n}.0/24`], 5432);
  test.each<[string, IpPermission[], string]>([
    ['no rules', [], 'nothing'],
    ['rules for the port before others', [permit('udp', [ANYONE], 53), to(1)], 'tcp 5432 from 10.9.1.0/24'],
    ['rules for other ports', [permit('udp', [ANYONE], 53)], 'udp 53 from 0.0.0.0/0'],
    [
      'three rules in order',
      [to(4), to(1), to(2)],
      'tcp 5432 from 10.9.1.0/24, tcp 5432 from 10.9.2.0/24, tcp 5432 from 10.9.4.0/24',
    ],
    ['nothing of a rule that names nobody', [nameless], 'nothing'],
    ['the same rule twice, once', [to(1), to(1)], 'tcp 5432 from 10.9.1.0/24'],
    [
      'three of five rules',
      [to(4), to(1), to(2), to(3), to(5)],
      'tcp 5432 from 10.9.1.0/24, tcp 5432 from 10.9.2.0/24, tcp 5432 from 10.9.3.0/24 and 2 more',
    ],
  ])('tells as nearest %s', (_, permissions, expected) => {
    expect(filtered(permissions).nearest).toBe(expected);
  });
});
