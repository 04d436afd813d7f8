import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot, type Where } from '../../src/snapshot/snapshot.ts';

const HOME = { account: '111122223333', region: 'us-east-1' };

function snapshotOf(facts: Readonly<Record<string, unknown>>) {
  const envelope = {
    snapshotVersion: 1,
    capturedAt: '2026-11-23T08:00:00Z',
    partition: 'aws',
    region: HOME.region,
    accountId: HOME.account,
  };
  return openSnapshot(parseSnapshot({ ...envelope, ...facts }, 's.json'), 's.json');
}

function row(list: string, filters: Readonly<Record<string, readonly string[]>>, more: object = HOME) {
  return { list, action: `ec2:Describe${list}`, filters, ...more };
}

const subnets = [
  { SubnetId: 'subnet-2', VpcId: 'vpc-1' },
  { SubnetId: 'subnet-1', VpcId: 'vpc-1' },
  { SubnetId: 'subnet-3', VpcId: 'vpc-2' },
];

describe('looking up', () => {
  const snapshot = snapshotOf({
    Subnets: subnets,
    RouteTables: [{ RouteTableId: 'rtb-1', Associations: [{ SubnetId: 'subnet-1' }, { SubnetId: 'subnet-2' }] }],
  });
  const ids = (where: Where) => snapshot.seen('Subnets', where).map((s) => s.SubnetId);

  test('gives what matches, ascending by id', () => {
    expect(ids({})).toEqual(['subnet-1', 'subnet-2', 'subnet-3']);
    expect(ids({ 'vpc-id': 'vpc-1' })).toEqual(['subnet-1', 'subnet-2']);
    expect(ids({ 'vpc-id': 'vpc-1', 'subnet-id': 'subnet-2' })).toEqual(['subnet-2']);
    expect(ids({ 'vpc-id': 'vpc-2', 'subnet-id': 'subnet-2' })).toEqual([]);
  });

  test('reads into the lists of an item', () => {
    for (const subnet of ['subnet-1', 'subnet-2']) {
      expect(snapshot.seen('RouteTables', { 'association.subnet-id': subnet })).toMatchObject([
        { RouteTableId: 'rtb-1' },
      ]);
    }
    expect(snapshot.seen('RouteTables', { 'association.subnet-id': 'subnet-3' })).toEqual([]);
  });

  test.each(['2001:db8::30', '2001:db8:0:0:0:0:0:30', '2001:DB8::0030'])('finds an interface by %s', (written) => {
    const held = snapshotOf({
      NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', Ipv6Addresses: [{ Ipv6Address: written }] }],
    });
    const found = held.seen('NetworkInterfaces', { 'ipv6-addresses.ipv6-address': '2001:db8::30' });
    expect(found.map((eni) => eni.NetworkInterfaceId)).toEqual(['eni-1']);
  });

  test('one item is itself, whether or not all are known', () => {
    const partly = snapshotOf({ Subnets: subnets, requests: [] });
    expect(partly.one('Subnets', { 'subnet-id': 'subnet-3' })).toMatchObject({
      known: true,
      value: { VpcId: 'vpc-2' },
    });
    expect(partly.all('Subnets', { 'subnet-id': 'subnet-3' }).known).toBe(false);
  });
});

