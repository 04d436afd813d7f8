import type { GapRow, SnapshotDocument } from '../snapshot/document.ts';
import { type MissingFact, NOT_ASKED } from '../snapshot/known.ts';

/** A fact that snapshots keep by ARN instead of in a list: null means asked, and there is none. */
export type FactByArn<T> =
  | { readonly kind: 'read'; readonly value: T | null }
  | { readonly kind: 'refused'; readonly missing: MissingFact }
  | { readonly kind: 'never-asked'; readonly missing: MissingFact };

const ACTION = {
  SecretPolicies: 'secretsmanager:GetResourcePolicy',
  FunctionPolicies: 'lambda:GetPolicy',
  FunctionConcurrency: 'lambda:GetFunctionConcurrency',
} as const;
type MapName = keyof typeof ACTION;
type ValueOf<M extends MapName> = NonNullable<NonNullable<SnapshotDocument[M]>[string]>;

/** The first of the ARNs that is there counts: a qualified ARN before the function's own. */
export function factByArn<M extends MapName>(
  document: Pick<SnapshotDocument, MapName | 'gaps' | 'requests'>,
  map: M,
  arns: readonly string[],
): FactByArn<ValueOf<M>> {
  const entries = document[map];
  const arn = arns.find((candidate) => entries !== null && Object.hasOwn(entries, candidate));
  if (arn !== undefined) return { kind: 'read', value: (entries?.[arn] ?? null) as ValueOf<M> | null };

  const gap = document.gaps.find((row) => row.list === map && concerns(row, arns));
  if (gap !== undefined) {
    const reason = gap.message === '' ? gap.error : `${gap.error}: ${gap.message}`;
    return { kind: 'refused', missing: { list: map, action: gap.action, reason } };
  }
  // A document without requests is complete for what it holds.
  if (document.requests === null && entries !== null) return { kind: 'read', value: null };
  return { kind: 'never-asked', missing: { list: map, action: ACTION[map], reason: NOT_ASKED } };
}

function concerns(row: GapRow, arns: readonly string[]): boolean {
  const named = Object.values(row.filters).flat();
  return named.length === 0 || named.some((value) => arns.includes(value));
}
