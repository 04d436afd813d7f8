import { registerHooks } from 'node:module';

const COUNTS = 'var c = cov.static;';

/**
 * Stryker's instrumented code counts each place it comes by even when a mutant is in force and nobody reads the counts,
 * which makes tests several times slower: the code of a module that counts only while no mutant is in force.
 */
export function uncounted(code: string): string {
  return code.replace(COUNTS, `if (ns.activeMutant !== undefined) return; ${COUNTS}`);
}

/** Lets what Node.js loads after this call count only while no mutant is in force. */
export function countOnlyWithoutMutants(): void {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith('.ts') || !(loaded.source instanceof Uint8Array)) return loaded;
      return { ...loaded, source: uncounted(new TextDecoder().decode(loaded.source)) };
    },
  });
}
