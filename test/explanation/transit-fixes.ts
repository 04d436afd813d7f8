import type { Finding } from '../../src/assessment/assessment.ts';
import type { Trace } from '../../src/reachability/trace.ts';
import { item, type World } from '../support/world.ts';
import { blocksIn } from './blocks-in.ts';
import { type Fix, resourceOf, tracesWith } from './mechanical-fix.ts';

type TransitRoute = NonNullable<World['TransitGatewayRouteTables'][number]['Routes']>[number];

/** Attaches the VPC in the very subnet whose zone lacks it. */
export const attachInZone: Fix = (finding, { world }) => {
  const attachment = item(world, 'TransitGatewayVpcAttachments', resourceOf(finding));
  attachment.SubnetIds = [...(attachment.SubnetIds ?? []), finding.at ?? ''];
};

export const associateAttachment: Fix = (finding, { world }) => {
  const attachment = item(world, 'TransitGatewayAttachments', resourceOf(finding));
  const table = world.TransitGatewayRouteTables.find((t) => t.TransitGatewayId === attachment.TransitGatewayId);
  if (table === undefined) throw new Error(`${attachment.TransitGatewayId} has no route table`);
  const { TransitGatewayRouteTableId } = table;
  attachment.Association = { TransitGatewayRouteTableId, State: 'associated' };
};

export const carryIpv6: Fix = (finding, { world }) => {
  const attachment = item(world, 'TransitGatewayVpcAttachments', resourceOf(finding));
  attachment.Options = { ...attachment.Options, Ipv6Support: 'enable' };
};

/** A static route to the attachment of the VPC the packets are for. */
export const addTransitRoute: Fix = (finding, { world }, assessment) => {
  for (const trace of tracesWith(finding, assessment)) {
    const routes = destinationsOf(finding, trace).map((cidr) => staticRoute(world, finding, trace, cidr));
    const table = item(world, 'TransitGatewayRouteTables', resourceOf(finding));
    table.Routes = [...(table.Routes ?? []), ...routes];
  }
};

/** The route that drops what it serves leads to that attachment instead. */
export const revive: Fix = (finding, { world }, assessment) => {
  const table = item(world, 'TransitGatewayRouteTables', resourceOf(finding));
  const [trace] = tracesWith(finding, assessment);
  if (trace === undefined) throw new Error(`${finding.code} at ${resourceOf(finding)} stands on no trace`);
  const cidr = finding.entry ?? '';
  table.Routes = (table.Routes ?? []).map((r) =>
    r.DestinationCidrBlock === cidr ? staticRoute(world, finding, trace, cidr) : r,
  );
};

export function makeAttachmentAvailable(world: World, id: string): void {
  for (const it of [...world.TransitGatewayVpcAttachments, ...world.TransitGatewayAttachments]) {
    if (it.TransitGatewayAttachmentId === id) it.State = 'available';
  }
}

function staticRoute(world: World, finding: Finding, trace: Trace, cidr: string): TransitRoute {
  const table = item(world, 'TransitGatewayRouteTables', resourceOf(finding));
  const vpc = vpcFor(world, finding, trace);
  const attachment = world.TransitGatewayVpcAttachments.find(
    (a) => a.TransitGatewayId === table.TransitGatewayId && a.VpcId === vpc,
  );
  if (attachment === undefined) throw new Error(`${vpc} is not attached to ${table.TransitGatewayId}`);
  const { TransitGatewayAttachmentId } = attachment;
  return {
    DestinationCidrBlock: cidr,
    Type: 'static',
    State: 'active',
    TransitGatewayAttachments: [{ TransitGatewayAttachmentId, ResourceType: 'vpc', ResourceId: vpc }],
  };
}

function destinationsOf({ leg }: Finding, { from, to }: Trace): readonly string[] {
  if (leg === 'return') return from.addresses;
  return to.address === 'public' ? ['0.0.0.0/0'] : blocksIn(to.address);
}

function vpcFor(world: World, { leg }: Finding, { from, to }: Trace): string {
  if (leg === 'return') return item(world, 'Subnets', from.subnet ?? '').VpcId ?? '';
  if (to.address === 'public') return world.NatGateways[0]?.VpcId ?? '';
  const there = world.NetworkInterfaces.find(
    (i) => i.PrivateIpAddress === to.address || i.Ipv6Addresses?.some((a) => a.Ipv6Address === to.address),
  );
  if (there === undefined) throw new Error(`Nothing has the address ${to.address}`);
  return there.VpcId ?? '';
}
