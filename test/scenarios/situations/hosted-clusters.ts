import { asked } from '../../support/healthy-world.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  addSubnet,
  entry,
  networkInterface,
  permit,
  putAcl,
  REGION,
  remove,
  securityGroup,
  subnet,
  type World,
} from '../../support/world.ts';
import { dbInstance, RDS_MADE, withHostedDatabase } from './hosted-databases.ts';
import { aclRefuses, groupsRefuse, overall, type Situation, situation } from './situation.ts';

type DbCluster = World['DBClusters'][number];

const host = (kind: string, service = 'rds') => `shop.${kind}-abcdefghijkl.${REGION}.${service}.amazonaws.com`;
const WRITER = host('cluster');
const READER = host('cluster-ro');
const CUSTOM = `reports.cluster-custom-abcdefghijkl.${REGION}.rds.amazonaws.com`;

const CACHE_NODE = 'sessions-001.abcdef.0001.use1.cache.amazonaws.com';

const WAREHOUSE = `facts.abcdefghijkl.${REGION}.redshift.amazonaws.com`;

/** An Aurora cluster whose writer is in zone a (10.0.20.10) and whose only reader is in zone b (10.0.21.10). */
function withCluster(world: World, more: Partial<DbCluster> = {}): void {
  withHostedDatabase(world);
  world.DBInstances = [
    dbInstance('shop-1', { DBClusterIdentifier: 'shop' }),
    dbInstance('shop-2', { DBClusterIdentifier: 'shop', AvailabilityZone: `${REGION}b` }),
  ];
  world.NetworkInterfaces.push(networkInterface('eni-rds-b', 'subnet-db-b', '10.0.21.10', ['sg-db'], RDS_MADE));
  world.DBClusters.push({
    DBClusterIdentifier: 'shop',
    DBClusterArn: `arn:aws:rds:${REGION}:${ACCOUNT}:cluster:shop`,
    Status: 'available',
    Engine: 'aurora-postgresql',
    Endpoint: WRITER,
    ReaderEndpoint: READER,
    CustomEndpoints: [CUSTOM],
    Port: 5432,
    DBClusterMembers: [
      { DBInstanceIdentifier: 'shop-1', IsClusterWriter: true },
      { DBInstanceIdentifier: 'shop-2', IsClusterWriter: false },
    ],
    ...more,
  });
}

/** A second reader, which bears a group of its own. */
function withThirdMember(world: World, group: string): void {
  world.DBInstances.push(
    dbInstance('shop-3', {
      DBClusterIdentifier: 'shop',
      VpcSecurityGroups: [{ VpcSecurityGroupId: group, Status: 'active' }],
    }),
  );
  world.DBClusters[0]?.DBClusterMembers?.push({ DBInstanceIdentifier: 'shop-3', IsClusterWriter: false });
}

function readersSubnetRefuses(world: World): void {
  const deny = entry(100, 'deny', '-1', '10.0.1.0/24');
  putAcl(world, 'acl-b', ['subnet-db-b'], [deny, entry(110, 'allow', '-1', '0.0.0.0/0')], ALLOW_ALL);
}

const refusedInB = aclRefuses('service', 'acl-b', 'forward', 'ingress', 'subnet-db-b', '100');

