import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answer, DOMAIN_TABLES } from './domain-rows.ts';
import type { Expectation, ExpectedVerdict } from './expectation.ts';

const VERDICTS: Readonly<Record<Exclude<Answer, '-'>, ExpectedVerdict>> = {
  pass: { verdict: 'pass', intermittent: false },
  warn: { verdict: 'pass', intermittent: false },
  fail: { verdict: 'fail', intermittent: false },
  partly: { verdict: 'fail', intermittent: true },
  unknown: { verdict: 'unknown', intermittent: false },
  'n/a': { verdict: 'not-applicable', intermittent: false },
};

describe.each(DOMAIN_TABLES)('decisions: $name', ({ rows, size }) => {
  it('are all there, each once', () => {
    expect(rows).toHaveLength(size);
    expect(new Set(rows.map(([says]) => says)).size).toBe(size);
  });

  const cases = rows.flatMap(([says, byFolder]) =>
    Object.entries(byFolder).map(([folder, answers]) => ({ says, folder, answers })),
  );

  it.each(cases)('$says: $folder, $answers', ({ folder, answers }) => {
    const file = join(import.meta.dirname, folder, 'expected.json');
    expect(existsSync(file), `${folder} is no scenario`).toBe(true);
    const expected = JSON.parse(readFileSync(file, 'utf8')) as Expectation;
    const [service, endpoint, precondition] = answers.split(' ') as [Answer, Answer, string | undefined];
    if (service !== '-') expect(expected.service).toEqual(VERDICTS[service]);
    if (endpoint !== '-') expect(expected.endpoint).toEqual(VERDICTS[endpoint]);
    if (service === 'warn' || endpoint === 'warn') expect(expected.warnings).not.toEqual([]);
    const [id, verdict] = precondition?.split('=') ?? [];
    if (id !== undefined) expect(expected.preconditions).toHaveProperty(id, verdict);
    else if (service !== '-' || endpoint !== '-') expect(expected.preconditions).toEqual({});
  });
});
