import {
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  entry,
  item,
  networkInterface,
  permit,
  putAcl,
  route,
  securityGroup,
  setRoutes,
  subnet,
  vpc,
  type World,
} from '../../support/world.ts';
import { addPeerVpc } from '../../support/world-parts.ts';
import {
  aclRefuses,
  behind,
  blackhole,
  groupsEmpty,
  groupsRefuse,
  noRoute,
  type Situation,
  situation,
  thing,
} from './situation.ts';

function admits(...rules: readonly ReturnType<typeof permit>[]): (world: World) => void {
  return (world) => {
    item(world, 'SecurityGroups', 'sg-db').IpPermissions = [...rules];
  };
}

/** Databases in a peered VPC of the same account. */
export const PEERING: readonly Situation[] = [
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
];
