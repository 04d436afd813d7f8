import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import { expectGolden } from '../support/golden.ts';
import { shuffled, withUnrelatedVpc } from '../support/perturb.ts';
import { ask, complete, told } from './ask.ts';
import type { Expectation, ScenarioQuestion } from './expectation.ts';
import { said } from './said.ts';

const ROOT = import.meta.dirname;
const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'situations')
  .map((entry) => entry.name);

describe('scenarios', () => {
  it('are many', () => {
    expect(FOLDERS.length).toBeGreaterThan(200);
  });

  describe.each(FOLDERS)('%s', (folder) => {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, folder, file), 'utf8'));
    const snapshot = read('snapshot.json') as Record<string, unknown>;
    const question = read('question.json') as ScenarioQuestion;
    const expected = read('expected.json') as Expectation;

    it('comes to what AWS would do', () => {
      expect(told(ask(snapshot, question))).toEqual(complete(expected));
    });

    it('says what said.txt holds', () => {
      expectGolden(pathToFileURL(join(ROOT, folder, 'said.txt')), said(ask(snapshot, question)));
    });

    it('says the same of the same facts in another order', () => {
      const bytes = bytesOf(ask(snapshot, question));
      expect(bytesOf(ask(shuffled(snapshot, 1), question))).toBe(bytes);
      expect(bytesOf(ask(shuffled(snapshot, 2), question))).toBe(bytes);
    });

    it('does not mind broken things in a VPC it has nothing to do with', () => {
      expect(bytesOf(ask(withUnrelatedVpc(snapshot), question))).toBe(bytesOf(ask(snapshot, question)));
    });
  });
});

/** All of the assessment but the digest of the bytes that were read. */
function bytesOf(assessment: Assessment): string {
  return JSON.stringify({ ...assessment, snapshot: { ...assessment.snapshot, digest: '' } });
}
