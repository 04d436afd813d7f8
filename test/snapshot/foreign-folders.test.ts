import { describe, expect, test } from 'vitest';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { importRaw } from '../../src/snapshot/import-raw.ts';
import { NOT_ASKED } from '../../src/snapshot/known.ts';
import type { RawFile } from '../../src/snapshot/raw-output.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';

const OWNER = '111122223333';
const subnet = { SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a', OwnerId: OWNER };
const home: RawFile = { path: 'subnets.json', json: { Subnets: [subnet] } };

function imported(...files: readonly RawFile[]) {
  const { snapshot, places } = importRaw(files, 'capture');
  return { ...parseSnapshot(snapshot, 'capture'), places };
}

function opened(...files: readonly RawFile[]) {
  return openSnapshot(imported(...files), 'capture');
}

describe('names that other collectors give', () => {
  test.each([
    ['ec2-describe-nat-gateways.json', 'NatGateways'],
    ['DescribeNatGateways.json', 'NatGateways'],
    ['NatGateways-us-east-1.json', 'NatGateways'],
    ['ec2.describe-subnets.json', 'Subnets'],
    ['listeners.json', 'Listeners'],
    ['target-groups.json', 'TargetGroups'],
    ['us-east-1/Reservations.jsonl', 'Instances'],
  ] as const)('%s holding a bare list', (path, list) => {
    expect(imported(home, { path, json: [{ X: 1 }] }).lists[list]).toContainEqual({ X: 1 });
  });

  test('one file with everything, under names in snake case; what is null was not asked', () => {
    const json = { collector: '0.1', subnets: [subnet], security_groups: [{ GroupId: 'sg-1' }], network_acls: null };
    expect(imported({ path: 'all.json', json }).lists).toEqual({
      Subnets: [subnet],
      SecurityGroups: [{ GroupId: 'sg-1' }],
    });
  });

  test('a list of outputs is each of them', () => {
    const json = [{ Vpcs: [{ VpcId: 'vpc-1' }] }, { Vpcs: [{ VpcId: 'vpc-2' }] }];
    expect(imported(home, { path: 'pages.json', json }).lists.Vpcs).toEqual([{ VpcId: 'vpc-1' }, { VpcId: 'vpc-2' }]);
  });

  test("other services' clusters are none of Redshift's, and no error", () => {
    const { passedOver } = importRaw([home, { path: 'eks.json', json: { clusters: ['prod'] } }], 'capture');
    expect(passedOver).toEqual(['eks.json']);
  });

  test('the Region may stand at the end of the name', () => {
    const there = { path: 'Vpcs-eu-west-1.json', json: { Vpcs: [{ VpcId: 'vpc-9' }] } };
    const here = [
      { ...home, path: 'us-east-1/subnets.json' },
      { path: 'us-east-1/nat-gateways.json', json: [] },
    ];
    expect(imported(...here, there).lists.Vpcs).toEqual([
      { VpcId: 'vpc-9', _from: { account: OWNER, region: 'eu-west-1' } },
    ]);
  });

  test('accounts that bear a name are told by what they own', () => {
    const of = (owner: string, n: number) => ({ Subnets: [{ ...subnet, SubnetId: `subnet-${n}`, OwnerId: owner }] });
    const lists = imported(
      { path: 'accounts/shop/us-east-1/subnets.json', json: of(OWNER, 1) },
      { path: 'accounts/shop/us-east-1/more-subnets.json', json: of(OWNER, 2) },
      { path: 'accounts/data/us-east-1/subnets.json', json: of('444455556666', 3) },
    ).lists;
    expect(lists.Subnets?.map((item) => item['_from'])).toEqual([
      { account: '444455556666', region: 'us-east-1' },
      undefined,
      undefined,
    ]);
  });

  test('listeners, attributes and target health in the answers for their load balancer or target group', () => {
    const arn = (kind: string) => `arn:aws:elasticloadbalancing:us-east-1:${OWNER}:${kind}/net/db/0123456789abcdef`;
    const [balancer, group] = [arn('loadbalancer'), arn('targetgroup')];
    const health = { TargetHealthDescriptions: [{ Target: { Id: 'i-1' }, TargetHealth: { State: 'healthy' } }] };
    const attributes = { Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }] };
    const listener = { ListenerArn: 'arn:l', LoadBalancerArn: balancer, Port: 443 };
    const of = (listedHealth: RawFile) =>
      imported(
        home,
        { path: 'LoadBalancers.json', json: { LoadBalancers: [{ LoadBalancerArn: balancer }] } },
        { path: 'TargetGroups.json', json: { TargetGroups: [{ TargetGroupArn: group }] } },
        { path: 'a.json', json: { LoadBalancerListeners: [{ LoadBalancerArn: balancer, Listeners: [listener] }] } },
        { path: 'b.json', json: { LoadBalancerAttributes: [{ LoadBalancerArn: balancer, ...attributes }] } },
        listedHealth,
      ).lists;
    const wanted = {
      Listeners: [listener],
      LoadBalancers: [{ LoadBalancerArn: balancer, ...attributes }],
      TargetGroups: [{ TargetGroupArn: group, ...health }],
    };
    expect(
      of({ path: 'c.json', json: { LoadBalancerTargetHealth: [{ TargetGroupArn: group, ...health }] } }),
    ).toMatchObject(wanted);
    expect(of({ path: 'target-health-0123456789abcdef.json', json: health })).toMatchObject(wanted);
  });
});

