import * as z from 'zod/mini';
import { address4, address6, cidr, cidr4, cidr6, flag, list, text } from './field-schemas.ts';

/**
 * The EC2 facts the engine reads, under AWS's own field names (EC2 API reference, 2016-11-15).
 * Unknown fields are kept; fields AWS leaves out are absent.
 */
const port = z.number().check(z.int(), z.gte(-1), z.lte(65535));
/** `-1`, an IANA number or one of the four names AWS writes. */
const protocol = z
  .union([text, z.number()])
  .check(
    z.refine(
      (v) => /^(?:-1|\d{1,3}|tcp|udp|icmp|icmpv6|all)$/i.test(String(v)),
      'a protocol: -1, a number or tcp, udp, icmp, icmpv6',
    ),
  );
const blockPublicAccess = z.optional(z.looseObject({ InternetGatewayBlockMode: z.optional(text) }));
const ipv6Associations = list(
  z.looseObject({
    Ipv6CidrBlock: z.optional(cidr6),
    Ipv6AddressAttribute: z.optional(text),
    Ipv6CidrBlockState: z.optional(z.looseObject({ State: z.optional(text) })),
  }),
);

export const Vpc = z.looseObject({
  VpcId: text,
  OwnerId: z.optional(text),
  CidrBlock: z.optional(cidr4),
  CidrBlockAssociationSet: list(
    z.looseObject({
      CidrBlock: z.optional(cidr4),
      CidrBlockState: z.optional(z.looseObject({ State: z.optional(text) })),
    }),
  ),
  Ipv6CidrBlockAssociationSet: ipv6Associations,
  DhcpOptionsId: z.optional(text),
  InstanceTenancy: z.optional(text),
  EnableDnsSupport: flag,
  EnableDnsHostnames: flag,
  BlockPublicAccessStates: blockPublicAccess,
  EncryptionControl: z.optional(
    z.looseObject({
      Mode: z.optional(text),
      State: z.optional(text),
      ResourceExclusions: z.optional(z.record(text, z.looseObject({ State: z.optional(text) }))),
    }),
  ),
});
export type Vpc = z.infer<typeof Vpc>;

export const Subnet = z.looseObject({
  SubnetId: text,
  VpcId: text,
  OwnerId: z.optional(text),
  CidrBlock: z.optional(cidr4),
  Ipv6CidrBlockAssociationSet: ipv6Associations,
  AvailabilityZone: z.optional(text),
  AvailabilityZoneId: z.optional(text),
  EnableDns64: flag,
  BlockPublicAccessStates: blockPublicAccess,
});
export type Subnet = z.infer<typeof Subnet>;

export const Route = z.looseObject({
  DestinationCidrBlock: z.optional(cidr4),
  DestinationIpv6CidrBlock: z.optional(cidr6),
  DestinationPrefixListId: z.optional(text),
  GatewayId: z.optional(text),
  NatGatewayId: z.optional(text),
  EgressOnlyInternetGatewayId: z.optional(text),
  TransitGatewayId: z.optional(text),
  VpcPeeringConnectionId: z.optional(text),
  NetworkInterfaceId: z.optional(text),
  InstanceId: z.optional(text),
  LocalGatewayId: z.optional(text),
  CarrierGatewayId: z.optional(text),
  CoreNetworkArn: z.optional(text),
  OdbNetworkArn: z.optional(text),
  Origin: z.optional(text),
  State: z.optional(text),
});
export type Route = z.infer<typeof Route>;

export const RouteTable = z.looseObject({
  RouteTableId: text,
  VpcId: z.optional(text),
  Associations: list(
    z.looseObject({
      Main: flag,
      SubnetId: z.optional(text),
      GatewayId: z.optional(text),
      AssociationState: z.optional(z.looseObject({ State: z.optional(text) })),
    }),
  ),
  Routes: list(Route),
});
export type RouteTable = z.infer<typeof RouteTable>;

export const NetworkAclEntry = z
  .looseObject({
    RuleNumber: z.number().check(z.int()),
    Egress: z.boolean(),
    Protocol: protocol,
    RuleAction: z.enum(['allow', 'deny']),
    CidrBlock: z.optional(cidr4),
    Ipv6CidrBlock: z.optional(cidr6),
    PortRange: z.optional(z.looseObject({ From: z.optional(port), To: z.optional(port) })),
  })
  .check(
    z.refine((e) => e.CidrBlock !== undefined || e.Ipv6CidrBlock !== undefined, 'a CidrBlock or an Ipv6CidrBlock'),
  );
export type NetworkAclEntry = z.infer<typeof NetworkAclEntry>;

export const NetworkAcl = z.looseObject({
  NetworkAclId: text,
  VpcId: z.optional(text),
  IsDefault: flag,
  Associations: list(z.looseObject({ SubnetId: z.optional(text) })),
  Entries: list(NetworkAclEntry),
});
export type NetworkAcl = z.infer<typeof NetworkAcl>;

