import {
  ACCOUNT,
  addRoutes,
  addSubnet,
  entry,
  environment,
  item,
  networkInterface,
  OPEN,
  permit,
  putAcl,
  refuse,
  rotationFunction,
  route,
  routeTable,
  securityGroup,
  subnet,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { addEndpoint, policy, withoutNat } from '../../support/world-parts.ts';
import { type Situation, situation } from './situation.ts';
import { useTemplate } from './template.ts';

function addUnrelatedTrouble(world: World): void {
  addRoutes(world, 'rtb-private', [
    route('10.77.0.0/16', 'pcx-gone', { State: 'blackhole' }),
    route('192.168.0.0/16', 'vgw-gone', { State: 'blackhole' }),
  ]);
  world.NatGateways.push({
    NatGatewayId: 'nat-failed',
    VpcId: 'vpc-1',
    SubnetId: 'subnet-public',
    State: 'failed',
    ConnectivityType: 'public',
  });
  world.SecurityGroups.push(securityGroup('sg-closed', [], []));
  addSubnet(world, subnet('subnet-unused', '10.0.50.0/24', 'b'), null);
  putAcl(world, 'acl-closed', ['subnet-unused'], [], []);
  world.NetworkInterfaces.push(
    networkInterface('eni-ec2-endpoint', 'subnet-unused', '10.0.50.9', ['sg-closed'], {
      InterfaceType: 'vpc_endpoint',
    }),
    networkInterface('eni-idle', 'subnet-unused', '10.0.50.10', ['sg-closed'], { Status: 'available' }),
  );
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-ec2',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-1',
    ServiceName: 'com.amazonaws.us-east-1.ec2',
    State: 'failed',
    PrivateDnsEnabled: true,
    SubnetIds: ['subnet-unused'],
    NetworkInterfaceIds: ['eni-ec2-endpoint'],
    Groups: [{ GroupId: 'sg-closed' }],
    DnsEntries: [{ DnsName: 'ec2.us-east-1.amazonaws.com' }],
  });
}

