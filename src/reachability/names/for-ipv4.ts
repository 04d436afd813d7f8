import type { VpcEndpoint } from '../../snapshot/network-facts.ts';
import { blocker } from '../blocker.ts';
import { type Alternative, type NameAnswer, unresolved } from './name-answer.ts';

/** What an answer is worth to a function without IPv6: where there are no A records, the name gives it nothing. */
export function forIpv4<T extends NameAnswer>(answer: T, host: string): T {
  const alternatives = answer.alternatives.map((alternative) => ipv4Of(alternative, host));
  const doubts = answer.alternatives.filter((a) => a.kind === 'endpoint' && a.records.A === 'undetermined');
  if (doubts.length === 0) return { ...answer, alternatives };
  const reason = 'whether it has A records, for IPv4, does not follow from what is stated of its endpoint';
  const doubt = blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason });
  return { ...answer, ...unresolved([...answer.blockers, doubt], reason) };
}

function ipv4Of(alternative: Alternative, host: string): Alternative {
  switch (alternative.kind) {
    case 'endpoint':
      return alternative.records.A === false ? withoutA(host, alternative.endpoint) : alternative;
    case 'addresses':
      return alternative.A.length === 0
        ? nothing(host, alternative.by, `Add an A record of ${host} to ${alternative.by}`)
        : alternative;
    case 'public':
    case 'nowhere':
      return alternative;
  }
}

function withoutA(host: string, { VpcEndpointId: id }: VpcEndpoint): Alternative {
  return nothing(host, id, `Let ${id} have A records (IP address type ipv4 or dualstack, with DNS records of IPv4)`);
}

function nothing(host: string, resource: string, mend: string): Alternative {
  const reason = 'it has AAAA records alone, for IPv6, and the function has no IPv6';
  const evidence = [{ resource, entry: 'AAAA', text: `${host}: ${reason}` }];
  return {
    kind: 'nowhere',
    reason: blocker('X_NAME_NOT_RESOLVED', { resources: [resource], evidence }, { host, reason, mend }),
  };
}
