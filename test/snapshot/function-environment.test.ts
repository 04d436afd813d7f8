import { expect, test } from 'vitest';
import { withoutPrivateVariables } from '../../src/snapshot/function-environment.ts';
import { withoutCredentials } from '../../src/snapshot/without-credentials.ts';

test('only variables that choose an endpoint or a proxy are kept', () => {
  const Variables = { PASSWORD: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'x', no_proxy: '.internal' };
  const configuration = { FunctionName: 'f', Environment: { Variables, Error: { ErrorCode: 'KMSAccessDenied' } } };
  expect(withoutPrivateVariables(configuration)).toEqual({
    FunctionName: 'f',
    Environment: { Variables: { no_proxy: '.internal' }, Error: { ErrorCode: 'KMSAccessDenied' } },
  });
});

test('what is no URL is kept as it is', () => {
  const Variables = { AWS_CONFIG_FILE: '/opt/a@b?c', NO_PROXY: 'a@b', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
  expect(withoutPrivateVariables({ Environment: { Variables } })).toEqual({ Environment: { Variables } });
});

test.each([
  'SECRETS_MANAGER_ENDPOINT',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  'HTTPS_PROXY',
  'all_proxy',
])('%s bears no credentials', (name) => {
  const Variables = { [name]: 'http://user:word@proxy.example:3128' };
  expect(withoutPrivateVariables({ Environment: { Variables } })).toEqual({
    Environment: { Variables: { [name]: 'http://proxy.example:3128' } },
  });
});

test.each([
  ['https://secretsmanager.us-east-1.amazonaws.com', 'https://secretsmanager.us-east-1.amazonaws.com'],
  ['http://user:word@proxy.example:3128/path', 'http://proxy.example:3128/path'],
  ['user:word@proxy.example:3128', 'proxy.example:3128'],
  ['http://user:w@rd@proxy.example', 'http://proxy.example'],
  ['http://user:w/rd@proxy.example', 'http://'],
  ['http://user:1/rd@proxy.example', 'http://'],
  ['http://user:w?rd@proxy.example', 'http://'],
  ['https://proxy.example/x?token=word#word', 'https://proxy.example/x'],
  ['http://[2001:db8::1]:3128', 'http://[2001:db8::1]:3128'],
  [' http://user:word@proxy.example:3128', ' http://proxy.example:3128'],
  [' http://user:w/rd@proxy.example', ' http://'],
  ['user:w/rd@proxy.example', '@'],
  ['http:/user:word@proxy.example', '@'],
  ['user:word@', '@'],
  ['?word', '@'],
  ['', ''],
])('%s becomes %s', (url, kept) => {
  expect(withoutCredentials(url)).toBe(kept);
});
