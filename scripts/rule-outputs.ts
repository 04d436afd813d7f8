import type { RuleSource } from '../src/rules/rule.ts';

/** The module that the product reads its rules from. */
export function rulesModule(sources: readonly RuleSource[]): string {
  const items = sources.map((source) => `  ${JSON.stringify(source)},\n`).join('');
  return `// Made from rules/**/*.yaml by scripts/compile-rules.ts.
import type { RuleSource } from '../rule.ts';

export const RULE_SOURCES: readonly RuleSource[] = [
${items}];
`;
}

const INDEX = /(<!-- index -->\n)[\s\S]*(<!-- \/index -->)/;

/** The README of /rules with its index made anew, between its marks. */
export function rulesReadme(readme: string, sources: readonly RuleSource[]): string {
  const folders = Map.groupBy(sources, ({ file }) => file.slice(0, file.lastIndexOf('/')));
  const tables = [...folders].map(([folder, rules]) => {
    const rows = rules.map(({ file, rule }) => {
      const where = rule.direction === null ? '' : ` (${rule.direction})`;
      return `| [${rule.id}](${file}) | \`${rule.code}\`${where} | ${rule.outcome} | ${rule.title} |\n`;
    });
    return `### ${folder}\n\n| rule | explains | outcome | what it is |\n|---|---|---|---|\n${rows.join('')}`;
  });
  if (!INDEX.test(readme)) throw new Error('rules/README.md has lost the marks of its index');
  return readme.replace(INDEX, (_, open: string, close: string) => `${open}\n${tables.join('\n')}\n${close}`);
}
