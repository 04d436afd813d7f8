import { describe, expect, test } from 'vitest';
import type { Trace } from '../../src/reachability/trace.ts';
import { placedBlockers } from '../../src/report/blocked-hops.ts';
import { pathGraph } from '../../src/report/html/path-graph.ts';
import { pathLayout } from '../../src/report/html/path-layout.ts';
import { traceGroups } from '../../src/report/trace-groups.ts';
import { large } from '../support/assessments.ts';
import { assessment } from '../support/example-assessment.ts';
import { failing, intermittent, unknown } from '../support/example-failures.ts';
import { blocker, hop, step, trace } from '../support/trace-parts.ts';

describe('the drawn graph', () => {
  test('a hop that both ways pass is one node; what only one passes is its own', () => {
    const { nodes } = pathGraph(first(assessment().prerequisites.service.traces));
    expect(nodes.map(({ kind }) => kind)).toEqual(['function', 'route-table', 'target', 'route-table']);
  });

  test('a transit gateway on both sides of an inspection VPC is two nodes, each passed both ways', () => {
    const gateway = hop('transit-gateway', 'tgw-1', null);
    const firewall = hop('vpc-endpoint', 'vpce-1', null);
    const start = hop('function', 'rotate', 'subnet-00000001');
    const there = [start, gateway, firewall, gateway, hop('target', 'eni-1', 'subnet-00000002')];
    const { nodes, edges } = pathGraph(
      trace('service/x/10.0.0.9:5432', 'subnet-00000001', '10.0.0.9', there, [gateway, firewall, gateway]),
    );
    expect(nodes).toHaveLength(5);
    const pairs = (leg: string) => edges.filter((e) => e.leg === leg).map(({ from, to }) => [from, to]);
    expect(pairs('return').toReversed()).toEqual(pairs('forward').map(([from, to]) => [to, from]));
  });

  test('replies come from the interface of an endpoint, whose policy is met behind it', () => {
    const interfaceOf = hop('target', 'eni-1', 'subnet-00000001');
    const there = [hop('function', 'rotate', 'subnet-00000001'), interfaceOf, hop('vpc-endpoint', 'vpce-1', null)];
    const { edges } = pathGraph(trace('endpoint/x/10.0.0.9:443', 'subnet-00000001', '10.0.0.9', there, [interfaceOf]));
    const [back] = edges.filter((e) => e.leg === 'return');
    expect(back?.from).toBe(edges[1]?.from);
  });

  test.each([
    ['accept', []],
    ['unknown', [blocker('X_OPAQUE_HOP', { resources: ['vgw-1'] })]],
    ['beyond', [blocker('BAD_STATE', { resources: ['vgw-1'] })]],
  ] as const)('a destination that no hop shows is as sure as the way to it: %s', (outcome, blockers) => {
    const out = [hop('function', 'rotate', 'subnet-00000001'), hop('opaque', 'vgw-1', null)];
    const { nodes } = pathGraph(
      trace('service/x/10.0.0.9:5432', 'subnet-00000001', '10.0.0.9', out, null, { blockers }),
    );
    expect(nodes.at(-1)).toMatchObject({ resource: '10.0.0.9', outcome });
  });

  test('behind a refusal no packet travels', () => {
    const { nodes, edges } = pathGraph(first(failing().prerequisites.service.traces));
    expect(nodes.filter(({ outcome }) => outcome === 'deny').map(({ kind }) => kind)).toEqual(['target']);
    expect(edges.map(({ leg, travel }) => [leg, travel])).toEqual([
      ['forward', 'sure'],
      ['forward', 'sure'],
      ['return', 'beyond'],
      ['return', 'beyond'],
    ]);
  });

  test('beyond an unknown nothing is sure', () => {
    const { edges } = pathGraph(first(unknown().prerequisites.service.traces));
    expect(new Set(edges.filter(({ leg }) => leg === 'return').map(({ travel }) => travel))).toEqual(
      new Set(['unsure']),
    );
  });

  test('a way that ends early shows the destination it does not reach', () => {
    const { nodes, edges } = pathGraph(first(intermittent().prerequisites.endpoint.traces.slice(1)));
    expect(nodes.at(-1)).toMatchObject({ id: 'destination', outcome: 'beyond', resource: 'public address' });
    expect(edges.at(-1)).toMatchObject({ to: 'destination', travel: 'beyond' });
  });

  test('the way there is drawn on the left of the way back', () => {
    const { nodes, edges } = pathLayout(pathGraph(first(assessment().prerequisites.service.traces)), () => ({
      width: 100,
      height: 40,
    }));
    const [there, back] = nodes.filter(({ node }) => node.kind === 'route-table');
    expect(there?.x).toBeLessThan(back?.x ?? 0);
    for (const { edge, points } of edges) {
      const down = (points.at(-1)?.y ?? 0) > (points[0]?.y ?? 0);
      expect(down).toBe(edge.leg === 'forward');
    }
  });

  test('nodes do not overlap', () => {
    for (const t of [...failing().prerequisites.endpoint.traces, ...assessment().prerequisites.endpoint.traces]) {
      const { nodes } = pathLayout(pathGraph(t), () => ({ width: 248, height: 120 }));
      for (const [i, a] of nodes.entries()) {
        for (const b of nodes.slice(i + 1)) {
          expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(
            true,
          );
        }
      }
    }
  });
});

describe('a blocker is placed', () => {
  const acl = 'acl-0a1b2c3d';
  const refuses = (entry: string) => step('network-acl', 'ingress', acl, entry, `Entry ${entry} denies.`, 'deny');

  test('at its own subnet, where one network ACL stands at two', () => {
    const blockers = ['subnet-00000002', 'subnet-00000001'].map((at) =>
      blocker('SUBNET_ACL_RESTRICTION', { resources: [acl], leg: 'return', direction: 'ingress', at }),
    );
    const twice = trace(
      'service/x/10.0.0.9:5432',
      'subnet-00000001',
      '10.0.0.9',
      [],
      [
        hop('subnet', 'subnet-00000001', 'subnet-00000001', refuses('1')),
        hop('subnet', 'subnet-00000002', 'subnet-00000002', refuses('2')),
      ],
      { blockers },
    );
    expect(placedBlockers(twice).map((p) => [p.blocker.at, p.hop])).toEqual([
      ['subnet-00000001', 0],
      ['subnet-00000002', 1],
    ]);
  });

  test('nowhere, where no hop shows it', () => {
    const nameless = trace('service/x/db:5432', 'subnet-00000001', 'db', [], null, {
      blockers: [blocker('X_NAME_UNKNOWN', { resources: ['db.example'] })],
    });
    expect(placedBlockers(nameless)).toMatchObject([{ hop: null, leg: 'forward' }]);
    expect(pathGraph(nameless).nodes).toMatchObject([{ id: 'destination', blockers: [{ hop: null }] }]);
  });

  test('notes block nothing', () => {
    const codes = placedBlockers(first(failing().prerequisites.endpoint.traces)).map((p) => p.blocker.code);
    expect(codes).toEqual(['ENI_SG_RULES_MISMATCH']);
  });
});

test('48 traces of two stories are two groups, the failing one first', () => {
  const groups = traceGroups(large().prerequisites.service.traces);
  expect(groups.map((g) => [g.first.disposition, g.traces.length])).toEqual([
    ['blocked', 3],
    ['reachable', 45],
  ]);
});

function first(traces: readonly Trace[]): Trace {
  const [trace] = traces;
  if (trace === undefined) throw new Error('an example without a trace');
  return trace;
}
