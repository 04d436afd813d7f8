import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { captureDocument } from '../../../src/adapters/aws/aws-facts.ts';
import type { AwsAccess } from '../../../src/adapters/aws/viewers.ts';
import type { PreflightRequest } from '../../../src/gate/ports.ts';
import type { GapRow, RawItem } from '../../../src/snapshot/document.ts';
import { ask as askOf } from '../../scenarios/ask.ts';
import { type AwsServer, type AwsServerOptions, startAwsServer } from '../../support/aws-server/start-aws-server.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { FUNCTION_ARN, item, SECRET_ARN, type World } from '../../support/world.ts';
import { addDatabaseBehindTransitGateway, addPeerVpc } from '../../support/world-parts.ts';
import { accessTo, ask, FOREVER, NOW, withTestCredentials } from './aws-access.ts';

withTestCredentials();

const OTHER = '444455556666';
const THERE = { account: OTHER, region: 'us-east-1' };
const ROLE = { kind: 'role', arn: `arn:aws:iam::${OTHER}:role/preflight` } as const;

let server: AwsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Document extends RawItem {
  readonly gaps: readonly GapRow[];
}

async function capture(
  world: World,
  others: AwsAccess['others'],
  request: Partial<PreflightRequest> = {},
  options: Partial<AwsServerOptions> = {},
): Promise<Document> {
  server = await startAwsServer({ snapshot: world, ...options });
  const access = accessTo(server.url, { others });
  return (await captureDocument({ access, now: NOW }, ask(request), FOREVER)) as Document;
}

/** Items of a VPC as another account, or another Region, sees them, and nobody here. */
function moveVpc(world: World, vpc: string, from: { readonly account: string; readonly region: string }): void {
  const ids = new Set([vpc]);
  for (const [name, list] of Object.entries(world)) {
    if (!Array.isArray(list) || name === 'VpcPeeringConnections') continue;
    for (const found of list as RawItem[]) {
      const attached = (found['Attachments'] as readonly RawItem[] | undefined)?.some(({ VpcId }) =>
        ids.has(String(VpcId)),
      );
      if (found['VpcId'] === vpc || attached)
        Object.assign(found, { _from: from }, 'OwnerId' in found ? { OwnerId: from.account } : {});
    }
  }
}

