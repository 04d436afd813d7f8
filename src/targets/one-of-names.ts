import { blocker } from '../reachability/blocker.ts';
import type { ResolvedName } from '../reachability/names/answers-of.ts';
import type { ResolvedTarget } from './resolve-target.ts';
import type { TargetAddress } from './target-addresses.ts';
import { type TargetSpec, written } from './target-spec.ts';

/** The names of which a target's is another one, where a policy of its records picks one of several. */
export function namesPicked({ alternatives, blockers }: ResolvedName, spec: TargetSpec): readonly string[] {
  if (spec.addresses.length > 0 || blockers.length > 0) return [];
  const names = alternatives.flatMap((a) => (a.kind === 'public' ? [a.name] : []));
  return names.length > 1 && names.length === alternatives.length ? names : [];
}

/** A target that is one of several, each of which has been found: only what holds for all of them is known. Null: not all are found. */
export function oneOfTargets(
  found: readonly ResolvedTarget[],
  { uncertain, because }: ResolvedName,
  spec: TargetSpec,
): Pick<ResolvedTarget, 'parts' | 'later' | 'hypothetical'> | null {
  const places = found.map(placesOf);
  if (places.some((p) => p.length === 0)) return null;
  const reason = `${because}; give its addresses as ${written(spec)}=IP,IP`;
  const doubt = uncertain ?? blocker('X_NAME_UNKNOWN', { resources: [spec.host] }, { host: spec.host, reason });
  return {
    parts: [{ places: places.flat(), doubt, note: null }],
    later: found.flatMap((target) => target.later),
    hypothetical: found.flatMap((target) => target.hypothetical),
  };
}

/** Where one target is, or may be; nowhere where that is not known, or may be several things at once. */
function placesOf({ parts, blockers }: ResolvedTarget): readonly (readonly TargetAddress[])[] {
  const [only, ...others] = parts;
  if (only === undefined || blockers.length > 0) return [];
  if (others.length === 0) return only.places;
  return parts.every((part) => part.places.length === 1) ? [parts.flatMap((part) => part.places.flat())] : [];
}
