import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { anonymise } from '../../src/snapshot/anonymise/anonymise.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { documentJson } from '../../src/snapshot/document-json.ts';
import { importRaw } from '../../src/snapshot/import-raw.ts';
import { ask } from '../scenarios/ask.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import {
  environment,
  rotationFunction,
  SECRET_ARN,
  SECRETS_MANAGER_HOST,
  secret,
  type World,
} from '../support/world.ts';

const WORD = 'hunter2';
const HOST = SECRETS_MANAGER_HOST;

type Change = (world: World) => void;

const env =
  (name: string, value: string): Change =>
  (w) => {
    environment(w, { [name]: value });
  };

const DOCUMENTS: readonly (readonly [string, Change])[] = [
  ...['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) =>
    [
      `http://user:${WORD}@10.0.20.10:3128`,
      `user:${WORD}@10.0.20.10:3128`,
      `http://user:a@${WORD}@10.0.20.10:3128`,
      `http://user:${WORD}@b@10.0.20.10:3128`,
      `http://us@er:${WORD}@[2001:db8::1]:3128`,
      `http://user:a/${WORD}@10.0.20.10:3128`,
      `http://user:a?${WORD}@10.0.20.10:3128`,
      `http://user:a#${WORD}@10.0.20.10:3128`,
      `http:\\\\user:${WORD}@10.0.20.10:3128`,
      `http:user:${WORD}@10.0.20.10:3128`,
      `http:///user:${WORD}@10.0.20.10:3128`,
      `http://user: ${WORD}@10.0.20.10:3128`,
      `http://10.0.20.10:3128/?key=${WORD}`,
    ].map((value) => [`${name}=${value}`, env(name, value)] as const),
  ),
  ...[
    'SECRETS_MANAGER_ENDPOINT',
    'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    'AWS_ENDPOINT_URL',
    'AWS_ENDPOINT_URL_RDS',
  ].flatMap((name) =>
    [
      `https://user:${WORD}@${HOST}`,
      `https://user:a@${WORD}@${HOST}`,
      `https://${WORD}@b@proxy.example:8443/`,
      `https://user:a/${WORD}@${HOST}`,
      `https://${HOST}/?token=${WORD}`,
      `https://${HOST}/#${WORD}`,
      `user:${WORD}@${HOST}`,
      ` https://user:${WORD}@${HOST} `,
      `https://user:${WORD}\n@${HOST}`,
    ].map((value) => [`${name}=${value}`, env(name, value)] as const),
  ),
  ['a variable of its own', env('DB_PASSWORD', WORD)],
  [
    'no map of variables',
    (w) => Object.assign(rotationFunction(w), { Environment: { Variables: [{ PASSWORD: WORD }] } }),
  ],
  ['no environment', (w) => Object.assign(rotationFunction(w), { Environment: `PASSWORD=${WORD}` })],
  ['a value beside the secret', (w) => Object.assign(secret(w), { SecretString: WORD, SecretBinary: WORD })],
  [
    'keys of VPN tunnels',
    (w) => {
      w.VpnConnections.push({
        VpnConnectionId: 'vpn-1',
        CustomerGatewayConfiguration: `<pre_shared_key>${WORD}</pre_shared_key>`,
        Options: { StaticRoutesOnly: true, TunnelOptions: [{ OutsideIpAddress: '203.0.113.9', PreSharedKey: WORD }] },
      });
    },
  ],
];

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');

/** Whatever an assessment says, refusals too. */
function said(world: unknown, question: Omit<ScenarioQuestion, 'secret'>): string {
  try {
    return JSON.stringify(ask(world, { secret: SECRET_ARN, ...question }));
  } catch (error) {
    return JSON.stringify([String(error), error, (error as Error).cause ?? null]);
  }
}

test.each(DOCUMENTS)('no assessment, no snapshot and no refusal tells %s', (_, change) => {
  const world = healthyWorld();
  change(world);
  expect(JSON.stringify(world)).toContain(WORD);
  expect(said(world, { targets: ['10.0.20.10:5432'] })).not.toContain(WORD);
  const kept = documentJson(parseSnapshot(world, 'snapshot.json'));
  expect(JSON.stringify(kept)).not.toContain(WORD);
  const other = anonymise(kept, { sha256, seed: 'seed' });
  expect(JSON.stringify(other.document)).not.toContain(WORD);
  const { Secrets, Functions, Vpcs, Subnets, VpnConnections } = world;
  const files = { secrets: { Secrets }, functions: { Functions }, network: { Vpcs, Subnets, VpnConnections } };
  const raw = importRaw(
    Object.entries(files).map(([name, json]) => ({ path: `${name}.json`, json })),
    'capture',
  );
  expect(JSON.stringify(raw.snapshot)).not.toContain(WORD);
});

const TARGETS = [
  `user:${WORD}@db.example:5432`,
  `postgres://user:${WORD}@db.example:5432/orders`,
  `postgres://user:a@${WORD}@db.example:5432`,
  `postgres://user:a/${WORD}@db.example:5432`,
  `postgres://db.example:5432/orders?user=u&password=${WORD}`,
];

test.each(TARGETS)('no refusal tells the password in the target %s', (target) => {
  expect(said(healthyWorld(), { targets: [target] })).not.toContain(WORD);
});

test.each(TARGETS)('no refusal tells the password in the tag %s', (target) => {
  const world = healthyWorld();
  secret(world).Tags = [{ Key: 'rotation-preflight:target', Value: target }];
  expect(said(world, {})).not.toContain(WORD);
});

test.each(TARGETS)('no refusal tells the password in a value whose host is %s', (host) => {
  expect(said(healthyWorld(), { secretValue: { host, port: 5432 } })).not.toContain(WORD);
  expect(said(healthyWorld(), { secretValue: { host } })).not.toContain(WORD);
});

test.each([
  ['http://user:a@b@10.0.20.10:3128', '10.0.20.10'],
  ['http://us@er:b@[2001:db8::1]:3128', '2001:db8::1'],
])('behind the last @ of %s is the proxy', (HTTPS_PROXY, host) => {
  const world = healthyWorld();
  environment(world, { HTTPS_PROXY });
  const { hosts } = ask(world, { secret: SECRET_ARN, targets: ['10.0.20.10:5432'] }).prerequisites.endpoint;
  expect(hosts.map((it) => it.host)).toEqual([host]);
});
