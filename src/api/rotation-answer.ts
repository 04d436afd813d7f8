import type { Response } from 'express';
import type { Assessment, RotationOutcome } from '../assessment/assessment.ts';
import { AppError } from '../errors.ts';
import { problemHead, sendProblem } from './answer-problem.ts';
import type { components } from './generated/openapi-types.ts';
import type { RotationProblemName } from './problem-types.ts';

type Rotation = components['schemas']['Rotation'];
type RotationProblem = components['schemas']['RotationProblem'];

const MESSAGE: Readonly<Record<RotationOutcome['status'], string>> = {
  requested:
    'Secrets Manager accepted RotateSecret. Rotation is asynchronous: it is done when the version VersionId bears AWSCURRENT.',
  refused: 'RotateSecret was not sent.',
  rejected: 'RotateSecret was sent and AWS refused it.',
  'outcome-unknown':
    'RotateSecret was sent and no clear answer came: look for clientRequestToken among the versions DescribeSecret shows.',
};

const HINT: Readonly<Record<RotationProblemName, string>> = {
  blocked: 'Mend what the findings name, then ask again with a new Idempotency-Key.',
  unknown: 'Provide the facts the findings name, then ask again with a new Idempotency-Key.',
  'rejected-by-aws': 'Correct what AWS names, then ask again with a new Idempotency-Key.',
  'outcome-unknown':
    'Ask DescribeSecret whether rotation.clientRequestToken is among the versions; do not send it again with another key.',
};

/** 202 with the rotation, or the problem that says why there is none. */
export function sendRotation(res: Response, id: string, assessment: Assessment, links: Rotation['links']): void {
  const { rotation } = assessment;
  if (rotation === null) {
    throw new AppError('INTERNAL', 'A rotation was asked for and nothing says what became of it.', {
      hint: 'Report this as a bug.',
    });
  }
  const problem = problemName(assessment, rotation);
  if (problem === null) {
    res.status(202).json(rotationDocument(id, assessment, rotation, links));
    return;
  }
  sendProblem(res, rotationProblem(res, problem, { assessment, rotation, links }));
}

export function rotationDocument(
  id: string,
  assessment: Assessment,
  rotation: RotationOutcome,
  links: Rotation['links'],
): Rotation {
  const { reference } = assessment.question;
  return { id, ...rotation, message: MESSAGE[rotation.status], reference, links, assessment };
}

function problemName(assessment: Assessment, rotation: RotationOutcome): RotationProblemName | null {
  switch (rotation.status) {
    case 'requested':
      return null;
    case 'refused':
      return assessment.status === 'unknown' ? 'unknown' : 'blocked';
    case 'rejected':
      return 'rejected-by-aws';
    case 'outcome-unknown':
      return 'outcome-unknown';
  }
}

function rotationProblem(
  res: Response,
  name: RotationProblemName,
  parts: Pick<RotationProblem, 'assessment' | 'rotation' | 'links'>,
): RotationProblem {
  const { question, summary } = parts.assessment;
  const { type, title, status, instance } = problemHead(res, name);
  return {
    type: type as RotationProblem['type'],
    title,
    status: status as RotationProblem['status'],
    detail: summary,
    instance,
    hint: HINT[name],
    resource: question.secret,
    reference: question.reference,
    ...parts,
  };
}
