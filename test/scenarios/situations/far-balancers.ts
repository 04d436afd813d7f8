import {
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  entry,
  item,
  networkInterface,
  permit,
  putAcl,
  remove,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  subnet,
  type World,
} from '../../support/world.ts';
import { addDatabaseBehindTransitGateway, addPeerVpc } from '../../support/world-parts.ts';
import { GROUP, NLB, QUESTION, withBalancer } from './load-balancers.ts';
import { aclRefuses, groupsRefuse, noRoute, type Situation, situation, thing } from './situation.ts';

const OF_NLB = { InterfaceType: 'network_load_balancer', Description: 'ELB net/db/0123456789abcdef', VpcId: 'vpc-2' };
const CLIENT = '10.0.1.0/24';

/** The load balancer of `withBalancer` in subnet-far-nlb of vpc-2, 10.1.30.10, in front of a server there. */
function balancerInTheOtherVpc(w: World, server: string, group: string): void {
  withBalancer(w, { preserves: true, states: { [server]: 'healthy' } });
  remove(w, 'NetworkInterfaces', 'eni-nlb');
  addSubnet(w, subnet('subnet-far-nlb', '10.1.30.0/24', 'a', 'vpc-2'), null);
  w.SecurityGroups.push(securityGroup('sg-far-nlb', [permit('tcp', [CLIENT], 5432)], undefined, 'vpc-2'));
  w.NetworkInterfaces.push(networkInterface('eni-far-nlb', 'subnet-far-nlb', '10.1.30.10', ['sg-far-nlb'], OF_NLB));
  Object.assign(item(w, 'LoadBalancers', NLB), {
    VpcId: 'vpc-2',
    SecurityGroups: ['sg-far-nlb'],
    AvailabilityZones: [{ ZoneName: 'us-east-1a', SubnetId: 'subnet-far-nlb' }],
  });
  item(w, 'TargetGroups', GROUP).VpcId = 'vpc-2';
  item(w, 'SecurityGroups', group).IpPermissions = [permit('tcp', [CLIENT], 5432)];
}

function peered(w: World): void {
  addPeerVpc(w);
  balancerInTheOtherVpc(w, 'i-peer-db', 'sg-peer-db');
}

/** The load balancer and its target in a VPC behind the transit gateway. */
export function overTransitGateway(w: World): void {
  addDatabaseBehindTransitGateway(w);
  balancerInTheOtherVpc(w, 'i-far-db', 'sg-far-db');
}

/** The load balancer in the function's VPC, its one target an address of the other one. */
function targetInTheOtherVpc(w: World, group: string): void {
  withBalancer(w, { preserves: true, type: 'ip', states: { '10.1.0.10': 'healthy' } });
  item(w, 'SecurityGroups', group).IpPermissions = [permit('tcp', [CLIENT], 5432)];
}

/** The target's subnet gets a route table of its own. */
function ownTable(w: World, subnetId: string, routes: Parameters<typeof routeTable>[2]): void {
  w.RouteTables.push(routeTable('rtb-target', [subnetId], routes, '10.1.0.0/16', 'vpc-2'));
}