/** Clusters by the names of their writer, their readers, and some of their members. */
export const HOSTED_CLUSTERS: readonly Situation[] = [
  situation('cluster-by-the-name-of-its-writer', {
    world: (w) => {
      withCluster(w);
      readersSubnetRefuses(w);
    },
    question: { targets: [`${WRITER}:5432`] },
    warnings: ['X_FAILS_AFTER_FAILOVER'],
    explain: `The cluster's own name leads to its writer, which is reached. The reader's subnet, where a failover would take the
      name, refuses the function.`,
    source: 'aurora',
  }),
  situation('cluster-by-the-name-of-its-readers', {
    world: (w) => {
      withCluster(w);
      readersSubnetRefuses(w);
    },
    question: { targets: [`${READER}:5432`] },
    service: 'fail',
    blockers: [refusedInB],
    explain: `The reader's name leads to the one reader, whose subnet refuses the function. That the writer is reached does not help.`,
    source: 'aurora',
  }),
  situation('one-of-two-readers-refuses', {
    world: (w) => {
      withCluster(w);
      readersSubnetRefuses(w);
      w.SecurityGroups.push(securityGroup('sg-third', [permit('tcp', ['sg-lambda'], 5432)]));
      w.DBInstances.push(
        dbInstance('shop-3', { VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-third', Status: 'active' }] }),
      );
      w.NetworkInterfaces.push(networkInterface('eni-rds-3', 'subnet-db', '10.0.20.11', ['sg-third'], RDS_MADE));
      w.DBClusters[0]?.DBClusterMembers?.push({ DBInstanceIdentifier: 'shop-3', IsClusterWriter: false });
    },
    question: { targets: [`${READER}:5432`] },
    service: 'partly',
    blockers: [refusedInB],
    explain: `The readers' name leads to any of two readers, one of which the function cannot reach: rotations fail now and then.`,
    source: 'aurora',
  }),
  situation('two-readers-whose-interfaces-are-not-in-sight', {
    world: (w) => {
      withCluster(w);
      withThirdMember(w, 'sg-db');
      for (const eni of ['eni-rds', 'eni-rds-b']) remove(w, 'NetworkInterfaces', eni);
    },
    question: { targets: [`${READER}:5432`] },
    explain: `Where the two readers are is not in sight. Either may be in either subnet of their group, and the function reaches all
      that they may be.`,
    source: 'aurora',
  }),
  situation('two-readers-not-in-sight-of-which-one-refuses', {
    world: (w) => {
      withCluster(w);
      w.SecurityGroups.push(securityGroup('sg-third', [permit('tcp', ['10.9.0.0/16'], 5432)]));
      withThirdMember(w, 'sg-third');
      for (const eni of ['eni-rds', 'eni-rds-b']) remove(w, 'NetworkInterfaces', eni);
    },
    question: { targets: [`${READER}:5432`] },
    service: 'partly',
    blockers: ['subnet-db', 'subnet-db-b'].map((id) =>
      groupsRefuse('service', 'sg-third', 'ingress', `interface of shop-3 in ${id}`),
    ),
    explain: `Where the two readers are is not in sight. Wherever the third member is, its group refuses the function, and the readers'
      name leads to it now and then.`,
    source: 'aurora',
  }),
  situation('two-readers-that-a-failover-may-take-to-the-same-subnet', {
    world: (w) => {
      withCluster(w);
      withThirdMember(w, 'sg-db');
      w.NetworkInterfaces.push(networkInterface('eni-rds-3', 'subnet-db', '10.0.20.11', ['sg-db'], RDS_MADE));
      addSubnet(w, subnet('subnet-db-c', '10.0.22.0/24', 'c'), 'rtb-db');
      const Subnets = ['subnet-db', 'subnet-db-b', 'subnet-db-c'].map((SubnetIdentifier) => ({ SubnetIdentifier }));
      for (const instance of w.DBInstances) instance.DBSubnetGroup = { VpcId: 'vpc-1', Subnets };
    },
    question: { targets: [`${READER}:5432`] },
    explain: `Both readers are reached, and so would each be in the third subnet of their group, where a failover may take either.`,
    source: 'aurora',
  }),
  situation('cluster-without-readers-by-the-name-of-its-readers', {
    world: (w) => {
      withCluster(w, { DBClusterMembers: [{ DBInstanceIdentifier: 'shop-1', IsClusterWriter: true }] });
    },
    question: { targets: [`${READER}:5432`] },
    explain: `A cluster without readers answers its readers' name with its writer.`,
    source: 'aurora',
  }),
  situation('custom-name-of-a-cluster-whose-members-all-pass', {
    world: withCluster,
    question: { targets: [`${CUSTOM}:5432`] },
    explain: `Which members a custom name leads to the cluster does not say. All of them can be reached.`,
    source: 'aurora',
  }),
  situation('custom-name-of-a-cluster-of-which-one-member-refuses', {
    world: (w) => {
      withCluster(w);
      readersSubnetRefuses(w);
    },
    question: { targets: [`${CUSTOM}:5432`] },
    service: 'unknown',
    blockers: [overall('X_INTERFACE_UNKNOWN', 'service', CUSTOM)],
    explain: `Which members a custom name leads to the cluster does not say, and one of them cannot be reached.`,
    source: 'aurora',
  }),
  situation('cluster-of-which-nobody-says-who-writes', {
    world: (w) => {
      withCluster(w, {
        DBClusterMembers: [{ DBInstanceIdentifier: 'shop-1' }, { DBInstanceIdentifier: 'shop-2' }],
      });
      readersSubnetRefuses(w);
    },
    question: { targets: [`${WRITER}:5432`] },
    service: 'unknown',
    blockers: [overall('X_INTERFACE_UNKNOWN', 'service', WRITER)],
    explain: `The cluster's record does not say which of its two members writes, and only one of them is reached.`,
    source: 'aurora',
  }),
  situation('cluster-whose-writer-is-not-among-the-instances-read', {
    world: (w) => {
      withCluster(w);
      w.DBInstances.shift();
    },
    question: { targets: [`${WRITER}:5432`] },
    service: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'service', 'shop-1')],
    explain: `The cluster names its writer, and no record of that instance is in sight.`,
    source: 'aurora',
  }),
  situation('cluster-stopped', {
    world: (w) => withCluster(w, { Status: 'stopped' }),
    question: { targets: [`${WRITER}:5432`] },
    service: 'fail',
    blockers: [overall('BAD_STATE', 'service', 'shop')],
    explain: `The cluster is stopped, and with it every instance of it.`,
    source: 'rds-status',
  }),
  situation('document-database-by-its-cluster-name', {
    world: (w) => {
      withCluster(w, { Engine: 'docdb', Endpoint: host('cluster', 'docdb'), Port: 27017 });
      for (const db of w.DBInstances) db.Endpoint = { Port: 27017 };
      w.SecurityGroups = w.SecurityGroups.map((g) =>
        g.GroupId === 'sg-db' ? securityGroup('sg-db', [permit('tcp', ['sg-lambda'], 27017)]) : g,
      );
    },
    question: { targets: [`${host('cluster', 'docdb')}:27017`] },
    explain: `DocumentDB clusters are listed, and their interfaces made, as those of RDS are.`,
    source: 'aurora',
  }),
  situation('cache-node-by-its-own-name', {
    world: (w) => withCache(w),
    question: { targets: [`${CACHE_NODE}:6379`] },
    explain: `The interface of a cache node is described by the node's name and carries its groups.`,
    source: 'cache',
  }),
  situation('cache-group-by-the-name-of-its-primary', {
    world: (w) => withCache(w),
    question: { targets: [`master.sessions.abcdef.use1.cache.amazonaws.com:6379`] },
    explain: `Which node of a replication group is the primary its nodes' records do not say. All of them can be reached.`,
    source: 'cache',
  }),
  situation('cache-group-of-which-one-node-refuses', {
    world: (w) => {
      withCache(w);
      readersSubnetRefuses(w);
    },
    question: { targets: [`clustercfg.sessions.abcdef.use1.cache.amazonaws.com:6379`] },
    service: 'partly',
    blockers: [refusedInB],
    explain: `A client of a sharded cache connects to every node, and one is in a subnet that refuses the function.`,
    source: 'cache',
  }),
  situation('cache-node-without-an-interface-in-sight', {
    world: (w) => {
      withCache(w);
      remove(w, 'NetworkInterfaces', 'eni-cache-1');
    },
    question: { targets: [`${CACHE_NODE}:6379`] },
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', CACHE_NODE)],
    explain: `No interface is described by the node's name, and the node's record names a subnet group without its subnets.`,
    source: 'cache',
  }),
  situation('warehouse-by-its-own-name', {
    world: (w) => withWarehouse(w),
    question: { targets: [`${WAREHOUSE}:5439`] },
    explain: `A Redshift cluster's record tells the address of its leader node.`,
    source: 'redshift',
  }),
  situation('warehouse-paused', {
    world: (w) => withWarehouse(w, { ClusterStatus: 'paused' }),
    question: { targets: [`${WAREHOUSE}:5439`] },
    service: 'fail',
    blockers: [overall('BAD_STATE', 'service', 'facts')],
    explain: `The Redshift cluster is paused.`,
    source: 'redshift',
  }),
];