export const IpPermission = z.looseObject({
  IpProtocol: protocol,
  FromPort: z.optional(port),
  ToPort: z.optional(port),
  IpRanges: list(z.looseObject({ CidrIp: z.optional(cidr4) })),
  Ipv6Ranges: list(z.looseObject({ CidrIpv6: z.optional(cidr6) })),
  PrefixListIds: list(z.looseObject({ PrefixListId: z.optional(text) })),
  UserIdGroupPairs: list(
    z.looseObject({
      GroupId: z.optional(text),
      UserId: z.optional(text),
      VpcId: z.optional(text),
      VpcPeeringConnectionId: z.optional(text),
      PeeringStatus: z.optional(text),
    }),
  ),
});
export type IpPermission = z.infer<typeof IpPermission>;

export const SecurityGroupVpcAssociation = z.looseObject({
  GroupId: text,
  VpcId: z.optional(text),
  /** associating, associated, association-failed, disassociating, disassociated, disassociation-failed. */
  State: z.optional(text),
});

export const SecurityGroup = z.looseObject({
  GroupId: text,
  GroupName: z.optional(text),
  VpcId: z.optional(text),
  OwnerId: z.optional(text),
  IpPermissions: list(IpPermission),
  IpPermissionsEgress: list(IpPermission),
  /** Not AWS's field: the items of SecurityGroupVpcAssociations about this group. */
  VpcAssociations: list(SecurityGroupVpcAssociation),
});
export type SecurityGroup = z.infer<typeof SecurityGroup>;

export const ManagedPrefixList = z.looseObject({
  PrefixListId: text,
  PrefixListName: z.optional(text),
  AddressFamily: z.optional(text),
  State: z.optional(text),
  Entries: list(z.looseObject({ Cidr: cidr })),
});
export type ManagedPrefixList = z.infer<typeof ManagedPrefixList>;

export const VpcEndpoint = z.looseObject({
  VpcEndpointId: text,
  VpcEndpointType: z.optional(text),
  VpcId: z.optional(text),
  ServiceName: z.optional(text),
  ServiceRegion: z.optional(text),
  State: z.optional(text),
  PrivateDnsEnabled: flag,
  IpAddressType: z.optional(text),
  DnsOptions: z.optional(z.looseObject({ DnsRecordIpType: z.optional(text) })),
  SubnetIds: list(text),
  NetworkInterfaceIds: list(text),
  RouteTableIds: list(text),
  Groups: list(z.looseObject({ GroupId: z.optional(text) })),
  DnsEntries: list(z.looseObject({ DnsName: z.optional(text), HostedZoneId: z.optional(text) })),
  PolicyDocument: z.optional(text),
});
export type VpcEndpoint = z.infer<typeof VpcEndpoint>;

const association = z.optional(z.looseObject({ PublicIp: z.optional(address4) }));
export const NetworkInterface = z.looseObject({
  NetworkInterfaceId: text,
  VpcId: z.optional(text),
  SubnetId: z.optional(text),
  InterfaceType: z.optional(text),
  Description: z.optional(text),
  RequesterId: z.optional(text),
  Status: z.optional(text),
  SourceDestCheck: flag,
  PrivateIpAddress: z.optional(address4),
  PrivateIpAddresses: list(
    z.looseObject({
      PrivateIpAddress: z.optional(address4),
      Primary: flag,
      Association: association,
    }),
  ),
  Ipv4Prefixes: list(z.looseObject({ Ipv4Prefix: z.optional(cidr4) })),
  Ipv6Prefixes: list(z.looseObject({ Ipv6Prefix: z.optional(cidr6) })),
  Ipv6Addresses: list(z.looseObject({ Ipv6Address: z.optional(address6) })),
  Association: association,
  Groups: list(z.looseObject({ GroupId: z.optional(text), GroupName: z.optional(text) })),
  Attachment: z.optional(
    z.looseObject({ Status: z.optional(text), InstanceId: z.optional(text), DeviceIndex: z.optional(z.number()) }),
  ),
});
export type NetworkInterface = z.infer<typeof NetworkInterface>;

export const Instance = z.looseObject({
  InstanceId: text,
  State: z.optional(z.looseObject({ Name: z.optional(text) })),
  VpcId: z.optional(text),
  SubnetId: z.optional(text),
  PrivateIpAddress: z.optional(address4),
  PublicIpAddress: z.optional(address4),
  PrivateDnsName: z.optional(text),
  PublicDnsName: z.optional(text),
  PrivateDnsNameOptions: z.optional(
    z.looseObject({ EnableResourceNameDnsARecord: flag, EnableResourceNameDnsAAAARecord: flag }),
  ),
  NetworkInterfaces: list(
    z.looseObject({
      NetworkInterfaceId: z.optional(text),
      PrivateIpAddress: z.optional(address4),
      Ipv6Addresses: list(z.looseObject({ Ipv6Address: z.optional(address6) })),
      Attachment: z.optional(z.looseObject({ DeviceIndex: z.optional(z.number()) })),
    }),
  ),
});
export type Instance = z.infer<typeof Instance>;

export const DhcpOptions = z.looseObject({
  DhcpOptionsId: text,
  DhcpConfigurations: list(
    z.looseObject({ Key: z.optional(text), Values: list(z.looseObject({ Value: z.optional(text) })) }),
  ),
});
export type DhcpOptions = z.infer<typeof DhcpOptions>;
