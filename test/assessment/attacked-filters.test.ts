import { describe } from 'vitest';
import { type Change, holds } from '../support/answered.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  addRoutes,
  EPHEMERAL,
  entry,
  HTTPS,
  item,
  networkInterface,
  POSTGRES,
  permit,
  putAcl,
  refuse,
  route,
  securityGroup,
  setRoutes,
  vpcConfig,
  type World,
} from '../support/world.ts';
import { addEndpoint, addPeerVpc } from '../support/world-parts.ts';

type Permissions = readonly ReturnType<typeof permit>[];
type Entries = readonly ReturnType<typeof entry>[];

const admits =
  (...rules: Permissions): Change =>
  (w) => {
    item(w, 'SecurityGroups', 'sg-db').IpPermissions = [...rules];
  };

const letsOut =
  (...rules: Permissions): Change =>
  (w) => {
    const toDatabase = permit('tcp', ['sg-db'], 5432);
    item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [toDatabase, ...rules];
  };

const listed =
  (State: string, ...blocks: readonly string[]): Change =>
  (w) => {
    const Entries = blocks.map((Cidr) => ({ Cidr }));
    w.ManagedPrefixLists.push({ PrefixListId: 'pl-1', AddressFamily: 'IPv4', State, Entries });
    admits(permit('tcp', ['pl-1'], 5432))(w);
  };

const filtered =
  (subnet: string, ingress: Entries, egress: Entries): Change =>
  (w) =>
    putAcl(w, 'acl-own', [subnet], ingress, egress);

const published =
  (change: Change): Change =>
  (w) => {
    const prefixes = [
      { ip_prefix: '198.51.100.0/24', region: 'us-east-1', service: 'AMAZON' },
      { ip_prefix: '192.0.2.0/24', region: 'eu-west-1', service: 'AMAZON' },
    ];
    w.ServiceIpRanges = { createDate: '2026-11-01', prefixes };
    change(w);
  };

/** The function in both zones, the database in the first of its subnets. */
function besideTheDatabase(w: World): void {
  vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
  w.NetworkInterfaces.push(networkInterface('eni-near', 'subnet-l1', '10.0.1.10', ['sg-db']));
}

describe('rules of a security group', () => {
  holds([
    ['a protocol by its number', admits(permit('6', ['sg-lambda'], 5432)), 'pass pass pass'],
    ['ports of -1', admits(permit('tcp', ['sg-lambda'], -1, -1)), 'pass pass pass'],
    ['all protocols, whatever port stands beside', admits(permit('-1', ['sg-lambda'], 3306)), 'pass pass pass'],
    ['ICMP from everywhere', admits(permit('icmp', ['0.0.0.0/0'], -1, -1)), 'fail fail pass ENI_SG_RULES_MISMATCH'],
    ['ESP from everywhere', admits(permit('50', ['0.0.0.0/0'])), 'fail fail pass ENI_SG_RULES_MISMATCH'],
    ['ports to one below', admits(permit('tcp', ['sg-lambda'], 0, 5431)), 'fail fail pass ENI_SG_RULES_MISMATCH'],
    [
      'both halves of the subnet',
      admits(permit('tcp', ['10.0.1.0/25'], 5432), permit('tcp', ['10.0.1.128/25'], 5432)),
      'pass pass pass',
    ],
    ['every protocol, spelled out', admits(permit('all', ['sg-lambda'])), 'pass pass pass'],
    [
      'one half of the subnet',
      admits(permit('tcp', ['10.0.1.0/25'], 5432)),
      'fail fail at times pass ENI_SG_RULES_MISMATCH',
    ],
    ['a group that is gone', admits(permit('tcp', ['sg-gone'], 5432)), 'fail fail pass ENI_SG_RULES_MISMATCH'],
    [
      'one of two groups of the function',
      (w) => {
        w.SecurityGroups.push(securityGroup('sg-more', [], []));
        vpcConfig(w).SecurityGroupIds = ['sg-lambda', 'sg-more'];
        admits(permit('tcp', ['sg-more'], 5432))(w);
      },
      'pass pass pass',
    ],
    ['a list that was restored', listed('restore-complete', '10.0.1.0/24'), 'pass pass pass'],
    ['a list whose change failed', listed('modify-failed', '10.0.1.0/24'), 'unknown unknown pass UNKNOWN_RESOURCE'],
    ['a list with half', listed('create-complete', '10.0.1.0/25'), 'fail fail at times pass ENI_SG_RULES_MISMATCH'],
    [
      'a reference over a peering that says it is active',
      (w) => {
        addPeerVpc(w);
        const pair = {
          GroupId: 'sg-lambda',
          UserId: ACCOUNT,
          VpcPeeringConnectionId: 'pcx-1',
          PeeringStatus: 'active',
        };
        const rule = { ...permit('tcp', [], 5432), UserIdGroupPairs: [pair] };
        item(w, 'SecurityGroups', 'sg-peer-db').IpPermissions = [rule];
      },
      'pass pass pass',
      { targets: ['10.1.0.10:5432'] },
    ],
  ]);
});

