import { addRoutes, item, permit, route, routeTable, setRoutes, type World } from '../../support/world.ts';
import { withoutNat } from '../../support/world-parts.ts';
import { dualStack, egressOnly } from './ipv6.ts';
import {
  addGatewayLoadBalancerEndpoint,
  blockPublicAccess,
  hop,
  NAT_INSTANCE,
  natInstance,
  regionalNat,
} from './opaque-hops.ts';
import { publish } from './public-service.ts';
import { behind, noRoute, type Situation, situation, thing } from './situation.ts';

const blocked = (subnet: string) => thing('VPC_BLOCK_PUBLIC_ACCESS_ENABLED', 'endpoint', subnet, subnet);

function ipv6ThroughInternetGateway(world: World): void {
  withoutNat(world);
  dualStack(world);
  addRoutes(world, 'rtb-private', [route('::/0', 'igw-1')]);
}

function ipv6ThroughEgressOnlyGateway(world: World): void {
  withoutNat(world);
  dualStack(world);
  egressOnly(world);
}

/** What leaves a subnet's table for the internet, and what comes in for its block, passes a firewall endpoint before the internet gateway. */
function firewallAtTheEdge(world: World, table: string, block: string): void {
  addGatewayLoadBalancerEndpoint(world);
  item(world, 'RouteTables', 'rtb-public').Associations = [{ Main: false, SubnetId: 'subnet-public' }];
  world.RouteTables.push(routeTable('rtb-firewall', ['subnet-firewall'], [route('0.0.0.0/0', 'igw-1')]), {
    ...routeTable('rtb-edge', [], [route(block, 'vpce-gwlb')]),
    Associations: [{ Main: false, GatewayId: 'igw-1' }],
  });
  setRoutes(world, table, [route('0.0.0.0/0', 'vpce-gwlb')]);
}

/** Somebody has read the firewall's rules. */
const VOUCHED = { assumptions: [{ hop: 'vpce-gwlb', because: 'its rules were read' }] };

