import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { invalidRules } from './invalid-rules.ts';
import { RULE_PREREQUISITES, type Rule, type RuleSource } from './rule.ts';

const FIELDS: Readonly<Record<keyof Rule, 'required' | 'optional'>> = {
  id: 'required',
  prerequisite: 'required',
  check: 'required',
  code: 'required',
  direction: 'optional',
  outcome: 'required',
  title: 'required',
  message: 'required',
  fix: 'required',
  symptom: 'required',
  docs: 'required',
  scenarios: 'required',
};

/** What a field's text has to be, and how to say so. */
const FORM: Readonly<Partial<Record<string, readonly [RegExp, string]>>> = {
  id: [/^[a-z0-9]+(-[a-z0-9]+)*$/, 'words in small letters with hyphens between them'],
  prerequisite: [new RegExp(`^(${RULE_PREREQUISITES.join('|')})$`), `one of ${RULE_PREREQUISITES.join(', ')}`],
  direction: [/^(egress|ingress)$/, 'egress or ingress'],
  outcome: [/^(fail|unknown|warning|note)$/, 'fail, unknown, warning or note'],
  docs: [/^https:\/\/docs\.aws\.amazon\.com\/\S+$/, 'the address of a page of docs.aws.amazon.com'],
  symptom: [/^/, 'a text'],
};
const NOT_EMPTY = [/\S/, 'a text that is not empty'] as const;

/**
 * Reads one rule file. `file` is its name below /rules.
 * @throws AppError INVALID_RULES naming file, line and column of everything that is not a rule's.
 */
export function parseRule(text: string, file: string): RuleSource {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false });
  const problems: string[] = [];
  const complain = (offset: number, what: string) => {
    const { line, col } = counter.linePos(offset);
    problems.push(`rules/${file}:${line}:${col}: ${what}`);
  };
  for (const { pos, message } of [...document.errors, ...document.warnings]) complain(pos[0], message);
  if (problems.length > 0) throw invalidRules(problems);
  if (!isMap(document.contents)) throw invalidRules([`rules/${file}:1:1: expected the fields of a rule`]);

  const values: Record<string, string | readonly string[]> = {};
  const lines: Record<string, number> = {};
  for (const pair of document.contents.items) {
    const { name, offset, value } = fieldOf(pair);
    if (name === null || !Object.hasOwn(FIELDS, name)) {
      complain(offset, `a rule has no field ${name ?? 'of this kind'}`);
      continue;
    }
    lines[name] = counter.linePos(offset).line;
    const read = name === 'scenarios' ? textsOf(value) : textOf(value);
    const [form, expected] = FORM[name] ?? NOT_EMPTY;
    if (read === null || (typeof read === 'string' && !form.test(read))) {
      complain(
        value?.range?.[0] ?? offset,
        `${name} has to be ${name === 'scenarios' ? 'a list of folder names' : expected}`,
      );
    } else {
      values[name] = read;
    }
  }
  for (const [name, need] of Object.entries(FIELDS)) {
    if (need === 'required' && lines[name] === undefined) problems.push(`rules/${file}:1:1: ${name} is missing`);
  }
  if (problems.length > 0) throw invalidRules(problems);
  return { file, lines, rule: { direction: null, ...values } as unknown as Rule };
}

function fieldOf(pair: Pair): { name: string | null; offset: number; value: Node | null } {
  const key = pair.key as Node | null;
  const name = isScalar(key) && typeof key.value === 'string' ? key.value : null;
  return { name, offset: key?.range?.[0] ?? 0, value: isPair(pair) ? (pair.value as Node | null) : null };
}

function textOf(node: Node | null): string | null {
  return isScalar(node) && typeof node.value === 'string' ? node.value.trim() : null;
}

function textsOf(node: Node | null): readonly string[] | null {
  if (!isSeq(node)) return null;
  const texts = node.items.map((item) => textOf(item as Node));
  return texts.every((text) => text !== null) ? texts : null;
}
