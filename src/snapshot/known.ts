/** Why a fact is not known: what list it would be in and who may read it. */
export interface MissingFact {
  readonly list: string;
  /** The IAM action that reads the list: ec2:DescribeSubnets. */
  readonly action: string;
  /** `not asked`, or the error AWS gave. */
  readonly reason: string;
  /** What shows it, as the beginning of a sentence, where reading the list does not. */
  readonly mend?: string;
  /** Nobody asked for it; absent where somebody did and got no answer. */
  readonly neverAsked?: true;
}

/** The reason of a fact nobody asked for, and the error of a gap that says so. */
export const NOT_ASKED = 'not asked';

/** A fact, or why it is not known. What is not known is never taken for absent. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly missing: MissingFact };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(missing: MissingFact): Known<never> {
  return { known: false, missing };
}
