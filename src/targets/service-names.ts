import { plainName } from '../reachability/names/domain-name.ts';
import type { CacheCluster, DbCluster, DbInstance } from '../snapshot/service-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { type HostedService, ofCacheCluster, ofDbInstance, ofRedshiftCluster } from './hosted-service.ts';
import { stateOf } from './service-state.ts';

/** The servers behind one name of a managed service. */
export interface NamedService {
  /** What the name belongs to, for messages: `DB cluster orders`. */
  readonly name: string;
  readonly servers: readonly HostedService[];
  /** Whether a connection may go to any of them, or to a single one of which nobody knows which it is. */
  readonly which: 'each' | 'one';
  /** Servers that should be there and are not among those read. */
  readonly unread: readonly string[];
}

/** The managed service whose own name this is, as far as its API was asked; null for any other name. */
export function serviceNamed(snapshot: NetworkSnapshot, host: string): NamedService | null {
  return dbInstance(snapshot, host) ?? dbCluster(snapshot, host) ?? cache(snapshot, host) ?? redshift(snapshot, host);
}

function only(kind: string, id: string, servers: readonly HostedService[]): NamedService {
  return { name: `${kind} ${id}`, servers, which: 'each', unread: [] };
}

/** The id before the first dot names a record that states no endpoint of its own. */
function firstLabel(host: string): string {
  return host.split('.')[0] ?? '';
}

const OF_RDS = /\.(?:rds|docdb|neptune)\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/;

function dbInstance(snapshot: NetworkSnapshot, host: string): NamedService | null {
  const [, second = ''] = host.split('.');
  const isInstance = OF_RDS.test(host) && !/^(?:cluster|proxy)-/.test(second);
  const found =
    snapshot.seen('DBInstances', {}).find((db) => plainName(db.Endpoint?.Address ?? '') === host) ??
    snapshot
      .seen('DBInstances', {})
      .find((db) => isInstance && db.Endpoint?.Address === undefined && db.DBInstanceIdentifier === firstLabel(host));
  return found === undefined ? null : only('DB instance', found.DBInstanceIdentifier, [ofDbInstance(found)]);
}

type ClusterName = 'writer' | 'reader' | 'custom';

function dbCluster(snapshot: NetworkSnapshot, host: string): NamedService | null {
  for (const cluster of snapshot.seen('DBClusters', {})) {
    const name = clusterName(cluster, host);
    if (name !== null) return membersOf(snapshot, cluster, name);
  }
  return null;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html */
function clusterName(cluster: DbCluster, host: string): ClusterName | null {
  const is = (name: string | undefined) => name !== undefined && plainName(name) === host;
  if (is(cluster.Endpoint)) return 'writer';
  if (is(cluster.ReaderEndpoint)) return 'reader';
  if ((cluster.CustomEndpoints ?? []).some(is)) return 'custom';
  if (cluster.DBClusterIdentifier !== firstLabel(host) || !OF_RDS.test(host)) return null;
  const second = host.split('.')[1] ?? '';
  if (second.startsWith('cluster-ro-')) return cluster.ReaderEndpoint === undefined ? 'reader' : null;
  return /^cluster-(?!custom-)/.test(second) && cluster.Endpoint === undefined ? 'writer' : null;
}

/** The writer's name means one member, the reader's any of the others; which a custom name means the cluster does not say. */
function membersOf(snapshot: NetworkSnapshot, cluster: DbCluster, name: ClusterName): NamedService {
  const stated = cluster.DBClusterMembers ?? [];
  const writers = stated.filter((m) => m.IsClusterWriter === true);
  const readers = stated.filter((m) => m.IsClusterWriter !== true);
  const chosen =
    name === 'custom'
      ? stated
      : name === 'reader' && readers.length > 0
        ? readers
        : writers.length > 0
          ? writers
          : stated;
  const members = chosen.flatMap((m) => m.DBInstanceIdentifier ?? []);
  const read = members.map((id) => ({ id, db: snapshot.seen('DBInstances', { 'db-instance-id': id })[0] }));
  return {
    name: `DB cluster ${cluster.DBClusterIdentifier}`,
    servers: read.flatMap(({ db }) => (db === undefined ? [] : [asMember(db, cluster)])),
    which: name === 'custom' || (name === 'writer' && writers.length === 0) ? 'one' : 'each',
    unread:
      stated.length === 0 ? [cluster.DBClusterIdentifier] : read.filter((r) => r.db === undefined).map((r) => r.id),
  };
}

/** A member listens on its cluster's port and stops with its cluster. */
function asMember(db: DbInstance, cluster: DbCluster): HostedService {
  const { DBClusterIdentifier: id, Status: status } = cluster;
  const member = ofDbInstance({ ...db, Endpoint: { ...db.Endpoint, Port: db.Endpoint?.Port ?? cluster.Port } });
  const state = stateOf(status);
  const isWorse = state.answers === 'no' || (state.answers === 'unknown' && member.state.answers === 'yes');
  if (status === undefined || !isWorse) return member;
  return { ...member, state, stopsWith: { id, kind: 'DB cluster' } };
}

const OF_CACHE = /\.cache\.amazonaws\.com(?:\.cn)?$/;

/**
 * Names of a replication group are told apart by their labels: master.G, G.….ng.0001 (primary), replica.G, G-ro (readers),
 * clustercfg.G (any). https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Endpoints.html
 */
function cache(snapshot: NetworkSnapshot, host: string): NamedService | null {
  if (!OF_CACHE.test(host)) return null;
  const all = snapshot.seen('CacheClusters', {});
  const own = all.find((c) => endpointsOf(c).includes(host));
  if (own !== undefined) return only('cache cluster', own.CacheClusterId, [ofCacheCluster(own)]);
  const [first = '', second = ''] = host.split('.');
  const role = /^(?:master|replica|clustercfg)$/.test(first) ? first : first.endsWith('-ro') ? 'replica' : 'master';
  const group = role === first ? second : first.replace(/-ro$/, '');
  const members = all.filter((c) => c.ReplicationGroupId === group);
  if (members.length === 0) return null;
  return {
    name: `replication group ${group}`,
    servers: members.map(ofCacheCluster),
    which: role === 'master' ? 'one' : 'each',
    unread: [],
  };
}

function endpointsOf(cluster: CacheCluster): readonly string[] {
  return [cluster.ConfigurationEndpoint, ...(cluster.CacheNodes ?? []).map((n) => n.Endpoint)].flatMap((e) =>
    e?.Address === undefined ? [] : [plainName(e.Address)],
  );
}

function redshift(snapshot: NetworkSnapshot, host: string): NamedService | null {
  const found = snapshot.seen('RedshiftClusters', {}).find((c) => plainName(c.Endpoint?.Address ?? '') === host);
  return found === undefined ? null : only('Redshift cluster', found.ClusterIdentifier, [ofRedshiftCluster(found)]);
}
