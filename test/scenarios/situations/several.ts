import {
  ALLOW_ALL,
  addRoutes,
  entry,
  HTTPS,
  item,
  POSTGRES,
  permit,
  putAcl,
  route,
  secret,
  setRoutes,
  vpcConfig,
} from '../../support/world.ts';
import { addEndpoint } from '../../support/world-parts.ts';
import {
  aclRefuses,
  behind,
  blackhole,
  groupsEmpty,
  groupsRefuse,
  noRoute,
  precondition,
  type Situation,
  situation,
} from './situation.ts';

const CURRENT = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

/** Several things wrong at once: one report names them all. */
export const SEVERAL: readonly Situation[] = [
  situation('five-refusals-on-the-way-to-the-database', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['0.0.0.0/0'], 443)];
      putAcl(w, 'acl-l1', ['subnet-l1'], ALLOW_ALL, [entry(90, 'deny', '6', '0.0.0.0/0', POSTGRES), ...ALLOW_ALL]);
      putAcl(
        w,
        'acl-db',
        ['subnet-db'],
        [entry(100, 'allow', '6', '10.0.2.0/24', POSTGRES)],
        [entry(100, 'allow', '6', '10.0.2.0/24', [1024, 65535])],
      );
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.2.0/24'], 5432)];
    },
    service: 'fail',
    blockers: [
      groupsRefuse('service', 'sg-lambda', 'egress', 'subnet-l1'),
      behind(aclRefuses('service', 'acl-l1', 'forward', 'egress', 'subnet-l1', '90')),
      behind(aclRefuses('service', 'acl-db', 'forward', 'ingress', 'subnet-db')),
      behind(groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')),
      behind(aclRefuses('service', 'acl-db', 'return', 'egress', 'subnet-db')),
    ],
    explain: `The function was moved to another subnet and nobody told the rest: its own group, both ACLs there, the database's
      group and the ACL on the way back all refuse. Mended one by one that is five failed rotations; it is told at once.`,
    source: 'sm-network',
  }),
  situation('blackhole-before-a-group-that-refuses', {
    world: (w) => {
      addRoutes(w, 'rtb-private', [route('10.0.20.0/24', 'eni-gone', { State: 'blackhole' })]);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [];
    },
    service: 'fail',
    blockers: [
      blackhole('service', 'rtb-private', 'subnet-l1', '10.0.20.0/24'),
      behind(groupsEmpty('service', 'sg-db', 'ingress', 'eni-db')),
    ],
    explain: `A dead route more specific than local swallows the packets, and behind it the database's group would admit nobody.
      The destination's interface is known, so both can be told.`,
    source: 'routes',
  }),
  situation('both-prerequisites-and-a-leftover-fail-together', {
    world: (w) => {
      addEndpoint(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.9.0/24'], 443)];
      putAcl(
        w,
        'acl-db',
        ['subnet-db'],
        [entry(100, 'allow', '6', '10.0.1.0/24', POSTGRES)],
        [entry(100, 'allow', '6', '0.0.0.0/0', HTTPS)],
      );
      secret(w).VersionIdsToStages = { [CURRENT]: ['AWSCURRENT'], [OTHER]: ['AWSPENDING'] };
    },
    service: 'fail',
    endpoint: 'fail',
    preconditions: { 'pending-version': 'fail' },
    blockers: [
      aclRefuses('service', 'acl-db', 'return', 'egress', 'subnet-db'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
      precondition('pending-version'),
    ],
    explain: `Private DNS hides a healthy NAT gateway behind a closed endpoint, the database's answers die at its subnet's ACL, and
      an earlier attempt left AWSPENDING behind. Three teams, one report.`,
    source: 'sm-trouble',
  }),
  situation('each-subnet-fails-for-a-reason-of-its-own', {
    world: (w) => {
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      item(w, 'RouteTables', 'rtb-private').Associations = [{ Main: false, SubnetId: 'subnet-l1' }];
      putAcl(w, 'acl-l1', ['subnet-l1'], ALLOW_ALL, [entry(90, 'deny', '6', '0.0.0.0/0', HTTPS), ...ALLOW_ALL]);
    },
    endpoint: 'fail',
    blockers: [
      aclRefuses('endpoint', 'acl-l1', 'forward', 'egress', 'subnet-l1', '90'),
      noRoute('endpoint', 'rtb-main', 'subnet-l2'),
    ],
    explain: `One of the function's subnets has an ACL that denies 443, the other a table without a default route. Mending either
      leaves a rotation that fails now and then.`,
    source: 'tables',
  }),
  situation('refused-there-and-dropped-on-the-way-back', {
    world: (w) => {
      putAcl(
        w,
        'acl-public',
        ['subnet-public'],
        [entry(100, 'allow', '6', '10.0.0.0/16', HTTPS)],
        [entry(100, 'allow', '6', '10.0.0.0/16', [1024, 65535])],
      );
      setRoutes(w, 'rtb-public', [route('0.0.0.0/0', 'igw-1')]);
    },
    endpoint: 'fail',
    blockers: [
      aclRefuses('endpoint', 'acl-public', 'forward', 'egress', 'subnet-public'),
      behind(aclRefuses('endpoint', 'acl-public', 'return', 'ingress', 'subnet-public')),
    ],
    explain: `The public subnet's ACL knows the function's side only: 443 in from the VPC, replies out to it. Towards the internet
      it neither lets 443 out nor answers in.`,
    source: 'nat-trouble',
  }),
];
