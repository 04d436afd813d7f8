import { describe, expect, test } from 'vitest';
import { functionPlacement } from '../../src/reachability/function-placement.ts';
import { functionIpv6Sources, functionNetwork, functionSources } from '../../src/reachability/function-sources.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { ACCOUNT, FUNCTION_ARN, item, refuse, rotationFunction, vpcConfig, type World } from '../support/world.ts';
import { addPeerVpc } from '../support/world-parts.ts';

type Change = (world: World) => void;

const PROVIDER = `arn:aws:lambda:us-east-1:${ACCOUNT}:capacity-provider:rotation`;

/** Where the function of the healthy account, changed so, is taken to send from. */
function placed(...changes: readonly Change[]) {
  const world = healthyWorld();
  for (const change of changes) change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const [lambda] = snapshot.seen('Functions', { 'function-arn': FUNCTION_ARN });
  if (lambda === undefined) throw new Error('No function');
  const placement = functionPlacement(snapshot, lambda);
  const sources = functionSources(snapshot, lambda, placement);
  const { vpc, doubt } = functionNetwork(snapshot, lambda, placement);
  return { placement, sources, vpc, doubt, ipv6: functionIpv6Sources(snapshot, lambda, sources) };
}

const inSubnets =
  (...ids: readonly string[]): Change =>
  (w) => {
    vpcConfig(w).SubnetIds = [...ids];
  };

/** Everything that was read is all there is. */
const allRead: Change = (w) => {
  delete w.requests;
};

const onInstances =
  (config: NonNullable<World['CapacityProviders'][number]['VpcConfig']>, more: object = {}): Change =>
  (w) => {
    const fn = rotationFunction(w);
    delete fn.VpcConfig;
    fn.CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: PROVIDER } };
    w.CapacityProviders.push({ CapacityProviderArn: PROVIDER, VpcConfig: config, ...more });
  };

describe('the VPC of a function', () => {
  test.each<[string, Change[], string | null, string | null]>([
    ['is that of its subnets, whatever it states', [(w) => (vpcConfig(w).VpcId = 'vpc-9')], 'vpc-1', null],
    ['is the one stated, where no subnet was read', [inSubnets('subnet-9')], 'vpc-1', null],
    [
      'is not known where no subnet was read and none is stated',
      [inSubnets('subnet-9', 'subnet-8'), (w) => (vpcConfig(w).VpcId = '')],
      null,
      'the VPC of subnet-8 and subnet-9 is not known',
    ],
    [
      'is not known where no subnet exists and none is stated',
      [inSubnets('subnet-9'), allRead, (w) => delete vpcConfig(w).VpcId],
      null,
      'the VPC of subnet-9 is not known',
    ],
    [
      'is not known of instances whose subnets were not read',
      [onInstances({ SubnetIds: ['subnet-9'], SecurityGroupIds: ['sg-lambda'] })],
      null,
      'the VPC of subnet-9 is not known',
    ],
    [
      'is in doubt where its subnets are in two',
      [
        addPeerVpc,
        inSubnets('subnet-a', 'subnet-l1'),
        (w) => (item(w, 'Subnets', 'subnet-peer').SubnetId = 'subnet-a'),
      ],
      'vpc-1',
      'its subnets are in vpc-1 and vpc-2',
    ],
    ['is none where it has no VpcConfig', [(w) => delete rotationFunction(w).VpcConfig], null, null],
    ['is none where it states no subnets', [inSubnets()], null, null],
    [
      'is not known where nobody states its subnets',
      [(w) => delete vpcConfig(w).SubnetIds],
      null,
      `${FUNCTION_ARN} is in vpc-1, and its subnets are not stated`,
    ],
    [
      'is not known where its capacity provider is not named',
      [(w) => (rotationFunction(w).CapacityProviderConfig = {})],
      null,
      `${FUNCTION_ARN} runs on a capacity provider that its configuration does not name`,
    ],
  ])('%s', (_, changes, vpc, reason) => {
    const found = placed(...changes);
    expect(found.vpc).toBe(vpc);
    expect(found.doubt?.details['reason'] ?? null).toBe(reason);
  });

  test('in two VPCs is told of as a contradiction, not as something unread', () => {
    const { doubt } = placed(addPeerVpc, inSubnets('subnet-l1', 'subnet-peer'));
    expect(doubt).toMatchObject({
      code: 'X_NOT_MODELLED',
      resources: [FUNCTION_ARN],
      details: { what: "the function's VpcConfig", reason: 'its subnets are in vpc-1 and vpc-2' },
    });
  });
});

/** What keeps the addresses of the first source from being known, and its groups. */
function gapsOf({ sources: [source] }: ReturnType<typeof placed>) {
  const groups = source?.groups;
  return {
    addresses: source?.addresses.set,
    unread: source?.unread?.details['reason'] ?? null,
    list: source?.unread?.details['missing'] ?? null,
    groups: groups?.known === false ? `${groups.missing.list}: ${groups.missing.reason}` : groups?.value,
  };
}

