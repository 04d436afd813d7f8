import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/assessment/assessment.ts';
import { RULE_BOOK } from '../../src/rules/rule-book.ts';
import { ask } from '../scenarios/ask.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';

const ROOT = 'test/scenarios';
const FOLDERS = readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, 'expected.json')));

const findings: ReadonlyMap<string, readonly Finding[]> = new Map(
  FOLDERS.map((folder) => {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, folder, file), 'utf8'));
    return [folder, ask(read('snapshot.json'), read('question.json') as ScenarioQuestion).findings];
  }),
);

function firesIn(rule: string): readonly string[] {
  return FOLDERS.filter((folder) => findings.get(folder)?.some((finding) => finding.rule === rule));
}

/** Rules no assessment can show, and why. */
const EXCUSED: Readonly<Record<string, string>> = {
  'nat-gateway-protocol': 'a rotation speaks TCP: only trace asks for other protocols',
  'changed-since-check': 'the gate finds it just before the call, after the assessment: its tests are the gate’s',
};

it.each(Object.entries(EXCUSED))('%s never fires: %s', (id) => {
  expect(RULE_BOOK.rules.map((rule) => rule.id)).toContain(id);
  expect(firesIn(id)).toEqual([]);
});

describe.each(RULE_BOOK.rules.filter((rule) => !Object.hasOwn(EXCUSED, rule.id)))('$id', ({ id, scenarios }) => {
  const fires = firesIn(id);

  it('fires in one scenario and stays silent in another', () => {
    expect(fires.length).toBeGreaterThan(0);
    expect(fires.length).toBeLessThan(FOLDERS.length);
  });

  it('fires where it says it does', () => {
    expect(scenarios.length).toBeGreaterThan(0);
    expect(scenarios.filter((scenario) => !fires.includes(scenario))).toEqual([]);
  });
});

it('each finding is of a prerequisite its rule is for', () => {
  const prerequisites = new Map(RULE_BOOK.rules.map(({ id, prerequisite }) => [id, prerequisite]));
  for (const [folder, found] of findings) {
    for (const { rule, prerequisite } of found) {
      const stated = prerequisites.get(rule);
      const fits =
        stated === 'any' || stated === prerequisite || (stated === 'both' && prerequisite !== 'precondition');
      expect(fits, `${folder}: ${rule} for ${prerequisite}, but the rule is for ${stated}`).toBe(true);
    }
  }
});

it('no text holds an empty or an unfilled place', () => {
  for (const [folder, found] of findings) {
    for (const { rule, message, fix, symptom } of found) {
      for (const text of [message, fix, symptom])
        expect(text, `${folder}: ${rule}`).not.toMatch(/[{}]| {2}|undefined|null|\.\.$/);
    }
  }
});
