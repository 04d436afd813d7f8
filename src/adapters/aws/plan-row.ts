import type { ListName } from '../../snapshot/families.ts';
import type { AwsClients } from './clients.ts';
import type { EntryName, FactsSoFar, MemberOf } from './facts-so-far.ts';
import type { Wanted } from './place.ts';

export interface CallOptions {
  readonly abortSignal: AbortSignal;
}

interface Asking {
  /** The IAM action. */
  readonly action: string;
  /** The lookup name of FAMILIES that narrows the call; it stands in the row that the call leaves. Null: nothing does. */
  readonly filter: string | null;
  /** The filter's values that are wanted, and where, given the facts so far; what was asked before is asked no more. */
  readonly values: (facts: FactsSoFar) => readonly Wanted[];
}

/** A call that gives items of a list, for up to `atOnce` values together. Every page, or an error. */
export interface ItemsRow extends Asking {
  readonly kind: 'items';
  readonly list: ListName;
  readonly atOnce: number;
  /**
   * The values are ids that something in sight refers to, so each exists: one that the answer does not hold is hidden from
   * this account, and that is a gap.
   */
  readonly referredTo?: true;
  readonly read: (aws: AwsClients, values: readonly string[], options: CallOptions) => Promise<readonly object[]>;
}

/**
 * A call for one value that gives one member of an item that another call lists. The row it leaves names the member, so that
 * it never speaks for the list.
 */
export interface MemberRow extends Asking, MemberOf {
  readonly kind: 'member';
  readonly read: (aws: AwsClients, value: string, options: CallOptions) => Promise<unknown>;
}

/** A call for one value that gives one fact under it. */
export interface EntryRow extends Asking {
  readonly kind: 'entry';
  readonly list: EntryName;
  readonly read: (aws: AwsClients, value: string, options: CallOptions) => Promise<unknown>;
  /** Where AWS's ResourceNotFoundException says that there is none: the list that must hold what it would belong to. */
  readonly noneIfIn?: ListName;
}

/** One row of the plan: a call, what it needs to know first, and what it gives. */
export type PlanRow = ItemsRow | MemberRow | EntryRow;
