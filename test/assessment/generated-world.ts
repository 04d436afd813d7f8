import fc from 'fast-check';
import { healthyWorld } from '../support/healthy-world.ts';
import { ALLOW_ALL, addRoutes, entry, item, permit, putAcl, route, vpcConfig, type World } from '../support/world.ts';
import { addEndpoint } from '../support/world-parts.ts';

type Entry = ReturnType<typeof entry>;
type Permission = ReturnType<typeof permit>;
export type Side = 'ingress' | 'egress';

const block = fc.constantFrom(
  '0.0.0.0/0',
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.0.1.0/25',
  '10.0.20.0/24',
  '198.51.100.0/24',
);
const ports = fc.constantFrom<readonly [number, number]>(
  [5432, 5432],
  [443, 443],
  [1024, 65535],
  [32768, 60999],
  [0, 65535],
);

/** An entry without its number's place: it is put before all others. */
export const aclEntry = (action: 'allow' | 'deny'): fc.Arbitrary<Entry> =>
  fc.tuple(block, ports).map(([cidr, range]) => entry(1, action, '6', cidr, range));

export const aclId = fc.constantFrom('acl-function', 'acl-default');
export const side = fc.constantFrom<Side>('ingress', 'egress');
export const groupId = fc.constantFrom('sg-lambda', 'sg-db');
export const permission: fc.Arbitrary<Permission> = fc
  .tuple(fc.oneof(block, fc.constant('sg-lambda')), ports)
  .map(([peer, [from, to]]) => permit('tcp', [peer], from, to));

const entries = fc
  .array(fc.oneof(aclEntry('allow'), aclEntry('deny')), { maxLength: 2 })
  .chain((few) =>
    fc.boolean().map((open) => [...few.map((e, i) => ({ ...e, RuleNumber: 50 + i })), ...(open ? ALLOW_ALL : [])]),
  );

const routes = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom('rtb-private', 'rtb-db', 'rtb-public'),
    fc.constantFrom('10.0.1.0/24', '10.0.20.0/24', '198.51.100.0/24', '10.0.1.128/25'),
    fc.constantFrom('nat-1', 'vgw-1', 'igw-1', 'pl-unread', 'dead'),
  ),
  { maxLength: 2, selector: ([table, destination]) => `${table} ${destination}` },
);

/** The healthy account with ACLs, rules, routes and states of its own; some are broken, some are not to be judged. */
export const generatedWorld: fc.Arbitrary<World> = fc
  .record({
    ingress: entries,
    egress: entries,
    out: fc.option(fc.array(permission, { maxLength: 2 }), { nil: null, freq: 2 }),
    into: fc.option(fc.array(permission, { maxLength: 2 }), { nil: null, freq: 2 }),
    routes,
    endpoint: fc.boolean(),
    bothSubnets: fc.boolean(),
    nat: fc.constantFrom('available', 'available', 'available', 'failed'),
    update: fc.constantFrom('Successful', 'Successful', 'Successful', 'InProgress'),
  })
  .map((choice) => {
    const world = healthyWorld();
    if (choice.endpoint) addEndpoint(world);
    if (choice.bothSubnets) vpcConfig(world).SubnetIds = ['subnet-l1', 'subnet-l2'];
    putAcl(world, 'acl-function', ['subnet-l1'], choice.ingress, choice.egress);
    if (choice.out !== null) item(world, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = choice.out;
    if (choice.into !== null) item(world, 'SecurityGroups', 'sg-db').IpPermissions = choice.into;
    for (const [table, destination, target] of choice.routes) {
      const dead = target === 'dead' ? { State: 'blackhole' } : {};
      addRoutes(world, table, [
        target === 'pl-unread'
          ? route(target, 'vgw-1')
          : route(destination, target === 'dead' ? 'nat-1' : target, dead),
      ]);
    }
    item(world, 'NatGateways', 'nat-1').State = choice.nat;
    const [lambda] = world.Functions;
    if (lambda !== undefined) lambda.LastUpdateStatus = choice.update;
    return world;
  });
