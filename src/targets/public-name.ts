import { sideSeen } from '../reachability/names/split-horizon.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';

/** What a name with a public and a private address gives where it is asked: `either` where that is not known. */
export type Meaning = 'private' | 'public' | 'either';

/** Where a name is asked: the VPC, null outside any, and whether Amazon's resolver and both DNS attributes are known to be on there. */
export interface Asker {
  readonly vpc: string | null;
  readonly hasPrivateAnswers: boolean;
}

/** A public name of AWS's own means the private address where it is asked near enough to what it names. */
export function meaningOfPublicName(snapshot: NetworkSnapshot, asker: Asker, owner: string | null): Meaning {
  if (asker.vpc === null) return 'public';
  if (owner === null || !asker.hasPrivateAnswers) return 'either';
  const side = sideSeen(snapshot, asker.vpc, owner);
  return side === 'unknown' ? 'either' : side;
}
