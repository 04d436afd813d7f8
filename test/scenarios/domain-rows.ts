import type { PreconditionId, Verdict } from '../../src/assessment/assessment.ts';
import { ENDPOINT_ROWS } from './domain-rows-endpoint.ts';
import { ENVIRONMENT_ROWS } from './domain-rows-environment.ts';
import { MISTAKE_ROWS } from './domain-rows-mistakes.ts';
import { SERVICE_ROWS } from './domain-rows-service.ts';
import { WORLD_ROWS } from './domain-rows-worlds.ts';

/** `partly` fails for some subnet, address or port; `warn` passes with a warning; `-` is not asked. */
export type Answer = 'pass' | 'warn' | 'fail' | 'partly' | 'unknown' | 'n/a' | '-';

/** Whether the service is reached, whether Secrets Manager is, and the one precondition that does not pass. */
export type Answers = `${Answer} ${Answer}` | `${Answer} ${Answer} ${PreconditionId}=${Verdict}`;

/** What a rotation preflight has to decide right, and for each of its cases the scenario that is it and AWS's answer. */
export type DomainRow = readonly [says: string, cases: Readonly<Record<string, Answers>>];

export interface DomainTable {
  readonly name: string;
  /** How many decisions the table must hold. */
  readonly size: number;
  readonly rows: readonly DomainRow[];
}

/** Every decision, in tables of fixed length. The answers are AWS's by its documentation, never read from a scenario. */
export const DOMAIN_TABLES: readonly DomainTable[] = [
  { name: 'can the function reach Secrets Manager', size: 58, rows: ENDPOINT_ROWS },
  { name: 'can the function reach the service', size: 44, rows: SERVICE_ROWS },
  { name: 'whole accounts', size: 92, rows: WORLD_ROWS },
  { name: 'hosts, ACLs on the way through a NAT gateway, preconditions', size: 34, rows: ENVIRONMENT_ROWS },
  { name: 'mistakes a quick check makes', size: 34, rows: MISTAKE_ROWS },
];
