import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAMILIES } from '../../src/snapshot/families.ts';
import type { Expectation, ScenarioQuestion } from '../scenarios/expectation.ts';
import type { World } from '../support/world.ts';
import type { Situation } from './mechanical-fix.ts';

const ROOT = join(import.meta.dirname, '../scenarios');

export const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((f) => f.isDirectory() && f.name !== 'situations')
  .map((f) => f.name);

/** What a snapshot leaves out is an empty list. */
const EMPTY = Object.fromEntries(Object.keys(FAMILIES).map((list) => [list, []]));

export function situationOf(folder: string): Situation {
  return {
    world: { ...structuredClone(EMPTY), ...(read(folder, 'snapshot.json') as World) },
    question: read(folder, 'question.json') as ScenarioQuestion,
  };
}

export function fails(folder: string): boolean {
  return (read(folder, 'expected.json') as Expectation).status === 'fail';
}

function read(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, folder, file), 'utf8'));
}
