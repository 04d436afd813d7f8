import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import { AppError } from '../../src/errors.ts';
import { type Address, formatAddress, parseAddress } from '../../src/net/address.ts';
import { isPublic } from '../../src/net/address-space.ts';
import { parseCidr } from '../../src/net/cidr.ts';
import { addressMap, mapCidr } from '../../src/snapshot/anonymise/addresses.ts';
import { type Anonymised, anonymise } from '../../src/snapshot/anonymise/anonymise.ts';
import { drawWith } from '../../src/snapshot/anonymise/scramble.ts';
import { FAMILIES } from '../../src/snapshot/families.ts';
import { readScenarios } from '../packets/scenario-folders.ts';
import { ask } from '../scenarios/ask.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { item, rotationFunction, secret } from '../support/world.ts';
import { addEndpoint } from '../support/world-parts.ts';

type Json = Record<string, unknown>;

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
const under = (document: Json, seed = sha256(JSON.stringify(document))) => anonymise(document, { sha256, seed });
const SCENARIOS = readScenarios();

/** The same question in the new names. */
function asked(question: ScenarioQuestion, { text }: Anonymised): ScenarioQuestion {
  const value = question.secretValue;
  const named = ['host', 'masterarn', 'dbInstanceIdentifier', 'dbClusterIdentifier'];
  return {
    ...question,
    secret: text(question.secret),
    ...(question.function === undefined ? {} : { function: text(question.function) }),
    ...(question.targets === undefined ? {} : { targets: question.targets.map(text) }),
    ...(question.assumptions === undefined
      ? {}
      : { assumptions: question.assumptions.map((a) => ({ ...a, hop: text(a.hop) })) }),
    ...(question.rotation === undefined ? {} : { rotation: mapFields(question.rotation, ['RotationLambdaARN'], text) }),
    ...(value === undefined ? {} : { secretValue: mapValue(value, named, text) }),
  };
}

function mapValue(
  { master, ...own }: NonNullable<ScenarioQuestion['secretValue']>,
  named: readonly string[],
  text: (text: string) => string,
): NonNullable<ScenarioQuestion['secretValue']> {
  const mapped = mapFields(own, named, text);
  return typeof master === 'object' ? { ...mapped, master: mapFields(master, named, text) } : mapped;
}

function mapFields<T extends Readonly<Record<string, unknown>>>(
  value: T,
  fields: readonly string[],
  text: (text: string) => string,
): T {
  const entries = Object.entries(value).map(([k, v]) => [k, fields.includes(k) ? text(String(v)) : v]);
  return Object.fromEntries(entries) as T;
}

