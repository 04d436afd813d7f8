import {
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointAssociationsCommand,
  DescribeVpnConnectionsCommand,
  DescribeVpnGatewaysCommand,
  type EC2Client,
  type Filter,
  paginateDescribeDhcpOptions,
  paginateDescribeEgressOnlyInternetGateways,
  paginateDescribeInternetGateways,
  paginateDescribeManagedPrefixLists,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSecurityGroupVpcAssociations,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcPeeringConnections,
  paginateDescribeVpcs,
  paginateGetManagedPrefixListEntries,
} from '@aws-sdk/client-ec2';
import { filtered, PAGE, referred } from './ec2-rows.ts';
import { everyItem, everyPage } from './every-page.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { type Wanted, wantedAt } from './place.ts';
import type { CallOptions, ItemsRow, MemberRow, PlanRow } from './plan-row.ts';
import { namedEndpoints } from './service-hosts.ts';
import { providerSubnets, rotationFunction } from './wanted-functions.ts';
import { homeVpcs } from './wanted-home.ts';
import {
  dhcpOptions,
  egressOnlyGateways,
  functionGroupsElsewhere,
  gatewayTables,
  groupsAbroad,
  groupsElsewhere,
  prefixLists,
  privateGatewaysOnTheWay,
  resourceEndpoints,
} from './wanted-network.ts';
import { gatewayPrefixLists } from './wanted-transit.ts';
import { everyVpc, namingVpcs } from './wanted-vpcs.ts';
import { placeIn } from './whereabouts.ts';

/** EC2, all by filters: an id that is gone makes a list of ids fail as a whole, where a filter just finds nothing. */
export const NETWORK_PLAN: readonly PlanRow[] = [
  referred(filtered('Vpcs', 'DescribeVpcs', 'vpc-id', everyVpc, describeVpcs)),
  vpcAttribute('EnableDnsSupport', 'enableDnsSupport'),
  vpcAttribute('EnableDnsHostnames', 'enableDnsHostnames'),
  filtered('Subnets', 'DescribeSubnets', 'vpc-id', everyVpc, describeSubnets),
  // The subnets of a capacity provider tell its VPC.
  filtered('Subnets', 'DescribeSubnets', 'subnet-id', providedSubnets, describeSubnets),
  filtered('RouteTables', 'DescribeRouteTables', 'vpc-id', everyVpc, describeRouteTables),
  filtered('RouteTables', 'DescribeRouteTables', 'route-table-id', gatewayTables, describeRouteTables),
  filtered('NetworkAcls', 'DescribeNetworkAcls', 'vpc-id', everyVpc, (client, Filters, options) =>
    everyPage(paginateDescribeNetworkAcls({ client, pageSize: PAGE.most }, { Filters }, options), (p) => p.NetworkAcls),
  ),
  filtered('SecurityGroups', 'DescribeSecurityGroups', 'vpc-id', everyVpc, describeSecurityGroups),
  filtered('SecurityGroups', 'DescribeSecurityGroups', 'group-id', functionGroupsElsewhere, describeSecurityGroups),
  referred(filtered('SecurityGroups', 'DescribeSecurityGroups', 'group-id', groupsElsewhere, describeSecurityGroups)),
  filtered('InternetGateways', 'DescribeInternetGateways', 'attachment.vpc-id', everyVpc, (client, Filters, options) =>
    everyPage(
      paginateDescribeInternetGateways({ client, pageSize: PAGE.most }, { Filters }, options),
      (p) => p.InternetGateways,
    ),
  ),
  filtered('NatGateways', 'DescribeNatGateways', 'vpc-id', everyVpc, (client, Filter, options) =>
    everyPage(paginateDescribeNatGateways({ client, pageSize: PAGE.most }, { Filter }, options), (p) => p.NatGateways),
  ),
  filtered('VpcEndpoints', 'DescribeVpcEndpoints', 'vpc-id', everyVpc, describeEndpoints),
  filtered('VpcEndpoints', 'DescribeVpcEndpoints', 'vpc-endpoint-id', namedEndpoints, describeEndpoints),
  filtered(
    'VpcPeeringConnections',
    'DescribeVpcPeeringConnections',
    'requester-vpc-info.vpc-id',
    homeVpcs,
    describePeerings,
  ),
  filtered(
    'VpcPeeringConnections',
    'DescribeVpcPeeringConnections',
    'accepter-vpc-info.vpc-id',
    homeVpcs,
    describePeerings,
  ),
  filtered('VpnGateways', 'DescribeVpnGateways', 'attachment.vpc-id', everyVpc, async (client, Filters, options) => {
    const { VpnGateways } = await client.send(new DescribeVpnGatewaysCommand({ Filters }), options);
    return VpnGateways ?? [];
  }),
  filtered(
    'VpnConnections',
    'DescribeVpnConnections',
    'vpn-gateway-id',
    privateGatewaysOnTheWay,
    async (client, Filters, options) => {
      const { VpnConnections } = await client.send(new DescribeVpnConnectionsCommand({ Filters }), options);
      return VpnConnections ?? [];
    },
  ),
  filtered(
    'VpcEndpointAssociations',
    'DescribeVpcEndpointAssociations',
    'vpc-endpoint-id',
    resourceEndpoints,
    describeEndpointAssociations,
  ),
  filtered(
    'SecurityGroupVpcAssociations',
    'DescribeSecurityGroupVpcAssociations',
    'group-id',
    groupsAbroad,
    (client, Filters, options) =>
      everyPage(
        paginateDescribeSecurityGroupVpcAssociations({ client, pageSize: PAGE.most }, { Filters }, options),
        (p) => p.SecurityGroupVpcAssociations,
      ),
  ),
  referred(
    filtered('DhcpOptions', 'DescribeDhcpOptions', 'dhcp-options-id', dhcpOptions, (client, Filters, options) =>
      everyPage(
        paginateDescribeDhcpOptions({ client, pageSize: PAGE.most }, { Filters }, options),
        (p) => p.DhcpOptions,
      ),
    ),
  ),
  referred(
    filtered(
      'ManagedPrefixLists',
      'DescribeManagedPrefixLists',
      'prefix-list-id',
      everyPrefixList,
      (client, Filters, options) =>
        everyPage(
          paginateDescribeManagedPrefixLists({ client, pageSize: PAGE.prefixLists }, { Filters }, options),
          (p) => p.PrefixLists,
        ),
    ),
  ),
  prefixListEntries(),
  egressOnlyGatewayById(),
];

