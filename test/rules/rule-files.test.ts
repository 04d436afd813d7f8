import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ruleFiles } from '../../scripts/rule-files.ts';
import { rulesModule, rulesReadme } from '../../scripts/rule-outputs.ts';
import { AppError } from '../../src/errors.ts';
import { bindRules } from '../../src/rules/bind-rules.ts';
import { parseRule } from '../../src/rules/parse-rule.ts';
import type { Rule, RuleSource } from '../../src/rules/rule.ts';

const sources = ruleFiles().map(({ file, text }) => parseRule(text, file));

function problems(changed: readonly RuleSource[]): string {
  try {
    bindRules(changed);
  } catch (error) {
    if (error instanceof AppError && error.code === 'INVALID_RULES') return error.message;
    throw error;
  }
  return '';
}

function withChanged(id: string, change: Partial<Rule>): readonly RuleSource[] {
  return sources.map((source) => (source.rule.id === id ? { ...source, rule: { ...source.rule, ...change } } : source));
}

it('all rules bind, each code and each outcome of a precondition explained once', () => {
  expect(problems(sources)).toBe('');
});

it.each(sources.map(({ file, rule }) => [file, rule.code] as const))('nothing starts without %s', (file, code) => {
  expect(problems(sources.filter((source) => source.file !== file))).toContain(`no rule explains ${code}`);
});

it('what the product reads, and the index, are made from these files', () => {
  const remedy = 'run node scripts/compile-rules.ts';
  expect(readFileSync('src/rules/generated/rule-sources.ts', 'utf8') === rulesModule(sources), remedy).toBe(true);
  const readme = readFileSync('rules/README.md', 'utf8');
  expect(readme === rulesReadme(readme, sources), remedy).toBe(true);
});

it('a rule stands in the file that bears its name', () => {
  for (const { file, rule } of sources) expect(file.endsWith(`/${rule.id}.yaml`), file).toBe(true);
});

it('messages and fixes end as sentences do', () => {
  for (const { file, rule } of sources) {
    expect(rule.fix, file).toMatch(/(\.|\{hint\})$/);
    expect(rule.message, file).toMatch(/(\.|\{reason\}|\{problems\})$/);
    expect(rule.title, file).not.toMatch(/\.$/);
  }
});

it('names only scenarios that are there', () => {
  for (const { file, rule } of sources) {
    for (const scenario of rule.scenarios)
      expect(existsSync(`test/scenarios/${scenario}`), `${file}: ${scenario}`).toBe(true);
  }
});

it.each<[string, Partial<Rule>, string]>([
  [
    'another outcome',
    { outcome: 'note' },
    'rules/network/no-route.yaml:5: for the engine NO_ROUTE_TO_DESTINATION is fail, not note',
  ],
  [
    'another check',
    { check: 'guess' },
    'rules/network/no-route.yaml:3: NO_ROUTE_TO_DESTINATION is found by the check route, not by guess',
  ],
  [
    'an unknown placeholder',
    { fix: 'Ask {nobody}.' },
    'brings no {nobody}; it has {destination} {nearest} {subnet} {resources}',
  ],
  [
    'an unknown code',
    { code: 'X_NOTHING' as Rule['code'] },
    'rules/network/no-route.yaml:4: the engine knows no code X_NOTHING',
  ],
  [
    'the id of another',
    { id: 'dead-route' },
    'the id dead-route is explained by rules/network/dead-route.yaml already',
  ],
])('a rule does not bind with %s', (_, change, problem) => {
  expect(problems(withChanged('no-route', change))).toContain(problem);
});

it('a rule for both directions and one for one of them explain the same thing twice', () => {
  expect(problems(withChanged('security-group-inbound', { direction: null }))).toContain('is explained by');
});

it('one direction alone leaves the other unexplained', () => {
  expect(problems(withChanged('no-route', { direction: 'egress' }))).toContain(
    'no rule explains NO_ROUTE_TO_DESTINATION (fail, ingress)',
  );
});
