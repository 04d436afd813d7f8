import { afterEach, expect, test } from 'vitest';
import { awsFacts } from '../../../src/adapters/aws/aws-facts.ts';
import { tracePair } from '../../../src/assessment/trace-pair.ts';
import { runTrace, type TraceOptions } from '../../../src/cli/trace.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { withBalancer } from '../../scenarios/situations/load-balancers.ts';
import { type AwsServer, startAwsServer } from '../../support/aws-server/start-aws-server.ts';
import { fakeCli } from '../../support/cli-deps.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { addRoutes, FUNCTION_ARN, route, SECRET_ARN, type World } from '../../support/world.ts';
import { addPeerVpc } from '../../support/world-parts.ts';
import { accessTo, NOW, withTestCredentials } from './aws-access.ts';

withTestCredentials();

let server: AwsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Ends = Pick<TraceOptions, 'from' | 'to' | 'port' | 'protocol'>;

/** What `trace --secret` answers when AWS holds this world, and what the world itself says. */
async function both(world: World, ends: Ends) {
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const expected = tracePair(snapshot, { ...ends, port: ends.port ?? null });
  server = await startAwsServer({ snapshot: world });
  const facts = awsFacts({ access: accessTo(server.url), now: NOW });
  const cli = fakeCli({});
  const deps = { ...cli.deps, askAws: async () => ({ facts }) as never };
  const status = await runTrace({ ...ends, secret: SECRET_ARN, timeout: 60_000, format: 'json' }, deps);
  const told = JSON.parse(cli.stdout()) as { disposition: string };
  return { status, live: told.disposition, expected: expected.disposition };
}

const TCP = { port: 5432, protocol: 'tcp' } as const;

test.each<[string, Ends, number]>([
  ['the function by its name', { from: 'rotate-db', to: '10.0.20.10', ...TCP }, 0],
  [
    'the function by its ARN, to a port nobody opened',
    { from: FUNCTION_ARN, to: '10.0.20.10', port: 22, protocol: 'tcp' },
    1,
  ],
  ['an interface, to one of a peered VPC', { from: 'eni-db', to: 'eni-peer-db', ...TCP }, 0],
  ['an instance, to the address of one of a peered VPC', { from: 'i-db', to: '10.1.0.10', ...TCP }, 0],
  ['an address, to a load balancer that refuses it', { from: '10.0.20.10', to: '10.0.30.10', ...TCP }, 1],
  ['a subnet with a group', { from: 'subnet-l1/sg-lambda', to: 'i-db', ...TCP }, 0],
  ['an interface, to the resolver of its VPC', { from: 'eni-db', to: '10.0.0.2', port: 53, protocol: 'udp' }, 0],
])('a flow is followed through what AWS says: from %s', async (_, ends, status) => {
  const world = healthyWorld();
  addPeerVpc(world);
  withBalancer(world);
  addRoutes(world, 'rtb-db', [route('10.1.0.0/16', 'pcx-1')]);
  world.SecurityGroups.find(({ GroupId }) => GroupId === 'sg-db')?.IpPermissions?.push({
    IpProtocol: 'tcp',
    FromPort: 5432,
    ToPort: 5432,
    UserIdGroupPairs: [{ GroupId: 'sg-lambda' }],
  });
  const { live, expected, ...told } = await both(world, ends);
  expect({ ...told, live }).toEqual({ status, live: expected });
});

test('without a snapshot and a secret nothing says where the facts are', async () => {
  const asked = runTrace({ from: 'eni-db', to: 'eni-nlb', ...TCP, timeout: 1, format: 'text' }, fakeCli({}).deps);
  await expect(asked).rejects.toMatchObject({ code: 'USAGE' });
});
