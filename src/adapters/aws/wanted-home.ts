import type { FactsSoFar } from './facts-so-far.ts';
import { type Wanted, wantedAt } from './place.ts';
import { functionVpcs, rotationFunction } from './wanted-functions.ts';
import { isInSight, placeIn } from './whereabouts.ts';

/** The function's VPC, where the function is seen from and as its owner. */
export function homeVpcs(facts: FactsSoFar): readonly Wanted[] {
  const [name] = rotationFunction(facts);
  return name === undefined ? [] : alsoAsOwner(facts, wantedAt(placeIn(facts, name.account), functionVpcs(facts)));
}

/** A participant of a shared VPC does not see all of it, its owner does. */
export function alsoAsOwner(facts: FactsSoFar, wanted: readonly Wanted[]): readonly Wanted[] {
  const owners = new Map(facts.items('Vpcs').map(({ VpcId, OwnerId }) => [VpcId, OwnerId]));
  const asOwner = wanted
    .map(({ value, at }) => ({ value, at: placeIn(facts, owners.get(value) ?? at.account, at.region) }))
    .filter(({ at }) => isInSight(facts, at));
  return [...wanted, ...asOwner];
}
