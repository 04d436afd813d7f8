import { AppError } from '../errors.ts';

/** What every message may name, besides the details of its code. */
export const PLACE_PLACEHOLDERS = ['resources', 'at', 'entry', 'leg', 'direction'] as const;

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** The names between braces, each once. */
export function placeholdersOf(template: string): readonly string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? ''))];
}

export function render(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new AppError('INTERNAL', `No value for {${name}} in “${template}”`, { hint: 'Report this as a bug.' });
    }
    return value;
  });
}