/** Accounts in which a rotation works. */
export const HEALTHY: readonly Situation[] = [
  situation('function-reaches-both-through-a-nat-gateway', {
    explain: `Nothing is wrong. The function's subnet sends 0.0.0.0/0 to a public NAT gateway whose own subnet sends it on to
      an attached internet gateway; the database lies in the same VPC and admits the function's security group.`,
    source: 'sm-network',
  }),
  situation('private-endpoint-without-any-way-to-the-internet', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
    },
    explain: `Nothing is wrong. There is no NAT gateway, but the interface endpoint has private DNS on, so the ordinary name of
      Secrets Manager gives the endpoint's two private addresses, and its security group admits the function on 443.`,
    source: 'sm-endpoint',
  }),
  situation('nat-gateway-in-another-zone-still-works', {
    world: (w) => {
      vpcConfig(w).SubnetIds = ['subnet-l2'];
    },
    warnings: ['X_NAT_IN_OTHER_ZONE'],
    explain: `The function runs in zone b and its NAT gateway in zone a. Traffic crosses the zones without trouble; only when
      zone a is lost does rotation stop too. That is a matter of availability, not of reach.`,
    source: 'nat',
  }),
  situation('nat-gateways-beside-subnets-of-no-stated-zone', {
    world: (w) => {
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      addSubnet(w, subnet('subnet-public-2', '10.0.101.0/24', 'c'), 'rtb-public');
      for (const id of ['subnet-l1', 'subnet-public-2']) delete item(w, 'Subnets', id).AvailabilityZone;
      w.NatGateways.push({
        ...item(w, 'NatGateways', 'nat-1'),
        NatGatewayId: 'nat-2',
        SubnetId: 'subnet-public-2',
        NatGatewayAddresses: [{ PublicIp: '203.0.113.6', PrivateIp: '10.0.101.5', Status: 'succeeded' }],
      });
      const table = item(w, 'RouteTables', 'rtb-private');
      table.Associations = (table.Associations ?? []).filter((a) => a.SubnetId !== 'subnet-l2');
      w.RouteTables.push(routeTable('rtb-private-2', ['subnet-l2'], [route('0.0.0.0/0', 'nat-2')]));
    },
    explain: `Of each pair of function's subnet and NAT gateway's one zone is not stated. Whether the two share a zone nobody can tell,
      and nothing is said of it.`,
    source: 'nat',
  }),
  situation('endpoint-in-a-single-zone', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { zones: 1 });
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
    },
    warnings: ['X_ENDPOINT_IN_ONE_ZONE'],
    explain: `The endpoint has one interface, in zone a. An endpoint interface is reached from every subnet of the VPC, so both
      function subnets get through; losing zone a would stop them all, which is worth a warning and no more.`,
    source: 'endpoint',
  }),
  situation('deny-entry-after-an-allow-never-fires', {
    world: (w) => {
      const entries = [entry(100, 'allow', '-1', '0.0.0.0/0'), entry(110, 'deny', '-1', '0.0.0.0/0')];
      putAcl(w, 'acl-l1', ['subnet-l1'], entries, entries);
    },
    explain: `Network ACL entries are tried in ascending order of their numbers and the first that matches decides. Entry 100
      allows everything, so the deny of 110 is never reached.`,
    source: 'acl',
  }),
  situation('trouble-elsewhere-in-the-same-vpc', {
    world: addUnrelatedTrouble,
    explain: `The VPC holds a failed NAT gateway, blackholes for other destinations, a closed ACL on a subnet nobody uses and a
      broken endpoint of another service. None of them is on a way rotation takes.`,
    source: 'tables',
  }),
  situation('endpoint-of-another-region-is-ignored', {
    world: (w) => {
      addEndpoint(w);
      const endpoint = item(w, 'VpcEndpoints', 'vpce-sm');
      endpoint.ServiceName = 'com.amazonaws.eu-west-1.secretsmanager';
      endpoint.ServiceRegion = 'eu-west-1';
      endpoint.DnsEntries = [{ DnsName: 'secretsmanager.eu-west-1.amazonaws.com' }];
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [];
    },
    explain: `The VPC's endpoint serves Secrets Manager of eu-west-1 and its private name is that Region's. The function asks
      us-east-1, whose name stays public, and goes through the NAT gateway.`,
    source: 'sm-endpoint',
  }),
  situation('endpoint-without-private-dns-beside-a-nat-gateway', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [];
    },
    explain: `The endpoint's security group is closed, but private DNS is off: the ordinary name still gives public addresses
      and the function goes out through the NAT gateway. The endpoint is simply not used.`,
    source: 'endpoint',
  }),
  situation('template-pointed-at-the-endpoint-name', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      useTemplate(w, 'https://vpce-sm-abc.secretsmanager.us-east-1.vpce.amazonaws.com');
    },
    explain: `Private DNS is off and there is no NAT gateway, but this is an AWS template whose SECRETS_MANAGER_ENDPOINT is the
      endpoint's own name. That name resolves everywhere, to the endpoint's private addresses.`,
    source: 'endpoint',
  }),
  situation('endpoint-policy-that-names-the-account-root', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      item(w, 'VpcEndpoints', 'vpce-sm').PolicyDocument = policy({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'secretsmanager:*',
        Resource: '*',
      });
    },
    explain: `The endpoint policy allows only the principal arn:aws:iam::111122223333:root. On an interface endpoint this means
      every principal of the account, the function's role among them.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-with-just-the-five-actions', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      item(w, 'VpcEndpoints', 'vpce-sm').PolicyDocument = policy(
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:role/rotate-db' },
          Action: [
            'secretsmanager:DescribeSecret',
            'secretsmanager:GetSecretValue',
            'secretsmanager:PutSecretValue',
            'secretsmanager:UpdateSecretVersionStage',
          ],
          Resource: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-??????',
        },
        { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetRandomPassword', Resource: '*' },
      );
    },
    explain: `The endpoint policy is as narrow as it can be: four actions on this secret for the function's role, and
      GetRandomPassword, which knows no resource, on everything. That is what the four rotation steps call.`,
    source: 'endpoint-policy',
  }),
  situation('fips-host-through-the-nat-gateway', {
    world: (w) => environment(w, { AWS_USE_FIPS_ENDPOINT: 'true' }),
    explain: `The function uses the FIPS endpoint. us-east-1 has one, its name is public, and the NAT gateway leads there.`,
    source: 'sm-hosts',
  }),
  situation('document-without-requests-is-complete', {
    world: (w) => {
      delete w.requests;
    },
    explain: `The snapshot was put together by hand and does not say what was asked. Every list it holds counts as complete, so
      it can be judged like any other.`,
    source: 'tool',
  }),
  situation('service-ranges-decide-what-public-means', {
    world: (w) => {
      w.ServiceIpRanges = {
        createDate: '2026-11-20-00-00-00',
        prefixes: [
          { ip_prefix: '198.51.100.0/24', region: 'us-east-1', service: 'AMAZON', network_border_group: 'us-east-1' },
          { ip_prefix: '203.0.113.128/25', region: 'us-east-1', service: 'AMAZON', network_border_group: 'us-east-1' },
        ],
      };
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        permit('tcp', ['198.51.100.0/24', '203.0.113.128/25'], 443),
        permit('tcp', ['sg-db'], 5432),
      ];
      addRoutes(w, 'rtb-private', [route('52.0.0.0/8', 'vgw-gone', { State: 'blackhole' })]);
    },
    explain: `The function's group lets 443 out only to AWS's published ranges of the Region, and a dead route swallows 52.0.0.0/8.
      With the published ranges known, both refuse nothing that Secrets Manager could answer with.`,
    source: 'ranges',
  }),
  situation('nat-gateway-and-two-subnets-in-order', {
    world: (w) => {
      vpcConfig(w).SubnetIds = ['subnet-l2', 'subnet-l1'];
      w.NatGateways.push({
        NatGatewayId: 'nat-2',
        VpcId: 'vpc-1',
        SubnetId: 'subnet-public-b',
        State: 'available',
        ConnectivityType: 'public',
        NatGatewayAddresses: [{ AllocationId: 'eipalloc-2', PublicIp: '203.0.113.6', PrivateIp: '10.0.101.5' }],
      });
      addSubnet(w, subnet('subnet-public-b', '10.0.101.0/24', 'b'), 'rtb-public');
      item(w, 'RouteTables', 'rtb-private').Associations = [{ Main: false, SubnetId: 'subnet-l1' }];
      w.RouteTables.push(routeTable('rtb-private-b', ['subnet-l2'], [route('0.0.0.0/0', 'nat-2')]));
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [OPEN];
    },
    explain: `The function has two subnets, each with a table and a NAT gateway of its own zone. Lambda may run it in either, so
      both must work, and both do. The older NAT gateway record lacks AvailabilityMode and Status, which is normal.`,
    source: 'nat',
  }),
  situation('gap-about-another-vpc-does-not-matter', {
    world: (w) => {
      w.gaps.push({
        list: 'NetworkAcls',
        action: 'ec2:DescribeNetworkAcls',
        account: ACCOUNT,
        region: 'us-east-1',
        filters: { 'vpc-id': ['vpc-77'] },
        error: 'UnauthorizedOperation',
        message: 'You are not authorized to perform this operation.',
      });
    },
    explain: `The network ACLs of some other VPC could not be read. Nothing rotation does touches that VPC, so nothing the
      verdict needs is missing.`,
    source: 'permissions',
  }),
  situation('refining-lists-never-asked', {
    world: (w) => {
      const refining = [
        'HostedZones',
        'ProfileAssociations',
        'ResolverRuleAssociations',
        'FirewallRuleGroupAssociations',
      ];
      w.requests = (w.requests ?? []).filter((row) => ![...refining, 'FunctionConcurrency'].includes(row.list));
      w.FunctionConcurrency = {};
    },
    explain: `Nobody looked for private hosted zones, resolver rules, DNS firewalls or reserved concurrency. Most accounts have
      none that matter; AWS's defaults are assumed and a note says so.`,
    source: 'tool',
  }),
  situation('own-name-of-the-instance-as-target', {
    question: { targets: ['ip-10-0-20-10.ec2.internal:5432'] },
    explain: `The target is the instance's private DNS name. Such a name bears its address, and AmazonProvidedDNS answers with
      it in every VPC of the Region.`,
    source: 'dns',
  }),
  situation('lambda-interface-not-created-yet', {
    world: (w) => {
      w.NetworkInterfaces = w.NetworkInterfaces.filter((i) => i.InterfaceType !== 'lambda');
      const fn = rotationFunction(w);
      fn.RevisionId = '00000000-0000-4000-8000-0000000000ab';
    },
    explain: `Lambda has no network interface in the subnet at the moment. It makes and removes them as it needs; any address
      of the subnet may be the next one, and the database admits the group, not an address.`,
    source: 'lambda',
  }),
  situation('unread-list-that-no-way-needs', {
    world: (w) => refuse(w, 'VpnGateways'),
    explain: `The VPN gateways could not be read. No route of the function's, NAT's or database's subnet points at one, so the
      verdict does not need them.`,
    source: 'permissions',
  }),
];