/** A replication group of two nodes, in subnet-db and subnet-db-b. */
export function withCache(world: World): void {
  withHostedDatabase(world);
  world.SecurityGroups.push(securityGroup('sg-cache', [permit('tcp', ['sg-lambda'], 6379)]));
  for (const [n, subnet, address] of [
    [1, 'subnet-db', '10.0.20.30'],
    [2, 'subnet-db-b', '10.0.21.30'],
  ] as const) {
    const id = `sessions-00${n}`;
    world.NetworkInterfaces.push(
      networkInterface(`eni-cache-${n}`, subnet, address, ['sg-cache'], {
        Description: `ElastiCache ${id}`,
        RequesterId: 'amazon-elasticache',
      }),
    );
    world.CacheClusters.push({
      CacheClusterId: id,
      ARN: `arn:aws:elasticache:${REGION}:${ACCOUNT}:cluster:${id}`,
      CacheClusterStatus: 'available',
      ReplicationGroupId: 'sessions',
      CacheSubnetGroupName: 'sessions',
      SecurityGroups: [{ SecurityGroupId: 'sg-cache', Status: 'active' }],
      CacheNodes: [
        {
          CacheNodeId: '0001',
          Endpoint: { Address: `${id}.abcdef.0001.use1.cache.amazonaws.com`, Port: 6379 },
          CustomerAvailabilityZone: `${REGION}${n === 1 ? 'a' : 'b'}`,
        },
      ],
    });
  }
  world.requests?.push(asked('CacheClusters', {}));
}

function withWarehouse(world: World, more: Partial<World['RedshiftClusters'][number]> = {}): void {
  world.SecurityGroups.push(securityGroup('sg-facts', [permit('tcp', ['sg-lambda'], 5439)]));
  world.NetworkInterfaces.push(
    networkInterface('eni-facts', 'subnet-db', '10.0.20.50', ['sg-facts'], {
      Description: 'RedshiftNetworkInterface',
      RequesterId: 'amazon-redshift',
    }),
  );
  world.RedshiftClusters.push({
    ClusterIdentifier: 'facts',
    ClusterNamespaceArn: `arn:aws:redshift:${REGION}:${ACCOUNT}:namespace:00000000-0000-4000-8000-000000000003`,
    ClusterStatus: 'available',
    Endpoint: { Address: WAREHOUSE, Port: 5439 },
    VpcId: 'vpc-1',
    AvailabilityZone: `${REGION}a`,
    PubliclyAccessible: false,
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-facts', Status: 'active' }],
    ClusterNodes: [{ NodeRole: 'SHARED', PrivateIPAddress: '10.0.20.50' }],
    ...more,
  });
  world.requests?.push(asked('RedshiftClusters', {}));
}
