import { describe, expect, test } from 'vitest';
import { parseAllowedAssumptions } from '../../src/api/allowed-assumptions.ts';
import { appUnderTest, postPreflight, postRotation, QUESTION, ROTATION } from './support/app-under-test.ts';
import { expectDocumented } from './support/contract.ts';

const ASSUMED = [{ hop: 'vgw-1', because: 'the network team tests it every night' }];

describe('assumptions of a caller', () => {
  test('are part of a preflight, with the kinds that the service allows', async () => {
    const { app, world } = appUnderTest({ config: { allowedAssumptions: 'virtual-private-gateway, vpn' } });
    expectDocumented(await postPreflight(app, { ...QUESTION, assumptions: ASSUMED }).expect(201));
    expect(world.assessed.map((request) => request.assumptions)).toEqual([
      { stated: ASSUMED, allowed: new Set(['virtual-private-gateway', 'vpn']) },
    ]);
  });

  test('are part of a rotation, and stand in the log', async () => {
    const { app, world } = appUnderTest();
    expectDocumented(await postRotation(app, { ...ROTATION, assumptions: ASSUMED }).expect(202));
    expect(world.assessed.map((request) => request.assumptions)).toEqual([{ stated: ASSUMED, allowed: new Set() }]);
    expect(world.logged[0]).toEqual({ secret: 'prod/orders/db', ...ASSUMED[0] });
  });

  test.each([
    ['without a reason', [{ hop: 'vgw-1' }]],
    ['with an empty reason', [{ hop: 'vgw-1', because: '' }]],
    ['with a reason of two lines', [{ hop: 'vgw-1', because: 'a\nb' }]],
    ['with a hop that holds a space', [{ hop: 'vgw-1 vgw-2', because: 'a' }]],
    ['with another word', [{ hop: 'vgw-1', because: 'a', kind: 'vpn' }]],
    ['that is a text', 'vgw-1=forwards'],
  ])('%s are refused', async (_, assumptions) => {
    const { app, world } = appUnderTest();
    expectDocumented(await postPreflight(app, { ...QUESTION, assumptions }).expect(422));
    expectDocumented(await postRotation(app, { ...ROTATION, assumptions }).expect(422));
    expect(world.captured).toEqual([]);
  });
});

describe('PREFLIGHT_ALLOWED_ASSUMPTIONS', () => {
  test.each([
    ['', []],
    ['appliance', ['appliance']],
    [' appliance , nat-instance ', ['appliance', 'nat-instance']],
  ])('%j allows %j', (text, kinds) => {
    expect([...parseAllowedAssumptions(text)]).toEqual(kinds);
  });

  test.each([['magic'], ['appliance,'], ['Appliance'], ['*']])('%j is no configuration', (text) => {
    expect(() => parseAllowedAssumptions(text)).toThrow('PREFLIGHT_ALLOWED_ASSUMPTIONS');
  });
});
