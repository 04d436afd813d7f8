import {
  ACCOUNT,
  addRoutes,
  addSubnet,
  asked,
  entry,
  instance,
  item,
  networkInterface,
  permit,
  putAcl,
  refuse,
  rotationFunction,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  subnet,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import {
  addCentralEgress,
  addDatabaseBehindTransitGateway,
  addEndpoint,
  withoutNat,
} from '../../support/world-parts.ts';
import type { ExpectedBlocker } from '../expectation.ts';
import { both, groupsRefuse, noRoute, overall, type Situation, situation, thing } from './situation.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:111122223333:function:rotate-db';

/** A hop that `entry`, the destination of a route, leads into. */
function hop(
  prerequisite: 'service' | 'endpoint',
  resource: string,
  at: string,
  entry: string | null = '0.0.0.0/0',
): ExpectedBlocker {
  return { ...thing('X_NOT_MODELLED', prerequisite, resource, at), entry };
}

function dualStack(world: World): void {
  vpcConfig(world).Ipv6AllowedForDualStack = true;
  item(world, 'Vpcs', 'vpc-1').Ipv6CidrBlockAssociationSet = [
    { Ipv6CidrBlock: '2001:db8:1::/56', Ipv6CidrBlockState: { State: 'associated' } },
  ];
  for (const it of world.Subnets) {
    it.Ipv6CidrBlockAssociationSet = [
      { Ipv6CidrBlock: `2001:db8:1:${it.CidrBlock?.split('.')[2]}::/64`, Ipv6CidrBlockState: { State: 'associated' } },
    ];
  }
  for (const table of world.RouteTables)
    table.Routes?.push(route('2001:db8:1::/56', 'local', { Origin: 'CreateRouteTable' }));
  for (const acl of world.NetworkAcls) {
    for (const Egress of [true, false])
      acl.Entries?.push({ RuleNumber: 101, Egress, Protocol: '-1', RuleAction: 'allow', Ipv6CidrBlock: '::/0' });
  }
  item(world, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress?.push(permit('-1', ['::/0']));
}

function egressOnly(world: World): void {
  world.EgressOnlyInternetGateways.push({
    EgressOnlyInternetGatewayId: 'eigw-1',
    Attachments: [{ VpcId: 'vpc-1', State: 'attached' }],
  });
  addRoutes(world, 'rtb-private', [route('::/0', 'eigw-1')]);
}

function addVpnGateway(world: World): void {
  world.VpnGateways.push({
    VpnGatewayId: 'vgw-1',
    State: 'available',
    Type: 'ipsec.1',
    VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }],
  });
}

function addGatewayLoadBalancerEndpoint(world: World): void {
  addSubnet(world, subnet('subnet-firewall', '10.0.110.0/24', 'a'), 'rtb-public');
  world.NetworkInterfaces.push(
    networkInterface('eni-gwlbe', 'subnet-firewall', '10.0.110.10', [], {
      InterfaceType: 'gateway_load_balancer_endpoint',
    }),
  );
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-gwlb',
    VpcEndpointType: 'GatewayLoadBalancer',
    VpcId: 'vpc-1',
    ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
    State: 'available',
    SubnetIds: ['subnet-firewall'],
    NetworkInterfaceIds: ['eni-gwlbe'],
  });
}

/** A self-managed NAT instance in the public subnet instead of the NAT gateway. */
function natInstance(world: World): void {
  withoutNat(world);
  const group = securityGroup('sg-nat', [permit('-1', ['10.0.0.0/16'])]);
  const box = instance(
    'i-nat',
    networkInterface('eni-box', 'subnet-public', '10.0.100.7', ['sg-nat'], {
      SourceDestCheck: false,
      Association: { PublicIp: '203.0.113.7' },
    }),
  );
  world.SecurityGroups.push(group);
  world.Instances.push(box.instance);
  world.NetworkInterfaces.push(box.interface);
  setRoutes(world, 'rtb-private', [route('0.0.0.0/0', 'eni-box', { InstanceId: 'i-nat', InstanceOwnerId: ACCOUNT })]);
}

