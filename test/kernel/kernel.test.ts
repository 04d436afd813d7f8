import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { optionalSuite } from '../support/optional-suite.ts';
import { type Comparison, compareWorld, countComparisons } from './compare.ts';
import { readWorlds } from './world.ts';

optionalSuite(
  'the Linux kernel agrees',
  'KERNEL_ORACLE_DIR',
  'the worlds and what the kernel did with them are not here',
  (folder) => {
    const worlds = readWorlds(join(folder, 'corpus'));
    const comparisons: Comparison[] = [];

    test('there are worlds, with rows that count', () => {
      expect(worlds.length).toBeGreaterThan(0);
      expect(worlds.every(({ rows }) => rows.length > 0)).toBe(true);
    });

    describe('in', () => {
      test.for(worlds)('$name', (judged) => {
        const compared = compareWorld(judged);
        comparisons.push(...compared);
        expect(compared.filter(({ kind }) => kind === 'disagrees')).toEqual([]);
      });
    });

    afterAll(() => {
      const counts = [...countComparisons(comparisons)].map(([name, count]) => `  ${name}: ${count}`);
      console.log(['Rows compared with the Linux kernel:', ...counts].join('\n'));
    });
  },
);