function everyPrefixList(facts: FactsSoFar): readonly Wanted[] {
  return [...prefixLists(facts), ...gatewayPrefixLists(facts)];
}

function providedSubnets(facts: FactsSoFar): readonly Wanted[] {
  return wantedAt(placeIn(facts, rotationFunction(facts)[0]?.account), providerSubnets(facts));
}

function describeVpcs(client: EC2Client, Filters: Filter[], options: CallOptions) {
  return everyPage(paginateDescribeVpcs({ client, pageSize: PAGE.most }, { Filters }, options), (p) => p.Vpcs);
}

function describeSubnets(client: EC2Client, Filters: Filter[], options: CallOptions) {
  return everyPage(paginateDescribeSubnets({ client, pageSize: PAGE.most }, { Filters }, options), (p) => p.Subnets);
}

function describeRouteTables(client: EC2Client, Filters: Filter[], options: CallOptions) {
  return everyPage(
    paginateDescribeRouteTables({ client, pageSize: PAGE.routeTables }, { Filters }, options),
    (p) => p.RouteTables,
  );
}

function describeEndpoints(client: EC2Client, Filters: Filter[], options: CallOptions) {
  return everyPage(
    paginateDescribeVpcEndpoints({ client, pageSize: PAGE.most }, { Filters }, options),
    (p) => p.VpcEndpoints,
  );
}

/** Its pages have no paginator of the SDK's. */
function describeEndpointAssociations(client: EC2Client, Filters: Filter[], options: CallOptions) {
  const page = { Filters, MaxResults: PAGE.most };
  return everyItem(
    (token) => client.send(new DescribeVpcEndpointAssociationsCommand({ ...page, ...token }), options),
    (answer) => answer.VpcEndpointAssociations,
  );
}

function describeSecurityGroups(client: EC2Client, Filters: Filter[], options: CallOptions) {
  return everyPage(
    paginateDescribeSecurityGroups({ client, pageSize: PAGE.most }, { Filters }, options),
    (p) => p.SecurityGroups,
  );
}

function describePeerings(client: EC2Client, Filters: Filter[], options: CallOptions) {
  return everyPage(
    paginateDescribeVpcPeeringConnections({ client, pageSize: PAGE.most }, { Filters }, options),
    (p) => p.VpcPeeringConnections,
  );
}

function vpcAttribute(
  member: 'EnableDnsSupport' | 'EnableDnsHostnames',
  Attribute: 'enableDnsSupport' | 'enableDnsHostnames',
): MemberRow {
  return {
    kind: 'member',
    list: 'Vpcs',
    member,
    action: 'ec2:DescribeVpcAttribute',
    filter: 'vpc-id',
    values: namingVpcs,
    read: async ({ ec2 }, VpcId, options) =>
      (await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }), options))[member]?.Value,
  };
}

function prefixListEntries(): MemberRow {
  return {
    kind: 'member',
    list: 'ManagedPrefixLists',
    member: 'Entries',
    action: 'ec2:GetManagedPrefixListEntries',
    filter: 'prefix-list-id',
    values: everyPrefixList,
    read: ({ ec2: client }, PrefixListId, options) =>
      everyPage(
        paginateGetManagedPrefixListEntries({ client, pageSize: PAGE.prefixLists }, { PrefixListId }, options),
        (p) => p.Entries,
      ),
  };
}

/** The one list without a filter for its ids: each is asked alone, and one that is gone is none. */
function egressOnlyGatewayById(): ItemsRow {
  return {
    kind: 'items',
    list: 'EgressOnlyInternetGateways',
    action: 'ec2:DescribeEgressOnlyInternetGateways',
    filter: 'egress-only-internet-gateway-id',
    values: egressOnlyGateways,
    atOnce: 1,
    read: async ({ ec2: client }, [id = ''], options) => {
      const pages = paginateDescribeEgressOnlyInternetGateways(
        { client },
        { EgressOnlyInternetGatewayIds: [id] },
        options,
      );
      try {
        return await everyPage(pages, (p) => p.EgressOnlyInternetGateways);
      } catch (error) {
        if (error instanceof Error && error.name.endsWith('.NotFound')) return [];
        throw error;
      }
    },
  };
}
