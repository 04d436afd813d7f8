import type { Assessment, QuestionTarget, RotationOutcome, Status, Verdict } from '../assessment/assessment.ts';
import type { Direction, Disposition, HopKind, LegName, StepKind, StepOutcome } from '../reachability/trace.ts';
import { CAPTURE_TIME_NOT_RECORDED } from '../snapshot/import-raw.ts';

/** One character for each outcome, so that nothing is said by colour alone. */
export const MARK: Readonly<Record<Verdict | Disposition | StepOutcome, string>> = {
  pass: '✓',
  fail: '✗',
  unknown: '?',
  'not-applicable': '–',
  reachable: '✓',
  blocked: '✗',
  accept: '✓',
  part: '◐',
  deny: '✗',
};

export const VERDICT_WORD: Readonly<Record<Verdict, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  unknown: 'Unknown',
  'not-applicable': 'Not applicable',
};

export const VERDICT_OF: Readonly<Record<Disposition, Status>> = {
  reachable: 'pass',
  blocked: 'fail',
  unknown: 'unknown',
};

export const HOP_NAME: Readonly<Record<HopKind, string>> = {
  function: 'Function',
  interface: 'Network interface',
  subnet: 'Subnet',
  'route-table': 'Route table',
  'nat-gateway': 'NAT gateway',
  'internet-gateway': 'Internet gateway',
  'egress-only-gateway': 'Egress-only gateway',
  'vpc-endpoint': 'VPC endpoint',
  'peering-connection': 'Peering connection',
  'transit-gateway': 'Transit gateway',
  opaque: 'Not visible',
  internet: 'Internet',
  'aws-network': 'AWS network',
  target: 'Destination',
};

export const STEP_NAME: Readonly<Record<StepKind, string>> = {
  'security-group': 'Security group',
  'network-acl': 'Network ACL',
  route: 'Route',
  gateway: 'Gateway',
  dns: 'Name',
  policy: 'Policy',
};

export const DIRECTION_WORD: Readonly<Record<Direction, string>> = { egress: 'out', ingress: 'in' };
export const LEG_WORD: Readonly<Record<LegName, string>> = { forward: 'there', return: 'back' };

export const TARGET_SOURCE: Readonly<Record<QuestionTarget['source'], string>> = {
  tag: "named by the secret's tag",
  'secret-value': "read from the secret's value",
  caller: 'named by the caller',
};

export const SNAPSHOT_SOURCE = {
  aws: 'read from AWS',
  file: 'read from a file',
  request: 'sent with the request',
} as const;

export const ROTATION_WORD: Readonly<Record<RotationOutcome['status'], string>> = {
  requested: 'RotateSecret was sent and accepted. Rotation runs asynchronously: accepted is not yet rotated.',
  refused: 'RotateSecret was not sent: the gate stays shut.',
  rejected: 'RotateSecret was sent and AWS refused it.',
  'outcome-unknown': 'RotateSecret was sent, but its outcome is not known. Do not send it again with another token.',
};

/** ISO 8601, or in words that nobody wrote it down. */
export function captureTime({ capturedAt }: Assessment['snapshot']): string {
  return capturedAt === CAPTURE_TIME_NOT_RECORDED ? 'a time that was not recorded' : capturedAt;
}

/** `1 path`, `3 paths`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** With a capital, unless it begins with an id, and a full stop. */
export function sentence(text: string): string {
  const begun = /^[a-z]+(?:\s|$)/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
  return text === '' || /[.!?]$/.test(text) ? begun : `${begun}.`;
}
