import type { VpcEndpoint } from '../../snapshot/network-facts.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { distinctBlockers, type NameAnswer } from './name-answer.ts';
import { parseServiceHost } from './regional-host.ts';

/** A service as its hosts name it (secretsmanager, rds), and the Region it is asked in. */
export interface AskedService {
  readonly name: string;
  readonly region: string;
}

/** Records and Profiles may lead a service's name to any endpoint or host: one of another service or Region does not serve it. */
export function servedBy<T extends NameAnswer>(answer: T, service: AskedService, host: string): T {
  const reasons = answer.alternatives.flatMap((a) => {
    if (a.kind === 'endpoint') return misled(a.endpoint, service, host);
    return a.kind === 'public' && a.name !== host ? strayed(a.name, service, host) : [];
  });
  return { ...answer, blockers: distinctBlockers([...answer.blockers, ...reasons]) };
}

/** A chain of aliases that ends in the public DNS. */
function strayed(name: string, service: AskedService, host: string): readonly Blocker[] {
  const resources = [host];
  const led = parseServiceHost(name);
  if (led?.service === service.name && led.region !== service.region)
    return [otherRegion(resources, service, host, led.region)];
  const reason = `it leads to ${name}, and nothing says that what is there answers to the name ${host}`;
  return [blocker('X_NAME_UNKNOWN', { resources }, { host, reason })];
}

/** Why calls to a service's host are not served by the endpoint it leads to. */
export function misled(endpoint: VpcEndpoint, service: AskedService, host: string): readonly Blocker[] {
  const { VpcEndpointId: id, ServiceName: name, ServiceRegion: stated } = endpoint;
  const resources = [id];
  const doubt = (reason: string) => [blocker('X_NAME_UNKNOWN', { resources }, { host, reason })];
  const fips = `${service.name}-fips`;
  const asked = host.split('.').includes(fips) ? fips : service.name;
  // com.amazonaws.us-east-1.secretsmanager: where the name is not stated, it is taken for the one that is asked.
  const [of = asked, named = service.region] = name?.split('.').reverse() ?? [];
  if (of !== service.name && of !== fips) return doubt(`it leads to ${id}, an endpoint of ${name}`);
  const region = stated ?? named;
  if (region !== service.region) return [otherRegion(resources, service, host, region)];
  return of === asked ? [] : doubt(`it leads to ${id}, whose service ${name} is asked by another name`);
}

function otherRegion(resources: readonly string[], { region }: AskedService, host: string, led: string): Blocker {
  return blocker('X_HOST_IN_OTHER_REGION', { resources }, { host, region: led, secretRegion: region });
}
