import { addSubnet, entry, item, permit, putAcl, refuse, route, setRoutes, subnet } from '../../support/world.ts';
import { addCentralEgress, addDatabaseBehindTransitGateway } from '../../support/world-parts.ts';
import type { ExpectedBlocker } from '../expectation.ts';
import { groupsRefuse, type Situation, situation, thing } from './situation.ts';

/** A hop that `entry`, the destination of a route, leads into. */
function hop(
  prerequisite: 'service' | 'endpoint',
  resource: string,
  at: string,
  entry: string | null = '0.0.0.0/0',
): ExpectedBlocker {
  return { ...thing('X_NOT_MODELLED', prerequisite, resource, at), entry };
}

/** Ways through a transit gateway, which this version does not see through. */
export const TRANSIT_GATEWAY: readonly Situation[] = [
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
];
