import { describe, expect, test } from 'vitest';
import { readConfig, wantsColor } from '../src/config.ts';
import { AppError } from '../src/errors.ts';

const DIGEST = 'ab'.repeat(32);

describe('the environment', () => {
  test('says nothing: loopback, port 8080, no keys', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      apiKeys: '',
      requireDeclaredTarget: false,
      allowedAssumptions: '',
      furtherRoles: [],
    });
  });

  test('says everything', () => {
    const config = readConfig({
      PREFLIGHT_HOST: '0.0.0.0',
      PREFLIGHT_PORT: '0',
      PREFLIGHT_PUBLIC_URL: 'https://preflight.example/base/',
      PREFLIGHT_API_KEYS: ` check:${DIGEST} `,
      PREFLIGHT_REQUIRE_DECLARED_TARGET: 'true',
      PREFLIGHT_ALLOWED_ASSUMPTIONS: ' appliance,nat-instance ',
      PREFLIGHT_FUNCTION_ROLE_ARN: 'arn:aws:iam::222233334444:role/function',
      PREFLIGHT_NETWORK_ROLE_ARN: 'arn:aws:iam::333344445555:role/network',
      PREFLIGHT_PEER_ROLE_ARNS: 'arn:aws:iam::444455556666:role/peer, arn:aws:iam::555566667777:role/peer',
    });
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 0,
      publicUrl: 'https://preflight.example/base',
      apiKeys: `check:${DIGEST}`,
      requireDeclaredTarget: true,
      allowedAssumptions: 'appliance,nat-instance',
      furtherRoles: [
        'arn:aws:iam::222233334444:role/function',
        'arn:aws:iam::333344445555:role/network',
        'arn:aws:iam::444455556666:role/peer',
        'arn:aws:iam::555566667777:role/peer',
      ],
    });
  });

  test.each([
    [{}, true],
    [{ NO_COLOR: '' }, true],
    [{ NO_COLOR: '1' }, false],
  ])('%j: colors are wanted: %s', (environment, expected) => {
    expect(wantsColor(environment)).toBe(expected);
  });

  test.each([
    ['PREFLIGHT_PORT', '65536'],
    ['PREFLIGHT_PORT', '80 80'],
    ['PREFLIGHT_PORT', '-1'],
    ['PREFLIGHT_PUBLIC_URL', 'preflight.example'],
    ['PREFLIGHT_PUBLIC_URL', 'ftp://preflight.example'],
    ['PREFLIGHT_PUBLIC_URL', 'https://user@preflight.example'],
    ['PREFLIGHT_PUBLIC_URL', 'https://preflight.example/?a=b'],
    ['PREFLIGHT_REQUIRE_DECLARED_TARGET', 'maybe'],
    ['PREFLIGHT_FUNCTION_ROLE_ARN', 'arn:aws:iam::222233334444:user/function'],
    ['PREFLIGHT_NETWORK_ROLE_ARN', 'network'],
    ['PREFLIGHT_PEER_ROLE_ARNS', 'arn:aws:iam::444455556666:role/peer, peer'],
  ])('%s=%s is refused by name, its value unsaid', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(AppError);
    expect(read).toThrow(name);
    expect(read).not.toThrow(value);
  });
});
