import { FAMILIES, type ListName } from './families.ts';
import type { MissingFact } from './known.ts';

/** The missing fact of a list that was read without what is asked of it; `action` where another than the list's own reads that. */
export function notRead(list: ListName, reason: string, action: string = FAMILIES[list].action): MissingFact {
  return { list, action, reason };
}

/** The missing fact of a thing that AWS is changing at the moment of the capture. */
export function inBetween(list: ListName, reason: string): MissingFact {
  return { ...notRead(list, reason), mend: 'Wait until AWS has made the change' };
}

/** The missing fact of a thing in a shared VPC, which AWS shows to the account that shares it and to no other. */
export function forItsOwnerOnly(list: ListName, owner: string, id: string): MissingFact {
  const reason = `only account ${owner}, which shares the subnet, can read ${id}`;
  return { ...notRead(list, reason), mend: readInAccount(owner) };
}

export function readInAccount(account: string): string {
  return `Run the check with a role of account ${account}, or add what that one reads to the snapshot`;
}

/** How to come to know a fact, as the beginning of a sentence with places for its action and its list. */
export function mendOf({ mend }: MissingFact): string {
  return mend ?? 'Allow {action} to whoever runs the check, or add {missing} to the snapshot';
}
