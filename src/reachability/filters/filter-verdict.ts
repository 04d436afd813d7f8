import type { Box, PacketSet } from '../../net/packet-set.ts';
import type { MissingFact } from '../../snapshot/known.ts';
import type { Direction, Evidence } from '../trace.ts';

/** What a filter is asked: whether it lets these packets of one protocol (null: any) pass. */
export interface FilterQuery {
  readonly direction: Direction;
  readonly protocol: number | null;
  readonly packets: Box;
}

/** What a filter lets pass of a query: surely, and possibly (where a fact is missing). `sure` is a subset of `possible`. */
export interface FilterVerdict {
  readonly sure: PacketSet;
  readonly possible: PacketSet;
  /** The rules or entries that decided, the first the most telling. */
  readonly evidence: readonly Evidence[];
  /** The rule that came nearest to letting it pass, in words. */
  readonly nearest: string;
  /** The entry that refused, if one did so by name. */
  readonly refusedBy: string | null;
  readonly missing: readonly MissingFact[];
}
