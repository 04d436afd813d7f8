import { invokePolicy } from '../../support/invoke-policy.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  entry,
  environment,
  FUNCTION_ARN,
  item,
  networkInterface,
  permit,
  putAcl,
  refuse,
  remove,
  rotationFunction,
  route,
  SECRET_ARN,
  secret,
  securityGroup,
  setRoutes,
  subnet,
  vpc,
  type World,
} from '../../support/world.ts';
import { addEndpoint, addPeerVpc, ENDPOINT_NAME, withoutNat } from '../../support/world-parts.ts';
import {
  aclRefuses,
  behind,
  blackhole,
  groupsRefuse,
  overall,
  precondition,
  type Situation,
  situation,
  thing,
} from './situation.ts';

const ALIAS = `${FUNCTION_ARN}:live`;
const hostUnknown = overall('X_HOST_UNKNOWN', 'endpoint', FUNCTION_ARN);

function behindAlias(world: World): void {
  secret(world).RotationLambdaARN = ALIAS;
  Object.assign(rotationFunction(world), { FunctionArn: ALIAS, Version: '7' });
  world.FunctionPolicies = {
    [ALIAS]: invokePolicy({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }, { Resource: ALIAS }),
  };
  world.FunctionConcurrency = { [FUNCTION_ARN]: null };
  world.requests = (world.requests ?? []).map((row) =>
    'function-arn' in row.filters && row.list !== 'FunctionConcurrency'
      ? { ...row, filters: { 'function-arn': [ALIAS] } }
      : row,
  );
}

function nameServers(world: World, ...servers: readonly string[]): void {
  world.DhcpOptions = [
    {
      DhcpOptionsId: 'dopt-amazon',
      DhcpConfigurations: [{ Key: 'domain-name-servers', Values: servers.map((Value) => ({ Value })) }],
    },
  ];
}

/** Another VPC with the same range and, at the database's address, a server of its own. */
function addTwinVpc(world: World): void {
  world.Vpcs.push(vpc('vpc-3', '10.0.0.0/16'));
  addSubnet(world, subnet('subnet-twin-db', '10.0.20.0/24', 'a', 'vpc-3'), null);
  world.SecurityGroups.push(securityGroup('sg-twin-db', [permit('-1', ['0.0.0.0/0'])], undefined, 'vpc-3'));
  world.NetworkInterfaces.push(
    networkInterface('eni-twin-db', 'subnet-twin-db', '10.0.20.10', ['sg-twin-db'], { VpcId: 'vpc-3' }),
  );
}

