import { describe, expect, test } from 'vitest';
import { describePorts, matchPorts, type RuleFields } from '../../../src/reachability/filters/port-match.ts';

const [ICMP, TCP, UDP, ESP, ICMPV6] = [1, 6, 17, 50, 58];
const EVERY: [number, number][] = [[0, 65535]];

describe('the ports of a rule', () => {
  test.each<[string, RuleFields, string]>([
    ['of all protocols', { protocol: '-1', from: 80, to: 80 }, 'all traffic'],
    ['for one port', { protocol: 'tcp', from: 5432, to: 5432 }, 'tcp 5432'],
    ['for a range', { protocol: '17', from: 53, to: 60 }, 'udp 53–60'],
    ['that are not stated', { protocol: 6 }, 'tcp on every port'],
    ['that are -1', { protocol: 'udp', from: -1, to: -1 }, 'udp on every port'],
    ['from first to last', { protocol: 'tcp', from: 0, to: 65535 }, 'tcp on every port'],
    ['from the first', { protocol: 'tcp', from: 0, to: 1023 }, 'tcp 0–1023'],
    ['to the last', { protocol: 'tcp', from: 1024, to: 65535 }, 'tcp 1024–65535'],
    ['for port 0', { protocol: 'tcp', from: 0, to: 0 }, 'tcp 0'],
    ['of icmp, whatever its type', { protocol: 'icmp', from: 8, to: -1 }, 'icmp'],
    ['of icmp for IPv6', { protocol: '58' }, 'icmpv6'],
    ['of a protocol that has none', { protocol: '50', from: 0, to: 0 }, 'protocol 50'],
  ])('%s, in words', (_, rule, expected) => {
    expect(describePorts(rule)).toBe(expected);
  });

  test.each<[string, RuleFields, number | null, ReturnType<typeof matchPorts>]>([
    ['port 0 alone', { protocol: 'tcp', from: 0, to: 0 }, TCP, { ports: [[0, 0]], certain: true }],
    ['from -1 to -1', { protocol: 'udp', from: -1, to: -1 }, UDP, { ports: EVERY, certain: true }],
    ['a range that ends before it starts', { protocol: 'tcp', from: 443, to: 80 }, TCP, { ports: [], certain: true }],
    ['all protocols, asked for any', { protocol: '-1' }, null, { ports: EVERY, certain: true }],
    ['tcp, asked for any', { protocol: 'tcp' }, null, null],
    ['one type of icmp', { protocol: 'icmp', from: 8, to: -1 }, ICMP, { ports: EVERY, certain: false }],
    ['one type of icmpv6', { protocol: 'icmpv6', from: 128, to: -1 }, ICMPV6, { ports: EVERY, certain: false }],
    ['type 0 of icmp', { protocol: 'icmp', from: 0, to: -1 }, ICMP, { ports: EVERY, certain: false }],
    ['every type of icmpv6', { protocol: '58', from: -1, to: -1 }, ICMPV6, { ports: EVERY, certain: true }],
    ['esp, whatever stands beside', { protocol: '50', from: 0, to: 0 }, ESP, { ports: EVERY, certain: true }],
  ])('%s', (_, rule, protocol, expected) => {
    expect(matchPorts(rule, protocol)).toEqual(expected);
  });
});
