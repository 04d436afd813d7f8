import * as z from 'zod/mini';
import { address4, cidr4, cidr6, flag, list, text } from './field-schemas.ts';

/** What carries packets out of a VPC, under AWS's own field names (EC2 API reference, 2016-11-15); transit-facts.ts holds the rest. */

export const NatGateway = z.looseObject({
  NatGatewayId: text,
  VpcId: z.optional(text),
  SubnetId: z.optional(text),
  State: z.optional(text),
  ConnectivityType: z.optional(text),
  AvailabilityMode: z.optional(text),
  AutoProvisionZones: z.optional(text),
  RouteTableId: z.optional(text),
  NatGatewayAddresses: list(
    z.looseObject({
      AllocationId: z.optional(text),
      PublicIp: z.optional(address4),
      PrivateIp: z.optional(address4),
      NetworkInterfaceId: z.optional(text),
      Status: z.optional(text),
      AvailabilityZone: z.optional(text),
      AvailabilityZoneId: z.optional(text),
    }),
  ),
  AttachedAppliances: list(z.looseObject({ Type: z.optional(text) })),
});
export type NatGateway = z.infer<typeof NatGateway>;

const attachments = list(z.looseObject({ VpcId: z.optional(text), State: z.optional(text) }));
export const InternetGateway = z.looseObject({ InternetGatewayId: text, Attachments: attachments });
export type InternetGateway = z.infer<typeof InternetGateway>;
export const EgressOnlyInternetGateway = z.looseObject({ EgressOnlyInternetGatewayId: text, Attachments: attachments });
export type EgressOnlyInternetGateway = z.infer<typeof EgressOnlyInternetGateway>;

const peeringSide = z.optional(
  z.looseObject({
    VpcId: z.optional(text),
    OwnerId: z.optional(text),
    Region: z.optional(text),
    CidrBlock: z.optional(cidr4),
    CidrBlockSet: list(z.looseObject({ CidrBlock: z.optional(cidr4) })),
    Ipv6CidrBlockSet: list(z.looseObject({ Ipv6CidrBlock: z.optional(cidr6) })),
    PeeringOptions: z.optional(z.looseObject({ AllowDnsResolutionFromRemoteVpc: flag })),
  }),
);
export const VpcPeeringConnection = z.looseObject({
  VpcPeeringConnectionId: text,
  Status: z.optional(z.looseObject({ Code: z.optional(text) })),
  RequesterVpcInfo: peeringSide,
  AccepterVpcInfo: peeringSide,
});
export type VpcPeeringConnection = z.infer<typeof VpcPeeringConnection>;
