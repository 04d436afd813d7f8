import { answersOf } from '../../../src/reachability/names/answers-of.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { SECRETS_MANAGER_HOST, type World } from '../../support/world.ts';

/** What a name gives in the healthy VPC after a change. */
export function answersIn(change: (world: World) => void, host = SECRETS_MANAGER_HOST) {
  const world = healthyWorld();
  change(world);
  return answersOf(openSnapshot(parseSnapshot(world, 'test'), 'test'), 'vpc-1', host, true);
}
