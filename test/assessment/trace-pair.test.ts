import { describe, expect, test } from 'vitest';
import { tracePair } from '../../src/assessment/trace-pair.ts';
import type { Protocol } from '../../src/reachability/trace.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { withBalancer, withSecondZone } from '../scenarios/situations/load-balancers.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { item, permit, type World } from '../support/world.ts';

interface Asked {
  readonly from?: string;
  readonly to?: string;
  readonly port?: number;
  readonly protocol?: Protocol;
}

function ask({ from = 'subnet-l1/sg-lambda', to = 'eni-nlb', port = 5432, protocol = 'tcp' }: Asked, world: World) {
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const answer = tracePair(snapshot, { from, to, port, protocol });
  const traces = 'traces' in answer ? answer.traces : [answer];
  return {
    disposition: answer.disposition,
    codes: [...new Set(traces.flatMap((t) => t.blockers.map((b) => b.code)))],
    ends: traces.map((t) => t.forward.hops.at(-1)?.resource),
  };
}

function balanced(change: (world: World) => void = () => undefined): World {
  const world = healthyWorld();
  withBalancer(world);
  change(world);
  return world;
}

describe('a pair whose destination is a load balancer', () => {
  test.each(['eni-nlb', '10.0.30.10'])('goes on from %s to what is registered', (to) => {
    expect(ask({ to }, balanced())).toEqual({ disposition: 'reachable', codes: [], ends: ['eni-db'] });
  });

  test('fails where the target refuses the load balancer', () => {
    const world = balanced((w) => {
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['sg-lambda'], 5432)];
    });
    expect(ask({}, world)).toEqual({ disposition: 'blocked', codes: ['ENI_SG_RULES_MISMATCH'], ends: ['eni-db'] });
  });

  test('fails where it does not listen on the port', () => {
    const world = balanced((w) => {
      item(w, 'SecurityGroups', 'sg-nlb').IpPermissions = [permit('-1', ['0.0.0.0/0'])];
    });
    expect(ask({ port: 3306 }, world)).toEqual({
      disposition: 'blocked',
      codes: ['X_LISTENER_MISSING'],
      ends: ['eni-nlb'],
    });
  });

  test('has a trace for each target, and all must be reached', () => {
    const world = healthyWorld();
    withBalancer(world, { states: { 'i-db': 'healthy', 'i-db-b': 'healthy' }, crossZone: true });
    withSecondZone(world);
    const { disposition, ends } = ask({}, world);
    expect({ disposition, ends }).toEqual({ disposition: 'blocked', ends: ['eni-db', 'eni-db-b'] });
  });

  test('of another protocol than TCP is not judged', () => {
    const world = balanced((w) => {
      item(w, 'SecurityGroups', 'sg-nlb').IpPermissions = [permit('-1', ['0.0.0.0/0'])];
    });
    expect(ask({ protocol: 'udp' }, world)).toMatchObject({ disposition: 'unknown', codes: ['X_NOT_MODELLED'] });
  });

  test('is walked to like any other where it is no load balancer', () => {
    expect(ask({ to: 'eni-db' }, healthyWorld())).toEqual({ disposition: 'reachable', codes: [], ends: ['eni-db'] });
  });
});
