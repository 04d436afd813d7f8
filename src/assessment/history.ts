import type { PreconditionFacts } from '../preconditions/facts.ts';
import { blocker } from '../reachability/blocker.ts';
import type { FoundBlocker } from '../rules/explain.ts';
import type { Secret } from '../snapshot/rotation-facts.ts';
import type { Status, Verdict } from './assessment.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Whole days between a rotation and the capture after which somebody who uses the secret has read it. */
const DAYS_TO_READ_ANEW = 2;
/** Days without a read after which nobody seems to read the secret. */
const LONG_UNREAD = 30;

const NOT_REACHED = {
  service: 'that the function cannot reach the service',
  endpoint: 'that the function cannot reach Secrets Manager',
} as const;

/** What this check came to, and when its facts were read. */
export interface Judgement {
  readonly status: Status;
  readonly service: { readonly verdict: Verdict; readonly intermittent: boolean };
  readonly endpoint: { readonly verdict: Verdict; readonly intermittent: boolean };
  /** ISO 8601. */
  readonly capturedAt: string;
  /** Whether this very check read the secret's value, which counts as an access. */
  readonly valueRead: boolean;
}

/** What the secret's own past says beside the verdict; warnings, since the past proves nothing about today's configuration. */
export function history(facts: PreconditionFacts, judgement: Judgement): readonly FoundBlocker[] {
  const secret = facts.secret.known ? facts.secret.value : null;
  if (secret === null) return [];
  return [
    ...rotatedNevertheless(facts, secret, judgement),
    ...missedNevertheless(facts, secret, judgement),
    ...nobodyReads(facts, secret, judgement),
  ];
}

/** A rotation needs both paths: one that succeeded within its interval speaks against a path that never works. */
function rotatedNevertheless(facts: PreconditionFacts, secret: Secret, judgement: Judgement): readonly FoundBlocker[] {
  const rotated = instant(secret.LastRotatedDate);
  const interval = intervalOf(secret);
  const elapsed = rotated === null ? null : Date.parse(judgement.capturedAt) - rotated;
  if (rotated === null || interval === null || elapsed === null || elapsed < 0 || elapsed > interval) return [];
  if (!isOneThatRotates(facts, secret) || changedAfter(facts, secret, rotated)) return [];
  const happened = `the rotation of ${dayOf(rotated)} succeeded with the same function`;
  return (['service', 'endpoint'] as const)
    .filter((prerequisite) => judgement[prerequisite].verdict === 'fail' && !judgement[prerequisite].intermittent)
    .map((prerequisite) => disagreement(prerequisite, secret.ARN, happened, NOT_REACHED[prerequisite]));
}

/** NextRotationDate is the latest time of the next rotation: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
function missedNevertheless(facts: PreconditionFacts, secret: Secret, judgement: Judgement): readonly FoundBlocker[] {
  const due = instant(secret.NextRotationDate);
  const late = due !== null && Date.parse(judgement.capturedAt) > due;
  if (!late || judgement.status !== 'pass' || !isOneThatRotates(facts, secret)) return [];
  if (modifiedAfter(facts, due)) return [];
  const happened = `the rotation of the secret that was due by ${dayOf(due)} has not happened`;
  return [disagreement('precondition', secret.ARN, happened, 'that nothing stands in the way of a rotation')];
}

/**
 * Applications that keep their own copy of the credentials break when they change. Reads are known to the day, and the
 * function itself reads the secret on the day of a rotation.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
function nobodyReads({ rotation }: PreconditionFacts, secret: Secret, judgement: Judgement): readonly FoundBlocker[] {
  if (rotation === null || rotation.RotateImmediately === false) return [];
  const read = instant(secret.LastAccessedDate);
  const captured = dayNumber(Date.parse(judgement.capturedAt));
  if (judgement.valueRead && (read === null || dayNumber(read) >= captured)) return [];
  if (read === null) return [unread(secret.ARN, 'it has never been read')];
  const rotated = instant(secret.LastRotatedDate);
  const sinceRotation = rotated !== null && dayNumber(read) <= dayNumber(rotated);
  if (sinceRotation && captured - dayNumber(rotated) >= DAYS_TO_READ_ANEW)
    return [unread(secret.ARN, `nobody has read it since its rotation of ${dayOf(rotated)}`)];
  return captured - dayNumber(read) >= LONG_UNREAD ? [unread(secret.ARN, `it was last read on ${dayOf(read)}`)] : [];
}

/** Whether the function in question is the one whose rotations the secret's dates tell of. */
function isOneThatRotates({ functionArn, stored }: PreconditionFacts, secret: Secret): boolean {
  return secret.RotationEnabled === true && stored !== null && functionArn === stored;
}

/** Finishing a rotation changes the secret too, a moment later. */
function changedAfter(facts: PreconditionFacts, secret: Secret, rotated: number): boolean {
  const changed = instant(secret.LastChangedDate);
  return (changed !== null && changed > rotated + HOUR) || modifiedAfter(facts, rotated);
}

function modifiedAfter({ lambda }: PreconditionFacts, time: number): boolean {
  const modified = instant(lambda.known ? lambda.value?.LastModified : undefined);
  return modified !== null && modified > time;
}

/** AWS derives AutomaticallyAfterDays of a schedule expression too; milliseconds, with the day of the rotation window. */
function intervalOf({ RotationRules: rules }: Secret): number | null {
  if (rules?.AutomaticallyAfterDays !== undefined) return (rules.AutomaticallyAfterDays + 1) * DAY;
  const [, value, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(rules?.ScheduleExpression ?? '') ?? [];
  return value === undefined ? null : Number(value) * (unit === 'hour' ? HOUR : DAY) + DAY;
}

function disagreement(
  prerequisite: FoundBlocker['prerequisite'],
  arn: string,
  happened: string,
  said: string,
): FoundBlocker {
  return {
    prerequisite,
    trace: null,
    blocker: blocker('X_HISTORY_DISAGREES', { resources: [arn] }, { happened, said }),
  };
}

function unread(arn: string, reason: string): FoundBlocker {
  const evidence = [{ resource: arn, entry: 'LastAccessedDate', text: reason }];
  const found = blocker('X_NOBODY_READS_THIS_SECRET', { resources: [arn], evidence }, { reason });
  return { prerequisite: 'precondition', trace: null, blocker: found };
}

/** Milliseconds since 1970 of a time as text, or in seconds as older tools write it. */
function instant(time: string | number | undefined): number | null {
  const value = typeof time === 'number' ? time * 1000 : Date.parse(time ?? '');
  return Number.isNaN(value) ? null : value;
}

/** The day in UTC, which is what AWS counts in. */
function dayNumber(time: number): number {
  return Math.floor(time / DAY);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