describe('what is known to be absent', () => {
  const absent = { known: true, value: null };
  const none = { known: true, value: [] };

  test('without requests: whatever a list it holds does not hold', () => {
    const snapshot = snapshotOf({ Subnets: subnets });
    expect(snapshot.one('Subnets', { 'subnet-id': 'subnet-9' })).toEqual(absent);
    expect(snapshot.all('Subnets', { 'vpc-id': 'vpc-9' })).toEqual(none);
    expect(snapshot.one('NatGateways', { 'nat-gateway-id': 'nat-1' })).toEqual({
      known: false,
      missing: { list: 'NatGateways', action: 'ec2:DescribeNatGateways', reason: 'not asked', neverAsked: true },
    });
  });

  test('with requests, an empty list says nothing of itself', () => {
    expect(snapshotOf({ Subnets: [], requests: [] }).all('Subnets', { 'vpc-id': 'vpc-1' }).known).toBe(false);
  });

  test.each<[string, Readonly<Record<string, readonly string[]>>, Where, Where, boolean]>([
    ['everything was asked for', {}, { 'vpc-id': 'vpc-9' }, {}, true],
    ['its filter was asked for', { 'vpc-id': ['vpc-9'] }, { 'vpc-id': 'vpc-9' }, {}, true],
    ['it was one of several values', { 'vpc-id': ['vpc-8', 'vpc-9'] }, { 'vpc-id': 'vpc-9' }, {}, true],
    ['another value was asked for', { 'vpc-id': ['vpc-1'] }, { 'vpc-id': 'vpc-9' }, {}, false],
    ['another filter was asked for', { 'subnet-id': ['subnet-9'] }, { 'vpc-id': 'vpc-9' }, {}, false],
    [
      'the filter narrows what was looked up',
      { 'vpc-id': ['vpc-9'], 'subnet-id': ['subnet-9'] },
      { 'vpc-id': 'vpc-9' },
      {},
      false,
    ],
    [
      'the lookup is narrower than the filter',
      { 'vpc-id': ['vpc-9'] },
      { 'vpc-id': 'vpc-9', 'subnet-id': 'subnet-9' },
      {},
      true,
    ],
    [
      'the filter is known of it besides',
      { 'vpc-id': ['vpc-9'] },
      { 'subnet-id': 'subnet-9' },
      { 'vpc-id': 'vpc-9' },
      true,
    ],
    [
      'the filter is known to be another',
      { 'vpc-id': ['vpc-1'] },
      { 'subnet-id': 'subnet-9' },
      { 'vpc-id': 'vpc-9' },
      false,
    ],
    ['nobody knows whether the filter holds it', { 'vpc-id': ['vpc-9'] }, { 'subnet-id': 'subnet-9' }, {}, false],
    ['it was looked for in another account', {}, { 'vpc-id': 'vpc-9' }, { account: '444455556666' }, false],
    ['it was looked for in another Region', {}, { 'vpc-id': 'vpc-9' }, { region: 'eu-west-1' }, false],
    ['it was looked for at home, in so many words', {}, { 'vpc-id': 'vpc-9' }, HOME, true],
  ])('%s: %j, looked up %j, also %j -> known: %s', (_, filters, where, also, isKnown) => {
    const snapshot = snapshotOf({ Subnets: subnets, requests: [row('Subnets', filters)] });
    expect(snapshot.all('Subnets', where, also).known).toBe(isKnown);
    expect(snapshot.one('Subnets', where, also).known).toBe(isKnown);
  });

  test('an answer from another account or Region says nothing about home, and the other way round', () => {
    const there = { account: '444455556666', region: 'eu-west-1' };
    const snapshot = snapshotOf({ Vpcs: [], requests: [row('Vpcs', {}, there)] });
    expect(snapshot.one('Vpcs', { 'vpc-id': 'vpc-1' }).known).toBe(false);
    expect(snapshot.one('Vpcs', { 'vpc-id': 'vpc-1' }, there)).toEqual(absent);
    expect(snapshot.one('Vpcs', { 'vpc-id': 'vpc-1' }, { account: there.account }).known).toBe(false);
  });

  test('a row that does not say where it asked, asked at home', () => {
    const snapshot = snapshotOf({ Vpcs: [], requests: [row('Vpcs', {}, {})] });
    expect(snapshot.one('Vpcs', { 'vpc-id': 'vpc-1' })).toEqual(absent);
    expect(snapshot.one('Vpcs', { 'vpc-id': 'vpc-1' }, { account: '444455556666' }).known).toBe(false);
  });

  test('an answer about one list says nothing about another', () => {
    const snapshot = snapshotOf({ Subnets: [], NatGateways: [], requests: [row('Subnets', {})] });
    expect(snapshot.all('NatGateways', {}).known).toBe(false);
  });

  test('two answers are not one: neither filter alone holds what was looked up', () => {
    const requests = [row('Subnets', { 'vpc-id': ['vpc-1'] }), row('Subnets', { 'subnet-id': ['subnet-9'] })];
    const snapshot = snapshotOf({ Subnets: subnets, requests });
    expect(snapshot.all('Subnets', { 'vpc-id': 'vpc-9' }).known).toBe(false);
    expect(snapshot.one('Subnets', { 'subnet-id': 'subnet-9' })).toEqual(absent);
  });
});

