import { addRoutes, item, permit, route, routeTable, setRoutes, type World } from '../../support/world.ts';
import { addGatewayLoadBalancerEndpoint, NAT_INSTANCE, natInstance, regionalNat } from './opaque-hops.ts';
import { behind, blackhole, groupsRefuse, noRoute, type Situation, situation, thing } from './situation.ts';

const PROXY = { hop: 'nat-1', because: 'its rules let all of AWS through' };

/** A regional NAT gateway whose zones and addresses are looked after by hand: it has an address in these. */
function byHand(world: World, ...zones: readonly string[]): void {
  regionalNat(world);
  Object.assign(item(world, 'NatGateways', 'nat-1'), {
    AutoProvisionZones: 'disabled',
    AutoScalingIps: 'disabled',
    NatGatewayAddresses: zones.map((zone, i) => ({
      AllocationId: `eipalloc-${zone}`,
      PublicIp: `203.0.113.${5 + i}`,
      AvailabilityZone: `us-east-1${zone}`,
      Status: 'succeeded',
    })),
  });
}

function filteringProxy(world: World): void {
  item(world, 'NatGateways', 'nat-1').AttachedAppliances = [{ Type: 'network-firewall-proxy' }];
}

/** The internet gateway has a route table of its own, which decides where answers to the public subnet go. */
function edgeTable(world: World, target: string, state = 'active'): void {
  const edge = routeTable('rtb-edge', [], [route('10.0.100.0/24', target, { State: state })]);
  world.RouteTables.push({ ...edge, Associations: [{ Main: false, GatewayId: 'igw-1' }] });
}

