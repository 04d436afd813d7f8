import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWorlds } from '../kernel/world.ts';
import { optionalSuite } from '../support/optional-suite.ts';
import { verdictOfRow } from './kernel-row.ts';
import { compareMutant } from './mutant-verdicts.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { rotationWorks } from './rotation-works.ts';
import { readScenarios, type ScenarioFolder } from './scenario-folders.ts';

const SCENARIOS = readScenarios();

/** What could not be read, what was never asked and what the caller wants are nothing a packet meets. */
function isAboutPackets({ document, question, expected }: ScenarioFolder): boolean {
  const gaps = document['gaps'] as readonly unknown[] | undefined;
  const complete = document['requests'] !== undefined && (gaps ?? []).length === 0;
  return (complete || expected.status === 'pass') && question.rotation === undefined;
}

describe('a rotation played through packet by packet', () => {
  const judged = SCENARIOS.filter(isAboutPackets).map((scenario) => ({
    ...scenario,
    played: rotationWorks(scenario.document, scenario.question),
  }));
  const simulated = judged.filter(({ played }) => played.kind !== 'not-simulated');

  test('is a second opinion on hundreds of scenarios', () => {
    expect(simulated.length).toBeGreaterThan(350);
  });

  test.each(simulated)('works exactly where it is expected to pass: $name', ({ expected, played }) => {
    expect(played).toEqual(
      expected.status === 'pass' ? { kind: 'works' } : { kind: 'does-not-work', reason: expect.any(String) },
    );
  });
});

/** One in so many of a scenario's changes, others in each; `npm run mutants:worlds` makes them all. */
const ONE_IN = 40;

describe('a pass stands exactly as long as the rotation works', () => {
  const passing = SCENARIOS.filter((s) => s.expected.status === 'pass');
  test.each(passing)('$name', ({ document, question }) => {
    const turn = passing.findIndex((s) => s.document === document);
    const mutants = mutantsOf(document).filter((_, i) => i % ONE_IN === turn % ONE_IN);
    const misses = mutants.map((mutant) => compareMutant(mutant, question)).filter((c) => 'mutant' in c);
    expect(misses).toEqual([]);
  });
});

test('and passes nothing falsely after several changes at once of any scenario', () => {
  const judged = SCENARIOS.filter(isAboutPackets);
  const several = fc.tuple(fc.nat(judged.length - 1), fc.array(fc.nat(), { minLength: 2, maxLength: 4 }));
  fc.assert(
    fc.property(several, ([which, changes]) => {
      const scenario = judged[which];
      if (scenario === undefined) throw new RangeError('no such scenario');
      const mutant = changes.reduce((before, change) => oneOf(before, change), {
        name: '',
        document: scenario.document,
      });
      const compared = compareMutant({ ...mutant, name: `${scenario.name}:${mutant.name}` }, scenario.question);
      // Several changes may leave a document that states one thing by half: then unknown is right where packets would pass.
      expect(compared.kind).not.toBe('false-pass');
    }),
    { numRuns: 60 },
  );
});

function oneOf({ name, document }: Mutant, change: number): Mutant {
  const mutants = mutantsOf(document);
  const mutant = mutants[change % mutants.length];
  return mutant === undefined ? { name, document } : { ...mutant, name: `${name} ${mutant.name};` };
}

optionalSuite(
  'the Linux kernel sends packets the same way',
  'KERNEL_ORACLE_DIR',
  'the worlds and what the kernel did with them are not here',
  (folder) => {
    test.for(readWorlds(join(folder, 'corpus')))('$name', ({ world, rows }) => {
      const counted = rows.filter((row) => !row.unsupported && row.unspecified.length === 0);
      expect(counted.map((row) => verdictOfRow(world, row))).toEqual(counted.map((row) => row.verdict));
    });
  },
);
