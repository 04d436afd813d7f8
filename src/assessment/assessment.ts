import type { Code, Outcome } from '../reachability/codes.ts';
import type { Direction, Evidence, LegName, Trace } from '../reachability/trace.ts';

export type Verdict = 'pass' | 'fail' | 'unknown' | 'not-applicable';
export type Status = 'pass' | 'fail' | 'unknown';
export type Decision = 'allow' | 'deny';
export type Severity = 'error' | 'unknown' | 'warning' | 'note';

export interface QuestionTarget {
  readonly host: string;
  /** 1–65535. */
  readonly port: number;
  readonly addresses: readonly string[];
  readonly source: 'tag' | 'secret-value' | 'caller';
}

export interface Question {
  readonly secret: string;
  readonly function: string | null;
  readonly targets: readonly QuestionTarget[];
  readonly noTarget: boolean;
  readonly rotation: RotationParameters | null;
  readonly assumptions: readonly { readonly hop: string; readonly because: string }[];
  readonly reference: string | null;
}

/** RotateSecret's own member names, forwarded untouched (SecretId excepted, which is the question's). */
export interface RotationParameters {
  readonly ClientRequestToken?: string;
  readonly RotationLambdaARN?: string;
  readonly RotationRules?: {
    readonly AutomaticallyAfterDays?: number;
    readonly Duration?: string;
    readonly ScheduleExpression?: string;
  };
  readonly RotateImmediately?: boolean;
  readonly ExternalSecretRotationMetadata?: readonly { readonly Key: string; readonly Value: string }[];
  readonly ExternalSecretRotationRoleArn?: string;
}

export interface ResolvedHost {
  readonly host: string;
  readonly resolvesTo: 'public' | 'private-dns' | 'endpoint-name' | 'hosted-zone' | 'profile' | 'unknown';
  readonly because: string;
}

export interface PrerequisiteResult {
  readonly verdict: Verdict;
  readonly intermittent: boolean;
  readonly traces: readonly Trace[];
}

export const PRECONDITION_IDS = [
  'secret-deleted',
  'secret-managed',
  'secret-rotates-without-lambda',
  'secret-replica',
  'secret-has-current',
  'pending-version',
  'function-named',
  'function-arn-kind',
  'function-state',
  'function-update',
  'function-region',
  'function-timeout',
  'function-concurrency',
  'invoke-permission',
  'rotation-rules',
  'other-services',
] as const;
export type PreconditionId = (typeof PRECONDITION_IDS)[number];

export interface PreconditionResult {
  readonly id: PreconditionId;
  readonly verdict: Verdict;
  readonly message: string;
}

export interface Finding {
  readonly rule: string;
  readonly code: Code | PreconditionCode;
  readonly severity: Severity;
  readonly prerequisite: 'service' | 'endpoint' | 'precondition';
  readonly resources: readonly string[];
  readonly leg: LegName | null;
  readonly direction: Direction | null;
  readonly at: string | null;
  readonly entry: string | null;
  readonly behind: boolean;
  /** Ids of the traces it was found on. */
  readonly traces: readonly string[];
  readonly message: string;
  readonly fix: string;
  /** What the failure looks like in the function's log; empty when it leaves no trace there. */
  readonly symptom: string;
  readonly docs: string;
  readonly evidence: readonly Evidence[];
}

/** A precondition's finding bears X_ and its id in capitals: X_PENDING_VERSION. */
export type PreconditionCode = `X_${Uppercase<string>}`;

export interface Gap {
  readonly list: string;
  readonly action: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly filters: Readonly<Record<string, readonly string[]>>;
  readonly error: string;
  readonly message: string;
}

export interface RotationOutcome {
  readonly status: 'requested' | 'refused' | 'rejected' | 'outcome-unknown';
  readonly ARN: string | null;
  readonly Name: string | null;
  readonly VersionId: string | null;
  readonly clientRequestToken: string | null;
  readonly awsError: { readonly name: string; readonly message: string } | null;
}

/** The one document of CLI, API, files and reports. */
export interface Assessment {
  readonly schemaVersion: 1;
  readonly status: Status;
  /** `allow` exactly when `status` is pass. */
  readonly decision: Decision;
  /** At most 500 characters, plain text, made to be pasted into a ticket. */
  readonly summary: string;
  readonly question: Question;
  readonly prerequisites: {
    readonly service: PrerequisiteResult;
    readonly endpoint: PrerequisiteResult & { readonly hosts: readonly ResolvedHost[] };
  };
  /** All of PRECONDITION_IDS, in that order, always. */
  readonly preconditions: readonly PreconditionResult[];
  readonly findings: readonly Finding[];
  readonly snapshot: {
    readonly source: 'aws' | 'file' | 'request';
    readonly capturedAt: string;
    readonly digest: string;
    readonly factsDigest: string;
    readonly gaps: readonly Gap[];
  };
  readonly rotation: RotationOutcome | null;
}

export const SEVERITY_OF: Readonly<Record<Outcome, Severity>> = {
  fail: 'error',
  unknown: 'unknown',
  warning: 'warning',
  note: 'note',
};
