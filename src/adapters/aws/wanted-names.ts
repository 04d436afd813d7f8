import { calledServices } from '../../assessment/called-services.ts';
import { endpointHosts } from '../../reachability/endpoint-hosts.ts';
import { isAtOrBelow, plainName } from '../../reachability/names/domain-name.ts';
import { hostOfService } from '../../reachability/names/regional-host.ts';
import { partitionOf } from '../../snapshot/home.ts';
import type { FirewallRuleGroupAssociation, HostedZone, RecordSet } from '../../snapshot/name-facts.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { type Wanted, wantedAt } from './place.ts';
import { targetHosts } from './wanted-targets.ts';
import { placeIn } from './whereabouts.ts';

/** Follows records that name another name, as far as a chain of them may be. */
const LINKS = 8;

/** Names the function asks for, and those that the records read so far make of them. */
export function hostsInQuestion(facts: FactsSoFar): readonly string[] {
  let hosts = new Set(askedHosts(facts));
  for (let link = 0; link < LINKS; link += 1) {
    const further = recordsOf(facts, [...hosts]).flatMap(namesIn);
    hosts = new Set([...hosts, ...further]);
  }
  return [...hosts];
}

function askedHosts(facts: FactsSoFar): readonly string[] {
  const { region } = facts.home;
  const partition = partitionOf(region);
  const ofFunction = facts.items('Functions').flatMap((lambda) => {
    const { hosts, elsewhere } = endpointHosts(lambda, region, partition);
    const services = ['secretsmanager', ...(calledServices(lambda)?.services ?? [])];
    return [
      ...hosts,
      ...elsewhere.map(({ host }) => host),
      ...services.map((s) => hostOfService(s, region, partition)),
    ];
  });
  return [...targetHosts(facts), ...ofFunction, ...redirections(facts)].map(plainName);
}

/** Names that rules of DNS Firewall answer with. */
function redirections(facts: FactsSoFar): readonly string[] {
  return (['FirewallRuleGroupAssociations', 'ProfileResourceAssociations'] as const).flatMap((list) =>
    facts
      .items(list)
      .flatMap((item) => (facts.members(list, item) as Partial<FirewallRuleGroupAssociation>).FirewallRules ?? [])
      .flatMap(({ BlockOverrideDomain }) => BlockOverrideDomain ?? []),
  );
}

/** Addresses that records read so far give the names, with the place of their zone. */
export function recordedAddresses(facts: FactsSoFar): readonly string[] {
  return recordsOf(facts, hostsInQuestion(facts)).flatMap(({ Type, ResourceRecords = [] }) =>
    Type === 'A' || Type === 'AAAA' ? ResourceRecords.map(({ Value }) => Value) : [],
  );
}

/** Records at one of the names, or a wildcard above it. */
function recordsOf(facts: FactsSoFar, hosts: readonly string[]): readonly RecordSet[] {
  return facts.items('HostedZones').flatMap((zone) => {
    const { ResourceRecordSets = [] } = facts.members('HostedZones', zone) as Partial<HostedZone>;
    return ResourceRecordSets.filter(({ Name }) => hosts.some((host) => mayBe(host, plainName(Name))));
  });
}

function mayBe(host: string, record: string): boolean {
  return record === host || (record.startsWith('*.') && host.endsWith(record.slice(1)));
}

function namesIn({ Type, ResourceRecords = [], AliasTarget }: RecordSet): readonly string[] {
  const canonical = Type === 'CNAME' ? ResourceRecords.map(({ Value }) => Value) : [];
  return [...canonical, ...(AliasTarget === undefined ? [] : [AliasTarget.DNSName])].map(plainName);
}

/** Zones whose records may answer one of the names, where their owner is asked. AWS's own zones show nobody their records. */
export function readableZones(facts: FactsSoFar): readonly Wanted[] {
  const hosts = hostsInQuestion(facts);
  return facts
    .placed('HostedZones')
    .filter(({ fact }) => hosts.some((host) => isAtOrBelow(host, fact.Name)))
    .flatMap(({ fact, at }) => {
      const { OwningAccount, OwningService } = ownerOf(fact);
      if (fact.Id === undefined || OwningService !== undefined) return [];
      return [{ value: fact.Id, at: placeIn(facts, OwningAccount ?? at.account) }];
    });
}

function ownerOf(zone: HostedZone): { readonly OwningAccount?: string; readonly OwningService?: string } {
  return (zone['Owner'] ?? {}) as { OwningAccount?: string; OwningService?: string };
}

export function profiles(facts: FactsSoFar): readonly Wanted[] {
  return facts.placed('ProfileAssociations').map(({ fact, at }) => ({ value: fact.ProfileId, at }));
}

/** Zones that a Profile brings: no list of a VPC's zones shows them. */
export function profileZones(facts: FactsSoFar): readonly Wanted[] {
  return heldByProfiles(facts, /:hostedzone\/([^/]+)$/);
}

export function resolverRules(facts: FactsSoFar): readonly Wanted[] {
  const associated = facts
    .placed('ResolverRuleAssociations')
    .flatMap(({ fact, at }) => (fact.ResolverRuleId === undefined ? [] : [{ value: fact.ResolverRuleId, at }]));
  // AWS's own rules are in every VPC, and are no resource of any account.
  return [...associated, ...heldByProfiles(facts, /:resolver-rule\/([^/]+)$/)].filter(
    ({ value }) => !value.startsWith('rslvr-autodefined-rr-'),
  );
}

export function firewallRuleGroups(facts: FactsSoFar): readonly Wanted[] {
  return facts
    .placed('FirewallRuleGroupAssociations')
    .flatMap(({ fact, at }) =>
      fact.FirewallRuleGroupId === undefined ? [] : [{ value: fact.FirewallRuleGroupId, at }],
    );
}

/** By ARN: that is how a Profile names what it holds. */
export function profileRuleGroups(facts: FactsSoFar): readonly Wanted[] {
  return facts
    .placed('ProfileResourceAssociations')
    .filter(({ fact }) => fact.ResourceArn.includes(':firewall-rule-group/'))
    .map(({ fact, at }) => ({ value: fact.ResourceArn, at }));
}

export function firewallDomainLists(facts: FactsSoFar): readonly Wanted[] {
  return (['FirewallRuleGroupAssociations', 'ProfileResourceAssociations'] as const).flatMap((list) =>
    facts.placed(list).flatMap(({ fact, at }) => {
      const { FirewallRules = [] } = facts.members(list, fact) as Partial<FirewallRuleGroupAssociation>;
      return wantedAt(
        at,
        FirewallRules.flatMap(({ FirewallDomainListId }) => FirewallDomainListId ?? []),
      );
    }),
  );
}

/** Things of one kind that Profiles hold, by their ids. */
export function heldByProfiles(facts: FactsSoFar, kind: RegExp): readonly Wanted[] {
  return facts.placed('ProfileResourceAssociations').flatMap(({ fact, at }) => {
    const id = kind.exec(fact.ResourceArn)?.[1];
    return id === undefined ? [] : [{ value: id, at }];
  });
}
