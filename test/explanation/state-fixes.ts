import { FAMILIES, type ListName } from '../../src/snapshot/families.ts';
import { item, type World } from '../support/world.ts';
import { type Fix, resourceOf } from './mechanical-fix.ts';
import { newNatGateway } from './way-out.ts';

/** What brings a resource into the state it has to be in, by the beginning of its id. */
const WORKING: Readonly<Record<string, { readonly list: ListName; readonly set: object }>> = {
  nat: { list: 'NatGateways', set: { State: 'available' } },
  pcx: { list: 'VpcPeeringConnections', set: { Status: { Code: 'active' } } },
  vpce: { list: 'VpcEndpoints', set: { State: 'available' } },
  i: { list: 'Instances', set: { State: { Name: 'running' } } },
  eni: { list: 'NetworkInterfaces', set: { Status: 'in-use', Attachment: { Status: 'attached' } } },
};

/** Brings a resource into the state it has to be in; one that is no more is replaced where routes lead to it. */
export const bringUp: Fix = (finding, { world }) => {
  const id = resourceOf(finding);
  const working = WORKING[id.split('-')[0] ?? ''];
  if (working === undefined) throw new Error(`No state is known that mends ${id}`);
  const found = itemWithId(world, working.list, id);
  if (found !== undefined) Object.assign(found, working.set);
  else replaceNatGateway(world, id);
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
  item(world, 'InternetGateways', resourceOf(finding)).Attachments = [{ VpcId, State: 'available' }];
};

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

function itemWithId(world: World, list: ListName, id: string): object | undefined {
  const field = FAMILIES[list].id ?? '';
  return (world[list] as Readonly<Record<string, unknown>>[]).find((it) => it[field] === id);
}
