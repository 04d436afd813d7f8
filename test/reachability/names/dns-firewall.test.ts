import { describe, expect, test } from 'vitest';
import {
  type FirewallAnswer,
  type FirewallGroup,
  firewallAnswer,
} from '../../../src/reachability/names/dns-firewall.ts';
import type { FirewallRule } from '../../../src/snapshot/name-facts.ts';

const HOST = 'db.corp.example';
const ALL = ['*'];

const allow = (Priority: number, Domains?: string[]): FirewallRule => rule({ Priority, Action: 'ALLOW', Domains });
const block = (Priority: number, Domains?: string[]): FirewallRule => rule({ Priority, Action: 'BLOCK', Domains });
const override = (Priority: number, to?: string, domains: string[] | null = ALL): FirewallRule =>
  rule({
    Priority,
    Action: 'BLOCK',
    BlockResponse: 'OVERRIDE',
    BlockOverrideDomain: to,
    Domains: domains ?? undefined,
  });

type Fields = { [F in keyof FirewallRule]?: FirewallRule[F] | undefined };

/** Without the fields that are not stated. */
function rule(fields: Fields): FirewallRule {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function group(rules: readonly FirewallRule[] | null, more: Partial<FirewallGroup> = {}): FirewallGroup {
  return { id: 'rslvr-frg-1', priority: 101, settled: true, rules, ...more };
}

const changing = (...rules: readonly FirewallRule[]) => group(rules, { id: 'rslvr-frg-changing', settled: false });
const behind = (...rules: readonly FirewallRule[]) => group(rules, { id: 'rslvr-frg-behind', priority: 102 });

/** What an answer is, and where it stops a name by which rule. */
function inShort(answer: FirewallAnswer): string {
  switch (answer.kind) {
    case 'passes':
      return answer.trusting ? 'passes with what follows' : 'passes';
    case 'redirects':
      return `redirects to ${answer.to}`;
    case 'blocks':
      return `blocks by ${answer.reason.resources.join()} ${answer.reason.entry}`;
    case 'unknown':
      return `unknown by ${answer.reason.code} ${answer.reason.resources.join()}`;
  }
}

const unread = 'unknown by UNKNOWN_RESOURCE rslvr-frg-1';

test.each<[string, FirewallRule[] | null, string]>([
  ['no rules', [], 'passes'],
  ['a rule for other names', [block(1, ['other.example', '*.db.corp.example', 'b.corp.example'])], 'passes'],
  ['a rule for this name among others', [block(1, ['other.example', HOST])], 'blocks by rslvr-frg-1 1'],
  ['a rule for this name, written otherwise', [block(1, ['DB.Corp.Example.'])], 'blocks by rslvr-frg-1 1'],
  ['a rule for all names below a domain', [block(1, ['*.corp.example'])], 'blocks by rslvr-frg-1 1'],
  ['a block listed after what it comes before', [allow(20, ALL), block(10, ALL)], 'blocks by rslvr-frg-1 10'],
  ['an allowing rule listed after what it comes before', [block(20, ALL), allow(10, ALL)], 'passes'],
  ['nine before ten', [block(10, ALL), allow(9, ALL)], 'passes'],
  ['a rule without a priority, first', [block(10, ALL), rule({ Action: 'ALLOW', Domains: ALL })], 'passes'],
  ['an alert', [rule({ Priority: 1, Action: 'ALERT', Domains: ALL }), block(2, ALL)], 'passes'],
  ['a block that says NXDOMAIN', [{ ...block(1, ALL), BlockResponse: 'NXDOMAIN' }], 'blocks by rslvr-frg-1 1'],
  ['a block that answers otherwise', [override(1, 'Sinkhole.Example.')], 'redirects to sinkhole.example'],
  ['a block that answers with a name nobody states', [override(1)], unread],
  ['a block in words that are not known', [{ ...block(1, ALL), BlockResponse: 'REFUSED' }], unread],
  ['an action in words that are not known', [{ ...block(1, ALL), Action: 'LOG' }], unread],
  ['an action that is not stated', [rule({ Priority: 1, Domains: ALL })], unread],
  ['rules that were not read', null, unread],
  ['a block of domains that were not read', [block(1)], unread],
  ['an allowing rule for domains that were not read', [allow(1)], 'passes'],
  ['domains not read before a block of all', [block(1), block(2, ALL)], 'blocks by rslvr-frg-1 2'],
  ['domains not read before an allowing rule for all', [block(1), allow(2, ALL)], unread],
  ['domains not read allowed before a block of all', [allow(1), block(2, ALL)], unread],
  ['domains not read behind an allowing rule for all', [allow(1, ALL), block(2)], 'passes'],
  ['an unknown action before a block of all', [{ ...block(1, ALL), Action: 'LOG' }, block(2, ALL)], unread],
  ['domains not read sent elsewhere before a block', [override(1, 'a.example', null), block(2, ALL)], unread],
  [
    'domains not read sent where all is sent',
    [override(1, 'a.example', null), override(2, 'a.example')],
    'redirects to a.example',
  ],
  [
    'domains not read sent elsewhere than all is sent',
    [override(1, 'b.example', null), override(2, 'a.example')],
    unread,
  ],
  ['questions for IPv6 addresses blocked', [{ ...block(1, ALL), Qtype: 'AAAA' }], 'passes'],
  ['questions for IPv4 addresses blocked', [{ ...block(1, ALL), Qtype: 'a' }], 'blocks by rslvr-frg-1 1'],
  ['questions of type 1 blocked', [{ ...block(1, ALL), Qtype: 'TYPE1' }], 'blocks by rslvr-frg-1 1'],
])('a firewall group with %s', (_, rules, expected) => {
  expect(inShort(firewallAnswer([group(rules)], [], HOST, 'A'))).toBe(expected);
});

const trusting = (Priority: number, Domains: string[] | undefined): FirewallRule =>
  rule({ Priority, Action: 'ALLOW', Domains, FirewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN' });

test.each<[string, FirewallRule[], string]>([
  ['follows', [trusting(1, ALL)], 'passes with what follows'],
  ['may follow', [trusting(1, undefined), allow(2, ALL)], unread],
])('a rule that trusts what %s', (_, rules, expected) => {
  expect(inShort(firewallAnswer([group(rules)], [], HOST, 'A'))).toBe(expected);
});

describe('of several groups', () => {
  const inDoubt = 'unknown by UNKNOWN_RESOURCE rslvr-frg-changing';
  test.each<[string, FirewallGroup[], string]>([
    ['the lower priority decides', [behind(block(1, ALL)), group([allow(9, ALL)])], 'passes'],
    [
      'one without a rule for the name leaves it to the next',
      [group([]), behind(block(1, ALL))],
      'blocks by rslvr-frg-behind 1',
    ],
    ['one that changes may not be in force', [changing(block(1, ALL))], inDoubt],
    [
      'one that changes matters not where the next one does the same',
      [changing(block(1, ALL)), behind(block(2, ALL))],
      'blocks by rslvr-frg-behind 2',
    ],
    ['one that changes matters where the next one does not', [changing(allow(1, ALL)), behind(block(2, ALL))], inDoubt],
    ['one that changes matters not to other names', [changing(block(1, ['other.example']))], 'passes'],
    ['unread rules may do anything before a block', [group(null), behind(block(2, ALL))], unread],
  ])('%s', (_, groups, expected) => {
    expect(inShort(firewallAnswer(groups, [], HOST, 'A'))).toBe(expected);
  });
});

describe('of a VPC and its Profile, of which either may be asked first,', () => {
  const brought = (rules: readonly FirewallRule[], priority: number) =>
    group(rules, { id: 'rslvr-frg-brought', priority });
  const depends = 'unknown by X_NAME_UNKNOWN rslvr-frg-1,rslvr-frg-brought';
  test.each<[string, FirewallGroup, string]>([
    ['the order matters where they differ', brought([allow(1, ALL)], 100), depends],
    ['it does not where the VPC comes first either way', brought([allow(1, ALL)], 102), 'blocks by rslvr-frg-1 1'],
    ['it does not where both block', brought([block(7, ALL)], 100), 'blocks by rslvr-frg-1 1'],
    [
      'it does not where one has no rule for the name',
      brought([allow(1, ['other.example'])], 100),
      'blocks by rslvr-frg-1 1',
    ],
  ])('%s', (_, other, expected) => {
    expect(inShort(firewallAnswer([group([block(1, ALL)])], [other], HOST, 'A'))).toBe(expected);
  });

  test('a Profile alone decides', () => {
    expect(inShort(firewallAnswer([], [brought([block(1, ALL)], 100)], HOST, 'A'))).toBe(
      'blocks by rslvr-frg-brought 1',
    );
  });
});

test('says what decides, or may', () => {
  const said = (rules: FirewallRule[] | null, more: Partial<FirewallGroup> = {}, others: FirewallGroup[] = []) => {
    const answer = firewallAnswer([group(rules, more)], others, HOST, 'A');
    return 'reason' in answer ? { details: answer.reason.details, evidence: answer.reason.evidence } : answer;
  };
  expect({
    blocked: said([block(10, ALL)]),
    blockedWithoutPriority: said([rule({ Action: 'BLOCK', Domains: ALL })]),
    changing: said([block(10, ALL)], { settled: false }),
    unreadRules: said(null),
    unreadDomains: said([{ ...block(10), FirewallDomainListId: 'rslvr-fdl-1' }]),
    unnamedDomains: said([rule({ Action: 'BLOCK' })]),
    unknownWords: said([{ ...block(10, ALL), Action: 'LOG' }]),
    byLooks: said([{ ...block(10), DnsThreatProtection: 'DGA' }]),
    eitherFirst: said([block(10, ALL)], { priority: 200 }, [group([allow(1, ALL)], { id: 'rslvr-frg-brought' })]),
  }).toMatchSnapshot();
});
