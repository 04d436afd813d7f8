import {
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  EPHEMERAL,
  entry,
  item,
  networkInterface,
  POSTGRES,
  permit,
  putAcl,
  remove,
  rotationFunction,
  route,
  securityGroup,
  setRoutes,
  subnet,
  vpc,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { addPeerVpc, withoutNat } from '../../support/world-parts.ts';
import {
  aclRefuses,
  behind,
  blackhole,
  groupsEmpty,
  groupsRefuse,
  noRoute,
  overall,
  type Situation,
  situation,
  thing,
} from './situation.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:111122223333:function:rotate-db';

function admits(...rules: readonly ReturnType<typeof permit>[]): (world: World) => void {
  return (world) => {
    item(world, 'SecurityGroups', 'sg-db').IpPermissions = [...rules];
  };
}

/** The database gets a public address, and its subnet the route it needs. */
function publish(world: World): void {
  const eni = item(world, 'NetworkInterfaces', 'eni-db');
  eni.Association = { PublicIp: '203.0.113.20' };
  eni.PrivateIpAddresses = [
    { PrivateIpAddress: '10.0.20.10', Primary: true, Association: { PublicIp: '203.0.113.20' } },
  ];
  Object.assign(item(world, 'Instances', 'i-db'), {
    PublicDnsName: 'ec2-203-0-113-20.compute-1.amazonaws.com',
    PublicIpAddress: '203.0.113.20',
  });
  setRoutes(world, 'rtb-db', [route('0.0.0.0/0', 'igw-1')]);
  world.requests?.push({
    list: 'NetworkInterfaces',
    action: 'ec2:DescribeNetworkInterfaces',
    account: '111122223333',
    region: 'us-east-1',
    filters: { 'association.public-ip': ['203.0.113.20'] },
  });
}

function outsideAnyVpc(world: World): void {
  delete rotationFunction(world).VpcConfig;
}

const FROM_FUNCTION = [entry(100, 'allow', '6', '10.0.1.0/24', POSTGRES)];

/** The function's way to the database inside one VPC, to public services, and from outside any VPC. */
export const SERVICE_PATH: readonly Situation[] = [
  situation('functions-group-lets-only-https-out', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['0.0.0.0/0'], 443)];
    },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `The function's security group lets 443 out and nothing else. The database admits the function, but the connection
      to 5432 never leaves the function's interface.`,
    source: 'sg',
  }),
  situation('default-group-whose-egress-was-removed', {
    world: (w) => {
      vpcConfig(w).SecurityGroupIds = ['sg-default'];
      item(w, 'NetworkInterfaces', 'eni-db').Groups = [{ GroupId: 'sg-default' }];
      item(w, 'SecurityGroups', 'sg-default').IpPermissionsEgress = [];
      remove(w, 'NetworkInterfaces', 'eni-lambda');
    },
    service: 'fail',
    endpoint: 'fail',
    blockers: [
      groupsEmpty('service', 'sg-default', 'egress', 'subnet-l1'),
      groupsEmpty('endpoint', 'sg-default', 'egress', 'subnet-l1'),
    ],
    explain: `Function and database bear the VPC's default group, whose outbound rules were removed for hardening. Its members
      may be called by each other, but none of them may call.`,
    source: 'sg',
  }),
  situation('database-group-admits-nobody', {
    world: admits(),
    service: 'fail',
    blockers: [groupsEmpty('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database's security group has no inbound rule. A new group admits nothing until told to.`,
    source: 'sg',
  }),
  situation('database-group-admits-another-group', {
    world: (w) => {
      w.SecurityGroups.push(securityGroup('sg-app', []));
      admits(permit('tcp', ['sg-app'], 5432))(w);
    },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database admits the application's group. The rotation function has a group of its own and was forgotten.`,
    source: 'sg',
  }),
  situation('database-group-admits-another-port', {
    world: admits(permit('tcp', ['sg-lambda'], 3306)),
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database's group admits the function on 3306, MySQL's port. This database listens on 5432.`,
    source: 'sg',
  }),
  situation('database-group-admits-udp', {
    world: admits(permit('udp', ['sg-lambda'], 5432)),
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The rule has the right port and source and the wrong protocol: UDP. PostgreSQL speaks TCP.`,
    source: 'sg',
  }),
  situation('database-group-admits-ipv6-only', {
    world: admits(permit('tcp', ['::/0'], 5432)),
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The only rule admits ::/0, every IPv6 address. The function comes over IPv4, which an IPv6 rule never covers.`,
    source: 'sg',
  }),
  situation('database-group-pins-the-address-of-the-moment', {
    world: admits(permit('tcp', ['10.0.1.25/32'], 5432)),
    service: 'partly',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database admits 10.0.1.25, the address Lambda's interface has today. Lambda removes and remakes its interfaces
      as it sees fit and may use any address of the subnet tomorrow. Admit the group, or the whole subnet.`,
    source: 'lambda',
  }),
  situation('database-group-covers-one-of-two-subnets', {
    world: (w) => {
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      admits(permit('tcp', ['10.0.1.0/24'], 5432))(w);
    },
    service: 'partly',
    warnings: ['X_NAT_IN_OTHER_ZONE'],
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The function has two subnets, the database admits the range of one. Lambda picks either: rotation fails whenever it
      runs in the other.`,
    source: 'sm-network',
  }),
  situation('database-in-a-secondary-range', {
    world: (w) => {
      item(w, 'Vpcs', 'vpc-1').CidrBlockAssociationSet?.push({
        CidrBlock: '100.64.0.0/16',
        CidrBlockState: { State: 'associated' },
      });
      for (const table of w.RouteTables) {
        table.Routes?.push(route('100.64.0.0/16', 'local', { Origin: 'CreateRouteTable' }));
      }
      addSubnet(w, subnet('subnet-db-2', '100.64.1.0/24', 'a'), 'rtb-db');
      w.NetworkInterfaces.push(networkInterface('eni-db-2', 'subnet-db-2', '100.64.1.10', ['sg-db']));
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        permit('-1', ['10.0.0.0/16']),
        permit('tcp', ['0.0.0.0/0'], 443),
      ];
    },
    question: { targets: ['100.64.1.10:5432'] },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `The VPC got a secondary range and the database lives in it. The function's group still lets traffic out to the
      primary range only.`,
    source: 'sg',
  }),
  situation('database-subnet-acl-refuses-the-port', {
    world: (w) =>
      putAcl(w, 'acl-db', ['subnet-db'], [entry(100, 'allow', '6', '10.0.1.0/24', [3306, 3306])], ALLOW_ALL),
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-db', 'forward', 'ingress', 'subnet-db')],
    explain: `The ACL of the database's subnet admits 3306 from the function's subnet. The connection to 5432 matches no entry
      but the closing deny.`,
    source: 'acl',
  }),
  situation('database-subnet-acl-denies-before-it-allows', {
    world: (w) =>
      putAcl(
        w,
        'acl-db',
        ['subnet-db'],
        [entry(90, 'deny', '6', '10.0.0.0/22', POSTGRES), entry(100, 'allow', '-1', '0.0.0.0/0')],
        ALLOW_ALL,
      ),
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-db', 'forward', 'ingress', 'subnet-db', '90')],
    explain: `Entry 90 of the database subnet's ACL denies 5432 from 10.0.0.0/22, which holds the function's subnet. That entry
      100 allows everything comes too late: the lower number decides.`,
    source: 'acl',
  }),
  situation('database-subnet-acl-denies-half-of-the-functions-subnet', {
    world: (w) =>
      putAcl(
        w,
        'acl-db',
        ['subnet-db'],
        [entry(90, 'deny', '6', '10.0.1.128/25', POSTGRES), entry(100, 'allow', '-1', '0.0.0.0/0')],
        ALLOW_ALL,
      ),
    service: 'partly',
    blockers: [aclRefuses('service', 'acl-db', 'forward', 'ingress', 'subnet-db', '90')],
    explain: `Entry 90 denies the upper half of the function's subnet. Lambda's interface may get an address in either half, now
      or whenever it is remade.`,
    source: 'acl',
  }),
  situation('replies-dropped-by-database-subnet-acl', {
    world: (w) =>
      putAcl(w, 'acl-db', ['subnet-db'], FROM_FUNCTION, [entry(100, 'allow', '6', '0.0.0.0/0', [443, 443])]),
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-db', 'return', 'egress', 'subnet-db')],
    explain: `The ACL of the database's subnet admits 5432 and lets only 443 out. The database answers to the client's port,
      1024-65535, so the connection request arrives and the answer is dropped.`,
    source: 'ephemeral',
  }),
  situation('acl-with-the-database-port-in-both-directions', {
    world: (w) => putAcl(w, 'acl-db', ['subnet-db'], FROM_FUNCTION, FROM_FUNCTION),
    service: 'partly',
    blockers: [aclRefuses('service', 'acl-db', 'return', 'egress', 'subnet-db')],
    explain: `The ACL of the database's subnet has 5432 in both directions. Outbound that is wrong: answers go to the client's
      port. Only the one connection in 64512 whose client port happens to be 5432 is answered.`,
    source: 'ephemeral',
  }),
  situation('database-subnet-acl-opens-high-client-ports-only', {
    world: (w) =>
      putAcl(w, 'acl-db', ['subnet-db'], FROM_FUNCTION, [entry(100, 'allow', '6', '10.0.1.0/24', [32768, 65535])]),
    service: 'partly',
    blockers: [aclRefuses('service', 'acl-db', 'return', 'egress', 'subnet-db')],
    explain: `The ACL of the database's subnet lets replies out to 32768-65535, as for a Linux client. Lambda uses 1024-65535:
      about half of all attempts get no answer.`,
    source: 'ephemeral',
  }),
  situation('functions-acl-refuses-the-database-port', {
    world: (w) =>
      putAcl(
        w,
        'acl-l1',
        ['subnet-l1'],
        [entry(100, 'allow', '6', '0.0.0.0/0', EPHEMERAL)],
        [entry(100, 'allow', '6', '0.0.0.0/0', [443, 443])],
      ),
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-l1', 'forward', 'egress', 'subnet-l1')],
    explain: `The ACL of the function's subnet lets only 443 out. Secrets Manager is reached, the database on 5432 is not.`,
    source: 'acl',
  }),
  situation('replaced-local-route-leads-into-a-blackhole', {
    world: (w) => addRoutes(w, 'rtb-private', [route('10.0.20.0/24', 'eni-gone', { State: 'blackhole' })]),
    service: 'fail',
    blockers: [blackhole('service', 'rtb-private', 'subnet-l1', '10.0.20.0/24')],
    explain: `The table has a route for exactly the database's subnet, to the interface of an appliance that is gone. Such a
      route is more specific than local and wins; being dead, it drops everything.`,
    source: 'routes',
  }),
  situation('database-answers-into-a-blackhole', {
    world: (w) => addRoutes(w, 'rtb-db', [route('10.0.1.0/24', 'eni-gone', { State: 'blackhole' })]),
    service: 'fail',
    blockers: [blackhole('service', 'rtb-db', 'subnet-db', '10.0.1.0/24', 'return')],
    explain: `The way there is open. The database's own table sends the function's subnet to an interface that no longer exists,
      so its answers never arrive.`,
    source: 'routes',
  }),
  situation('no-interface-at-the-address', {
    question: { targets: ['10.0.20.99:5432'] },
    service: 'fail',
    blockers: [thing('X_NO_INTERFACE_AT_ADDRESS', 'service', 'subnet-db', 'subnet-db')],
    explain: `The address lies in the database's subnet, but no interface of the account has it. The server was replaced, or the
      address mistyped; the connection waits for an answer nobody gives.`,
    source: 'interfaces',
  }),
  situation('no-subnet-at-the-address', {
    question: { targets: ['10.0.77.5:5432'] },
    service: 'fail',
    blockers: [thing('X_NO_SUBNET_AT_ADDRESS', 'service', 'vpc-1', null)],
    explain: `The address is inside the VPC's range and in none of its subnets. The local route takes the packet and there is
      nowhere to deliver it.`,
    source: 'routes',
  }),
  situation('database-instance-stopped', {
    world: (w) => {
      item(w, 'Instances', 'i-db').State = { Name: 'stopped' };
    },
    question: { targets: ['i-db:5432'] },
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'i-db', 'eni-db')],
    explain: `The database's instance is stopped. Its interface and address stay, nobody listens behind them.`,
    source: 'instances',
  }),
  situation('database-instance-stopped-and-asked-by-address', {
    world: (w) => {
      item(w, 'Instances', 'i-db').State = { Name: 'stopping' };
    },
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'i-db', 'eni-db')],
    explain: `The target is given by address; the interface there belongs to an instance that is being stopped. By address or
      by id, the server is not there.`,
    source: 'instances',
  }),
  situation('database-interface-detached', {
    world: (w) => {
      const eni = item(w, 'NetworkInterfaces', 'eni-db');
      eni.Status = 'available';
      delete eni.Attachment;
      remove(w, 'Instances', 'i-db');
    },
    question: { targets: ['eni-db:5432'] },
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'eni-db', 'eni-db')],
    explain: `The interface with the database's address exists, but is attached to nothing. Attach it to the server, or ask for
      the interface the server really has.`,
    source: 'interfaces',
  }),
  situation('same-address-in-the-peer-is-not-the-target', {
    world: (w) => {
      w.Vpcs.push(vpc('vpc-3', '10.0.0.0/16'));
      addSubnet(w, subnet('subnet-other-db', '10.0.20.0/24', 'a', 'vpc-3'), null);
      w.SecurityGroups.push(securityGroup('sg-other-db', [permit('-1', ['0.0.0.0/0'])], undefined, 'vpc-3'));
      w.NetworkInterfaces.push(
        networkInterface('eni-other-db', 'subnet-other-db', '10.0.20.10', ['sg-other-db'], { VpcId: 'vpc-3' }),
      );
      admits()(w);
    },
    service: 'fail',
    blockers: [groupsEmpty('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `Another VPC has the same range and an open server at the same address. The function's packets go where its own
      routes lead, to the server in its own VPC, whose group admits nobody.`,
    source: 'routes',
  }),
  situation('private-address-on-no-route-goes-to-the-nat-gateway', {
    question: { targets: ['192.168.50.10:5432'] },
    service: 'fail',
    blockers: [thing('IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS', 'service', 'igw-1', 'subnet-public')],
    explain: `The database is in the data centre, but no route covers 192.168.50.10, so the default route takes the packet to the
      NAT gateway and on to the internet gateway, which drops private destinations. The VPN's route is missing.`,
    source: 'igw',
  }),
  situation('public-service-through-the-nat-gateway', {
    question: { targets: ['198.51.100.20:5432'] },
    warnings: ['X_SERVICE_OWN_DOOR'],
    explain: `The database is a hosted one at a public address. The path through the NAT gateway is sound; its last door is the
      provider's allow-list, which must hold the NAT gateway's address 203.0.113.5.`,
    source: 'nat',
  }),
  situation('public-service-and-no-way-out', {
    world: withoutNat,
    question: { targets: ['198.51.100.20:5432'] },
    service: 'fail',
    endpoint: 'fail',
    blockers: [noRoute('service', 'rtb-private', 'subnet-l1'), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    warnings: [],
    explain: `The database is at a public address and the function's subnet has no default route. Neither the database nor
      Secrets Manager can be reached.`,
    source: 'lambda-internet',
  }),
  situation('own-public-address-reached-from-inside', {
    world: publish,
    question: { targets: ['203.0.113.20:5432'] },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The target is the public address of an instance in the same VPC. Traffic to it leaves by the NAT gateway and comes
      back in from 203.0.113.5: the database's group, which admits the function's group, does not recognize it.`,
    source: 'sg',
  }),
  situation('public-name-of-an-instance-inside-its-own-vpc', {
    world: publish,
    question: { targets: ['ec2-203-0-113-20.compute-1.amazonaws.com:5432'] },
    explain: `The target is the instance's public DNS name. Inside the instance's own VPC, with both DNS attributes on, that name
      gives the private address, and by that way all is well.`,
    source: 'dns',
  }),
  situation('function-outside-any-vpc-and-a-private-database', {
    world: outsideAnyVpc,
    service: 'fail',
    blockers: [overall('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'service', FUNCTION_ARN)],
    explain: `The function is attached to no VPC. It has the internet, and so Secrets Manager, but no way to a private address.
      Attach it to the database's VPC.`,
    source: 'lambda',
  }),
  situation('function-with-an-empty-vpc-configuration', {
    world: (w) => {
      rotationFunction(w).VpcConfig = { VpcId: '', SubnetIds: [], SecurityGroupIds: [] };
    },
    question: { targets: ['i-db:5432'] },
    service: 'fail',
    blockers: [overall('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'service', FUNCTION_ARN)],
    explain: `The function's VPC configuration is there and empty, which is how Lambda shows a function without a VPC after one
      was removed. It reaches no private address.`,
    source: 'lambda',
  }),
  situation('function-outside-any-vpc-and-nothing-but-secrets-manager', {
    world: outsideAnyVpc,
    question: { noTarget: true },
    service: 'n/a',
    explain: `The function rotates an API key and talks to nothing but Secrets Manager. Outside any VPC it has Lambda's own way
      to the internet, which is enough.`,
    source: 'lambda-internet',
  }),
  situation('function-outside-any-vpc-and-an-exposed-database', {
    world: (w) => {
      outsideAnyVpc(w);
      publish(w);
      admits(permit('tcp', ['0.0.0.0/0'], 5432))(w);
    },
    question: { targets: ['203.0.113.20:5432'] },
    warnings: ['X_SERVICE_EXPOSED'],
    explain: `The function is in no VPC and the database has a public address that admits the whole internet on 5432. Rotation
      works; so does everybody else's knocking at that door.`,
    source: 'lambda',
  }),
  situation('function-outside-any-vpc-and-a-guarded-public-database', {
    world: (w) => {
      outsideAnyVpc(w);
      publish(w);
      admits(permit('tcp', ['198.51.100.0/24'], 5432))(w);
    },
    question: { targets: ['203.0.113.20:5432'] },
    service: 'unknown',
    blockers: [
      {
        code: 'X_SERVICE_FILTERS_UNKNOWN_SOURCE',
        resources: ['sg-db'],
        prerequisite: 'service',
        leg: 'forward',
        direction: 'ingress',
        at: 'eni-db',
      },
    ],
    explain: `The public database admits 198.51.100.0/24 only. A function outside any VPC comes from addresses of Lambda's that
      nobody can foretell; whether they are in that range cannot be known.`,
    source: 'lambda',
  }),
  situation('function-outside-any-vpc-and-a-database-for-private-sources', {
    world: (w) => {
      outsideAnyVpc(w);
      publish(w);
      admits(permit('tcp', ['10.0.0.0/16'], 5432))(w);
    },
    question: { targets: ['203.0.113.20:5432'] },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database has a public address, but its group admits only the VPC's private range. A function outside any VPC
      comes from a public address, which is never in it.`,
    source: 'sg',
  }),
  situation('function-outside-any-vpc-and-a-database-without-internet-route', {
    world: (w) => {
      outsideAnyVpc(w);
      publish(w);
      setRoutes(w, 'rtb-db', []);
      admits(permit('tcp', ['0.0.0.0/0'], 5432))(w);
    },
    question: { targets: ['203.0.113.20:5432'] },
    service: 'fail',
    blockers: [noRoute('service', 'rtb-db', 'subnet-db', 'return')],
    explain: `The database has a public address and an open group, but its subnet has no route to the internet gateway: the
      request comes in, the answer finds no way out.`,
    source: 'igw',
  }),
  situation('peered-database', {
    world: addPeerVpc,
    question: { targets: ['10.1.0.10:5432'] },
    explain: `The database is in a peered VPC of the same account. Both tables have the route, the peering is active, and the
      database admits the function's range.`,
    source: 'peering',
  }),
  situation('peered-database-that-names-the-functions-group', {
    world: (w) => {
      addPeerVpc(w);
      item(w, 'SecurityGroups', 'sg-peer-db').IpPermissions = [
        {
          ...permit('tcp', [], 5432),
          UserIdGroupPairs: [
            {
              GroupId: 'sg-lambda',
              UserId: '111122223333',
              VpcId: 'vpc-1',
              VpcPeeringConnectionId: 'pcx-1',
              PeeringStatus: 'active',
            },
          ],
        },
      ];
    },
    question: { targets: ['10.1.0.10:5432'] },
    explain: `The database in the peered VPC admits the function's security group by its id. Across an active peering in one
      Region such references hold.`,
    source: 'peering-sg',
  }),
  situation('peered-database-without-a-way-back', {
    world: (w) => {
      addPeerVpc(w);
      setRoutes(w, 'rtb-peer', []);
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'fail',
    blockers: [noRoute('service', 'rtb-peer', 'subnet-peer', 'return')],
    explain: `The function's side routes into the peering, the database's side has no route back to 10.0.0.0/16. The request
      arrives, the answer does not. A peering needs routes on both sides.`,
    source: 'peering',
  }),
  situation('peered-database-without-a-way-there', {
    world: (w) => {
      addPeerVpc(w);
      setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'nat-1')]);
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'fail',
    blockers: [thing('IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS', 'service', 'igw-1', 'subnet-public')],
    explain: `The peering stands and the database's side has its route, the function's side has none. 10.1.0.10 falls to the
      default route, to the NAT gateway and the internet gateway, which drops private destinations.`,
    source: 'peering',
  }),
  situation('peering-not-accepted-yet', {
    world: (w) => {
      addPeerVpc(w);
      item(w, 'VpcPeeringConnections', 'pcx-1').Status = { Code: 'pending-acceptance' };
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'pcx-1', 'subnet-l1')],
    explain: `The peering connection was requested and nobody accepted it. It carries nothing until it is active.`,
    source: 'peering',
  }),
  situation('peering-deleted-and-its-route-left-behind', {
    world: (w) => {
      addPeerVpc(w);
      setRoutes(w, 'rtb-private', [route('10.1.0.0/16', 'pcx-1', { State: 'blackhole' }), route('0.0.0.0/0', 'nat-1')]);
      item(w, 'VpcPeeringConnections', 'pcx-1').Status = { Code: 'deleted' };
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'fail',
    blockers: [blackhole('service', 'rtb-private', 'subnet-l1', '10.1.0.0/16')],
    explain: `The peering was deleted and the route into it is a blackhole. It still is the longest match for the database's
      address: the default route is not tried instead.`,
    source: 'peering',
  }),
  situation('static-route-beats-the-same-prefix-list', {
    world: (w) => {
      addPeerVpc(w);
      w.ManagedPrefixLists.push({
        PrefixListId: 'pl-far',
        AddressFamily: 'IPv4',
        State: 'create-complete',
        OwnerId: '111122223333',
        Entries: [{ Cidr: '10.1.0.0/16' }],
      });
      addRoutes(w, 'rtb-private', [route('pl-far', 'vgw-1')]);
    },
    question: { targets: ['10.1.0.10:5432'] },
    explain: `A static route and an entry of a prefix list have the same destination 10.1.0.0/16 and different targets. At equal
      length the static route wins.`,
    source: 'routes',
  }),
  situation('peering-is-not-transitive', {
    world: (w) => {
      addPeerVpc(w);
      addRoutes(w, 'rtb-private', [route('10.2.0.0/16', 'pcx-1')]);
    },
    question: { targets: ['10.2.0.10:5432'] },
    service: 'fail',
    blockers: [thing('PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', 'service', 'pcx-1', 'subnet-l1')],
    explain: `The database is in a third VPC, peered with the second. The function's VPC sends 10.2.0.0/16 to its peer, but a
      peering delivers only to addresses of the peer VPC itself and passes nothing on.`,
    source: 'peering',
  }),
  situation('static-route-beats-the-same-propagated-one', {
    world: (w) => {
      addPeerVpc(w);
      addRoutes(w, 'rtb-private', [route('10.1.0.0/16', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' })]);
    },
    question: { targets: ['10.1.0.10:5432'] },
    explain: `Two routes have the same destination 10.1.0.0/16: a static one into the peering and one a VPN gateway propagated.
      At equal length the static route wins.`,
    source: 'routes',
  }),
  situation('peered-databases-acl-drops-replies', {
    world: (w) => {
      addPeerVpc(w);
      putAcl(w, 'acl-peer', ['subnet-peer'], ALLOW_ALL, [entry(100, 'allow', '-1', '10.1.0.0/16')]);
      item(w, 'SecurityGroups', 'sg-peer-db').IpPermissions = [permit('tcp', ['10.1.0.0/16'], 5432)];
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'fail',
    blockers: [
      groupsRefuse('service', 'sg-peer-db', 'ingress', 'eni-peer-db'),
      behind(aclRefuses('service', 'acl-peer', 'return', 'egress', 'subnet-peer')),
    ],
    explain: `In the peered VPC two things are wrong: the database's group admits only its own VPC's range, and behind it the
      subnet's ACL lets nothing out to the function's. Mending one shows the other, so both are told at once.`,
    source: 'peering',
  }),
  situation('secondary-address-of-a-second-interface', {
    world: (w) => {
      const eni = networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-db'], {
        PrivateIpAddresses: [
          { PrivateIpAddress: '10.0.20.11', Primary: true },
          { PrivateIpAddress: '10.0.20.12', Primary: false },
        ],
        Attachment: { Status: 'attached', InstanceId: 'i-db', DeviceIndex: 1 },
      });
      w.NetworkInterfaces.push(eni);
      item(w, 'NetworkInterfaces', 'eni-db').Groups = [{ GroupId: 'sg-default' }];
    },
    question: { targets: ['10.0.20.12:5432'] },
    explain: `The database listens on a secondary address of its instance's second interface. That interface's group counts, not
      the first one's, which would refuse.`,
    source: 'interfaces',
  }),
  situation('load-balancer-in-front-of-the-database', {
    world: (w) => {
      w.NetworkInterfaces.push(
        networkInterface('eni-nlb', 'subnet-db', '10.0.20.40', ['sg-db'], {
          InterfaceType: 'network_load_balancer',
          Description: 'ELB net/db/0123456789abcdef',
        }),
      );
    },
    question: { targets: ['10.0.20.40:5432'] },
    service: 'unknown',
    blockers: [thing('X_NOT_MODELLED', 'service', 'eni-nlb', 'eni-nlb')],
    later: { service: 'unknown' },
    explain: `The address is that of a Network Load Balancer, whose own groups admit the function. Whether it has a listener on the
      port and a healthy target behind it is another question, and no fact here answers it.`,
    source: 'interfaces',
  }),
  situation('partner-service-behind-an-endpoint', {
    world: (w) => {
      w.NetworkInterfaces.push(
        networkInterface('eni-partner', 'subnet-db', '10.0.20.41', ['sg-db'], {
          InterfaceType: 'vpc_endpoint',
          Description: 'VPC Endpoint Interface vpce-partner',
        }),
      );
      w.VpcEndpoints.push({
        VpcEndpointId: 'vpce-partner',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
        State: 'available',
        PrivateDnsEnabled: false,
        SubnetIds: ['subnet-db'],
        NetworkInterfaceIds: ['eni-partner'],
        Groups: [{ GroupId: 'sg-db' }],
      });
    },
    question: { targets: ['10.0.20.41:5432'] },
    warnings: ['X_SERVICE_OWN_DOOR'],
    explain: `The database is a partner's, reached through an interface endpoint of the VPC that admits the function. The path ends
      at the endpoint; what the provider lets in behind it is the provider's door.`,
    source: 'endpoint',
  }),
  situation('partner-service-behind-an-endpoint-not-accepted', {
    world: (w) => {
      w.NetworkInterfaces.push(
        networkInterface('eni-partner', 'subnet-db', '10.0.20.41', ['sg-db'], { InterfaceType: 'vpc_endpoint' }),
      );
      w.VpcEndpoints.push({
        VpcEndpointId: 'vpce-partner',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
        State: 'pendingAcceptance',
        PrivateDnsEnabled: false,
        SubnetIds: ['subnet-db'],
        NetworkInterfaceIds: ['eni-partner'],
        Groups: [{ GroupId: 'sg-db' }],
      });
    },
    question: { targets: ['10.0.20.41:5432'] },
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'vpce-partner', 'eni-partner')],
    explain: `The endpoint to the partner's service waits for the partner's acceptance. Its interface has an address already and
      carries nothing.`,
    source: 'endpoint-create',
  }),
  situation('database-in-the-functions-own-subnet', {
    world: (w) => {
      w.NetworkInterfaces.push(networkInterface('eni-near', 'subnet-l1', '10.0.1.60', ['sg-db']));
      setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'nat-1')]);
    },
    question: { targets: ['10.0.1.60:5432'] },
    explain: `Function and database share a subnet. Neither routes nor ACLs come into it; the two security groups agree.`,
    source: 'acl',
  }),
];
