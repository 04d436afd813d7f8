import * as client from '@aws-sdk/client-ec2';
import { type Answer, type AwsCall, numbered } from './call.ts';
import { type FilterName, matches } from './ec2-filters.ts';
import { awsError } from './faults.ts';
import { membersXml } from './model-xml.ts';
import type { ServedFacts } from './start-aws-server.ts';
import { visibleTo } from './visible-items.ts';

type Item = Readonly<Record<string, unknown>>;

interface Describe {
  readonly list: string;
  readonly id: string;
  /** Member of the answer; the list's name where absent. */
  readonly member?: string;
  /** Query name of the list of ids, where the operation has one. */
  readonly ids?: string;
  readonly filters: readonly FilterName[];
  /** Least and most MaxResults; null: the operation has no pages. */
  readonly pages: readonly [number, number] | null;
}

const DESCRIBE: Readonly<Record<string, Describe>> = {
  DescribeVpcs: { list: 'Vpcs', id: 'VpcId', ids: 'VpcId', filters: ['vpc-id'], pages: [5, 1000] },
  DescribeSubnets: {
    list: 'Subnets',
    id: 'SubnetId',
    ids: 'SubnetId',
    filters: ['vpc-id', 'subnet-id'],
    pages: [5, 1000],
  },
  DescribeRouteTables: {
    list: 'RouteTables',
    id: 'RouteTableId',
    ids: 'RouteTableId',
    filters: ['vpc-id', 'route-table-id'],
    pages: [5, 100],
  },
  DescribeNetworkAcls: {
    list: 'NetworkAcls',
    id: 'NetworkAclId',
    ids: 'NetworkAclId',
    filters: ['vpc-id', 'network-acl-id'],
    pages: [5, 1000],
  },
  DescribeSecurityGroups: {
    list: 'SecurityGroups',
    id: 'GroupId',
    ids: 'GroupId',
    filters: ['vpc-id', 'group-id'],
    pages: [5, 1000],
  },
  DescribeManagedPrefixLists: {
    list: 'ManagedPrefixLists',
    id: 'PrefixListId',
    member: 'PrefixLists',
    ids: 'PrefixListId',
    filters: ['prefix-list-id'],
    pages: [1, 100],
  },
  DescribeVpcEndpoints: {
    list: 'VpcEndpoints',
    id: 'VpcEndpointId',
    ids: 'VpcEndpointId',
    filters: ['vpc-id', 'service-name', 'vpc-endpoint-id'],
    pages: [1, 1000],
  },
  DescribeNatGateways: {
    list: 'NatGateways',
    id: 'NatGatewayId',
    ids: 'NatGatewayId',
    filters: ['vpc-id', 'subnet-id', 'nat-gateway-id'],
    pages: [5, 1000],
  },
  DescribeInternetGateways: {
    list: 'InternetGateways',
    id: 'InternetGatewayId',
    ids: 'InternetGatewayId',
    filters: ['attachment.vpc-id', 'internet-gateway-id'],
    pages: [5, 1000],
  },
  DescribeEgressOnlyInternetGateways: {
    list: 'EgressOnlyInternetGateways',
    id: 'EgressOnlyInternetGatewayId',
    ids: 'EgressOnlyInternetGatewayId',
    filters: [],
    pages: [5, 255],
  },
  DescribeVpnGateways: {
    list: 'VpnGateways',
    id: 'VpnGatewayId',
    ids: 'VpnGatewayId',
    filters: ['attachment.vpc-id', 'vpn-gateway-id'],
    pages: null,
  },
  DescribeVpcPeeringConnections: {
    list: 'VpcPeeringConnections',
    id: 'VpcPeeringConnectionId',
    ids: 'VpcPeeringConnectionId',
    filters: ['requester-vpc-info.vpc-id', 'accepter-vpc-info.vpc-id', 'vpc-peering-connection-id'],
    pages: [5, 1000],
  },
  DescribeTransitGateways: {
    list: 'TransitGateways',
    id: 'TransitGatewayId',
    ids: 'TransitGatewayIds',
    filters: ['transit-gateway-id'],
    pages: [5, 1000],
  },
  DescribeTransitGatewayVpcAttachments: {
    list: 'TransitGatewayVpcAttachments',
    id: 'TransitGatewayAttachmentId',
    ids: 'TransitGatewayAttachmentIds',
    filters: ['vpc-id', 'transit-gateway-id', 'transit-gateway-attachment-id'],
    pages: [5, 1000],
  },
  DescribeTransitGatewayAttachments: {
    list: 'TransitGatewayAttachments',
    id: 'TransitGatewayAttachmentId',
    ids: 'TransitGatewayAttachmentIds',
    filters: ['transit-gateway-id', 'transit-gateway-attachment-id', 'resource-id'],
    pages: [5, 1000],
  },
  DescribeTransitGatewayPeeringAttachments: {
    list: 'TransitGatewayPeeringAttachments',
    id: 'TransitGatewayAttachmentId',
    ids: 'TransitGatewayAttachmentIds',
    filters: ['transit-gateway-attachment-id'],
    pages: [5, 1000],
  },
  DescribeTransitGatewayRouteTables: {
    list: 'TransitGatewayRouteTables',
    id: 'TransitGatewayRouteTableId',
    ids: 'TransitGatewayRouteTableIds',
    filters: ['transit-gateway-id', 'transit-gateway-route-table-id'],
    pages: [5, 1000],
  },
  DescribeVpnConnections: {
    list: 'VpnConnections',
    id: 'VpnConnectionId',
    ids: 'VpnConnectionId',
    filters: ['vpn-gateway-id'],
    pages: null,
  },
  DescribeVpcEndpointAssociations: {
    list: 'VpcEndpointAssociations',
    id: 'Id',
    filters: ['vpc-endpoint-id'],
    pages: [1, 1000],
  },
  DescribeSecurityGroupVpcAssociations: {
    list: 'SecurityGroupVpcAssociations',
    id: 'GroupId',
    filters: ['group-id', 'vpc-id'],
    pages: [5, 1000],
  },
  DescribeDhcpOptions: {
    list: 'DhcpOptions',
    id: 'DhcpOptionsId',
    ids: 'DhcpOptionsId',
    filters: ['dhcp-options-id'],
    pages: [5, 1000],
  },
  DescribeNetworkInterfaces: {
    list: 'NetworkInterfaces',
    id: 'NetworkInterfaceId',
    ids: 'NetworkInterfaceId',
    filters: [
      'network-interface-id',
      'vpc-id',
      'subnet-id',
      'group-id',
      'addresses.private-ip-address',
      'private-ip-address',
      'association.public-ip',
      'ipv6-addresses.ipv6-address',
      'attachment.instance-id',
    ],
    pages: [5, 1000],
  },
  DescribeInstances: {
    list: 'Instances',
    id: 'InstanceId',
    ids: 'InstanceId',
    filters: [
      'instance-id',
      'vpc-id',
      'private-dns-name',
      'dns-name',
      'network-interface.addresses.private-ip-address',
    ],
    pages: [5, 1000],
  },
};

