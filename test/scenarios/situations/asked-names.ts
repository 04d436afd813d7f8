import { asked } from '../../support/healthy-world.ts';
import {
  addCentralEndpoint,
  addFirewall,
  addProfile,
  addRule,
  addZone,
  firewallRule,
  handOut,
  record,
  ZONE,
} from '../../support/names-world.ts';
import {
  environment,
  FUNCTION_ARN,
  SECRETS_MANAGER_HOST as HOST,
  item,
  networkInterface,
  permit,
  rotationFunction,
  securityGroup,
  type World,
} from '../../support/world.ts';
import { addEndpoint, addPeerVpc, withoutNat } from '../../support/world-parts.ts';
import type { ExpectedBlocker } from '../expectation.ts';
import { both, groupsRefuse, noRoute, overall, type Situation, situation, thing } from './situation.ts';

const DATABASE = 'db.corp.example';
const PUBLIC_NAME = 'ec2-203-0-113-30.compute-1.amazonaws.com';
const GROUP = 'rslvr-frg-1';
const hostUnknown = overall('X_HOST_UNKNOWN', 'endpoint', FUNCTION_ARN);

function privateOnly(world: World): void {
  withoutNat(world);
  addEndpoint(world);
}

/** A name server of the company's own in the database's subnet. */
function ownServer(world: World): void {
  world.SecurityGroups.push(
    securityGroup('sg-dns', [permit('udp', ['10.0.0.0/16'], 53), permit('tcp', ['10.0.0.0/16'], 53)]),
  );
  world.NetworkInterfaces.push(networkInterface('eni-dns', 'subnet-db', '10.0.20.53', ['sg-dns']));
  handOut(world, '10.0.20.53');
}

const atServer = (code: string, prerequisite: ExpectedBlocker['prerequisite'] = 'endpoint') =>
  overall(code, prerequisite, '10.0.20.53');

function addProxy(world: World, group: string): void {
  world.NetworkInterfaces.push(networkInterface('eni-proxy', 'subnet-db', '10.0.20.80', [group]));
  environment(world, { HTTPS_PROXY: 'http://10.0.20.80:3128' });
}

/** The peer's database has a public name; whether the peering connection resolves it privately is told. */
function nameInPeer(world: World, resolves: boolean | null): void {
  addPeerVpc(world);
  const it = item(world, 'Instances', 'i-peer-db');
  it.PublicDnsName = PUBLIC_NAME;
  it.PublicIpAddress = '203.0.113.30';
  const { AccepterVpcInfo: info } = item(world, 'VpcPeeringConnections', 'pcx-1');
  if (info === undefined) throw new Error('pcx-1 has no accepter');
  if (resolves === null) delete info.PeeringOptions;
  else info.PeeringOptions = { AllowDnsResolutionFromRemoteVpc: resolves };
}

const refusedBy = (rule: string) => ({ ...overall('X_NAME_NOT_RESOLVED', 'endpoint', GROUP), entry: rule });

