import { registerHooks } from 'node:module';

const COUNTS = 'var c = cov.static;';

/**
 * Stryker's instrumented code counts each place it comes by even when a mutant is in force and nobody reads the counts,
 * which makes a scenario several times slower. What is loaded after this call counts only while no mutant is in force.
 */
export function countOnlyWithoutMutants(): void {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith('.ts') || !(loaded.source instanceof Uint8Array)) return loaded;
      const text = new TextDecoder().decode(loaded.source);
      return { ...loaded, source: text.replace(COUNTS, `if (ns.activeMutant !== undefined) return; ${COUNTS}`) };
    },
  });
}
