import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AskingConfig, AwsClients } from './clients.ts';
import { everyItem } from './every-page.ts';
import type { CallOptions } from './plan-row.ts';
import { commandOf, settingsOf } from './sdk-parts.ts';

const SERVICE = { id: 'Route53Resolver', name: 'route53resolver', version: '2018-04-01' } as const;
/** Route 53 Resolver gives at most 100 on a page, of domains 5000. */
const PAGE = 100;

/** Both services speak JSON 1.1. */
const resolver = (config: AskingConfig) => new SecretsManagerClient({ ...config, ...settingsOf(SERVICE) });

const RuleAssociations = listing('ListResolverRuleAssociations', 'Filters', 'ResolverRuleAssociations');
const GroupAssociations = listing('ListFirewallRuleGroupAssociations', 'VpcId', 'FirewallRuleGroupAssociations');
const Rules = listing('ListFirewallRules', 'FirewallRuleGroupId', 'FirewallRules');
const Domains = listing('ListFirewallDomains', 'FirewallDomainListId', 'Domains');
const Rule = commandOf(SERVICE, 'GetResolverRule', null, [['ResolverRuleId']], ['ResolverRule']);

export function ruleAssociations(aws: AwsClients, vpc: string, options: CallOptions) {
  return everyPageOf(aws, RuleAssociations, { Filters: [{ Name: 'VPCId', Values: [vpc] }] }, options);
}

export function ruleGroupAssociations(aws: AwsClients, VpcId: string, options: CallOptions) {
  return everyPageOf(aws, GroupAssociations, { VpcId }, options);
}

export function firewallRules(aws: AwsClients, FirewallRuleGroupId: string, options: CallOptions) {
  return everyPageOf(aws, Rules, { FirewallRuleGroupId }, options);
}

export function firewallDomains(aws: AwsClients, FirewallDomainListId: string, options: CallOptions) {
  return everyPageOf(aws, Domains, { FirewallDomainListId }, options, 5000);
}

export async function resolverRule(aws: AwsClients, ResolverRuleId: string, options: CallOptions) {
  const answer = await aws.of(resolver).send(new Rule({ ResolverRuleId }), options);
  return [(answer as unknown as { readonly ResolverRule: object }).ResolverRule];
}

interface Listing {
  readonly Command: ReturnType<typeof commandOf>;
  readonly member: string;
}

function listing(operation: string, by: string, member: string): Listing {
  const input = [[by], ['MaxResults'], ['NextToken']] as const;
  return { Command: commandOf(SERVICE, operation, null, input, [member, 'NextToken']), member };
}

function everyPageOf(
  aws: AwsClients,
  { Command, member }: Listing,
  by: object,
  options: CallOptions,
  MaxResults = PAGE,
): Promise<readonly object[]> {
  return everyItem(
    async (token) => {
      const answer = await aws.of(resolver).send(new Command({ ...by, MaxResults, ...token }), options);
      return answer as unknown as { readonly NextToken?: string } & Readonly<Record<string, readonly object[]>>;
    },
    (answer) => answer[member],
  );
}