describe('what leaves for the public name', () => {
  const halves = permit('tcp', ['0.0.0.0/1', '128.0.0.0/1'], 443);
  holds([
    ['both halves of everything', letsOut(halves), 'pass pass pass'],
    [
      'one half of everything',
      letsOut(permit('tcp', ['0.0.0.0/1'], 443)),
      'unknown pass unknown X_PARTLY_COVERS_SERVICE_RANGE',
    ],
    [
      'private addresses of every kind',
      letsOut(permit('tcp', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'], 443)),
      'fail pass fail ENI_SG_RULES_MISMATCH',
    ],
    ["the Region's ranges", published(letsOut(permit('tcp', ['198.51.100.0/24'], 443))), 'pass pass pass'],
    [
      "another Region's ranges",
      published(letsOut(permit('tcp', ['192.0.2.0/24'], 443))),
      'fail pass fail ENI_SG_RULES_MISMATCH',
    ],
    [
      "a part of the Region's ranges",
      published(letsOut(permit('tcp', ['198.51.100.0/25'], 443))),
      'unknown pass unknown X_PARTLY_COVERS_SERVICE_RANGE',
    ],
    [
      'a dead route beside the published ranges',
      published((w) => addRoutes(w, 'rtb-private', [route('203.0.113.0/24', 'eni-gone', { State: 'blackhole' })])),
      'pass pass pass',
    ],
    [
      'a dead route among public addresses',
      (w) => addRoutes(w, 'rtb-public', [route('203.0.113.0/24', 'eni-gone', { State: 'blackhole' })]),
      'unknown pass unknown X_PARTLY_COVERS_SERVICE_RANGE',
    ],
    [
      'the default route in halves',
      (w) => setRoutes(w, 'rtb-private', [route('0.0.0.0/1', 'nat-1'), route('128.0.0.0/1', 'nat-1')]),
      'pass pass pass',
    ],
  ]);
});

describe('entries of a network ACL', () => {
  const open = ALLOW_ALL;
  const shut: Entries = [];
  holds([
    [
      'a refusal behind the permission',
      filtered('subnet-db', [...open, entry(110, 'deny', '6', '10.0.1.0/24', POSTGRES)], open),
      'pass pass pass',
    ],
    [
      'a refusal of half of the subnet before it',
      filtered('subnet-db', [entry(90, 'deny', '6', '10.0.1.128/25', POSTGRES), ...open], open),
      'fail fail at times pass SUBNET_ACL_RESTRICTION',
    ],
    [
      'a refusal of one client port',
      filtered('subnet-db', open, [entry(90, 'deny', '6', '10.0.1.0/24', [2000, 2000]), ...open]),
      'fail fail at times pass SUBNET_ACL_RESTRICTION',
    ],
    [
      'replies from the second client port on',
      filtered('subnet-l1', [entry(100, 'allow', '6', '0.0.0.0/0', [1025, 65535])], open),
      'fail fail at times fail at times SUBNET_ACL_RESTRICTION',
    ],
    [
      'all client ports in two entries',
      filtered(
        'subnet-l1',
        [entry(200, 'allow', '6', '0.0.0.0/0', [1024, 40000]), entry(100, 'allow', '6', '0.0.0.0/0', [40001, 65535])],
        open,
      ),
      'pass pass pass',
    ],
    [
      'all protocols, whatever ports stand beside',
      filtered('subnet-db', [entry(100, 'allow', '-1', '0.0.0.0/0', [80, 80])], open),
      'pass pass pass',
    ],
    [
      'no name service, which no ACL filters',
      filtered(
        'subnet-l1',
        [entry(100, 'allow', '6', '0.0.0.0/0', EPHEMERAL)],
        [entry(100, 'allow', '6', '0.0.0.0/0', HTTPS), entry(110, 'allow', '6', '10.0.20.0/24', POSTGRES)],
      ),
      'pass pass pass',
    ],
    [
      'nothing at all, which does not matter inside the subnet',
      (w) => {
        besideTheDatabase(w);
        vpcConfig(w).SubnetIds = ['subnet-l1'];
        filtered('subnet-l1', shut, shut)(w);
      },
      'fail pass fail SUBNET_ACL_RESTRICTION',
      { targets: ['10.0.1.10:5432'] },
    ],
    [
      'no answers on the port of the service, which matters from the other subnet',
      (w) => {
        besideTheDatabase(w);
        filtered('subnet-l1', open, [entry(90, 'deny', '6', '10.0.2.0/24', EPHEMERAL), ...open])(w);
      },
      'fail fail at times pass SUBNET_ACL_RESTRICTION',
      { targets: ['10.0.1.10:5432'] },
    ],
    [
      'answers to the NAT gateway instead of the public address',
      filtered('subnet-l1', [entry(100, 'allow', '6', '10.0.0.0/16', EPHEMERAL)], open),
      'fail pass fail SUBNET_ACL_RESTRICTION',
    ],
    [
      'the way to one of two interfaces of the endpoint',
      (w) => {
        addEndpoint(w);
        filtered('subnet-l1', open, [entry(10, 'deny', '6', '10.0.31.0/24', HTTPS), ...open])(w);
      },
      'fail pass fail at times SUBNET_ACL_RESTRICTION',
    ],
  ]);
});

describe('routes of a table', () => {
  const propagated = route('10.0.20.0/24', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' });
  holds([
    ['a propagated one within the VPC', (w) => addRoutes(w, 'rtb-private', [propagated]), 'pass pass pass'],
    [
      'a propagated one within a VPC nobody could read',
      (w) => {
        addRoutes(w, 'rtb-private', [propagated]);
        refuse(w, 'Vpcs');
      },
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
  ]);
});
