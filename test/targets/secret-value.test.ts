import { expect, test } from 'vitest';
import { parseSecretValue } from '../../src/targets/secret-value.ts';

const NOTHING = {
  engine: null,
  host: null,
  port: null,
  masterarn: null,
  master: null,
  dbInstanceIdentifier: null,
  dbClusterIdentifier: null,
};

test('of a secret only what names the target is read', () => {
  const value = {
    engine: 'mysql',
    host: 'db.example',
    port: 3306,
    username: 'u',
    password: 'p',
    dbClusterIdentifier: 'c',
  };
  expect(parseSecretValue(JSON.stringify(value))).toEqual({
    ...NOTHING,
    engine: 'mysql',
    host: 'db.example',
    port: 3306,
    dbClusterIdentifier: 'c',
  });
});

test.each([
  ['5432', 5432],
  [5432, 5432],
  ['0', 'unreadable'],
  [65536, 'unreadable'],
  ['5432 ', 'unreadable'],
  ['-1', 'unreadable'],
  [1.5, 'unreadable'],
  ['', 'unreadable'],
  [null, null],
])('port %j is read as %j', (port, read) => {
  expect(parseSecretValue(JSON.stringify({ port }))).toEqual({ ...NOTHING, port: read });
});

test.each([
  'a key that is no JSON',
  '"text"',
  'null',
  '[]',
  '{"host": 5, "engine": ""}',
])('%s names nothing', (text) => {
  expect(parseSecretValue(text)).toEqual(NOTHING);
});