describe('what a function sends from', () => {
  const L1: readonly (readonly [bigint, bigint])[] = [[0x0a000100n, 0x0a0001ffn]];
  const lambda = ['sg-lambda'];

  test.each<[string, Change[], ReturnType<typeof gapsOf>]>([
    ['a block of its subnet', [], { addresses: L1, unread: null, list: null, groups: lambda }],
    [
      'a subnet that does not exist',
      [allRead, inSubnets('subnet-9')],
      { addresses: [], unread: 'subnet-9 is not among the subnets read', list: 'Subnets', groups: lambda },
    ],
    [
      'a subnet without an IPv4 block',
      [(w) => delete item(w, 'Subnets', 'subnet-l1').CidrBlock],
      { addresses: [], unread: 'subnet-l1 states no IPv4 block', list: 'Subnets', groups: lambda },
    ],
    [
      'a subnet nobody was let read',
      [(w) => refuse(w, 'Subnets')],
      {
        addresses: [],
        unread: 'UnauthorizedOperation: You are not authorized to perform this operation.',
        list: 'Subnets',
        groups: lambda,
      },
    ],
    [
      'groups that its configuration does not state',
      [(w) => delete vpcConfig(w).SecurityGroupIds],
      {
        addresses: L1,
        unread: null,
        list: null,
        groups: 'Functions: the VpcConfig of the function states no security groups',
      },
    ],
    [
      'groups that its capacity provider does not state',
      [onInstances({ SubnetIds: ['subnet-l1'] })],
      {
        addresses: L1,
        unread: null,
        list: null,
        groups: `CapacityProviders: the VpcConfig of ${PROVIDER} states no security groups`,
      },
    ],
    [
      'a place that nobody states',
      [(w) => delete vpcConfig(w).SubnetIds],
      {
        addresses: [],
        unread: `${FUNCTION_ARN} is in vpc-1, and its subnets are not stated`,
        list: 'Functions',
        groups: [],
      },
    ],
  ])('%s', (_, changes, expected) => {
    expect(gapsOf(placed(...changes))).toEqual(expected);
  });

  test('each of its subnets once, in their own order', () => {
    const { sources } = placed(inSubnets('subnet-l2', 'subnet-l1', 'subnet-l2'));
    expect(sources.map((s) => s.subnet)).toEqual(['subnet-l1', 'subnet-l2']);
  });

  test('its capacity provider is active unless it says otherwise', () => {
    const config = { SubnetIds: ['subnet-l1'], SecurityGroupIds: ['sg-lambda'] };
    expect(placed(onInstances(config)).placement).toMatchObject({ state: 'Active' });
    expect(placed(onInstances(config, { State: 'Failed' })).placement).toMatchObject({ state: 'Failed' });
  });
});

describe('what a function that may use IPv6 sends from', () => {
  const allowed: Change = (w) => {
    vpcConfig(w).Ipv6AllowedForDualStack = true;
  };
  const blocks =
    (...states: readonly (string | null)[]): Change =>
    (w) => {
      item(w, 'Subnets', 'subnet-l1').Ipv6CidrBlockAssociationSet = states.map((State, i) =>
        State === null ? {} : { Ipv6CidrBlock: `2001:db8:0:${i}::/64`, Ipv6CidrBlockState: { State } },
      );
    };
  const UNREAD = 'the function may use IPv6, and which IPv6 block subnet-l1 has is not known';
  const NOT_ASKED_FOR = 'the function may use IPv6, and which IPv6 block subnet-9 has is not known';
  const whole = (index: bigint) => [
    [(0x20010db8n << 96n) | (index << 64n), ((0x20010db8n << 96n) | ((index + 1n) << 64n)) - 1n],
  ];

  test.each<[string, Change[], readonly { set: unknown; unread: string | null }[]]>([
    ['the block of its subnet', [allowed, blocks('associated')], [{ set: whole(0n), unread: null }]],
    ['the block in force', [allowed, blocks('disassociated', 'associated')], [{ set: whole(1n), unread: null }]],
    ['none, while its own switch is off', [blocks('associated')], []],
    ['none, where its subnet is known to have none', [allowed, blocks()], []],
    ['none, where none is in force', [allowed, blocks('disassociated', 'failed')], []],
    ['nobody knows, while one is being changed', [allowed, blocks('associating')], [{ set: [], unread: UNREAD }]],
    [
      'nobody knows, while one of several is being changed',
      [allowed, blocks('disassociated', 'associating')],
      [{ set: [], unread: UNREAD }],
    ],
    ['nobody knows, where an association is not described', [allowed, blocks(null)], [{ set: [], unread: UNREAD }]],
    ['nobody knows, where its subnet does not say', [allowed], [{ set: [], unread: UNREAD }]],
    [
      'nobody knows, where its subnet was not read',
      [allowed, inSubnets('subnet-9')],
      [{ set: [], unread: NOT_ASKED_FOR }],
    ],
    [
      'the block of its subnet, whose IPv4 block is not stated',
      [allowed, blocks('associated'), (w) => delete item(w, 'Subnets', 'subnet-l1').CidrBlock],
      [{ set: whole(0n), unread: null }],
    ],
    ['none, outside any VPC', [allowed, inSubnets()], []],
  ])('%s', (_, changes, expected) => {
    const { ipv6 } = placed(...changes);
    expect(
      ipv6.map(({ addresses, unread }) => ({ set: addresses.set, unread: unread?.details['reason'] ?? null })),
    ).toEqual(expected);
  });

  test('the subnet is what has to be read', () => {
    const [source] = placed(allowed).ipv6;
    expect(source?.unread).toMatchObject({
      code: 'UNKNOWN_RESOURCE',
      resources: ['subnet-l1'],
      details: { missing: 'Subnets' },
    });
  });
});