/** Network Load Balancers that keep the client's address, with the client or the target in another VPC. */
export const FAR_BALANCERS: readonly Situation[] = [
  situation('load-balancer-in-a-peered-vpc-that-keeps-the-clients-address', {
    world: peered,
    question: QUESTION,
    explain: `The load balancer and its target are in a peered VPC. The target sees the function's own address, admits it, and its
      subnet has the route back.`,
    source: 'nlb-client-ip',
  }),
  situation('load-balancer-behind-a-transit-gateway-that-keeps-the-clients-address', {
    world: overTransitGateway,
    question: QUESTION,
    explain: `The load balancer and its target are in a VPC behind a transit gateway. The target sees the function's own address,
      admits it, and its subnet has the route back.`,
    source: 'nlb-client-ip',
  }),
  situation('target-behind-a-peered-load-balancer-without-a-route-to-the-client', {
    world: (w) => {
      peered(w);
      ownTable(w, 'subnet-peer', []);
    },
    question: QUESTION,
    service: 'fail',
    blockers: [noRoute('service', 'rtb-target', 'subnet-peer', 'return')],
    explain: `The target answers to the function's own address, and its subnet has no route there.`,
    source: 'nlb-client-ip',
  }),
  situation('target-behind-a-far-load-balancer-without-a-route-to-the-client', {
    world: (w) => {
      overTransitGateway(w);
      ownTable(w, 'subnet-far', []);
    },
    question: QUESTION,
    service: 'fail',
    blockers: [noRoute('service', 'rtb-target', 'subnet-far', 'return')],
    explain: `The target answers to the function's own address, and its subnet has no route there.`,
    source: 'nlb-client-ip',
  }),
  situation('target-behind-a-peered-load-balancer-that-refuses-the-client', {
    world: (w) => {
      peered(w);
      item(w, 'SecurityGroups', 'sg-peer-db').IpPermissions = [permit('tcp', ['10.1.30.10/32'], 5432)];
    },
    question: QUESTION,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-peer-db', 'ingress', 'eni-peer-db')],
    explain: `The target admits the load balancer's address alone and sees the function's.`,
    source: 'nlb-client-ip',
  }),
  situation('acl-of-a-target-behind-a-peered-load-balancer-drops-what-goes-to-the-client', {
    world: (w) => {
      peered(w);
      putAcl(w, 'acl-target', ['subnet-peer'], ALLOW_ALL, [entry(100, 'allow', '-1', '10.1.0.0/16')]);
    },
    question: QUESTION,
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-target', 'return', 'egress', 'subnet-peer')],
    explain: `The ACL of the target's subnet lets replies out to its own VPC alone, and they go to the function's own address.`,
    source: 'nlb-client-ip',
  }),
  situation('load-balancer-that-keeps-the-clients-address-across-peering', {
    world: (w) => {
      addPeerVpc(w);
      targetInTheOtherVpc(w, 'sg-peer-db');
      addRoutes(w, 'rtb-db', [route('10.1.0.0/16', 'pcx-1')]);
    },
    question: QUESTION,
    explain: `The target is an address of a VPC that is peered with the load balancer's in the same Region, which is as far as a
      client's address is kept.`,
    source: 'nlb-client-ip',
  }),
  situation('load-balancer-that-keeps-the-clients-address-over-a-transit-gateway', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      targetInTheOtherVpc(w, 'sg-far-db');
      addRoutes(w, 'rtb-db', [route('10.1.0.0/16', 'tgw-1')]);
    },
    question: QUESTION,
    service: 'fail',
    blockers: [thing('X_CLIENT_ADDRESS_TOO_FAR', 'service', 'tgw-1', 'eni-nlb')],
    explain: `The target is behind a transit gateway, and a client's address is kept within the VPC and across peering only.`,
    source: 'nlb-client-ip',
  }),
  situation('load-balancer-that-keeps-the-clients-address-across-regions', {
    world: (w) => {
      addPeerVpc(w);
      targetInTheOtherVpc(w, 'sg-peer-db');
      setRoutes(w, 'rtb-db', [route('10.1.0.0/16', 'pcx-1')]);
      const { AccepterVpcInfo: accepter } = item(w, 'VpcPeeringConnections', 'pcx-1');
      Object.assign(accepter ?? {}, { Region: 'eu-west-1' });
    },
    question: QUESTION,
    service: 'fail',
    blockers: [thing('X_CLIENT_ADDRESS_TOO_FAR', 'service', 'pcx-1', 'eni-nlb')],
    explain: `The target is across a peering connection to another Region, and a client's address is kept within one only.`,
    source: 'nlb-client-ip',
  }),
];
