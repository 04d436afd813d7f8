// biome-ignore lint/suspicious/noExplicitAny: items are AWS's JSON as the snapshot holds it.
type Item = Readonly<Record<string, any>>;

/** The values an item has under each EC2 filter name, as the EC2 API reference describes the filters. */
const VALUES = {
  'vpc-id': (item: Item) => [item.VpcId],
  'subnet-id': (item: Item) => [item.SubnetId],
  'route-table-id': (item: Item) => [item.RouteTableId],
  'network-acl-id': (item: Item) => [item.NetworkAclId],
  'group-id': (item: Item) => [item.GroupId, ...(item.Groups ?? []).map((group: Item) => group.GroupId)],
  'prefix-list-id': (item: Item) => [item.PrefixListId],
  'service-name': (item: Item) => [item.ServiceName],
  'vpc-endpoint-id': (item: Item) => [item.VpcEndpointId],
  'transit-gateway-id': (item: Item) => [item.TransitGatewayId],
  'transit-gateway-attachment-id': (item: Item) => [item.TransitGatewayAttachmentId],
  'transit-gateway-route-table-id': (item: Item) => [item.TransitGatewayRouteTableId],
  'resource-id': (item: Item) => [item.ResourceId],
  'nat-gateway-id': (item: Item) => [item.NatGatewayId],
  'internet-gateway-id': (item: Item) => [item.InternetGatewayId],
  'vpn-gateway-id': (item: Item) => [item.VpnGatewayId],
  'attachment.vpc-id': (item: Item) =>
    (item.Attachments ?? item.VpcAttachments ?? []).map((attachment: Item) => attachment.VpcId),
  'requester-vpc-info.vpc-id': (item: Item) => [item.RequesterVpcInfo?.VpcId],
  'accepter-vpc-info.vpc-id': (item: Item) => [item.AccepterVpcInfo?.VpcId],
  'vpc-peering-connection-id': (item: Item) => [item.VpcPeeringConnectionId],
  'dhcp-options-id': (item: Item) => [item.DhcpOptionsId],
  'network-interface-id': (item: Item) => [item.NetworkInterfaceId],
  'addresses.private-ip-address': (item: Item) => privateAddresses(item),
  'private-ip-address': (item: Item) => [item.PrivateIpAddress],
  'association.public-ip': (item: Item) => [
    item.Association?.PublicIp,
    ...(item.PrivateIpAddresses ?? []).map((address: Item) => address.Association?.PublicIp),
  ],
  'ipv6-addresses.ipv6-address': (item: Item) => (item.Ipv6Addresses ?? []).map((address: Item) => address.Ipv6Address),
  'attachment.instance-id': (item: Item) => [item.Attachment?.InstanceId],
  'instance-id': (item: Item) => [item.InstanceId],
  'private-dns-name': (item: Item) => [item.PrivateDnsName],
  'dns-name': (item: Item) => [item.PublicDnsName],
  'network-interface.addresses.private-ip-address': (item: Item) =>
    [item, ...(item.NetworkInterfaces ?? [])].flatMap(privateAddresses),
} as const;

export type FilterName = keyof typeof VALUES;

export function matches(item: Item, name: FilterName, wanted: readonly string[]): boolean {
  return VALUES[name](item).some((value: unknown) => wanted.some((want) => want === value));
}

function privateAddresses(item: Item): readonly unknown[] {
  return [item.PrivateIpAddress, ...(item.PrivateIpAddresses ?? []).map((address: Item) => address.PrivateIpAddress)];
}
