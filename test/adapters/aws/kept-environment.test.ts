import { expect, test } from 'vitest';
import { keptEnvironment, withoutUserInfo } from '../../../src/adapters/aws/kept-environment.ts';

test('only names that choose an endpoint or a proxy are kept', () => {
  const variables = { PASSWORD: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'x', no_proxy: '.internal' };
  expect(keptEnvironment(variables)).toEqual({ no_proxy: '.internal' });
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
])('%s keeps no credential', (url, kept) => {
  expect(withoutUserInfo(url)).toBe(kept);
});
