import {
  DescribeVpcAttributeCommand,
  DescribeVpnGatewaysCommand,
  type EC2Client,
  type Filter,
  paginateDescribeDhcpOptions,
  paginateDescribeEgressOnlyInternetGateways,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeManagedPrefixLists,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcPeeringConnections,
  paginateDescribeVpcs,
  paginateGetManagedPrefixListEntries,
} from '@aws-sdk/client-ec2';
import type { ListName } from '../../snapshot/families.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import type { CallOptions, ItemsRow, MemberRow, PlanRow } from './plan-row.ts';
import { functionVpcs } from './wanted-functions.ts';
import {
  addressesElsewhere,
  dhcpOptions,
  egressOnlyGateways,
  everyVpc,
  groupsElsewhere,
  instancesOnTheWay,
  interfacesOnTheWay,
  namingVpcs,
  prefixLists,
} from './wanted-network.ts';
import {
  privateInstanceNames,
  publicInstanceNames,
  targetInstances,
  targetInterfaces,
  targetIpv4,
  targetIpv6,
  targetPublicIpv4,
} from './wanted-targets.ts';

/** EC2 takes up to 200 values for one filter. */
const VALUES_AT_ONCE = 200;
/** Pages as large as AWS allows: each costs a round trip. */
const PAGE = { most: 1000, routeTables: 100, prefixLists: 100 } as const;

type Values = (facts: FactsSoFar) => readonly string[];
type Describe = (ec2: EC2Client, filters: Filter[], options: CallOptions) => Promise<readonly object[]>;

/** EC2, all by filters: an id that is gone makes a list of ids fail as a whole, where a filter just finds nothing. */
export const NETWORK_PLAN: readonly PlanRow[] = [
  referred(filtered('Vpcs', 'DescribeVpcs', 'vpc-id', everyVpc, describeVpcs)),
  vpcAttribute('EnableDnsSupport', 'enableDnsSupport'),
  vpcAttribute('EnableDnsHostnames', 'enableDnsHostnames'),
  filtered('Subnets', 'DescribeSubnets', 'vpc-id', everyVpc, (client, Filters, options) =>
    everyPage(paginateDescribeSubnets({ client, pageSize: PAGE.most }, { Filters }, options), (p) => p.Subnets),
  ),
  filtered('RouteTables', 'DescribeRouteTables', 'vpc-id', everyVpc, (client, Filters, options) =>
    everyPage(
      paginateDescribeRouteTables({ client, pageSize: PAGE.routeTables }, { Filters }, options),
      (p) => p.RouteTables,
    ),
  ),
  filtered('NetworkAcls', 'DescribeNetworkAcls', 'vpc-id', everyVpc, (client, Filters, options) =>
    everyPage(paginateDescribeNetworkAcls({ client, pageSize: PAGE.most }, { Filters }, options), (p) => p.NetworkAcls),
  ),
  filtered('SecurityGroups', 'DescribeSecurityGroups', 'vpc-id', everyVpc, describeSecurityGroups),
  referred(filtered('SecurityGroups', 'DescribeSecurityGroups', 'group-id', groupsElsewhere, describeSecurityGroups)),
  filtered('InternetGateways', 'DescribeInternetGateways', 'attachment.vpc-id', everyVpc, (client, Filters, options) =>
    everyPage(
      paginateDescribeInternetGateways({ client, pageSize: PAGE.most }, { Filters }, options),
      (p) => p.InternetGateways,
    ),
  ),
  filtered('NatGateways', 'DescribeNatGateways', 'vpc-id', functionVpcs, (client, Filter, options) =>
    everyPage(paginateDescribeNatGateways({ client, pageSize: PAGE.most }, { Filter }, options), (p) => p.NatGateways),
  ),
  filtered('VpcEndpoints', 'DescribeVpcEndpoints', 'vpc-id', functionVpcs, (client, Filters, options) =>
    everyPage(
      paginateDescribeVpcEndpoints({ client, pageSize: PAGE.most }, { Filters }, options),
      (p) => p.VpcEndpoints,
    ),
  ),
  filtered(
    'VpcPeeringConnections',
    'DescribeVpcPeeringConnections',
    'requester-vpc-info.vpc-id',
    functionVpcs,
    describePeerings,
  ),
  filtered(
    'VpcPeeringConnections',
    'DescribeVpcPeeringConnections',
    'accepter-vpc-info.vpc-id',
    functionVpcs,
    describePeerings,
  ),
  filtered(
    'VpnGateways',
    'DescribeVpnGateways',
    'attachment.vpc-id',
    functionVpcs,
    async (client, Filters, options) => {
      const { VpnGateways } = await client.send(new DescribeVpnGatewaysCommand({ Filters }), options);
      return VpnGateways ?? [];
    },
  ),
  interfaces('network-interface-id', (facts) => [...targetInterfaces(facts), ...interfacesOnTheWay(facts)]),
  interfaces('attachment.instance-id', targetInstances),
  interfaces('addresses.private-ip-address', (facts) => [...targetIpv4(facts), ...addressesElsewhere(facts)]),
  interfaces('association.public-ip', targetPublicIpv4),
  interfaces('ipv6-addresses.ipv6-address', targetIpv6),
  instances('instance-id', (facts) => [...targetInstances(facts), ...instancesOnTheWay(facts)]),
  instances('private-dns-name', privateInstanceNames),
  instances('dns-name', publicInstanceNames),
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
      prefixLists,
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

function filtered(list: ListName, operation: string, filter: string, values: Values, describe: Describe): ItemsRow {
  return {
    kind: 'items',
    list,
    action: `ec2:${operation}`,
    filter,
    values,
    atOnce: VALUES_AT_ONCE,
    read: ({ ec2 }, found, options) => describe(ec2, [{ Name: filter, Values: [...found] }], options),
  };
}

function referred(row: ItemsRow): ItemsRow {
  return { ...row, referredTo: true };
}

function interfaces(filter: string, values: Values): ItemsRow {
  return filtered('NetworkInterfaces', 'DescribeNetworkInterfaces', filter, values, (client, Filters, options) =>
    everyPage(
      paginateDescribeNetworkInterfaces(
        { client, pageSize: PAGE.most },
        // Interfaces that AWS's services manage are left out otherwise.
        { Filters, IncludeManagedResources: true },
        options,
      ),
      (p) => p.NetworkInterfaces,
    ),
  );
}

function instances(filter: string, values: Values): ItemsRow {
  return filtered('Instances', 'DescribeInstances', filter, values, (client, Filters, options) =>
    everyPage(
      paginateDescribeInstances({ client, pageSize: PAGE.most }, { Filters, IncludeManagedResources: true }, options),
      (p) => p.Reservations?.flatMap(({ Instances }) => Instances ?? []),
    ),
  );
}

function describeVpcs(client: EC2Client, Filters: Filter[], options: CallOptions) {
  return everyPage(paginateDescribeVpcs({ client, pageSize: PAGE.most }, { Filters }, options), (p) => p.Vpcs);
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
    values: prefixLists,
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

/** The items of all pages; a page that fails makes the whole fail. */
async function everyPage<Page>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly object[] | undefined,
): Promise<readonly object[]> {
  const items: object[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