describe('gaps', () => {
  const denied = { error: 'UnauthorizedOperation', message: 'no' };
  const gap = (filters: Readonly<Record<string, readonly string[]>>, more: object = HOME) => ({
    ...row('Subnets', filters, more),
    ...denied,
  });
  const missing = { list: 'Subnets', action: 'ec2:DescribeSubnets', reason: 'UnauthorizedOperation: no' };

  test('name the action and the error of what is missing', () => {
    const snapshot = snapshotOf({ requests: [], gaps: [gap({ 'vpc-id': ['vpc-1'] })] });
    expect(snapshot.all('Subnets', { 'vpc-id': 'vpc-1' })).toEqual({ known: false, missing });
    expect(snapshot.one('Subnets', { 'subnet-id': 'subnet-1' })).toEqual({ known: false, missing });
    expect(snapshot.missing('Subnets', { 'vpc-id': 'vpc-2' }).reason).toBe('not asked');
  });

  test('hide what their filters do not exclude, also in a document without requests', () => {
    const snapshot = snapshotOf({ Subnets: subnets, gaps: [gap({ 'vpc-id': ['vpc-1'] })] });
    expect(snapshot.all('Subnets', { 'vpc-id': 'vpc-1' }).known).toBe(false);
    expect(snapshot.one('Subnets', { 'subnet-id': 'subnet-9' }).known).toBe(false);
    expect(snapshot.all('Subnets', { 'vpc-id': 'vpc-2' }).known).toBe(true);
    expect(snapshot.one('Subnets', { 'subnet-id': 'subnet-1' })).toMatchObject({
      known: true,
      value: { VpcId: 'vpc-1' },
    });
  });

  test('in another account or Region hide nothing at home; one that does not say where may', () => {
    const elsewhere = snapshotOf({
      Subnets: subnets,
      gaps: [gap({}, { account: '444455556666', region: HOME.region })],
    });
    expect(elsewhere.all('Subnets', { 'vpc-id': 'vpc-9' }).known).toBe(true);
    expect(elsewhere.all('Subnets', { 'vpc-id': 'vpc-9' }, { account: '444455556666' }).known).toBe(false);
    expect(snapshotOf({ Subnets: subnets, gaps: [gap({}, {})] }).all('Subnets', { 'vpc-id': 'vpc-9' }).known).toBe(
      false,
    );
  });

  test('inside a gap a thing is unknown, whatever else was answered', () => {
    const filters = { 'vpc-id': ['vpc-1'] };
    const snapshot = snapshotOf({ Subnets: subnets, requests: [row('Subnets', filters)], gaps: [gap(filters)] });
    expect(snapshot.all('Subnets', { 'vpc-id': 'vpc-1' }).known).toBe(false);
  });

  test.each([
    [{ requests: [], gaps: [gap({})] }, 'refused'],
    [{ requests: [row('Subnets', {})] }, 'answered'],
    [{ requests: [] }, 'never'],
    [{ Subnets: [] }, 'answered'],
    [{}, 'never'],
  ])('%j: asked -> %s', (facts, expected) => {
    expect(snapshotOf(facts).asked('Subnets')).toBe(expected);
  });
});

