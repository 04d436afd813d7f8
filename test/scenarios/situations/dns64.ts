import { addZone, record } from '../../support/names-world.ts';
import {
  addRoutes,
  FUNCTION_ARN,
  item,
  permit,
  REGION,
  route,
  SECRET_ARN,
  SECRETS_MANAGER_HOST,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { addEndpoint, withoutNat } from '../../support/world-parts.ts';
import { dns64, dualStack, egressOnly } from './ipv6.ts';
import { QUESTION as BALANCER, withBalancer } from './load-balancers.ts';
import { noRoute, type Situation, situation, thing } from './situation.ts';

/** Both families lead out, and the resolver makes IPv6 addresses for names that have none. */
function synthesising(w: World): void {
  dualStack(w);
  egressOnly(w);
  dns64(w);
}

function named(w: World): void {
  addZone(w, 'corp.example', [record('db.corp.example', 'A', '10.0.20.10')]);
}

function nat64(w: World): void {
  addRoutes(w, 'rtb-private', [route('64:ff9b::/96', 'nat-1')]);
}

/** The same account in another Region. */
function inRegion(w: World, region: string): void {
  Object.assign(w, JSON.parse(JSON.stringify(w).replaceAll(REGION, region)));
}

const NAMED = { targets: ['db.corp.example:5432'] };
const stallPossible = () => thing('X_IPV6_STALL_POSSIBLE', 'service', FUNCTION_ARN, 'subnet-l1', null);

/** DNS64 makes an IPv6 address for every name without one, the database's too. */
export const DNS64: readonly Situation[] = [
  situation('dns64-for-a-database-with-ipv4-records-only', {
    world: (w) => {
      synthesising(w);
      named(w);
    },
    question: NAMED,
    service: 'unknown',
    blockers: [stallPossible()],
    explain: `The database's name has an IPv4 address alone; DNS64 adds one of 64:ff9b::/96, which leaves by the egress-only gateway
      and is lost. Which address the driver tries first, and how long, is not known.`,
    source: 'nat64',
  }),
  situation('dns64-for-a-database-whose-address-somebody-states', {
    world: synthesising,
    question: { targets: ['db.corp.example:5432=10.0.20.10'] },
    service: 'unknown',
    blockers: [stallPossible()],
    explain: `The same for a name of which whoever asks states the address.`,
    source: 'nat64',
  }),
  situation('dns64-for-a-database-by-its-private-ec2-name', {
    world: synthesising,
    question: { targets: ['ip-10-0-20-10.ec2.internal:5432'] },
    service: 'unknown',
    blockers: [stallPossible()],
    explain: `The same for the name that EC2 gives the database's server.`,
    source: 'nat64',
  }),
  situation('dns64-and-a-database-by-its-address', {
    world: synthesising,
    explain: `The target is an address: nobody is asked for a name, and nothing is made of it.`,
    source: 'nat64',
  }),
  situation('dns64-and-a-function-that-has-no-ipv6', {
    world: (w) => {
      synthesising(w);
      named(w);
      vpcConfig(w).Ipv6AllowedForDualStack = false;
    },
    question: NAMED,
    explain: `DNS64 is on in the function's subnets, and the function has no IPv6 address to try what it makes.`,
    source: 'nat64',
  }),
  situation('dns64-and-a-database-with-ipv6-records', {
    world: (w) => {
      synthesising(w);
      addZone(w, 'corp.example', [
        record('db.corp.example', 'A', '10.0.20.10'),
        record('db.corp.example', 'AAAA', '2001:db8:1:20::10'),
      ]);
      item(w, 'NetworkInterfaces', 'eni-db').Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:20::10' }];
    },
    question: NAMED,
    explain: `The database's name has an IPv6 address of its own, so DNS64 adds none.`,
    source: 'nat64',
  }),
  situation('nat64-to-a-database-that-admits-the-functions-group', {
    world: (w) => {
      synthesising(w);
      named(w);
      nat64(w);
    },
    question: NAMED,
    service: 'unknown',
    blockers: [stallPossible()],
    explain: `The NAT gateway carries what DNS64 makes. The database sees the gateway's own address there, which its group does not
      admit; by IPv4 it does.`,
    source: 'nat64',
  }),
  situation('nat64-to-a-database-that-admits-the-nat-gateway', {
    world: (w) => {
      synthesising(w);
      named(w);
      nat64(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [
        permit('tcp', ['sg-lambda'], 5432),
        permit('tcp', ['10.0.100.5/32'], 5432),
      ];
    },
    question: NAMED,
    explain: `The database admits the function's group and the NAT gateway's address: either family arrives.`,
    source: 'nat64',
  }),
  situation('nat64-to-a-load-balancer-that-admits-the-functions-subnet', {
    world: (w) => {
      withBalancer(w);
      synthesising(w);
      nat64(w);
    },
    question: BALANCER,
    service: 'unknown',
    blockers: [stallPossible()],
    explain: `The load balancer's name has IPv4 addresses alone, and its group admits the function's subnet but not the NAT gateway.`,
    source: 'nat64',
  }),
  situation('nat64-to-a-load-balancer-that-admits-the-nat-gateway', {
    world: (w) => {
      withBalancer(w);
      synthesising(w);
      nat64(w);
      item(w, 'SecurityGroups', 'sg-nlb').IpPermissions = [permit('tcp', ['10.0.1.0/24', '10.0.100.5/32'], 5432)];
    },
    question: BALANCER,
    explain: `Either family reaches the load balancer, and what it hands on bears its own address.`,
    source: 'nat64',
  }),
  situation('dns64-for-a-zone-record-with-the-endpoints-addresses', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      dualStack(w);
      dns64(w);
      addZone(w, SECRETS_MANAGER_HOST, [record(SECRETS_MANAGER_HOST, 'A', '10.0.30.10', '10.0.31.10')]);
    },
    endpoint: 'fail',
    blockers: [
      thing('X_IPV6_STALL', 'endpoint', FUNCTION_ARN, 'subnet-l1', null),
      noRoute('endpoint', 'rtb-private', 'subnet-l1'),
    ],
    explain: `A zone of the VPC's own gives the endpoint's IPv4 addresses; DNS64 adds IPv6 ones, which no route carries and the client
      tries first.`,
    source: 'nat64',
  }),
  situation('nat64-to-an-endpoint-by-a-zone-record-with-its-addresses', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      dualStack(w);
      dns64(w);
      nat64(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.0.0/16'], 443)];
      addZone(w, SECRETS_MANAGER_HOST, [record(SECRETS_MANAGER_HOST, 'A', '10.0.30.10', '10.0.31.10')]);
    },
    explain: `A zone of the VPC's own gives the endpoint's IPv4 addresses; what DNS64 makes of them the NAT gateway carries, and the
      endpoint admits the whole VPC.`,
    source: 'nat64',
  }),
  situation('dns64-where-the-public-name-may-have-no-ipv6-addresses', {
    world: (w) => {
      synthesising(w);
      inRegion(w, 'ap-east-2');
    },
    question: { secret: SECRET_ARN.replace(REGION, 'ap-east-2') },
    endpoint: 'unknown',
    blockers: [
      thing('X_IPV6_STALL_POSSIBLE', 'endpoint', FUNCTION_ARN.replace(REGION, 'ap-east-2'), 'subnet-l1', null),
    ],
    explain: `In this Region nobody is known to answer Secrets Manager's name over IPv6. Then DNS64 makes an address of it, which the
      egress-only gateway loses.`,
    source: 'nat64',
  }),
  situation('nat64-where-the-public-name-may-have-no-ipv6-addresses', {
    world: (w) => {
      synthesising(w);
      nat64(w);
      inRegion(w, 'ap-east-2');
    },
    question: { secret: SECRET_ARN.replace(REGION, 'ap-east-2') },
    explain: `Whether Secrets Manager's name has IPv6 addresses in this Region or DNS64 makes them, either way leads out.`,
    source: 'nat64',
  }),
];