describe('interfaces that only DescribeInstances shows', () => {
  const reservations = {
    path: 'Reservations.json',
    json: {
      Reservations: [
        {
          Instances: [
            {
              InstanceId: 'i-1',
              NetworkInterfaces: [
                {
                  NetworkInterfaceId: 'eni-1',
                  VpcId: 'vpc-1',
                  PrivateIpAddress: '10.0.0.5',
                  Attachment: { Status: 'attached', DeviceIndex: 0 },
                },
              ],
            },
          ],
        },
      ],
    },
  };

  test('are found, attached to their instance; others may exist', () => {
    const snapshot = opened(home, reservations);
    expect(snapshot.one('NetworkInterfaces', { 'attachment.instance-id': 'i-1' })).toMatchObject({
      known: true,
      value: { NetworkInterfaceId: 'eni-1', Attachment: { Status: 'attached', InstanceId: 'i-1' } },
    });
    expect(snapshot.one('NetworkInterfaces', { 'addresses.private-ip-address': '10.0.0.6' })).toMatchObject({
      known: false,
      missing: { reason: NOT_ASKED },
    });
  });

  test('give way to DescribeNetworkInterfaces', () => {
    const snapshot = opened(home, reservations, { path: 'enis.json', json: { NetworkInterfaces: [] } });
    expect(snapshot.one('NetworkInterfaces', { 'network-interface-id': 'eni-1' })).toEqual({
      known: true,
      value: null,
    });
  });
});

describe('a list that only some accounts and Regions of a tree have', () => {
  const vpc = (id: string) => ({ Vpcs: [{ VpcId: id, OwnerId: OWNER }] });
  const tree = [
    { path: `${OWNER}/us-east-1/vpcs.json`, json: vpc('vpc-1') },
    { path: `${OWNER}/us-east-1/network-acls.json`, json: { NetworkAcls: [] } },
    { path: '444455556666/us-east-1/vpcs.json', json: vpc('vpc-2') },
  ];

  test('is complete for their VPCs and unknown for the others', () => {
    const snapshot = opened(...tree);
    expect(snapshot.all('NetworkAcls', { 'vpc-id': 'vpc-1' })).toEqual({ known: true, value: [] });
    expect(snapshot.all('NetworkAcls', { 'vpc-id': 'vpc-2' })).toMatchObject({
      known: false,
      missing: { reason: NOT_ASKED },
    });
    expect(snapshot.one('NetworkAcls', { 'network-acl-id': 'acl-1' }).known).toBe(false);
  });

  test('is complete once each has it, empty or not', () => {
    const empty = { path: '444455556666/us-east-1/network-acls.json', json: { NetworkAcls: [] } };
    expect(opened(...tree, empty).all('NetworkAcls', { 'vpc-id': 'vpc-2' })).toEqual({ known: true, value: [] });
  });
});

