// Changes every passing scenario in one place at a time and compares the answer with a rotation played through packet
// by packet: `npm run mutants:worlds`, or `-- NAME` for the scenarios whose names hold the word. Ends with 1 if an answer
// passes although the rotation no longer works, or no longer passes although it does.
import { parseArgs } from 'node:util';
import { type Comparison, compareMutant } from '../test/packets/mutant-verdicts.ts';
import { mutantsOf } from '../test/packets/mutants.ts';
import { rotationWorks } from '../test/packets/rotation-works.ts';
import { readScenarios, type ScenarioFolder } from '../test/packets/scenario-folders.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const passing = readScenarios()
  .filter(({ expected }) => expected.status === 'pass')
  .filter(({ name }) => positionals.every((word) => name.includes(word)));
const playable = passing.filter(({ document, question }) => rotationWorks(document, question).kind === 'works');
const comparisons = playable.flatMap(compareMutants);
printFigures();
process.exitCode = comparisons.some(isMiss) ? 1 : 0;

function compareMutants({ name, document, question }: ScenarioFolder): readonly Comparison[] {
  const compared = mutantsOf(document).map((mutant) => compareMutant(mutant, question));
  for (const c of compared.filter(isMiss)) console.log(`${c.kind}: ${name}: ${c.mutant} (${c.why})`);
  return compared;
}

function isMiss(c: Comparison): c is Extract<Comparison, { readonly mutant: string }> {
  return 'mutant' in c;
}

function printFigures(): void {
  const count = (kind: Comparison['kind']) => comparisons.filter((c) => c.kind === kind).length;
  const needed = count('flipped') + count('false-pass');
  const free = count('kept') + count('false-alarm');
  console.log(
    [
      `${playable.length} of ${passing.length} passing scenarios can be played through, ${comparisons.length} changes.`,
      `Needed:     ${needed} changed, ${count('flipped')} answers turned, ${count('false-pass')} passed falsely.`,
      `Not needed: ${free} changed, ${count('kept')} answers stood, ${count('false-alarm')} turned falsely.`,
      `Beside:     ${count('refused')} changes contradict the snapshot, which is refused; ${count('not-simulated')} cannot be played through.`,
    ].join('\n'),
  );
}
