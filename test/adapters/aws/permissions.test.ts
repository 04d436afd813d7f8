import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PLAN } from '../../../src/adapters/aws/plan.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
}

const POLICY = JSON.parse(readFileSync('docs/permissions.json', 'utf8')) as {
  readonly Statement: readonly Statement[];
};

function actionsOf(wanted: (sid: string) => boolean): readonly string[] {
  return POLICY.Statement.filter(({ Sid }) => wanted(Sid))
    .flatMap(({ Action }) => Action)
    .sort();
}

const forEnable = (sid: string) => sid.startsWith('OnlyForEnable');

test('the policy document allows the calls of the plan, each once, and no other', () => {
  const planned = new Set(PLAN.map(({ action }) => action));
  expect(actionsOf((sid) => !forEnable(sid))).toEqual([...planned].sort());
});

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
test('what RotateSecret needs beyond them stands apart', () => {
  expect(actionsOf(forEnable)).toEqual(['lambda:InvokeFunction', 'secretsmanager:RotateSecret']);
});

test('the value of the secret is allowed in a statement of its own', () => {
  expect(actionsOf((sid) => sid === 'OnlyForTargetFromSecret')).toEqual(['secretsmanager:GetSecretValue']);
});
