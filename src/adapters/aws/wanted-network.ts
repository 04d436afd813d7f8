import type { VpcPeeringConnection } from '../../snapshot/network-facts.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { functionGroups, functionVpcs, rotationFunction } from './wanted-functions.ts';
import { targetHosts } from './wanted-targets.ts';

/** VPCs whose subnets, tables and filters count: the function's, the targets', and peers that a route leads to. */
export function everyVpc(facts: FactsSoFar): readonly string[] {
  return [...functionVpcs(facts), ...targetVpcs(facts), ...peerVpcs(facts)];
}

/** VPCs that a name or a route of the function can be decided in. */
export function namingVpcs(facts: FactsSoFar): readonly string[] {
  return [...functionVpcs(facts), ...peerVpcs(facts)];
}

/**
 * VPCs of the interfaces found at the targets. An address may be in use in many VPCs: one in the function's own is nearest.
 * Until the function is known, that cannot be told.
 */
function targetVpcs(facts: FactsSoFar): readonly string[] {
  if (rotationFunction(facts).length > 0 && facts.items('Functions').length === 0) return [];
  const found = facts.items('NetworkInterfaces').flatMap(({ VpcId }) => VpcId ?? []);
  const own = functionVpcs(facts);
  return found.some((vpc) => own.includes(vpc)) ? [] : found;
}

/** The far ends of active peerings of one account and Region that a route of the function's VPC names. */
function peerVpcs(facts: FactsSoFar): readonly string[] {
  const own = functionVpcs(facts);
  const routed = facts.items('RouteTables').flatMap(({ Routes = [] }) => Routes.map((r) => r.VpcPeeringConnectionId));
  return facts
    .items('VpcPeeringConnections')
    .filter(
      ({ VpcPeeringConnectionId, Status }) => Status?.Code === 'active' && routed.includes(VpcPeeringConnectionId),
    )
    .filter(staysAtHome)
    .flatMap(({ RequesterVpcInfo, AccepterVpcInfo }) => [RequesterVpcInfo?.VpcId, AccepterVpcInfo?.VpcId])
    .filter((vpc) => vpc !== undefined && !own.includes(vpc))
    .map(String);
}

function staysAtHome({ RequesterVpcInfo, AccepterVpcInfo }: VpcPeeringConnection): boolean {
  return RequesterVpcInfo?.OwnerId === AccepterVpcInfo?.OwnerId && RequesterVpcInfo?.Region === AccepterVpcInfo?.Region;
}

function routes(facts: FactsSoFar) {
  return facts.items('RouteTables').flatMap(({ Routes = [] }) => Routes);
}

/** Security groups of the function, of the interfaces seen, and of the endpoints it may use. */
function relevantGroups(facts: FactsSoFar): readonly string[] {
  return [
    ...functionGroups(facts),
    ...[...facts.items('NetworkInterfaces'), ...usableEndpoints(facts)].flatMap(({ Groups = [] }) =>
      Groups.flatMap(({ GroupId }) => GroupId ?? []),
    ),
  ];
}

/** Groups that lie in a VPC not described: a security group may be shared with other VPCs. */
export function groupsElsewhere(facts: FactsSoFar): readonly string[] {
  if (!facts.answered('SecurityGroups')) return [];
  const seen = new Set(facts.items('SecurityGroups').map(({ GroupId }) => GroupId));
  return relevantGroups(facts).filter((group) => !seen.has(group));
}

/** Interface endpoints for Secrets Manager (FIPS or not), and those whose own name is a target. */
function usableEndpoints(facts: FactsSoFar) {
  const hosts = targetHosts(facts);
  return facts
    .items('VpcEndpoints')
    .filter(
      ({ ServiceName = '', DnsEntries = [] }) =>
        /\.secretsmanager(-fips)?$/.test(ServiceName) ||
        DnsEntries.some(({ DnsName }) => DnsName !== undefined && hosts.includes(DnsName)),
    );
}

/** Interfaces that traffic passes on its way: of endpoints, and of appliances and NAT instances that routes name. */
export function interfacesOnTheWay(facts: FactsSoFar): readonly string[] {
  return [
    ...usableEndpoints(facts).flatMap(({ NetworkInterfaceIds = [] }) => NetworkInterfaceIds),
    ...routes(facts).flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []),
  ];
}

/** Instances behind the interfaces seen, and those that routes name. */
export function instancesOnTheWay(facts: FactsSoFar): readonly string[] {
  return [
    ...facts.items('NetworkInterfaces').flatMap(({ Attachment }) => Attachment?.InstanceId ?? []),
    ...routes(facts).flatMap(({ InstanceId }) => InstanceId ?? []),
  ];
}

/** Addresses of what was found in other VPCs: in the function's own VPC they lead to whoever has them there. */
export function addressesElsewhere(facts: FactsSoFar): readonly string[] {
  const own = functionVpcs(facts);
  if (own.length === 0) return [];
  return facts
    .items('NetworkInterfaces')
    .filter(({ VpcId }) => VpcId !== undefined && !own.includes(VpcId))
    .flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
}

/** Prefix lists that routes or the groups that count refer to. */
export function prefixLists(facts: FactsSoFar): readonly string[] {
  const groups = new Set(relevantGroups(facts));
  const rules = facts
    .items('SecurityGroups')
    .filter(({ GroupId }) => groups.has(GroupId))
    .flatMap(({ IpPermissions = [], IpPermissionsEgress = [] }) => [...IpPermissions, ...IpPermissionsEgress]);
  return [
    ...routes(facts).flatMap(({ DestinationPrefixListId }) => DestinationPrefixListId ?? []),
    ...rules.flatMap(({ PrefixListIds = [] }) => PrefixListIds.flatMap(({ PrefixListId }) => PrefixListId ?? [])),
  ];
}

/** Custom DNS settings; `default` names none. */
export function dhcpOptions(facts: FactsSoFar): readonly string[] {
  const own = functionVpcs(facts);
  return facts
    .items('Vpcs')
    .filter(({ VpcId }) => own.includes(VpcId))
    .flatMap(({ DhcpOptionsId }) =>
      DhcpOptionsId === undefined || DhcpOptionsId === 'default' ? [] : [DhcpOptionsId],
    );
}

export function egressOnlyGateways(facts: FactsSoFar): readonly string[] {
  return routes(facts).flatMap(({ EgressOnlyInternetGatewayId }) => EgressOnlyInternetGatewayId ?? []);
}
