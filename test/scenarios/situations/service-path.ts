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
  route,
  setRoutes,
  subnet,
} from '../../support/world.ts';
import { aclRefuses, blackhole, groupsRefuse, type Situation, situation, thing } from './situation.ts';

const FROM_FUNCTION = [entry(100, 'allow', '6', '10.0.1.0/24', POSTGRES)];

/** Network ACLs and routes between function and database inside one VPC. */
export const SERVICE_PATH: readonly Situation[] = [
  situation('database-in-a-range-that-the-vpc-no-longer-has', {
    world: (w) => {
      item(w, 'Vpcs', 'vpc-1').CidrBlockAssociationSet?.push({
        CidrBlock: '100.64.0.0/16',
        CidrBlockState: { State: 'disassociated' },
      });
    },
    question: { targets: ['100.64.1.10:5432'] },
    service: 'fail',
    blockers: [thing('IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS', 'service', 'igw-1', 'subnet-public')],
    explain: `The secondary range was taken from the VPC, and its description still lists it as disassociated. The address falls to the
      default route, and an internet gateway carries no private destination.`,
    source: 'tables',
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
