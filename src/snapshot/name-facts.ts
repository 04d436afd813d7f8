import * as z from 'zod/mini';
import { parseAddress } from '../net/address.ts';
import { flag, list, text } from './field-schemas.ts';

/** The facts of Route 53, its Resolver and its Profiles, under AWS's own field names. */

const FAMILIES: Readonly<Record<string, 4 | 6>> = { A: 4, AAAA: 6 };

export const RecordSet = z
  .looseObject({
    Name: text,
    Type: text,
    /** Set where several sets of one name and type stand beside each other under a routing policy. */
    SetIdentifier: z.optional(text),
    ResourceRecords: list(z.looseObject({ Value: text })),
    AliasTarget: z.optional(z.looseObject({ HostedZoneId: z.optional(text), DNSName: text })),
  })
  .check(
    z.refine(({ Type: type, ResourceRecords: records = [] }) => {
      const family = FAMILIES[type];
      return family === undefined || records.every(({ Value }) => parseAddress(Value)?.family === family);
    }, 'addresses of the type of the record'),
  );
export type RecordSet = z.infer<typeof RecordSet>;

export const HostedZone = z.looseObject({
  Id: z.optional(text),
  Name: text,
  Config: z.optional(z.looseObject({ PrivateZone: flag })),
  /** A zone of an AWS service is the hidden one of an endpoint, or the like: nobody else reads its records. */
  Owner: z.optional(z.looseObject({ OwningAccount: z.optional(text), OwningService: z.optional(text) })),
  VPCs: list(z.looseObject({ VPCId: z.optional(text), VPCRegion: z.optional(text) })),
  /** Absent: not readable. */
  ResourceRecordSets: list(RecordSet),
});
export type HostedZone = z.infer<typeof HostedZone>;

export const ResolverRule = z.looseObject({
  Id: text,
  DomainName: z.optional(text),
  RuleType: z.optional(text),
  Status: z.optional(text),
});
export type ResolverRule = z.infer<typeof ResolverRule>;

export const ResolverRuleAssociation = z.looseObject({
  Id: z.optional(text),
  ResolverRuleId: z.optional(text),
  VPCId: z.optional(text),
  Status: z.optional(text),
});
export type ResolverRuleAssociation = z.infer<typeof ResolverRuleAssociation>;

/** A ListFirewallRules item, plus the Domains that ListFirewallDomains gives for its list; absent: not readable. */
export const FirewallRule = z.looseObject({
  FirewallDomainListId: z.optional(text),
  /** DNS Firewall Advanced: a rule without a list of domains, which takes names by their looks. */
  DnsThreatProtection: z.optional(text),
  Priority: z.optional(z.number()),
  Action: z.optional(text),
  BlockResponse: z.optional(text),
  BlockOverrideDomain: z.optional(text),
  Qtype: z.optional(text),
  FirewallDomainRedirectionAction: z.optional(text),
  Domains: list(text),
});
export type FirewallRule = z.infer<typeof FirewallRule>;

/** The association with a VPC, plus the FirewallRules of its group; absent: not readable. */
export const FirewallRuleGroupAssociation = z.looseObject({
  Id: z.optional(text),
  FirewallRuleGroupId: z.optional(text),
  VpcId: z.optional(text),
  Priority: z.optional(z.number()),
  Status: z.optional(text),
  FirewallRules: list(FirewallRule),
});
export type FirewallRuleGroupAssociation = z.infer<typeof FirewallRuleGroupAssociation>;

export const ProfileAssociation = z.looseObject({
  Id: z.optional(text),
  ProfileId: text,
  ResourceId: z.optional(text),
  Priority: z.optional(z.number()),
  Status: z.optional(text),
});
export type ProfileAssociation = z.infer<typeof ProfileAssociation>;

/** What a Profile holds, by ARN; of a firewall rule group also its FirewallRules. ResourceProperties is JSON in a string. */
export const ProfileResourceAssociation = z.looseObject({
  Id: z.optional(text),
  ProfileId: text,
  ResourceArn: text,
  ResourceProperties: z.optional(text),
  Status: z.optional(text),
  FirewallRules: list(FirewallRule),
});
export type ProfileResourceAssociation = z.infer<typeof ProfileResourceAssociation>;
