import type { Assumption } from '../../reachability/assumptions.ts';
import { hang } from './wrap.ts';

/** What the answer takes somebody's word for. */
export function assumptionLines(stated: readonly Assumption[], width: number): readonly string[] {
  return stated.flatMap(({ hop, because }) => hang('  assumed    ', `${hop} forwards, because ${because}`, width));
}
