import { calledServices } from '../../assessment/called-services.ts';
import { parseAddress } from '../../net/address.ts';
import { plainName } from '../../reachability/names/domain-name.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { type Place, type Wanted, wantedAt } from './place.ts';
import { functionGroups, functionVpcs, rotationFunction } from './wanted-functions.ts';
import { homeVpcs } from './wanted-home.ts';
import { hostsInQuestion, recordedAddresses } from './wanted-names.ts';
import { serviceAddresses, serviceGroups } from './wanted-services.ts';
import { targetIpv4 } from './wanted-targets.ts';
import { everyPlace } from './wanted-vpcs.ts';
import { placeIn } from './whereabouts.ts';

interface PlacedGroup {
  readonly group: string;
  readonly vpc: string | null;
  readonly at: Place;
}

function routes(facts: FactsSoFar) {
  return facts
    .placed('RouteTables')
    .flatMap(({ fact, at }) => (fact.Routes ?? []).map((route) => ({ route, vpc: fact.VpcId, at })));
}

type Route = ReturnType<typeof routes>[number]['route'];

function routed(facts: FactsSoFar, target: (route: Route) => string | undefined): readonly Wanted[] {
  return routes(facts).flatMap(({ route, at }) => {
    const value = target(route);
    return value === undefined ? [] : [{ value, at }];
  });
}

/** Every security group that counts. */
function relevantGroups(facts: FactsSoFar): readonly PlacedGroup[] {
  return [...groupsOfFunction(facts), ...groupsOfOthers(facts)];
}

function groupsOfFunction(facts: FactsSoFar): readonly PlacedGroup[] {
  const [vpc = null] = functionVpcs(facts);
  const at = placeIn(facts, rotationFunction(facts)[0]?.account);
  return functionGroups(facts).map((group) => ({ group, vpc, at }));
}

/** Of the interfaces seen, of the endpoints the function may use, and of the services at the targets. */
function groupsOfOthers(facts: FactsSoFar): readonly PlacedGroup[] {
  const ofInterfaces = [...facts.placed('NetworkInterfaces'), ...usableEndpoints(facts)].flatMap(({ fact, at }) =>
    (fact.Groups ?? []).flatMap(({ GroupId: group }) =>
      group === undefined ? [] : [{ group, vpc: fact.VpcId ?? null, at }],
    ),
  );
  return [...ofInterfaces, ...serviceGroups(facts).map(({ value, at }) => ({ group: value, vpc: null, at }))];
}

/** Groups that lie in a VPC not described: a security group may be shared with other VPCs. */
export function groupsElsewhere(facts: FactsSoFar): readonly Wanted[] {
  return notSeen(facts, groupsOfOthers(facts));
}

/** Such groups of the function: its account sees all that it can have been given, so one that is not shown is gone. */
export function functionGroupsElsewhere(facts: FactsSoFar): readonly Wanted[] {
  return notSeen(facts, groupsOfFunction(facts));
}

function notSeen(facts: FactsSoFar, groups: readonly PlacedGroup[]): readonly Wanted[] {
  if (!facts.answered('SecurityGroups')) return [];
  const seen = new Set(facts.items('SecurityGroups').map(({ GroupId }) => GroupId));
  return groups.filter(({ group }) => !seen.has(group)).map(({ group, at }) => ({ value: group, at }));
}

/** Groups that are used in another VPC than their own: they count there only where they are associated with it. */
export function groupsAbroad(facts: FactsSoFar): readonly Wanted[] {
  const homes = new Map(facts.items('SecurityGroups').map(({ GroupId, VpcId }) => [GroupId, VpcId]));
  return relevantGroups(facts)
    .filter(({ group, vpc }) => vpc !== null && homes.has(group) && homes.get(group) !== vpc)
    .map(({ group, at }) => ({ value: group, at }));
}

/** Endpoints for Secrets Manager (FIPS or not) and what else the function asks of AWS, and those that a name belongs to. */
function usableEndpoints(facts: FactsSoFar) {
  const hosts = new Set(hostsInQuestion(facts));
  const called = facts.items('Functions').flatMap((lambda) => calledServices(lambda)?.services ?? []);
  const services = new Set(['secretsmanager', 'secretsmanager-fips', ...called]);
  return facts
    .placed('VpcEndpoints')
    .filter(
      ({ fact: { ServiceName = '', DnsEntries = [], VpcEndpointType } }) =>
        services.has(ServiceName.slice(ServiceName.lastIndexOf('.') + 1)) ||
        VpcEndpointType === 'Resource' ||
        VpcEndpointType === 'ServiceNetwork' ||
        DnsEntries.some(({ DnsName }) => DnsName !== undefined && hosts.has(plainName(DnsName))),
    );
}

/** Endpoints for single resources: what they lead to is listed apart. */
export function resourceEndpoints(facts: FactsSoFar): readonly Wanted[] {
  return facts
    .placed('VpcEndpoints')
    .filter(({ fact }) => fact.VpcEndpointType === 'Resource' || fact.VpcEndpointType === 'ServiceNetwork')
    .map(({ fact, at }) => ({ value: fact.VpcEndpointId, at }));
}

