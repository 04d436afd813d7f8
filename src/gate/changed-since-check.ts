import { canonicalItem, canonicalJson, withoutNulls } from '../snapshot/canonical.ts';
import type { RawItem, SnapshotDocument } from '../snapshot/document.ts';
import type { RotationFacts } from './ports.ts';

/** What a decision rests on in DescribeSecret's output. */
const SECRET_FIELDS = [
  'VersionIdsToStages',
  'RotationLambdaARN',
  'RotationRules',
  'DeletedDate',
  'OwningService',
  'Type',
  'ExternalSecretRotationRoleArn',
  'PrimaryRegion',
  'Tags',
] as const;

/** And in GetFunctionConfiguration's. RevisionId alone covers every change by its owner; the others say which. */
const FUNCTION_FIELDS = [
  'State',
  'LastUpdateStatus',
  'RevisionId',
  'VpcConfig',
  'Environment',
  'Role',
  'Timeout',
  'CapacityProviderConfig',
] as const;

/** The facts that are not as they were when the decision was made, by name; empty when all of them are. */
export function changedSinceCheck(
  document: SnapshotDocument,
  secretArn: string,
  functionArn: string | null,
  now: RotationFacts,
): readonly string[] {
  const secret = document.lists.Secrets?.find((item) => item.ARN === secretArn);
  const lambda = document.lists.Functions?.find((item) => item.FunctionArn === functionArn);
  return [
    ...differences('secret', SECRET_FIELDS, secret, now.secret),
    ...(functionArn === null ? [] : differences('function', FUNCTION_FIELDS, lambda, now.function)),
  ];
}

function differences(
  kind: string,
  fields: readonly string[],
  before: RawItem | undefined,
  after: RawItem | null,
): readonly string[] {
  if (before === undefined || after === null) return [`the ${kind} itself`];
  return fields
    .filter((field) => comparable(field, before[field]) !== comparable(field, after[field]))
    .map((field) => `the ${kind}'s ${field}`);
}

/** Lists in any order are the same; a time matters only by being there, since its spelling depends on who read it. */
function comparable(field: string, value: unknown): string {
  if (value === undefined || value === null) return 'absent';
  if (field.endsWith('Date')) return 'present';
  return canonicalJson(canonicalItem(withoutNulls(value)));
}
