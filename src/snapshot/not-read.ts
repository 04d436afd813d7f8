import { FAMILIES, type ListName } from './families.ts';
import type { MissingFact } from './known.ts';

/** The missing fact of a list that was read without what is asked of it. */
export function notRead(list: ListName, reason: string): MissingFact {
  return { list, action: FAMILIES[list].action, reason };
}
