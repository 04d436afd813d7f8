import { AppError } from '../../src/errors.ts';
import { answerTrace } from '../../src/reachability/answer-trace.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import type { JudgedWorld, Row, World } from '../kernel/world.ts';
import { worldDocument } from '../kernel/world-document.ts';
import { verdictOfRow } from './kernel-row.ts';
import type { Comparison } from './mutant-verdicts.ts';
import { mutantsOf } from './mutants.ts';

/** What a packet meets on its way; who sends it and where it goes stays as it is. */
const ON_THE_WAY = [
  ...['SecurityGroups', 'NetworkAcls', 'RouteTables', 'NatGateways', 'InternetGateways', 'VpcPeeringConnections'],
  ...['VpcEndpoints', 'PrefixLists'],
];

/** Compares `trace` with packets played through for changes of a world: one in so many, for every row that was reachable. */
export function compareTraces({ name, world, rows }: JudgedWorld, oneIn: number): readonly Comparison[] {
  const reachable = rows.filter((r) => r.verdict === 'reachable' && !r.unsupported && r.unspecified.length === 0);
  const parts = Object.fromEntries(ON_THE_WAY.map((list) => [list, world[list] ?? []]));
  return mutantsOf(parts)
    .filter((_, i) => i % oneIn === 0)
    .flatMap((mutant) =>
      reachable.map((row) => compareRow(`${name} ${row.eniId} ${mutant.name}`, { ...world, ...mutant.document }, row)),
    );
}

function compareRow(mutant: string, world: World, row: Row): Comparison {
  const connects = verdictOfRow(world, row) === 'reachable';
  const disposition = dispositionOf(world, row);
  if (disposition === 'INVALID_SNAPSHOT') return { kind: 'refused' };
  const reachable = disposition === 'reachable';
  if (connects) return reachable ? { kind: 'kept' } : { kind: 'false-alarm', mutant, why: `it is ${disposition}` };
  return reachable ? { kind: 'false-pass', mutant, why: 'the packets are lost' } : { kind: 'flipped' };
}

function dispositionOf(world: World, row: Row): string {
  try {
    const from = row.eniId.startsWith('synthetic-')
      ? `${row.subnetId}/${world.function.VpcConfig.SecurityGroupIds.join(',')}`
      : row.eniId;
    const snapshot = openSnapshot(worldDocument(row.eniId, world), row.eniId);
    return answerTrace(snapshot, { from, to: row.targetIp, port: row.targetPort, protocol: 'tcp' }).disposition;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
