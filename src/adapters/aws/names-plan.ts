import type { PlanRow } from './plan-row.ts';
import { homeVpcs } from './wanted-home.ts';
import {
  firewallDomainLists,
  firewallRuleGroups,
  profileRuleGroups,
  profiles,
  profileZones,
  readableZones,
  resolverRules,
} from './wanted-names.ts';

/** What may answer a name in the function's VPC otherwise than AWS's defaults. The clients are loaded where one is asked. */
export const NAMES_PLAN: readonly PlanRow[] = [
  {
    kind: 'items',
    list: 'HostedZones',
    action: 'route53:ListHostedZonesByVPC',
    filter: 'vpc-id',
    values: homeVpcs,
    atOnce: 1,
    read: async (aws, [vpc = ''], options) => (await import('./read-zones.ts')).zonesOfVpc(aws, vpc, options),
  },
  {
    kind: 'items',
    list: 'HostedZones',
    action: 'route53:GetHostedZone',
    filter: 'hosted-zone-id',
    values: profileZones,
    atOnce: 1,
    read: async (aws, [id = ''], options) => (await import('./read-zones.ts')).zone(aws, id, options),
  },
  {
    kind: 'member',
    list: 'HostedZones',
    member: 'ResourceRecordSets',
    action: 'route53:ListResourceRecordSets',
    filter: 'hosted-zone-id',
    values: readableZones,
    read: async (aws, id, options) => (await import('./read-zones.ts')).recordSets(aws, id, options),
  },
  {
    kind: 'items',
    list: 'ProfileAssociations',
    action: 'route53profiles:ListProfileAssociations',
    filter: 'resource-id',
    values: homeVpcs,
    atOnce: 1,
    read: async (aws, [vpc = ''], options) =>
      (await import('./read-profiles.ts')).profileAssociations(aws, vpc, options),
  },
  {
    kind: 'items',
    list: 'ProfileResourceAssociations',
    action: 'route53profiles:ListProfileResourceAssociations',
    filter: 'profile-id',
    values: profiles,
    atOnce: 1,
    read: async (aws, [profile = ''], options) =>
      (await import('./read-profiles.ts')).profileResources(aws, profile, options),
  },
  {
    kind: 'items',
    list: 'ResolverRuleAssociations',
    action: 'route53resolver:ListResolverRuleAssociations',
    filter: 'vpc-id',
    values: homeVpcs,
    atOnce: 1,
    read: async (aws, [vpc = ''], options) => (await import('./read-resolver.ts')).ruleAssociations(aws, vpc, options),
  },
  {
    kind: 'items',
    list: 'ResolverRules',
    action: 'route53resolver:GetResolverRule',
    filter: 'resolver-rule-id',
    values: resolverRules,
    atOnce: 1,
    read: async (aws, [id = ''], options) => (await import('./read-resolver.ts')).resolverRule(aws, id, options),
  },
  {
    kind: 'items',
    list: 'FirewallRuleGroupAssociations',
    action: 'route53resolver:ListFirewallRuleGroupAssociations',
    filter: 'vpc-id',
    values: homeVpcs,
    atOnce: 1,
    read: async (aws, [vpc = ''], options) =>
      (await import('./read-resolver.ts')).ruleGroupAssociations(aws, vpc, options),
  },
  {
    kind: 'member',
    list: 'FirewallRuleGroupAssociations',
    member: 'FirewallRules',
    holder: 'FirewallRuleGroupId',
    action: 'route53resolver:ListFirewallRules',
    filter: 'firewall-rule-group-id',
    values: firewallRuleGroups,
    read: async (aws, id, options) => (await import('./read-resolver.ts')).firewallRules(aws, id, options),
  },
  {
    kind: 'member',
    list: 'ProfileResourceAssociations',
    member: 'FirewallRules',
    holder: 'ResourceArn',
    action: 'route53resolver:ListFirewallRules',
    filter: 'resource-arn',
    values: profileRuleGroups,
    read: async (aws, arn, options) =>
      (await import('./read-resolver.ts')).firewallRules(aws, arn.slice(arn.lastIndexOf('/') + 1), options),
  },
  {
    kind: 'entry',
    list: 'FirewallDomains',
    action: 'route53resolver:ListFirewallDomains',
    filter: 'firewall-domain-list-id',
    values: firewallDomainLists,
    read: async (aws, id, options) => (await import('./read-resolver.ts')).firewallDomains(aws, id, options),
  },
];
