import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { parseSecretValue, type SecretValueFacts } from './secret-value.ts';

/**
 * A secret's value with the host that RDS's own records tell where it states none: of the database it names, or, as RDS
 * keeps a superuser's secret with user name and password alone, of the one whose secret `masterarn` is.
 */
export function withHosts(snapshot: NetworkSnapshot, value: SecretValueFacts): SecretValueFacts {
  const { masterarn, master } = value;
  const superuser = masterarn === null ? master : masterOf(snapshot, masterarn, master);
  return { ...withHost(snapshot, value), master: superuser };
}

interface Address {
  readonly host: string;
  readonly port: number | null;
}

function withHost(snapshot: NetworkSnapshot, value: SecretValueFacts): SecretValueFacts {
  if (value.host !== null) return value;
  const { dbClusterIdentifier: cluster, dbInstanceIdentifier: instance } = value;
  return at(value, byId(snapshot, cluster, instance));
}

function masterOf(snapshot: NetworkSnapshot, arn: string, master: SecretValueFacts | null): SecretValueFacts | null {
  const read = master === null ? null : withHost(snapshot, master);
  if (read?.host != null) return read;
  const kept = keptByRds(snapshot, arn);
  return kept === null ? read : at(read ?? parseSecretValue('{}'), kept);
}

function at(value: SecretValueFacts, found: Address | null): SecretValueFacts {
  return found === null ? value : { ...value, host: found.host, port: value.port ?? found.port };
}

function byId(snapshot: NetworkSnapshot, cluster: string | null, instance: string | null): Address | null {
  if (cluster !== null) return ofCluster(snapshot, { 'db-cluster-id': cluster });
  return instance === null ? null : ofInstance(snapshot, { 'db-instance-id': instance });
}

function keptByRds(snapshot: NetworkSnapshot, arn: string): Address | null {
  const where = { 'master-user-secret': arn };
  return ofCluster(snapshot, where) ?? ofInstance(snapshot, where);
}

function ofCluster(snapshot: NetworkSnapshot, where: Readonly<Record<string, string>>): Address | null {
  const [found] = snapshot.seen('DBClusters', where);
  return found?.Endpoint === undefined ? null : { host: found.Endpoint, port: found.Port ?? null };
}

function ofInstance(snapshot: NetworkSnapshot, where: Readonly<Record<string, string>>): Address | null {
  const [found] = snapshot.seen('DBInstances', where);
  const { Address: host, Port: port = null } = found?.Endpoint ?? {};
  return host === undefined ? null : { host, port };
}
