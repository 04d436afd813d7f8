import {
  ALLOW_ALL,
  addRoutes,
  EPHEMERAL,
  entry,
  FUNCTION_ARN,
  item,
  permit,
  putAcl,
  rotationFunction,
  route,
  setRoutes,
  type World,
} from '../../support/world.ts';
import { withoutNat } from '../../support/world-parts.ts';
import { groupsRefuse, noRoute, type Situation, situation, thing } from './situation.ts';

function admits(...rules: readonly ReturnType<typeof permit>[]): (world: World) => void {
  return (world) => {
    item(world, 'SecurityGroups', 'sg-db').IpPermissions = [...rules];
  };
}

/** The database gets a public address, and its subnet the route it needs. */
export function publish(world: World): void {
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

export function outsideAnyVpc(world: World): void {
  delete rotationFunction(world).VpcConfig;
}

/** Services at public addresses, and functions outside any VPC. */
export const PUBLIC_SERVICE: readonly Situation[] = [
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
    blockers: [thing('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'service', FUNCTION_ARN, null)],
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
    blockers: [thing('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'service', FUNCTION_ARN, null)],
    explain: `The function's VPC configuration is there and empty, which is how Lambda shows a function without a VPC after one
      was removed. It reaches no private address.`,
    source: 'lambda',
  }),
  situation('function-without-subnets-beside-the-id-of-a-vpc', {
    world: (w) => {
      withoutNat(w);
      rotationFunction(w).VpcConfig = { VpcId: 'vpc-1', SubnetIds: [], SecurityGroupIds: [] };
    },
    question: { targets: ['i-db:5432'] },
    service: 'fail',
    blockers: [thing('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'service', FUNCTION_ARN, null)],
    explain: `The function's configuration names a VPC and lists no subnet of it. Without subnets it is attached to nothing: it
      reaches Secrets Manager by Lambda's own way, and no private address.`,
    source: 'lambda',
  }),
  situation('function-without-subnets-beside-its-groups', {
    world: (w) => {
      rotationFunction(w).VpcConfig = { VpcId: 'vpc-1', SubnetIds: [], SecurityGroupIds: ['sg-lambda'] };
    },
    question: { targets: ['i-db:5432'] },
    service: 'fail',
    blockers: [thing('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'service', FUNCTION_ARN, null)],
    explain: `A VPC and groups stand in the configuration, and no subnet. What attaches a function to a VPC is an interface in a
      subnet: without one it is in no VPC, and the groups guard nothing.`,
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
  situation('exposed-database-whose-interface-is-missing', {
    world: (w) => {
      outsideAnyVpc(w);
      publish(w);
      admits(permit('tcp', ['0.0.0.0/0'], 5432))(w);
      w.NetworkInterfaces = w.NetworkInterfaces?.filter((eni) => eni.NetworkInterfaceId !== 'eni-db');
    },
    question: { targets: ['203.0.113.20:5432'] },
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', '203.0.113.20', null)],
    explain: `An instance says that the public address is its own, and none of the interfaces that were read bears it. Which
      groups guard that door is not known, although the list of interfaces was read whole.`,
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
  situation('function-outside-any-vpc-and-a-database-that-answers-some-addresses-only', {
    world: (w) => {
      outsideAnyVpc(w);
      publish(w);
      addRoutes(w, 'rtb-db', [route('198.51.100.0/24', 'tgw-gone', { State: 'blackhole' })]);
      admits(permit('tcp', ['0.0.0.0/0'], 5432))(w);
    },
    question: { targets: ['203.0.113.20:5432'] },
    service: 'unknown',
    blockers: [
      {
        code: 'X_SERVICE_FILTERS_UNKNOWN_SOURCE',
        resources: ['rtb-db'],
        prerequisite: 'service',
        leg: 'return',
        direction: null,
        at: 'subnet-db',
        entry: '198.51.100.0/24',
      },
    ],
    explain: `The public database admits everybody, and its subnet answers over the internet gateway, but for 198.51.100.0/24,
      whose route leads nowhere. A function outside any VPC comes from addresses of Lambda's that nobody can foretell; whether
      they are in that range cannot be known.`,
    source: 'lambda',
  }),
  situation('function-outside-any-vpc-and-an-acl-that-answers-some-addresses-only', {
    world: (w) => {
      outsideAnyVpc(w);
      publish(w);
      const answers = entry(100, 'allow', '6', '198.51.100.0/24', EPHEMERAL);
      putAcl(w, 'acl-db', ['subnet-db'], ALLOW_ALL, [answers]);
      admits(permit('tcp', ['0.0.0.0/0'], 5432))(w);
    },
    question: { targets: ['203.0.113.20:5432'] },
    service: 'unknown',
    blockers: [
      {
        code: 'X_SERVICE_FILTERS_UNKNOWN_SOURCE',
        resources: ['acl-db'],
        prerequisite: 'service',
        leg: 'return',
        direction: 'egress',
        at: 'subnet-db',
        entry: '32767',
      },
    ],
    explain: `The public database admits everybody, and the network ACL of its subnet lets out answers to 198.51.100.0/24 alone. A
      function outside any VPC comes from addresses of Lambda's that nobody can foretell; whether they are in that range cannot
      be known.`,
    source: 'lambda',
  }),
];
