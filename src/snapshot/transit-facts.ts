import * as z from 'zod/mini';
import { cidr, text } from './field-schemas.ts';

/**
 * Transit gateways and virtual private gateways, under AWS's own field names (EC2 API reference, 2016-11-15).
 * Unknown fields are kept; fields AWS leaves out are absent.
 */
const support = z.optional(text);

export const TransitGateway = z.looseObject({
  TransitGatewayId: text,
  OwnerId: z.optional(text),
  State: z.optional(text),
  Options: z.optional(z.looseObject({ SecurityGroupReferencingSupport: support, DnsSupport: support })),
});
export type TransitGateway = z.infer<typeof TransitGateway>;

export const TransitGatewayVpcAttachment = z.looseObject({
  TransitGatewayAttachmentId: text,
  TransitGatewayId: z.optional(text),
  VpcId: z.optional(text),
  VpcOwnerId: z.optional(text),
  State: z.optional(text),
  SubnetIds: z.optional(z.array(text)),
  Options: z.optional(
    z.looseObject({
      DnsSupport: support,
      SecurityGroupReferencingSupport: support,
      Ipv6Support: support,
      ApplianceModeSupport: support,
    }),
  ),
});
export type TransitGatewayVpcAttachment = z.infer<typeof TransitGatewayVpcAttachment>;

export const TransitGatewayAttachment = z.looseObject({
  TransitGatewayAttachmentId: text,
  TransitGatewayId: z.optional(text),
  TransitGatewayOwnerId: z.optional(text),
  ResourceType: z.optional(text),
  ResourceId: z.optional(text),
  ResourceOwnerId: z.optional(text),
  State: z.optional(text),
  Association: z.optional(z.looseObject({ TransitGatewayRouteTableId: z.optional(text), State: z.optional(text) })),
});
export type TransitGatewayAttachment = z.infer<typeof TransitGatewayAttachment>;

export const TransitGatewayRoute = z.looseObject({
  DestinationCidrBlock: z.optional(cidr),
  PrefixListId: z.optional(text),
  /** `static` or `propagated`. */
  Type: z.optional(text),
  State: z.optional(text),
  TransitGatewayAttachments: z.optional(
    z.array(
      z.looseObject({
        TransitGatewayAttachmentId: z.optional(text),
        ResourceType: z.optional(text),
        ResourceId: z.optional(text),
      }),
    ),
  ),
});
export type TransitGatewayRoute = z.infer<typeof TransitGatewayRoute>;

export const TransitGatewayRouteTable = z.looseObject({
  TransitGatewayRouteTableId: text,
  TransitGatewayId: z.optional(text),
  State: z.optional(text),
  Routes: z.optional(z.array(TransitGatewayRoute)),
});
export type TransitGatewayRouteTable = z.infer<typeof TransitGatewayRouteTable>;

export const VpnGateway = z.looseObject({
  VpnGatewayId: text,
  VpcAttachments: z.optional(z.array(z.looseObject({ VpcId: z.optional(text), State: z.optional(text) }))),
});
export type VpnGateway = z.infer<typeof VpnGateway>;