describe('one item, one truth', () => {
  test('the same item twice is one, whatever the order inside it', () => {
    const group = (ranges: readonly string[]) => ({
      GroupId: 'sg-1',
      IpPermissions: [{ IpProtocol: 'tcp', IpRanges: ranges.map((CidrIp) => ({ CidrIp })) }],
    });
    const snapshot = snapshotOf({
      SecurityGroups: [group(['10.0.0.0/8', '192.0.2.0/24']), group(['192.0.2.0/24', '10.0.0.0/8'])],
    });
    expect(snapshot.seen('SecurityGroups', { 'group-id': 'sg-1' })).toHaveLength(1);
  });

  test('two that differ under one id are an error, but only to who looks at them', () => {
    const snapshot = snapshotOf({
      Subnets: [...subnets, { SubnetId: 'subnet-3', VpcId: 'vpc-2', CidrBlock: '10.0.0.0/24' }],
    });
    expect(snapshot.seen('Subnets', { 'vpc-id': 'vpc-1' })).toHaveLength(2);
    expect(() => snapshot.seen('Subnets', { 'vpc-id': 'vpc-2' })).toThrow(
      's.json: Subnets: expected one item for subnet-3, found two that differ.',
    );
  });

  test('the view from home counts before that from elsewhere', () => {
    const home = { VpcPeeringConnectionId: 'pcx-1', Status: { Code: 'active' } };
    const there = { ...home, Tags: [], _from: { account: '444455556666', region: 'us-east-1' } };
    for (const VpcPeeringConnections of [
      [home, there],
      [there, home],
    ]) {
      expect(
        snapshotOf({ VpcPeeringConnections }).one('VpcPeeringConnections', { 'vpc-peering-connection-id': 'pcx-1' }),
      ).toEqual({ known: true, value: home });
    }
  });

  test('items without an id of their own may be many of one kind', () => {
    const associations = ['vpc-1', 'vpc-2'].map((VpcId) => ({ GroupId: 'sg-1', VpcId, State: 'associated' }));
    expect(
      snapshotOf({ SecurityGroupVpcAssociations: associations }).seen('SecurityGroupVpcAssociations', {
        'group-id': 'sg-1',
      }),
    ).toHaveLength(2);
    const names = ['192.0.2.1', '2001:db8::1'].map((address) => ({ name: 'db.corp.example', addresses: [address] }));
    expect(snapshotOf({ Names: names }).seen('Names', { name: 'db.corp.example' })).toHaveLength(2);
  });
});

describe('malformed items', () => {
  test.each([
    [{ CidrBlock: '10.0.0.0/33' }, 'Subnets[0].CidrBlock: expected an IPv4 CIDR block such as 10.0.0.0/16'],
    [{ CidrBlock: '2001:db8::/32' }, 'Subnets[0].CidrBlock: expected an IPv4 CIDR block such as 10.0.0.0/16'],
    [{ VpcId: 7 }, 'Subnets[0].VpcId: expected a value of type string'],
    [{ VpcId: undefined }, 'Subnets[0].VpcId: expected a value of type string'],
    [{ Ipv6CidrBlockAssociationSet: 'none' }, 'Subnets[0].Ipv6CidrBlockAssociationSet: expected a value of type array'],
    [
      { Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '10.0.0.0/8' }] },
      'Subnets[0].Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock: expected an IPv6 CIDR block such as 2001:db8::/56',
    ],
  ])('%j: %s', (fault, message) => {
    const snapshot = snapshotOf({ Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', ...fault }] });
    expect(() => snapshot.one('Subnets', { 'subnet-id': 'subnet-1' })).toThrow(`s.json: ${message}.`);
  });

  test('null is what AWS leaves out, and unknown fields are kept', () => {
    const snapshot = snapshotOf({
      Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: null, Novelty: { of: [2027, null] } }],
    });
    expect(snapshot.seen('Subnets', {})).toEqual([{ SubnetId: 'subnet-1', VpcId: 'vpc-1', Novelty: { of: [2027] } }]);
  });

  test('what nobody looks at is not checked', () => {
    const snapshot = snapshotOf({
      Subnets: [
        { SubnetId: 'subnet-1', VpcId: 'vpc-1' },
        { SubnetId: 'subnet-2', VpcId: 'vpc-2', CidrBlock: 'bad' },
      ],
    });
    expect(snapshot.all('Subnets', { 'vpc-id': 'vpc-1' }).known).toBe(true);
  });
});

