import { describe, expect, test } from 'vitest';
import { answerTrace, type TraceAnswer } from '../../src/reachability/answer-trace.ts';
import type { Protocol, Trace } from '../../src/reachability/trace.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import {
  ALLOW_ALL,
  addRoutes,
  entry,
  FUNCTION_ARN,
  instance,
  item,
  networkInterface,
  permit,
  putAcl,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  vpcConfig,
  type World,
} from '../support/world.ts';
import { addPeerVpc } from '../support/world-parts.ts';

const WEB = '203.0.113.80';
const HOST = '198.51.100.7';

/** The healthy world, with a web server on an instance in the public subnet, open to the world and to the database's group. */
function world(change: (world: World) => void = () => undefined): World {
  const it = healthyWorld();
  const eni = networkInterface('eni-web', 'subnet-public', '10.0.100.80', ['sg-web'], {
    Association: { PublicIp: WEB },
    PrivateIpAddresses: [
      { PrivateIpAddress: '10.0.100.80', Primary: true, Association: { PublicIp: WEB } },
      { PrivateIpAddress: '10.0.100.81', Primary: false },
    ],
  });
  const web = instance('i-web', eni);
  it.Instances.push(web.instance);
  it.NetworkInterfaces.push(web.interface);
  const anywhere = permit('tcp', ['0.0.0.0/0', '::/0'], 443);
  const everything = permit('-1', ['0.0.0.0/0', '::/0']);
  it.SecurityGroups.push(securityGroup('sg-web', [anywhere, permit('50', ['10.0.0.0/16'])], [everything]));
  change(it);
  return it;
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly port?: number | null;
  readonly protocol?: Protocol;
}

function answer({ from, to, port = null, protocol = 'tcp' }: Asked, it = world()): TraceAnswer {
  const snapshot = openSnapshot(parseSnapshot(it, 'snapshot.json'), 'snapshot.json');
  return answerTrace(snapshot, { from, to, port, protocol });
}

/** `blocked CODE CODE`: the disposition, and the codes of what is not behind something else. */
function told(asked: Asked, it = world()): string {
  const given = answer(asked, it);
  const traces = 'traces' in given ? given.traces : [given];
  const codes = traces.flatMap((t) => t.blockers.filter((b) => !b.behind).map((b) => b.code));
  return [given.disposition, ...new Set(codes)].join(' ');
}

/** A second address family everywhere: /64s of 2001:db8::/56, open to the world at the internet gateway. */
function dualStack(it: World): void {
  const associated = { Ipv6CidrBlockState: { State: 'associated' } };
  item(it, 'Vpcs', 'vpc-1').Ipv6CidrBlockAssociationSet = [{ Ipv6CidrBlock: '2001:db8::/56', ...associated }];
  it.Subnets.forEach((subnet, i) => {
    subnet.Ipv6CidrBlockAssociationSet = [{ Ipv6CidrBlock: `2001:db8:0:${i}::/64`, ...associated }];
  });
  for (const table of it.RouteTables) addRoutes(it, table.RouteTableId, [route('2001:db8::/56', 'local')]);
  addRoutes(it, 'rtb-public', [route('::/0', 'igw-1')]);
  const six = [...ALLOW_ALL, entry(101, 'allow', '-1', '::/0')];
  putAcl(it, 'acl-six', ['subnet-l1', 'subnet-l2', 'subnet-db', 'subnet-public'], six, six);
  item(it, 'NetworkInterfaces', 'eni-web').Ipv6Addresses = [{ Ipv6Address: '2001:db8:0:3::80' }];
  item(it, 'NetworkInterfaces', 'eni-db').Ipv6Addresses = [{ Ipv6Address: '2001:db8:0:2::10' }];
  for (const id of ['sg-lambda', 'sg-db'])
    item(it, 'SecurityGroups', id).IpPermissionsEgress?.push(permit('-1', ['::/0']));
  vpcConfig(it).Ipv6AllowedForDualStack = true;
}

