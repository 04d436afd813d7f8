import type { Fact } from '../../src/snapshot/families.ts';
import { asked } from './healthy-world.ts';
import { item, networkInterface, permit, REGION, SECRETS_MANAGER_HOST, securityGroup, type World } from './world.ts';
import { addPeerVpc, policy, withoutNat } from './world-parts.ts';

type RecordSet = NonNullable<Fact<'HostedZones'>['ResourceRecordSets']>[number];
type FirewallRule = NonNullable<Fact<'FirewallRuleGroupAssociations'>['FirewallRules']>[number];

export const ZONE = '/hostedzone/Z0EXAMPLE';
export const CENTRAL_NAME = `vpce-central-abc.secretsmanager.${REGION}.vpce.amazonaws.com`;

export function record(name: string, type: string, ...values: readonly string[]): RecordSet {
  return { Name: `${name}.`, Type: type, TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) };
}

export function alias(name: string, type: string, target: string): RecordSet {
  const AliasTarget = { HostedZoneId: 'Z7HUB22UULQXV', DNSName: `${target}.`, EvaluateTargetHealth: false };
  return { Name: `${name}.`, Type: type, AliasTarget };
}

/** A private hosted zone as its owner reads it, associated with VPCs. */
export function addZone(
  world: World,
  name: string,
  records: readonly RecordSet[] | null,
  options: { readonly id?: string; readonly vpcs?: readonly string[] } = {},
): void {
  world.HostedZones.push({
    Id: options.id ?? ZONE,
    Name: `${name}.`,
    Config: { PrivateZone: true },
    VPCs: (options.vpcs ?? ['vpc-1']).map((VPCId) => ({ VPCId, VPCRegion: REGION })),
    ...(records === null ? {} : { ResourceRecordSets: [record(name, 'SOA', 'ns.example'), ...records] }),
  });
}

/** No way out but an endpoint for Secrets Manager in the peer's VPC, its private DNS as told, open to both VPCs. */
export function addCentralEndpoint(world: World, privateDns = false): void {
  withoutNat(world);
  addPeerVpc(world);
  world.SecurityGroups.push(
    securityGroup('sg-central', [permit('tcp', ['10.0.0.0/16', '10.1.0.0/16'], 443)], undefined, 'vpc-2'),
  );
  world.NetworkInterfaces.push(
    networkInterface('eni-central', 'subnet-peer', '10.1.0.30', ['sg-central'], {
      VpcId: 'vpc-2',
      InterfaceType: 'vpc_endpoint',
      Description: 'VPC Endpoint Interface vpce-central',
    }),
  );
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-central',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-2',
    ServiceName: `com.amazonaws.${REGION}.secretsmanager`,
    ServiceRegion: REGION,
    State: 'available',
    PrivateDnsEnabled: privateDns,
    IpAddressType: 'ipv4',
    DnsOptions: { DnsRecordIpType: 'ipv4' },
    SubnetIds: ['subnet-peer'],
    NetworkInterfaceIds: ['eni-central'],
    Groups: [{ GroupId: 'sg-central' }],
    DnsEntries: [CENTRAL_NAME, ...(privateDns ? [SECRETS_MANAGER_HOST] : [])].map((DnsName) => ({ DnsName })),
    PolicyDocument: policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
  });
}

/** A Profile of the VPC that holds things by their ARNs, all of it read. */
export function addProfile(
  world: World,
  id: string,
  arns: readonly string[],
  options: { readonly priority?: number; readonly status?: string } = {},
): void {
  world.ProfileAssociations.push({
    Id: `rpassoc-${id}`,
    ProfileId: id,
    ResourceId: 'vpc-1',
    Status: options.status ?? 'COMPLETE',
    ...(options.priority === undefined ? {} : { Priority: options.priority }),
  });
  world.ProfileResourceAssociations.push(
    ...arns.map((ResourceArn, i) => ({ Id: `rpr-${id}-${i}`, ProfileId: id, ResourceArn, Status: 'COMPLETE' })),
  );
  world.requests?.push(asked('ProfileResourceAssociations', { 'profile-id': [id] }));
}

export function zoneArn(id: string): string {
  return `arn:aws:route53:::${id.slice(1)}`;
}

/** A DNS Firewall rule group on the VPC. */
export function addFirewall(world: World, rules: readonly FirewallRule[], id = 'rslvr-frg-1', priority = 101): void {
  world.FirewallRuleGroupAssociations.push({
    Id: `assoc-${id}`,
    FirewallRuleGroupId: id,
    VpcId: 'vpc-1',
    Priority: priority,
    Status: 'COMPLETE',
    FirewallRules: [...rules],
  });
}

export function firewallRule(priority: number, action: string, domains: readonly string[] | null): FirewallRule {
  return {
    FirewallDomainListId: `rslvr-fdl-${priority}`,
    Priority: priority,
    Action: action,
    ...(action === 'BLOCK' ? { BlockResponse: 'NODATA' } : {}),
    ...(domains === null ? {} : { Domains: [...domains] }),
  };
}

/** A resolver rule associated with the VPC. */
export function addRule(world: World, id: string, domain: string, type: string): void {
  world.ResolverRules.push({ Id: id, DomainName: domain, RuleType: type, Status: 'COMPLETE' });
  world.ResolverRuleAssociations.push({ Id: `assoc-${id}`, ResolverRuleId: id, VPCId: 'vpc-1', Status: 'COMPLETE' });
}

/** The VPC hands out these name servers, in this order. */
export function handOut(world: World, ...servers: readonly string[]): void {
  const key = 'domain-name-servers';
  item(world, 'DhcpOptions', 'dopt-amazon').DhcpConfigurations = [
    { Key: key, Values: servers.map((Value) => ({ Value })) },
  ];
}