/** Verdicts, and every finding but its prose; resources in the names that `text` gives them. */
function verdictsOf(document: Json, question: ScenarioQuestion, text: (text: string) => string): unknown {
  try {
    return summary(ask(document, question), text);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

function summary({ status, prerequisites, preconditions, findings }: Assessment, text: (text: string) => string) {
  const { service, endpoint } = prerequisites;
  const words = (prose: string | null) => prose?.replaceAll(/\b(?!interface\b|of\b|in\b)[^\s]+/g, text) ?? null;
  return {
    status,
    prerequisites: [service, endpoint].map(({ verdict, intermittent }) => ({ verdict, intermittent })),
    preconditions: preconditions.map((p) => `${p.id} ${p.verdict}`),
    findings: findings
      .map(({ code, severity, prerequisite, leg, direction, behind, resources, at, entry }) =>
        JSON.stringify([
          ...[severity, code, prerequisite, leg, direction, behind],
          ...[resources.map(text).sort(), words(at), words(entry)],
        ]),
      )
      .sort(),
  };
}

describe('an anonymised snapshot', () => {
  test.each(SCENARIOS)('comes to the same: $name', ({ document, question }) => {
    const other = under(document);
    expect(verdictsOf(other.document, asked(question, other), (text) => text)).toEqual(
      verdictsOf(document, question, other.text),
    );
  });

  test.each(SCENARIOS)('shows no id, account, name or public address: $name', ({ document }) => {
    const text = JSON.stringify(under(document).document);
    for (const original of tellingTexts(document)) {
      const whole = new RegExp(`(?<![\\w-])${original.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
      expect(text).not.toMatch(whole);
    }
  });

  test('is the same for the same document and seed, and another for another', () => {
    const world = healthyWorld();
    const bytes = (seed: string) => JSON.stringify(under(world, seed).document);
    expect(bytes('one')).toBe(bytes('one'));
    expect(bytes('one')).not.toBe(bytes('two'));
  });

  test('keeps what AWS means by it', () => {
    const world = healthyWorld();
    addEndpoint(world);
    const { document, text } = under(world);
    const shown = JSON.stringify(document);
    for (const word of [
      ...['AmazonProvidedDNS', 'secretsmanager.us-east-1.amazonaws.com', 'com.amazonaws.us-east-1.secretsmanager'],
      ...[
        'us-east-1a',
        'use1-az1',
        'secretsmanager.amazonaws.com',
        'lambda:InvokeFunction',
        '.ec2.internal',
        'AWSCURRENT',
      ],
    ]) {
      expect(shown).toContain(word);
    }
    expect(text('vpce-0a1b2c3d')).toMatch(/^vpce-(?!0a1b2c3d)[0-9a-f]{8}$/);
    expect(text('ip-10-0-20-10.ec2.internal')).toBe(`ip-${text('10.0.20.10').replaceAll('.', '-')}.ec2.internal`);
    expect(text('10.0.0.2')).toBe(text('10.0.0.0/16').replace('.0/16', '.2'));
    expect(text('prod/db-??????')).toBe(text('prod/db-AbCdEf').replace(/.{6}$/, '??????'));
  });

  test('hides what stands in descriptions, tags, variables and policies', () => {
    const world = healthyWorld();
    secret(world)['Tags'] = [{ Key: 'giraffe', Value: 'zebra of 203.0.113.77' }];
    const lambda = rotationFunction(world);
    lambda.Description = 'Rotates the okapi password';
    lambda.Environment = { Variables: { HTTPS_PROXY: 'http://tapir.corp.example:3128' } };
    item(world, 'SecurityGroups', 'sg-db')['Description'] = 'lets the quagga in';
    const shown = JSON.stringify(under(world).document);
    expect(shown).not.toMatch(/giraffe|zebra|okapi|tapir|quagga|203\.0\.113\.77|rotate-db|111122223333/);
  });
});

/** Ids, ARNs, accounts, names and public addresses, each long enough not to turn up by chance. */
function tellingTexts(document: Json): readonly string[] {
  const ids = new Set(Object.values(FAMILIES).flatMap(({ id }) => id ?? []));
  const found = new Set<string>();
  const look = (value: unknown, field: string): void => {
    if (typeof value === 'string' && (ids.has(field) || isTelling(value))) found.add(value);
    if (typeof value === 'object' && value !== null) for (const [k, v] of Object.entries(value)) look(v, k);
  };
  look(document, '');
  found.add(String(document['accountId']));
  return [...found].filter((text) => text.length >= 7 && text !== 'default');
}

/** Whose a larger block of public addresses is says it of nobody's account. */
const SMALL_BLOCK = 17;

function isTelling(value: string): boolean {
  const address = parseAddress(value.split('/')[0] ?? '');
  if (address !== null) return isPublic(address) && Number(value.split('/')[1] ?? 32) >= SMALL_BLOCK;
  return /^arn:[^*?]+:\d{12}:[^*?]+$|^\d{12}$|^(?:vpc|subnet|sg|eni|rtb|acl|nat|igw|vpce|tgw)-\w+$/.test(value);
}

describe('other addresses', () => {
  const vpc = parseCidr('10.0.0.0/16');
  const subnet = parseCidr('10.0.20.0/24');
  const six = parseCidr('2001:db8:0:100::/56');
  if (vpc === null || subnet === null || six === null) throw new Error('Not blocks');
  const map = (seed: string) => addressMap(drawWith(sha256(seed), sha256), [vpc, subnet, six]);
  const four = fc.bigInt({ min: 0n, max: 0xffffffffn }).map((value): Address => ({ family: 4, value }));
  const any = fc.oneof(
    four,
    fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value): Address => ({ family: 6, value })),
  );
  const near = fc.bigInt({ min: 0n, max: 0xffffn }).map((value): Address => ({ family: 4, value: vpc.base + value }));
  const commonBits = (a: Address, b: Address) => (a.value ^ b.value).toString(2).length;

  test('begin alike as far as the ones they stand for', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(near, four), fc.oneof(near, four), (seed, a, b) => {
        const other = map(seed);
        expect(commonBits(other(a), other(b))).toBe(commonBits(a, b));
      }),
    );
  });

  test('are public, private or shared as those were', () => {
    fc.assert(
      fc.property(fc.string(), any, (seed, address) => {
        expect(isPublic(map(seed)(address))).toBe(isPublic(address));
      }),
    );
    for (const range of [
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '100.64.0.0/10',
      '0.0.0.0/0',
      'fc00::/7',
      '::/0',
    ]) {
      const cidr = parseCidr(range);
      if (cidr === null) throw new Error(range);
      expect(mapCidr(cidr, map('any'))).toEqual(cidr);
    }
  });

  test('leave AWS its own: the first four and the last of a subnet, and link-local ones', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(vpc, subnet, six), (seed, block) => {
        const other = map(seed);
        const { base } = mapCidr(block, other);
        const last = (1n << BigInt((block.family === 4 ? 32 : 128) - block.length)) - 1n;
        for (const offset of [0n, 1n, 2n, 3n, last]) {
          expect(other({ family: block.family, value: block.base + offset }).value).toBe(base + offset);
        }
      }),
    );
    for (const own of ['169.254.169.253', 'fd00:ec2::253', '127.0.0.1']) {
      const address = parseAddress(own);
      if (address === null) throw new Error(own);
      expect(formatAddress(map('any')(address))).toBe(own);
    }
  });

  test('inside NAT64 addresses are those of IPv4', () => {
    const [plain, wrapped] = ['198.51.100.7', '64:ff9b::198.51.100.7'].map(parseAddress);
    if (plain == null || wrapped == null) throw new Error('Not addresses');
    expect(map('any')(wrapped).value & 0xffffffffn).toBe(map('any')(plain).value);
  });
});