/** What is seldom met, and where a quick look goes wrong. */
export const SELDOM: readonly Situation[] = [
  situation('interface-in-another-vpc-at-the-same-address', {
    world: addTwinVpc,
    question: { targets: ['eni-twin-db:5432'] },
    service: 'fail',
    blockers: [thing('X_TARGET_NOT_FOUND', 'service', 'eni-twin-db', 'subnet-db')],
    explain: `The interface asked for is in another VPC with the same range. Its address leads the function to a server in its own
      VPC, which can be reached and is not the one that was meant.`,
    source: 'routes',
  }),
  situation('two-prefix-lists-for-one-destination', {
    world: (w) => {
      const list = (id: string) => ({
        PrefixListId: id,
        AddressFamily: 'IPv4',
        State: 'create-complete',
        OwnerId: ACCOUNT,
        Entries: [{ Cidr: '0.0.0.0/0' }],
      });
      w.ManagedPrefixLists.push(list('pl-one'), list('pl-two'));
      setRoutes(w, 'rtb-private', [route('pl-one', 'nat-1'), route('pl-two', 'vgw-gone', { State: 'blackhole' })]);
    },
    endpoint: 'unknown',
    blockers: [{ ...overall('UNKNOWN_RESOURCE', 'endpoint', 'rtb-private'), leg: 'forward', at: 'subnet-l1' }],
    explain: `Two prefix lists in the table hold the same destination and lead to different targets. Which of the two routes AWS
      takes is stated to be random.`,
    source: 'routes',
  }),
  situation('route-filtered-by-a-route-server', {
    world: (w) => setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'nat-1', { State: 'filtered' })]),
    endpoint: 'unknown',
    blockers: [{ ...overall('UNKNOWN_RESOURCE', 'endpoint', 'rtb-private'), leg: 'forward', at: 'subnet-l1' }],
    explain: `The default route's state is filtered: a route server has a hand in it. Whether it forwards at the moment is not
      said.`,
    source: 'routes',
  }),
  situation('subnet-without-an-acl-of-its-own-has-the-default-one', {
    world: (w) => {
      putAcl(w, 'acl-open', ['subnet-l1', 'subnet-l2', 'subnet-public'], ALLOW_ALL, ALLOW_ALL);
      const acl = item(w, 'NetworkAcls', 'acl-default');
      acl.Associations = acl.Associations?.filter((a) => a.SubnetId !== 'subnet-db');
      acl.Entries?.push({
        RuleNumber: 90,
        Egress: false,
        Protocol: '6',
        RuleAction: 'deny',
        CidrBlock: '0.0.0.0/0',
        PortRange: { From: 5432, To: 5432 },
      });
    },
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-default', 'forward', 'ingress', 'subnet-db', '90')],
    explain: `No ACL names the database's subnet, so the VPC's default ACL applies to it. Somebody hardened that one: entry 90
      denies 5432.`,
    source: 'acl',
  }),
  situation('answers-from-the-peer-go-to-the-internet', {
    world: (w) => {
      addPeerVpc(w);
      setRoutes(w, 'rtb-peer', [route('0.0.0.0/0', 'igw-2')]);
      w.InternetGateways.push({ InternetGatewayId: 'igw-2', Attachments: [{ VpcId: 'vpc-2', State: 'available' }] });
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'fail',
    blockers: [
      { ...thing('X_ROUTE_NEVER_RETURNS', 'service', 'rtb-peer', 'subnet-peer', 'return'), entry: '0.0.0.0/0' },
    ],
    explain: `The database's table has a default route to its internet gateway and none for the function's range. Its answers go
      there instead of back through the peering.`,
    source: 'peering',
  }),
  situation('answers-to-half-of-the-functions-subnet-are-lost', {
    world: (w) => {
      addPeerVpc(w);
      addRoutes(w, 'rtb-peer', [route('10.0.1.128/25', 'vgw-gone', { State: 'blackhole' })]);
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'partly',
    blockers: [blackhole('service', 'rtb-peer', 'subnet-peer', '10.0.1.128/25', 'return')],
    explain: `The database's table returns 10.0.0.0/16 through the peering, but 10.0.1.128/25 goes into a dead route. Whether the
      function is answered depends on which half of its subnet its interface has its address from.`,
    source: 'routes',
  }),
  situation('dead-route-for-the-public-service', {
    world: (w) => addRoutes(w, 'rtb-private', [route('198.51.100.0/24', 'vgw-gone', { State: 'blackhole' })]),
    question: { targets: ['198.51.100.20:5432'] },
    service: 'fail',
    endpoint: 'unknown',
    blockers: [
      blackhole('service', 'rtb-private', 'subnet-l1', '198.51.100.0/24'),
      {
        code: 'X_PARTLY_COVERS_SERVICE_RANGE',
        resources: ['rtb-private'],
        prerequisite: 'endpoint',
        leg: 'forward',
        direction: null,
        at: 'subnet-l1',
        entry: '198.51.100.0/24',
      },
    ],
    explain: `A dead route for 198.51.100.0/24 takes the database's public address away from the NAT gateway. Whether Secrets Manager's
      address of the moment lies in that range too cannot be told.`,
    source: 'routes',
  }),
  situation('dns-attributes-not-read', {
    world: (w) => {
      addEndpoint(w);
      const it = item(w, 'Vpcs', 'vpc-1');
      delete it.EnableDnsSupport;
      delete it.EnableDnsHostnames;
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', 'vpc-1')],
    explain: `The VPC was described, its two DNS attributes were not: they take calls of their own. Without them it is not known
      whether names resolve, or to what.`,
    source: 'dns',
  }),
  situation('own-code-that-may-ignore-the-templates-variable', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      environment(w, { SECRETS_MANAGER_ENDPOINT: `https://${ENDPOINT_NAME}` });
    },
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `SECRETS_MANAGER_ENDPOINT names the endpoint and would do, but this is nobody's template: own code may read the variable
      or not. If it does not, it goes to the ordinary host, to which there is no way.`,
    source: 'sm-templates',
  }),
  situation('node-function-told-to-ignore-its-endpoint-url', {
    world: (w) => {
      rotationFunction(w).Runtime = 'nodejs22.x';
      environment(w, {
        AWS_ENDPOINT_URL: 'https://secretsmanager.eu-west-1.amazonaws.com',
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      });
    },
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `The JavaScript SDK heeds AWS_IGNORE_CONFIGURED_ENDPOINT_URLS only in recent versions. With an older one the function
      would go to eu-west-1 and not find its secret.`,
    source: 'sdk-endpoints',
  }),
  situation('vpc-without-a-dhcp-option-set', {
    world: (w) => {
      item(w, 'Vpcs', 'vpc-1').DhcpOptionsId = 'default';
      w.DhcpOptions.length = 0;
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpc-1')],
    explain: `The VPC has no DHCP option set at all, which hands out no name server. What the function's resolver is then, no page
      of AWS says.`,
    source: 'dhcp',
  }),
  situation('resolver-of-the-vpc-by-its-address', {
    world: (w) => nameServers(w, '10.0.0.2'),
    explain: `The DHCP options name 10.0.0.2 as name server. That is the VPC's own resolver, at the base of its range plus two, and
      the same as AmazonProvidedDNS.`,
    source: 'dhcp',
  }),
  situation('own-name-server-beside-the-vpcs', {
    world: (w) => nameServers(w, 'AmazonProvidedDNS', '10.0.40.53'),
    endpoint: 'unknown',
    blockers: ['X_OPAQUE_HOP', 'X_NAME_UNKNOWN'].map((code) => overall(code, 'endpoint', '10.0.40.53')),
    explain: `The DHCP options name the VPC's resolver and a server of the company's own. Which of the two a client asks is its own
      choice, and what the other answers is not known.`,
    source: 'dhcp',
  }),
  situation('dns-firewall-on-the-vpc', {
    world: (w) => {
      w.FirewallRuleGroupAssociations.push({
        Id: 'rslvr-frgassoc-1',
        FirewallRuleGroupId: 'rslvr-frg-1',
        VpcId: 'vpc-1',
        Priority: 101,
        Status: 'COMPLETE',
      });
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', 'rslvr-frg-1')],
    explain: `A DNS firewall rule group is associated with the VPC. The association does not name the domains it blocks, and its
      rules were not read.`,
    source: 'resolver',
  }),
  situation('profile-associated-with-the-vpc', {
    world: (w) => {
      w.ProfileAssociations.push({ Id: 'rpassoc-1', ProfileId: 'rp-1', ResourceId: 'vpc-1', Status: 'COMPLETE' });
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', 'rp-1')],
    explain: `A Route 53 Profile is associated with the VPC and may bring zones, endpoints and rules of its own, which no list of
      the VPC's own zones shows.`,
    source: 'zones',
  }),
  situation('hosted-zones-could-not-be-read', {
    world: (w) => refuse(w, 'HostedZones'),
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', 'vpc-1')],
    explain: `Somebody asked which private hosted zones the VPC sees and was refused. A question that was put and refused is not
      one that was never put: no default is assumed.`,
    source: 'permissions',
  }),
  situation('endpoint-of-which-one-interface-is-not-in-sight', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      remove(w, 'NetworkInterfaces', 'eni-sm-a');
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', 'eni-sm-a')],
    explain: `The endpoint names two interfaces, and one is not among those read: its address is not known, nor its zone, so that nothing
      is said of an endpoint in one zone either.`,
    source: 'endpoint',
  }),
  situation('endpoint-interfaces-could-not-be-read', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      refuse(w, 'NetworkInterfaces');
    },
    question: { noTarget: true },
    service: 'n/a',
    endpoint: 'unknown',
    blockers: [
      overall('UNKNOWN_RESOURCE', 'endpoint', 'eni-sm-a'),
      overall('UNKNOWN_RESOURCE', 'endpoint', 'eni-sm-b'),
    ],
    explain: `The endpoint is there with private DNS, but its interfaces could not be described: neither their addresses nor the
      subnets and groups they are in.`,
    source: 'permissions',
  }),
  situation('secret-asked-by-its-name', {
    question: { secret: 'prod/db' },
    explain: `The question gives the secret's name instead of its ARN. There is one secret of that name in the snapshot.`,
    source: 'sm-rotate',
  }),
  situation('function-behind-an-alias', {
    world: behindAlias,
    explain: `The rotation function is given by an alias, which has a configuration and a policy of its own. Both are in order.`,
    source: 'sm-permission',
  }),
  situation('alias-without-a-permission-of-its-own', {
    world: (w) => {
      behindAlias(w);
      w.FunctionPolicies = {
        [ALIAS]: null,
        [FUNCTION_ARN]: invokePolicy({ ArnLike: { 'aws:SourceArn': SECRET_ARN } }),
      };
    },
    preconditions: { 'invoke-permission': 'fail' },
    blockers: [{ ...precondition('invoke-permission'), resources: [ALIAS] }],
    explain: `The permission is on the function itself and the secret names its alias. A policy counts for the qualifier it was
      given to: for the alias there is none.`,
    source: 'sm-permission',
  }),
  situation('nat-gateway-behind-an-acl-for-icmp-only', {
    world: (w) => {
      const acl = item(w, 'NetworkAcls', 'acl-default');
      acl.Associations = acl.Associations?.filter((a) => a.SubnetId !== 'subnet-public');
      w.NetworkAcls.push({
        NetworkAclId: 'acl-ping',
        VpcId: 'vpc-1',
        Associations: [{ SubnetId: 'subnet-public' }],
        Entries: [
          { ...entry(100, 'allow', '1', '0.0.0.0/0'), Egress: false, IcmpTypeCode: { Type: -1, Code: -1 } },
          { ...entry(32767, 'deny', '-1', '0.0.0.0/0'), Egress: false },
          ...ALLOW_ALL.map((e) => ({ ...e, Egress: true })),
        ].map((e) => e as NonNullable<World['NetworkAcls'][number]['Entries']>[number]),
      });
    },
    endpoint: 'fail',
    blockers: [
      aclRefuses('endpoint', 'acl-ping', 'forward', 'ingress', 'subnet-public'),
      { ...aclRefuses('endpoint', 'acl-ping', 'return', 'ingress', 'subnet-public'), behind: true },
    ],
    explain: `The public subnet's ACL admits ICMP only, so that the NAT gateway's neighbours can be pinged. HTTPS is TCP, there and
      back.`,
    source: 'acl',
  }),
  situation('appliance-in-place-of-the-local-route', {
    world: (w) => {
      w.NetworkInterfaces.push(
        networkInterface('eni-firewall', 'subnet-public', '10.0.100.9', ['sg-firewall'], { SourceDestCheck: false }),
      );
      w.SecurityGroups.push(securityGroup('sg-firewall', [permit('-1', ['10.0.0.0/16'])]));
      const table = item(w, 'RouteTables', 'rtb-private');
      table.Routes = [route('10.0.0.0/16', 'eni-firewall'), route('0.0.0.0/0', 'nat-1')];
    },
    service: 'fail',
    blockers: [
      thing('X_OPAQUE_HOP', 'service', 'eni-firewall', 'eni-firewall'),
      behind(groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')),
      behind({ ...thing('X_ROUTE_NEVER_RETURNS', 'service', 'rtb-db', 'subnet-db', 'return'), entry: '10.0.0.0/16' }),
    ],
    explain: `The table's local route itself was given another target, an appliance. The database's subnet answers directly, not
      through it, so the appliance sees half of each conversation.`,
    source: 'routes',
  }),
];
