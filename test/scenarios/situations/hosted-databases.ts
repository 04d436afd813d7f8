import { asked } from '../../support/healthy-world.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  addSubnet,
  entry,
  FUNCTION_ARN,
  item,
  networkInterface,
  POSTGRES,
  permit,
  putAcl,
  REGION,
  remove,
  rotationFunction,
  route,
  setRoutes,
  subnet,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { dualStack, egressOnly } from './ipv6.ts';
import { outsideAnyVpc } from './public-service.ts';
import { aclRefuses, groupsRefuse, overall, type Situation, situation, thing } from './situation.ts';

type DbInstance = World['DBInstances'][number];

const HOST = `orders.abcdefghijkl.${REGION}.rds.amazonaws.com`;
const QUESTION = { targets: [`${HOST}:5432`] };
export const RDS_MADE = { Description: 'RDSNetworkInterface', RequesterId: 'amazon-rds' };

/** A PostgreSQL instance of RDS in subnet-db (zone a); its subnet group spans subnet-db-b (zone b). */
export function dbInstance(id: string, more: Partial<DbInstance> = {}): DbInstance {
  return {
    DBInstanceIdentifier: id,
    DBInstanceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:${id}`,
    DBInstanceStatus: 'available',
    Engine: 'postgres',
    Endpoint: { Address: `${id}.abcdefghijkl.${REGION}.rds.amazonaws.com`, Port: 5432 },
    AvailabilityZone: `${REGION}a`,
    MultiAZ: true,
    PubliclyAccessible: false,
    NetworkType: 'IPV4',
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }],
    DBSubnetGroup: {
      VpcId: 'vpc-1',
      Subnets: ['subnet-db', 'subnet-db-b'].map((SubnetIdentifier) => ({ SubnetIdentifier })),
    },
    ...more,
  };
}

/** The healthy account with its server replaced by RDS: eni-rds at 10.0.20.10, and a second subnet in zone b. */
export function withHostedDatabase(world: World, more: Partial<DbInstance> = {}): void {
  addSubnet(world, subnet('subnet-db-b', '10.0.21.0/24', 'b'), 'rtb-db');
  remove(world, 'NetworkInterfaces', 'eni-db');
  world.Instances.length = 0;
  world.NetworkInterfaces.push(networkInterface('eni-rds', 'subnet-db', '10.0.20.10', ['sg-db'], RDS_MADE));
  world.DBInstances.push(dbInstance('orders', more));
  world.requests?.push(asked('DBInstances', {}), asked('DBClusters', {}));
}

function standbyRefuses(world: World): void {
  putAcl(
    world,
    'acl-b',
    ['subnet-db-b'],
    [entry(100, 'deny', '-1', '10.0.1.0/24'), entry(110, 'allow', '-1', '0.0.0.0/0')],
    ALLOW_ALL,
  );
}

function withoutInterface(world: World): void {
  remove(world, 'NetworkInterfaces', 'eni-rds');
}

const IN_A = 'interface of orders in subnet-db';
const IN_B = 'interface of orders in subnet-db-b';
const unknownWhich = overall('X_INTERFACE_UNKNOWN', 'service', HOST);

/** RDS instances by their own names: the live interface gives the verdict. */
export const HOSTED_DATABASES: readonly Situation[] = [
  situation('hosted-database-with-one-live-interface', {
    world: withHostedDatabase,
    question: QUESTION,
    explain: `The target is an RDS endpoint name. One interface in the instance's subnet group and zone carries exactly the
      instance's groups and was made by RDS: it is the live one, and the function reaches it.`,
    source: 'rds-vpc',
  }),
  situation('hosted-database-whose-group-admits-another-group', {
    world: (w) => {
      withHostedDatabase(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['sg-default'], 5432)];
    },
    question: QUESTION,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-rds')],
    explain: `The RDS instance's live interface carries a group that admits others than the function.`,
    source: 'sg',
  }),
  situation('public-hosted-database-asked-from-outside-any-vpc', {
    world: (w) => {
      withHostedDatabase(w, { PubliclyAccessible: true });
      outsideAnyVpc(w);
      const Association = { PublicIp: '203.0.113.20' };
      Object.assign(item(w, 'NetworkInterfaces', 'eni-rds'), { Association });
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['0.0.0.0/0'], 5432)];
      setRoutes(w, 'rtb-db', [route('0.0.0.0/0', 'igw-1')]);
      w.requests?.push(asked('NetworkInterfaces', { 'association.public-ip': ['203.0.113.20'] }));
    },
    question: QUESTION,
    warnings: ['X_SERVICE_EXPOSED'],
    explain: `A function outside any VPC asks for a publicly accessible instance by its name, which gives the public address. That its
      subnet group spans another subnet is no danger: after a failover the name gives a public address again.`,
    source: 'rds-vpc',
  }),
  situation('standby-subnet-that-refuses', {
    world: (w) => {
      withHostedDatabase(w);
      standbyRefuses(w);
    },
    question: QUESTION,
    warnings: ['X_FAILS_AFTER_FAILOVER'],
    explain: `The live interface of a Multi-AZ instance is reached. The other subnet of its group has an ACL that refuses the
      function's subnet: rotations fail from the next failover on.`,
    source: 'rds-failover',
  }),
  situation('live-subnet-that-refuses-and-a-healthy-standby', {
    world: (w) => {
      withHostedDatabase(w);
      putAcl(
        w,
        'acl-a',
        ['subnet-db'],
        [entry(100, 'deny', '-1', '10.0.1.0/24'), entry(110, 'allow', '-1', '0.0.0.0/0')],
        ALLOW_ALL,
      );
    },
    question: QUESTION,
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-a', 'forward', 'ingress', 'subnet-db', '100')],
    explain: `The subnet of the live interface refuses the function, the standby's would not. What counts is where the database
      is now.`,
    source: 'rds-failover',
  }),
  situation('two-interfaces-that-may-be-the-databases-own', {
    world: (w) => {
      withHostedDatabase(w);
      w.NetworkInterfaces.push(networkInterface('eni-rds-2', 'subnet-db', '10.0.20.11', ['sg-db'], RDS_MADE));
    },
    question: QUESTION,
    explain: `Two RDS interfaces in the instance's zone carry exactly its groups; one belongs to another instance. Both can be
      reached, so it does not matter which is the one asked for.`,
    source: 'rds-vpc',
  }),
  situation('interfaces-in-both-zones-of-which-the-zone-tells-one', {
    world: (w) => {
      withHostedDatabase(w);
      w.NetworkInterfaces.push(networkInterface('eni-rds-b', 'subnet-db-b', '10.0.21.10', ['sg-db'], RDS_MADE));
      standbyRefuses(w);
    },
    question: QUESTION,
    warnings: ['X_FAILS_AFTER_FAILOVER'],
    explain: `A Multi-AZ instance has an interface in each of two zones. Its record says that it is in zone a now; the interface in
      zone b, which the function cannot reach, is the standby's.`,
    source: 'rds-failover',
  }),
  situation('interfaces-in-both-zones-and-no-zone-stated', {
    world: (w) => {
      withHostedDatabase(w);
      delete item(w, 'DBInstances', `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders`).AvailabilityZone;
      w.NetworkInterfaces.push(networkInterface('eni-rds-b', 'subnet-db-b', '10.0.21.10', ['sg-db'], RDS_MADE));
      standbyRefuses(w);
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [unknownWhich],
    explain: `Two interfaces may be the live one, nothing says which, and only one of them can be reached.`,
    source: 'rds-failover',
  }),
  situation('hosted-database-in-one-of-two-subnets-that-both-pass', {
    world: (w) => {
      withHostedDatabase(w);
      withoutInterface(w);
    },
    question: QUESTION,
    explain: `No interface of the instance is in sight. Wherever in its subnet group it is, with its groups, the function reaches it.`,
    source: 'rds-vpc',
  }),
  situation('hosted-database-in-one-of-two-subnets-of-which-one-refuses', {
    world: (w) => {
      withHostedDatabase(w);
      withoutInterface(w);
      standbyRefuses(w);
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [unknownWhich],
    explain: `No interface of the instance is in sight. In one subnet of its group the function would reach it, in the other not.`,
    source: 'rds-vpc',
  }),
  situation('hosted-database-refused-in-every-subnet-it-may-be-in', {
    world: (w) => {
      withHostedDatabase(w);
      withoutInterface(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['sg-default'], 5432)];
    },
    question: QUESTION,
    service: 'fail',
    blockers: [IN_A, IN_B].map((at) => groupsRefuse('service', 'sg-db', 'ingress', at)),
    explain: `No interface of the instance is in sight, but wherever it is, its groups refuse the function.`,
    source: 'sg',
  }),
  situation('hosted-database-at-an-address-that-only-half-a-rule-covers', {
    world: (w) => {
      withHostedDatabase(w);
      withoutInterface(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        permit('tcp', ['10.0.20.0/25', '10.0.21.0/24'], 5432),
        permit('tcp', ['0.0.0.0/0'], 443),
      ];
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [unknownWhich],
    explain: `No interface of the instance is in sight. The function's group lets it out to one half of a subnet of the group and to
      the whole of the other: whether the database's address is among them nobody has said.`,
    source: 'sg',
  }),
  situation('hosted-database-whose-interfaces-could-not-be-read', {
    world: (w) => {
      withHostedDatabase(w);
      standbyRefuses(w);
      w.requests = (w.requests ?? []).filter((r) => r.list !== 'NetworkInterfaces');
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [unknownWhich],
    explain: `One interface in sight may be the instance's, but the list of interfaces is not known to be whole: another may be the
      live one, also in the subnet that refuses.`,
    source: 'rds-vpc',
  }),
  situation('hosted-database-with-the-address-of-the-moment', {
    world: (w) => {
      withHostedDatabase(w);
      standbyRefuses(w);
      w.NetworkInterfaces.push(networkInterface('eni-rds-b', 'subnet-db-b', '10.0.21.10', ['sg-db'], RDS_MADE));
      delete item(w, 'DBInstances', `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders`).AvailabilityZone;
    },
    question: { targets: [`${HOST}:5432=10.0.20.10`] },
    explain: `Which of two interfaces is the live one the facts do not say; the caller looked the name up and gives its address.`,
    source: 'tool',
  }),
  situation('hosted-database-asked-for-at-another-port', {
    world: (w) => {
      withHostedDatabase(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['sg-lambda'], 3306)];
    },
    question: { targets: [`${HOST}:3306`] },
    service: 'fail',
    blockers: [overall('X_TARGET_PORT_DIFFERS', 'service', 'orders')],
    explain: `The groups admit the function to port 3306. The instance listens on 5432 alone.`,
    source: 'rds-endpoint',
  }),
  situation('hosted-oracle-database-asked-for-at-another-port', {
    world: (w) => {
      withHostedDatabase(w, { Engine: 'oracle-se2' });
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['sg-lambda'], 2484)];
    },
    question: { targets: [`${HOST}:2484`] },
    service: 'unknown',
    blockers: [overall('X_TARGET_UNCERTAIN', 'service', 'orders')],
    explain: `An Oracle instance may listen on a second port where its option group says so, which its record does not tell.`,
    source: 'rds-endpoint',
  }),
  situation('hosted-database-stopped', {
    world: (w) => withHostedDatabase(w, { DBInstanceStatus: 'stopped' }),
    question: QUESTION,
    service: 'fail',
    blockers: [overall('BAD_STATE', 'service', 'orders')],
    explain: `The way to the instance is whole, but it is stopped and answers nobody.`,
    source: 'rds-status',
  }),
  situation('hosted-database-restarting', {
    world: (w) => withHostedDatabase(w, { DBInstanceStatus: 'rebooting' }),
    question: QUESTION,
    service: 'unknown',
    blockers: [overall('X_TARGET_UNCERTAIN', 'service', 'orders')],
    explain: `The instance is restarting. It may answer in a moment or not; ask again.`,
    source: 'rds-status',
  }),
  situation('hosted-database-being-backed-up', {
    world: (w) => withHostedDatabase(w, { DBInstanceStatus: 'backing-up' }),
    question: QUESTION,
    explain: `A backup is taken; the instance answers as always.`,
    source: 'rds-status',
  }),
  situation('hosted-database-with-a-public-address-asked-for-inside-its-vpc', {
    world: (w) => {
      withHostedDatabase(w, { PubliclyAccessible: true });
      item(w, 'NetworkInterfaces', 'eni-rds').Association = { PublicIp: '198.51.100.20' };
    },
    question: QUESTION,
    explain: `The instance has a public address. Inside its own VPC its name means the private one, whatever a name server
      elsewhere answers.`,
    source: 'rds-public',
  }),
  situation('public-database-name-without-private-answers', {
    world: (w) => {
      withHostedDatabase(w, { PubliclyAccessible: true });
      item(w, 'NetworkInterfaces', 'eni-rds').Association = { PublicIp: '198.51.100.20' };
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [overall('X_INTERFACE_UNKNOWN', 'service', HOST)],
    explain: `enableDnsHostnames is off, so the name may give the private address, which is reached, or the public one, whose
      subnet has no way to the internet.`,
    source: 'rds-public',
  }),
  situation('public-database-without-a-public-address-in-sight', {
    world: (w) => {
      withHostedDatabase(w, { PubliclyAccessible: true });
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', HOST)],
    explain: `The name may give the instance's public address, and no interface in sight states which that is.`,
    source: 'rds-public',
  }),
  situation('function-outside-any-vpc-and-a-database-that-is-not-public', {
    world: (w) => {
      withHostedDatabase(w);
      rotationFunction(w).VpcConfig = { SubnetIds: [], SecurityGroupIds: [], VpcId: '' };
    },
    question: QUESTION,
    service: 'fail',
    blockers: [thing('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'service', FUNCTION_ARN, null)],
    explain: `The function runs outside any VPC, the instance is not publicly accessible: its name gives a private address.`,
    source: 'lambda',
  }),
  situation('function-outside-any-vpc-and-a-public-database', {
    world: (w) => {
      withHostedDatabase(w, {
        PubliclyAccessible: true,
        DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-public' }] },
      });
      Object.assign(item(w, 'NetworkInterfaces', 'eni-rds'), {
        SubnetId: 'subnet-public',
        PrivateIpAddress: '10.0.100.20',
        PrivateIpAddresses: [
          { PrivateIpAddress: '10.0.100.20', Primary: true, Association: { PublicIp: '198.51.100.20' } },
        ],
        Association: { PublicIp: '198.51.100.20' },
      });
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['0.0.0.0/0'], 5432)];
      rotationFunction(w).VpcConfig = { SubnetIds: [], SecurityGroupIds: [], VpcId: '' };
    },
    question: QUESTION,
    warnings: ['X_SERVICE_EXPOSED'],
    explain: `The function runs outside any VPC and reaches the instance by its public address, which is open to everybody.`,
    source: 'lambda',
  }),
  situation('hosted-database-known-by-its-identifier-alone', {
    world: (w) => {
      withHostedDatabase(w);
      delete item(w, 'DBInstances', `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders`).Endpoint;
    },
    question: QUESTION,
    explain: `The record of the instance states no endpoint, but the name begins with its identifier.`,
    source: 'rds-endpoint',
  }),
  situation('hosted-database-of-another-account-with-the-same-identifier', {
    world: withHostedDatabase,
    question: { targets: [`orders.zyxwvutsrqpo.${REGION}.rds.amazonaws.com:5432`] },
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', `orders.zyxwvutsrqpo.${REGION}.rds.amazonaws.com`)],
    explain: `An instance of that identifier is in sight, and its endpoint is another name: the one asked for is somebody else's.`,
    source: 'rds-endpoint',
  }),
  situation('name-of-a-database-proxy', {
    world: withHostedDatabase,
    question: { targets: [`orders.proxy-abcdefghijkl.${REGION}.rds.amazonaws.com:5432`] },
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', `orders.proxy-abcdefghijkl.${REGION}.rds.amazonaws.com`)],
    explain: `The name is that of an RDS proxy, whose interfaces no list in sight tells.`,
    source: 'rds-endpoint',
  }),
  situation('hosted-dual-stack-database-without-an-interface-in-sight', {
    world: (w) => {
      dualStack(w);
      egressOnly(w);
      withHostedDatabase(w, { NetworkType: 'DUAL' });
      withoutInterface(w);
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', HOST)],
    explain: `Over IPv4 the function reaches every interface the database may have. The name has an IPv6 address too, the function
      may try that first, and nothing in sight says which it is.`,
    source: 'ipv6',
  }),
  situation('hosted-database-in-a-vpc-without-a-resolver', {
    world: (w) => {
      withHostedDatabase(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsSupport = false;
    },
    question: QUESTION,
    service: 'fail',
    endpoint: 'fail',
    blockers: [overall('X_NAME_NOT_RESOLVED', 'service', 'vpc-1'), overall('X_NAME_NOT_RESOLVED', 'endpoint', 'vpc-1')],
    explain: `Where the instance is, is known; the function asks for it by a name, and nobody answers names in its VPC.`,
    source: 'dns',
  }),
  situation('hosted-database-in-two-function-subnets-of-which-one-is-refused', {
    world: (w) => {
      withHostedDatabase(w);
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      putAcl(w, 'acl-a', ['subnet-db', 'subnet-db-b'], [entry(100, 'allow', '6', '10.0.1.0/24', POSTGRES)], ALLOW_ALL);
    },
    question: QUESTION,
    service: 'partly',
    blockers: [aclRefuses('service', 'acl-a', 'forward', 'ingress', 'subnet-db')],
    warnings: ['X_NAT_IN_OTHER_ZONE'],
    explain: `The live interface is reached from one of the function's two subnets; the ACL of its subnet admits no other.`,
    source: 'acl',
  }),
];
