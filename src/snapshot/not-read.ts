import { FAMILIES, type ListName } from './families.ts';
import type { MissingFact } from './known.ts';

/** The missing fact of a list that was read without what is asked of it; `action` where another than the list's own reads that. */
export function notRead(list: ListName, reason: string, action: string = FAMILIES[list].action): MissingFact {
  return { list, action, reason };
}
