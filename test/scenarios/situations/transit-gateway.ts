import {
  ACCOUNT,
  ALLOW_ALL,
  addSubnet,
  EPHEMERAL,
  entry,
  item,
  networkAcl,
  permit,
  putAcl,
  REGION,
  refuse,
  route,
  routeTable,
  setRoutes,
  subnet,
  vpc,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { addCentralEgress, addDatabaseBehindTransitGateway, askToo } from '../../support/world-parts.ts';
import { aclRefuses, behind, groupsRefuse, type Situation, situation, thing } from './situation.ts';

const FAR: { readonly question: { readonly targets: readonly string[] } } = {
  question: { targets: ['10.1.0.10:5432'] },
};

/** The function's VPC is attached in a subnet of its own in each zone. */
function attachInSubnetsOfItsOwn(w: World): void {
  addSubnet(w, subnet('subnet-attach-a', '10.0.250.0/28', 'a'), null);
  addSubnet(w, subnet('subnet-attach-b', '10.0.250.16/28', 'b'), null);
  const standing = { SubnetIds: ['subnet-attach-a', 'subnet-attach-b'] };
  Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-1'), standing);
}

function transitRoutes(w: World) {
  const { Routes: routes = [] } = item(w, 'TransitGatewayRouteTables', 'tgw-rtb-1');
  return routes;
}

/** The database admits the function's group by its id, and the gateway and both attachments let references through. */
function referencesOn(w: World): void {
  addDatabaseBehindTransitGateway(w);
  Object.assign(item(w, 'TransitGateways', 'tgw-1'), { Options: { SecurityGroupReferencingSupport: 'enable' } });
  item(w, 'SecurityGroups', 'sg-far-db').IpPermissions = [permit('tcp', ['sg-lambda'], 5432)];
}

const BOTH_FIREWALLS = ['vpce-inspect', 'vpce-inspect-b'].map((hop) => ({
  hop,
  because: 'the firewall team tested it',
}));

/** The same with a firewall endpoint in zone b too, and the function in both zones; the database stays in zone a. */
function inspectionVpcInTwoZones(w: World): void {
  inspectionVpc(w);
  vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
  const place = (id: string, onward: string) =>
    routeTable(`rtb-${id}`, [`subnet-${id}`], [route('0.0.0.0/0', onward)], '10.3.0.0/16', 'vpc-3');
  w.RouteTables.push(place('inspect-attach-b', 'vpce-inspect-b'), place('inspect-b', 'tgw-1'));
  addSubnet(w, subnet('subnet-inspect-attach-b', '10.3.0.16/28', 'b', 'vpc-3'), null);
  addSubnet(w, subnet('subnet-inspect-b', '10.3.1.16/28', 'b', 'vpc-3'), null);
  const second = { VpcEndpointId: 'vpce-inspect-b', SubnetIds: ['subnet-inspect-b'] };
  w.VpcEndpoints.push({ ...item(w, 'VpcEndpoints', 'vpce-inspect'), ...second });
  Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-3'), {
    SubnetIds: ['subnet-inspect-attach', 'subnet-inspect-attach-b'],
  });
}