export function answerEc2(call: AwsCall, facts: ServedFacts, pageSize: number): Answer {
  if (call.operation === 'DescribeVpcAttribute') return describeVpcAttribute(call, facts);
  if (call.operation === 'GetManagedPrefixListEntries') return getManagedPrefixListEntries(call, facts, pageSize);
  if (call.operation === 'SearchTransitGatewayRoutes') return searchTransitGatewayRoutes(call, facts, pageSize);
  const describe = DESCRIBE[call.operation];
  if (describe === undefined)
    return awsError('ec2', 'InvalidAction', 400, `The action ${call.operation} is not served`);

  for (const name of Object.keys(call.filters)) {
    if (!describe.filters.some((known) => known === name)) {
      return awsError('ec2', 'InvalidParameterValue', 400, `The filter '${name}' is invalid`);
    }
  }
  const ids = describe.ids === undefined ? [] : numbered(call.parameters, describe.ids);
  const visible = visibleItems(call, facts, describe.list);
  const absent = ids.find((id) => !visible.some((item) => item[describe.id] === id));
  if (absent !== undefined) {
    return awsError(
      'ec2',
      `Invalid${describe.id.replace(/Id$/, '')}ID.NotFound`,
      400,
      `The ID '${absent}' does not exist`,
    );
  }
  if (ids.length > 0 && call.parameters.MaxResults !== undefined && describe.filters.length > 0) {
    return awsError('ec2', 'InvalidParameterCombination', 400, 'The parameter ids cannot be used with MaxResults');
  }
  const items = visible
    .filter((item) => ids.length === 0 || ids.some((id) => item[describe.id] === id))
    .filter((item) =>
      Object.entries(call.filters).every(([name, values]) => matches(item, name as FilterName, values)),
    );
  return paged(call, items, pageSize, describe.pages, (page) =>
    call.operation === 'DescribeInstances'
      ? { Reservations: page.map((instance) => ({ ReservationId: 'r-1', Instances: [instance] })) }
      : { [describe.member ?? describe.list]: page },
  );
}

