import { addRule } from '../../support/names-world.ts';
import { FUNCTION_ARN, item, permit, refuse, type World } from '../../support/world.ts';
import { addPeerVpc } from '../../support/world-parts.ts';
import type { ExpectedBlocker } from '../expectation.ts';
import { behind, groupsRefuse, overall, type Situation, situation, thing } from './situation.ts';

type Place = Partial<Pick<ExpectedBlocker, 'leg' | 'direction' | 'at'>>;

function notKnown(prerequisite: 'service' | 'endpoint', resource: string, place: Place = {}): ExpectedBlocker {
  return { ...overall('UNKNOWN_RESOURCE', prerequisite, resource), ...place };
}

const refusing = (list: string) => (world: World) => refuse(world, list);

/** The peer of addPeerVpc belongs to an account of which nothing was read. */
export function peerOutOfSight(w: World): void {
  addPeerVpc(w);
  const peering = item(w, 'VpcPeeringConnections', 'pcx-1');
  if (peering.AccepterVpcInfo !== undefined) peering.AccepterVpcInfo.OwnerId = '444455556666';
  for (const list of [
    'Vpcs',
    'Subnets',
    'RouteTables',
    'NetworkAcls',
    'SecurityGroups',
    'Instances',
    'NetworkInterfaces',
  ] as const) {
    (w[list] as { VpcId?: string }[]).splice(
      0,
      w[list].length,
      ...(w[list] as { VpcId?: string }[]).filter((i) => i.VpcId !== 'vpc-2'),
    );
  }
  w.requests = (w.requests ?? []).map((row) => ({
    ...row,
    filters: Object.fromEntries(Object.entries(row.filters).map(([k, v]) => [k, v.filter((id) => id !== 'vpc-2')])),
  }));
}

