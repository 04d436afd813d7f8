import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import type { ResolvedName } from '../reachability/names/answers-of.ts';
import { plainName } from '../reachability/names/domain-name.ts';
import type { Alternative } from '../reachability/names/name-answer.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { notFound, ofNamedInterface, stated, type TargetAddress } from './target-addresses.ts';
import { type TargetSpec, written } from './target-spec.ts';

/** Where a name leads: more than one place where nobody knows which, none where nobody knows any. */
export interface HostPlaces {
  readonly places: readonly (readonly TargetAddress[])[];
  /** Why it is not known which place it is. */
  readonly doubt: Blocker | null;
  readonly blockers: readonly Blocker[];
}

/**
 * What an address (`answer` is null) or a name gives the function. What the facts prove counts before what somebody
 * states, and what is stated before nothing.
 */
export function ofHost(snapshot: NetworkSnapshot, answer: ResolvedName | null, spec: TargetSpec): HostPlaces {
  if (answer === null) return { places: [stated([spec.host]).addresses], doubt: null, blockers: [] };
  const inDocument = statedInDocument(snapshot, answer, spec.host);
  const said = statedAddresses(snapshot, answer, spec);
  const differing = spec.addresses.length > 0 && inDocument.length > 0 && !sameSet(spec.addresses, inDocument);
  const disagreement = differing ? [disagrees(spec, said, inDocument)] : [];
  const refused = answer.blockers.filter((b) => outcomeOf(b) === 'fail');
  if (refused.length > 0) return { places: asPlaces(said), doubt: null, blockers: [...disagreement, ...refused] };
  const proven = provenPlaces(snapshot, answer);
  const incomplete = proven !== null && proven.blockers.length > 0 && said.length > 0;
  if (proven === null || incomplete) return asSaid(answer, spec, said, disagreement);
  const known = new Set(proven.places.flat().map(({ address }) => address));
  const wrong = said.filter((address) => !known.has(address));
  const against = wrong.length > 0 && !differing ? [disagrees(spec, wrong, [...known].sort(byCodeUnit))] : [];
  return { ...proven, doubt: answer.uncertain, blockers: [...disagreement, ...against, ...proven.blockers] };
}

/** The addresses somebody states for a name: who asks for it counts before the document. */
export function statedAddresses(
  snapshot: NetworkSnapshot,
  answer: ResolvedName,
  { addresses, host }: TargetSpec,
): readonly string[] {
  return addresses.length > 0 ? addresses : statedInDocument(snapshot, answer, host);
}

/** The last name of a chain of aliases, which the public DNS answers; the name itself where there is none. */
export function lastName({ alternatives }: ResolvedName, host: string): string {
  const [only, ...others] = alternatives;
  return only?.kind === 'public' && others.length === 0 ? only.name : host;
}

function asSaid(
  { blockers, alternatives, uncertain, because }: ResolvedName,
  spec: TargetSpec,
  said: readonly string[],
  disagreement: readonly Blocker[],
): HostPlaces {
  if (said.length > 0) {
    const unread = blockers.filter((b) => b.code === 'UNKNOWN_RESOURCE');
    return { places: asPlaces(said), doubt: null, blockers: [...disagreement, ...unread] };
  }
  const why =
    alternatives.length > 1 || uncertain !== null ? because : 'nothing in the snapshot says which addresses it has';
  return { places: [], doubt: null, blockers: blockers.length > 0 ? blockers : [nameUnknown(spec, why)] };
}

function asPlaces(addresses: readonly string[]): HostPlaces['places'] {
  return addresses.length === 0 ? [] : [stated(addresses).addresses];
}

/** The places that facts prove, each with all its addresses; null where one may be anywhere. */
function provenPlaces(snapshot: NetworkSnapshot, answer: ResolvedName): Omit<HostPlaces, 'doubt'> | null {
  const { alternatives, blockers } = answer;
  if (blockers.length > 0 || alternatives.length === 0) return null;
  // A dead end among other answers decides nothing.
  const dead = alternatives.flatMap((a) => (a.kind === 'nowhere' ? [a.reason] : []));
  if (dead.length > 0) return dead.length < alternatives.length ? null : { places: [], blockers: dead };
  const found = alternatives.map((alternative) => placeOf(snapshot, alternative));
  const places = found.filter((place) => place !== null);
  if (places.length < found.length) return null;
  return { places: places.map((p) => p.addresses), blockers: places.flatMap((p) => p.blockers) };
}

function placeOf(snapshot: NetworkSnapshot, alternative: Alternative) {
  switch (alternative.kind) {
    case 'public':
    case 'nowhere':
      return null;
    case 'addresses':
      return { addresses: [...alternative.A, ...alternative.AAAA], blockers: [] };
    case 'endpoint': {
      const { endpoint, interfaces, records } = alternative;
      const found = interfaces.map((eni) => ofNamedInterface(snapshot, eni, records));
      const none = found.length === 0 ? [notFound(endpoint.VpcEndpointId, 'it has no network interfaces')] : [];
      return { addresses: found.flatMap((f) => f.addresses), blockers: [...none, ...found.flatMap((f) => f.blockers)] };
    }
  }
}

/** Of the name itself, or else of the one it is an alias of. */
function statedInDocument(snapshot: NetworkSnapshot, answer: ResolvedName, host: string): readonly string[] {
  const of = (name: string) => snapshot.seen('Names', {}).filter((row) => plainName(row.name) === name);
  const own = of(host);
  const rows = own.length > 0 ? own : of(lastName(answer, host));
  return [...new Set(rows.flatMap((row) => row.addresses))].sort();
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...new Set(a)].sort()) === JSON.stringify([...new Set(b)].sort());
}

function disagrees(spec: TargetSpec, said: readonly string[], declared: readonly string[]): Blocker {
  const named = `${written(spec)} at ${said.join(', ')}`;
  const details = { named, declared: declared.join(', '), source: 'the snapshot' };
  return blocker('X_TARGET_DISAGREES', { resources: [spec.host] }, details);
}

function nameUnknown(spec: TargetSpec, because: string): Blocker {
  const reason = `${because}; give its addresses as ${written(spec)}=IP,IP`;
  return blocker('X_NAME_UNKNOWN', { resources: [spec.host] }, { host: spec.host, reason });
}
