import type { Finding } from '../../src/assessment/assessment.ts';
import { item, type World } from '../support/world.ts';
import { mendEnvironment } from './account-fixes.ts';
import { type Fix, resourceOf } from './mechanical-fix.ts';

/** What mends the answer to a name, by the beginning of the id of what gives it. */
const MENDING: Readonly<Record<string, (finding: Finding, world: World) => void>> = {
  vpc: (finding, world) => {
    const on = { EnableDnsSupport: true, EnableDnsHostnames: true };
    Object.assign(item(world, 'Vpcs', resourceOf(finding)), on);
  },
  vpce: (finding, world) => {
    item(world, 'VpcEndpoints', resourceOf(finding)).DnsOptions = { DnsRecordIpType: 'ipv4' };
  },
  i: (finding, world) => {
    const options = { EnableResourceNameDnsARecord: true };
    item(world, 'Instances', resourceOf(finding)).PrivateDnsNameOptions = options;
  },
  rslvr: letThroughFirewall,
  '/hostedzone/': addRecord,
};

export const mendNames: Fix = (finding, situation, assessment) => {
  const [kind = ''] = /^(\/hostedzone\/|[a-z]+(?=-))/.exec(resourceOf(finding)) ?? [];
  const mending = MENDING[kind];
  if (mending === undefined) mendEnvironment(finding, situation, assessment);
  else mending(finding, situation.world);
};

/** The rule that blocks the name lets it pass. */
function letThroughFirewall(finding: Finding, world: World): void {
  const group = resourceOf(finding);
  const priorities = finding.evidence.map(({ entry }) => Number(entry));
  const holders = [
    ...world.FirewallRuleGroupAssociations.filter((a) => a.FirewallRuleGroupId === group),
    ...world.ProfileResourceAssociations.filter((a) => a.ResourceArn.endsWith(group)),
  ];
  for (const rule of holders.flatMap((h) => h.FirewallRules ?? [])) {
    if (priorities.includes(rule.Priority ?? 0)) rule.Action = 'ALLOW';
  }
}

/** A record with an address for IPv4, and no other of the name: what stands at it is for the walk to judge. */
function addRecord(finding: Finding, world: World): void {
  const [, host = ''] = /^(\S+) does not resolve/.exec(finding.message) ?? [];
  const zone = item(world, 'HostedZones', resourceOf(finding));
  const others = (zone.ResourceRecordSets ?? []).filter((r) => r.Name !== `${host}.`);
  const address = addressFor(finding, world);
  zone.ResourceRecordSets = [...others, { Name: `${host}.`, Type: 'A', ResourceRecords: [{ Value: address }] }];
}

function addressFor({ prerequisite }: Finding, world: World): string {
  const [endpoint] = world.VpcEndpoints;
  const id = prerequisite === 'service' ? 'eni-db' : (endpoint?.NetworkInterfaceIds?.[0] ?? 'eni-db');
  return item(world, 'NetworkInterfaces', id).PrivateIpAddress ?? '';
}