/** Interfaces that traffic passes on its way: of endpoints, and of appliances and NAT instances that routes name. */
export function interfacesOnTheWay(facts: FactsSoFar): readonly Wanted[] {
  return [
    ...usableEndpoints(facts).flatMap(({ fact, at }) => wantedAt(at, fact.NetworkInterfaceIds ?? [])),
    ...routed(facts, (route) => route.NetworkInterfaceId),
    ...facts.placed('Instances').flatMap(({ fact, at }) =>
      wantedAt(
        at,
        (fact.NetworkInterfaces ?? []).flatMap((eni) => eni.NetworkInterfaceId ?? []),
      ),
    ),
  ];
}

/** Instances behind the interfaces seen, and those that routes name. */
export function instancesOnTheWay(facts: FactsSoFar): readonly Wanted[] {
  return [
    ...facts
      .placed('NetworkInterfaces')
      .flatMap(({ fact, at }) =>
        wantedAt(at, fact.Attachment?.InstanceId === undefined ? [] : [fact.Attachment.InstanceId]),
      ),
    ...routed(facts, (route) => route.InstanceId),
  ];
}

/**
 * Addresses that interfaces are looked up by: the targets' everywhere, and of what was found in other VPCs also in the
 * function's own, where they lead to whoever has them there.
 */
export function addressesToFind(facts: FactsSoFar): readonly Wanted[] {
  const own = functionVpcs(facts);
  const elsewhere = facts
    .items('NetworkInterfaces')
    .filter(({ VpcId }) => own.length > 0 && VpcId !== undefined && !own.includes(VpcId))
    .flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
  const stated = [...targetIpv4(facts), ...recordedAddresses(facts), ...hostsInQuestion(facts), ...nameServers(facts)];
  const everywhere = stated.filter((text) => parseAddress(text)?.family === 4);
  return [
    ...everyPlace(facts).flatMap((at) => wantedAt(at, everywhere)),
    ...homeVpcs(facts).flatMap(({ at }) => wantedAt(at, elsewhere)),
    ...serviceAddresses(facts),
  ];
}

/** Prefix lists that routes or the groups that count refer to. */
export function prefixLists(facts: FactsSoFar): readonly Wanted[] {
  const groups = new Set(relevantGroups(facts).map(({ group }) => group));
  const rules = facts
    .placed('SecurityGroups')
    .filter(({ fact }) => groups.has(fact.GroupId))
    .flatMap(({ fact, at }) =>
      [...(fact.IpPermissions ?? []), ...(fact.IpPermissionsEgress ?? [])].map((rule) => ({ rule, at })),
    );
  return [
    ...routed(facts, (route) => route.DestinationPrefixListId),
    ...rules.flatMap(({ rule, at }) =>
      wantedAt(
        at,
        (rule.PrefixListIds ?? []).flatMap(({ PrefixListId }) => PrefixListId ?? []),
      ),
    ),
  ];
}

/** Custom DNS settings; `default` names none. */
export function dhcpOptions(facts: FactsSoFar): readonly Wanted[] {
  const own = functionVpcs(facts);
  return facts
    .placed('Vpcs')
    .filter(({ fact }) => own.includes(fact.VpcId))
    .flatMap(({ fact: { DhcpOptionsId }, at }) =>
      DhcpOptionsId === undefined || DhcpOptionsId === 'default' ? [] : [{ value: DhcpOptionsId, at }],
    );
}

/** What the DHCP options of the function's VPC hand out beside Amazon's own. */
function nameServers(facts: FactsSoFar): readonly string[] {
  return facts
    .items('DhcpOptions')
    .flatMap(({ DhcpConfigurations = [] }) => DhcpConfigurations)
    .filter(({ Key }) => Key?.toLowerCase() === 'domain-name-servers')
    .flatMap(({ Values = [] }) => Values.flatMap(({ Value }) => Value ?? []));
}

/** Seen by the owner of the VPC alone. */
export function egressOnlyGateways(facts: FactsSoFar): readonly Wanted[] {
  const owners = new Map(facts.items('Vpcs').map(({ VpcId, OwnerId }) => [VpcId, OwnerId]));
  return routes(facts).flatMap(({ route: { EgressOnlyInternetGatewayId: value }, vpc, at }) =>
    value === undefined ? [] : [{ value, at: placeIn(facts, owners.get(vpc ?? '') ?? at.account, at.region) }],
  );
}

/** Route tables of regional NAT gateways. */
export function gatewayTables(facts: FactsSoFar): readonly Wanted[] {
  return facts
    .placed('NatGateways')
    .flatMap(({ fact, at }) => (fact.RouteTableId === undefined ? [] : [{ value: fact.RouteTableId, at }]));
}

/** Virtual private gateways that a route leads to. */
export function privateGatewaysOnTheWay(facts: FactsSoFar): readonly Wanted[] {
  return routed(facts, ({ GatewayId }) => (GatewayId?.startsWith('vgw-') ? GatewayId : undefined));
}
