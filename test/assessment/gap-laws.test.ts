import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RequestRow } from '../../src/snapshot/document.ts';
import { ask } from '../scenarios/ask.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';

type Json = Record<string, unknown>;

const ROOT = join(import.meta.dirname, '../scenarios');
const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((f) => f.isDirectory() && f.name !== 'situations')
  .map((f) => f.name);
const read = (folder: string, file: string): unknown => JSON.parse(readFileSync(join(ROOT, folder, file), 'utf8'));

/** Nobody asked, though what was read before is still there. */
function neverAsked(document: Json, row: RequestRow): Json {
  return { ...document, requests: rowsOf(document).filter((r) => r !== row) };
}

/** Whoever asked was refused, and read nothing. */
function refused(document: Json, row: RequestRow): Json {
  const others = rowsOf(document).filter((r) => r !== row);
  const gap = { ...row, error: 'UnauthorizedOperation', message: 'You are not authorized to perform this operation.' };
  const nothing = Array.isArray(document[row.list]) ? [] : {};
  return {
    ...document,
    ...(others.some((r) => r.list === row.list) ? {} : { [row.list]: nothing }),
    requests: others,
    gaps: [...(document['gaps'] as readonly unknown[]), gap],
  };
}

function rowsOf(document: Json): readonly RequestRow[] {
  return (document['requests'] ?? []) as readonly RequestRow[];
}

function verdictsOf(document: Json, question: ScenarioQuestion): ReadonlyMap<string, string> {
  const { status, prerequisites, preconditions } = ask(document, question);
  return new Map([
    ['status', status],
    ['service', prerequisites.service.verdict],
    ['endpoint', prerequisites.endpoint.verdict],
    ...preconditions.map((p): [string, string] => [p.id, p.verdict]),
  ]);
}

/** Which function is meant may stand in the secret alone: without it nothing is asked of the function. */
function mayBecome(verdict: string | undefined, row: RequestRow): readonly (string | undefined)[] {
  return row.list === 'Secrets' ? [verdict, 'unknown', 'not-applicable'] : [verdict, 'unknown'];
}

/** One row of each folder, another in each, so that all lists have their turn. */
const TURNS = FOLDERS.flatMap((folder, i) => {
  const rows = rowsOf(read(folder, 'snapshot.json') as Json);
  const row = rows[i % rows.length];
  return row === undefined ? [] : [{ folder, row, list: row.list }];
});

describe('a fact nobody read turns a verdict to unknown, or changes nothing', () => {
  test.each(TURNS)('$list in $folder', ({ folder, row }) => {
    const document = read(folder, 'snapshot.json') as Json;
    const question = read(folder, 'question.json') as ScenarioQuestion;
    const same = rowsOf(document).find((r) => JSON.stringify(r) === JSON.stringify(row)) ?? row;
    const before = verdictsOf(document, question);
    for (const without of [neverAsked(document, same), refused(document, same)]) {
      for (const [what, verdict] of verdictsOf(without, question)) {
        expect(mayBecome(before.get(what), row), `${what} is ${verdict}`).toContain(verdict);
      }
    }
  });
});