/** A VPC with a firewall endpoint, through which the transit gateway sends what goes between the other two. */
export function inspectionVpc(w: World): void {
  addDatabaseBehindTransitGateway(w);
  w.Vpcs.push(vpc('vpc-3', '10.3.0.0/16'));
  w.NetworkAcls.push(networkAcl('acl-inspect-default', [], ALLOW_ALL, ALLOW_ALL, 'vpc-3'));
  w.RouteTables.push(
    routeTable('rtb-inspect-main', [], [], '10.3.0.0/16', 'vpc-3'),
    routeTable(
      'rtb-inspect-attach',
      ['subnet-inspect-attach'],
      [route('0.0.0.0/0', 'vpce-inspect')],
      '10.3.0.0/16',
      'vpc-3',
    ),
    routeTable('rtb-inspect', ['subnet-inspect'], [route('10.0.0.0/8', 'tgw-1')], '10.3.0.0/16', 'vpc-3'),
  );
  addSubnet(w, subnet('subnet-inspect-attach', '10.3.0.0/28', 'a', 'vpc-3'), null);
  addSubnet(w, subnet('subnet-inspect', '10.3.1.0/28', 'a', 'vpc-3'), null);
  w.VpcEndpoints.push({
    VpcEndpointId: 'vpce-inspect',
    VpcEndpointType: 'GatewayLoadBalancer',
    VpcId: 'vpc-3',
    ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
    State: 'available',
    SubnetIds: ['subnet-inspect'],
  });
  w.TransitGatewayVpcAttachments.push({
    TransitGatewayAttachmentId: 'tgw-attach-3',
    TransitGatewayId: 'tgw-1',
    VpcId: 'vpc-3',
    State: 'available',
    SubnetIds: ['subnet-inspect-attach'],
  });
  w.TransitGatewayAttachments.push({
    TransitGatewayAttachmentId: 'tgw-attach-3',
    TransitGatewayId: 'tgw-1',
    ResourceType: 'vpc',
    ResourceId: 'vpc-3',
    State: 'available',
    Association: { TransitGatewayRouteTableId: 'tgw-rtb-spread', State: 'associated' },
  });
  const toInspection = {
    Type: 'static',
    State: 'active',
    TransitGatewayAttachments: [{ TransitGatewayAttachmentId: 'tgw-attach-3' }],
  };
  w.TransitGatewayRouteTables.push({
    TransitGatewayRouteTableId: 'tgw-rtb-spread',
    TransitGatewayId: 'tgw-1',
    Routes: [...transitRoutes(w)],
  });
  askToo(w, 'vpc-3');
  item(w, 'TransitGatewayRouteTables', 'tgw-rtb-1').Routes = [{ DestinationCidrBlock: '10.0.0.0/8', ...toInspection }];
}

/** The function's VPC and the database's are peered as well. */
function peer(w: World): void {
  const side = (VpcId: string, CidrBlock: string) => ({
    VpcId,
    OwnerId: ACCOUNT,
    Region: REGION,
    CidrBlock,
    CidrBlockSet: [{ CidrBlock }],
  });
  w.VpcPeeringConnections.push({
    VpcPeeringConnectionId: 'pcx-1',
    Status: { Code: 'active' },
    RequesterVpcInfo: side('vpc-1', '10.0.0.0/16'),
    AccepterVpcInfo: side('vpc-2', '10.1.0.0/16'),
  });
}

