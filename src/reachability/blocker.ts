import { CODES, type Code, type DetailsOf } from './codes.ts';
import type { Direction, Evidence, LegName } from './trace.ts';

/**
 * One thing that keeps a flow from passing (or, for codes of outcome `unknown`, from being judged).
 * Identity is { code, resources, leg, direction, at, entry, behind }; `details` and `evidence` explain it.
 */
export interface Blocker {
  readonly code: Code;
  /** Sorted; all security groups of one interface are one blocker. */
  readonly resources: readonly string[];
  readonly leg: LegName | null;
  readonly direction: Direction | null;
  /** The subnet or network interface where it happens. */
  readonly at: string | null;
  readonly entry: string | null;
  /** Found beyond an earlier blocker of the same trace. */
  readonly behind: boolean;
  /** The placeholders of the code, for messages. */
  readonly details: Readonly<Record<string, string>>;
  readonly evidence: readonly Evidence[];
}

export interface BlockerPlace {
  readonly resources: readonly string[];
  readonly leg?: LegName | null;
  readonly direction?: Direction | null;
  readonly at?: string | null;
  readonly entry?: string | null;
  readonly evidence?: readonly Evidence[];
}

/** Makes a blocker whose details are exactly the placeholders its code declares. */
export function blocker<C extends Code>(code: C, place: BlockerPlace, details: DetailsOf<C>): Blocker {
  return {
    code,
    resources: [...new Set(place.resources)].sort(),
    leg: place.leg ?? null,
    direction: place.direction ?? null,
    at: place.at ?? null,
    entry: place.entry ?? null,
    behind: false,
    details: details as Readonly<Record<string, string>>,
    evidence: place.evidence ?? [],
  };
}

/** The words that are one blocker's identity, as one comparable string. */
export function blockerKey(b: Blocker): string {
  return JSON.stringify([b.code, b.resources, b.leg, b.direction, b.at, b.entry, b.behind]);
}

export function outcomeOf(b: Blocker): (typeof CODES)[Code]['outcome'] {
  return CODES[b.code].outcome;
}
