// Changes every passing scenario in one place at a time and compares the answer with a rotation played through packet
// by packet: `npm run mutants:worlds`, or `-- NAME` for the scenarios whose names hold the word. Where KERNEL_ORACLE_DIR
// is set, the traces of the kernel's worlds too, for one change in twenty. Ends with 1 if an answer passes although what
// it rests on is gone, or no longer passes although it is not.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readWorlds } from '../test/kernel/world.ts';
import { type Comparison, compareMutant } from '../test/packets/mutant-verdicts.ts';
import { mutantsOf } from '../test/packets/mutants.ts';
import { rotationWorks } from '../test/packets/rotation-works.ts';
import { readScenarios } from '../test/packets/scenario-folders.ts';
import { compareTraces } from '../test/packets/trace-mutants.ts';

const ONE_TRACE_IN = 20;

const { positionals } = parseArgs({ allowPositionals: true });
const oracle = process.env['KERNEL_ORACLE_DIR'] ?? '';
const misses = [ofScenarios(positionals), ...(oracle === '' || positionals.length > 0 ? [] : [ofTraces(oracle)])];
process.exitCode = misses.some((many) => many > 0) ? 1 : 0;

function ofScenarios(words: readonly string[]): number {
  const passing = readScenarios()
    .filter(({ expected }) => expected.status === 'pass')
    .filter(({ name }) => words.every((word) => name.includes(word)));
  const playable = passing.filter(({ document, question }) => rotationWorks(document, question).kind === 'works');
  const comparisons = playable.flatMap(({ name, document, question }) =>
    mutantsOf(document).map((mutant) => compareMutant({ ...mutant, name: `${name}: ${mutant.name}` }, question)),
  );
  return printFigures(`${playable.length} of ${passing.length} passing scenarios can be played through`, comparisons);
}

function ofTraces(folder: string): number {
  const worlds = readWorlds(join(folder, 'corpus'));
  const comparisons = worlds.flatMap((world) => compareTraces(world, ONE_TRACE_IN));
  return printFigures(`Traces of ${worlds.length} worlds of the kernel's`, comparisons);
}

/** Returns how many answers are wrong. */
function printFigures(what: string, comparisons: readonly Comparison[]): number {
  const missed = comparisons.filter((c) => 'mutant' in c);
  const count = (kind: Comparison['kind']) => comparisons.filter((c) => c.kind === kind).length;
  const needed = count('flipped') + count('false-pass');
  const free = count('kept') + count('false-alarm');
  console.log(
    [
      ...missed.map(({ kind, mutant, why }) => `${kind}: ${mutant} (${why})`),
      `${what}, ${comparisons.length} changes.`,
      `  Needed:     ${needed} changed, ${count('flipped')} answers turned, ${count('false-pass')} passed falsely.`,
      `  Not needed: ${free} changed, ${count('kept')} answers stood, ${count('false-alarm')} turned falsely.`,
      `  Beside:     ${count('refused')} contradict themselves and are refused, ${count('not-simulated')} cannot be played through.`,
    ].join('\n'),
  );
  return missed.length;
}
