import { expect, it } from 'vitest';
import { isAlias } from '../../src/preconditions/alias-versions.ts';
import { preconditionFacts } from '../../src/preconditions/facts.ts';
import { runningVersions } from '../../src/preconditions/running-versions.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { FUNCTION_ARN, SECRET_ARN } from '../support/world.ts';

const LIVE = `${FUNCTION_ARN}:live`;

function versionsOf(functionArn: string, FunctionAliases?: readonly object[]) {
  const world = { ...healthyWorld(), ...(FunctionAliases === undefined ? {} : { FunctionAliases }) };
  const snapshot = openSnapshot(parseSnapshot(JSON.parse(JSON.stringify(world)), 'test'), 'test');
  const facts = preconditionFacts(snapshot, { secret: SECRET_ARN, function: functionArn, rotation: null });
  const { versions, doubts } = runningVersions(facts);
  return { arns: versions.map((version) => version.functionArn), doubts };
}
const alias = (name: string, weights?: Record<string, number>) => ({
  AliasArn: `${FUNCTION_ARN}:${name}`,
  Name: name,
  FunctionVersion: '1',
  ...(weights === undefined ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } }),
});

it.each([
  ['live', true],
  ['v12', true],
  ['12a', true],
  ['12', false],
  ['1', false],
  ['$LATEST', false],
])('the qualifier %s names an alias: %s', (qualifier, expected) => {
  expect(isAlias(`${FUNCTION_ARN}:${qualifier}`)).toBe(expected);
  expect(isAlias(FUNCTION_ARN)).toBe(false);
});

it.each([
  ['an alias without weights', alias('live'), [LIVE]],
  ['an alias that parts', alias('live', { '2': 0.25 }), [LIVE, `${FUNCTION_ARN}:2`]],
  ['an alias that hands everything on', alias('live', { '2': 1 }), [`${FUNCTION_ARN}:2`]],
  ['a weight of nothing', alias('live', { '2': 0 }), [LIVE]],
])('%s runs its versions, whatever other aliases do', (_, own, arns) => {
  expect(versionsOf(LIVE, [alias('test', { '9': 0.5 }), own])).toEqual({ arns, doubts: [] });
});

it.each([
  ['nobody asked for aliases', undefined],
  ['nobody asked for this one', [alias('test', { '9': 0.5 })]],
])('where %s, one version is assumed, and said so', (_, aliases) => {
  expect(versionsOf(LIVE, aliases)).toMatchObject({
    arns: [LIVE],
    doubts: [
      {
        code: 'X_DEFAULT_ASSUMED',
        resources: [LIVE],
        details: { list: 'FunctionAliases', assumed: 'one version behind the alias', action: 'lambda:GetAlias' },
      },
    ],
  });
});
