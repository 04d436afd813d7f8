import { PRECONDITIONS, preconditionCode } from '../preconditions/precondition.ts';
import { CODES, type Outcome } from '../reachability/codes.ts';
import type { Direction } from '../reachability/trace.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import { invalidRules } from './invalid-rules.ts';
import type { Rule, RuleSource } from './rule.ts';
import { PLACE_PLACEHOLDERS, placeholdersOf } from './template.ts';

/** All rules, bound to the engine: whatever it finds is explained by exactly one of them. */
export interface RuleBook {
  /** Ascending by id. */
  readonly rules: readonly Rule[];
  /** @throws AppError INVALID_RULES if there is none, which binding rules out for all that the engine declares. */
  readonly ruleFor: (code: string, outcome: Outcome, direction: Direction | null) => Rule;
}

/** What the engine can find under one code: its check, its outcomes, the details it brings. */
interface Findable {
  readonly check: string;
  readonly outcomes: readonly Outcome[];
  readonly details: readonly string[];
}

const FINDABLE: ReadonlyMap<string, Findable> = new Map<string, Findable>([
  ...Object.entries(CODES).map(
    ([code, { check, outcome, details }]) => [code, { check, outcomes: [outcome], details }] as const,
  ),
  ...Object.entries(PRECONDITIONS).map(
    ([id, { outcomes, details }]) =>
      [preconditionCode(id as keyof typeof PRECONDITIONS), { check: id, outcomes, details }] as const,
  ),
]);

/** @throws AppError INVALID_RULES with everything that does not fit the engine, a line each, naming file and line. */
export function bindRules(sources: readonly RuleSource[]): RuleBook {
  const problems = [...sources.flatMap(misfits), ...repeated(sources), ...unexplained(sources)];
  if (problems.length > 0) throw invalidRules(problems);
  const rules = sources.map(({ rule }) => rule).sort((a, b) => byCodeUnit(a.id, b.id));
  const byKey = new Map(rules.map((rule) => [keyOf(rule.code, rule.outcome, rule.direction), rule]));
  return {
    rules,
    ruleFor(code, outcome, direction) {
      const rule = byKey.get(keyOf(code, outcome, direction)) ?? byKey.get(keyOf(code, outcome, null));
      if (rule === undefined)
        throw invalidRules([`No rule explains ${code} (${outcome}, ${direction ?? 'no direction'}).`]);
      return rule;
    },
  };
}

function misfits({ file, lines, rule }: RuleSource): readonly string[] {
  const at = (field: keyof Rule) => `rules/${file}:${lines[field] ?? 1}:`;
  const findable = FINDABLE.get(rule.code);
  if (findable === undefined) return [`${at('code')} the engine knows no code ${rule.code}`];
  const problems: string[] = [];
  if (rule.check !== findable.check) {
    problems.push(`${at('check')} ${rule.code} is found by the check ${findable.check}, not by ${rule.check}`);
  }
  if (!findable.outcomes.includes(rule.outcome)) {
    problems.push(
      `${at('outcome')} for the engine ${rule.code} is ${findable.outcomes.join(' or ')}, not ${rule.outcome}`,
    );
  }
  const allowed: readonly string[] = [...findable.details, ...PLACE_PLACEHOLDERS];
  for (const field of ['title', 'message', 'fix', 'symptom'] as const) {
    for (const name of placeholdersOf(rule[field])) {
      if (allowed.includes(name)) continue;
      problems.push(`${at(field)} ${rule.code} brings no {${name}}; it has ${allowed.map((a) => `{${a}}`).join(' ')}`);
    }
  }
  return problems;
}

/** Two rules of one id, or for the same thing: one of them would never be read. */
function repeated(sources: readonly RuleSource[]): readonly string[] {
  const problems: string[] = [];
  const first = new Map<string, string>();
  for (const { file, lines, rule } of sources) {
    const directions: readonly (Direction | null)[] =
      rule.direction === null ? [null, 'egress', 'ingress'] : [rule.direction];
    const explained = directions.map((direction) => keyOf(rule.code, rule.outcome, direction));
    for (const [field, key, what] of [
      ['id', `id ${rule.id}`, `the id ${rule.id}`] as const,
      ...explained.map((key) => ['code', key, `${rule.code} (${rule.outcome})`] as const),
    ]) {
      const other = first.get(key);
      if (other !== undefined && other !== file) {
        problems.push(`rules/${file}:${lines[field] ?? 1}: ${what} is explained by rules/${other} already`);
      }
      first.set(key, other ?? file);
    }
  }
  return [...new Set(problems)];
}

/** A code is explained by one rule, or by one for each direction. */
function unexplained(sources: readonly RuleSource[]): readonly string[] {
  const keys = new Set(sources.map(({ rule }) => keyOf(rule.code, rule.outcome, rule.direction)));
  const problems: string[] = [];
  for (const [code, { outcomes }] of FINDABLE) {
    for (const outcome of outcomes) {
      const has = (direction: Direction | null) => keys.has(keyOf(code, outcome, direction));
      if (has(null) || (has('egress') && has('ingress'))) continue;
      const missing = has('egress') ? ', ingress' : has('ingress') ? ', egress' : '';
      problems.push(`rules: no rule explains ${code} (${outcome}${missing})`);
    }
  }
  return problems;
}

function keyOf(code: string, outcome: Outcome, direction: Direction | null): string {
  return `${code} ${outcome} ${direction ?? '*'}`;
}
