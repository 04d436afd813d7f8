import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Expectation, ScenarioQuestion } from '../scenarios/expectation.ts';

export interface ScenarioFolder {
  readonly name: string;
  readonly document: Record<string, unknown>;
  readonly question: ScenarioQuestion;
  readonly expected: Expectation;
}

const ROOT = join(import.meta.dirname, '../scenarios');

export function readScenarios(): readonly ScenarioFolder[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'situations')
    .map(({ name }) => {
      const read = (file: string) => JSON.parse(readFileSync(join(ROOT, name, file), 'utf8'));
      return {
        name,
        document: read('snapshot.json'),
        question: read('question.json'),
        expected: read('expected.json'),
      };
    });
}
