import type { DhcpOptions, Vpc } from '../../snapshot/network-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { missingFact } from '../walk-record.ts';
import { canonicalAddress, resolverAddresses } from './amazon-resolver.ts';

/** The name servers a VPC hands out beside its own resolver: they are hosts like any other, and what they answer is out of sight. */
export interface NameServers {
  /** Addresses as the DHCP options write them, ascending; none where only Amazon's resolver is asked. */
  readonly custom: readonly string[];
  /** Whether Amazon's resolver is among those handed out. */
  readonly amazon: boolean;
}

/**
 * Whom a VPC's clients ask for names, or why that is not known.
 * https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html
 */
export function nameServersOf(snapshot: NetworkSnapshot, vpc: Vpc, host: string): NameServers | Blocker {
  const id = vpc.DhcpOptionsId;
  if (id === undefined) {
    const reason = `the DHCP option set of ${vpc.VpcId} is not stated`;
    return missingFact([notRead('Vpcs', reason)], [vpc.VpcId], null, null);
  }
  if (id === 'default') return noServer(vpc.VpcId, host, `${vpc.VpcId} has no DHCP option set`);
  const options = snapshot.one('DhcpOptions', { 'dhcp-options-id': id });
  if (!options.known || options.value === null) {
    const missing = options.known
      ? notRead('DhcpOptions', `${id} is not among the DHCP options read`)
      : options.missing;
    return missingFact([missing], [id], null, null);
  }
  const servers = serversIn(options.value);
  if (servers.length === 0) return noServer(vpc.VpcId, host, `${id} states no domain-name-servers`);
  const amazon = resolverAddresses(vpc);
  const isAmazons = (server: string) =>
    server.toLowerCase() === 'amazonprovideddns' || amazon.includes(canonicalAddress(server));
  return { custom: [...new Set(servers.filter((s) => !isAmazons(s)))], amazon: servers.some(isAmazons) };
}

function noServer(vpc: string, host: string, because: string): Blocker {
  const reason = `${because}, so no name server is handed out`;
  return blocker('X_NAME_UNKNOWN', { resources: [vpc] }, { host, reason });
}

function serversIn(options: DhcpOptions): readonly string[] {
  return (options.DhcpConfigurations ?? [])
    .filter((c) => c.Key?.toLowerCase() === 'domain-name-servers')
    .flatMap((c) => c.Values ?? [])
    .flatMap((v) => v.Value ?? []);
}
