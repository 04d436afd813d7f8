import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/net/address.ts';
import { cidrContains, parseCidr } from '../../../src/net/cidr.ts';
import { contains } from '../../../src/net/interval-set.ts';
import type { Box } from '../../../src/net/packet-set.ts';
import { filterByNetworkAcl } from '../../../src/reachability/filters/network-acl.ts';
import { CLIENT_PORTS } from '../../../src/reachability/flow.ts';
import type { Direction } from '../../../src/reachability/trace.ts';
import { known, unknown } from '../../../src/snapshot/known.ts';
import type { NetworkAcl, NetworkAclEntry } from '../../../src/snapshot/network-facts.ts';
import { EPHEMERAL, entry, networkAcl } from '../../support/world.ts';
import { addresses, portion, query } from './asked.ts';

type Entry = ReturnType<typeof entry>;
const ALL = '0.0.0.0/0';

function judged(acl: NetworkAcl, direction: Direction, protocol: number | null, asked: Box) {
  const verdict = filterByNetworkAcl(
    { id: acl.NetworkAclId, kind: 'network-acl', fact: known(acl) },
    { direction, protocol, packets: asked },
  );
  return { ...verdict, portion: portion(verdict, asked, direction) };
}

const inbound = (entries: readonly Entry[], asked = query(), protocol: number | null = 6) =>
  judged(networkAcl('acl-1', [], entries, [entry(1, 'deny', '-1', ALL)]), 'ingress', protocol, asked);

