import type { Trace } from '../../../src/reachability/trace.ts';
import { addRoutes, item, permit, route, setRoutes, type World } from '../../support/world.ts';
import { addDatabaseBehindTransitGateway } from '../../support/world-parts.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

/** What is asked in a world with a database behind a transit gateway, what is changed there, and what comes of it. */
export type Row = readonly [what: string, change: Change, expected: string, asked?: Asked];

export const FAR_VPC = '10.1.0.0/16';
export const NEAR_VPC = '10.0.0.0/16';
const FAR: Asked = { to: '10.1.0.10' };

function across(change: Change, asked: Asked = FAR): Trace {
  return traced([addDatabaseBehindTransitGateway, change], asked);
}

export function outcome([, change, , asked]: Row): string {
  return told(across(change, asked));
}

/** What stands against it, in the words of the blockers and of the steps on the way. */
export function words([what, change, , asked]: Row) {
  const { blockers, forward, return: back } = across(change, asked);
  const steps = [...forward.hops, ...(back?.hops ?? [])].flatMap((hop) =>
    hop.steps.map(({ outcome, evidence }) => `${hop.resource}: ${outcome}: ${evidence.text}`),
  );
  return { what, steps, blockers: blockers.map(({ code, details }) => ({ code, ...details })) };
}

export const transitTable = (w: World) => item(w, 'TransitGatewayRouteTables', 'tgw-rtb-1');
export const vpcAttachment = (w: World, id: string) => item(w, 'TransitGatewayVpcAttachments', id);
/** As the first gateway sees it. */
export const attachment = (w: World, id: string) => item(w, 'TransitGatewayAttachments', id);

type TransitRoute = NonNullable<ReturnType<typeof transitTable>['Routes']>[number];

export function transitRoute(cidr: string, id: string, more: Partial<TransitRoute> = {}): TransitRoute {
  return {
    DestinationCidrBlock: cidr,
    Type: 'static',
    State: 'active',
    TransitGatewayAttachments: [{ TransitGatewayAttachmentId: id }],
    ...more,
  };
}

export function propagated(cidr: string, id: string, ResourceType: string): TransitRoute {
  const TransitGatewayAttachments = [{ TransitGatewayAttachmentId: id, ResourceType }];
  return { ...transitRoute(cidr, id), Type: 'propagated', TransitGatewayAttachments };
}

export function attach(w: World, gateway: string, id: string, vpc: string, table: string): void {
  const standing = { 'vpc-1': ['subnet-l1', 'subnet-l2'], 'vpc-2': ['subnet-far'], 'vpc-3': ['subnet-third'] }[vpc];
  if (standing !== undefined)
    w.TransitGatewayVpcAttachments.push({
      TransitGatewayAttachmentId: id,
      TransitGatewayId: gateway,
      VpcId: vpc,
      State: 'available',
      SubnetIds: standing,
      Options: { SecurityGroupReferencingSupport: 'enable', Ipv6Support: 'enable' },
    });
  joined(w, gateway, id, standing === undefined ? 'peering' : 'vpc', vpc, table);
}

/** Something that is attached, by its type. */
export function joined(w: World, gateway: string, id: string, type: string, resource: string, table = 'tgw-rtb-1') {
  w.TransitGatewayAttachments.push({
    TransitGatewayAttachmentId: id,
    TransitGatewayId: gateway,
    ResourceType: type,
    ResourceId: resource,
    State: 'available',
    Association: { TransitGatewayRouteTableId: table, State: 'associated' },
  });
}

/** A second gateway with a table of its own; attaches VPCs to it, with the routes given. */
export function secondGateway(
  w: World,
  attachments: Readonly<Record<string, string>>,
  routes: Readonly<Record<string, string>>,
): void {
  w.TransitGateways.push({ TransitGatewayId: 'tgw-2', OwnerId: '111122223333', State: 'available' });
  for (const [id, vpc] of Object.entries(attachments)) attach(w, 'tgw-2', id, vpc, 'tgw-rtb-2');
  w.TransitGatewayRouteTables.push({
    TransitGatewayRouteTableId: 'tgw-rtb-2',
    TransitGatewayId: 'tgw-2',
    Routes: Object.entries(routes).map(([cidr, id]) => transitRoute(cidr, id)),
  });
}

/** Both VPCs are attached to the second gateway too, and the far one answers over that. */
export function answersBySecond(w: World, back: Readonly<Record<string, string>> = { [NEAR_VPC]: 'tgw-b1' }): void {
  secondGateway(w, { 'tgw-b1': 'vpc-1', 'tgw-b2': 'vpc-2' }, back);
  setRoutes(w, 'rtb-far', [route(NEAR_VPC, 'tgw-2')]);
}

/** The far VPC moves to a second gateway, which a peering joins with the first. */
export function peered(w: World, there: Readonly<Record<string, string>> = { [FAR_VPC]: 'tgw-far' }): void {
  for (const list of ['TransitGatewayVpcAttachments', 'TransitGatewayAttachments'] as const)
    (w[list] as unknown[]).splice(1, 1);
  secondGateway(w, { 'tgw-far': 'vpc-2', 'tgw-peer': 'tgw-1' }, { ...there, [NEAR_VPC]: 'tgw-peer' });
  attach(w, 'tgw-1', 'tgw-peer', 'tgw-2', 'tgw-rtb-1');
  transitTable(w).Routes = [transitRoute(NEAR_VPC, 'tgw-attach-1'), transitRoute(FAR_VPC, 'tgw-peer')];
  setRoutes(w, 'rtb-far', [route(NEAR_VPC, 'tgw-2')]);
}

/** The end of the peering at one gateway. */
export function peeringAt(w: World, gateway: string) {
  const end = w.TransitGatewayAttachments.find((a) => a.ResourceType === 'peering' && a.TransitGatewayId === gateway);
  if (end === undefined) throw new Error(`No peering at ${gateway}`);
  return end;
}

/** The database's group admits the function's by its id, and the gateway and both attachments let that through. */
export function referenced(w: World): void {
  item(w, 'TransitGateways', 'tgw-1').Options = { SecurityGroupReferencingSupport: 'enable' };
  item(w, 'SecurityGroups', 'sg-far-db').IpPermissions = [permit('tcp', ['sg-lambda'], 5432)];
}

/** All VPC attachments were asked for, whatever they attach. */
export function askForEveryVpcAttachment(w: World): void {
  for (const row of w.requests ?? [])
    if (row.list === 'TransitGatewayVpcAttachments') Object.assign(row, { filters: {} });
}

/** A network behind a VPN at the first gateway. */
export const ON_PREMISES: Asked = { to: '192.168.50.10' };
export function behindVpn(w: World): void {
  behindType(w, 'vpn');
}

export function behindType(w: World, type: string): void {
  joined(w, 'tgw-1', 'tgw-vpn', type, 'vpn-1');
  transitTable(w).Routes?.push(transitRoute('192.168.0.0/16', 'tgw-vpn'));
  addRoutes(w, 'rtb-private', [route('192.168.0.0/16', 'tgw-1')]);
}
