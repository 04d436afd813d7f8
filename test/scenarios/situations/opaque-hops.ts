import {
  ACCOUNT,
  addRoutes,
  addSubnet,
  instance,
  item,
  networkInterface,
  permit,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  subnet,
  type World,
} from '../../support/world.ts';
import { addEndpoint, withoutNat } from '../../support/world-parts.ts';
import type { ExpectedBlocker } from '../expectation.ts';
import { behind, groupsRefuse, type Situation, situation, thing } from './situation.ts';

/** A hop that `entry`, the destination of a route, leads into. */
export function hop(
  prerequisite: 'service' | 'endpoint',
  resource: string,
  at: string,
  entry: string | null = '0.0.0.0/0',
): ExpectedBlocker {
  return { ...thing('X_OPAQUE_HOP', prerequisite, resource, at), entry };
}

export function addVpnGateway(world: World): void {
  world.VpnGateways.push({
    VpnGatewayId: 'vgw-1',
    State: 'available',
    Type: 'ipsec.1',
    VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }],
  });
}

export function addGatewayLoadBalancerEndpoint(world: World): void {
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

/** The function's default route leads through a firewall endpoint, whose subnet leads to the NAT gateway. */
function firewallBeforeNat(world: World): void {
  addGatewayLoadBalancerEndpoint(world);
  setRoutes(world, 'rtb-private', [route('0.0.0.0/0', 'vpce-gwlb')]);
  item(world, 'RouteTables', 'rtb-public').Associations = [{ Main: false, SubnetId: 'subnet-public' }];
  world.RouteTables.push(routeTable('rtb-firewall', ['subnet-firewall'], [route('0.0.0.0/0', 'nat-1')]));
}

/** A self-managed NAT instance in the public subnet instead of the NAT gateway. */
export function natInstance(world: World): void {
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
export function appliance(world: World): void {
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

export function regionalNat(world: World): void {
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

export function blockPublicAccess(world: World, mode: string, excluded: readonly string[] = []): void {
  item(world, 'Vpcs', 'vpc-1').BlockPublicAccessStates = { InternetGatewayBlockMode: mode };
  for (const it of world.Subnets) {
    it.BlockPublicAccessStates = { InternetGatewayBlockMode: excluded.includes(it.SubnetId) ? 'off' : mode };
  }
}

export const NAT_INSTANCE: ExpectedBlocker = {
  ...hop('endpoint', 'i-nat', 'eni-box', null),
  resources: ['eni-box', 'i-nat'],
};
export const FIREWALL: ExpectedBlocker = {
  ...hop('service', 'i-firewall', 'eni-firewall', null),
  resources: ['eni-firewall', 'i-firewall'],
};

/** Hops this version does not see through: unknown by name, unless something it does see decides. */
export const OPAQUE_HOPS: readonly Situation[] = [
  situation('database-on-premises-over-vpn', {
    world: (w) => {
      addVpnGateway(w);
      addRoutes(w, 'rtb-private', [route('192.168.0.0/16', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' })]);
    },
    question: { targets: ['192.168.50.10:5432'] },
    service: 'unknown',
    blockers: [hop('service', 'vgw-1', 'subnet-l1', '192.168.0.0/16')],
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
    explain: `The default route leads into a Cloud WAN core network, whose segments and policies this check does not read.`,
    source: 'routes',
  }),
  situation('firewall-endpoint-as-default-route', {
    world: (w) => {
      firewallBeforeNat(w);
      addRoutes(w, 'rtb-public', [route('10.0.1.0/24', 'vpce-gwlb')]);
    },
    endpoint: 'unknown',
    blockers: [hop('endpoint', 'vpce-gwlb', 'subnet-l1', null)],
    explain: `The default route leads into a firewall endpoint and on to the NAT gateway, which answers through it. The firewall's
      rules decide, and they are opaque from the network's configuration.`,
    source: 'edge',
  }),
  situation('firewall-endpoint-that-answers-do-not-pass', {
    world: firewallBeforeNat,
    endpoint: 'fail',
    blockers: [
      hop('endpoint', 'vpce-gwlb', 'subnet-l1', null),
      behind({
        ...thing('X_ROUTE_NEVER_RETURNS', 'endpoint', 'rtb-public', 'subnet-public', 'return'),
        entry: '10.0.0.0/16',
      }),
    ],
    explain: `Requests pass a firewall endpoint on their way to the NAT gateway. Its subnet answers the function directly: the
      firewall sees half of each conversation.`,
    source: 'edge',
  }),
  situation('firewall-endpoint-that-leads-straight-to-the-internet', {
    world: (w) => {
      addGatewayLoadBalancerEndpoint(w);
      setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'vpce-gwlb')]);
    },
    endpoint: 'fail',
    blockers: [
      hop('endpoint', 'vpce-gwlb', 'subnet-l1', null),
      behind(thing('IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', 'endpoint', 'igw-1', 'subnet-firewall')),
    ],
    explain: `Behind the firewall endpoint there is no NAT gateway: the function's own address meets the internet gateway, which
      drops what has no public one. What the firewall allows does not matter.`,
    source: 'edge',
  }),
  situation('firewall-endpoint-whose-subnet-routes-back', {
    world: (w) => {
      firewallBeforeNat(w);
      setRoutes(w, 'rtb-firewall', [route('0.0.0.0/0', 'vpce-gwlb')]);
    },
    endpoint: 'fail',
    blockers: [
      hop('endpoint', 'vpce-gwlb', 'subnet-l1', null),
      behind(thing('X_ROUTE_LOOP', 'endpoint', 'vpce-gwlb', 'subnet-firewall')),
    ],
    explain: `The firewall endpoint's own subnet has the default route meant for the others: what comes out of the firewall is sent
      into it again.`,
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
    blockers: [hop('endpoint', 'vpce-gwlb', 'subnet-public', null)],
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
    blockers: [NAT_INSTANCE],
    explain: `An instance translates addresses instead of a NAT gateway. All that AWS shows of it is right; whether its operating
      system forwards is nowhere to be read.`,
    source: 'nat-instance',
  }),
  situation('nat-instance-that-checks-sources', {
    world: (w) => {
      natInstance(w);
      item(w, 'NetworkInterfaces', 'eni-box').SourceDestCheck = true;
    },
    endpoint: 'fail',
    blockers: [thing('ENI_SOURCE_DEST_CHECK_RESTRICTION', 'endpoint', 'eni-box', 'eni-box'), behind(NAT_INSTANCE)],
    explain: `The NAT instance's source/destination check is on: its interface drops whatever is not addressed to itself.`,
    source: 'nat-instance',
  }),
  situation('appliance-between-function-and-database', {
    world: (w) => {
      appliance(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
    },
    service: 'unknown',
    blockers: [FIREWALL],
    explain: `A route for exactly the database's subnet, more specific than local, leads through an appliance, and back through
      the same. What it lets pass is its own affair.`,
    source: 'routes',
  }),
  situation('group-reference-through-an-appliance', {
    world: appliance,
    service: 'fail',
    blockers: [FIREWALL, behind(groupsRefuse('service', 'sg-db', 'ingress', 'eni-db'))],
    explain: `As above, but the database admits the function's group by id. Behind a middlebox such references do not match; the
      rule has to name the function's range.`,
    source: 'sg',
  }),
  situation('regional-nat-gateway', {
    world: regionalNat,
    explain: `The NAT gateway is a regional one: it stands in no subnet and has a route table of its own, which leads to the
      attached internet gateway.`,
    source: 'regional-nat',
  }),
  situation('public-access-blocked-both-ways', {
    world: (w) => blockPublicAccess(w, 'block-bidirectional'),
    endpoint: 'fail',
    blockers: [{ ...hop('endpoint', 'subnet-public', 'subnet-public', null), code: 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED' }],
    explain: `VPC Block Public Access is on in both directions, so nothing passes an internet gateway, NAT gateways included. Only
      an endpoint, or an exclusion, helps.`,
    source: 'bpa',
  }),
  situation('public-access-blocked-inbound', {
    world: (w) => blockPublicAccess(w, 'block-ingress'),
    explain: `VPC Block Public Access blocks what comes in. NAT gateways, and the answers to what they send, are exempt.`,
    source: 'bpa',
  }),
  situation('public-access-blocked-but-for-the-nat-gateways-subnet', {
    world: (w) => blockPublicAccess(w, 'block-bidirectional', ['subnet-public']),
    endpoint: 'unknown',
    blockers: [thing('X_NOT_MODELLED', 'endpoint', 'subnet-l1', 'subnet-l1')],
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
];