/** Who answers a name, who may refuse to, and which name is asked. */
export const ASKED_NAMES: readonly Situation[] = [
  situation('dns-firewall-that-blocks-the-name', {
    world: (w) => addFirewall(w, [firewallRule(10, 'BLOCK', ['*.amazonaws.com'])]),
    endpoint: 'fail',
    blockers: [refusedBy('10')],
    explain: `A DNS Firewall rule blocks every name below amazonaws.com. The NAT gateway is healthy, and never asked for anything.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-allows-the-name-before-it-blocks-all', {
    world: (w) => addFirewall(w, [firewallRule(20, 'BLOCK', ['*']), firewallRule(10, 'ALLOW', [`${HOST}.`])]),
    explain: `Everything is blocked by the second rule; the first, with the lower number, allows this name.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-only-alerts', {
    world: (w) =>
      addFirewall(w, [firewallRule(10, 'ALERT', ['*.amazonaws.com']), firewallRule(20, 'BLOCK', ['*.amazonaws.com'])]),
    explain: `The first rule that matches alerts and lets pass. The rule below it, which would block, is not reached.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-blocks-other-names', {
    world: (w) => addFirewall(w, [firewallRule(10, 'BLOCK', ['*.example', 'amazonaws.com'])]),
    explain: `The rule blocks a domain of its own choice, and amazonaws.com itself, which without a star means nothing below it.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-with-a-list-nobody-read', {
    world: (w) => addFirewall(w, [firewallRule(10, 'BLOCK', null)]),
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', GROUP)],
    explain: `The rule blocks a list of domains that was not read. Most lists do not hold Secrets Manager; this one may.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-rule-that-takes-names-by-their-looks', {
    world: (w) =>
      addFirewall(w, [{ Priority: 10, Action: 'BLOCK', BlockResponse: 'NODATA', DnsThreatProtection: 'DGA' }]),
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', GROUP)],
    explain: `The rule blocks names that look generated. It has no list of domains, so no permission shows whether it takes this name.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-with-an-unread-list-behind-one-that-allows', {
    world: (w) => addFirewall(w, [firewallRule(10, 'ALLOW', ['*.amazonaws.com']), firewallRule(20, 'BLOCK', null)]),
    explain: `The unread list stands behind a rule that lets the name pass, so that what it holds does not matter.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-of-a-profile', {
    world: (w) => {
      addProfile(w, 'rp-1', [`arn:aws:route53resolver:us-east-1:111122223333:firewall-rule-group/${GROUP}`]);
      const held = w.ProfileResourceAssociations[0];
      if (held !== undefined) held.FirewallRules = [firewallRule(10, 'BLOCK', ['*'])];
    },
    endpoint: 'fail',
    blockers: [refusedBy('10')],
    explain: `No rule group is on the VPC itself. One of its Profile blocks every name.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-groups-are-asked-by-their-priority', {
    world: (w) => {
      addFirewall(w, [firewallRule(10, 'BLOCK', ['*'])], 'rslvr-frg-a', 200);
      addFirewall(w, [firewallRule(10, 'ALLOW', ['*.amazonaws.com'])], 'rslvr-frg-b', 150);
    },
    explain: `One rule group blocks everything, another, with the lower number, lets the names of AWS pass.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-blocks-what-the-name-leads-to', {
    world: (w) => {
      privateOnly(w);
      addZone(w, HOST, [record(HOST, 'CNAME', 'sm.corp.example.')]);
      addZone(w, 'corp.example', [record('sm.corp.example', 'A', '10.0.30.10')], { id: '/hostedzone/Z0OTHER' });
      item(w, 'VpcEndpoints', 'vpce-sm').PrivateDnsEnabled = false;
      item(w, 'VpcEndpoints', 'vpce-sm').DnsEntries = [];
      addFirewall(w, [firewallRule(10, 'ALLOW', ['*.amazonaws.com']), firewallRule(20, 'BLOCK', ['*'])]);
    },
    endpoint: 'fail',
    blockers: [refusedBy('20')],
    explain: `The firewall lets names of AWS pass and nothing else. The zone makes Secrets Manager's name another name for one of the
      company's own, which it looks at as well.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-trusts-what-the-name-leads-to', {
    world: (w) => {
      privateOnly(w);
      addZone(w, HOST, [record(HOST, 'CNAME', 'sm.corp.example.')]);
      addZone(w, 'corp.example', [record('sm.corp.example', 'A', '10.0.30.10')], { id: '/hostedzone/Z0OTHER' });
      item(w, 'VpcEndpoints', 'vpce-sm').PrivateDnsEnabled = false;
      item(w, 'VpcEndpoints', 'vpce-sm').DnsEntries = [];
      const trusting = { FirewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN' };
      addFirewall(w, [
        { ...firewallRule(10, 'ALLOW', ['*.amazonaws.com']), ...trusting },
        firewallRule(20, 'BLOCK', ['*']),
      ]);
    },
    explain: `As before, but the rule that lets the name pass also trusts whatever it leads to.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-sends-the-name-elsewhere', {
    world: (w) => {
      privateOnly(w);
      addZone(w, 'corp.example', [record('sm.corp.example', 'A', '10.0.30.10')]);
      const to = { BlockResponse: 'OVERRIDE', BlockOverrideDomain: 'sm.corp.example', BlockOverrideDnsType: 'CNAME' };
      addFirewall(w, [{ ...firewallRule(10, 'BLOCK', [HOST]), ...to }]);
    },
    explain: `The rule answers with another name instead, which a zone of the company's own answers with the endpoint's address.`,
    source: 'dns-firewall',
  }),
  situation('system-rule-that-leaves-the-name-to-the-vpc', {
    world: (w) => {
      addRule(w, 'rslvr-rr-1', 'amazonaws.com.', 'FORWARD');
      addRule(w, 'rslvr-rr-2', 'us-east-1.amazonaws.com.', 'SYSTEM');
    },
    explain: `One rule forwards all of amazonaws.com, another, for a longer domain, leaves the names of the Region to the VPC's own
      resolver.`,
    source: 'resolver',
  }),
  situation('forwarding-rule-for-a-parent-of-the-endpoints-name', {
    world: (w) => {
      privateOnly(w);
      addRule(w, 'rslvr-rr-1', 'amazonaws.com.', 'FORWARD');
    },
    explain: `A rule forwards amazonaws.com. The endpoint's private name is longer than that, and answers before it.`,
    source: 'resolver',
  }),
  situation('forwarding-rule-for-everything', {
    world: (w) => addRule(w, 'rslvr-rr-1', '.', 'FORWARD'),
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'rslvr-rr-1')],
    explain: `A rule forwards every name that nothing in the VPC answers to servers of the company's own.`,
    source: 'resolver',
  }),
  situation('forwarding-rule-as-long-as-a-private-zone', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      addZone(w, HOST, [record(HOST, 'A', '10.0.30.10')]);
      addRule(w, 'rslvr-rr-1', `${HOST}.`, 'FORWARD');
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'rslvr-rr-1')],
    explain: `Zone and rule are for the same name. The rule wins.`,
    source: 'resolver',
  }),
  situation('rule-that-nobody-read', {
    world: (w) => {
      w.ResolverRuleAssociations.push({ Id: 'assoc-1', ResolverRuleId: 'rslvr-rr-1', VPCId: 'vpc-1' });
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', 'rslvr-rr-1')],
    explain: `A rule is associated with the VPC, and which domain it forwards was not read.`,
    source: 'resolver',
  }),
  situation('own-name-server-in-the-vpc', {
    world: (w) => {
      privateOnly(w);
      ownServer(w);
    },
    endpoint: 'unknown',
    blockers: [atServer('X_OPAQUE_HOP')],
    explain: `The VPC hands out a name server of the company's own, which the function reaches. Whether it asks the VPC's resolver for
      what it does not know itself cannot be seen.`,
    source: 'dhcp',
  }),
  situation('own-name-server-somebody-vouches-for', {
    world: (w) => {
      privateOnly(w);
      ownServer(w);
    },
    question: { assumptions: [{ hop: '10.0.20.53', because: 'It forwards amazonaws.com to 10.0.0.2, ticket NET-7.' }] },
    warnings: ['X_ASSUMED'],
    explain: `The name server is the company's own, and whoever asks vouches that it passes the name on to the VPC's resolver. Then
      the endpoint answers, and all is well.`,
    source: 'dhcp',
  }),
  situation('own-name-server-that-refuses-udp', {
    world: (w) => {
      ownServer(w);
      item(w, 'SecurityGroups', 'sg-dns').IpPermissions = [permit('tcp', ['10.0.0.0/16'], 53)];
    },
    question: { assumptions: [{ hop: '10.0.20.53', because: 'It forwards to the VPC.' }] },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-dns', 'ingress', 'eni-dns')],
    warnings: ['X_ASSUMED'],
    explain: `The group of the name server admits TCP alone. Names are asked for over UDP, and no assumption makes a packet pass that
      a group refuses.`,
    source: 'dhcp',
  }),
  situation('own-name-server-that-the-functions-group-does-not-let-out-to', {
    world: (w) => {
      ownServer(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        permit('tcp', ['0.0.0.0/0'], 443),
        permit('tcp', ['sg-db'], 5432),
      ];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `Amazon's resolver needs no rule in a group. The company's own name server is a host like any other, and the function's
      group lets nothing out to its port 53.`,
    source: 'dhcp',
  }),
  situation('own-name-server-that-is-not-there', {
    world: (w) => handOut(w, '10.0.20.53'),
    endpoint: 'fail',
    blockers: [thing('X_NO_INTERFACE_AT_ADDRESS', 'endpoint', 'subnet-db', 'subnet-db')],
    explain: `The VPC hands out a name server that is long gone. Nothing answers at its address.`,
    source: 'dhcp',
  }),
  situation('one-of-two-own-name-servers-is-gone', {
    world: (w) => {
      privateOnly(w);
      ownServer(w);
      handOut(w, '10.0.20.53', '10.0.20.54');
    },
    endpoint: 'unknown',
    blockers: [
      atServer('X_OPAQUE_HOP'),
      ...['X_OPAQUE_HOP', 'X_NAME_UNKNOWN'].map((code) => overall(code, 'endpoint', '10.0.20.54')),
    ],
    explain: `Of two name servers one is left. Whether a client waits long enough to ask the other is its own choice.`,
    source: 'dhcp',
  }),
  situation('own-name-server-beside-a-resolver-switched-off', {
    world: (w) => {
      privateOnly(w);
      ownServer(w);
      handOut(w, 'AmazonProvidedDNS', '10.0.20.54');
      item(w, 'Vpcs', 'vpc-1').EnableDnsSupport = false;
    },
    endpoint: 'fail',
    blockers: [thing('X_NO_INTERFACE_AT_ADDRESS', 'endpoint', 'subnet-db', 'subnet-db')],
    explain: `enableDnsSupport is off, so Amazon's resolver does not answer, and the only other name server is not there.`,
    source: 'dns',
  }),
  situation('own-name-server-vouched-for-where-the-vpcs-resolver-is-silent', {
    world: (w) => {
      privateOnly(w);
      ownServer(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsSupport = false;
    },
    question: { assumptions: [{ hop: '10.0.20.53', because: 'It forwards to the VPC.' }] },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpc-1')],
    warnings: ['X_ASSUMED'],
    explain: `The name server may forward what it likes: enableDnsSupport is off, and nobody but the VPC's resolver knows the private name
      of the endpoint.`,
    source: 'dns',
  }),
  situation('own-name-server-of-a-host-name-beside-a-proxy', {
    world: (w) => {
      w.SecurityGroups.push(securityGroup('sg-proxy', [permit('tcp', ['sg-lambda'], 3128)]));
      addProxy(w, 'sg-proxy');
      handOut(w, '10.0.20.53');
    },
    question: { targets: [`${DATABASE}:5432=10.0.20.10`] },
    service: 'fail',
    endpoint: 'unknown',
    blockers: [thing('X_NO_INTERFACE_AT_ADDRESS', 'service', 'subnet-db', 'subnet-db'), hostUnknown],
    explain: `Secrets Manager is asked through a proxy given by its address, the database by a name, for which nobody is there to be
      asked.`,
    source: 'dhcp',
  }),
  situation('dns-firewall-being-changed-that-blocks-other-names', {
    world: (w) => {
      addFirewall(w, [firewallRule(10, 'BLOCK', ['*.example'])]);
      item(w, 'FirewallRuleGroupAssociations', `assoc-${GROUP}`).Status = 'UPDATING';
    },
    explain: `The association of the rule group changes at this moment. In force or not, its rules are about other names.`,
    source: 'dns-firewall',
  }),
  situation('host-name-by-way-of-an-own-name-server', {
    world: (w) => {
      ownServer(w);
      addZone(w, 'corp.example', [record(DATABASE, 'A', '10.0.20.10')]);
    },
    question: { targets: [`${DATABASE}:5432`] },
    service: 'unknown',
    endpoint: 'unknown',
    blockers: [...both((p) => atServer('X_OPAQUE_HOP', p))],
    explain: `The database is given by name, and the VPC's own zone would answer it. Asked is another name server, whose answer is not
      known.`,
    source: 'dhcp',
  }),
  situation('address-needs-no-name-server', {
    world: (w) => handOut(w, '10.0.20.53'),
    endpoint: 'fail',
    blockers: [thing('X_NO_INTERFACE_AT_ADDRESS', 'endpoint', 'subnet-db', 'subnet-db')],
    explain: `The name server is gone. The database, given by its address, is reached all the same; the name of Secrets Manager is
      never answered.`,
    source: 'dhcp',
  }),
  situation('host-name-and-no-name-server-in-reach', {
    world: (w) => handOut(w, '10.0.20.53'),
    question: { targets: [`${DATABASE}:5432=10.0.20.10`] },
    service: 'fail',
    endpoint: 'fail',
    blockers: [...both((p) => thing('X_NO_INTERFACE_AT_ADDRESS', p, 'subnet-db', 'subnet-db'))],
    explain: `The address that the name would give is stated. Nobody is there to give it: the only name server handed out is gone.`,
    source: 'dhcp',
  }),
  situation('host-name-answered-by-a-private-zone', {
    world: (w) => addZone(w, 'corp.example', [record(DATABASE, 'A', '10.0.20.10')]),
    question: { targets: [`${DATABASE}:5432`] },
    explain: `The database has a name in a private zone of the VPC, which gives its address.`,
    source: 'zones',
  }),
  situation('host-name-missing-in-its-private-zone', {
    world: (w) => addZone(w, 'corp.example', [record('db2.corp.example', 'A', '10.0.20.10')]),
    question: { targets: [`${DATABASE}:5432`] },
    service: 'fail',
    blockers: [overall('X_NAME_NOT_RESOLVED', 'service', ZONE)],
    explain: `The zone of the domain is the VPC's, and has no such record. Public DNS is not asked.`,
    source: 'zones',
  }),
  situation('stated-address-against-a-private-zone', {
    world: (w) => {
      addZone(w, 'corp.example', [record(DATABASE, 'A', '10.0.20.11')]);
      w.NetworkInterfaces.push(networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-db']));
    },
    question: { targets: [`${DATABASE}:5432=10.0.20.10`] },
    service: 'fail',
    blockers: [overall('X_TARGET_DISAGREES', 'service', DATABASE)],
    explain: `The caller states one address of the name, the zone that answers it another. Both are reached; the function asks the
      zone.`,
    source: 'zones',
  }),
  situation('stated-address-against-a-name-that-bears-another', {
    question: { targets: ['ip-10-0-20-11.ec2.internal:5432=10.0.20.10'] },
    world: (w) => w.NetworkInterfaces.push(networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-db'])),
    service: 'fail',
    blockers: [overall('X_TARGET_DISAGREES', 'service', 'ip-10-0-20-11.ec2.internal')],
    explain: `The name is one that AWS gives every VPC of the Region, with the address in it. The caller states another.`,
    source: 'dns',
  }),
  situation('snapshots-word-against-a-private-zone', {
    world: (w) => {
      addZone(w, 'corp.example', [record(DATABASE, 'A', '10.0.20.11')]);
      w.Names.push({ name: DATABASE, addresses: ['10.0.20.10'] });
      w.NetworkInterfaces.push(networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-db']));
    },
    question: { targets: [`${DATABASE}:5432`] },
    service: 'fail',
    blockers: [overall('X_TARGET_DISAGREES', 'service', DATABASE)],
    explain: `Somebody wrote the address of the name into the snapshot. The zone that answers it gives another.`,
    source: 'zones',
  }),
  situation('stated-address-where-a-rule-forwards-the-name', {
    world: (w) => addRule(w, 'rslvr-rr-1', 'corp.example.', 'FORWARD'),
    question: { targets: [`${DATABASE}:5432=10.0.20.10`] },
    explain: `Names of the company are forwarded to its own servers. What those answer the caller states, and nothing here speaks
      against it.`,
    source: 'resolver',
  }),
  situation('public-name-of-an-instance-in-a-peer-that-resolves-it-privately', {
    world: (w) => nameInPeer(w, true),
    question: { targets: [`${PUBLIC_NAME}:5432`] },
    explain: `The database's public name is asked for across a peering connection whose other side allows that: it gives the private
      address, to which all ways are open.`,
    source: 'peering-dns',
  }),
  situation('public-name-of-an-instance-in-a-peer-that-resolves-it-publicly', {
    world: (w) => {
      withoutNat(w);
      nameInPeer(w, false);
    },
    question: { targets: [`${PUBLIC_NAME}:5432`] },
    service: 'fail',
    endpoint: 'fail',
    blockers: [...both((p) => noRoute(p, 'rtb-private', 'subnet-l1'))],
    explain: `The other side of the peering connection does not allow its names to be resolved from here. The public name so gives the
      public address, and no route leads out.`,
    source: 'peering-dns',
  }),
  situation('public-name-of-an-instance-in-a-peer-that-does-not-say', {
    world: (w) => {
      withoutNat(w);
      nameInPeer(w, null);
    },
    question: { targets: [`${PUBLIC_NAME}:5432`] },
    service: 'unknown',
    endpoint: 'fail',
    blockers: [overall('X_NAME_UNKNOWN', 'service', PUBLIC_NAME), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `Whether the peering connection resolves names is not stated. By the private address the database is reached, by the
      public one it is not.`,
    source: 'peering-dns',
  }),
  situation('private-zone-that-makes-the-database-another-name-of-its-rds-name', {
    world: (w) => {
      const Address = 'prod.abcdefghijkl.us-east-1.rds.amazonaws.com';
      addZone(w, 'corp.example', [record(DATABASE, 'CNAME', `${Address}.`)]);
      w.DBInstances.push({
        DBInstanceIdentifier: 'prod',
        DBInstanceStatus: 'available',
        Engine: 'postgres',
        Endpoint: { Address, Port: 5432 },
        PubliclyAccessible: false,
        VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }],
        DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-db' }] },
      });
      w.NetworkInterfaces.push(
        networkInterface('eni-rds', 'subnet-db', '10.0.20.61', ['sg-db'], {
          Description: 'RDSNetworkInterface',
          RequesterId: 'amazon-rds',
        }),
      );
      w.requests?.push(asked('DBInstances', {}));
    },
    question: { targets: [`${DATABASE}:5432`] },
    explain: `The database has a name of the company's own, which is another name for the one RDS gave it. The instance behind that
      one is reached.`,
    source: 'zones',
  }),
  situation('private-name-asked-outside-any-vpc', {
    world: (w) => {
      rotationFunction(w).VpcConfig = { VpcId: '', SubnetIds: [], SecurityGroupIds: [] };
    },
    question: { targets: ['ip-10-0-20-10.ec2.internal:5432'] },
    service: 'fail',
    blockers: [thing('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'service', FUNCTION_ARN, null)],
    explain: `The name bears a private address. The function is in no VPC, and has no way to one.`,
    source: 'lambda',
  }),
  situation('resource-name-of-an-instance', {
    world: (w) => {
      item(w, 'Instances', 'i-db').PrivateDnsNameOptions = { EnableResourceNameDnsARecord: true };
    },
    question: { targets: ['i-db.ec2.internal:5432'] },
    explain: `The name is made of the instance's id, and the instance answers by it.`,
    source: 'dns',
  }),
  situation('resource-name-of-an-instance-that-does-not-answer-by-it', {
    world: (w) => {
      item(w, 'Instances', 'i-db').PrivateDnsNameOptions = { EnableResourceNameDnsARecord: false };
    },
    question: { targets: ['i-db.ec2.internal:5432'] },
    service: 'fail',
    blockers: [overall('X_NAME_NOT_RESOLVED', 'service', 'i-db')],
    explain: `The name is made of the instance's id, and answering by it is switched off.`,
    source: 'dns',
  }),
  situation('proxy-that-refuses-the-function', {
    world: (w) => addProxy(w, 'sg-db'),
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-db', 'ingress', 'eni-proxy')],
    explain: `The Python SDK goes through the proxy of the environment, whose group does not admit its port. The NAT gateway is never
      asked.`,
    source: 'sdk-endpoints',
  }),
  situation('proxy-that-is-reached', {
    world: (w) => {
      w.SecurityGroups.push(securityGroup('sg-proxy', [permit('tcp', ['sg-lambda'], 3128)]));
      addProxy(w, 'sg-proxy');
    },
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `The proxy is reached. What it makes of the calls cannot be seen.`,
    source: 'sdk-endpoints',
  }),
  situation('proxy-of-a-node-function-without-any-way', {
    world: (w) => {
      withoutNat(w);
      rotationFunction(w).Runtime = 'nodejs22.x';
      addProxy(w, 'sg-db');
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-db', 'ingress', 'eni-proxy'),
      noRoute('endpoint', 'rtb-private', 'subnet-l1'),
    ],
    explain: `The JavaScript SDK leaves HTTPS_PROXY to the code. Whichever way it goes: the proxy refuses it, and no route leads out.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-of-a-server-that-refuses', {
    world: (w) => environment(w, { AWS_ENDPOINT_URL: 'https://10.0.20.10' }),
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-db', 'ingress', 'eni-db')],
    explain: `The SDK is pointed at an address of the company's own, which does not admit it on 443. What would be behind it does not
      matter.`,
    source: 'sdk-endpoints',
  }),
  situation('guess-at-a-template-without-its-variable', {
    world: (w) => {
      rotationFunction(w).FunctionName = 'SecretsManagerRDSPostgreSQLRotationSingleUser';
    },
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `The function is called as AWS calls its template, and its description says nothing. If it is one, it needs the variable
      SECRETS_MANAGER_ENDPOINT, which is missing.`,
    source: 'sm-templates',
  }),
  situation('name-of-an-endpoint-that-is-being-deleted', {
    world: (w) => {
      addCentralEndpoint(w);
      item(w, 'VpcEndpoints', 'vpce-central').State = 'deleting';
      environment(w, {
        AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://vpce-central-abc.secretsmanager.us-east-1.vpce.amazonaws.com',
      });
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'vpce-central', null)],
    explain: `The function is pointed at the name of an endpoint that is being deleted.`,
    source: 'endpoint',
  }),
];
