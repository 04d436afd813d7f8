import type { Assessment, RotationOutcome } from '../assessment/assessment.ts';
import type { Finding } from '../rules/finding.ts';
import type { RawItem } from '../snapshot/document.ts';
import type { RotateAnswer } from './ports.ts';

const SUMMARY_LENGTH = 500;

export const REFUSED: RotationOutcome = {
  status: 'refused',
  ARN: null,
  Name: null,
  VersionId: null,
  clientRequestToken: null,
  awsError: null,
};

/** What AWS's answer to RotateSecret means. */
export function outcomeOf(answer: RotateAnswer, clientRequestToken: string): RotationOutcome {
  switch (answer.kind) {
    case 'requested': {
      const { ARN, Name, VersionId } = answer;
      return { status: 'requested', ARN, Name, VersionId, clientRequestToken, awsError: null };
    }
    case 'rejected':
      return { ...REFUSED, status: 'rejected', clientRequestToken, awsError: answer.error };
    case 'unclear':
      return { ...REFUSED, status: 'outcome-unknown', clientRequestToken, awsError: answer.error };
  }
}

/** A rotation that is known to have been asked for because the secret has the version that its token names. */
export function startedRotation(secret: RawItem, clientRequestToken: string): RotationOutcome {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    status: 'requested',
    ARN: text(secret.ARN),
    Name: text(secret.Name),
    VersionId: clientRequestToken,
    clientRequestToken,
    awsError: null,
  };
}

/** Whether DescribeSecret's output shows a version with this id. */
export function hasVersion(secret: RawItem, versionId: string): boolean {
  const stages = secret.VersionIdsToStages;
  return typeof stages === 'object' && stages !== null && Object.hasOwn(stages, versionId);
}

/** The assessment with what became of the rotation, told first in its summary. */
export function withRotation(assessment: Assessment, rotation: RotationOutcome): Assessment {
  return { ...assessment, rotation, summary: clipped(`${sentence(rotation)} ${assessment.summary}`) };
}

/** The verdict after what was found behind it, gravest first: facts that changed, calls nobody answered. Nothing is sent. */
export function overturned(
  assessment: Assessment,
  status: 'fail' | 'unknown',
  changes: readonly Finding[],
): Assessment {
  return {
    ...assessment,
    status,
    decision: 'deny',
    summary: clipped(changes.map(({ message }) => message).join(' ')),
    findings: [...changes, ...assessment.findings],
    rotation: REFUSED,
  };
}

function sentence(rotation: RotationOutcome): string {
  const token = rotation.clientRequestToken;
  const error = rotation.awsError === null ? '' : ` (${rotation.awsError.name}: ${rotation.awsError.message})`;
  switch (rotation.status) {
    case 'requested':
      return `RotateSecret accepted, version ${rotation.VersionId}. Rotation is asynchronous: it is done when that version bears AWSCURRENT.`;
    case 'refused':
      return 'RotateSecret was not sent.';
    case 'rejected':
      return `RotateSecret was rejected by AWS${error}.`;
    case 'outcome-unknown':
      return `RotateSecret was sent with token ${token}, but whether the rotation started is unknown${error}: look for that version in DescribeSecret, do not send again.`;
  }
}

function clipped(text: string): string {
  return text.length <= SUMMARY_LENGTH ? text : `${text.slice(0, SUMMARY_LENGTH - 1).trimEnd()}…`;
}
