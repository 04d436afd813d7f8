import { excludableOf } from '../../src/snapshot/encryption-control.ts';
import type { ListName } from '../../src/snapshot/families.ts';
import { item, type World } from '../support/world.ts';
import { type Fix, resourceOf } from './mechanical-fix.ts';
import { makeAttachmentAvailable } from './transit-fixes.ts';
import { newNatGateway } from './way-out.ts';

/** What brings a resource into the state it has to be in, and the field that names it in findings. */
const WORKING: readonly { readonly list: ListName; readonly id: string; readonly set: object }[] = [
  { list: 'NatGateways', id: 'NatGatewayId', set: { State: 'available' } },
  { list: 'VpcPeeringConnections', id: 'VpcPeeringConnectionId', set: { Status: { Code: 'active' } } },
  { list: 'VpcEndpoints', id: 'VpcEndpointId', set: { State: 'available' } },
  { list: 'TransitGateways', id: 'TransitGatewayId', set: { State: 'available' } },
  { list: 'Instances', id: 'InstanceId', set: { State: { Name: 'running' } } },
  {
    list: 'NetworkInterfaces',
    id: 'NetworkInterfaceId',
    set: { Status: 'in-use', Attachment: { Status: 'attached' } },
  },
  { list: 'DBInstances', id: 'DBInstanceIdentifier', set: { DBInstanceStatus: 'available' } },
  { list: 'DBClusters', id: 'DBClusterIdentifier', set: { Status: 'available' } },
  { list: 'CacheClusters', id: 'CacheClusterId', set: { CacheClusterStatus: 'available' } },
  { list: 'RedshiftClusters', id: 'ClusterIdentifier', set: { ClusterStatus: 'available' } },
  { list: 'LoadBalancers', id: 'LoadBalancerArn', set: { State: { Code: 'active' } } },
];

/** Brings a resource into the state it has to be in; a NAT gateway that is no more is replaced where routes lead to it. */
export const bringUp: Fix = (finding, { world }) => {
  const resource = resourceOf(finding);
  const found = WORKING.flatMap(({ list, id, set }) =>
    itemsOf(world, list).flatMap((it) => (it[id] === resource ? [{ it, set }] : [])),
  );
  for (const { it, set } of found) Object.assign(it, set);
  if (found.length === 0) replaceNatGateway(world, resource);
};

function replaceNatGateway(world: World, gone: string): void {
  for (const table of world.RouteTables) {
    for (const route of table.Routes ?? []) {
      if (route.NatGatewayId === gone) Object.assign(route, { NatGatewayId: newNatGateway(world, table.VpcId ?? '') });
    }
  }
}

export const attachGateway: Fix = (finding, { world }) => {
  const VpcId = item(world, 'Subnets', finding.at ?? '').VpcId ?? '';
  const id = resourceOf(finding);
  const [kind] = id.split('-');
  if (kind === 'igw') item(world, 'InternetGateways', id).Attachments = [{ VpcId, State: 'available' }];
  else if (kind === 'eigw') item(world, 'EgressOnlyInternetGateways', id).Attachments = [{ VpcId, State: 'attached' }];
  else if (kind === 'vgw') attachVpnGateway(world, id, VpcId);
  else makeAttachmentAvailable(world, id);
};

function attachVpnGateway(world: World, id: string, VpcId: string): void {
  const others = world.VpnGateways.filter((g) => g.VpnGatewayId !== id);
  world.VpnGateways = [...others, { VpnGatewayId: id, VpcAttachments: [{ VpcId, State: 'attached' }] }];
}

export const turnSourceDestCheckOff: Fix = (finding, { world }) => {
  item(world, 'NetworkInterfaces', resourceOf(finding)).SourceDestCheck = false;
};

/** The VPC whose encryption controls stop the traffic excludes that kind of thing from them. */
export const excludeFromEncryption: Fix = (finding, { world }) => {
  const kind = excludableOf(resourceOf(finding));
  for (const { resource } of finding.evidence) exclude(world, resource, kind ?? '');
};

export function exclude(world: World, vpc: string, kind: string): void {
  const control = item(world, 'Vpcs', vpc).EncryptionControl;
  if (control === undefined) return;
  control.ResourceExclusions = { ...control.ResourceExclusions, [kind]: { State: 'enabled' } };
}

export const makeNatGatewayPublic: Fix = (finding, { world }) => {
  const nat = item(world, 'NatGateways', resourceOf(finding));
  nat.ConnectivityType = 'public';
  nat.NatGatewayAddresses = [
    {
      AllocationId: 'eipalloc-new',
      PublicIp: '203.0.113.99',
      PrivateIp: nat.NatGatewayAddresses?.[0]?.PrivateIp,
      IsPrimary: true,
      Status: 'succeeded',
    },
  ];
};

export const allowPublicAccess: Fix = (_, { world }) => {
  for (const it of [...world.Vpcs, ...world.Subnets]) {
    Object.assign(it, { BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' } });
  }
};

export const allowAtEndpoint: Fix = (finding, { world }) => {
  const all = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  item(world, 'VpcEndpoints', resourceOf(finding)).PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [all],
  });
};

function itemsOf(world: World, list: ListName): readonly Readonly<Record<string, unknown>>[] {
  return world[list] as Readonly<Record<string, unknown>>[];
}
