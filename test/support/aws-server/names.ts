import * as route53 from '@aws-sdk/client-route-53';
import type { Answer, AwsCall } from './call.ts';
import { awsError } from './faults.ts';
import { membersXml } from './model-xml.ts';
import type { ServedFacts } from './start-aws-server.ts';
import { accountOf, visibleTo } from './visible-items.ts';

// biome-ignore lint/suspicious/noExplicitAny: items are AWS's JSON as the snapshot holds it.
type Item = Readonly<Record<string, any>>;

/** Zones belong to no Region; whoever has the VPC sees them, their records only their own account. */
export function answerRoute53(call: AwsCall, facts: ServedFacts, pageSize: number): Answer {
  const zones = (facts.HostedZones ?? []) as readonly Item[];
  const { parameters } = call;
  const zone = zones.find((item) => bare(item.Id) === bare(String(parameters.Id)));
  switch (call.operation) {
    case 'ListHostedZonesByVPC': {
      const ofVpc = zones.filter((item) => (item.VPCs ?? []).some((vpc: Item) => vpc.VPCId === parameters.vpcid));
      const summaries = ofVpc.map((item) => ({
        HostedZoneId: item.Id,
        Name: item.Name,
        Owner: item.Owner ?? { OwningAccount: ownerOf(item, facts) },
      }));
      return xml(call, paged(call.parameters.nexttoken, summaries, pageSize, 'HostedZoneSummaries'));
    }
    case 'GetHostedZone': {
      if (zone === undefined) return awsError('route53', 'NoSuchHostedZone', 404, 'No hosted zone of that id');
      const { Id, Name, Config, VPCs } = zone;
      return xml(call, { HostedZone: { Id: `/hostedzone/${bare(Id)}`, Name, CallerReference: 'r', Config }, VPCs });
    }
    default: {
      if (zone === undefined) return awsError('route53', 'NoSuchHostedZone', 404, 'No hosted zone of that id');
      if (zone.ResourceRecordSets === undefined || ownerOf(zone, facts) !== accountOf(call, facts)) {
        return awsError('route53', 'AccessDenied', 403, 'The zone belongs to another account');
      }
      const from = Number(parameters.identifier ?? 0);
      const more = from + pageSize < zone.ResourceRecordSets.length;
      const next = more ? { NextRecordName: 'next.', NextRecordIdentifier: String(from + pageSize) } : {};
      const ResourceRecordSets = zone.ResourceRecordSets.slice(from, from + pageSize);
      return xml(call, { ResourceRecordSets, IsTruncated: more, MaxItems: 300, ...next });
    }
  }
}

export function answerProfiles(call: AwsCall, facts: ServedFacts, pageSize: number): Answer {
  const { ResourceId, ProfileId } = renamed(call);
  const [list, holds] =
    call.operation === 'ListProfileAssociations'
      ? (['ProfileAssociations', (item: Item) => item.ResourceId === ResourceId] as const)
      : (['ProfileResourceAssociations', (item: Item) => item.ProfileId === ProfileId] as const);
  const items = visibleTo(call, facts, list)
    .filter(holds)
    .map(({ FirewallRules: _, ...item }) => item);
  return json('application/json', paged(call.parameters.nextToken, items, pageSize, list));
}

export function answerResolver(call: AwsCall, facts: ServedFacts, pageSize: number): Answer {
  const { parameters } = call;
  const page = (items: readonly unknown[], member: string) =>
    json('application/x-amz-json-1.1', paged(parameters.NextToken, items, pageSize, member));
  switch (call.operation) {
    case 'ListResolverRuleAssociations': {
      const [filter] = parameters.Filters as readonly Item[];
      const items = visibleTo(call, facts, 'ResolverRuleAssociations');
      return page(
        items.filter((item) => filter?.Values.includes(item.VPCId)),
        'ResolverRuleAssociations',
      );
    }
    case 'GetResolverRule': {
      const rule = visibleTo(call, facts, 'ResolverRules').find(({ Id }) => Id === parameters.ResolverRuleId);
      return rule === undefined
        ? awsError('route53resolver', 'ResourceNotFoundException', 400, 'No rule of that id')
        : json('application/x-amz-json-1.1', { ResolverRule: rule });
    }
    case 'ListFirewallRuleGroupAssociations':
      return page(
        visibleTo(call, facts, 'FirewallRuleGroupAssociations')
          .filter(({ VpcId }) => VpcId === parameters.VpcId)
          .map(({ FirewallRules: _, ...item }) => item),
        'FirewallRuleGroupAssociations',
      );
    case 'ListFirewallRules': {
      const rules = ruleGroups(call, facts).find(({ id }) => id === parameters.FirewallRuleGroupId)?.rules;
      return rules === undefined
        ? awsError('route53resolver', 'AccessDeniedException', 400, 'The rule group belongs to another account')
        : page(
            rules.map(({ Domains: _, ...rule }) => rule),
            'FirewallRules',
          );
    }
    default: {
      const lists = ruleGroups(call, facts).flatMap(({ rules }) => rules ?? []);
      const domains = lists.find((rule) => rule.FirewallDomainListId === parameters.FirewallDomainListId)?.Domains;
      return domains === undefined
        ? awsError('route53resolver', 'AccessDeniedException', 400, 'The domain list belongs to another account')
        : page(domains, 'Domains');
    }
  }
}

function ruleGroups(call: AwsCall, facts: ServedFacts) {
  const associated = visibleTo(call, facts, 'FirewallRuleGroupAssociations');
  const held = visibleTo(call, facts, 'ProfileResourceAssociations');
  const group = (id: unknown, { FirewallRules }: Item) => ({ id, rules: FirewallRules as readonly Item[] | undefined });
  return [
    ...associated.map((item) => group(item.FirewallRuleGroupId, item)),
    ...held.map((item) => group(String(item.ResourceArn).split('/').at(-1), item)),
  ];
}

function ownerOf(zone: Item, facts: ServedFacts): unknown {
  return zone.Owner === undefined ? (zone._from?.account ?? facts.accountId) : zone.Owner.OwningAccount;
}

function bare(id: string): string {
  return id.replace(/^\/hostedzone\//, '');
}

function paged(token: unknown, items: readonly unknown[], pageSize: number, member: string): Item {
  const from = Number(token ?? 0);
  const more = from + pageSize < items.length ? { NextToken: String(from + pageSize) } : {};
  return { [member]: items.slice(from, from + pageSize), MaxItems: 100, ...more };
}

function renamed({ parameters }: AwsCall): Item {
  return { ResourceId: parameters.resourceId, ProfileId: parameters.ProfileId };
}

function xml(call: AwsCall, output: Item): Answer {
  const members = membersXml(route53, call.operation, output, 'member');
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<?xml version="1.0"?>\n<${call.operation}Response xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${members}</${call.operation}Response>`,
  };
}

function json(type: string, value: unknown): Answer {
  return { status: 200, headers: { 'content-type': type }, body: JSON.stringify(value) };
}