/** What the caller sees, without what AWS's services manage unless that is asked for. */
function visibleItems(call: AwsCall, facts: ServedFacts, list: string): readonly Item[] {
  return visibleTo(call, facts, list).filter(
    (item) => item.Operator === undefined || call.parameters.IncludeManagedResources === 'true',
  );
}

function paged(
  call: AwsCall,
  items: readonly Item[],
  pageSize: number,
  bounds: readonly [number, number] | null,
  output: (page: readonly Item[]) => Item,
): Answer {
  const asked = call.parameters.MaxResults === undefined ? null : Number(call.parameters.MaxResults);
  if (asked !== null && (bounds === null || asked < bounds[0] || asked > bounds[1])) {
    return awsError('ec2', 'InvalidParameterValue', 400, `Value ( ${asked} ) for parameter maxResults is invalid`);
  }
  const from = Number(call.parameters.NextToken ?? 0);
  const size = bounds === null ? Number.POSITIVE_INFINITY : Math.min(asked ?? Number.POSITIVE_INFINITY, pageSize);
  const next = from + size < items.length ? { NextToken: String(from + size) } : {};
  return xml(call, { ...output(items.slice(from, from + size)), ...next });
}

function describeVpcAttribute(call: AwsCall, facts: ServedFacts): Answer {
  const vpc = visibleItems(call, facts, 'Vpcs').find((item) => item.VpcId === call.parameters.VpcId);
  if (vpc === undefined) return awsError('ec2', 'InvalidVpcID.NotFound', 400, 'The vpc ID does not exist');
  const member = call.parameters.Attribute === 'enableDnsSupport' ? 'EnableDnsSupport' : 'EnableDnsHostnames';
  return xml(call, { VpcId: vpc.VpcId, [member]: { Value: vpc[member] } });
}

function getManagedPrefixListEntries(call: AwsCall, facts: ServedFacts, pageSize: number): Answer {
  const id = call.parameters.PrefixListId;
  const list = visibleItems(call, facts, 'ManagedPrefixLists').find((item) => item.PrefixListId === id);
  if (list === undefined)
    return awsError('ec2', 'InvalidPrefixListID.NotFound', 400, `The prefix list ID '${id}' does not exist`);
  return paged(call, (list.Entries ?? []) as readonly Item[], pageSize, [1, 100], (Entries) => ({ Entries }));
}

function searchTransitGatewayRoutes(call: AwsCall, facts: ServedFacts, pageSize: number): Answer {
  const id = call.parameters.TransitGatewayRouteTableId;
  const types = call.filters.type;
  if (types === undefined) return awsError('ec2', 'MissingParameter', 400, 'The request must contain a filter');
  const table = visibleItems(call, facts, 'TransitGatewayRouteTables').find(
    (item) => item.TransitGatewayRouteTableId === id,
  );
  if (table === undefined) return awsError('ec2', 'InvalidRouteTableID.NotFound', 400, `Table ${id} does not exist`);
  const routes = ((table.Routes ?? []) as readonly Item[]).filter(({ Type = 'static' }) =>
    types.includes(String(Type)),
  );
  return paged(call, routes, pageSize, [5, 1000], (Routes) => ({ Routes, AdditionalRoutesAvailable: false }));
}

function xml(call: AwsCall, output: Item): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<${call.operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${membersXml(client, call.operation, output, 'item')}</${call.operation}Response>`,
  };
}
