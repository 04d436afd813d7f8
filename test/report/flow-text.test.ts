import { describe, expect, test } from 'vitest';
import type { Trace } from '../../src/reachability/trace.ts';
import { destinationText, originText } from '../../src/report/flow-text.ts';
import { hop } from '../support/trace-parts.ts';

function trace(from: Partial<Trace['from']>, to: Partial<Trace['to']> = {}): Trace {
  return {
    id: 'trace',
    from: { subnet: null, addresses: [], securityGroups: [], ...from },
    to: { address: '10.0.20.10', port: null, protocol: 'icmp', ...to },
    disposition: 'reachable',
    intermittent: false,
    clientPorts: [[1024, 65535]],
    natPorts: null,
    forward: { hops: [] },
    return: null,
    blockers: [],
  };
}

describe('where a flow starts', () => {
  test.each<[string, Partial<Trace['from']>, string]>([
    ['a whole subnet', { subnet: 'subnet-1', addresses: ['10.0.1.0/24'] }, 'subnet-1'],
    ['one address in it', { subnet: 'subnet-1', addresses: ['10.0.1.5'] }, '10.0.1.5 in subnet-1'],
    ['one IPv6 address in it', { subnet: 'subnet-1', addresses: ['2001:db8::5'] }, '2001:db8::5 in subnet-1'],
    ['a subnet with two blocks', { subnet: 'subnet-1', addresses: ['10.0.1.0/25', '10.0.1.128/26'] }, 'subnet-1'],
    ['a host on the internet', { addresses: ['198.51.100.7'] }, '198.51.100.7'],
  ])('%s', (_, from, expected) => {
    expect(originText(trace(from))).toBe(expected);
  });
});

describe('where it goes', () => {
  test('public addresses are those of the family that the flow is of', () => {
    const from = { subnet: 'subnet-1', addresses: ['2001:db8::/64'] };
    expect(destinationText(trace(from, { address: 'public', port: 443, protocol: 'tcp' }))).toBe(
      'public IPv6 address:443 tcp',
    );
  });

  test.each<[Partial<Trace['to']>, string]>([
    [{}, '10.0.20.10 icmp'],
    [{ port: 5432, protocol: 'tcp' }, '10.0.20.10:5432 tcp'],
    [{ address: '2001:db8::10', port: 443, protocol: 'tcp' }, '[2001:db8::10]:443 tcp'],
    [{ address: '2001:db8::10', protocol: '58' }, '2001:db8::10 58'],
    [{ address: 'public', port: 443, protocol: 'tcp' }, 'public address:443 tcp'],
  ])('%j', (to, expected) => {
    expect(destinationText(trace({}, to))).toBe(expected);
  });

  test('and behind a load balancer which target gets it', () => {
    const hops = [
      hop('function', 'rotate', 'subnet-1'),
      hop('interface', 'eni-balancer', 'subnet-2'),
      hop('target', 'eni-database', 'subnet-3'),
    ];
    const through = { ...trace({}, { port: 5432, protocol: 'tcp' }), forward: { hops } };
    expect(destinationText(through)).toBe('10.0.20.10:5432 tcp → eni-database');
    expect(destinationText({ ...through, forward: { hops: hops.slice(1) } })).toBe('10.0.20.10:5432 tcp');
  });
});