/** Ways through a transit gateway. */
export const TRANSIT_GATEWAY: readonly Situation[] = [
  situation('central-egress-through-a-transit-gateway', {
    world: addCentralEgress,
    explain: `The function's VPC leaves through a NAT gateway in an egress VPC behind a transit gateway. Everything is right there:
      association, routes, the way back to the spoke, an attachment in the NAT gateway's zone.`,
    source: 'tgw',
  }),
  situation('central-egress-without-a-way-back-to-the-spoke', {
    world: (w) => {
      addCentralEgress(w);
      setRoutes(w, 'rtb-egress-public', [route('0.0.0.0/0', 'igw-9')]);
    },
    endpoint: 'fail',
    blockers: [
      {
        ...thing('X_ROUTE_NEVER_RETURNS', 'endpoint', 'rtb-egress-public', 'subnet-egress-public', 'return'),
        entry: '0.0.0.0/0',
      },
    ],
    explain: `The NAT gateway's subnet in the egress VPC sends the spokes' range out again to the internet gateway, not back to the
      transit gateway: answers arrive at the NAT gateway and go no further.`,
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
    blockers: [thing('X_OPAQUE_HOP', 'endpoint', 'tgw-1', 'subnet-l1')],
    explain: `The transit gateway belongs to another account and its route tables cannot be read. Our half of the path is sound;
      for the rest, ask with a role of that account.`,
    source: 'tgw',
  }),
  situation('central-egress-whose-attachment-acl-refuses', {
    world: (w) => {
      addCentralEgress(w);
      attachInSubnetsOfItsOwn(w);
      putAcl(
        w,
        'acl-attach',
        ['subnet-attach-a'],
        [entry(90, 'deny', '-1', '10.0.1.0/24'), entry(100, 'allow', '-1', '0.0.0.0/0')],
        [entry(100, 'allow', '-1', '0.0.0.0/0')],
      );
    },
    endpoint: 'fail',
    blockers: [aclRefuses('endpoint', 'acl-attach', 'forward', 'ingress', 'subnet-attach-a', '90')],
    explain: `The attachment stands in a subnet of its own, whose ACL denies what comes from the function's subnet. Traffic into
      a transit gateway passes that ACL inbound.`,
    source: 'tgw-acl',
  }),
  situation('acl-of-the-far-attachment-that-refuses-inbound', {
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
    explain: `The ACL of the egress VPC's attachment subnet denies the function's range inbound. What a transit gateway delivers
      is looked at outbound there, and inbound only what goes into the gateway: nothing from that range does.`,
    source: 'tgw-acl',
  }),
  situation('acl-of-the-far-attachment-that-refuses-outbound', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      addSubnet(w, subnet('subnet-far-attach', '10.1.9.0/28', 'a', 'vpc-2'), null);
      Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2'), { SubnetIds: ['subnet-far-attach'] });
      putAcl(
        w,
        'acl-far-attach',
        ['subnet-far-attach'],
        [entry(100, 'allow', '-1', '0.0.0.0/0')],
        [entry(100, 'allow', '6', '10.1.9.0/28', [0, 65535])],
      );
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-far-attach', 'forward', 'egress', 'subnet-far-attach', '32767')],
    explain: `What the transit gateway delivers into the database's VPC passes the ACL of its attachment's subnet outbound, by its
      destination, and that lets nothing through to the database.`,
    source: 'tgw-acl',
  }),
  situation('attachment-in-the-functions-subnet-whose-acl-admits-the-database-only', {
    world: (w) => {
      addCentralEgress(w);
      putAcl(
        w,
        'acl-l1',
        ['subnet-l1'],
        [entry(100, 'allow', '6', '10.0.20.0/24', EPHEMERAL)],
        [entry(100, 'allow', '-1', '0.0.0.0/0')],
      );
    },
    endpoint: 'fail',
    blockers: [aclRefuses('endpoint', 'acl-l1', 'forward', 'ingress', 'subnet-l1', '32767')],
    explain: `The transit gateway's attachment stands in the function's own subnet. What goes into it passes that subnet's ACL
      outbound by its destination and inbound by its source, and inbound only the database's answers are allowed.`,
    source: 'tgw-acl',
  }),
  situation('known-refusal-before-a-transit-gateway', {
    world: (w) => {
      addCentralEgress(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `What happens behind the transit gateway need not be known: the function's own group lets no 443 out, so nothing ever
      gets there.`,
    source: 'sg',
  }),
  situation('database-behind-a-transit-gateway', {
    world: addDatabaseBehindTransitGateway,
    question: { targets: ['10.1.0.10:5432'] },
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
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-far-db', 'ingress', 'eni-far-db')],
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
    service: 'fail',
    blockers: [thing('TGW_ROUTE_AZ_RESTRICTION', 'service', 'tgw-attach-2', 'subnet-far', 'return')],
    explain: `The database's VPC is attached in zone b only, the database is in zone a. Requests are delivered all the same; its
      answers find no attachment in their zone and are lost.`,
    source: 'tgw-attach',
  }),
  situation('transit-gateway-without-an-attachment-in-one-zone-of-the-function', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-1'), { SubnetIds: ['subnet-l1'] });
    },
    ...FAR,
    service: 'partly',
    warnings: ['X_NAT_IN_OTHER_ZONE'],
    blockers: [thing('TGW_ROUTE_AZ_RESTRICTION', 'service', 'tgw-attach-1', 'subnet-l2')],
    explain: `The function runs in two zones and its VPC is attached in one of them. From the other nothing enters the transit
      gateway.`,
    source: 'tgw-attach',
  }),
  situation('transit-gateway-attachment-without-association', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      delete item(w, 'TransitGatewayAttachments', 'tgw-attach-1').Association;
    },
    ...FAR,
    service: 'fail',
    blockers: [thing('TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION', 'service', 'tgw-attach-1', 'subnet-l1')],
    explain: `The attachment of the function's VPC is associated with no route table of the transit gateway, which drops all that
      comes in by it.`,
    source: 'tgw',
  }),
  situation('transit-gateway-table-without-the-databases-range', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      transitRoutes(w).pop();
    },
    ...FAR,
    service: 'fail',
    blockers: [thing('TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', 'service', 'tgw-rtb-1', 'subnet-l1')],
    explain: `The database's VPC is attached, but its range is neither propagated into the route table nor set there.`,
    source: 'tgw',
  }),
  situation('transit-gateway-table-without-the-functions-range', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      transitRoutes(w).shift();
    },
    ...FAR,
    service: 'fail',
    blockers: [thing('TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', 'service', 'tgw-rtb-1', null, 'return')],
    explain: `Requests reach the database. Its answers find no route for the function's range in the transit gateway's table.`,
    source: 'tgw',
  }),
  situation('transit-gateway-blackhole-for-the-databases-range', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      transitRoutes(w).push({ DestinationCidrBlock: '10.1.0.0/24', Type: 'static', State: 'blackhole' });
    },
    ...FAR,
    service: 'fail',
    blockers: [{ ...thing('TGW_RTB_BAD_STATE_ROUTE', 'service', 'tgw-rtb-1', 'subnet-l1'), entry: '10.1.0.0/24' }],
    explain: `A blackhole for the database's subnet is more specific than the propagated range of its VPC: longest prefix first,
      dead or not.`,
    source: 'tgw',
  }),
  situation('static-route-of-a-transit-gateway-before-the-propagated-one', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      transitRoutes(w).push({ DestinationCidrBlock: '10.1.0.0/16', Type: 'static', State: 'blackhole' });
    },
    ...FAR,
    service: 'fail',
    blockers: [{ ...thing('TGW_RTB_BAD_STATE_ROUTE', 'service', 'tgw-rtb-1', 'subnet-l1'), entry: '10.1.0.0/16' }],
    explain: `Of two routes for one range the static one counts, and it is a blackhole.`,
    source: 'tgw',
  }),
  situation('group-reference-across-a-transit-gateway-that-supports-it', {
    world: referencesOn,
    ...FAR,
    explain: `The database admits the function's group by its id. Security group referencing is on at the transit gateway and not
      off at either attachment, so the inbound reference holds.`,
    source: 'tgw-attach',
  }),
  situation('group-reference-that-one-attachment-turns-off', {
    world: (w) => {
      referencesOn(w);
      Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2'), {
        Options: { SecurityGroupReferencingSupport: 'disable' },
      });
    },
    ...FAR,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-far-db', 'ingress', 'eni-far-db')],
    explain: `The transit gateway supports references, the database's attachment does not: one that is off is enough.`,
    source: 'tgw-attach',
  }),
  situation('group-reference-across-a-transit-gateway-into-the-zone-without-references', {
    world: (w) => {
      referencesOn(w);
      addSubnet(w, subnet('subnet-far-a', '10.1.1.0/28', 'a', 'vpc-2'), null);
      Object.assign(item(w, 'Subnets', 'subnet-far'), {
        AvailabilityZone: 'us-east-1e',
        AvailabilityZoneId: 'use1-az3',
      });
      item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2').SubnetIds?.push('subnet-far-a');
    },
    ...FAR,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-far-db', 'ingress', 'eni-far-db')],
    explain: `Security group referencing is on everywhere, and the database is in the one zone of us-east-1 where no group can be
      referenced across a transit gateway. That its requests come in by another zone does not help.`,
    source: 'tgw-attach',
  }),
  situation('outbound-group-reference-across-a-transit-gateway', {
    world: (w) => {
      referencesOn(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        permit('tcp', ['sg-far-db'], 5432),
        permit('tcp', ['0.0.0.0/0'], 443),
      ];
    },
    ...FAR,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `Across a transit gateway a reference holds in inbound rules only. The function's group names the database's outbound,
      and that matches nothing.`,
    source: 'tgw-attach',
  }),
  situation('transit-gateway-attachment-that-is-being-deleted', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2'), { State: 'deleting' });
    },
    ...FAR,
    service: 'fail',
    blockers: [thing('BAD_STATE_ATTACHMENT', 'service', 'tgw-attach-2', 'subnet-l1')],
    explain: `The attachment of the database's VPC is being deleted; nothing crosses it any more.`,
    source: 'tgw-attach',
  }),
  situation('transit-gateway-attachment-that-is-being-changed', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2'), { State: 'modifying' });
    },
    ...FAR,
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', 'tgw-attach-2', 'subnet-l1')],
    explain: `The attachment of the database's VPC is being modified, and AWS does not say what crosses it meanwhile.`,
    source: 'tgw-attach',
  }),
  situation('far-attachment-whose-subnet-does-not-lead-on', {
    world: (w) => {
      addCentralEgress(w);
      setRoutes(w, 'rtb-egress-attach', []);
    },
    endpoint: 'fail',
    blockers: [thing('NO_ROUTE_TO_DESTINATION', 'endpoint', 'rtb-egress-attach', 'subnet-egress-attach')],
    explain: `The transit gateway delivers into the egress VPC, and the route table of the subnet it delivers into leads nowhere.`,
    source: 'tgw-attach',
  }),
  situation('central-egress-without-an-attachment-in-the-nat-gateways-zone', {
    world: (w) => {
      addCentralEgress(w);
      const zone = { AvailabilityZone: 'us-east-1b', AvailabilityZoneId: 'use1-az2' };
      Object.assign(item(w, 'Subnets', 'subnet-egress-public'), zone);
    },
    endpoint: 'fail',
    warnings: ['X_NAT_IN_OTHER_ZONE'],
    blockers: [thing('TGW_ROUTE_AZ_RESTRICTION', 'endpoint', 'tgw-attach-9', 'subnet-egress-public', 'return')],
    explain: `The NAT gateway of the egress VPC is in zone b, where the VPC is not attached. Its answers towards the function
      cannot enter the transit gateway.`,
    source: 'tgw-attach',
  }),
  situation('far-vpc-that-leads-on-over-its-own-vpn', {
    world: (w) => {
      addCentralEgress(w);
      w.VpnGateways.push({
        VpnGatewayId: 'vgw-9',
        State: 'available',
        VpcAttachments: [{ VpcId: 'vpc-9', State: 'attached' }],
      });
      setRoutes(w, 'rtb-egress-attach', [route('0.0.0.0/0', 'vgw-9')]);
    },
    endpoint: 'fail',
    blockers: [
      thing('X_GATEWAY_OF_ANOTHER_VPC', 'endpoint', 'vgw-9', 'subnet-egress-attach'),
      behind({ ...thing('X_OPAQUE_HOP', 'endpoint', 'vgw-9', 'subnet-egress-attach'), entry: '0.0.0.0/0' }),
    ],
    explain: `The far VPC sends what comes over the transit gateway into its own VPN. A virtual private gateway serves its own VPC,
      and does not relay for another.`,
    source: 'tgw',
  }),
  situation('inspection-vpc-between-two-others', {
    world: inspectionVpc,
    ...FAR,
    service: 'unknown',
    blockers: [thing('X_OPAQUE_HOP', 'service', 'vpce-inspect', 'subnet-inspect-attach')],
    explain: `Requests go over the transit gateway into an inspection VPC, through its firewall endpoint and over the gateway again to
      the database's VPC, answers the same way back. Everything is right but for the firewall's rules, which are out of sight.`,
    source: 'tgw',
  }),
  situation('inspection-vpc-whose-firewall-is-vouched-for', {
    world: inspectionVpc,
    question: { ...FAR.question, assumptions: [{ hop: 'vpce-inspect', because: 'the firewall team tested it' }] },
    warnings: ['X_ASSUMED'],
    explain: `The same, and the caller vouches for the firewall.`,
    source: 'tgw',
  }),
  situation('inspection-vpc-in-two-zones-with-appliance-mode', {
    world: (w) => {
      inspectionVpcInTwoZones(w);
      Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-3'), {
        Options: { ApplianceModeSupport: 'enable' },
      });
    },
    question: { ...FAR.question, assumptions: BOTH_FIREWALLS },
    warnings: ['X_ASSUMED', 'X_NAT_IN_OTHER_ZONE'],
    explain: `A firewall in each of two zones, and the function in both. Appliance mode picks one zone for a flow, and brings its
      answers back by the same, whatever zone the database is in.`,
    source: 'tgw-appliance',
  }),
  situation('inspection-vpc-in-two-zones-without-appliance-mode', {
    world: inspectionVpcInTwoZones,
    question: { ...FAR.question, assumptions: BOTH_FIREWALLS },
    service: 'partly',
    blockers: [
      {
        ...thing('X_ROUTE_NEVER_RETURNS', 'service', 'rtb-inspect-attach', 'subnet-inspect-attach', 'return'),
        entry: '0.0.0.0/0',
      },
    ],
    warnings: ['X_ASSUMED', 'X_NAT_IN_OTHER_ZONE'],
    explain: `The same without appliance mode. Requests of the function's second subnet go through the firewall of zone b; the answers
      come from the database's zone a, and so to the firewall of that zone, which knows nothing of them.`,
    source: 'tgw-appliance',
  }),
  situation('replies-of-the-far-database-go-to-a-nat-gateway-of-its-own', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      addSubnet(w, subnet('subnet-far-public', '10.1.100.0/24', 'a', 'vpc-2'), null);
      const own = [{ PublicIp: '203.0.113.9', PrivateIp: '10.1.100.5', Status: 'succeeded' }];
      w.NatGateways.push({
        ...item(w, 'NatGateways', 'nat-1'),
        NatGatewayId: 'nat-far',
        VpcId: 'vpc-2',
        SubnetId: 'subnet-far-public',
        NatGatewayAddresses: own,
      });
      setRoutes(w, 'rtb-far', [route('0.0.0.0/0', 'nat-far')]);
    },
    ...FAR,
    service: 'fail',
    blockers: [{ ...thing('X_ROUTE_NEVER_RETURNS', 'service', 'rtb-far', 'subnet-far', 'return'), entry: '0.0.0.0/0' }],
    warnings: ['X_NAT_IN_OTHER_ZONE'],
    explain: `The database's subnet has a default route to the NAT gateway of its own VPC and none to the function's range: replies to
      both of the function's subnets leave by it and never come back.`,
    source: 'tgw',
  }),
  situation('inspection-vpc-whose-firewall-the-answers-pass-by', {
    world: (w) => {
      inspectionVpc(w);
      peer(w);
      setRoutes(w, 'rtb-far', [route('10.0.0.0/16', 'pcx-1')]);
    },
    ...FAR,
    service: 'fail',
    blockers: [
      thing('X_OPAQUE_HOP', 'service', 'vpce-inspect', 'subnet-inspect-attach'),
      {
        ...thing('X_ROUTE_NEVER_RETURNS', 'service', 'rtb-far', 'subnet-far', 'return'),
        entry: '10.0.0.0/16',
        behind: true,
      },
    ],
    explain: `Requests go through the inspection VPC's firewall, and answers straight back over a peering connection. A firewall that
      sees one direction alone drops the connection.`,
    source: 'edge',
  }),
];