function remedies({ gaps }: Document): readonly string[] {
  return [...new Set(gaps.map(({ message }) => /pass (--.*?) \(/.exec(message)?.[1] ?? message))];
}

function peerElsewhere(): World {
  const world = healthyWorld();
  addPeerVpc(world);
  const peering = item(world, 'VpcPeeringConnections', 'pcx-1');
  Object.assign(peering.AccepterVpcInfo ?? {}, { OwnerId: OTHER, Region: 'eu-west-1' });
  moveVpc(world, 'vpc-2', { account: OTHER, region: 'eu-west-1' });
  return world;
}

describe('a peer VPC of another account and Region', () => {
  const question = { secret: SECRET_ARN, function: FUNCTION_ARN, targets: ['10.1.0.10:5432'] };

  test('is read there with its own credentials', async () => {
    const document = await capture(peerElsewhere(), [ROLE], question);
    expect(document.gaps).toEqual([]);
    const answer = askOf(document, question);
    expect(answer.prerequisites.service.verdict).toBe('pass');
  });

  test('is out of sight without, and the gap names what would show it', async () => {
    const document = await capture(peerElsewhere(), [], question);
    expect(remedies(document)).toEqual([`--peer-profile of account ${OTHER}`]);
    const answer = askOf(document, question);
    expect(answer.prerequisites.service.verdict).toBe('unknown');
  });

  test('has nothing at an address where its account shows nothing', async () => {
    const empty = { ...question, targets: ['10.1.0.99:5432'] };
    const answer = askOf(await capture(peerElsewhere(), [ROLE], empty), empty);
    expect(answer.findings.map(({ code }) => code)).toContain('X_NO_INTERFACE_AT_ADDRESS');
    expect(answer.prerequisites.service.verdict).toBe('fail');
  });
});

describe('a transit gateway of another account, with the database behind it', () => {
  function gatewayElsewhere(): World {
    const world = healthyWorld();
    addDatabaseBehindTransitGateway(world);
    moveVpc(world, 'vpc-2', THERE);
    Object.assign(item(world, 'TransitGateways', 'tgw-1'), { OwnerId: OTHER });
    for (const list of ['TransitGatewayAttachments', 'TransitGatewayRouteTables'] as const) {
      for (const found of world[list]) Object.assign(found, { _from: THERE });
    }
    for (const found of world.TransitGatewayAttachments) {
      Object.assign(found, { ResourceOwnerId: found.ResourceId === 'vpc-2' ? OTHER : '111122223333' });
    }
    return world;
  }
  const question = { secret: SECRET_ARN, function: FUNCTION_ARN, targets: ['10.1.0.10:5432'] };

  test('is read with the credentials of its owner', async () => {
    const document = await capture(gatewayElsewhere(), [ROLE], question);
    expect(document.gaps).toEqual([]);
    expect(askOf(document, question).prerequisites.service.verdict).toBe('pass');
  });

  test('is out of sight without', async () => {
    const document = await capture(gatewayElsewhere(), [], question);
    expect(remedies(document)).toEqual([`--peer-profile of account ${OTHER}`]);
    expect(askOf(document, question).prerequisites.service.verdict).toBe('unknown');
  });
});

describe('a VPC that another account shares', () => {
  /** The participant is shown what AWS shows it, the owner everything. */
  function sharedVpc(): World {
    const world = healthyWorld();
    for (const list of [
      'Vpcs',
      'Subnets',
      'RouteTables',
      'NetworkAcls',
      'InternetGateways',
      'DhcpOptions',
      'SecurityGroups',
    ] as const) {
      for (const found of world[list])
        if ('OwnerId' in found && list !== 'SecurityGroups') Object.assign(found, { OwnerId: OTHER });
      (world[list] as unknown[]).push(...world[list].map((found) => ({ ...found, _from: THERE })));
    }
    for (const found of [...world.NatGateways, ...world.NetworkInterfaces, ...world.Instances])
      Object.assign(found, { _from: THERE });
    return world;
  }
  const question = { secret: SECRET_ARN, function: FUNCTION_ARN, targets: ['10.0.20.10:5432'] };

  test('is read as a whole with the credentials of its owner', async () => {
    const document = await capture(sharedVpc(), [ROLE], question);
    expect(document.gaps).toEqual([]);
    expect(askOf(document, question).status).toBe('pass');
  });

  test('is out of sight as far as only its owner sees it', async () => {
    const document = await capture(sharedVpc(), [], question);
    expect(remedies(document)).toEqual([`--network-profile of account ${OTHER}`]);
    expect(askOf(document, question).status).toBe('unknown');
  });
});

describe('a function of another account', () => {
  const arn = FUNCTION_ARN.replace('111122223333', OTHER);
  const question = { secret: SECRET_ARN, function: arn, targets: ['10.0.20.10:5432'] };

  function functionElsewhere(): World {
    const world = healthyWorld();
    for (const list of Object.values(world)) {
      if (Array.isArray(list) && list !== world.Secrets && list !== world.gaps && list !== world.requests) {
        for (const found of list as RawItem[])
          Object.assign(found, { _from: THERE }, 'OwnerId' in found ? { OwnerId: OTHER } : {});
      }
    }
    Object.assign(world.Functions[0] ?? {}, { FunctionArn: arn });
    world.FunctionPolicies = { [arn]: world.FunctionPolicies[FUNCTION_ARN] ?? null };
    return world;
  }

  test('is read with its own credentials, and its VPC', async () => {
    const document = await capture(functionElsewhere(), [ROLE], question);
    expect(document.gaps).toEqual([]);
    expect((document['Subnets'] as readonly RawItem[])[0]?.['_from']).toEqual(THERE);
    expect(askOf(document, question).prerequisites).toMatchObject({
      service: { verdict: 'pass' },
      endpoint: { verdict: 'pass' },
    });
  });

  test('and its VPC are out of sight without', async () => {
    const document = await capture(functionElsewhere(), [], question);
    expect(remedies(document)).toEqual([`--function-profile of account ${OTHER}`]);
    expect(askOf(document, question).prerequisites).toMatchObject({
      service: { verdict: 'unknown' },
      endpoint: { verdict: 'unknown' },
    });
  });
});

describe('further credentials', () => {
  test('are those of a profile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'preflight-aws-'));
    const config = join(folder, 'config');
    writeFileSync(config, `[profile peer]\naws_access_key_id = AKID${OTHER}\naws_secret_access_key = example\n`);
    vi.stubEnv('AWS_CONFIG_FILE', config);
    // The SDK warns that it has found two sources of credentials.
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const document = await capture(peerElsewhere(), [{ kind: 'profile', name: 'peer' }], {
      targets: ['10.1.0.10:5432'],
    });
    expect(document.gaps).toEqual([]);
    expect(new Set(server?.calls.map(({ accessKeyId }) => accessKeyId))).toEqual(
      new Set(['AKIDEXAMPLE', `AKID${OTHER}`]),
    );
    warn.mockRestore();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['deny', 'AWS_DENIED'],
    ['expired-token', 'CREDENTIALS_EXPIRED'],
  ] as const)('that cannot be used (%s) are told before anything is asked', async (kind, code) => {
    const faults = [{ operation: 'AssumeRole', kind }];
    await expect(capture(healthyWorld(), [ROLE], {}, { faults })).rejects.toMatchObject({ code, resource: ROLE.arn });
    expect(new Set(server?.operations())).toEqual(new Set(['AssumeRole']));
  });

  test('of the account that asks anyway change nothing', async () => {
    const own = { kind: 'role', arn: ROLE.arn.replace(OTHER, '111122223333') } as const;
    const { capturedAt: _, ...alone } = await capture(healthyWorld(), []);
    await server?.close();
    const { capturedAt: __, ...both } = await capture(healthyWorld(), [own]);
    expect(both).toEqual(alone);
  });
});
