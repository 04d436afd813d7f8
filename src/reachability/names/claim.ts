import type { Blocker } from '../blocker.ts';
import type { NameAnswer } from './name-answer.ts';

/** The ranks of claims for equally long names: rules before zones, the VPC's own before those of its Profiles. */
export const RANK = {
  rule: 0,
  zone: 1,
  profileRule: (index: number) => 2 + 2 * index,
  profileZone: (index: number) => 3 + 2 * index,
} as const;

interface Precedence {
  /** How long the part of the name is that it is for. */
  readonly length: number;
  readonly rank: number;
}

/** Something that answers a name instead of the public DNS: a zone or rule for it or for a parent of it. */
interface ClaimInForce extends Precedence {
  readonly doubt: null;
  /** The zone, rule or endpoint. */
  readonly by: string;
  /** What it answers; `below` is what the name would give without it. */
  readonly answer: (below: () => NameAnswer) => NameAnswer;
}

/** Something that may answer, and why nobody knows whether it does. */
interface DoubtfulClaim extends Precedence {
  readonly doubt: Blocker;
}

export type Claim = ClaimInForce | DoubtfulClaim;

/** The longest name wins, and of equals the lower rank. */
export function byPrecedence(a: Precedence, b: Precedence): number {
  return b.length - a.length || a.rank - b.rank;
}