/** Facts that could not be read: never a pass, never a fail, unless what is known decides already. */
export const GAPS: readonly Situation[] = [
  situation('endpoints-could-not-be-read', {
    world: refusing('VpcEndpoints'),
    endpoint: 'unknown',
    blockers: [notKnown('endpoint', 'vpc-1')],
    explain: `The NAT path is sound, but DescribeVpcEndpoints was refused: an endpoint with private DNS may answer for the name
      and send the function elsewhere. That there is none must be known, not hoped.`,
    source: 'permissions',
  }),
  situation('endpoints-could-not-be-read-and-no-https-leaves', {
    world: (w) => {
      refuse(w, 'VpcEndpoints');
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1'), notKnown('endpoint', 'vpc-1')],
    explain: `Whether an endpoint answers for the name could not be read. Wherever the name leads, the function's group lets no
      HTTPS out.`,
    source: 'sg',
  }),
  situation('endpoints-could-not-be-read-and-https-leaves-to-one-group-alone', {
    world: (w) => {
      refuse(w, 'VpcEndpoints');
      const out = [permit('tcp', ['sg-db'], 5432), permit('tcp', ['sg-endpoint'], 443)];
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = out;
    },
    endpoint: 'unknown',
    blockers: [notKnown('endpoint', 'vpc-1')],
    explain: `The function's group lets HTTPS out to the interfaces of another group alone. An endpoint nobody could read may carry
      it.`,
    source: 'sg',
  }),
  situation('name-forwarded-elsewhere-and-no-https-leaves', {
    world: (w) => {
      addRule(w, 'rslvr-rr-1', 'amazonaws.com', 'FORWARD');
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['0.0.0.0/0'], 5432)];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1'),
      overall('X_NAME_UNKNOWN', 'endpoint', 'rslvr-rr-1'),
    ],
    explain: `The name is forwarded to servers whose answer is out of sight. Whatever they answer, the function's group lets no
      HTTPS out.`,
    source: 'sg',
  }),
  situation('nat-gateways-could-not-be-read', {
    world: refusing('NatGateways'),
    endpoint: 'unknown',
    blockers: [notKnown('endpoint', 'nat-1', { leg: 'forward', at: 'subnet-l1' })],
    explain: `The default route names a NAT gateway that could not be described. It may be healthy, failed or private.`,
    source: 'permissions',
  }),
  situation('internet-gateways-could-not-be-read', {
    world: refusing('InternetGateways'),
    endpoint: 'unknown',
    blockers: [notKnown('endpoint', 'igw-1', { leg: 'forward', at: 'subnet-public' })],
    explain: `The public subnet routes to an internet gateway that could not be described; whether it is attached to this VPC is
      not known.`,
    source: 'permissions',
  }),
  situation('interfaces-could-not-be-read', {
    world: refusing('NetworkInterfaces'),
    service: 'unknown',
    blockers: [notKnown('service', '10.0.20.10', { leg: 'forward', at: 'subnet-db' })],
    explain: `Whose interface has the database's address could not be read, and with it which security groups guard it. The path
      to Secrets Manager needs no such fact.`,
    source: 'permissions',
  }),
  situation('function-could-not-be-read', {
    world: (w) => refuse(w, 'Functions'),
    service: 'unknown',
    endpoint: 'unknown',
    preconditions: {
      'function-state': 'unknown',
      'function-update': 'unknown',
      'function-timeout': 'unknown',
      'other-services': 'unknown',
    },
    blockers: [
      notKnown('service', FUNCTION_ARN),
      notKnown('endpoint', FUNCTION_ARN),
      overall('UNKNOWN_RESOURCE', 'precondition', FUNCTION_ARN),
    ],
    explain: `GetFunctionConfiguration was refused. Without it nobody knows the function's subnets, groups, state or environment,
      so nothing about its reach can be said.`,
    source: 'permissions',
  }),
  situation('vpc-could-not-be-read', {
    world: refusing('Vpcs'),
    endpoint: 'unknown',
    preconditions: { 'function-state': 'unknown' },
    blockers: [notKnown('endpoint', 'vpc-1'), overall('UNKNOWN_RESOURCE', 'precondition', 'vpc-1')],
    explain: `The VPC itself could not be read, and with it whether its resolver answers names at all, nor whether it enforces
      encryption, which would keep the function out. The database is given by address, and the tables that were read show the
      local route to it.`,
    source: 'permissions',
  }),
  situation('database-group-could-not-be-read', {
    world: (w) => {
      w.SecurityGroups = w.SecurityGroups.filter((g) => g.GroupId !== 'sg-db');
      w.requests = (w.requests ?? []).map((row) =>
        row.list === 'SecurityGroups' ? { ...row, filters: { 'group-id': ['sg-lambda'] } } : row,
      );
    },
    service: 'unknown',
    blockers: [notKnown('service', 'sg-db', { leg: 'forward', direction: 'ingress', at: 'eni-db' })],
    explain: `The function's group was asked for, the database's was not. What it admits is not known.`,
    source: 'tool',
  }),
  situation('prefix-list-in-a-rule-could-not-be-read', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['pl-functions'], 5432)];
      refuse(w, 'ManagedPrefixLists');
    },
    service: 'unknown',
    blockers: [notKnown('service', 'sg-db', { leg: 'forward', direction: 'ingress', at: 'eni-db' })],
    explain: `The database admits a prefix list whose entries could not be read. They may hold the function's subnet, or not.`,
    source: 'permissions',
  }),
  situation('prefix-list-being-modified', {
    world: (w) => {
      w.ManagedPrefixLists.push({
        PrefixListId: 'pl-functions',
        AddressFamily: 'IPv4',
        State: 'modify-in-progress',
        OwnerId: '111122223333',
        Entries: [{ Cidr: '10.0.1.0/24' }],
      });
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['pl-functions'], 5432)];
    },
    service: 'unknown',
    blockers: [notKnown('service', 'sg-db', { leg: 'forward', direction: 'ingress', at: 'eni-db' })],
    explain: `The database admits a prefix list that is being modified at the moment. Which version of it the rule uses is not
      said; in a minute it will be known.`,
    source: 'sg',
  }),
  situation('unread-prefix-list-beside-a-rule-that-allows', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['pl-functions', 'sg-lambda'], 5432)];
      refuse(w, 'ManagedPrefixLists');
    },
    explain: `One rule of the database's group names a prefix list nobody could read, another admits the function's group. Rules
      only allow, so what the list holds makes no difference.`,
    source: 'sg',
  }),
  situation('known-refusal-behind-an-unread-acl', {
    world: (w) => {
      refuse(w, 'NetworkAcls');
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.9.0/24'], 5432)];
    },
    service: 'fail',
    endpoint: 'unknown',
    blockers: [
      notKnown('service', 'subnet-l1', { leg: 'forward', direction: 'egress', at: 'subnet-l1' }),
      behind(notKnown('service', 'subnet-db', { leg: 'forward', direction: 'ingress', at: 'subnet-db' })),
      behind(groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')),
      behind(notKnown('service', 'subnet-db', { leg: 'return', direction: 'egress', at: 'subnet-db' })),
      behind(notKnown('service', 'subnet-l1', { leg: 'return', direction: 'ingress', at: 'subnet-l1' })),
      notKnown('endpoint', 'subnet-l1', { leg: 'forward', direction: 'egress', at: 'subnet-l1' }),
      behind(notKnown('endpoint', 'subnet-public', { leg: 'forward', direction: 'ingress', at: 'subnet-public' })),
      behind(notKnown('endpoint', 'subnet-public', { leg: 'forward', direction: 'egress', at: 'subnet-public' })),
      behind(notKnown('endpoint', 'subnet-public', { leg: 'return', direction: 'ingress', at: 'subnet-public' })),
      behind(notKnown('endpoint', 'subnet-public', { leg: 'return', direction: 'egress', at: 'subnet-public' })),
      behind(notKnown('endpoint', 'subnet-l1', { leg: 'return', direction: 'ingress', at: 'subnet-l1' })),
    ],
    explain: `The network ACLs could not be read, so the path to Secrets Manager is unknown. The database's group, however, is
      known to refuse the function: whatever the ACLs say, that path fails.`,
    source: 'permissions',
  }),
  situation('acls-could-not-be-read', {
    world: refusing('NetworkAcls'),
    service: 'unknown',
    endpoint: 'unknown',
    blockers: [
      notKnown('service', 'subnet-l1', { leg: 'forward', direction: 'egress', at: 'subnet-l1' }),
      behind(notKnown('service', 'subnet-db', { leg: 'forward', direction: 'ingress', at: 'subnet-db' })),
      behind(notKnown('service', 'subnet-db', { leg: 'return', direction: 'egress', at: 'subnet-db' })),
      behind(notKnown('service', 'subnet-l1', { leg: 'return', direction: 'ingress', at: 'subnet-l1' })),
      notKnown('endpoint', 'subnet-l1', { leg: 'forward', direction: 'egress', at: 'subnet-l1' }),
      behind(notKnown('endpoint', 'subnet-public', { leg: 'forward', direction: 'ingress', at: 'subnet-public' })),
      behind(notKnown('endpoint', 'subnet-public', { leg: 'forward', direction: 'egress', at: 'subnet-public' })),
      behind(notKnown('endpoint', 'subnet-public', { leg: 'return', direction: 'ingress', at: 'subnet-public' })),
      behind(notKnown('endpoint', 'subnet-public', { leg: 'return', direction: 'egress', at: 'subnet-public' })),
      behind(notKnown('endpoint', 'subnet-l1', { leg: 'return', direction: 'ingress', at: 'subnet-l1' })),
    ],
    explain: `DescribeNetworkAcls was refused. Most subnets have the default ACL that allows everything; this check does not bet
      on it.`,
    source: 'permissions',
  }),
  situation('route-tables-could-not-be-read', {
    world: refusing('RouteTables'),
    service: 'unknown',
    endpoint: 'unknown',
    blockers: [
      notKnown('service', 'subnet-l1', { leg: 'forward', at: 'subnet-l1' }),
      notKnown('endpoint', 'subnet-l1', { leg: 'forward', at: 'subnet-l1' }),
    ],
    explain: `No route table could be read. Even inside the VPC a table may hold a route more specific than local, so neither
      path is known.`,
    source: 'permissions',
  }),
  situation('list-missing-from-a-document-without-requests', {
    world: (w) => {
      delete w.requests;
      delete (w as Partial<World>).VpcEndpoints;
    },
    endpoint: 'unknown',
    blockers: [notKnown('endpoint', 'vpc-1')],
    explain: `The snapshot was put together by hand and holds no list of endpoints at all, not even an empty one. Such a list was
      never asked for, and an endpoint may change where the name leads.`,
    source: 'tool',
  }),
  situation('peer-account-out-of-sight', {
    world: peerOutOfSight,
    question: { targets: ['10.1.0.10:5432'] },
    service: 'unknown',
    blockers: [thing('X_OPAQUE_HOP', 'service', 'pcx-1', 'subnet-l1')],
    explain: `The database is in a peered VPC of another account, which cannot be read from here. Our half of the path is sound;
      its routes back, ACLs and groups are theirs to show.`,
    source: 'peering',
  }),
];
