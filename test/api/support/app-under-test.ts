import { createHash } from 'node:crypto';
import type { Express } from 'express';
import request, { type Test } from 'supertest';
import { createApp } from '../../../src/api/app.ts';
import { type ApiDeps, type ApiLimits, DEFAULT_LIMITS } from '../../../src/api/deps.ts';
import { createLogger } from '../../../src/api/logger.ts';
import { validateRequests } from '../../../src/api/validate-requests.ts';
import { idempotencyMemory } from '../../../src/gate/idempotency-memory.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { type FakeBehaviour, type FakeWorld, fakeWorld } from '../../support/gate-ports.ts';
import { CONTRACT } from './contract.ts';

export const KEYS = { check: 'check-key-0123456789abcdef', rotate: 'rotate-key-0123456789abcdef' } as const;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** PREFLIGHT_API_KEYS that know KEYS. */
export const API_KEYS = `check:${sha256(KEYS.check)},rotate:${sha256(KEYS.rotate).toUpperCase()}`;

export const RULE: Rule = {
  id: 'network-acl-refuses',
  prerequisite: 'both',
  check: 'network-acl',
  code: 'SUBNET_ACL_RESTRICTION',
  direction: null,
  outcome: 'fail',
  title: 'A network ACL refuses the traffic',
  message: 'Network ACL {resources} refuses {traffic}.',
  fix: 'Allow it.',
  symptom: '',
  docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  scenarios: [],
};

const VALIDATE = validateRequests(CONTRACT);

export interface AppUnderTest {
  readonly app: Express;
  readonly deps: ApiDeps;
  readonly world: FakeWorld;
  /** What the log holds so far. */
  readonly log: () => string;
}

export interface Setting {
  readonly behaviour?: FakeBehaviour;
  readonly config?: Partial<ApiDeps['config']>;
  readonly limits?: Partial<ApiLimits>;
  readonly ports?: Partial<ApiDeps['ports']>;
  readonly isReady?: () => boolean;
}

export function appUnderTest({ behaviour, config, limits, ports, isReady }: Setting = {}): AppUnderTest {
  const world = fakeWorld(behaviour);
  const lines: string[] = [];
  const deps: ApiDeps = {
    config: {
      host: '127.0.0.1',
      publicUrl: 'https://preflight.example',
      apiKeys: '',
      allowedAssumptions: '',
      ...config,
    },
    ports: { ...world.ports, ...ports },
    idempotency: idempotencyMemory(100),
    rules: [RULE],
    contract: CONTRACT,
    log: createLogger({ write: (line) => lines.push(line) }),
    limits: { ...DEFAULT_LIMITS, ...limits },
  };
  return { app: createApp(deps, isReady, VALIDATE), deps, world, log: () => lines.join('') };
}

export const QUESTION = { secret: 'prod/orders/db', targets: ['10.0.20.10:5432'], reference: 'CHG-20417' };

export const ROTATION = {
  request: { SecretId: 'prod/orders/db', RotationRules: { AutomaticallyAfterDays: 30 } },
  targets: ['10.0.20.10:5432'],
  acknowledgeImmediateRotation: true,
  reference: 'CHG-20417',
};

export function postPreflight(app: Express, body: object = QUESTION): Test {
  return request(app).post('/v1/preflights').send(body);
}

export function postRotation(app: Express, body: object = ROTATION, key = 'chg-20417'): Test {
  return request(app).post('/v1/rotations').set('Idempotency-Key', key).send(body);
}