/** NAT instances, regional NAT gateways, NAT gateways with a proxy, and the internet gateway's own table. */
export const NAT_KINDS: readonly Situation[] = [
  situation('nat-instance-that-is-stopped', {
    world: (w) => {
      natInstance(w);
      item(w, 'Instances', 'i-nat').State = { Name: 'stopped' };
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'i-nat', 'eni-box'), behind(NAT_INSTANCE)],
    explain: `The NAT instance is stopped: nothing forwards what the route sends there.`,
    source: 'nat-instance',
  }),
  situation('nat-instance-without-a-public-address', {
    world: (w) => {
      natInstance(w);
      delete item(w, 'NetworkInterfaces', 'eni-box').Association;
    },
    endpoint: 'fail',
    blockers: [
      NAT_INSTANCE,
      behind(thing('IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', 'endpoint', 'igw-1', 'subnet-public')),
    ],
    explain: `The NAT instance has no public address: the internet gateway drops what it sends.`,
    source: 'nat-instance',
  }),
  situation('nat-instance-whose-group-refuses-the-function', {
    world: (w) => {
      natInstance(w);
      item(w, 'SecurityGroups', 'sg-nat').IpPermissions = [permit('-1', ['10.0.9.0/24'])];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-nat', 'ingress', 'eni-box'), behind(NAT_INSTANCE)],
    explain: `Unlike a NAT gateway, a NAT instance has security groups, and its group admits another range than the function's.`,
    source: 'nat-instance',
  }),
  situation('nat-instance-in-a-subnet-without-internet', {
    world: (w) => {
      natInstance(w);
      setRoutes(w, 'rtb-public', []);
    },
    endpoint: 'fail',
    blockers: [NAT_INSTANCE, behind(noRoute('endpoint', 'rtb-public', 'subnet-public'))],
    explain: `The NAT instance's subnet has no route to an internet gateway.`,
    source: 'nat-instance',
  }),
  situation('regional-nat-gateway-by-hand-with-the-functions-zone', {
    world: (w) => byHand(w, 'a', 'b'),
    explain: `The zones of the regional NAT gateway are looked after by hand, and the function's is among them.`,
    source: 'regional-nat',
  }),
  situation('regional-nat-gateway-by-hand-without-the-functions-zone', {
    world: (w) => byHand(w, 'b'),
    endpoint: 'unknown',
    blockers: [thing('X_NOT_MODELLED', 'endpoint', 'nat-1', 'subnet-l1')],
    explain: `The zones of the regional NAT gateway are looked after by hand, and the function's is not among them. Whether it serves
      other zones meanwhile is stated for the automatic mode alone.`,
    source: 'regional-nat',
  }),
  situation('regional-nat-gateway-without-a-route-to-the-internet', {
    world: (w) => {
      regionalNat(w);
      setRoutes(w, 'rtb-nat', []);
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-nat', 'subnet-l1')],
    explain: `Somebody removed the route to the internet gateway from the regional NAT gateway's own table.`,
    source: 'regional-nat',
  }),
  situation('regional-nat-gateway-whose-table-is-not-stated', {
    world: (w) => {
      regionalNat(w);
      delete item(w, 'NatGateways', 'nat-1').RouteTableId;
    },
    endpoint: 'unknown',
    blockers: [thing('X_NOT_MODELLED', 'endpoint', 'nat-1', 'subnet-l1')],
    explain: `The regional NAT gateway's description lacks its route table, which alone says where it sends.`,
    source: 'regional-nat',
  }),
  situation('regional-nat-gateway-that-answers-into-a-blackhole', {
    world: (w) => {
      regionalNat(w);
      addRoutes(w, 'rtb-nat', [route('10.0.1.0/24', 'eni-gone', { State: 'blackhole' })]);
    },
    endpoint: 'fail',
    blockers: [blackhole('endpoint', 'rtb-nat', 'subnet-l1', '10.0.1.0/24', 'return')],
    explain: `The regional NAT gateway's own table has a dead route for the function's subnet, left over from an appliance. Answers
      get as far as the NAT gateway.`,
    source: 'regional-nat',
  }),
  situation('nat-gateway-with-a-filtering-proxy', {
    world: filteringProxy,
    endpoint: 'unknown',
    blockers: [thing('X_OPAQUE_HOP', 'endpoint', 'nat-1', 'subnet-l1')],
    explain: `A filtering proxy is attached to the NAT gateway. What it lets through is no part of the network's configuration.`,
    source: 'nat',
  }),
  situation('nat-gateway-with-a-filtering-proxy-somebody-vouches-for', {
    world: filteringProxy,
    question: { assumptions: [PROXY] },
    warnings: ['X_ASSUMED'],
    explain: `A filtering proxy is attached to the NAT gateway, and somebody vouches for its rules.`,
    source: 'nat',
  }),
  situation('answers-from-the-internet-are-routed-into-a-blackhole', {
    world: (w) => edgeTable(w, 'eni-gone', 'blackhole'),
    endpoint: 'fail',
    blockers: [blackhole('endpoint', 'rtb-edge', 'subnet-public', '10.0.100.0/24', 'return')],
    explain: `The internet gateway has a route table of its own, whose route for the public subnet leads to an appliance that is gone.
      Answers to the NAT gateway are dropped there.`,
    source: 'edge',
  }),
  situation('answers-from-the-internet-pass-a-firewall-that-requests-do-not', {
    world: (w) => {
      addGatewayLoadBalancerEndpoint(w);
      edgeTable(w, 'vpce-gwlb');
    },
    endpoint: 'fail',
    blockers: [
      {
        ...thing('X_ROUTE_NEVER_RETURNS', 'endpoint', 'rtb-edge', 'subnet-public', 'return'),
        resources: ['igw-1', 'rtb-edge'],
        entry: '10.0.100.0/24',
      },
    ],
    explain: `The internet gateway's own table sends answers into a firewall endpoint, while the NAT gateway's requests go straight to
      the internet gateway: the firewall sees half of each conversation.`,
    source: 'edge',
  }),
  situation('edge-table-that-leads-where-the-answers-belong', {
    world: (w) => edgeTable(w, 'local'),
    explain: `The internet gateway has a route table of its own, and its route for the public subnet is local.`,
    source: 'edge',
  }),
  situation('edge-table-is-no-subnets-table', {
    world: (w) => {
      edgeTable(w, 'local');
      const table = item(w, 'RouteTables', 'rtb-edge');
      table.Routes?.push(route('0.0.0.0/0', 'vgw-gone', { State: 'blackhole' }));
    },
    explain: `A table associated with a gateway alone is no subnet's: its dead default route concerns nobody.`,
    source: 'edge',
  }),
];
