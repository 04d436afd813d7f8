import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSnapshot } from '../../../src/adapters/files/read-snapshot.ts';
import { AppError } from '../../../src/errors.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-snapshot-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, content: string | Uint8Array): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

function errorOf(path: string): AppError {
  try {
    readSnapshot(path);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const envelope = {
  snapshotVersion: 1,
  capturedAt: '2026-11-23T08:00:00.000Z',
  partition: 'aws',
  region: 'us-east-1',
  accountId: '111122223333',
};
const subnets = {
  Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a', OwnerId: '111122223333' }],
};

describe('a snapshot document', () => {
  test('is read with its name and its bytes', () => {
    const text = JSON.stringify({ ...envelope, Vpcs: [] }, null, 1);
    const path = put('s.json', text);
    expect(readSnapshot(path)).toMatchObject({
      origin: path,
      source: 'file',
      secretValue: null,
      document: { lists: { Vpcs: [] } },
    });
    expect(Buffer.from(readSnapshot(path).bytes).toString()).toBe(text);
  });

  test.each([
    ['with a byte order mark', Buffer.from(`\ufeff${JSON.stringify(envelope)}`, 'utf8')],
    ['in UTF-16, as PowerShell redirects', Buffer.from(`\ufeff${JSON.stringify(envelope)}`, 'utf16le')],
  ])('is read %s', (_, bytes) => {
    expect(readSnapshot(put('s.json', bytes)).document.accountId).toBe('111122223333');
  });

  test.each([
    ['', 'is empty'],
    ['{\n  "a": 1,\n  "b": tru\n}', 'is not JSON: line 3, column 8: unexpected "t"'],
    ['{"a": [1, 2,]}', 'is not JSON: line 1, column 13: unexpected "]"'],
    ['{"a": 1', 'is not JSON: line 1, column 8: unexpected the end of the file'],
    ['{"a": 1} x', 'is not JSON: line 1, column 10: unexpected "x"'],
    ['{"a": "line\nbreak"}', 'is not JSON: line 1, column 12: unexpected "\\n"'],
    ["{'a': 1}", 'is not JSON: line 1, column 2: unexpected "\'"'],
    ['[01]', 'is not JSON: line 1, column 3: unexpected "1"'],
    ['{"a": "\\x"}', 'is not JSON: line 1, column 8: unexpected "\\\\"'],
    ['VpcId: vpc-1', 'is not JSON: line 1, column 1: unexpected "V"'],
    ['{"a" 1}', 'is not JSON: line 1, column 6: unexpected "1"'],
    [' ', 'is not JSON: line 1, column 2: unexpected the end of the file'],
    [Buffer.from([0x7b, 0xff, 0x7d]), 'is not UTF-8 text'],
  ])('with the content %j is refused with the place of the error', (content, problem) => {
    const path = put('bad.json', content);
    const error = errorOf(path);
    expect(error.code).toBe('INVALID_SNAPSHOT');
    expect(error.message).toBe(
      `${path} ${problem}; expected a snapshot document, or a folder of JSON files as the AWS CLI prints them.`,
    );
  });

  test.each([
    [[], 'expected a snapshot object.'],
    [7, 'expected a snapshot object.'],
    [subnets, 'snapshotVersion: expected the number 1.'],
    [{ ...envelope, snapshotVersion: '1' }, 'snapshotVersion: expected the number 1.'],
    [{ ...envelope, capturedAt: 'yesterday' }, 'capturedAt: expected an ISO 8601 time.'],
    [{ ...envelope, region: 1 }, 'region: expected a string.'],
    [{ ...envelope, Subnets: {} }, 'Subnets: expected a list.'],
    [{ ...envelope, Subnets: ['subnet-1'] }, 'Subnets[0]: expected an object.'],
    [{ ...envelope, SecretPolicies: { 'arn:x': 5 } }, 'SecretPolicies["arn:x"]: expected a string or null.'],
    [{ ...envelope, requests: [{ list: 'Vpcs' }] }, 'requests[0].action: expected a string.'],
    [
      { ...envelope, requests: [{ list: 'Vpcs', action: 'a', filters: { x: 'y' } }] },
      'requests[0].filters.x: expected a list of strings.',
    ],
    [{ ...envelope, gaps: [{ list: 'Vpcs', action: 'a' }] }, 'gaps[0].error: expected a string.'],
  ])('%j is refused with the path in it', (json, problem) => {
    const path = put('s.json', JSON.stringify(json));
    expect(errorOf(path).message).toBe(`${path}: ${problem}`);
    expect(errorOf(path).code).toBe('INVALID_SNAPSHOT');
  });

  test('a file that is not there, or may not be', () => {
    expect(errorOf(join(folder, 'none.json')).message).toMatch(
      /none\.json does not exist; expected a snapshot document/,
    );
    const file = put('file.json', '{}');
    expect(errorOf(join(file, 'inside.json')).message).toMatch(/inside\.json does not exist/);
    const loop = join(folder, 'loop.json');
    symlinkSync(loop, loop);
    expect(errorOf(loop).message).toMatch(/loop\.json is a link that leads to itself/);
  });
});

describe('a folder', () => {
  test('is gathered from its JSON files, and those of its folders', () => {
    put('subnets.json', JSON.stringify(subnets));
    put('444455556666/eu-west-1/VPCS.JSON', JSON.stringify({ Vpcs: [{ VpcId: 'vpc-9' }] }));
    put('.hidden.json', 'not JSON');
    put('README.md', 'not JSON');
    const { document, origin } = readSnapshot(folder);
    expect(origin).toBe(folder);
    expect(document.requests).toBeNull();
    expect(document.lists.Vpcs).toMatchObject([{ VpcId: 'vpc-9' }]);
    expect(openSnapshot(document, origin).one('Subnets', { 'subnet-id': 'subnet-1' })).toMatchObject({
      value: { VpcId: 'vpc-1' },
    });
  });

  test('has the bytes of its files, by relative path, as the bytes of its digest', () => {
    put('b.json', JSON.stringify(subnets));
    put('a/x.json', '[]');
    put('B.json', '{}');
    const size = JSON.stringify(subnets).length;
    const expected = `B.json\0${2}\0{}a/x.json\0${2}\0[]b.json\0${size}\0${JSON.stringify(subnets)}`;
    const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const before = sha256(readSnapshot(folder).bytes);
    expect(before).toBe(sha256(expected));
    put('notes.txt', 'no part of it');
    expect(sha256(readSnapshot(folder).bytes)).toBe(before);
    put('B.json', '[]');
    expect(sha256(readSnapshot(folder).bytes)).not.toBe(before);
  });

  test('without JSON files, or with a broken one, is refused', () => {
    expect(errorOf(folder).message).toBe(
      `${folder} holds no JSON files; expected a snapshot document, or a folder of JSON files as the AWS CLI prints them.`,
    );
    put('subnets.json', JSON.stringify(subnets));
    put('deep/vpcs.json', '{"Vpcs": [}');
    expect(errorOf(folder).message).toMatch(/deep\/vpcs\.json is not JSON: line 1, column 11: unexpected "}"/);
  });

  test('with an impossible CIDR is refused when a flow touches it, naming file and place', () => {
    put(
      'deep/vpcs.json',
      JSON.stringify({ Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0/8', OwnerId: '111122223333' }] }),
    );
    put('subnets.json', JSON.stringify(subnets));
    const { document, origin } = readSnapshot(folder);
    expect(() => openSnapshot(document, origin).one('Vpcs', { 'vpc-id': 'vpc-1' })).toThrow(
      `${folder}: deep/vpcs.json: Vpcs[0].CidrBlock: expected an IPv4 CIDR block such as 10.0.0.0/16.`,
    );
  });
});