describe('a network ACL', () => {
  test.each<[string, Entry[], string]>([
    ['all traffic', [entry(100, 'allow', '-1', ALL)], 'all'],
    ['all traffic, whatever ports stand beside', [entry(100, 'allow', '-1', ALL, [80, 80])], 'all'],
    ['the port', [entry(100, 'allow', '6', '10.0.0.0/16', [5432, 5432])], 'all'],
    ['tcp without a range', [entry(100, 'allow', '6', ALL)], 'all'],
    ['another port', [entry(100, 'allow', '6', ALL, [443, 443])], 'nothing'],
    ['udp', [entry(100, 'allow', '17', ALL, [5432, 5432])], 'nothing'],
    ['icmp', [entry(100, 'allow', '1', ALL)], 'nothing'],
    ['every IPv6 address', [entry(100, 'allow', '-1', '::/0')], 'nothing'],
    ['nothing but the last rule', [], 'nothing'],
    ['half of the addresses', [entry(100, 'allow', '6', '10.0.1.0/25', [5432, 5432])], '10.0.1.0/25'],
    ['both halves', [entry(100, 'allow', '6', '10.0.1.0/25'), entry(110, 'allow', '-1', '10.0.1.128/25')], 'all'],
    ['a deny before the allow', [entry(90, 'deny', '6', ALL), entry(100, 'allow', '-1', ALL)], 'nothing'],
    ['a deny after the allow', [entry(100, 'allow', '-1', ALL), entry(110, 'deny', '-1', ALL)], 'all'],
    [
      'a deny before the allow, listed after it',
      [entry(100, 'allow', '-1', ALL), entry(90, 'deny', '-1', ALL)],
      'nothing',
    ],
    ['rule 9 before rule 10, as numbers', [entry(10, 'deny', '-1', ALL), entry(9, 'allow', '-1', ALL)], 'all'],
    [
      'a deny of half before the allow',
      [entry(90, 'deny', '6', '10.0.1.0/25'), entry(100, 'allow', '-1', ALL)],
      '10.0.1.128/25',
    ],
    [
      'a deny in the middle',
      [entry(80, 'allow', '6', '10.0.1.0/26'), entry(90, 'deny', '6', '10.0.1.0/25'), entry(100, 'allow', '-1', ALL)],
      '10.0.1.0/26, 10.0.1.128/25',
    ],
    [
      'a deny of another port before the allow',
      [entry(90, 'deny', '6', ALL, [0, 5431]), entry(100, 'allow', '-1', ALL)],
      'all',
    ],
    ['a deny of udp before the allow', [entry(90, 'deny', '17', ALL), entry(100, 'allow', '-1', ALL)], 'all'],
    ['a deny of IPv6 before the allow', [entry(90, 'deny', '-1', '::/0'), entry(100, 'allow', '-1', ALL)], 'all'],
  ])('whose entries name %s', (_, entries, expected) => {
    expect(inbound(entries).portion).toBe(expected);
  });

  test('tells replies to the client ports apart', () => {
    const replies = query({ sourcePort: [[5432, 5432]], destinationPort: CLIENT_PORTS });
    const opened = (low: number, high: number) =>
      inbound([entry(100, 'allow', '6', ALL, [low, high])], replies).portion;
    expect(opened(...EPHEMERAL)).toBe('all');
    expect(opened(32768, 60999)).toBe(':32768-60999');
    expect(opened(1024, 65534)).toBe(':1024-65534');
    expect(opened(0, 1023)).toBe('nothing');
    const denied = [entry(90, 'deny', '6', ALL, [3389, 3389]), entry(100, 'allow', '-1', ALL)];
    expect(inbound(denied, replies).portion).toBe(':1024-3388,3390-65535');
  });

  test('reads inbound entries by the source and outbound ones by the destination', () => {
    const acl = networkAcl(
      'acl-1',
      [],
      [entry(1, 'allow', '-1', '10.0.1.0/24')],
      [entry(1, 'allow', '-1', '10.0.20.0/24')],
    );
    expect(judged(acl, 'ingress', 6, query()).portion).toBe('all');
    expect(judged(acl, 'egress', 6, query()).portion).toBe('all');
    const crossed = query({ source: addresses('10.0.20.0/24'), destination: addresses('10.0.1.0/24') });
    expect(judged(acl, 'ingress', 6, crossed).portion).toBe('nothing');
    expect(judged(acl, 'egress', 6, crossed).portion).toBe('nothing');
  });

  const echo = (number: number, action: 'allow' | 'deny', Type: number | undefined, protocol = '1') => ({
    ...entry(number, action, protocol, ALL),
    IcmpTypeCode: { Type, Code: -1 },
  });
  test.each<[string, Entry[], string]>([
    ['every type', [echo(100, 'allow', -1)], 'all'],
    ['one type', [echo(100, 'allow', 8)], 'nothing or all'],
    ['type 0', [echo(100, 'allow', 0)], 'nothing or all'],
    ['no type', [echo(100, 'allow', undefined)], 'all'],
    ['all traffic, whatever type stands beside', [echo(100, 'allow', 8, '-1')], 'all'],
    ['ICMP of the other family', [echo(100, 'allow', -1, '58')], 'nothing'],
    ['one type, then the rest', [echo(90, 'allow', 8), echo(100, 'allow', -1)], 'all'],
    ['a deny of one type, then all', [echo(90, 'deny', 8), echo(100, 'allow', -1)], 'nothing or all'],
    ['a deny of every type, then all', [echo(90, 'deny', -1), echo(100, 'allow', -1)], 'nothing'],
    ['tcp only', [entry(100, 'allow', '6', ALL)], 'nothing'],
  ])('asked for icmp, with entries for %s', (_, entries, expected) => {
    expect(inbound(entries, query({ destinationPort: [[0, 65535]] }), 1).portion).toBe(expected);
  });

  test.each<[string, Entry[], string]>([
    ['every type', [echo(100, 'allow', -1, '58')], 'all'],
    ['one type', [echo(100, 'allow', 128, '58')], 'nothing or all'],
    ['ICMP of the other family', [echo(100, 'allow', -1)], 'nothing'],
  ])('asked for icmp of IPv6, with entries for %s', (_, entries, expected) => {
    expect(inbound(entries, query({ destinationPort: [[0, 65535]] }), 58).portion).toBe(expected);
  });

  test('asked for tcp, a type of icmp that stands beside means nothing', () => {
    expect(inbound([echo(100, 'allow', 8, '6')]).portion).toBe('all');
  });

  test('an entry without a block matches nothing', () => {
    const { CidrBlock: _, ...nowhere } = entry(90, 'deny', '6', ALL);
    expect(inbound([nowhere as Entry, entry(100, 'allow', '6', ALL)]).portion).toBe('all');
  });

  test.each<[string, Entry[], string]>([
    ['nothing', [], 'no entry allows the protocol'],
    ['another protocol', [entry(100, 'allow', '17', ALL)], 'no entry allows the protocol'],
    ['a refusal', [entry(100, 'deny', '6', ALL)], 'no entry allows the protocol'],
    ['another port', [entry(100, 'allow', '6', ALL, [443, 443])], 'rule 100 allows inbound tcp 443 from 0.0.0.0/0'],
    [
      'what comes after a refusal',
      [entry(90, 'deny', '6', ALL), entry(100, 'allow', '-1', ALL)],
      'rule 100 allows inbound all traffic from 0.0.0.0/0',
    ],
    [
      'a part, beside other ports',
      [entry(100, 'allow', '6', '10.0.1.0/25', [5432, 5432]), entry(110, 'allow', '6', ALL, [443, 443])],
      'rule 100 allows inbound tcp 5432 from 10.0.1.0/25',
    ],
    [
      'more than anybody reads',
      [1, 2, 3, 4].map((n) => entry(n, 'allow', '6', ALL, [n, n])),
      'rule 1 allows inbound tcp 1 from 0.0.0.0/0, rule 2 allows inbound tcp 2 from 0.0.0.0/0, rule 3 allows inbound tcp 3 from 0.0.0.0/0',
    ],
  ])('tells what comes nearest: %s', (_, entries, expected) => {
    expect(inbound(entries).nearest).toBe(expected);
  });

  test.each<[string, Entry[], string]>([
    ['one port', [entry(100, 'deny', '6', ALL, [5432, 5432])], '10.0.1.0/24 on port 5432'],
    ['a range', [entry(100, 'deny', '6', ALL, [100, 200])], '10.0.1.0/24 on ports 100–200'],
    ['every port', [entry(100, 'deny', '6', ALL)], '10.0.1.0/24'],
    [
      'ports with gaps, four of them',
      [...[1, 3, 5, 7, 9].map((n) => entry(n, 'allow', '6', ALL, [n, n])), entry(100, 'deny', '6', ALL)],
      '10.0.1.0/24 on ports 0, 2, 4, 6',
    ],
  ])('tells what it refuses: %s', (_, entries, expected) => {
    const { evidence } = inbound(entries, query({ destinationPort: [[0, 65535]] }));
    const refusal = evidence.find(({ entry: rule }) => rule === '100');
    expect(refusal?.text).toMatch(new RegExp(`which refuses ${expected.replaceAll('.', '\\.')}$`));
  });

  test('what is decided no later entry is told for', () => {
    const entries = [entry(100, 'allow', '-1', ALL), entry(110, 'allow', '-1', ALL), entry(120, 'deny', '-1', ALL)];
    expect(inbound(entries)).toMatchObject({ evidence: [{ entry: '100' }], missing: [] });
  });

  test('of which nobody knows the entries may do anything', () => {
    const missing = { list: 'NetworkAcls', action: 'ec2:DescribeNetworkAcls', reason: 'refused' };
    for (const fact of [unknown(missing), known(null)]) {
      const verdict = filterByNetworkAcl(
        { id: 'acl-1', kind: 'network-acl', fact },
        { direction: 'ingress', protocol: 6, packets: query() },
      );
      expect(portion(verdict, query(), 'ingress')).toBe('nothing or all');
      expect(verdict).toMatchSnapshot();
    }
  });

  test.each<[string, Entry[], string | null]>([
    ['an entry that denies', [entry(90, 'deny', '6', ALL), entry(100, 'allow', '-1', ALL)], '90'],
    ['no entry', [entry(100, 'allow', '6', ALL, [443, 443])], '32767'],
  ])('names who refused: %s', (_, entries, expected) => {
    const verdict = inbound(entries);
    expect(verdict.refusedBy).toBe(expected);
    expect(verdict.evidence.map((e) => e.entry)).toContain(expected);
  });

  test('does with each packet what its first matching entry says', () => {
    const block = fc.constantFrom(
      ALL,
      '10.0.1.0/24',
      '10.0.1.0/25',
      '10.0.1.128/25',
      '10.0.1.64/26',
      '10.0.2.0/24',
      '::/0',
    );
    const port = fc.constantFrom(0, 1024, 5431, 5432, 5433, 65535);
    const anyEntry = fc
      .tuple(fc.constantFrom('allow', 'deny'), fc.constantFrom('-1', '6', '17'), block, port, port)
      .map(([action, protocol, cidr, a, b]) => entry(0, action, protocol, cidr, [Math.min(a, b), Math.max(a, b)]));
    const numbered = (e: Entry, i: number) => ({ ...e, RuleNumber: 10 * (i + 1), Egress: false }) as NetworkAclEntry;
    const entries = fc.array(anyEntry, { maxLength: 5 }).map((all) => all.map(numbered));
    const asked = query({ source: addresses('10.0.0.0/16'), destinationPort: [[0, 65535]] });
    fc.assert(
      fc.property(
        entries,
        fc.constantFrom('10.0.1.0', '10.0.1.70', '10.0.1.200', '10.0.3.1'),
        port,
        (list, from, to) => {
          const address = parseAddress(from);
          const first = list.find((e) => {
            const cidr = parseCidr(e.CidrBlock ?? e.Ipv6CidrBlock ?? '');
            const inside = cidr !== null && address !== null && cidrContains(cidr, address);
            const ports = e.Protocol === '-1' || (to >= (e.PortRange?.From ?? 0) && to <= (e.PortRange?.To ?? 65535));
            return inside && (e.Protocol === '-1' || e.Protocol === '6') && ports;
          });
          const { sure, possible } = inbound([...list].reverse(), asked);
          for (const set of [sure, possible]) {
            const held = set.filter((b) => contains(b.source, address?.value ?? 0n) && contains(b.destinationPort, to));
            expect(held).toHaveLength(first?.RuleAction === 'allow' ? 1 : 0);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
