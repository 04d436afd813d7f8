import type { VpcEndpoint } from '../../snapshot/network-facts.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { distinctBlockers, type NameAnswer } from './name-answer.ts';
import { parseRegionalHost } from './regional-host.ts';

/** Records and Profiles may lead a name of Secrets Manager to any endpoint: one of another service or Region does not serve it. */
export function servedBySecretsManager<T extends NameAnswer>(answer: T, host: string, region: string): T {
  const reasons = answer.alternatives.flatMap((a) => {
    if (a.kind === 'endpoint') return misled(a.endpoint, host, region);
    return a.kind === 'public' && a.name !== host ? strayed(a.name, host, region) : [];
  });
  return reasons.length === 0 ? answer : { ...answer, blockers: distinctBlockers([...answer.blockers, ...reasons]) };
}

/** A chain of aliases that ends in the public DNS. */
function strayed(name: string, host: string, region: string): readonly Blocker[] {
  const resources = [host];
  const of = parseRegionalHost(name)?.region;
  if (of === region) return [];
  if (of !== undefined)
    return [blocker('X_HOST_IN_OTHER_REGION', { resources }, { host, region: of, secretRegion: region })];
  const reason = `it leads to ${name}, and which addresses that has nothing in the snapshot says`;
  return [blocker('X_NAME_UNKNOWN', { resources }, { host, reason })];
}

/** Why calls to a name of Secrets Manager are not served by the endpoint it leads to. */
export function misled(endpoint: VpcEndpoint, host: string, region: string): readonly Blocker[] {
  const { VpcEndpointId: id, ServiceName: service = '', ServiceRegion: of = region } = endpoint;
  const resources = [id];
  if (service !== '' && !/\.secretsmanager(?:-fips)?$/.test(service)) {
    const reason = `it leads to ${id}, an endpoint of ${service}`;
    return [blocker('X_NAME_UNKNOWN', { resources }, { host, reason })];
  }
  if (of !== region)
    return [blocker('X_HOST_IN_OTHER_REGION', { resources }, { host, region: of, secretRegion: region })];
  const fips = service.endsWith('-fips');
  if (service === '' || host.includes('secretsmanager-fips.') === fips) return [];
  const reason = `it leads to ${id}, whose service ${service} is asked by another name`;
  return [blocker('X_NAME_UNKNOWN', { resources }, { host, reason })];
}
