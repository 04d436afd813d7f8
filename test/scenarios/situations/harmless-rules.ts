import {
  ACCOUNT,
  addRoutes,
  EPHEMERAL,
  entry,
  HTTPS,
  instance,
  item,
  networkInterface,
  POSTGRES,
  permit,
  putAcl,
  route,
  securityGroup,
  setRoutes,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { addEndpoint, withoutNat } from '../../support/world-parts.ts';
import { type Situation, situation } from './situation.ts';

/** Everything IPv4 that is not RFC 1918, the usual split. */
const ALL_BUT_PRIVATE = [
  ...['0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2', '128.0.0.0/3'],
  ...['160.0.0.0/5', '168.0.0.0/6', '172.0.0.0/12', '172.32.0.0/11', '172.64.0.0/10', '172.128.0.0/9', '173.0.0.0/8'],
  ...['174.0.0.0/7', '176.0.0.0/4', '192.0.0.0/9', '192.128.0.0/11', '192.160.0.0/13', '192.169.0.0/16'],
  ...['192.170.0.0/15', '192.172.0.0/14', '192.176.0.0/12', '192.192.0.0/10', '193.0.0.0/8', '194.0.0.0/7'],
  ...['196.0.0.0/6', '200.0.0.0/5', '208.0.0.0/4', '224.0.0.0/3'],
];

function useOneSubnetForAll(world: World): void {
  addEndpoint(world);
  withoutNat(world);
  const endpoint = item(world, 'VpcEndpoints', 'vpce-sm');
  endpoint.SubnetIds = ['subnet-l1'];
  endpoint.NetworkInterfaceIds = ['eni-sm-a'];
  world.NetworkInterfaces = world.NetworkInterfaces.filter((i) => i.NetworkInterfaceId !== 'eni-sm-b');
  Object.assign(item(world, 'NetworkInterfaces', 'eni-sm-a'), {
    SubnetId: 'subnet-l1',
    PrivateIpAddress: '10.0.1.40',
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.40', Primary: true }],
  });
  const database = instance('i-db', networkInterface('eni-db', 'subnet-l1', '10.0.1.50', ['sg-db']));
  world.Instances = [database.instance];
  world.NetworkInterfaces = [
    ...world.NetworkInterfaces.filter((i) => i.NetworkInterfaceId !== 'eni-db'),
    database.interface,
  ];
}

/** Rules, entries and routes that look wrong and are not. */
export const HARMLESS_RULES: readonly Situation[] = [
  situation('split-default-route-is-a-default-route', {
    world: (w) => setRoutes(w, 'rtb-private', [route('0.0.0.0/1', 'nat-1'), route('128.0.0.0/1', 'nat-1')]),
    explain: `There is no 0.0.0.0/0 in the table, but 0.0.0.0/1 and 128.0.0.0/1 together cover every address. Longest prefix
      match finds one of them for whatever public address Secrets Manager answers with.`,
    source: 'routes',
  }),
  situation('default-route-through-a-prefix-list', {
    world: (w) => {
      w.ManagedPrefixLists.push({
        PrefixListId: 'pl-everything',
        AddressFamily: 'IPv4',
        State: 'create-complete',
        OwnerId: ACCOUNT,
        Entries: [{ Cidr: '0.0.0.0/1' }, { Cidr: '128.0.0.0/1' }],
      });
      setRoutes(w, 'rtb-private', [route('pl-everything', 'nat-1')]);
    },
    explain: `The route's destination is a customer-managed prefix list instead of a CIDR. Each of its entries takes part in
      longest prefix match like a route of its own, and its two halves cover every address.`,
    source: 'routes',
  }),
  situation('egress-to-everything-but-private-ranges', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        permit('tcp', ALL_BUT_PRIVATE, 443),
        permit('tcp', ['sg-db'], 5432),
      ];
    },
    explain: `The function's group lets 443 out to every range but RFC 1918, and 5432 to the database's group. What it refuses
      is no public address, so whatever Secrets Manager resolves to is inside what is allowed.`,
    source: 'sg',
  }),
  situation('acl-entries-listed-out-of-order', {
    world: (w) => {
      const entries = [entry(200, 'deny', '-1', '0.0.0.0/0'), entry(90, 'allow', '-1', '0.0.0.0/0')];
      putAcl(w, 'acl-l1', ['subnet-l1'], entries, entries);
    },
    explain: `The list happens to show the deny of 200 before the allow of 90. Only the numbers count: 90 is tried first and
      allows all.`,
    source: 'acl',
  }),
  situation('acl-that-denies-all-inside-one-subnet', {
    world: (w) => {
      useOneSubnetForAll(w);
      putAcl(w, 'acl-l1', ['subnet-l1'], [], []);
    },
    question: { targets: ['10.0.1.50:5432'] },
    explain: `The subnet's ACL denies everything, yet function, database and endpoint interface all live in this subnet. A
      network ACL is applied where traffic crosses the boundary of a subnet; inside one it is never asked.`,
    source: 'acl',
  }),
  situation('hardened-acls-with-the-full-ephemeral-range', {
    world: (w) => {
      putAcl(
        w,
        'acl-l1',
        ['subnet-l1'],
        [entry(100, 'allow', '6', '0.0.0.0/0', EPHEMERAL)],
        [entry(100, 'allow', '6', '0.0.0.0/0', HTTPS), entry(110, 'allow', '6', '10.0.20.0/24', POSTGRES)],
      );
      putAcl(
        w,
        'acl-db',
        ['subnet-db'],
        [entry(100, 'allow', '6', '10.0.1.0/24', POSTGRES)],
        [entry(100, 'allow', '6', '10.0.1.0/24', EPHEMERAL)],
      );
      putAcl(
        w,
        'acl-public',
        ['subnet-public'],
        [entry(100, 'allow', '6', '10.0.0.0/16', HTTPS), entry(110, 'allow', '6', '0.0.0.0/0', EPHEMERAL)],
        [entry(100, 'allow', '6', '0.0.0.0/0', HTTPS), entry(110, 'allow', '6', '10.0.0.0/16', EPHEMERAL)],
      );
    },
    explain: `All three ACLs are closed but for what rotation needs: 443 and 5432 on the way there, ports 1024-65535 on the way
      back. That is the whole range Lambda and the NAT gateway choose client ports from, so nothing is missing.`,
    source: 'ephemeral',
  }),
  situation('rule-for-all-protocols', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('-1', ['sg-lambda'])];
    },
    explain: `The database's group admits protocol -1 from the function's group. -1 means every protocol and every port; such a
      rule bears no ports at all.`,
    source: 'sg',
  }),
  situation('rule-with-a-numeric-protocol', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('6', ['sg-lambda'], 5000, 6000)];
    },
    explain: `The rule says protocol 6 instead of tcp, and a range of ports. 6 is TCP's number and 5432 lies in the range.`,
    source: 'sg',
  }),
  situation('rule-for-every-tcp-port', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['sg-lambda'], -1)];
    },
    explain: `The rule says tcp with ports from -1 to -1, as some tools write it. For TCP that means every port.`,
    source: 'sg',
  }),
  situation('hosted-zone-and-forwarding-rule-for-other-names', {
    world: (w) => {
      w.HostedZones.push({
        Id: '/hostedzone/Z0EXAMPLE',
        Name: 'corp.example.',
        VPCs: [{ VPCId: 'vpc-1', VPCRegion: 'us-east-1' }],
        ResourceRecordSets: [{ Name: 'corp.example.', Type: 'SOA' }],
      });
      w.ResolverRules.push({ Id: 'rslvr-rr-1', DomainName: 'corp.example.', RuleType: 'FORWARD', Status: 'COMPLETE' });
      w.ResolverRuleAssociations.push({
        Id: 'rslvr-rrassoc-1',
        ResolverRuleId: 'rslvr-rr-1',
        VPCId: 'vpc-1',
        Status: 'COMPLETE',
      });
    },
    explain: `The VPC has a private hosted zone and a forwarding rule of the company's own, for corp.example. Neither is the name
      of Secrets Manager nor a parent of it, so neither has a say in how that resolves.`,
    source: 'resolver',
  }),
  situation('shared-group-with-a-self-reference', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissions = [permit('-1', ['sg-lambda'])];
      item(w, 'NetworkInterfaces', 'eni-db').Groups = [{ GroupId: 'sg-lambda' }];
    },
    explain: `Function and database bear the same security group, which admits its own members. The function's interfaces are
      members, so they get in.`,
    source: 'sg',
  }),
  situation('two-groups-of-which-one-allows', {
    world: (w) => {
      w.SecurityGroups.push(securityGroup('sg-audit', [permit('tcp', ['10.0.9.0/24'], 22)], []));
      item(w, 'NetworkInterfaces', 'eni-db').Groups = [{ GroupId: 'sg-audit' }, { GroupId: 'sg-db' }];
      vpcConfig(w).SecurityGroupIds = ['sg-audit', 'sg-lambda'];
    },
    explain: `Both ends bear a second group with hardly any rules. Security groups only allow, and an interface's rules are the
      union of its groups': one group that allows is enough.`,
    source: 'sg',
  }),
  situation('prefix-list-in-a-security-group', {
    world: (w) => {
      w.ManagedPrefixLists.push({
        PrefixListId: 'pl-functions',
        AddressFamily: 'IPv4',
        State: 'modify-complete',
        OwnerId: ACCOUNT,
        Entries: [{ Cidr: '10.0.1.0/24' }, { Cidr: '10.0.2.0/24' }],
      });
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['pl-functions'], 5432)];
    },
    explain: `The database admits a prefix list that holds both function subnets. It counts as if its entries were written in
      the rule.`,
    source: 'sg',
  }),
  situation('adjacent-rules-together-cover-the-subnet', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/25', '10.0.1.128/25'], 5432)];
    },
    explain: `Neither rule covers the function's subnet alone; 10.0.1.0/25 and 10.0.1.128/25 together do. Any address Lambda
      picks in the subnet is admitted.`,
    source: 'sg',
  }),
  situation('propagated-route-never-beats-local', {
    world: (w) =>
      addRoutes(w, 'rtb-private', [route('10.0.20.0/24', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' })]),
    explain: `A VPN gateway propagates 10.0.20.0/24, more specific than the local route of the VPC. Propagated routes inside the
      VPC's own range never take precedence over local, so the database is still reached directly.`,
    source: 'vgw',
  }),
];
