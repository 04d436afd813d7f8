import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arnMatches, globMatches } from '../../src/policy/glob.ts';

const alphabet = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });

it('means what the same pattern means as a regular expression', () => {
  fc.assert(
    fc.property(alphabet, text, (pattern, candidate) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      expect(globMatches(pattern, candidate)).toBe(new RegExp(`^${source}$`).test(candidate));
    }),
    { numRuns: 2000 },
  );
});

it('answers a hostile pattern', () => {
  expect(globMatches(`${'*a'.repeat(5000)}b`, 'a'.repeat(10_000))).toBe(false);
});

it('the last part of an ARN is all that is left of it', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x';
  expect(arnMatches('arn:aws:secretsmanager:us-east-1:111122223333:secret:x', arn)).toBe(true);
  expect(arnMatches('arn:aws:secretsmanager:us-east-1:111122223333:secretx', arn)).toBe(false);
  expect(arnMatches('arn:aws:secretsmanager:us-east-1:111122223333:secret?x', arn)).toBe(true);
});

it('a star stays inside its part of an ARN', () => {
  expect(
    arnMatches('arn:aws:*:us-east-1:111122223333:secret:x', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x'),
  ).toBe(true);
  expect(
    arnMatches('arn:aws:*:111122223333:secret:x:y', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x:y'),
  ).toBe(false);
  expect(
    arnMatches('arn:aws:secretsmanager:*:*:secret:*', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:a:b'),
  ).toBe(true);
});

it('what is no ARN is not compared, unless no letters could fit', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x';
  expect(arnMatches('arn:aws:*:secret:x', arn)).toBe('undetermined');
  expect(arnMatches('arn:aws:*:secret:y', arn)).toBe(false);
  expect(arnMatches('vpce-1', 'vpce-1')).toBe('undetermined');
  expect(arnMatches('*', arn)).toBe(true);
  expect(arnMatches('*', 'vpce-1')).toBe('undetermined');
  expect(arnMatches('arn:aws:*:*:*:*', 'vpce-1')).toBe('undetermined');
});
