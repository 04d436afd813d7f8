import { placeOfArn } from '../../snapshot/home.ts';
import type { SubnetGroup } from '../../snapshot/service-facts.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import type { Place, Wanted } from './place.ts';
import { secretValue } from './secret-value-read.ts';
import { hostsInQuestion } from './wanted-names.ts';
import { placeIn } from './whereabouts.ts';

/** A service at a target: the network it stands in. */
interface Standing {
  readonly vpc: string | undefined;
  readonly groups: readonly (string | undefined)[];
  readonly subnets: readonly (string | undefined)[];
  readonly at: Place;
}

/** VPCs of the databases, caches and load balancers at the targets. */
export function serviceVpcs(facts: FactsSoFar): readonly Wanted[] {
  return services(facts).flatMap(({ vpc, at }) => (vpc === undefined ? [] : [{ value: vpc, at }]));
}

/** Security groups of these services: what rules and prefix lists they name counts. */
export function serviceGroups(facts: FactsSoFar): readonly Wanted[] {
  return services(facts).flatMap(({ groups, at }) => present(groups, at));
}

/** Databases that the secret's value names besides, or instead of, a host. */
export function namedDatabases(facts: FactsSoFar): readonly Wanted[] {
  const { dbInstanceIdentifier = null } = secretValue(facts) ?? {};
  return dbInstanceIdentifier === null ? [] : [{ value: dbInstanceIdentifier, at: facts.home }];
}

/** The superuser's secret where its value tells no host: RDS may keep it, and tells of which database. */
export function managedSecrets(facts: FactsSoFar): readonly Wanted[] {
  const { masterarn = null, master = null } = secretValue(facts) ?? {};
  const { account, region } = placeOfArn(masterarn);
  return masterarn === null || master === null || master.host !== null || region === null
    ? []
    : [{ value: masterarn, at: placeIn(facts, account, region) }];
}

/** Clusters that one of the hosts, or the secret's value, names. */
export function clustersInQuestion(facts: FactsSoFar): readonly Wanted[] {
  const hosts = new Set(hostsInQuestion(facts));
  const { dbClusterIdentifier = null } = secretValue(facts) ?? {};
  const named = dbClusterIdentifier === null ? [] : [{ value: dbClusterIdentifier, at: facts.home }];
  const found = facts
    .placed('DBClusters')
    .filter(({ fact: { Endpoint, ReaderEndpoint, CustomEndpoints = [] } }) =>
      [Endpoint, ReaderEndpoint, ...CustomEndpoints].some(
        (host) => host !== undefined && hosts.has(host.toLowerCase()),
      ),
    );
  return [...named, ...found.map(({ fact, at }) => ({ value: fact.DBClusterIdentifier, at }))];
}

/** Subnets that these services may stand in: their interfaces are found there. */
export function serviceSubnets(facts: FactsSoFar): readonly Wanted[] {
  return services(facts).flatMap(({ subnets, at }) => present(subnets, at));
}

/** Groups of services whose subnets are not stated: their interfaces are found by these. */
export function groupsOfUnplaced(facts: FactsSoFar): readonly Wanted[] {
  return services(facts)
    .filter(({ subnets }) => subnets.length === 0)
    .flatMap(({ groups, at }) => present(groups, at));
}

/** Addresses that a service's API tells, of its nodes or of a load balancer's targets. */
export function serviceAddresses(facts: FactsSoFar): readonly Wanted[] {
  const nodes = facts.placed('RedshiftClusters').flatMap(({ fact, at }) =>
    present(
      (fact.ClusterNodes ?? []).map(({ PrivateIPAddress }) => PrivateIPAddress),
      at,
    ),
  );
  return [...nodes, ...targetIds(facts, (id) => /^\d+\.\d+\.\d+\.\d+$/.test(id))];
}

/** Instances behind load balancers. */
export function balancedInstances(facts: FactsSoFar): readonly Wanted[] {
  return targetIds(facts, (id) => id.startsWith('i-'));
}

function targetIds(facts: FactsSoFar, wanted: (id: string) => boolean): readonly Wanted[] {
  return facts.placed('TargetGroups').flatMap(({ fact, at }) => {
    const { TargetHealthDescriptions = [] } = facts.members('TargetGroups', fact);
    return present(
      TargetHealthDescriptions.map(({ Target }) => Target?.Id).filter((id) => id !== undefined && wanted(id)),
      at,
    );
  });
}

function services(facts: FactsSoFar): readonly Standing[] {
  const databases = facts.placed('DBInstances').map(({ fact, at }) => ({
    ...groupOf(fact.DBSubnetGroup),
    groups: (fact.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId),
    at,
  }));
  const caches = facts.placed('CacheClusters').map(({ fact, at }) => ({
    ...groupOf(facts.members('CacheClusters', fact).CacheSubnetGroup),
    groups: (fact.SecurityGroups ?? []).map(({ SecurityGroupId }) => SecurityGroupId),
    at,
  }));
  const warehouses = facts.placed('RedshiftClusters').map(({ fact, at }) => ({
    ...groupOf(facts.members('RedshiftClusters', fact).ClusterSubnetGroup),
    vpc: fact.VpcId,
    groups: (fact.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId),
    at,
  }));
  return [...databases, ...caches, ...warehouses, ...balancers(facts)];
}

function balancers(facts: FactsSoFar): readonly Standing[] {
  return facts.placed('LoadBalancers').map(({ fact, at }) => ({
    vpc: fact.VpcId,
    groups: fact.SecurityGroups ?? [],
    subnets: (fact.AvailabilityZones ?? []).map(({ SubnetId }) => SubnetId),
    at,
  }));
}

function groupOf(group: SubnetGroup | undefined): Pick<Standing, 'vpc' | 'subnets'> {
  return { vpc: group?.VpcId, subnets: (group?.Subnets ?? []).map(({ SubnetIdentifier }) => SubnetIdentifier) };
}

function present(values: readonly (string | undefined)[], at: Place): readonly Wanted[] {
  return values.flatMap((value) => (value === undefined ? [] : [{ value, at }]));
}
