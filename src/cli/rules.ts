import { AppError } from '../errors.ts';
import type { ExitStatus } from '../gate/exit-status.ts';
import { hang } from '../report/text/wrap.ts';
import type { Rule } from '../rules/rule.ts';
import { RULE_BOOK } from '../rules/rule-book.ts';
import type { CliDeps } from './deps.ts';

interface RulesOptions {
  /** Null: all of them. */
  readonly id: string | null;
  readonly format: 'text' | 'json';
}

export async function runRules({ id, format }: RulesOptions, { terminal }: CliDeps): Promise<ExitStatus> {
  const { rules } = RULE_BOOK;
  if (id === null) {
    terminal.out(format === 'json' ? json({ rules }) : table(rules));
    return 0;
  }
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    throw new AppError('NOT_FOUND', `There is no rule ${id}.`, {
      resource: id,
      hint: '`rotation-preflight rules` lists them.',
    });
  }
  terminal.out(format === 'json' ? json(rule) : explained(rule, terminal.width));
  return 0;
}

function table(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, outcome, title }) => `${outcome.padEnd(7)}  ${id.padEnd(width)}  ${title}\n`).join('');
}

function explained(rule: Rule, width: number): string {
  const rows: readonly (readonly [string, string])[] = [
    ['code', rule.code],
    ['outcome', rule.outcome],
    ['judged for', rule.prerequisite],
    ['message', rule.message],
    ['fix', rule.fix],
    ['symptom', rule.symptom],
    ['docs', rule.docs],
    ['scenarios', rule.scenarios.join(', ')],
  ];
  const shown = rows
    .filter(([, text]) => text !== '')
    .flatMap(([name, text]) => hang(`  ${name.padEnd(12)}`, text, width));
  return `${[`${rule.id}: ${rule.title}`, '', ...shown].join('\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
