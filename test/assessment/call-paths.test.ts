import { describe, expect, it } from 'vitest';
import { callPaths } from '../../src/assessment/call-paths.ts';
import { formatCidr } from '../../src/net/cidr.ts';
import type { Hop, HopKind, Trace } from '../../src/reachability/trace.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import type { World } from '../support/world.ts';

const hop = (kind: HopKind, resource: string): Hop => ({ kind, resource, subnet: null, steps: [] });

function trace(hops: readonly Hop[], to = 'public', from: Partial<Trace['from']> = {}): Trace {
  return {
    id: 'endpoint/subnet-l1/public:443',
    from: { subnet: 'subnet-l1', addresses: ['10.0.1.0/24'], securityGroups: [], ...from },
    to: { address: to, port: 443, protocol: 'tcp' },
    disposition: 'reachable',
    intermittent: false,
    clientPorts: [],
    natPorts: null,
    forward: { hops },
    return: null,
    blockers: [],
  };
}

function sources(traced: Trace, change: (world: World) => void = () => {}): readonly (string | null)[] {
  const world = healthyWorld();
  change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'a test'), 'a test');
  return callPaths(snapshot, null, traced).map((path) =>
    path.kind === 'public' && path.source !== null ? formatCidr(path.source) : null,
  );
}
const address = (PublicIp: string, more: object = {}) => ({
  PublicIp,
  PrivateIp: '10.0.100.6',
  Status: 'succeeded',
  ...more,
});
function withAddresses(...addresses: object[]): (world: World) => void {
  return (world) => {
    for (const gateway of world.NatGateways) Object.assign(gateway, { NatGatewayAddresses: addresses });
  };
}

describe('the public addresses a call may come from', () => {
  const throughNat = trace([hop('nat-gateway', 'nat-1'), hop('internet-gateway', 'igw-1')]);

  it('are those of the NAT gateway that serve', () => {
    expect(sources(throughNat)).toEqual(['203.0.113.5/32']);
    const change = withAddresses(
      address('203.0.113.6'),
      address('203.0.113.7', { Status: 'failed' }),
      address('203.0.113.8'),
    );
    expect(sources(throughNat, change)).toEqual(['203.0.113.6/32', '203.0.113.8/32']);
  });

  it('are those of the last NAT gateway on the way', () => {
    const twice = trace([
      hop('nat-gateway', 'nat-private'),
      hop('transit-gateway', 'tgw-1'),
      hop('nat-gateway', 'nat-1'),
    ]);
    expect(sources(twice)).toEqual(['203.0.113.5/32']);
  });

  it('are those of the zone, where a regional NAT gateway has some there', () => {
    const inZones = [
      address('203.0.113.6', { AvailabilityZone: 'us-east-1a' }),
      address('203.0.113.7', { AvailabilityZone: 'us-east-1b' }),
    ];
    expect(sources(throughNat, withAddresses(...inZones))).toEqual(['203.0.113.6/32']);
    expect(
      sources(trace(throughNat.forward.hops, 'public', { subnet: 'subnet-l2' }), withAddresses(...inZones)),
    ).toEqual(['203.0.113.7/32']);
    expect(sources(throughNat, withAddresses(...inZones.slice(1)))).toEqual(['203.0.113.7/32']);
  });

  it('are not known behind what is out of sight', () => {
    expect(sources(trace([hop('nat-gateway', 'nat-1'), hop('opaque', 'vpce-fw')]))).toEqual([null]);
    expect(sources(trace([hop('opaque', 'vpce-fw'), hop('nat-gateway', 'nat-1')]))).toEqual(['203.0.113.5/32']);
    expect(sources(trace([hop('nat-gateway', 'nat-elsewhere')]))).toEqual([null]);
  });

  it('are not known where nothing translates private ones, nor outside a VPC', () => {
    expect(sources(trace([hop('internet-gateway', 'igw-1')]))).toEqual([null]);
    expect(sources(trace([hop('aws-network', 'x')], 'public', { subnet: null, addresses: ['public'] }))).toEqual([
      null,
    ]);
  });

  it('are the own ones over IPv6, unless translated', () => {
    const own = { addresses: ['2001:db8:0:1::/64', '2001:db8::5'] };
    expect(sources(trace([hop('egress-only-gateway', 'eigw-1')], 'public', own))).toEqual([
      '2001:db8:0:1::/64',
      '2001:db8::5/128',
    ]);
    expect(sources(trace([hop('nat-gateway', 'nat-1')], 'public', own))).toEqual(['203.0.113.5/32']);
  });
});

it('a call to a private address where no endpoint is known takes a way nobody knows', () => {
  const snapshot = openSnapshot(parseSnapshot(healthyWorld(), 'a test'), 'a test');
  expect(callPaths(snapshot, null, trace([], '10.0.30.10'))).toEqual([{ kind: 'unknown' }]);
  expect(callPaths(snapshot, null, trace([], '198.51.100.7'))).toEqual([{ kind: 'public', source: null }]);
  expect(callPaths(snapshot, { VpcEndpointId: 'vpce-1' }, trace([], '10.0.30.10'))).toEqual([
    { kind: 'endpoint', endpoint: 'vpce-1', vpc: null },
  ]);
});
