import { AppError } from '../errors.ts';
import { EVERY_OPAQUE_KIND, type OpaqueKind } from '../reachability/assumptions.ts';

/**
 * Reads PREFLIGHT_ALLOWED_ASSUMPTIONS: kinds of hops, separated by commas; empty: none.
 * @throws AppError CONFIGURATION for a kind there is none.
 */
export function parseAllowedAssumptions(text: string): ReadonlySet<OpaqueKind> {
  const named = text === '' ? [] : text.split(',').map((kind) => kind.trim());
  return new Set(named.map(kindOf));
}

function kindOf(name: string): OpaqueKind {
  const kind = [...EVERY_OPAQUE_KIND].find((candidate) => candidate === name);
  if (kind !== undefined) return kind;
  throw new AppError('CONFIGURATION', `PREFLIGHT_ALLOWED_ASSUMPTIONS: ${name || 'an empty entry'} is no kind of hop.`, {
    resource: 'PREFLIGHT_ALLOWED_ASSUMPTIONS',
    hint: `Name kinds among ${[...EVERY_OPAQUE_KIND].join(', ')}, separated by commas.`,
  });
}
