import {
  addSubnet,
  networkInterface,
  permit,
  SECRET_ARN,
  secret,
  securityGroup,
  subnet,
  vpc,
  type World,
} from '../../support/world.ts';
import { addSecondSecret } from '../../support/world-parts.ts';
import { overall, type Situation, situation, thing } from './situation.ts';

const MASTER_ARN = SECRET_ARN.replace('prod/db', 'prod/master');
const IN_SNAPSHOT = { name: 'db.corp.example', addresses: ['10.0.20.10'] };
const disagrees = overall('X_TARGET_DISAGREES', 'service', SECRET_ARN);
const notNamed = overall('X_TARGET_NOT_NAMED', 'service', SECRET_ARN);

function addTwin(world: World): void {
  world.Vpcs.push(vpc('vpc-3', '10.0.0.0/16'));
  addSubnet(world, subnet('subnet-twin-db', '10.0.20.0/24', 'a', 'vpc-3'), null);
  world.SecurityGroups.push(securityGroup('sg-twin-db', [permit('-1', ['0.0.0.0/0'])], undefined, 'vpc-3'));
  world.NetworkInterfaces.push(
    networkInterface('eni-twin-db', 'subnet-twin-db', '10.0.20.10', ['sg-twin-db'], { VpcId: 'vpc-3' }),
  );
}

function masterWithoutPolicy(world: World): void {
  addSecondSecret(world, MASTER_ARN);
}

