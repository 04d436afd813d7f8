import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { parse } from 'yaml';
import type { components } from '../../src/api/generated/openapi-types.ts';
import { PROBLEM_TYPES } from '../../src/api/problem-types.ts';
import type { Assessment, RotationParameters } from '../../src/assessment/assessment.ts';
import { PRECONDITION_IDS } from '../../src/preconditions/precondition.ts';
import type { Rule } from '../../src/rules/rule.ts';
import type { GraphDocument } from '../../src/topology/topology.ts';
import { CONTRACT } from './support/contract.ts';

const root = new URL('../../', import.meta.url);

type Schemas = components['schemas'];

/** A type as it looks on the wire: codes and protocols are open there, so that a new one breaks no client. */
type Wire<T> = { [K in keyof T]: K extends 'code' | 'protocol' ? string : Wire<T[K]> };

describe('openapi.yaml', () => {
  test('is the assessment, the parameters, the rules and the graph as the product has them, member by member', () => {
    expectTypeOf<Wire<Schemas['Assessment']>>().toEqualTypeOf<Wire<Assessment>>();
    expectTypeOf<Wire<Schemas['RotationParameters']>>().toEqualTypeOf<Wire<RotationParameters>>();
    expectTypeOf<Wire<Schemas['Graph']>>().toEqualTypeOf<Wire<GraphDocument>>();
    expectTypeOf<Wire<Schemas['Rule']>>().toEqualTypeOf<Wire<Rule>>();
    const { schemas } = parse(CONTRACT).components;
    expect(schemas.PreconditionId.enum).toEqual(PRECONDITION_IDS);
    expect(schemas.Assessment.properties.preconditions).toMatchObject({
      minItems: PRECONDITION_IDS.length,
      maxItems: PRECONDITION_IDS.length,
    });
  });

  test('is what the types were generated from', async () => {
    const types = astToString(await openapiTS(new URL('openapi.yaml', root), { immutable: true }));
    const generated = readFileSync(new URL('src/api/generated/openapi-types.ts', root), 'utf8');
    expect(generated.endsWith(types), 'run npm run contract-types').toBe(true);
  });

  test('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
    expect(parse(CONTRACT).info.version).toBe(version);
  });

  test('keeps the types of problems that bear an assessment apart from all others', () => {
    const { Problem, RotationProblem } = parse(CONTRACT).components.schemas;
    expect(Problem.properties.type.not.enum).toEqual(RotationProblem.properties.type.enum);
    const pattern = new RegExp(Problem.properties.type.pattern);
    expect(Object.keys(PROBLEM_TYPES).filter((name) => !pattern.test(`/problems/${name}`))).toEqual([]);
    for (const type of RotationProblem.properties.type.enum)
      expect(PROBLEM_TYPES).toHaveProperty(type.split('/').pop());
  });

  test('closes every object it describes, but snapshots, maps and conditions', () => {
    const open: string[] = [];
    walk(parse(CONTRACT).components.schemas, 'schemas', (node, path) => {
      if (node['type'] === 'object' && node['additionalProperties'] === undefined) open.push(path);
    });
    expect(open).toEqual(['schemas.PreflightInput.properties.snapshot']);
  });

  test('passes its linter without a word', () => {
    const linter = fileURLToPath(new URL('node_modules/@redocly/cli/bin/cli.js', root));
    const report = execFileSync(process.execPath, [linter, 'lint', '--format=json', 'openapi.yaml'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(JSON.parse(report).totals).toEqual({ errors: 0, warnings: 0, ignored: 0 });
  });
});

function walk(node: unknown, path: string, visit: (node: Record<string, unknown>, path: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  visit(node as Record<string, unknown>, path);
  for (const [key, value] of Object.entries(node)) walk(value, `${path}.${key}`, visit);
}
