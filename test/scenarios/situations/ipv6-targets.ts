import { addZone, alias } from '../../support/names-world.ts';
import {
  addSubnet,
  FUNCTION_ARN,
  instance,
  item,
  networkInterface,
  permit,
  REGION,
  securityGroup,
  subnet,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { withCache } from './hosted-clusters.ts';
import { dualStack, egressOnly } from './ipv6.ts';
import { GROUP, HOST, QUESTION, withBalancer } from './load-balancers.ts';
import { groupsRefuse, overall, type Situation, situation, thing } from './situation.ts';

const FUNCTIONS_RANGE = '2001:db8:1:1::/64';

function wholeIpv6(w: World): void {
  dualStack(w);
  egressOnly(w);
}

const stallPossible = thing('X_IPV6_STALL_POSSIBLE', 'service', FUNCTION_ARN, 'subnet-l1', null);

/** A server in a subnet that has no IPv4 addresses at all. */
function withIpv6Server(w: World): void {
  wholeIpv6(w);
  const place = { ...subnet('subnet-db6', '10.0.40.0/24', 'a'), Ipv6Native: true };
  const { CidrBlock: _, ...standing } = place;
  const block = { Ipv6CidrBlock: '2001:db8:1:40::/64', Ipv6CidrBlockState: { State: 'associated' } };
  addSubnet(w, { ...standing, Ipv6CidrBlockAssociationSet: [block] }, 'rtb-db');
  w.SecurityGroups.push(securityGroup('sg-db6', [permit('tcp', [FUNCTIONS_RANGE], 5432)]));
  const made = instance('i-db6', networkInterface('eni-db6', 'subnet-db6', '10.0.40.10', ['sg-db6']));
  const { PrivateIpAddress: _eni, PrivateIpAddresses: _all, ...eni } = made.interface;
  const { PrivateIpAddress: _instance, ...server } = made.instance;
  const Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:40::10' }];
  w.NetworkInterfaces.push({ ...eni, Ipv6Addresses });
  w.Instances.push({
    ...server,
    PrivateDnsName: 'i-db6.ec2.internal',
    PrivateDnsNameOptions: { EnableResourceNameDnsARecord: false, EnableResourceNameDnsAAAARecord: true },
    NetworkInterfaces: [{ NetworkInterfaceId: 'eni-db6', Ipv6Addresses, Attachment: { DeviceIndex: 0 } }],
  });
}

/** The healthy account's server has an IPv6 address too, and answers by its resource name with both. */
function withBothRecords(w: World): void {
  wholeIpv6(w);
  const Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:20::10' }];
  item(w, 'NetworkInterfaces', 'eni-db').Ipv6Addresses = Ipv6Addresses;
  const server = item(w, 'Instances', 'i-db');
  for (const eni of server.NetworkInterfaces ?? []) eni.Ipv6Addresses = Ipv6Addresses;
  server.PrivateDnsNameOptions = { EnableResourceNameDnsARecord: true, EnableResourceNameDnsAAAARecord: true };
}

const PARTNER = `vpce-db-abc.vpce-svc-0abc.${REGION}.vpce.amazonaws.com`;

/** An endpoint for somebody else's database, with such records, whose group admits these. */
function withPartner(w: World, records: 'ipv6' | 'dualstack', ...admitted: readonly string[]): void {
  wholeIpv6(w);
  w.SecurityGroups.push(securityGroup('sg-partner', [permit('tcp', admitted, 5432)]));
  w.NetworkInterfaces.push(
    networkInterface('eni-partner', 'subnet-db', '10.0.20.60', ['sg-partner'], {
      InterfaceType: 'vpc_endpoint',
      Description: 'VPC Endpoint Interface vpce-db',
      Ipv6Addresses: [{ Ipv6Address: '2001:db8:1:20::60' }],
    }),
  );
  w.VpcEndpoints.push({
    VpcEndpointId: 'vpce-db',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-1',
    ServiceName: `com.amazonaws.vpce.${REGION}.vpce-svc-0abc`,
    State: 'available',
    PrivateDnsEnabled: false,
    IpAddressType: 'dualstack',
    DnsOptions: { DnsRecordIpType: records },
    SubnetIds: ['subnet-db'],
    NetworkInterfaceIds: ['eni-partner'],
    Groups: [{ GroupId: 'sg-partner' }],
    DnsEntries: [{ DnsName: PARTNER }],
  });
}

/** The load balancer has both families; its targets are registered by IPv4 and see its own address for what came by IPv6. */
function withDualBalancer(w: World, ...admitted: readonly string[]): void {
  withBalancer(w);
  wholeIpv6(w);
  for (const it of w.LoadBalancers) it.IpAddressType = 'dualstack';
  item(w, 'NetworkInterfaces', 'eni-nlb').Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:30::10' }];
  item(w, 'SecurityGroups', 'sg-nlb').IpPermissions = [permit('tcp', admitted, 5432)];
}

/** Services that have IPv6 addresses: which of them a client asks for, and who lets it in there. */
export const IPV6_TARGETS: readonly Situation[] = [
  situation('instance-in-a-subnet-of-ipv6-alone', {
    world: withIpv6Server,
    question: { targets: ['i-db6:5432'] },
    explain: `The server has no IPv4 address. It is called at its IPv6 address, from which function and server reach each other.`,
    source: 'ipv6',
  }),
  situation('interface-in-a-subnet-of-ipv6-alone-that-refuses', {
    world: (w) => {
      withIpv6Server(w);
      item(w, 'SecurityGroups', 'sg-db6').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
    },
    question: { targets: ['eni-db6:5432'] },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db6', 'ingress', 'eni-db6')],
    explain: `The interface has an IPv6 address alone, and its group admits the function's IPv4 range.`,
    source: 'sg',
  }),
  situation('instance-in-a-subnet-of-ipv6-alone-and-a-function-without-ipv6', {
    world: (w) => {
      withIpv6Server(w);
      vpcConfig(w).Ipv6AllowedForDualStack = false;
    },
    question: { targets: ['i-db6:5432'] },
    service: 'fail',
    blockers: [overall('X_NO_IPV6_SOURCE', 'service', '2001:db8:1:40::10')],
    explain: `The server has an IPv6 address alone, and the function has none to call it from.`,
    source: 'ipv6',
  }),
  situation('resource-name-with-ipv6-records-alone', {
    world: withIpv6Server,
    question: { targets: ['i-db6.ec2.internal:5432'] },
    explain: `In a subnet of IPv6 alone an instance's name is made of its id, and answers with AAAA records.`,
    source: 'hostname-types',
  }),
  situation('resource-name-with-both-records-of-a-database-that-admits-both', {
    world: (w) => {
      withBothRecords(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24', FUNCTIONS_RANGE], 5432)];
    },
    question: { targets: ['i-db.ec2.internal:5432'] },
    explain: `The name answers with A and AAAA records, and the database admits both ranges of the function's subnet.`,
    source: 'hostname-types',
  }),
  situation('resource-name-with-both-records-of-a-database-that-admits-ipv4-alone', {
    world: (w) => {
      withBothRecords(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
    },
    question: { targets: ['i-db.ec2.internal:5432'] },
    service: 'unknown',
    blockers: [stallPossible],
    explain: `The name answers with AAAA records too, the function has IPv6, and the database does not admit it: which address a
      driver tries first nobody knows.`,
    source: 'hostname-types',
  }),
  situation('partners-name-with-ipv6-records-alone', {
    world: (w) => withPartner(w, 'ipv6', FUNCTIONS_RANGE),
    question: { targets: [`${PARTNER}:5432`] },
    warnings: ['X_SERVICE_OWN_DOOR'],
    explain: `The endpoint's name has AAAA records alone, and its group admits the function's IPv6 range.`,
    source: 'endpoint',
  }),
  situation('partners-name-with-ipv6-records-alone-and-a-group-that-knows-ipv4-only', {
    world: (w) => withPartner(w, 'ipv6', '10.0.1.0/24'),
    question: { targets: [`${PARTNER}:5432`] },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-partner', 'ingress', 'eni-partner')],
    explain: `The endpoint's name has AAAA records alone: that its interface has an IPv4 address, which its group admits, helps nobody.`,
    source: 'endpoint',
  }),
  situation('partners-name-with-both-records-and-a-group-that-knows-ipv4-only', {
    world: (w) => withPartner(w, 'dualstack', '10.0.1.0/24'),
    question: { targets: [`${PARTNER}:5432`] },
    service: 'unknown',
    blockers: [stallPossible],
    warnings: ['X_SERVICE_OWN_DOOR'],
    explain: `The endpoint's name has AAAA records too, and its group does not admit the function's IPv6 range.`,
    source: 'endpoint',
  }),
  situation('dual-stack-load-balancer-that-admits-both', {
    world: (w) => withDualBalancer(w, '10.0.1.0/24', FUNCTIONS_RANGE),
    question: QUESTION,
    explain: `The load balancer's name has addresses of both families, and it admits both ranges of the function's subnet. What
      comes by IPv6 it hands on by IPv4, from its own address.`,
    source: 'nlb-client-ip',
  }),
  situation('dual-stack-load-balancer-that-keeps-the-clients-address-over-ipv4-alone', {
    world: (w) => {
      withDualBalancer(w, '10.0.1.0/24', FUNCTIONS_RANGE);
      const keeps = { Key: 'preserve_client_ip.enabled', Value: 'true' };
      for (const group of w.TargetGroups)
        group.Attributes = [...(group.Attributes ?? []).filter((a) => a.Key !== keeps.Key), keeps];
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [stallPossible],
    explain: `Over IPv4 the database sees the function's address and admits it; what came by IPv6 bears the load balancer's own
      address, which it does not admit.`,
    source: 'nlb-client-ip',
  }),
  situation('dual-stack-load-balancer-that-admits-ipv4-alone', {
    world: (w) => withDualBalancer(w, '10.0.1.0/24'),
    question: QUESTION,
    service: 'unknown',
    blockers: [stallPossible],
    explain: `The load balancer's name has IPv6 addresses too, and its group does not admit the function's IPv6 range.`,
    source: 'nlb-client-ip',
  }),
  situation('alias-for-ipv4-alone-to-a-dual-stack-load-balancer', {
    world: (w) => {
      withDualBalancer(w, '10.0.1.0/24');
      addZone(w, 'corp.internal', [alias('db.corp.internal', 'A', HOST)]);
    },
    question: { targets: ['db.corp.internal:5432'] },
    explain: `The zone has an alias record for A alone: nobody who asks for the name is given the load balancer's IPv6 addresses.`,
    source: 'nlb-client-ip',
  }),
  situation('cache-of-ipv6-alone-that-admits-ipv4', {
    world: (w) => {
      withCache(w);
      wholeIpv6(w);
      for (const it of w.CacheClusters) it.NetworkType = 'ipv6';
      item(w, 'NetworkInterfaces', 'eni-cache-1').Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:20::30' }];
      item(w, 'SecurityGroups', 'sg-cache').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 6379)];
    },
    question: { targets: [`sessions-001.abcdef.0001.use1.cache.amazonaws.com:6379`] },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-cache', 'ingress', 'eni-cache-1')],
    explain: `The cache's network type is IPv6, so its name has no IPv4 address; its group admits the function's IPv4 range.`,
    source: 'cache-network',
  }),
  situation('load-balancer-by-its-ipv6-address-without-a-healthy-target', {
    world: (w) => {
      withDualBalancer(w, '10.0.1.0/24', FUNCTIONS_RANGE);
      for (const group of w.TargetGroups)
        for (const health of group.TargetHealthDescriptions ?? []) health.TargetHealth = { State: 'unhealthy' };
    },
    question: { targets: ['[2001:db8:1:30::10]:5432'] },
    service: 'fail',
    blockers: [thing('X_NO_HEALTHY_TARGET', 'service', GROUP, 'eni-nlb')],
    explain: `The address asked for is a load balancer's own IPv6 address: what counts is what stands behind it, and nobody does.`,
    source: 'nlb-client-ip',
  }),
];