/** Traffic between function and database goes through an appliance, there and back. */
function appliance(world: World): void {
  const box = instance(
    'i-firewall',
    networkInterface('eni-firewall', 'subnet-public', '10.0.100.9', ['sg-firewall'], { SourceDestCheck: false }),
  );
  world.SecurityGroups.push(securityGroup('sg-firewall', [permit('-1', ['10.0.0.0/16'])]));
  world.Instances.push(box.instance);
  world.NetworkInterfaces.push(box.interface);
  addRoutes(world, 'rtb-private', [route('10.0.20.0/24', 'eni-firewall', { InstanceId: 'i-firewall' })]);
  addRoutes(world, 'rtb-db', [route('10.0.1.0/24', 'eni-firewall', { InstanceId: 'i-firewall' })]);
}

function regionalNat(world: World): void {
  const nat = item(world, 'NatGateways', 'nat-1');
  delete nat.SubnetId;
  Object.assign(nat, {
    AvailabilityMode: 'regional',
    AutoProvisionZones: 'enabled',
    AutoScalingIps: 'enabled',
    RouteTableId: 'rtb-nat',
    NatGatewayAddresses: [
      { AllocationId: 'eipalloc-1', PublicIp: '203.0.113.5', AvailabilityZone: 'us-east-1a', Status: 'succeeded' },
    ],
  });
  const table = routeTable('rtb-nat', ['-'], [route('0.0.0.0/0', 'igw-1')]);
  world.RouteTables.push({ ...table, Associations: [] });
}

function blockPublicAccess(world: World, mode: string, excluded: readonly string[] = []): void {
  item(world, 'Vpcs', 'vpc-1').BlockPublicAccessStates = { InternetGatewayBlockMode: mode };
  for (const it of world.Subnets) {
    it.BlockPublicAccessStates = { InternetGatewayBlockMode: excluded.includes(it.SubnetId) ? 'off' : mode };
  }
}

const customServers = (world: World) => {
  item(world, 'Vpcs', 'vpc-1').DhcpOptionsId = 'dopt-custom';
  world.DhcpOptions = [
    {
      DhcpOptionsId: 'dopt-custom',
      DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '192.168.1.10' }] }],
    },
  ];
  world.requests = (world.requests ?? []).map((row) =>
    row.list === 'DhcpOptions' ? asked('DhcpOptions', { 'dhcp-options-id': ['dopt-custom'] }) : row,
  );
  addVpnGateway(world);
  addRoutes(world, 'rtb-private', [route('192.168.0.0/16', 'vgw-1')]);
};

