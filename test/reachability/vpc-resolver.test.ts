import { describe, expect, test } from 'vitest';
import { answerTrace, type TraceQuestion } from '../../src/reachability/answer-trace.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { addRoutes, addSubnet, item, putAcl, refuse, route, subnet, vpc, type World } from '../support/world.ts';
import { addPeerVpc } from '../support/world-parts.ts';

type Change = (world: World) => void;
type Protocol = TraceQuestion['protocol'];

function asked(to: string, change: Change = () => undefined, port: number | null = 53, protocol: Protocol = 'udp') {
  const world = healthyWorld();
  change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const answer = answerTrace(snapshot, { from: 'eni-db', to, port, protocol });
  if ('traces' in answer) throw new Error('An interface has one trace');
  return answer;
}

function ask(...question: Parameters<typeof asked>) {
  const { disposition, blockers, return: back } = asked(...question);
  return { disposition, codes: blockers.map((b) => b.code), return: back };
}

/** No group, no ACL and no route lets anything out of the source's subnet. */
function shut(world: World): void {
  item(world, 'SecurityGroups', 'sg-db').IpPermissionsEgress = [];
  item(world, 'RouteTables', 'rtb-db').Routes = [];
  putAcl(world, 'acl-shut', ['subnet-db'], [], []);
}

function off(world: World): void {
  item(world, 'Vpcs', 'vpc-1').EnableDnsSupport = false;
}

function unread(world: World): void {
  delete item(world, 'Vpcs', 'vpc-1').EnableDnsSupport;
}

const REACHED = { disposition: 'reachable', codes: [], return: null };

describe('the resolver of the VPC', () => {
  test.each(['10.0.0.2', '169.254.169.253'])('answers at %s whatever groups, ACLs and routes say', (address) => {
    expect(ask(address)).toEqual(REACHED);
    expect(ask(address, shut)).toEqual(REACHED);
    expect(ask(address, shut, 53, 'tcp')).toEqual(REACHED);
  });

  test('answers over IPv6', () => {
    const withIpv6 = (world: World) => {
      item(world, 'NetworkInterfaces', 'eni-db').Ipv6Addresses = [{ Ipv6Address: '2001:db8:0:1::10' }];
    };
    expect(ask('fd00:ec2::253', withIpv6)).toEqual(REACHED);
  });

  test('answers nothing where the VPC has switched it off', () => {
    expect(ask('10.0.0.2', off)).toEqual({ disposition: 'blocked', codes: ['X_NAME_NOT_RESOLVED'], return: null });
  });

  test('may be switched off where nobody read the attribute', () => {
    expect(ask('10.0.0.2', unread)).toEqual({ disposition: 'unknown', codes: ['UNKNOWN_RESOURCE'], return: null });
  });

  test.each(['10.0.0.2', '100.64.0.2', '169.254.169.253'])('may be at %s where nobody read the VPC', (address) => {
    const asking = (w: World) => {
      refuse(w, 'Vpcs');
      addRoutes(w, 'rtb-db', [route('100.64.0.0/16', 'local'), route('2001:db8::/56', 'local')]);
    };
    const UNREAD = { disposition: 'unknown', codes: ['UNKNOWN_RESOURCE'], return: null };
    expect(ask(address, asking)).toEqual(UNREAD);
    expect(ask(address, asking, 53, 'tcp')).toEqual(UNREAD);
  });

  test('may be at its address where the VPC is not among those read', () => {
    const asking = (w: World) => {
      w.Vpcs.length = 0;
    };
    expect(ask('10.0.0.2', asking)).toEqual({ disposition: 'unknown', codes: ['UNKNOWN_RESOURCE'], return: null });
  });

  test.each<[string, ...string[]]>([
    ['neither the VPC nor its tables', 'Vpcs', 'RouteTables'],
    ['none of its subnets', 'Subnets'],
  ])('may be anywhere where nobody read %s', (_, ...lists) => {
    const unseen = (w: World) => {
      for (const list of lists) refuse(w, list);
    };
    for (const address of ['10.0.0.2', '169.254.169.253'])
      expect(ask(address, unseen)).toMatchObject({ disposition: 'unknown', codes: ['UNKNOWN_RESOURCE'] });
  });

  test('may be at the address of every VPC whatever its table holds', () => {
    const bare = (w: World) => {
      refuse(w, 'Vpcs');
      item(w, 'RouteTables', 'rtb-db').Routes = [];
    };
    expect(ask('169.254.169.253', bare)).toMatchObject({ disposition: 'unknown', codes: ['UNKNOWN_RESOURCE'] });
  });

  test('is nowhere else, and nothing else, whether anybody read the VPC or not', () => {
    const asking = (w: World) => refuse(w, 'Vpcs');
    expect(ask('10.0.0.3', asking).codes).toContain('X_NO_SUBNET_AT_ADDRESS');
    const elsewhere = (w: World) => {
      asking(w);
      addRoutes(w, 'rtb-db', [route('100.65.0.0/16', 'pcx-1', { State: 'blackhole' })]);
    };
    expect(ask('100.65.0.2', elsewhere).disposition).toBe('blocked');
    expect(ask('10.0.20.18', asking).codes).toContain('X_NO_INTERFACE_AT_ADDRESS');
    expect(ask('10.0.0.2', asking, 5432, 'tcp').codes).toContain('X_NO_SUBNET_AT_ADDRESS');
  });

  test('is no host for anything but names', () => {
    expect(ask('10.0.0.2', undefined, 5432, 'tcp').disposition).toBe('blocked');
    expect(ask('10.0.0.2', undefined, null, 'icmp').disposition).toBe('blocked');
    expect(ask('10.0.0.2', undefined, null, '132').disposition).toBe('blocked');
  });

  test('in words', () => {
    const answers = [
      asked('10.0.0.2'),
      asked('10.0.0.2', off),
      asked('10.0.0.2', unread),
      asked('10.0.0.2', (w) => refuse(w, 'Vpcs')),
      asked('10.0.0.2', (w) => {
        w.Vpcs.length = 0;
      }),
    ];
    expect(answers.map(({ forward, blockers }) => [...forward.hops, ...blockers])).toMatchSnapshot();
  });

  test('of a peered VPC is out of reach: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html', () => {
    expect(ask('10.1.0.2', addPeerVpc).disposition).toBe('blocked');
  });

  test('is at the base of the primary block alone', () => {
    const secondary = (world: World) => {
      const block = { CidrBlock: '100.64.0.0/16', CidrBlockState: { State: 'associated' } };
      item(world, 'Vpcs', 'vpc-1').CidrBlockAssociationSet = [
        ...(vpc('vpc-1', '10.0.0.0/16').CidrBlockAssociationSet ?? []),
        block,
      ];
      addSubnet(world, subnet('subnet-second', '100.64.0.0/24', 'a'), null);
    };
    expect(ask('100.64.0.2', secondary).disposition).toBe('blocked');
    expect(ask('10.0.0.2', secondary)).toEqual(REACHED);
  });
});