describe('routes of a transit gateway table told by other calls', () => {
  const TABLE = 'tgw-rtb-0a';
  const tables = {
    path: 'tables.json',
    json: { TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: TABLE }] },
  };
  const vpcs = {
    path: 'vpcs.json',
    json: {
      Vpcs: [
        {
          VpcId: 'vpc-1',
          CidrBlock: '10.1.0.0/16',
          CidrBlockAssociationSet: [
            { CidrBlock: '10.1.0.0/16', CidrBlockState: { State: 'associated' } },
            { CidrBlock: '10.2.0.0/16', CidrBlockState: { State: 'disassociated' } },
            { CidrBlock: '100.64.0.0/16', CidrBlockState: { State: 'associated' } },
          ],
        },
      ],
    },
  };
  const propagation = {
    ResourceId: 'vpc-1',
    ResourceType: 'vpc',
    State: 'enabled',
    TransitGatewayAttachmentId: 'tgw-attach-1',
  };
  const propagated = (block: string) => ({
    DestinationCidrBlock: block,
    TransitGatewayAttachments: [
      { ResourceId: 'vpc-1', TransitGatewayAttachmentId: 'tgw-attach-1', ResourceType: 'vpc' },
    ],
    Type: 'propagated',
    State: 'active',
  });
  const STATIC = { DestinationCidrBlock: '0.0.0.0/0', Type: 'static', State: 'blackhole' };
  const statics = {
    path: 'TransitGatewayStaticRoutes.json',
    json: { TransitGatewayStaticRoutes: [{ TransitGatewayRouteTableId: TABLE, Routes: [STATIC] }] },
  };
  const propagations = (...items: readonly object[]) => ({
    path: 'TransitGatewayPropagations.json',
    json: {
      TransitGatewayPropagations: [{ TransitGatewayRouteTableId: TABLE, TransitGatewayRouteTablePropagations: items }],
    },
  });
  const routes = (...files: readonly RawFile[]) =>
    imported(home, tables, ...files).lists.TransitGatewayRouteTables?.[0]?.['Routes'];

  test('are the static ones, and the blocks of the VPCs that propagate', () => {
    const off = { ...propagation, ResourceId: 'vpc-9', State: 'disabled' };
    expect(routes(vpcs, statics, propagations(propagation, off))).toEqual([
      STATIC,
      propagated('10.1.0.0/16'),
      propagated('100.64.0.0/16'),
    ]);
  });

  test('may come from one file for each table', () => {
    const file = { path: `${TABLE}/propagations.json`, json: { TransitGatewayRouteTablePropagations: [propagation] } };
    expect(routes(vpcs, statics, file)).toHaveLength(3);
  });

  test.each([
    ['nobody asked who propagates', [vpcs, statics]],
    ['nobody asked for static routes', [vpcs, propagations(propagation)]],
    ['the VPC is out of sight', [statics, propagations(propagation)]],
    ['BGP propagates', [vpcs, statics, propagations({ ...propagation, ResourceType: 'vpn' })]],
    [
      'there are more than were shown',
      [vpcs, { path: `${TABLE}.json`, json: { Routes: [STATIC], AdditionalRoutesAvailable: true } }],
    ],
  ] as const)('are not told where %s', (_, files) => {
    expect(routes(...files)).toBeUndefined();
  });

  test.each([
    ['enable', 3],
    ['disable', 2],
  ])('IPv6 blocks are propagated where the attachment supports it: %s', (support, count) => {
    const [vpc] = vpcs.json.Vpcs;
    const six = [{ Ipv6CidrBlock: '2001:db8:1::/56', Ipv6CidrBlockState: { State: 'associated' } }];
    const dual = { path: 'vpcs.json', json: { Vpcs: [{ ...vpc, Ipv6CidrBlockAssociationSet: six }] } };
    const attachment = { TransitGatewayAttachmentId: 'tgw-attach-1', Options: { Ipv6Support: support } };
    const attachments = { path: 'a.json', json: { TransitGatewayVpcAttachments: [attachment] } };
    const none = {
      ...statics,
      json: { TransitGatewayStaticRoutes: [{ TransitGatewayRouteTableId: TABLE, Routes: [] }] },
    };
    expect(routes(dual, attachments, none, propagations(propagation))).toHaveLength(count);
    expect(routes(dual, none, propagations(propagation))).toBeUndefined();
  });

  test('associations are told of their attachments', () => {
    const attachments = {
      path: 'attachments.json',
      json: { TransitGatewayAttachments: [{ TransitGatewayAttachmentId: 'tgw-attach-1' }] },
    };
    const json = { Associations: [{ TransitGatewayAttachmentId: 'tgw-attach-1', State: 'associated' }] };
    expect(
      imported(home, attachments, { path: `${TABLE}/associations.json`, json }).lists.TransitGatewayAttachments,
    ).toEqual([
      {
        TransitGatewayAttachmentId: 'tgw-attach-1',
        Association: { TransitGatewayRouteTableId: TABLE, State: 'associated' },
      },
    ]);
  });
});
