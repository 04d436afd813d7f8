import { addRoutes, FUNCTION_ARN, item, permit, route, vpcConfig, type World } from '../../support/world.ts';
import { addDatabaseBehindTransitGateway, addEndpoint, withoutNat } from '../../support/world-parts.ts';
import { aclRefuses, behind, groupsRefuse, noRoute, overall, type Situation, situation, thing } from './situation.ts';

export function dualStack(world: World): void {
  vpcConfig(world).Ipv6AllowedForDualStack = true;
  item(world, 'Vpcs', 'vpc-1').Ipv6CidrBlockAssociationSet = [
    { Ipv6CidrBlock: '2001:db8:1::/56', Ipv6CidrBlockState: { State: 'associated' } },
  ];
  for (const it of world.Subnets.filter((s) => s.VpcId === 'vpc-1' && s.CidrBlock !== undefined)) {
    it.Ipv6CidrBlockAssociationSet = [
      { Ipv6CidrBlock: `2001:db8:1:${it.CidrBlock?.split('.')[2]}::/64`, Ipv6CidrBlockState: { State: 'associated' } },
    ];
  }
  for (const table of world.RouteTables.filter((t) => t.VpcId === 'vpc-1'))
    table.Routes?.push(route('2001:db8:1::/56', 'local', { Origin: 'CreateRouteTable' }));
  for (const acl of world.NetworkAcls) {
    for (const Egress of [true, false])
      acl.Entries?.push({ RuleNumber: 101, Egress, Protocol: '-1', RuleAction: 'allow', Ipv6CidrBlock: '::/0' });
  }
  item(world, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress?.push(permit('-1', ['::/0']));
}

export function egressOnly(world: World): void {
  world.EgressOnlyInternetGateways.push({
    EgressOnlyInternetGatewayId: 'eigw-1',
    Attachments: [{ VpcId: 'vpc-1', State: 'attached' }],
  });
  addRoutes(world, 'rtb-private', [route('::/0', 'eigw-1')]);
}

function ownIpv6Only(w: World): void {
  withoutNat(w);
  dualStack(w);
  egressOnly(w);
}

/** NAT64: the NAT gateway for 64:ff9b::/96, and names without AAAA records get such an address. */
export function dns64(w: World): void {
  for (const id of ['subnet-l1', 'subnet-l2']) item(w, 'Subnets', id).EnableDns64 = true;
}

/** The far VPC is dual-stack as well, its database at 2001:db8:2::10, and the transit gateway routes both blocks. */
export function ipv6AcrossTransit(w: World): void {
  const block = [{ Ipv6CidrBlock: '2001:db8:2::/64', Ipv6CidrBlockState: { State: 'associated' } }];
  item(w, 'Vpcs', 'vpc-2').Ipv6CidrBlockAssociationSet = block;
  item(w, 'Subnets', 'subnet-far').Ipv6CidrBlockAssociationSet = block;
  item(w, 'NetworkInterfaces', 'eni-far-db').Ipv6Addresses = [{ Ipv6Address: '2001:db8:2::10' }];
  item(w, 'SecurityGroups', 'sg-far-db').IpPermissions = [permit('tcp', ['2001:db8:1::/56'], 5432)];
  item(w, 'RouteTables', 'rtb-far').Routes?.splice(
    0,
    Infinity,
    route('2001:db8:2::/64', 'local'),
    route('2001:db8:1::/56', 'tgw-1'),
  );
  addRoutes(w, 'rtb-private', [route('2001:db8:2::/64', 'tgw-1')]);
  const { Routes: routes = [] } = item(w, 'TransitGatewayRouteTables', 'tgw-rtb-1');
  for (const [cidr, id] of [
    ['2001:db8:1::/56', 'tgw-attach-1'],
    ['2001:db8:2::/64', 'tgw-attach-2'],
  ] as const)
    routes.push({
      DestinationCidrBlock: cidr,
      Type: 'propagated',
      State: 'active',
      TransitGatewayAttachments: [{ TransitGatewayAttachmentId: id, ResourceType: 'vpc' }],
    });
}

const stall = (subnet = 'subnet-l1') => thing('X_IPV6_STALL', 'endpoint', FUNCTION_ARN, subnet, null);
const otherRuntime = (w: World) => Object.assign(item(w, 'Functions', FUNCTION_ARN), { Runtime: 'nodejs22.x' });

/** IPv6: a path of its own, and what its lack does to a client that tries it first. */
export const IPV6: readonly Situation[] = [
  situation('ipv6-alone-through-an-egress-only-gateway', {
    world: ownIpv6Only,
    explain: `There is no NAT gateway, but function and subnets are dual-stack and an egress-only gateway carries IPv6. The name of
      Secrets Manager has IPv6 addresses, and Python uses them.`,
    source: 'ipv6',
  }),
  situation('ipv6-alone-in-a-function-of-another-runtime', {
    world: (w) => {
      ownIpv6Only(w);
      otherRuntime(w);
    },
    endpoint: 'unknown',
    blockers: [thing('X_IPV6_ALONE', 'endpoint', FUNCTION_ARN, 'subnet-l1', null)],
    explain: `Only IPv6 leads out, and the function runs on Node.js, whose client may ask for an IPv4 address first and hang.`,
    source: 'ipv6',
  }),
  situation('ipv6-beside-a-nat-gateway-both-whole', {
    world: (w) => {
      dualStack(w);
      egressOnly(w);
    },
    explain: `IPv4 leaves by the NAT gateway and IPv6 by the egress-only gateway: whichever the client tries first arrives.`,
    source: 'ipv6',
  }),
  situation('ipv6-without-a-route-stalls-every-call', {
    world: dualStack,
    endpoint: 'fail',
    blockers: [stall(), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The NAT gateway is healthy, but the function has IPv6 addresses and no IPv6 route. The client tries IPv6 first and
      waits a minute for it; the function has thirty seconds.`,
    source: 'sm-hosts',
  }),
  situation('ipv6-without-a-route-in-a-function-with-time', {
    world: (w) => {
      dualStack(w);
      Object.assign(item(w, 'Functions', FUNCTION_ARN), { Timeout: 300 });
    },
    endpoint: 'unknown',
    blockers: [thing('X_IPV6_STALL_POSSIBLE', 'endpoint', FUNCTION_ARN, 'subnet-l1', null)],
    explain: `As before, but the function may run five minutes. Whether four calls and their waits fit, nobody can say.`,
    source: 'sm-hosts',
  }),
  situation('ipv6-without-a-route-in-a-function-of-another-runtime', {
    world: (w) => {
      dualStack(w);
      otherRuntime(w);
    },
    endpoint: 'unknown',
    blockers: [thing('X_IPV6_STALL_POSSIBLE', 'endpoint', FUNCTION_ARN, 'subnet-l1', null)],
    explain: `The IPv6 path has no route, and how the client of this runtime falls back to IPv4 is not documented.`,
    source: 'sm-hosts',
  }),
  situation('ipv6-egress-that-the-functions-group-refuses', {
    world: (w) => {
      dualStack(w);
      egressOnly(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('-1', ['0.0.0.0/0'])];
    },
    endpoint: 'fail',
    blockers: [stall(), groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `The group lets all of IPv4 out and no IPv6: 0.0.0.0/0 never covers it. The client waits for IPv6 until the function
      ends, although the NAT gateway is healthy.`,
    source: 'sg',
  }),
  situation('ipv6-alone-and-a-group-that-knows-ipv4-only', {
    world: (w) => {
      ownIpv6Only(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('-1', ['0.0.0.0/0'])];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1'),
      noRoute('endpoint', 'rtb-private', 'subnet-l1'),
    ],
    explain: `IPv4 has no way out, and the rule for IPv4 does not let IPv6 out.`,
    source: 'sg',
  }),
  situation('ipv6-acl-without-an-entry-for-it', {
    world: (w) => {
      ownIpv6Only(w);
      for (const acl of w.NetworkAcls) acl.Entries = acl.Entries?.filter((e) => e.Ipv6CidrBlock === undefined);
    },
    endpoint: 'fail',
    blockers: [
      aclRefuses('endpoint', 'acl-default', 'forward', 'egress', 'subnet-l1'),
      behind(aclRefuses('endpoint', 'acl-default', 'return', 'ingress', 'subnet-l1')),
      noRoute('endpoint', 'rtb-private', 'subnet-l1'),
    ],
    explain: `Only IPv6 leads out, and the ACLs have entries for IPv4 only: without an entry of its own family every IPv6 packet is
      denied.`,
    source: 'acl',
  }),
  situation('egress-only-gateway-that-is-not-attached', {
    world: (w) => {
      ownIpv6Only(w);
      item(w, 'EgressOnlyInternetGateways', 'eigw-1').Attachments = [];
    },
    endpoint: 'fail',
    blockers: [
      thing('BAD_STATE_ATTACHMENT', 'endpoint', 'eigw-1', 'subnet-l1'),
      noRoute('endpoint', 'rtb-private', 'subnet-l1'),
    ],
    explain: `The egress-only gateway of the route is attached to no VPC.`,
    source: 'ipv6',
  }),
  situation('ipv6-through-an-internet-gateway', {
    world: (w) => {
      withoutNat(w);
      dualStack(w);
      addRoutes(w, 'rtb-private', [route('::/0', 'igw-1')]);
    },
    endpoint: 'unknown',
    blockers: [thing('X_OPAQUE_HOP', 'endpoint', 'igw-1', 'subnet-l1')],
    explain: `IPv6 is routed to the internet gateway. For instances that works; for functions AWS's pages name the egress-only
      gateway alone.`,
    source: 'ipv6',
  }),
  situation('ipv6-alone-under-public-access-blocked-but-for-another-subnet', {
    world: (w) => {
      ownIpv6Only(w);
      const mode = { InternetGatewayBlockMode: 'block-bidirectional' };
      item(w, 'Vpcs', 'vpc-1').BlockPublicAccessStates = mode;
      for (const it of w.Subnets)
        it.BlockPublicAccessStates = it.SubnetId === 'subnet-public' ? { InternetGatewayBlockMode: 'off' } : mode;
    },
    endpoint: 'fail',
    blockers: [
      thing('VPC_BLOCK_PUBLIC_ACCESS_ENABLED', 'endpoint', 'subnet-l1', 'subnet-l1'),
      noRoute('endpoint', 'rtb-private', 'subnet-l1'),
    ],
    explain: `Block Public Access is on in both directions and only the public subnet is excluded. For an egress-only gateway the
      sending subnet's own mode counts.`,
    source: 'bpa',
  }),
  situation('ipv6-alone-under-public-access-blocked-inbound', {
    world: (w) => {
      ownIpv6Only(w);
      const mode = { InternetGatewayBlockMode: 'block-ingress' };
      item(w, 'Vpcs', 'vpc-1').BlockPublicAccessStates = mode;
      for (const it of w.Subnets) it.BlockPublicAccessStates = mode;
    },
    explain: `Block Public Access stops what comes in; an egress-only gateway lets out, and answers in.`,
    source: 'bpa',
  }),
  situation('dual-stack-subnets-and-a-function-without-ipv6', {
    world: (w) => {
      ownIpv6Only(w);
      vpcConfig(w).Ipv6AllowedForDualStack = false;
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `Subnets and gateway are ready for IPv6, but the function's own switch for it is off. It speaks IPv4 only, and for
      that there is no way out.`,
    source: 'ipv6',
  }),
  situation('ipv6-default-route-to-a-nat-gateway', {
    world: (w) => {
      dualStack(w);
      addRoutes(w, 'rtb-private', [route('::/0', 'nat-1')]);
    },
    endpoint: 'fail',
    blockers: [stall(), thing('X_NAT_GATEWAY_CARRIES_IPV4', 'endpoint', 'nat-1', 'subnet-l1')],
    explain: `All of IPv6 is routed to the NAT gateway, which translates IPv4 and of IPv6 only the addresses of DNS64.`,
    source: 'nat64',
  }),
  situation('private-endpoint-with-ipv4-records-for-a-dual-stack-function', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      dualStack(w);
    },
    explain: `The private name of the endpoint has IPv4 addresses alone, so there is nothing to try by IPv6.`,
    source: 'endpoint',
  }),
  situation('dns64-makes-an-ipv6-address-that-no-route-carries', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      dualStack(w);
      dns64(w);
    },
    endpoint: 'fail',
    blockers: [stall(), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `DNS64 gives the endpoint's name, which has IPv4 addresses alone, an IPv6 address of 64:ff9b::/96. The client tries
      it first, and no route carries it.`,
    source: 'nat64',
  }),
  situation('database-with-an-ipv6-address-only', {
    question: { targets: ['db6.corp.example:5432=2001:db8:20::10'] },
    service: 'fail',
    blockers: [overall('X_NO_IPV6_SOURCE', 'service', '2001:db8:20::10')],
    explain: `The database's name gives an IPv6 address only, and the function has none to call from.`,
    source: 'ipv6',
  }),
  situation('database-with-an-ipv6-address-for-a-dual-stack-function', {
    world: (w) => {
      dualStack(w);
      egressOnly(w);
      item(w, 'NetworkInterfaces', 'eni-db').Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:20::10' }];
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['2001:db8:1:1::/64'], 5432)];
    },
    question: { targets: ['db6.corp.example:5432=2001:db8:1:20::10'] },
    explain: `Function and database are dual-stack in one VPC; the database admits the range of IPv6 addresses of the function's
      subnet.`,
    source: 'ipv6',
  }),
  situation('database-that-admits-the-ipv4-range-of-a-dual-stack-function-only', {
    world: (w) => {
      dualStack(w);
      egressOnly(w);
      item(w, 'NetworkInterfaces', 'eni-db').Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:20::10' }];
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
    },
    question: { targets: ['db6.corp.example:5432=2001:db8:1:20::10'] },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database is called at its IPv6 address, and its group admits IPv4 addresses alone.`,
    source: 'sg',
  }),
  situation('private-ipv6-address-sent-to-an-egress-only-gateway', {
    world: (w) => {
      dualStack(w);
      egressOnly(w);
    },
    question: { targets: ['db6.corp.example:5432=fd12:3456::10'] },
    service: 'fail',
    blockers: [thing('X_EGRESS_ONLY_CARRIES_IPV6', 'service', 'eigw-1', 'subnet-l1')],
    explain: `The service's address is a private one of IPv6 in no network that is routed to. The default route sends it to the
      egress-only gateway, which leads to the internet alone.`,
    source: 'ipv6',
  }),
  situation('ipv6-across-a-transit-gateway-attachment-without-it', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      dualStack(w);
      egressOnly(w);
      ipv6AcrossTransit(w);
    },
    question: { targets: ['db6.corp.example:5432=2001:db8:2::10'] },
    service: 'fail',
    blockers: [
      thing('X_ATTACHMENT_WITHOUT_IPV6', 'service', 'tgw-attach-1', 'subnet-l1'),
      behind(thing('X_ATTACHMENT_WITHOUT_IPV6', 'service', 'tgw-attach-2', 'subnet-l1')),
    ],
    explain: `Routes and groups are right for IPv6 on both sides, and the attachments were made without IPv6 support.`,
    source: 'tgw-attach',
  }),
  situation('ipv6-across-a-transit-gateway', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      dualStack(w);
      egressOnly(w);
      ipv6AcrossTransit(w);
      for (const attachment of w.TransitGatewayVpcAttachments)
        Object.assign(attachment, { Options: { Ipv6Support: 'enable' } });
    },
    question: { targets: ['db6.corp.example:5432=2001:db8:2::10'] },
    explain: `Both attachments support IPv6, and routes and groups of both VPCs know it.`,
    source: 'tgw-attach',
  }),
];
