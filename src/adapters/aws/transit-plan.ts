import {
  DescribeTransitGatewayPeeringAttachmentsCommand,
  type EC2Client,
  type Filter,
  paginateDescribeTransitGatewayAttachments,
  paginateDescribeTransitGatewayRouteTables,
  paginateDescribeTransitGateways,
  paginateDescribeTransitGatewayVpcAttachments,
  paginateSearchTransitGatewayRoutes,
} from '@aws-sdk/client-ec2';
import { filtered, PAGE } from './ec2-rows.ts';
import { everyPage } from './every-page.ts';
import type { CallOptions, PlanRow } from './plan-row.ts';
import {
  associatedTables,
  gatewayPeerings,
  ownedTransitGateways,
  transitGateways,
  vpcsWithTransit,
} from './wanted-transit.ts';
import { vpcsOfPublicNames } from './wanted-vpcs.ts';

/** Transit gateways that routes name: attachments, tables and routes as the gateway's owner sees them. */
export const TRANSIT_PLAN: readonly PlanRow[] = [
  filtered(
    'TransitGateways',
    'DescribeTransitGateways',
    'transit-gateway-id',
    transitGateways,
    (client, Filters, options) =>
      everyPage(
        paginateDescribeTransitGateways({ client, pageSize: PAGE.most }, { Filters }, options),
        (p) => p.TransitGateways,
      ),
  ),
  filtered(
    'TransitGatewayVpcAttachments',
    'DescribeTransitGatewayVpcAttachments',
    'vpc-id',
    (facts) => [...vpcsWithTransit(facts), ...vpcsOfPublicNames(facts)],
    describeVpcAttachments,
  ),
  filtered(
    'TransitGatewayVpcAttachments',
    'DescribeTransitGatewayVpcAttachments',
    'transit-gateway-id',
    ownedTransitGateways,
    describeVpcAttachments,
  ),
  filtered(
    'TransitGatewayAttachments',
    'DescribeTransitGatewayAttachments',
    'transit-gateway-id',
    ownedTransitGateways,
    (client, Filters, options) =>
      everyPage(
        paginateDescribeTransitGatewayAttachments({ client, pageSize: PAGE.most }, { Filters }, options),
        (p) => p.TransitGatewayAttachments,
      ),
  ),
  filtered(
    'TransitGatewayRouteTables',
    'DescribeTransitGatewayRouteTables',
    'transit-gateway-id',
    ownedTransitGateways,
    (client, Filters, options) =>
      everyPage(
        paginateDescribeTransitGatewayRouteTables({ client, pageSize: PAGE.most }, { Filters }, options),
        (p) => p.TransitGatewayRouteTables,
      ),
  ),
  {
    kind: 'member',
    list: 'TransitGatewayRouteTables',
    member: 'Routes',
    action: 'ec2:SearchTransitGatewayRoutes',
    filter: 'transit-gateway-route-table-id',
    values: associatedTables,
    // The call wants a filter; this one leaves nothing out.
    read: ({ ec2: client }, TransitGatewayRouteTableId, options) => {
      const Filters = [{ Name: 'type', Values: ['static', 'propagated'] }];
      const pages = paginateSearchTransitGatewayRoutes(
        { client, pageSize: PAGE.most },
        { TransitGatewayRouteTableId, Filters },
        options,
      );
      return everyPage(pages, ({ Routes, AdditionalRoutesAvailable, NextToken }) => {
        if (AdditionalRoutesAvailable && !NextToken) throw new Error('Not every route was given.');
        return Routes;
      });
    },
  },
  {
    kind: 'entry',
    list: 'TransitGatewayPeerings',
    action: 'ec2:DescribeTransitGatewayPeeringAttachments',
    filter: 'transit-gateway-attachment-id',
    values: gatewayPeerings,
    read: async ({ ec2 }, id, options) => {
      const Filters = [{ Name: 'transit-gateway-attachment-id', Values: [id] }];
      const command = new DescribeTransitGatewayPeeringAttachmentsCommand({ Filters });
      return (await ec2.send(command, options)).TransitGatewayPeeringAttachments?.[0] ?? null;
    },
  },
];

function describeVpcAttachments(client: EC2Client, Filters: Filter[], options: CallOptions) {
  return everyPage(
    paginateDescribeTransitGatewayVpcAttachments({ client, pageSize: PAGE.most }, { Filters }, options),
    (p) => p.TransitGatewayVpcAttachments,
  );
}
