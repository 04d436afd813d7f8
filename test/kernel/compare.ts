import { answerTrace } from '../../src/reachability/answer-trace.ts';
import type { PortRanges, Trace } from '../../src/reachability/trace.ts';
import { type NetworkSnapshot, openSnapshot } from '../../src/snapshot/snapshot.ts';
import { isNamed } from './drop-point.ts';
import type { JudgedWorld, Row, World } from './world.ts';
import { worldDocument } from './world-document.ts';

/** One row against our own answer: the verdict, and what stood in the way. */
export type Comparison =
  | { readonly kind: 'agrees' }
  /** The kernel's answer does not count, by its own word. */
  | { readonly kind: 'left-out'; readonly reason: string }
  /** We do not judge this kind of hop yet, and say so. */
  | { readonly kind: 'not-modelled'; readonly reason: string }
  | { readonly kind: 'disagrees'; readonly row: Row; readonly kernel: Answer; readonly ours: Answer };

interface Answer {
  readonly disposition: Trace['disposition'];
  readonly intermittent: boolean;
  /** Null where the ports are not comparable. */
  readonly clientPorts: PortRanges | null;
  readonly why: readonly string[];
}

/** Asks for every row of a world what `trace` would be asked for it. */
export function compareWorld({ name, world, rows }: JudgedWorld): readonly Comparison[] {
  const snapshot = openSnapshot(worldDocument(name, world), name);
  return rows.map((row) => compareRow(snapshot, world, row));
}

function compareRow(snapshot: NetworkSnapshot, world: World, row: Row): Comparison {
  const [unspecified] = row.unspecified;
  if (row.unsupported) return { kind: 'left-out', reason: 'unsupported' };
  if (unspecified !== undefined) return { kind: 'left-out', reason: `unspecified: ${unspecified}` };

  const answer = answerTrace(snapshot, {
    from: sourceOf(row, world),
    to: row.targetIp,
    port: row.targetPort,
    protocol: 'tcp',
  });
  if (!('blockers' in answer)) throw new Error(`${row.eniId}: one source must give one trace`);
  const notModelled = answer.blockers.find(({ code }) => code === 'X_NOT_MODELLED');
  if (answer.disposition === 'unknown' && notModelled !== undefined) {
    return { kind: 'not-modelled', reason: notModelled.details['what'] ?? notModelled.resources.join(' ') };
  }

  const kernel: Answer = {
    disposition: row.verdict === 'reachable' ? 'reachable' : 'blocked',
    intermittent: row.verdict === 'partial',
    clientPorts: row.natGatewayId === null ? row.connectedPorts : null,
    why: row.dropPoints.map(({ leg, point }) => `${leg} ${point}`),
  };
  const ours: Answer = {
    disposition: answer.disposition,
    intermittent: answer.intermittent,
    clientPorts: row.natGatewayId === null ? answer.clientPorts : null,
    why: answer.blockers.map(({ code, resources, leg, at, entry }) =>
      [leg, code, ...resources, at, entry].filter((word) => word !== null).join(' '),
    ),
  };
  const named = row.dropPoints.every((drop) => isNamed(drop, answer.blockers));
  return named && verdictOf(kernel, row) === verdictOf(ours, row)
    ? { kind: 'agrees' }
    : { kind: 'disagrees', row, kernel, ours };
}

/**
 * Through NAT only the disposition is compared: the kernel keeps a port where it can, and tries only pairs of ports
 * from different ranges.
 */
function verdictOf({ disposition, intermittent, clientPorts }: Answer, row: Row): string {
  return row.natGatewayId === null ? JSON.stringify([disposition, intermittent, clientPorts]) : disposition;
}

/** The function's interface; in a world without it, the whole subnet with the function's groups. */
function sourceOf(row: Row, world: World): string {
  if (!row.eniId.startsWith('synthetic-')) return row.eniId;
  return `${row.subnetId}/${world.function.VpcConfig.SecurityGroupIds.join(',')}`;
}

/** How often each outcome came up, for people: `agrees: 1094`. */
export function countComparisons(comparisons: readonly Comparison[]): ReadonlyMap<string, number> {
  const names = comparisons.map((c) => ('reason' in c ? `${c.kind} (${c.reason})` : c.kind));
  const counts = Map.groupBy(names, (name) => name);
  return new Map([...counts].map(([name, all]) => [name, all.length] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}
