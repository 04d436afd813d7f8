import type { FactsSoFar } from './facts-so-far.ts';
import { type Wanted, wantedAt } from './place.ts';
import { heldByProfiles, hostsInQuestion } from './wanted-names.ts';
import { everyPlace } from './wanted-vpcs.ts';

/** What AWS names a service by: its own id in front, and its Region behind. */
interface ServiceHost {
  readonly id: string;
  readonly region: string;
}

const DNS_SUFFIX = String.raw`\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov)$`;
/** In China the service's name stands before the Region's. */
const RDS = new RegExp(
  String.raw`^([^.]+)\.([^.]+)\.(?:([a-z0-9-]+)\.(?:rds|docdb|neptune)|(?:rds|docdb|neptune)\.([a-z0-9-]+))${DNS_SUFFIX}`,
);
const REDSHIFT = new RegExp(String.raw`^([^.]+)\.[^.]+\.([a-z0-9-]+)\.redshift${DNS_SUFFIX}`);
const CACHE = new RegExp(String.raw`\.([a-z0-9]+)\.cache${DNS_SUFFIX}`);
const BALANCER = new RegExp(String.raw`^([^.]+)-[^-.]+\.(?:elb\.([a-z0-9-]+)|([a-z0-9-]+)\.elb)${DNS_SUFFIX}`);

/** Endpoints that one of the names belongs to, or that a Profile brings, wherever they are. */
export function namedEndpoints(facts: FactsSoFar): readonly Wanted[] {
  const ids = hostsInQuestion(facts).flatMap((host) => /^(vpce-[0-9a-z]+)-.*\.vpce\./.exec(host)?.[1] ?? []);
  const everywhere = everyPlace(facts).flatMap((at) => wantedAt(at, ids));
  return [...everywhere, ...heldByProfiles(facts, /:vpc-endpoint\/([^/]+)$/)];
}

/** Load balancers that an interface at one of the addresses belongs to, by name. */
export function interfacesBalancers(facts: FactsSoFar): readonly Wanted[] {
  return facts.placed('NetworkInterfaces').flatMap(({ fact: { Description = '' }, at }) => {
    const name = /^ELB (?:app|gwy|net)\/([^/]+)\//.exec(Description)?.[1];
    return name === undefined ? [] : [{ value: name, at }];
  });
}

/** Names of database instances (RDS, DocumentDB, Neptune); the hosts as they are. */
export function databaseHosts(facts: FactsSoFar): readonly Wanted[] {
  return hostsOf(facts, (host) => (clusterHost(host) ? null : databaseOf(host)));
}

/** Names of database clusters, and those that clusters give to groups of their instances. */
export function databaseClusterHosts(facts: FactsSoFar): readonly Wanted[] {
  return hostsOf(facts, (host) => (clusterHost(host) ? databaseOf(host) : null));
}

export function redshiftHosts(facts: FactsSoFar): readonly Wanted[] {
  return hostsOf(facts, redshiftOf);
}

/** ElastiCache abbreviates its Region; the secret's own is asked. */
export function cacheHosts(facts: FactsSoFar): readonly Wanted[] {
  return hostsOf(facts, (host) => (CACHE.test(host) ? { id: host, region: facts.home.region } : null));
}

export function loadBalancerHosts(facts: FactsSoFar): readonly Wanted[] {
  return hostsOf(facts, loadBalancerOf);
}

/** `db` of db.abc.us-east-1.rds.amazonaws.com. Null: no name of a database. */
export function databaseOf(host: string): ServiceHost | null {
  const [, id, , region, chinese] = RDS.exec(host) ?? [];
  const where = region ?? chinese;
  return id === undefined || where === undefined ? null : { id, region: where };
}

/** A custom endpoint is named by itself, and not by its cluster. */
export function isCustomEndpoint(host: string): boolean {
  return /^[^.]+\.cluster-custom-/.test(host);
}

export function redshiftOf(host: string): ServiceHost | null {
  const [, id, region] = REDSHIFT.exec(host) ?? [];
  return id === undefined || region === undefined ? null : { id, region };
}

export function loadBalancerOf(host: string): ServiceHost | null {
  const [, name, network, application] = BALANCER.exec(host.replace(/^dualstack\./, '')) ?? [];
  const region = network ?? application;
  return name === undefined || region === undefined ? null : { id: name.replace(/^internal-/, ''), region };
}

function clusterHost(host: string): boolean {
  return /^[^.]+\.cluster-/.test(host);
}

/** In every account that has a part in the question: a service's name does not tell whose it is. */
function hostsOf(facts: FactsSoFar, serviceOf: (host: string) => ServiceHost | null): readonly Wanted[] {
  return hostsInQuestion(facts).flatMap((host) => {
    const service = serviceOf(host);
    if (service === null) return [];
    return everyPlace(facts).map(({ account }) => ({ value: host, at: { account, region: service.region } }));
  });
}