/** Hops this version does not see through: unknown by name, unless something it does see decides. */
export const NOT_MODELLED: readonly Situation[] = [
  situation('central-egress-through-a-transit-gateway', {
    world: addCentralEgress,
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'tgw-1', 'subnet-l1')],
    later: { endpoint: 'pass' },
    explain: `The function's VPC leaves through a NAT gateway in an egress VPC behind a transit gateway. Everything is right there:
      association, routes, the way back to the spoke, an attachment in the NAT gateway's zone.`,
    source: 'tgw',
  }),
  situation('central-egress-without-a-way-back-to-the-spoke', {
    world: (w) => {
      addCentralEgress(w);
      setRoutes(w, 'rtb-egress-public', [route('0.0.0.0/0', 'igw-9')]);
    },
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'tgw-1', 'subnet-l1')],
    later: { endpoint: 'fail' },
    explain: `The NAT gateway's subnet in the egress VPC has no route for the spokes back to the transit gateway: answers arrive
      at the NAT gateway and go no further.`,
    source: 'tgw',
  }),
  situation('central-egress-in-an-account-out-of-sight', {
    world: (w) => {
      addCentralEgress(w);
      Object.assign(item(w, 'TransitGateways', 'tgw-1'), { OwnerId: '444455556666' });
      w.TransitGatewayRouteTables.length = 0;
      refuse(w, 'TransitGatewayRouteTables', 'ec2:SearchTransitGatewayRoutes');
    },
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'tgw-1', 'subnet-l1')],
    later: { endpoint: 'unknown' },
    explain: `The transit gateway belongs to another account and its route tables cannot be read. Our half of the path is sound;
      for the rest, ask with a role of that account.`,
    source: 'tgw',
  }),
  situation('central-egress-whose-attachment-acl-refuses', {
    world: (w) => {
      addCentralEgress(w);
      putAcl(
        w,
        'acl-egress-attach',
        ['subnet-egress-attach'],
        [entry(90, 'deny', '-1', '10.0.1.0/24'), entry(100, 'allow', '-1', '0.0.0.0/0')],
        [entry(100, 'allow', '-1', '0.0.0.0/0')],
      );
    },
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'tgw-1', 'subnet-l1')],
    later: { endpoint: 'fail' },
    explain: `The ACL of the egress VPC's attachment subnet denies what comes from the function's subnet. Traffic that leaves a
      transit gateway into a VPC passes that ACL.`,
    source: 'tgw-acl',
  }),
  situation('known-refusal-before-a-transit-gateway', {
    world: (w) => {
      addCentralEgress(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1'),
      { ...hop('endpoint', 'tgw-1', 'subnet-l1'), behind: true },
    ],
    explain: `What happens behind the transit gateway need not be known: the function's own group lets no 443 out, so nothing ever
      gets there.`,
    source: 'sg',
  }),
  situation('database-behind-a-transit-gateway', {
    world: addDatabaseBehindTransitGateway,
    question: { targets: ['10.1.0.10:5432'] },
    service: 'unknown',
    blockers: [hop('service', 'tgw-1', 'subnet-l1', '10.1.0.0/16')],
    later: { service: 'pass' },
    explain: `Both VPCs are attached in the zones in use, associated and propagated; the database admits the function's range and
      its VPC routes back.`,
    source: 'tgw',
  }),
  situation('group-reference-across-a-transit-gateway', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      item(w, 'SecurityGroups', 'sg-far-db').IpPermissions = [permit('tcp', ['sg-lambda'], 5432)];
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'unknown',
    blockers: [hop('service', 'tgw-1', 'subnet-l1', '10.1.0.0/16')],
    later: { service: 'fail' },
    explain: `The database admits the function's group by its id, and security group referencing is disabled on the transit
      gateway. The reference matches nothing; admit the function's range instead.`,
    source: 'tgw-attach',
  }),
  situation('transit-gateway-without-an-attachment-in-the-databases-zone', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      addSubnet(w, subnet('subnet-far-b', '10.1.1.0/24', 'b', 'vpc-2'), null);
      Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2'), { SubnetIds: ['subnet-far-b'] });
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'unknown',
    blockers: [hop('service', 'tgw-1', 'subnet-l1', '10.1.0.0/16')],
    later: { service: 'fail' },
    explain: `The database's VPC is attached in zone b only, the database is in zone a. Requests are delivered all the same; its
      answers find no attachment in their zone and are lost.`,
    source: 'tgw-attach',
  }),
  situation('database-on-premises-over-vpn', {
    world: (w) => {
      addVpnGateway(w);
      addRoutes(w, 'rtb-private', [route('192.168.0.0/16', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' })]);
    },
    question: { targets: ['192.168.50.10:5432'] },
    service: 'unknown',
    blockers: [hop('service', 'vgw-1', 'subnet-l1', '192.168.0.0/16')],
    later: { service: 'unknown' },
    explain: `The route to the data centre exists and the VPN gateway is attached. What lies behind the tunnel is out of AWS's
      sight, so nobody can vouch for it.`,
    source: 'vgw',
  }),
  situation('default-route-to-the-data-centre', {
    world: (w) => {
      withoutNat(w);
      addVpnGateway(w);
      setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' })]);
    },
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'vgw-1', 'subnet-l1')],
    later: { endpoint: 'unknown' },
    explain: `All internet traffic leaves through the data centre. Its proxy and firewall decide, and they are not part of any
      configuration AWS could show.`,
    source: 'vgw',
  }),
  situation('default-route-to-a-cloud-wan', {
    world: (w) => {
      withoutNat(w);
      setRoutes(w, 'rtb-private', [
        route('0.0.0.0/0', 'arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0'),
      ]);
    },
    endpoint: 'unknown',
    blockers: [
      hop('endpoint', 'arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0', 'subnet-l1'),
    ],
    later: { endpoint: 'unknown' },
    explain: `The default route leads into a Cloud WAN core network, whose segments and policies this check does not read.`,
    source: 'routes',
  }),
  situation('firewall-endpoint-as-default-route', {
    world: (w) => {
      addGatewayLoadBalancerEndpoint(w);
      setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'vpce-gwlb')]);
    },
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'vpce-gwlb', 'subnet-l1')],
    later: { endpoint: 'unknown' },
    explain: `The default route leads into a firewall endpoint. The firewall's rules decide, and they are opaque from the network's
      configuration.`,
    source: 'edge',
  }),
  situation('firewall-between-nat-gateway-and-internet', {
    world: (w) => {
      addGatewayLoadBalancerEndpoint(w);
      w.RouteTables.push(routeTable('rtb-firewall', ['subnet-firewall'], [route('0.0.0.0/0', 'igw-1')]));
      item(w, 'RouteTables', 'rtb-public').Associations = [{ Main: false, SubnetId: 'subnet-public' }];
      setRoutes(w, 'rtb-public', [route('0.0.0.0/0', 'vpce-gwlb')]);
      const edge = routeTable('rtb-edge', [], [route('10.0.100.0/24', 'vpce-gwlb')]);
      w.RouteTables.push({ ...edge, Associations: [{ Main: false, GatewayId: 'igw-1' }] });
    },
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'vpce-gwlb', 'subnet-public')],
    later: { endpoint: 'unknown' },
    explain: `Between NAT gateway and internet gateway stands a firewall endpoint, symmetric in both directions by the internet
      gateway's own route table. Its rules decide and cannot be seen.`,
    source: 'edge',
  }),
  situation('answers-to-the-nat-gateway-take-another-way', {
    world: (w) => {
      addGatewayLoadBalancerEndpoint(w);
      addRoutes(w, 'rtb-public', [route('10.0.1.0/24', 'vpce-gwlb')]);
    },
    endpoint: 'fail',
    blockers: [
      { ...thing('X_ROUTE_NEVER_RETURNS', 'endpoint', 'rtb-public', 'subnet-public', 'return'), entry: '10.0.1.0/24' },
    ],
    explain: `The function reaches the NAT gateway directly, but the NAT gateway's subnet sends the function's range into a
      firewall endpoint. The firewall sees answers to connections it never saw begin.`,
    source: 'edge',
  }),
  situation('nat-instance', {
    world: natInstance,
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'eni-box', 'subnet-l1')],
    later: { endpoint: 'unknown' },
    explain: `An instance translates addresses instead of a NAT gateway. All that AWS shows of it is right; whether its operating
      system forwards is nowhere to be read.`,
    source: 'nat-instance',
  }),
  situation('nat-instance-that-checks-sources', {
    world: (w) => {
      natInstance(w);
      item(w, 'NetworkInterfaces', 'eni-box').SourceDestCheck = true;
    },
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'eni-box', 'subnet-l1')],
    later: { endpoint: 'fail' },
    explain: `The NAT instance's source/destination check is on: its interface drops whatever is not addressed to itself.`,
    source: 'nat-instance',
  }),
  situation('appliance-between-function-and-database', {
    world: (w) => {
      appliance(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
    },
    service: 'unknown',
    blockers: [hop('service', 'eni-firewall', 'subnet-l1', '10.0.20.0/24')],
    later: { service: 'unknown' },
    explain: `A route for exactly the database's subnet, more specific than local, leads through an appliance, and back through
      the same. What it lets pass is its own affair.`,
    source: 'routes',
  }),
  situation('group-reference-through-an-appliance', {
    world: appliance,
    service: 'unknown',
    blockers: [hop('service', 'eni-firewall', 'subnet-l1', '10.0.20.0/24')],
    later: { service: 'fail' },
    explain: `As above, but the database admits the function's group by id. Behind a middlebox such references do not match; the
      rule has to name the function's range.`,
    source: 'sg',
  }),
  situation('regional-nat-gateway', {
    world: regionalNat,
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'nat-1', 'subnet-l1', null)],
    later: { endpoint: 'pass' },
    explain: `The NAT gateway is a regional one: it stands in no subnet and has a route table of its own, which leads to the
      attached internet gateway.`,
    source: 'regional-nat',
  }),
  situation('public-access-blocked-both-ways', {
    world: (w) => blockPublicAccess(w, 'block-bidirectional'),
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'subnet-public', 'subnet-public', null)],
    later: { endpoint: 'fail' },
    explain: `VPC Block Public Access is on in both directions, so nothing passes an internet gateway, NAT gateways included. Only
      an endpoint, or an exclusion, helps.`,
    source: 'bpa',
  }),
  situation('public-access-blocked-inbound', {
    world: (w) => blockPublicAccess(w, 'block-ingress'),
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'subnet-public', 'subnet-public', null)],
    later: { endpoint: 'pass' },
    explain: `VPC Block Public Access blocks what comes in. NAT gateways, and the answers to what they send, are exempt.`,
    source: 'bpa',
  }),
  situation('public-access-blocked-but-for-the-nat-gateways-subnet', {
    world: (w) => blockPublicAccess(w, 'block-bidirectional', ['subnet-public']),
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'subnet-public', 'subnet-public', null)],
    later: { endpoint: 'unknown' },
    explain: `Public access is blocked in both directions, only the NAT gateway's subnet is excluded. Whether that is enough for
      subnets that send through it, AWS's pages leave open.`,
    source: 'bpa',
  }),
  situation('private-endpoint-under-blocked-public-access', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      blockPublicAccess(w, 'block-bidirectional');
    },
    explain: `Public access is blocked in both directions, and rotation needs none: the endpoint's addresses are private and no
      internet gateway is on the way.`,
    source: 'bpa',
  }),
  situation('ipv6-alone-through-an-egress-only-gateway', {
    world: (w) => {
      withoutNat(w);
      dualStack(w);
      egressOnly(w);
    },
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', FUNCTION_ARN)],
    later: { endpoint: 'pass' },
    explain: `There is no NAT gateway, but function and subnets are dual-stack and an egress-only gateway carries IPv6. The name of
      Secrets Manager has IPv6 addresses, and Python uses them.`,
    source: 'ipv6',
  }),
  situation('ipv6-without-a-route-stalls-every-call', {
    world: dualStack,
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', FUNCTION_ARN)],
    later: { endpoint: 'fail' },
    explain: `The NAT gateway is healthy, but the function has IPv6 addresses and no IPv6 route. The client tries IPv6 first and
      waits a minute for it; the function has thirty seconds.`,
    source: 'sm-hosts',
  }),
  situation('ipv6-acl-without-an-entry-for-it', {
    world: (w) => {
      withoutNat(w);
      dualStack(w);
      egressOnly(w);
      for (const acl of w.NetworkAcls) acl.Entries = acl.Entries?.filter((e) => e.Ipv6CidrBlock === undefined);
    },
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', FUNCTION_ARN)],
    later: { endpoint: 'fail' },
    explain: `Only IPv6 leads out, and the ACLs have entries for IPv4 only: without an entry of its own family every IPv6 packet is
      denied.`,
    source: 'acl',
  }),
  situation('dual-stack-subnets-and-a-function-without-ipv6', {
    world: (w) => {
      withoutNat(w);
      dualStack(w);
      egressOnly(w);
      vpcConfig(w).Ipv6AllowedForDualStack = false;
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `Subnets and gateway are ready for IPv6, but the function's own switch for it is off. It speaks IPv4 only, and for
      that there is no way out.`,
    source: 'ipv6',
  }),
  situation('database-with-an-ipv6-address-only', {
    question: { targets: ['db6.corp.example:5432=2001:db8:20::10'] },
    service: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'service', '2001:db8:20::10')],
    later: { service: 'fail' },
    explain: `The database's name gives an IPv6 address only, and the function has none to call from.`,
    source: 'ipv6',
  }),
  situation('custom-name-servers-and-a-private-endpoint', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      customServers(w);
    },
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', 'dopt-custom')],
    later: { endpoint: 'unknown' },
    explain: `The VPC's DHCP options hand out a name server in the data centre. Whether it forwards to the VPC's resolver, the only
      one that knows the endpoint's private name, cannot be seen.`,
    source: 'dhcp',
  }),
  situation('custom-name-servers-beside-a-nat-gateway', {
    world: customServers,
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', 'dopt-custom')],
    later: { endpoint: 'unknown' },
    explain: `The NAT gateway is healthy, but a name server of the company's own answers for the name, often with the address of
      some central endpoint.`,
    source: 'dhcp',
  }),
  situation('hosted-zone-for-the-endpoint-of-a-peer', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      w.HostedZones.push({
        Id: '/hostedzone/Z0EXAMPLE',
        Name: 'secretsmanager.us-east-1.amazonaws.com.',
        VPCs: [{ VPCId: 'vpc-1', VPCRegion: 'us-east-1' }],
        ResourceRecordSets: [
          { Name: 'secretsmanager.us-east-1.amazonaws.com.', Type: 'A', ResourceRecords: [{ Value: '10.0.30.10' }] },
        ],
      });
    },
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', '/hostedzone/Z0EXAMPLE')],
    later: { endpoint: 'pass' },
    explain: `Private DNS of the endpoint is off; a private hosted zone of the company's own answers for the name instead, with
      the endpoint's address.`,
    source: 'zones',
  }),
  situation('hosted-zone-of-the-region-without-the-record', {
    world: (w) => {
      w.HostedZones.push({
        Id: '/hostedzone/Z0EXAMPLE',
        Name: 'us-east-1.amazonaws.com.',
        VPCs: [{ VPCId: 'vpc-1', VPCRegion: 'us-east-1' }],
        ResourceRecordSets: [{ Name: 'us-east-1.amazonaws.com.', Type: 'SOA' }],
      });
    },
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', '/hostedzone/Z0EXAMPLE')],
    later: { endpoint: 'fail' },
    explain: `A private hosted zone us-east-1.amazonaws.com is associated with the VPC and has no record for Secrets Manager. A zone
      that matches is final: the resolver answers that the name does not exist.`,
    source: 'zones',
  }),
  situation('forwarding-rule-for-the-very-name', {
    world: (w) => {
      addEndpoint(w);
      w.ResolverRules.push({
        Id: 'rslvr-rr-1',
        DomainName: 'secretsmanager.us-east-1.amazonaws.com.',
        RuleType: 'FORWARD',
        Status: 'COMPLETE',
      });
      w.ResolverRuleAssociations.push({
        Id: 'rslvr-rrassoc-1',
        ResolverRuleId: 'rslvr-rr-1',
        VPCId: 'vpc-1',
        Status: 'COMPLETE',
      });
    },
    endpoint: 'unknown',
    blockers: [overall('X_NOT_MODELLED', 'endpoint', 'rslvr-rr-1')],
    later: { endpoint: 'unknown' },
    explain: `A resolver rule forwards exactly this name to servers elsewhere. At the same length a rule beats a zone, so the
      endpoint's private DNS does not get to answer.`,
    source: 'resolver',
  }),
  situation('shared-subnets-of-another-account', {
    world: (w) => {
      for (const it of w.Subnets) it.OwnerId = '444455556666';
      item(w, 'Vpcs', 'vpc-1').OwnerId = '444455556666';
      w.NatGateways.length = 0;
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', 'vpc-1')],
    explain: `The VPC is shared by another account. A participant is shown neither endpoints nor NAT gateways: the empty lists say
      nothing about what is there.`,
    source: 'share',
  }),
  situation('function-on-managed-instances', {
    world: (w) => {
      const provider = `arn:aws:lambda:us-east-1:${ACCOUNT}:capacity-provider:rotation`;
      const fn = rotationFunction(w);
      fn.VpcConfig = { VpcId: '', SubnetIds: [], SecurityGroupIds: [] };
      fn.CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: provider } };
      w.CapacityProviders.push({
        CapacityProviderArn: provider,
        State: 'Active',
        VpcConfig: { SubnetIds: ['subnet-l1'], SecurityGroupIds: ['sg-lambda'] },
      });
      w.requests?.push(asked('CapacityProviders', {}));
    },
    service: 'unknown',
    endpoint: 'unknown',
    blockers: [...both((p) => overall('X_NOT_MODELLED', p, FUNCTION_ARN))],
    later: { service: 'pass', endpoint: 'pass' },
    explain: `The function runs on managed instances in the VPC of its capacity provider. That its own VPC configuration is empty
      does not mean it is outside any VPC.`,
    source: 'lambda-instances',
  }),
  situation('hosted-database-by-its-rds-name', {
    world: (w) => {
      w.DBInstances.push({
        DBInstanceIdentifier: 'prod',
        Endpoint: { Address: 'prod.abcdefghijkl.us-east-1.rds.amazonaws.com', Port: 5432 },
        PubliclyAccessible: false,
        VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }],
        DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-db' }] },
      });
      w.requests?.push(asked('DBInstances', {}));
    },
    question: { targets: ['prod.abcdefghijkl.us-east-1.rds.amazonaws.com:5432'] },
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', 'prod.abcdefghijkl.us-east-1.rds.amazonaws.com')],
    later: { service: 'unknown' },
    explain: `The target is an RDS endpoint name, whose address no fact here tells. Its interface may change at each failover; give
      the address of the moment to judge it.`,
    source: 'sm-network',
  }),
];