describe('both ends by any name', () => {
  test.each<[string, Asked, string]>([
    ['a function to an interface', { from: 'rotate-db', to: 'eni-db', port: 5432 }, 'reachable'],
    ['a function to an instance', { from: FUNCTION_ARN, to: 'i-db', port: 5432 }, 'reachable'],
    ['a subnet with groups to an interface', { from: 'subnet-l2/sg-lambda', to: 'eni-db', port: 5432 }, 'reachable'],
    [
      'a subnet with other groups',
      { from: 'subnet-l2/sg-default', to: 'eni-db', port: 5432 },
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    ['an instance to an instance', { from: 'i-db', to: 'i-web', port: 443 }, 'reachable'],
    ['an address to an address', { from: '10.0.20.10', to: '10.0.100.80', port: 443 }, 'reachable'],
    ['an interface to the internet', { from: 'eni-web', to: HOST, port: 443 }, 'reachable'],
    [
      'its public address means the interface',
      { from: WEB, to: '10.0.20.10', port: 443 },
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    [
      'its second address has no public one',
      { from: '10.0.100.81', to: HOST, port: 443 },
      'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
    ],
    ['the internet to a public address', { from: HOST, to: WEB, port: 443 }, 'reachable'],
    ['the internet to an interface that has one', { from: HOST, to: 'eni-web', port: 443 }, 'reachable'],
    ['the internet to another port', { from: HOST, to: 'i-web', port: 22 }, 'blocked ENI_SG_RULES_MISMATCH'],
    [
      'the internet to an interface that has none',
      { from: HOST, to: 'eni-db', port: 5432 },
      'blocked X_PRIVATE_ADDRESS_OUTSIDE_VPC',
    ],
  ])('%s', (_, asked, expected) => {
    expect(told(asked)).toBe(expected);
  });

  test('a function in several subnets is asked of each', () => {
    const it = world((w) => {
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2', 'subnet-public'];
    });
    const given = answer({ from: 'rotate-db', to: HOST, port: 443 }, it);
    expect(given).toMatchObject({ disposition: 'blocked', intermittent: true });
    expect('traces' in given && given.traces.map((t) => [t.from.subnet, t.disposition])).toEqual([
      ['subnet-l1', 'reachable'],
      ['subnet-l2', 'reachable'],
      ['subnet-public', 'blocked'],
    ]);
  });

  /** The function in both zones, of which the second has a route table and a network ACL of its own. */
  function inTwoZones(change: (w: World) => void): World {
    return world((w) => {
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      const shared = item(w, 'RouteTables', 'rtb-private');
      shared.Associations = (shared.Associations ?? []).filter((a) => a.SubnetId !== 'subnet-l2');
      w.RouteTables.push(routeTable('rtb-second', ['subnet-l2'], [route('0.0.0.0/0', 'nat-1')]));
      change(w);
    });
  }

  test('is known of a function only where it is known of each of its subnets', () => {
    const it = inTwoZones((w) => setRoutes(w, 'rtb-second', [route('0.0.0.0/0', 'pcx-unread')]));
    expect(told({ from: 'rotate-db', to: HOST, port: 443 }, it)).toBe('unknown UNKNOWN_RESOURCE');
  });

  test('with the client ports that work in every subnet', () => {
    const answeredOn = (w: World, subnet: string, ports: readonly [number, number]) =>
      putAcl(w, `acl-${subnet}`, [subnet], [entry(100, 'allow', '6', '0.0.0.0/0', ports)], ALLOW_ALL);
    const it = inTwoZones((w) => {
      answeredOn(w, 'subnet-l1', [1024, 40000]);
      answeredOn(w, 'subnet-l2', [30000, 65535]);
    });
    expect(answer({ from: 'rotate-db', to: 'eni-db', port: 5432 }, it)).toMatchObject({
      disposition: 'blocked',
      intermittent: true,
      clientPorts: [[30000, 40000]],
    });
    expect(answer({ from: 'subnet-l1/sg-lambda', to: 'eni-db', port: 5432 }, it).clientPorts).toEqual([[1024, 40000]]);
  });

  test('a function whose subnets or groups nobody states has no answer', () => {
    const without = (field: 'SubnetIds' | 'SecurityGroupIds') => world((w) => delete vpcConfig(w)[field]);
    const asked = { from: 'rotate-db', to: HOST, port: 443 };
    expect(told(asked, without('SubnetIds'))).toBe('unknown UNKNOWN_RESOURCE');
    expect(told(asked, without('SecurityGroupIds'))).toBe('unknown UNKNOWN_RESOURCE');
  });

  test.each<[string, Asked, string]>([
    ['the subnet of an interface', { from: 'i-db', to: 'i-web', port: 443 }, 'trace/subnet-db/10.0.100.80:443'],
    ['the protocol that has no port', { from: 'i-db', to: 'i-web', protocol: '50' }, 'trace/subnet-db/10.0.100.80:50'],
    ['the host on the internet', { from: HOST, to: WEB, port: 443 }, `trace/${HOST}/${WEB}:443`],
    ['the network AWS runs functions in', { from: 'rotate-db', to: WEB, port: 443 }, `trace/aws-network/${WEB}:443`],
  ])('a trace is named after %s', (_, asked, id) => {
    const outside = world((w) => Object.assign(vpcConfig(w), { VpcId: '', SubnetIds: [], SecurityGroupIds: [] }));
    const given = answer(asked, outside);
    expect(('traces' in given ? given.traces : [given]).map((t) => t.id)).toEqual([id]);
  });

  test('replies to the internet leave by the subnet of the public address', () => {
    const it = world((w) => setRoutes(w, 'rtb-public', []));
    expect(told({ from: HOST, to: WEB, port: 443 }, it)).toBe('blocked NO_ROUTE_TO_DESTINATION');
  });

  test('replies to the internet by a gateway that nobody read may return', () => {
    const it = world((w) => {
      setRoutes(w, 'rtb-public', [route('0.0.0.0/0', 'igw-unread')]);
      w.requests = (w.requests ?? []).filter((row) => row.list !== 'InternetGateways');
    });
    expect(told({ from: HOST, to: WEB, port: 443 }, it)).toBe('unknown X_NOT_MODELLED');
  });

  test.each(['subnet-db', 'subnet-public'])('where nobody read %s, nothing is known of its packets', (subnet) => {
    const unasked = world((w) => {
      w.Subnets = w.Subnets.filter((s) => s.SubnetId !== subnet);
      w.requests = (w.requests ?? []).filter((row) => row.list !== 'Subnets');
    });
    const asked = { from: 'i-db', to: 'i-web', port: 443 };
    expect(told(asked, unasked)).toBe('unknown UNKNOWN_RESOURCE');
    expect((answer(asked, unasked) as Trace).blockers).toMatchObject([{ details: { missing: 'Subnets' } }]);
  });

  test('a source whose subnet is not among those read names it', () => {
    const it = world((w) => {
      w.Subnets = w.Subnets.filter((s) => s.SubnetId !== 'subnet-db');
    });
    const given = answer({ from: 'i-db', to: 'i-web', port: 443 }, it) as Trace;
    expect(given.disposition).toBe('unknown');
    expect(given.blockers).toMatchObject([
      {
        code: 'UNKNOWN_RESOURCE',
        resources: ['subnet-db'],
        details: { reason: 'subnet-db is not among the subnets read' },
      },
    ]);
  });

  test('an outbound rule for a group may or may not admit a destination whose interface nobody read', () => {
    const asked = { from: 'rotate-db', to: '10.0.20.10', port: 5432 };
    const toGroup = (w: World) => {
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
    };
    const unread = world((w) => {
      toGroup(w);
      w.NetworkInterfaces = w.NetworkInterfaces.filter((i) => i.NetworkInterfaceId !== 'eni-db');
      w.Instances = w.Instances.filter((i) => i.InstanceId !== 'i-db');
      w.requests = (w.requests ?? []).filter((row) => row.list !== 'NetworkInterfaces');
    });
    expect(told(asked, world(toGroup))).toBe('reachable');
    expect(told(asked, unread)).toBe('unknown UNKNOWN_RESOURCE');
  });

  test('another VPC, by the address of its interface', () => {
    const it = world(addPeerVpc);
    expect(told({ from: 'rotate-db', to: 'i-peer-db', port: 5432 }, it)).toBe('reachable');
    expect(told({ from: 'i-peer-db', to: 'eni-db', port: 5432 }, it)).toContain('blocked');
  });
});

describe('the source, as the answer names it', () => {
  test.each<[string, Asked, Trace['from'], Trace['forward']['hops'][number]['kind']]>([
    [
      'a host on the internet',
      { from: HOST, to: WEB, port: 443 },
      { subnet: null, addresses: [HOST], securityGroups: [] },
      'internet',
    ],
    [
      'a subnet, with groups in any order',
      { from: 'subnet-l2/sg-lambda,sg-default', to: 'eni-db', port: 5432 },
      { subnet: 'subnet-l2', addresses: ['10.0.2.0/24'], securityGroups: ['sg-default', 'sg-lambda'] },
      'subnet',
    ],
    [
      'an instance',
      { from: 'i-db', to: 'i-web', port: 443 },
      { subnet: 'subnet-db', addresses: ['10.0.20.10'], securityGroups: ['sg-db'] },
      'interface',
    ],
  ])('%s', (_, asked, from, kind) => {
    const given = answer(asked) as Trace;
    expect(given.from).toEqual(from);
    expect(given.forward.hops[0]?.kind).toBe(kind);
  });

  test('whose groups nobody states sends what nobody knows', () => {
    const it = world((w) => delete item(w, 'NetworkInterfaces', 'eni-web').Groups);
    const given = answer({ from: 'eni-web', to: HOST, port: 443 }, it) as Trace;
    expect(given).toMatchObject({
      disposition: 'unknown',
      from: { securityGroups: [] },
      blockers: [
        {
          code: 'UNKNOWN_RESOURCE',
          resources: ['eni-web'],
          direction: 'egress',
          at: 'subnet-public',
          details: { missing: 'NetworkInterfaces', reason: 'the security groups of eni-web are not stated' },
        },
      ],
    });
    expect(given.forward.hops[0]?.steps[0]).toEqual({
      kind: 'security-group',
      direction: 'egress',
      outcome: 'unknown',
      evidence: { resource: 'eni-web', entry: null, text: 'the security groups of eni-web are not stated' },
    });
  });

  test('in a public subnet has no public address unless an interface states one', () => {
    expect(told({ from: 'subnet-public/sg-web', to: HOST, port: 443 })).toBe(
      'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
    );
  });

  test.each([
    [`${WEB}/32`, 'reachable'],
    ['10.0.0.0/16', 'blocked ENI_SG_RULES_MISMATCH'],
  ])('is its public address to another public one, whose rule for %s says: %s', (admitted, expected) => {
    const it = world((w) => {
      const eni = networkInterface('eni-api', 'subnet-public', '10.0.100.90', ['sg-api'], {
        Association: { PublicIp: '203.0.113.90' },
      });
      const api = instance('i-api', eni);
      w.Instances.push(api.instance);
      w.NetworkInterfaces.push(api.interface);
      w.SecurityGroups.push(securityGroup('sg-api', [permit('tcp', [admitted], 443)]));
    });
    expect(told({ from: 'eni-web', to: '203.0.113.90', port: 443 }, it)).toBe(expected);
  });
});

describe('any protocol', () => {
  test.each<[string, Asked, string]>([
    ['icmp has a rule of its own', { from: 'i-db', to: 'i-web', protocol: 'icmp' }, 'blocked ENI_SG_RULES_MISMATCH'],
    ['by number', { from: 'i-db', to: 'i-web', protocol: '50' }, 'reachable'],
    ['a number that is TCP', { from: 'i-db', to: 'i-web', protocol: '6', port: 443 }, 'reachable'],
    ['udp is not tcp', { from: 'i-db', to: 'i-web', protocol: 'udp', port: 443 }, 'blocked ENI_SG_RULES_MISMATCH'],
  ])('%s', (_, asked, expected) => {
    expect(told(asked)).toBe(expected);
  });

  test('icmp passes where a rule admits it, and is named without a port where none does', () => {
    const asked = { from: 'i-db', to: 'i-web', protocol: 'icmp' } as const;
    const open = world((w) =>
      item(w, 'SecurityGroups', 'sg-web').IpPermissions?.push(permit('icmp', ['10.0.0.0/16'], -1)),
    );
    expect(told(asked, open)).toBe('reachable');
    expect((answer(asked) as Trace).blockers).toMatchObject([{ details: { traffic: 'icmp from 10.0.20.10' } }]);
  });
});

describe('IPv6', () => {
  const six = world(dualStack);

  test.each<[string, Asked, string]>([
    ['inside the VPC', { from: 'eni-db', to: '2001:db8:0:3::80', port: 443 }, 'reachable'],
    ['written in full', { from: '2001:0db8:0:2:0:0:0:10', to: 'i-web', port: 443 }, 'reachable'],
    [
      'a rule for IPv4 is none for IPv6',
      { from: 'rotate-db', to: '2001:db8:0:3::80', port: 5432 },
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    ['a subnet by its IPv6 block', { from: 'subnet-l1/sg-lambda', to: '2001:db8:0:3::80', port: 443 }, 'reachable'],
    ['from the internet', { from: '2001:db8:ffff::1', to: '2001:db8:0:3::80', port: 443 }, 'reachable'],
    ['to the internet', { from: 'eni-web', to: '2001:db8:ffff::1', port: 443 }, 'reachable'],
    [
      'to the internet without a route',
      { from: 'eni-db', to: '2001:db8:ffff::1', port: 443 },
      'blocked NO_ROUTE_TO_DESTINATION',
    ],
  ])('%s', (_, asked, expected) => {
    expect(told(asked, six)).toBe(expected);
  });

  test('icmp is ICMPv6', () => {
    const given = answer({ from: 'eni-db', to: '2001:db8:0:3::80', protocol: 'icmp' }, six) as Trace;
    expect(given.to).toEqual({ address: '2001:db8:0:3::80', port: null, protocol: '58' });
    const open = world((w) => {
      dualStack(w);
      item(w, 'SecurityGroups', 'sg-web').IpPermissions?.push(permit('icmpv6', ['::/0'], -1));
    });
    expect(told({ from: 'eni-db', to: '2001:db8:0:3::80', protocol: 'icmp' }, open)).toBe('reachable');
  });

  test('its address stands in brackets before the port', () => {
    const given = answer({ from: 'eni-db', to: '2001:db8:0:3::80', port: 443 }, six) as Trace;
    expect(given.id).toBe('trace/subnet-db/[2001:db8:0:3::80]:443');
    expect(given.from.addresses).toEqual(['2001:db8:0:2::10']);
  });
});

describe('questions that cannot be put', () => {
  test.each<[string, Asked, string]>([
    ['a port is missing', { from: 'i-db', to: 'i-web' }, 'tcp needs a port.'],
    ['a port too many', { from: 'i-db', to: 'i-web', protocol: 'icmp', port: 8 }, 'icmp has no ports.'],
    ['no such function', { from: 'rotate', to: 'i-web', port: 443 }, 'rotate is no function that was read.'],
    ['no such interface', { from: 'eni-9', to: 'i-web', port: 443 }, 'eni-9 is held by no interface that was read.'],
    ['no such instance', { from: 'i-db', to: 'i-9', port: 443 }, 'i-9 is held by no interface that was read.'],
    [
      'nobody has it',
      { from: '10.0.20.11', to: 'i-web', port: 443 },
      '10.0.20.11 is held by no interface that was read.',
    ],
    ['a name', { from: 'i-db', to: 'db.example', port: 443 }, 'db.example is no IP address, interface or instance.'],
    ['no groups', { from: 'subnet-l1/', to: 'i-web', port: 443 }, 'subnet-l1/ names no security groups.'],
    [
      'groups that are none',
      { from: 'subnet-l1/web', to: 'i-web', port: 443 },
      'subnet-l1/web names no security groups.',
    ],
    [
      'no such subnet',
      { from: 'subnet-9/sg-db', to: 'i-web', port: 443 },
      'subnet-9 is no subnet of the snapshot with an IPv4 block.',
    ],
    [
      'no IPv6 at the source',
      { from: 'eni-db', to: '2001:db8::1', port: 443 },
      'eni-db has no IPv6 address or subnet stated.',
    ],
    [
      'no IPv6 for functions',
      { from: 'rotate-db', to: '2001:db8::1', port: 443 },
      `${FUNCTION_ARN} sends nothing over IPv6.`,
    ],
    [
      'the family of the source is missing',
      { from: '2001:db8:0:2::10', to: 'eni-nat', port: 443 },
      'eni-nat has no address of the family of its source.',
    ],
    [
      'one of the groups is none',
      { from: 'subnet-l1/sg-lambda,web', to: 'i-web', port: 443 },
      'subnet-l1/sg-lambda,web names no security groups.',
    ],
    [
      'the internet to itself',
      { from: HOST, to: '203.0.113.99', port: 443 },
      `203.0.113.99 is, as ${HOST}, held by no interface that was read.`,
    ],
  ])('%s', (_, asked, message) => {
    expect(() => answer(asked)).toThrow(expect.objectContaining({ code: 'INVALID_QUESTION', message }));
  });

  test.each<[string, Asked, string, string]>([
    ['a port that is missing', { from: 'i-db', to: 'i-web' }, 'tcp', 'Add --port N.'],
    ['a port too many', { from: 'i-db', to: 'i-web', protocol: 'icmp', port: 8 }, 'icmp', 'Leave --port out.'],
    [
      'no such subnet',
      { from: 'subnet-9/sg-db', to: 'i-web', port: 443 },
      'subnet-9',
      'Name a subnet that the snapshot holds.',
    ],
    [
      'a name',
      { from: 'i-db', to: 'db.example', port: 443 },
      'db.example',
      'Write an address such as 10.0.20.10, eni-… or i-….',
    ],
    ['no groups', { from: 'subnet-l1/', to: 'i-web', port: 443 }, 'subnet-l1/', 'Write subnet-…/sg-…[,sg-…].'],
    [
      'no IPv6 at the source',
      { from: 'eni-db', to: '2001:db8::1', port: 443 },
      'eni-db',
      'Name an interface with both.',
    ],
    [
      'no IPv6 for functions',
      { from: 'rotate-db', to: '2001:db8::1', port: 443 },
      FUNCTION_ARN,
      'Give --to an IPv4 address.',
    ],
    [
      'no IPv6 at the destination',
      { from: '2001:db8:0:2::10', to: 'eni-nat', port: 443 },
      'eni-nat',
      'Give --to an address.',
    ],
    [
      'the internet to itself',
      { from: HOST, to: '203.0.113.99', port: 443 },
      '203.0.113.99',
      'Name an interface that it holds.',
    ],
  ])('say what to ask instead: %s', (_, asked, resource, hint) => {
    expect(() => answer(asked)).toThrow(expect.objectContaining({ resource, hint }));
  });

  test('a name that two functions have is asked back', () => {
    const it = world((w) => {
      const twin = structuredClone(item(w, 'Functions', FUNCTION_ARN));
      w.Functions.push({ ...twin, FunctionArn: FUNCTION_ARN.replace('111122223333', '444455556666') });
    });
    expect(() => answer({ from: 'rotate-db', to: 'eni-db', port: 5432 }, it)).toThrow(
      expect.objectContaining({
        message: 'rotate-db names more than one function.',
        hint: 'Give the function ARN.',
      }),
    );
    expect(told({ from: FUNCTION_ARN, to: 'eni-db', port: 5432 }, it)).toBe('reachable');
  });

  test('a function sends over IPv6 only where it is in a VPC and was allowed to', () => {
    const asked = { from: 'rotate-db', to: '2001:db8:0:3::80', port: 443 };
    const forbidden = world((w) => {
      dualStack(w);
      vpcConfig(w).Ipv6AllowedForDualStack = false;
    });
    const outside = world((w) => {
      dualStack(w);
      delete item(w, 'Functions', FUNCTION_ARN).VpcConfig;
    });
    const left = world((w) => {
      dualStack(w);
      Object.assign(vpcConfig(w), { VpcId: '', SubnetIds: [], SecurityGroupIds: [] });
    });
    for (const it of [forbidden, outside, left])
      expect(() => answer(asked, it)).toThrow(`${FUNCTION_ARN} sends nothing over IPv6.`);
  });

  test('an interface whose subnet nobody states sends from nowhere', () => {
    const it = world((w) => delete item(w, 'NetworkInterfaces', 'eni-db').SubnetId);
    expect(() => answer({ from: 'eni-db', to: 'i-web', port: 443 }, it)).toThrow(
      'eni-db has no IPv4 address or subnet stated.',
    );
  });

  test('one address in two VPCs is asked back, as source and as instance', () => {
    const it = world((w) => {
      addPeerVpc(w);
      const twin = networkInterface('eni-twin', 'subnet-peer', '10.0.20.10', ['sg-peer-db'], { VpcId: 'vpc-2' });
      w.NetworkInterfaces.push(instance('i-web', twin).interface);
    });
    expect(() => answer({ from: '10.0.20.10', to: 'eni-web', port: 443 }, it)).toThrow(
      '10.0.20.10 is ambiguous: eni-db, eni-twin.',
    );
    expect(() => answer({ from: 'i-db', to: 'i-web', port: 443 }, it)).toThrow(
      'i-web is ambiguous: eni-twin, eni-web.',
    );
  });

  test('the interface that was asked for is not another one with its address', () => {
    const it = world((w) => {
      addPeerVpc(w);
      const twin = networkInterface('eni-twin', 'subnet-peer', '10.0.20.10', ['sg-peer-db'], { VpcId: 'vpc-2' });
      w.NetworkInterfaces.push(twin);
    });
    expect(told({ from: 'rotate-db', to: 'eni-twin', port: 5432 }, it)).toBe('blocked X_TARGET_NOT_FOUND');
  });
});

test('the same question gives the same bytes, whatever the order of the facts', () => {
  const shuffled = world();
  for (const list of [shuffled.NetworkInterfaces, shuffled.SecurityGroups, shuffled.RouteTables, shuffled.Subnets])
    list.reverse();
  const asked = { from: 'rotate-db', to: 'i-web', port: 443 } as const;
  expect(JSON.stringify(answer(asked, shuffled))).toBe(JSON.stringify(answer(asked)));
});
