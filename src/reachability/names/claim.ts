import type { Blocker } from '../blocker.ts';
import { type NameAnswer, unresolved } from './name-answer.ts';

/** The ranks of claims for equally long names: rules before zones, the VPC's own before those of its Profiles. */
export const RANK = {
  rule: 0,
  zone: 1,
  profileRule: (index: number) => 2 + 2 * index,
  profileZone: (index: number) => 3 + 2 * index,
} as const;

/** Something that answers a name instead of the public DNS: a zone or rule for it or for a parent of it. */
export interface Claim {
  /** The zone, rule or endpoint. */
  readonly by: string;
  /** How many labels of the name it is for. */
  readonly length: number;
  readonly rank: number;
  /** Why it is not known to be in force; null where it is. */
  readonly doubt: Blocker | null;
  /** What it answers; `below` is what the name would give without it. */
  readonly answer: (below: () => NameAnswer) => NameAnswer;
}

/** Something that nobody knows to be there, and that would answer up to this many labels. */
export function doubtfulClaim(length: number, rank: number, doubt: Blocker): Claim {
  return {
    by: doubt.resources[0] ?? '',
    length,
    rank,
    doubt,
    answer: () => unresolved([doubt], 'what answers the name is not known'),
  };
}

/** The longest name wins, and of equals the lower rank. */
export function byPrecedence(a: Claim, b: Claim): number {
  return b.length - a.length || a.rank - b.rank;
}
