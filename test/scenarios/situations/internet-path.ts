import {
  addRoutes,
  addSubnet,
  EPHEMERAL,
  entry,
  item,
  POSTGRES,
  permit,
  putAcl,
  remove,
  route,
  routeTable,
  setRoutes,
  subnet,
  vpcConfig,
} from '../../support/world.ts';
import { addPeerVpc, withoutNat } from '../../support/world-parts.ts';
import { aclRefuses, blackhole, groupsRefuse, noRoute, type Situation, situation, thing } from './situation.ts';

/** The function's way to Secrets Manager's public addresses through the NAT and internet gateways. */
export const INTERNET_PATH: readonly Situation[] = [
  situation('no-way-out-of-the-vpc', {
    world: withoutNat,
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The function's subnet has only the local route, and there is no endpoint for Secrets Manager. Its public name
      resolves, but no route leads there: the first call of createSecret hangs until the function times out.`,
    source: 'lambda-internet',
  }),
  situation('function-in-a-public-subnet', {
    world: (w) => {
      vpcConfig(w).SubnetIds = ['subnet-public'];
    },
    endpoint: 'fail',
    blockers: [thing('IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', 'endpoint', 'igw-1', 'subnet-public')],
    explain: `The function sits in a subnet whose default route is the internet gateway. A function's interface never gets a
      public address, whatever MapPublicIpOnLaunch says, and the gateway drops packets from private ones.`,
    source: 'lambda-internet',
  }),
  situation('internet-gateway-detached', {
    world: (w) => {
      setRoutes(w, 'rtb-public', [route('0.0.0.0/0', 'igw-1', { State: 'blackhole' })]);
      item(w, 'InternetGateways', 'igw-1').Attachments = [];
    },
    endpoint: 'fail',
    blockers: [blackhole('endpoint', 'rtb-public', 'subnet-public', '0.0.0.0/0')],
    explain: `The NAT gateway is healthy, but the internet gateway its subnet routes to was detached from the VPC. The route is a
      blackhole: it still wins and drops what the NAT gateway sends.`,
    source: 'igw',
  }),
  situation('internet-gateway-attached-to-another-vpc', {
    world: (w) => {
      item(w, 'InternetGateways', 'igw-1').Attachments = [{ VpcId: 'vpc-77', State: 'available' }];
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE_ATTACHMENT', 'endpoint', 'igw-1', 'subnet-public')],
    explain: `The public subnet routes to an internet gateway that is attached to another VPC. A gateway serves only the VPC it
      is attached to.`,
    source: 'igw',
  }),
  situation('private-nat-gateway-before-an-internet-gateway', {
    world: (w) => {
      Object.assign(item(w, 'NatGateways', 'nat-1'), {
        ConnectivityType: 'private',
        NatGatewayAddresses: [{ PrivateIp: '10.0.100.5', NetworkInterfaceId: 'eni-nat', Status: 'succeeded' }],
      });
      const eni = item(w, 'NetworkInterfaces', 'eni-nat');
      delete eni.Association;
    },
    endpoint: 'fail',
    blockers: [thing('X_PRIVATE_NAT_BEFORE_INTERNET_GATEWAY', 'endpoint', 'nat-1', 'subnet-public')],
    explain: `The NAT gateway's connectivity is private: it has no Elastic IP address. It may lead to other private networks,
      but the internet gateway drops whatever it sends.`,
    source: 'nat',
  }),
  situation('nat-gateway-failed', {
    world: (w) => {
      Object.assign(item(w, 'NatGateways', 'nat-1'), { State: 'failed', FailureCode: 'Gateway.NotAttached' });
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'nat-1', 'subnet-public')],
    explain: `The NAT gateway never came up: its state is failed. The route to it still stands and nothing else is tried. It has
      to be made again.`,
    source: 'nat-trouble',
  }),
  situation('nat-gateway-still-pending', {
    world: (w) => {
      item(w, 'NatGateways', 'nat-1').State = 'pending';
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'nat-1', 'subnet-public')],
    explain: `The NAT gateway is being created and forwards nothing yet. In a few minutes the same check will pass.`,
    source: 'nat-trouble',
  }),
  situation('nat-gateway-deleted-and-its-route-left-behind', {
    world: (w) => {
      setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'nat-1', { State: 'blackhole' })]);
      remove(w, 'NatGateways', 'nat-1');
      remove(w, 'NetworkInterfaces', 'eni-nat');
    },
    endpoint: 'fail',
    blockers: [blackhole('endpoint', 'rtb-private', 'subnet-l1', '0.0.0.0/0')],
    explain: `The NAT gateway is gone, its route is not. Such a route is a blackhole: it still is the longest match and drops
      every packet.`,
    source: 'nat-trouble',
  }),
  situation('nat-gateway-whose-address-failed', {
    world: (w) => {
      item(w, 'NatGateways', 'nat-1').NatGatewayAddresses = [
        { AllocationId: 'eipalloc-1', PublicIp: '203.0.113.5', PrivateIp: '10.0.100.5', Status: 'failed' },
      ];
    },
    endpoint: 'fail',
    blockers: [thing('X_NAT_GATEWAY_WITHOUT_ADDRESS', 'endpoint', 'nat-1', 'subnet-public')],
    explain: `The NAT gateway is available, but its only Elastic IP address could not be associated. Without a public address it
      has nothing to translate to.`,
    source: 'nat',
  }),
  situation('nat-gateway-in-a-subnet-without-internet', {
    world: (w) => setRoutes(w, 'rtb-public', []),
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-public', 'subnet-public')],
    explain: `The function's subnet routes to the NAT gateway, but the NAT gateway's own subnet has no route to an internet
      gateway. A NAT gateway forwards by the table of the subnet it stands in.`,
    source: 'nat-trouble',
  }),
  situation('nat-gateway-in-the-functions-own-subnet', {
    world: (w) => {
      item(w, 'NatGateways', 'nat-1').SubnetId = 'subnet-l1';
      Object.assign(item(w, 'NetworkInterfaces', 'eni-nat'), {
        SubnetId: 'subnet-l1',
        PrivateIpAddress: '10.0.1.5',
        PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.5', Primary: true }],
      });
      Object.assign(item(w, 'NatGateways', 'nat-1').NatGatewayAddresses?.[0] ?? {}, { PrivateIp: '10.0.1.5' });
    },
    endpoint: 'fail',
    blockers: [thing('X_NAT_GATEWAY_IN_SOURCE_SUBNET', 'endpoint', 'nat-1', 'subnet-l1')],
    explain: `Function and NAT gateway share a subnet, hence a route table. Its default route leads to the NAT gateway, which
      then looks into the same table and meets itself. With the route to the internet gateway instead, the function would fail.`,
    source: 'nat-trouble',
  }),
  situation('one-of-two-subnets-falls-to-the-main-table', {
    world: (w) => {
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      item(w, 'RouteTables', 'rtb-private').Associations = [{ Main: false, SubnetId: 'subnet-l1' }];
    },
    endpoint: 'partly',
    blockers: [noRoute('endpoint', 'rtb-main', 'subnet-l2')],
    explain: `subnet-l2 is associated with no table, so the VPC's main table applies, and it has no default route. Lambda picks
      a subnet for each execution environment: rotation works on some days and hangs on others.`,
    source: 'tables',
  }),
  situation('main-table-with-nat-serves-a-subnet-without-a-table', {
    world: (w) => {
      setRoutes(w, 'rtb-main', [route('0.0.0.0/0', 'nat-1')]);
      item(w, 'RouteTables', 'rtb-private').Associations = [{ Main: false, SubnetId: 'subnet-l2' }];
    },
    explain: `The function's subnet is associated with no table of its own. The main table applies to it, and that one leads to
      the NAT gateway.`,
    source: 'tables',
  }),
  situation('explicit-table-beats-a-main-table-with-nat', {
    world: (w) => {
      setRoutes(w, 'rtb-main', [route('0.0.0.0/0', 'nat-1')]);
      setRoutes(w, 'rtb-private', []);
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The main table leads to the NAT gateway, but the function's subnet is associated explicitly with a table that
      does not. The main table is only for subnets without an association.`,
    source: 'tables',
  }),
  situation('association-not-yet-effective', {
    world: (w) => {
      setRoutes(w, 'rtb-main', []);
      item(w, 'RouteTables', 'rtb-private').Associations = [
        { Main: false, SubnetId: 'subnet-l1', AssociationState: { State: 'failed', StatusMessage: 'failed' } },
      ];
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-main', 'subnet-l1')],
    explain: `The subnet's association with the table that leads to the NAT gateway failed. An association counts only in state
      associated; until then the main table applies, and it has no way out.`,
    source: 'tables',
  }),
  situation('nat-subnet-sends-replies-into-a-blackhole', {
    world: (w) => addRoutes(w, 'rtb-public', [route('10.0.1.0/24', 'eni-gone', { State: 'blackhole' })]),
    endpoint: 'fail',
    blockers: [blackhole('endpoint', 'rtb-public', 'subnet-public', '10.0.1.0/24', 'return')],
    explain: `The public subnet's table has a route for the function's subnet, more specific than local, left over from an
      appliance that is gone. The way there works; the NAT gateway's packets back to the function vanish.`,
    source: 'routes',
  }),
  situation('default-route-into-a-peering', {
    world: (w) => {
      addPeerVpc(w);
      setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'pcx-1')]);
    },
    endpoint: 'fail',
    blockers: [thing('PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', 'endpoint', 'pcx-1', 'subnet-l1')],
    explain: `The default route leads into a peering connection, in the hope of using the other VPC's NAT gateway. Peering
      carries traffic only to addresses of the peer VPC; its gateways cannot be used from outside.`,
    source: 'peering',
  }),
  situation('functions-group-lets-only-the-database-out', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `The function's security group lets 5432 out to the database's group and nothing else. The call to Secrets Manager
      on 443 never leaves the function's interface.`,
    source: 'sg',
  }),
  situation('route-to-a-nat-gateway-nobody-has-seen', {
    world: (w) => {
      remove(w, 'NatGateways', 'nat-1');
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'nat-1', 'subnet-l1')],
    explain: `The route still says active, but the VPC's complete list of NAT gateways no longer holds the one it points to:
      deleted NAT gateways vanish from the list after about an hour. Nothing forwards for it.`,
    source: 'nat-trouble',
  }),
  situation('isolated-subnet-beside-a-routed-one', {
    world: (w) => {
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-isolated'];
      w.RouteTables.push(routeTable('rtb-isolated', ['subnet-isolated'], []));
      addSubnet(w, subnet('subnet-isolated', '10.0.3.0/24', 'c'), null);
      putAcl(
        w,
        'acl-isolated',
        ['subnet-isolated'],
        [entry(100, 'allow', '6', '10.0.0.0/16', EPHEMERAL)],
        [entry(100, 'allow', '6', '10.0.0.0/16', POSTGRES)],
      );
    },
    endpoint: 'partly',
    blockers: [
      aclRefuses('endpoint', 'acl-isolated', 'forward', 'egress', 'subnet-isolated'),
      {
        ...noRoute('endpoint', 'rtb-isolated', 'subnet-isolated'),
        behind: true,
      },
      { ...aclRefuses('endpoint', 'acl-isolated', 'return', 'ingress', 'subnet-isolated'), behind: true },
    ],
    explain: `One of the function's two subnets was meant for databases: its ACL lets 5432 out and replies from the VPC in, and
      there is no default route either. All of it must be mended; until then rotation works only from the other subnet.`,
    source: 'sm-network',
  }),
  situation('route-of-a-route-server', {
    world: (w) => setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'nat-1', { Origin: 'Advertisement' })]),
    warnings: ['X_ROUTE_ADVERTISED'],
    explain: `The default route was advertised by a route server. It is good now, and gone as soon as the server withdraws it.`,
    source: 'routes',
  }),
];