/** Whose mode of Block Public Access counts: the gateway's, the sending subnet's, the VPC's. */
export const BLOCK_PUBLIC_ACCESS: readonly Situation[] = [
  situation('nat-instance-under-public-access-blocked-inbound', {
    world: (w) => {
      natInstance(w);
      blockPublicAccess(w, 'block-ingress');
    },
    endpoint: 'fail',
    blockers: [NAT_INSTANCE, behind(blocked('subnet-public'))],
    explain: `Block Public Access stops what comes in, and spares NAT gateways and egress-only gateways alone. A NAT instance is an
      instance with a public address: nothing of it passes the internet gateway, not outbound either.`,
    source: 'bpa',
  }),
  situation('ipv6-through-an-internet-gateway-under-public-access-blocked-inbound', {
    world: (w) => {
      ipv6ThroughInternetGateway(w);
      blockPublicAccess(w, 'block-ingress');
    },
    endpoint: 'fail',
    blockers: [
      blocked('subnet-l1'),
      behind(hop('endpoint', 'igw-1', 'subnet-l1', null)),
      noRoute('endpoint', 'rtb-private', 'subnet-l1'),
    ],
    explain: `IPv6 is routed to the internet gateway, and Block Public Access stops what comes in. Only egress-only gateways and NAT
      gateways are spared.`,
    source: 'bpa',
  }),
  situation('public-access-blocked-but-for-both-subnets-on-the-way', {
    world: (w) => blockPublicAccess(w, 'block-bidirectional', ['subnet-public', 'subnet-l1']),
    explain: `Public access is blocked in both directions. The NAT gateway's subnet and the function's are excluded, so that nothing
      on the way is under it.`,
    source: 'bpa',
  }),
  situation('public-access-blocked-for-the-subnet-of-a-database-asked-by-its-public-address', {
    world: (w) => {
      publish(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['203.0.113.5/32'], 5432)];
      item(w, 'Subnets', 'subnet-db').BlockPublicAccessStates = { InternetGatewayBlockMode: 'block-ingress' };
    },
    question: { targets: ['203.0.113.20:5432'] },
    service: 'fail',
    blockers: [{ ...blocked('subnet-db'), prerequisite: 'service' }],
    explain: `The target is a public address of the same VPC: requests leave by the NAT gateway and come back in from the internet. The
      NAT gateway's subnet is open, but public access is blocked inbound for the database's.`,
    source: 'bpa',
  }),
  situation('public-access-blocked-but-for-egress-of-both-subnets', {
    world: (w) => {
      blockPublicAccess(w, 'block-bidirectional');
      for (const id of ['subnet-public', 'subnet-l1'])
        item(w, 'Subnets', id).BlockPublicAccessStates = { InternetGatewayBlockMode: 'block-ingress' };
    },
    explain: `Public access is blocked in both directions, and exclusions for egress leave NAT gateways their way out of the two
      subnets concerned.`,
    source: 'bpa',
  }),
  situation('public-access-blocked-but-for-the-functions-subnet', {
    world: (w) => blockPublicAccess(w, 'block-bidirectional', ['subnet-l1']),
    endpoint: 'fail',
    blockers: [blocked('subnet-public')],
    explain: `The function's subnet is excluded from Block Public Access, the NAT gateway's is not. It is the NAT gateway that meets
      the internet gateway.`,
    source: 'bpa',
  }),
  situation('regional-nat-gateway-under-blocked-public-access', {
    world: (w) => {
      regionalNat(w);
      blockPublicAccess(w, 'block-bidirectional');
    },
    endpoint: 'fail',
    blockers: [thing('VPC_BLOCK_PUBLIC_ACCESS_ENABLED', 'endpoint', 'vpc-1', 'vpc-1')],
    explain: `A regional NAT gateway stands in no subnet, so the VPC's own mode of Block Public Access counts, which lets nothing
      through in either direction.`,
    source: 'bpa',
  }),
  situation('ipv6-alone-under-public-access-blocked-but-for-the-functions-subnet', {
    world: (w) => {
      ipv6ThroughEgressOnlyGateway(w);
      blockPublicAccess(w, 'block-bidirectional', ['subnet-l1']);
    },
    explain: `Public access is blocked in both directions but for the function's subnet. For an egress-only gateway the sending
      subnet's mode counts, so IPv6 leaves.`,
    source: 'bpa',
  }),
  situation('ipv6-through-an-internet-gateway-somebody-vouches-for', {
    world: ipv6ThroughInternetGateway,
    question: { assumptions: [{ hop: 'igw-1', because: 'measured with this function last month' }] },
    warnings: ['X_ASSUMED'],
    explain: `AWS's pages do not say whether a function's IPv6 passes an internet gateway. Somebody has measured it and says so with
      their reason.`,
    source: 'ipv6',
  }),
  situation('database-asked-by-its-public-address-behind-a-firewall-endpoint', {
    world: (w) => {
      publish(w);
      firewallAtTheEdge(w, 'rtb-db', '10.0.20.0/24');
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['203.0.113.5/32'], 5432)];
    },
    question: { targets: ['203.0.113.20:5432'], ...VOUCHED },
    warnings: ['X_ASSUMED'],
    explain: `The gateway route table of the internet gateway sends what comes in for the database through a firewall endpoint, and
      the database's subnet answers through it. Only the firewall's own subnet has a route to the internet gateway.`,
    source: 'edge',
  }),
  situation('public-access-blocked-but-for-both-sides-of-a-firewall-endpoint', {
    world: (w) => {
      firewallAtTheEdge(w, 'rtb-public', '10.0.100.0/24');
      blockPublicAccess(w, 'block-bidirectional', ['subnet-public', 'subnet-l1']);
    },
    question: VOUCHED,
    endpoint: 'fail',
    blockers: [blocked('subnet-firewall')],
    warnings: ['X_ASSUMED'],
    explain: `The NAT gateway's subnet and the function's are excluded from Block Public Access. Between the NAT gateway and the
      internet gateway stands a firewall endpoint, whose subnet is not.`,
    source: 'bpa',
  }),
  situation('public-access-blocked-but-for-the-subnet-of-a-firewall-endpoint-too', {
    world: (w) => {
      firewallAtTheEdge(w, 'rtb-public', '10.0.100.0/24');
      blockPublicAccess(w, 'block-bidirectional', ['subnet-public', 'subnet-l1', 'subnet-firewall']);
    },
    question: VOUCHED,
    endpoint: 'unknown',
    blockers: [thing('X_NOT_MODELLED', 'endpoint', 'subnet-firewall', 'subnet-firewall')],
    warnings: ['X_ASSUMED'],
    explain: `Every subnet on the way is excluded from Block Public Access, the firewall endpoint's as well. One edition of AWS's
      page says that this frees the endpoint, another that nothing does.`,
    source: 'bpa',
  }),
];
