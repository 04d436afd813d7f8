import { AppError } from '../errors.ts';

/** What every message may name, besides the details of its code. */
export const PLACE_PLACEHOLDERS = ['resources', 'at', 'entry', 'leg', 'direction'] as const;

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** The names between braces, each once. */
export function placeholdersOf(template: string): readonly string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? ''))];
}

/** Fills the places of a template, and those of what is to be done. A detail that is a sentence brings its own full stop: there is one in the end. */
export function render(template: string, values: Readonly<Record<string, string>>): string {
  const text = template.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new AppError('INTERNAL', `No value for {${name}} in “${template}”`, { hint: 'Report this as a bug.' });
    }
    return name === 'mend' ? value.replace(PLACEHOLDER, (whole, named: string) => values[named] ?? whole) : value;
  });
  return text.replace(/\.\.(?=\s|$)/g, '.');
}