/** What is said of a target: by whom, how completely, and whether it agrees. */
export const STATED_TARGETS: readonly Situation[] = [
  situation('two-targets-of-which-one-is-a-twin-in-another-vpc', {
    world: addTwin,
    question: { targets: ['eni-twin-db:5432', '10.0.20.10:5432', 'eni-db:5432'] },
    service: 'partly',
    blockers: [thing('X_TARGET_NOT_FOUND', 'service', 'eni-twin-db', 'subnet-db')],
    explain: `The same address is asked for three times: by itself, as the database's interface and as that of a server in another
      VPC. The last is nowhere on the function's ways, whoever else has its address.`,
    source: 'routes',
  }),
  situation('name-stated-without-any-address', {
    world: (w) => w.Names.push({ name: 'db2.corp.example', addresses: [] }),
    question: { targets: ['10.0.20.10:5432', 'db2.corp.example:5432'] },
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', 'db2.corp.example')],
    explain: `Two targets are asked about. The snapshot mentions the name of the second and lists no address for it, which tells
      nothing about where it is.`,
    source: 'tool',
  }),
  situation('name-stated-in-another-spelling', {
    world: (w) => w.Names.push({ ...IN_SNAPSHOT, name: 'DB.Corp.Example.' }),
    question: { targets: ['db.corp.example:5432'] },
    explain: `The snapshot writes the name with capital letters and the root's dot. To a resolver it is the same name.`,
    source: 'tool',
  }),
  situation('caller-and-snapshot-state-different-addresses', {
    world: (w) => {
      w.Names.push(IN_SNAPSHOT);
      w.NetworkInterfaces.push(networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-db']));
    },
    question: { targets: ['db.corp.example:5432=10.0.20.11'] },
    service: 'fail',
    blockers: [overall('X_TARGET_DISAGREES', 'service', 'db.corp.example')],
    explain: `The caller says which address the name gives, the snapshot says another. Both can be reached; which of them the
      function asks for is exactly what they differ about.`,
    source: 'tool',
  }),
  situation('caller-adds-the-addresses-of-the-secrets-host', {
    question: {
      targets: ['db.corp.example:5432=10.0.20.10'],
      secretValue: { engine: 'postgres', host: 'db.corp.example', port: 5432 },
    },
    explain: `The secret's value names the host, and the caller the same host with its address. They agree, and together they say
      all that is needed.`,
    source: 'tool',
  }),
  situation('tag-and-caller-state-different-addresses-of-one-host', {
    world: (w) => {
      secret(w).Tags = [{ Key: 'rotation-preflight:target', Value: 'db.corp.example:5432=10.0.20.11' }];
      w.NetworkInterfaces.push(networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-db']));
    },
    question: { targets: ['db.corp.example:5432=10.0.20.10'] },
    service: 'fail',
    blockers: [disagrees],
    explain: `Tag and caller name the same host and give it different addresses. One of them is out of date.`,
    source: 'tool',
  }),
  situation('secrets-host-without-a-port', {
    question: { targets: [], secretValue: { host: '10.0.20.10' } },
    service: 'unknown',
    blockers: [notNamed],
    explain: `The secret's value names a host, but neither a port nor an engine whose port is known. The function knows its port
      by itself; here it has to be said.`,
    source: 'sm-templates',
  }),
  situation('caller-names-the-port-of-the-secrets-host', {
    question: { targets: ['10.0.20.10:5432'], secretValue: { host: '10.0.20.10' } },
    explain: `The secret's value names the host alone, the caller host and port. That is no contradiction.`,
    source: 'sm-templates',
  }),
  situation('secrets-host-without-a-port-is-not-the-callers', {
    question: { targets: ['10.0.20.10:5432'], secretValue: { host: '10.0.99.99' } },
    service: 'fail',
    blockers: [disagrees],
    explain: `The secret's value names a host without a port, and the caller asks about another one. Where the function goes is
      not where the check looked.`,
    source: 'tool',
  }),
  situation('secrets-host-against-the-callers-no-target', {
    question: { noTarget: true, secretValue: { host: '10.0.99.99' } },
    service: 'fail',
    blockers: [disagrees, notNamed],
    explain: `The caller says that the function contacts nothing but Secrets Manager, while the secret's value names a host to log
      in at.`,
    source: 'sm-network',
  }),
  situation('secrets-port-that-is-no-port', {
    question: { secretValue: { engine: 'postgres', host: '10.0.20.10', port: 'unreadable' } },
    service: 'unknown',
    blockers: [notNamed],
    explain: `The port in the secret's value is no number from 1 to 65535. What the function makes of it is not known, least of all
      that it takes the engine's default.`,
    source: 'sm-templates',
  }),
  situation('alternating-users-with-another-secret', {
    world: masterWithoutPolicy,
    question: { targets: [], secretValue: { host: '10.0.20.10', port: 5432, masterarn: MASTER_ARN } },
    service: 'unknown',
    blockers: [notNamed],
    explain: `The secret is rotated by alternating users: the function logs in with a second secret, whose host is not read. Whether
      it is this one nobody has said.`,
    source: 'sm-templates',
  }),
  situation('alternating-users-with-every-target-named', {
    world: (w) => {
      masterWithoutPolicy(w);
      w.NetworkInterfaces.push(networkInterface('eni-primary', 'subnet-db', '10.0.20.12', ['sg-db']));
    },
    question: {
      targets: ['10.0.20.10:5432', '10.0.20.12:5432'],
      secretValue: { host: '10.0.20.10', port: 5432, masterarn: MASTER_ARN },
    },
    explain: `The function logs in with a second secret at the primary, and the caller names both servers. Both are reached.`,
    source: 'sm-templates',
  }),
  situation('alternating-users-and-a-primary-that-refuses', {
    world: (w) => {
      masterWithoutPolicy(w);
      w.NetworkInterfaces.push(networkInterface('eni-primary', 'subnet-db', '10.0.20.12', ['sg-default']));
    },
    question: {
      targets: ['10.0.20.10:5432', '10.0.20.12:5432'],
      secretValue: { host: '10.0.20.10', port: 5432, masterarn: MASTER_ARN },
    },
    service: 'partly',
    blockers: [
      {
        ...thing('ENI_SG_RULES_MISMATCH', 'service', 'sg-default', 'eni-primary'),
        direction: 'ingress',
      },
    ],
    explain: `The secret's own host is reached, the server of the second secret, where the function logs in to change the password,
      does not admit it.`,
    source: 'sm-templates',
  }),
];
