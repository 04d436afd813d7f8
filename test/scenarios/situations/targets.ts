import {
  item,
  networkInterface,
  permit,
  rotationFunction,
  SECRET_ARN,
  secret,
  type World,
} from '../../support/world.ts';
import { groupsRefuse, overall, type Situation, situation } from './situation.ts';

function tag(value: string): (world: World) => void {
  return (world) => {
    secret(world).Tags = [
      { Key: 'team', Value: 'payments' },
      { Key: 'rotation-preflight:target', Value: value },
    ];
  };
}

const POSTGRES = { engine: 'postgres', host: 'ip-10-0-20-10.ec2.internal', port: 5432 };

/** Which service is meant: by tag, by the secret's value, by the caller. */
export const TARGETS: readonly Situation[] = [
  situation('target-named-by-the-secrets-tag', {
    world: tag('10.0.20.10:5432'),
    question: { targets: [] },
    explain: `Nobody names a target in the question. The secret's tag rotation-preflight:target does, and it is reached.`,
    source: 'tool',
  }),
  situation('target-named-by-the-secrets-value', {
    question: { targets: [], secretValue: POSTGRES },
    explain: `The secret's value, read with leave, holds host and port. The host is the instance's private DNS name, which bears
      its address.`,
    source: 'sm-templates',
  }),
  situation('target-port-left-to-the-engine', {
    question: { targets: [], secretValue: { engine: 'postgres', host: 'ip-10-0-20-10.ec2.internal' } },
    warnings: ['X_TARGET_PORT_ASSUMED'],
    explain: `The secret's value names no port. The rotation templates take the engine's default, 5432 for PostgreSQL, and so
      does the check, saying that it assumed so.`,
    source: 'sm-templates',
  }),
  situation('caller-and-tag-name-different-targets', {
    world: (w) => {
      tag('10.0.20.11:5432')(w);
      w.NetworkInterfaces.push(networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-db']));
    },
    service: 'fail',
    blockers: [overall('X_TARGET_DISAGREES', 'service', SECRET_ARN)],
    explain: `The caller asks about 10.0.20.10, the owner's tag on the secret says 10.0.20.11. Both can be reached, but one of the
      two is not what this rotation talks to, and passing on the wrong one would prove nothing.`,
    source: 'tool',
  }),
  situation('caller-agrees-with-the-tag', {
    world: tag('10.0.20.10:5432'),
    explain: `The caller names the same target as the secret's tag.`,
    source: 'tool',
  }),
  situation('caller-and-value-name-different-targets', {
    world: (w) => {
      w.NetworkInterfaces.push(networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-db']));
    },
    question: { targets: ['10.0.20.11:5432'], secretValue: POSTGRES },
    service: 'fail',
    blockers: [overall('X_TARGET_DISAGREES', 'service', SECRET_ARN)],
    explain: `The secret's value says where the function will go, and the caller asks about another address.`,
    source: 'tool',
  }),
  situation('no-target-named-anywhere', {
    question: { targets: [] },
    service: 'unknown',
    blockers: [overall('X_TARGET_NOT_NAMED', 'service', SECRET_ARN)],
    explain: `Neither tag nor value nor caller says which service the function talks to. That it talks to none has to be stated;
      silence is no statement.`,
    source: 'sm-network',
  }),
  situation('no-target-on-the-callers-word', {
    question: { noTarget: true },
    service: 'n/a',
    explain: `The caller states that the function talks to Secrets Manager alone, as with an API key. Then there is only one path
      to judge.`,
    source: 'sm-network',
  }),
  situation('host-name-with-its-addresses', {
    question: { targets: ['db.corp.example:5432=10.0.20.10'] },
    explain: `The target is a name of the company's own, and the caller says which address it gives. With that it is judged like
      any address.`,
    source: 'tool',
  }),
  situation('host-name-of-which-one-address-is-refused', {
    world: (w) => {
      w.NetworkInterfaces.push(networkInterface('eni-replica', 'subnet-db', '10.0.20.11', ['sg-default']));
    },
    question: { targets: ['db.corp.example:5432=10.0.20.10,10.0.20.11'] },
    service: 'partly',
    blockers: [groupsRefuse('service', 'sg-default', 'ingress', 'eni-replica')],
    explain: `The name has two addresses. The second server bears the default group, which does not admit the function: every
      other connection fails.`,
    source: 'sg',
  }),
  situation('host-name-with-both-families-and-a-function-without-ipv6', {
    question: { targets: ['db.corp.example:5432=10.0.20.10,2001:db8:20::10'] },
    explain: `The name gives an IPv4 and an IPv6 address. The function's IPv6 is off, so its client has no source for IPv6 and uses
      IPv4 at once.`,
    source: 'ipv6',
  }),
  situation('host-name-known-to-the-snapshot', {
    world: (w) => {
      w.Names.push({ name: 'db.corp.example', addresses: ['10.0.20.10'], source: 'caller' });
    },
    question: { targets: ['db.corp.example:5432'] },
    explain: `The snapshot holds what somebody stated about the name, its address. The question need not repeat it.`,
    source: 'tool',
  }),
  situation('host-name-nobody-can-resolve-from-here', {
    question: { targets: ['db.corp.example:5432'] },
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', 'db.corp.example')],
    explain: `What the name gives inside the function's VPC is decided there, not where the check runs. Without a fact about it,
      give the addresses: db.corp.example:5432=10.0.20.10.`,
    source: 'dns',
  }),
  situation('host-name-nobody-can-resolve-and-no-group-lets-its-port-out', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['0.0.0.0/0'], 443)];
    },
    question: { targets: ['db.corp.example:5432'] },
    service: 'fail',
    blockers: [
      overall('X_NAME_UNKNOWN', 'service', 'db.corp.example'),
      groupsRefuse('service', 'sg-lambda', 'egress', 'subnet-l1'),
    ],
    explain: `Nobody knows what the name gives, but wherever that is: the function's group lets nothing out to the port.`,
    source: 'sg',
  }),
  situation('host-name-without-a-resolver', {
    world: (w) => {
      item(w, 'Vpcs', 'vpc-1').EnableDnsSupport = false;
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    question: { targets: ['db.corp.example:5432=10.0.20.10'] },
    service: 'fail',
    endpoint: 'fail',
    blockers: [overall('X_NAME_NOT_RESOLVED', 'service', 'vpc-1'), overall('X_NAME_NOT_RESOLVED', 'endpoint', 'vpc-1')],
    explain: `enableDnsSupport is off and no other name server is configured. Whatever address the database's name has, the
      function cannot ask for it, nor for that of Secrets Manager.`,
    source: 'dns',
  }),
  situation('instance-with-several-interfaces', {
    world: (w) => {
      w.NetworkInterfaces.push(
        networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-default'], {
          Attachment: { Status: 'attached', InstanceId: 'i-db', DeviceIndex: 1 },
        }),
      );
      item(w, 'Instances', 'i-db').NetworkInterfaces?.push({
        NetworkInterfaceId: 'eni-db-2',
        PrivateIpAddress: '10.0.20.11',
        Attachment: { DeviceIndex: 1 },
      });
    },
    question: { targets: ['i-db:5432'] },
    service: 'unknown',
    blockers: [overall('X_TARGET_AMBIGUOUS', 'service', 'i-db')],
    explain: `The instance has two interfaces with different groups, and the server may listen on either. Name the interface or
      the address that is meant.`,
    source: 'interfaces',
  }),
  situation('instance-that-does-not-exist', {
    world: (w) => {
      w.requests?.push({
        list: 'Instances',
        action: 'ec2:DescribeInstances',
        account: '111122223333',
        region: 'us-east-1',
        filters: { 'instance-id': ['i-gone'] },
      });
    },
    question: { targets: ['i-gone:5432'] },
    service: 'fail',
    blockers: [overall('X_TARGET_NOT_FOUND', 'service', 'i-gone')],
    explain: `AWS was asked for this instance and knows none by that id. It was terminated and forgotten, or belongs elsewhere.`,
    source: 'instances',
  }),
  situation('instance-nobody-asked-about', {
    question: { targets: ['i-elsewhere:5432'] },
    service: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'service', 'i-elsewhere')],
    explain: `Only the instances of the function's VPC were asked for. An instance that is not among them may be in another VPC, so
      that it does not exist is not known.`,
    source: 'tool',
  }),
  situation('one-of-two-targets-refused', {
    world: (w) => {
      w.NetworkInterfaces.push(networkInterface('eni-cache', 'subnet-db', '10.0.20.30', ['sg-db']));
    },
    question: { targets: ['10.0.20.10:5432', '10.0.20.30:6379'] },
    service: 'partly',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-cache')],
    explain: `The function talks to a database and to a cache. The group they share admits it on 5432 and not on the cache's
      6379. All services named must be reached.`,
    source: 'sg',
  }),
  situation('target-given-by-its-interface', {
    world: (w) => {
      rotationFunction(w).Timeout = 60;
      item(w, 'SecurityGroups', 'sg-db').IpPermissions?.push(permit('tcp', ['10.0.9.0/24'], 22));
    },
    question: { targets: ['eni-db:5432'] },
    explain: `The target is given as the interface the database listens on, which is as exact as it gets.`,
    source: 'interfaces',
  }),
];