describe('the order of lists and fields', () => {
  const group = (n: number) => ({
    GroupId: `sg-${n}`,
    VpcId: `vpc-${n % 2}`,
    IpPermissions: [1, 2, 3].map((port) => ({
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      IpRanges: ['10.0.0.0/8', '192.0.2.0/24', `198.51.100.${n}/32`].map((CidrIp) => ({
        CidrIp,
        Description: `${CidrIp} ${port}`,
      })),
      UserIdGroupPairs: [{ GroupId: 'sg-1', UserId: HOME.account }, { GroupId: 'sg-2' }],
    })),
    Tags: [
      { Key: 'a', Value: 'b' },
      { Key: 'b', Value: 'a' },
    ],
  });
  const groups = [1, 2, 3, 4, 5].map(group);

  /** The same value with every list and every object's fields in an order that the seeds choose. */
  function shuffled(value: unknown, next: () => number): unknown {
    const shuffle = <T>(items: readonly T[]) =>
      items
        .map((item) => [next(), item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item);
    if (Array.isArray(value)) return shuffle(value.map((item) => shuffled(item, next)));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(shuffle(Object.entries(value)).map(([key, inside]) => [key, shuffled(inside, next)]));
  }

  test('changes nothing that is handed out or digested, at any depth', () => {
    const read = (list: unknown) => {
      const snapshot = snapshotOf({ SecurityGroups: list });
      const found = [
        snapshot.all('SecurityGroups', { 'vpc-id': 'vpc-1' }),
        snapshot.one('SecurityGroups', { 'group-id': 'sg-2' }),
      ];
      return { found, facts: snapshot.usedFacts() };
    };
    const expected = read(groups);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        const next = () => Number(stream.next().value);
        expect(read(shuffled(groups, next))).toEqual(expected);
      }),
    );
  });

  test('the used facts are those asked for one by one, without times, and nothing else', () => {
    const at = (CreateTime: string) =>
      snapshotOf({
        NatGateways: [
          { NatGatewayId: 'nat-1', VpcId: 'vpc-1', CreateTime },
          { NatGatewayId: 'nat-2', VpcId: 'vpc-2' },
        ],
      });
    const [one, other] = [at('2026-11-01T00:00:00Z'), at('2026-11-02T00:00:00Z')];
    for (const snapshot of [one, other]) snapshot.all('NatGateways', { 'vpc-id': 'vpc-1' });
    expect(one.usedFacts()).toBe('');
    for (const snapshot of [one, other]) snapshot.one('NatGateways', { 'nat-gateway-id': 'nat-1' });
    expect(one.usedFacts()).toBe('NatGateways {"CreateTime":"time","NatGatewayId":"nat-1","VpcId":"vpc-1"}');
    expect(other.usedFacts()).toBe(one.usedFacts());
    one.one('NatGateways', { 'nat-gateway-id': 'nat-2' });
    expect(one.usedFacts()).toContain('nat-2');
  });

  test('adding what is not looked at changes nothing', () => {
    const read = (list: readonly unknown[]) => {
      const snapshot = snapshotOf({ SecurityGroups: list });
      return [snapshot.all('SecurityGroups', { 'vpc-id': 'vpc-1' }), snapshot.usedFacts()];
    };
    expect(read([...groups, group(12), { GroupId: 'sg-bad', VpcId: 'vpc-7', IpPermissions: 'malformed' }])).toEqual(
      read(groups),
    );
  });
});
