import type { PreconditionId, Verdict } from '../preconditions/precondition.ts';
import type { RotationParameters } from '../preconditions/rotation-parameters.ts';
import type { Trace } from '../reachability/trace.ts';
import type { Finding } from '../rules/finding.ts';

export type { PreconditionId, Verdict } from '../preconditions/precondition.ts';
export type { RotationParameters } from '../preconditions/rotation-parameters.ts';
export type { Finding, Severity } from '../rules/finding.ts';

export type Status = 'pass' | 'fail' | 'unknown';
export type Decision = 'allow' | 'deny';

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

export interface PreconditionResult {
  readonly id: PreconditionId;
  readonly verdict: Verdict;
  readonly message: string;
}

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
