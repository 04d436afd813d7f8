import type { ListName } from '../../snapshot/families.ts';
import type { HostedZone } from '../../snapshot/name-facts.ts';
import type { Vpc, VpcEndpoint } from '../../snapshot/network-facts.ts';
import { notRead, readInAccount } from '../../snapshot/not-read.ts';
import { sharingAccount } from '../../snapshot/shared-vpc.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { missingFact } from '../walk-record.ts';
import { RANK } from './claim.ts';
import type { FirewallGroup } from './dns-firewall.ts';
import { idsOfZone, zoneId } from './hosted-zones.ts';
import { groupPriority, heldBy, type Profile, profilesOf } from './profiles.ts';
import { type RuleInForce, ruleOf } from './resolver-rules.ts';

/** Everything a VPC's resolver goes by, its own and what Profiles bring. */
export interface DnsConfiguration {
  readonly vpc: Vpc;
  readonly rules: readonly RuleInForce[];
  readonly firewall: { readonly own: readonly FirewallGroup[]; readonly ofProfiles: readonly FirewallGroup[] };
  readonly zones: readonly HostedZone[];
  /** Private zones of which nobody says to which VPC they belong. */
  readonly zonesOfAnyVpc: readonly HostedZone[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly profiles: readonly Profile[];
  /** Why there may be more of each. */
  readonly unread: Readonly<Record<'rules' | 'firewall' | 'zones' | 'endpoints' | 'profiles', Blocker | null>>;
  /** AWS's defaults taken where nobody asked. */
  readonly remarks: readonly Blocker[];
}

/** Lists of other services that may answer a name differently; most accounts have none that matter. */
const REFINING = {
  zones: { list: 'HostedZones', lookup: 'vpc-id' },
  profiles: { list: 'ProfileAssociations', lookup: 'resource-id' },
  rules: { list: 'ResolverRuleAssociations', lookup: 'vpc-id' },
  firewall: { list: 'FirewallRuleGroupAssociations', lookup: 'vpc-id' },
} as const;

export function dnsConfiguration(snapshot: NetworkSnapshot, vpc: Vpc): DnsConfiguration {
  const id = vpc.VpcId;
  const profiles = profilesOf(snapshot, id);
  const ofProfiles = new Set(profiles.flatMap((p) => heldBy(p, 'zone').flatMap((held) => idsOfZone(held.id))));
  const zones = snapshot.seen('HostedZones', { 'vpc-id': id });
  const unread = ({ list, lookup }: (typeof REFINING)[keyof typeof REFINING]) => refused(snapshot, list, lookup, id);
  return {
    vpc,
    rules: [
      ...snapshot.seen('ResolverRuleAssociations', { 'vpc-id': id }).map((a) => ruleOf(a, RANK.rule)),
      ...profiles.flatMap(rulesOfProfile),
    ],
    firewall: {
      own: snapshot.seen('FirewallRuleGroupAssociations', { 'vpc-id': id }).map((association) => ({
        id: association.FirewallRuleGroupId ?? association.Id ?? id,
        priority: association.Priority ?? 0,
        settled: isComplete(association.Status),
        rules: association.FirewallRules ?? null,
      })),
      ofProfiles: profiles.flatMap(groupsOfProfile),
    },
    zones,
    zonesOfAnyVpc: snapshot
      .seen('HostedZones', {})
      .filter((zone) => (zone.VPCs ?? []).length === 0 && zone.Config?.PrivateZone !== false)
      .filter((zone) => !ofProfiles.has(zoneId(zone))),
    endpoints: snapshot.seen('VpcEndpoints', { 'vpc-id': id }),
    profiles,
    unread: {
      rules: unread(REFINING.rules),
      firewall: unread(REFINING.firewall),
      zones: unread(REFINING.zones),
      profiles: unread(REFINING.profiles),
      endpoints: endpointsUnread(snapshot, id),
    },
    remarks: assumedDefaults(snapshot, id),
  };
}

function rulesOfProfile(profile: Profile): readonly RuleInForce[] {
  return heldBy(profile, 'rule').map(({ id, association }) => ({
    id,
    rank: RANK.profileRule(profile.index),
    settled: profile.settled && isComplete(association.Status),
  }));
}

function groupsOfProfile(profile: Profile): readonly FirewallGroup[] {
  return heldBy(profile, 'rule-group').map(({ id, association }) => ({
    id,
    priority: groupPriority(association),
    settled: profile.settled && isComplete(association.Status),
    rules: association.FirewallRules ?? null,
  }));
}

export function isComplete(status: string | undefined): boolean {
  return (status ?? 'COMPLETE') === 'COMPLETE';
}

/** A question that was put and refused is not one that was never put: no default is assumed. */
function refused(snapshot: NetworkSnapshot, list: ListName, lookup: string, vpc: string): Blocker | null {
  const where = { [lookup]: vpc };
  if (snapshot.asked(list) !== 'refused' || snapshot.all(list, where).known) return null;
  return missingFact([snapshot.missing(list, where)], [vpc], null, null);
}

/** A participant of a shared VPC gets an empty list of endpoints. */
function endpointsUnread(snapshot: NetworkSnapshot, vpc: string): Blocker | null {
  const all = snapshot.all('VpcEndpoints', { 'vpc-id': vpc });
  if (!all.known) return missingFact([all.missing], [vpc], null, null);
  const owner = sharingAccount(snapshot, vpc);
  if (owner === null) return null;
  const reason = `${vpc} is shared by account ${owner}, and only its owner can list its endpoints`;
  return missingFact([{ ...notRead('VpcEndpoints', reason), mend: readInAccount(owner) }], [vpc], null, null);
}

function assumedDefaults(snapshot: NetworkSnapshot, vpc: string): Blocker[] {
  const never = Object.values(REFINING).filter(
    ({ list, lookup }) => snapshot.asked(list) !== 'refused' && !snapshot.all(list, { [lookup]: vpc }).known,
  );
  if (never.length === 0) return [];
  const lists = never.map(({ list }) => list).sort();
  const actions = [...new Set(lists.map((list) => snapshot.missing(list, {}).action))].sort();
  return [
    blocker(
      'X_DEFAULT_ASSUMED',
      { resources: [vpc] },
      { list: lists.join(', '), assumed: 'none overrides the name', action: actions.join(', ') },
    ),
  ];
}
