import { describe, expect, test } from 'vitest';
import { addressInName, addressThroughout, ec2Answer } from '../../../src/reachability/names/ec2-names.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import type { Fact } from '../../../src/snapshot/families.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { item, type World } from '../../support/world.ts';
import { addPeerVpc } from '../../support/world-parts.ts';

test.each<[string, string, string | null, boolean]>([
  ['us-east-1', 'ip-10-0-20-10.ec2.internal', '10.0.20.10', true],
  ['eu-west-1', 'ip-10-0-20-10.ec2.internal', '10.0.20.10', false],
  ['eu-west-1', 'ip-10-0-20-10.eu-west-1.compute.internal', '10.0.20.10', true],
  ['us-east-1', 'ip-10-0-20-10.eu-west-1.compute.internal', '10.0.20.10', false],
  ['us-east-1', 'ip-10-0-20-10.us-east-1.compute.internal', '10.0.20.10', false],
  ['us-east-1', 'ip-172-32-0-1.ec2.internal', '172.32.0.1', false],
  ['us-east-1', 'ip-10-0-20-300.ec2.internal', null, false],
  ['us-east-1', 'ec2-203-0-113-30.compute-1.amazonaws.com', '203.0.113.30', false],
  ['us-east-1', 'db.corp.example', null, false],
])('in %s %s bears %s and is answered in every VPC: %s', (region, host, address, answered) => {
  expect(addressInName(host)).toBe(address);
  expect(addressThroughout(region, host)).toBe(answered ? address : null);
});

const PUBLIC = 'ec2-203-0-113-20.compute-1.amazonaws.com';
const ISOLATED = 'ec2-203-0-113-20.us-iso-east-1.compute.c2s.ic.gov';
const BY_ID = 'i-db.ec2.internal';
const OUTSIDE_RFC_1918 = 'ip-100-64-0-10.ec2.internal';

type Change = (world: World, instance: Fact<'Instances'>) => void;

const named =
  (fields: Partial<Fact<'Instances'>>, more: Change = () => {}): Change =>
  (world, instance) => {
    Object.assign(instance, fields);
    more(world, instance);
  };

/** A second instance in the peer's VPC states the same public name. */
const twice: Change = (world) => {
  addPeerVpc(world);
  item(world, 'Instances', 'i-peer-db').PublicDnsName = PUBLIC;
};

/** Another interface of the database is listed before its first, here and on the instance. */
const secondInterfaceFirst: Change = (world, instance) => {
  const second = { NetworkInterfaceId: 'eni-a-second', PrivateIpAddress: '10.0.20.77' };
  instance.NetworkInterfaces = [{ ...second, Attachment: { DeviceIndex: 1 } }, ...(instance.NetworkInterfaces ?? [])];
  world.NetworkInterfaces.unshift({ ...second, Attachment: { InstanceId: 'i-db', DeviceIndex: 1 } });
};

/** The instance does not list its interfaces; one in another VPC has the same address. */
const interfacesApart: Change = (world, instance) => {
  secondInterfaceFirst(world, instance);
  delete instance.NetworkInterfaces;
  world.NetworkInterfaces.unshift({
    NetworkInterfaceId: 'eni-a-elsewhere',
    VpcId: 'vpc-9',
    PrivateIpAddress: '10.0.20.10',
    Attachment: { InstanceId: 'i-elsewhere' },
  });
};

const interfacesOfInstanceOnly: Change = (world) => {
  world.NetworkInterfaces.length = 0;
};

const hostnamesOff: Change = (world) => {
  item(world, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
};

/** The database has an IPv6 address, and a resource name for both. */
const dualStack: Change = (world, instance) => {
  item(world, 'NetworkInterfaces', 'eni-db').Ipv6Addresses = [{ Ipv6Address: '2001:db8:1::10' }];
  instance.PrivateDnsNameOptions = { EnableResourceNameDnsARecord: true, EnableResourceNameDnsAAAARecord: true };
};

const withoutAddress: Change = (_, instance) => {
  delete instance.PrivateIpAddress;
  delete instance.NetworkInterfaces;
};

const switchedOff = { PrivateDnsNameOptions: { EnableResourceNameDnsARecord: false } };
const switchedOn = { PrivateDnsNameOptions: { EnableResourceNameDnsARecord: true } };

function answerOf(host: string, vpc: string | null, change: Change) {
  const world = healthyWorld();
  change(world, item(world, 'Instances', 'i-db'));
  return ec2Answer(openSnapshot(parseSnapshot(world, 'test'), 'test'), vpc, host);
}

/** The addresses an answer may give, each with its interface, or what is wrong with it. */
function inShort(host: string, vpc: string | null, change: Change): string {
  const answer = answerOf(host, vpc, change);
  if (answer === null) return 'no name of EC2';
  const places = answer.alternatives.flatMap((a) =>
    a.kind === 'addresses' ? [...a.A, ...a.AAAA].map((it) => `${it.address} ${it.interface ?? 'anywhere'}`) : a.kind,
  );
  return [...places, ...answer.blockers.map((b) => b.code)].join(', ');
}

describe('a private name', () => {
  const stated = (more?: Change) => named({ PrivateDnsName: OUTSIDE_RFC_1918 }, more);
  test.each<[string, string, string | null, Change, string]>([
    ['of a private range, in any VPC', 'ip-10-9-0-1.ec2.internal', 'vpc-9', () => {}, '10.9.0.1 anywhere'],
    ['of another range, in its VPC', OUTSIDE_RFC_1918, 'vpc-1', stated(), '10.0.20.10 eni-db'],
    ['of another range, in another VPC', OUTSIDE_RFC_1918, 'vpc-9', stated(), 'no name of EC2'],
    ['of another range, outside any VPC', OUTSIDE_RFC_1918, null, stated(), 'no name of EC2'],
    ['of another range, of nobody in sight', OUTSIDE_RFC_1918, null, () => {}, 'no name of EC2'],
    ['of several interfaces', OUTSIDE_RFC_1918, 'vpc-1', stated(secondInterfaceFirst), '10.0.20.10 eni-db'],
    ['of an interface listed apart', OUTSIDE_RFC_1918, 'vpc-1', stated(interfacesApart), '10.0.20.10 eni-db'],
    ['of its own interface alone', OUTSIDE_RFC_1918, 'vpc-1', stated(interfacesOfInstanceOnly), '10.0.20.10 eni-db'],
    [
      'without the one made of the id',
      OUTSIDE_RFC_1918,
      'vpc-1',
      named({ ...switchedOff, PrivateDnsName: OUTSIDE_RFC_1918 }),
      '10.0.20.10 eni-db',
    ],
    ['of an unstated address', OUTSIDE_RFC_1918, 'vpc-1', stated(withoutAddress), 'X_NAME_UNKNOWN'],
    ['made of an id that is switched on', BY_ID, 'vpc-1', named(switchedOn), '10.0.20.10 eni-db'],
    ['made of an id that is switched on, in another VPC', BY_ID, 'vpc-9', named(switchedOn), 'no name of EC2'],
    ['made of an id and stated', BY_ID, 'vpc-1', named({ PrivateDnsName: BY_ID }), 'X_NAME_UNKNOWN'],
    ['made of an id, for both families', BY_ID, 'vpc-1', dualStack, '10.0.20.10 eni-db, 2001:db8:1::10 eni-db'],
    ['of an instance with IPv6', OUTSIDE_RFC_1918, 'vpc-1', stated(dualStack), '10.0.20.10 eni-db'],
    ['made of an id', BY_ID, 'vpc-1', () => {}, 'X_NAME_UNKNOWN'],
    [
      'made of an id, of another Region',
      'i-db.eu-west-1.compute.internal',
      'vpc-1',
      named(switchedOn),
      'no name of EC2',
    ],
    ['made of the id of nobody in sight', 'i-1.ec2.internal', 'vpc-1', () => {}, 'no name of EC2'],
    ['that only begins with an id', 'i-db.corp.example', 'vpc-1', named(switchedOn), 'no name of EC2'],
  ])('%s', (_, host, vpc, change, expected) => {
    expect(inShort(host, vpc, change)).toBe(expected);
  });
});

describe('a public name', () => {
  const stated = (more?: Change) => named({ PublicDnsName: PUBLIC, PublicIpAddress: '203.0.113.20' }, more);
  const isolated = named({ PublicDnsName: ISOLATED, PublicIpAddress: '203.0.113.20' });
  const both = '10.0.20.10 eni-db, 203.0.113.20 anywhere';
  test.each<[string, string, string | null, Change, string]>([
    ['in its VPC', PUBLIC, 'vpc-1', stated(), '10.0.20.10 eni-db'],
    ['in its VPC, of another partition', ISOLATED, 'vpc-1', isolated, '10.0.20.10 eni-db'],
    ['in its VPC, of several interfaces', PUBLIC, 'vpc-1', stated(secondInterfaceFirst), '10.0.20.10 eni-db'],
    ['in its VPC, of an unstated private address', PUBLIC, 'vpc-1', stated(withoutAddress), 'X_NAME_UNKNOWN'],
    ['in its VPC, of two instances', PUBLIC, 'vpc-1', stated(twice), 'X_TARGET_AMBIGUOUS'],
    ['outside any VPC', PUBLIC, null, stated(), '203.0.113.20 anywhere'],
    ['outside any VPC, of another partition', ISOLATED, null, isolated, '203.0.113.20 anywhere'],
    ['outside any VPC, of an unstated address', PUBLIC, null, named({ PublicDnsName: PUBLIC }), 'X_NAME_UNKNOWN'],
    ['outside any VPC, of nobody in sight', PUBLIC, null, () => {}, '203.0.113.20 anywhere'],
    ['in a VPC, of nobody in sight', PUBLIC, 'vpc-1', () => {}, 'no name of EC2'],
    ['that bears no address', 'ec2-203-0-113-300.compute-1.amazonaws.com', null, () => {}, 'no name of EC2'],
    ['where the VPC gives no host names', PUBLIC, 'vpc-1', stated(hostnamesOff), both],
    [
      'where the VPC gives no host names, of an unstated private address',
      PUBLIC,
      'vpc-1',
      stated((world, instance) => {
        hostnamesOff(world, instance);
        withoutAddress(world, instance);
      }),
      'X_NAME_UNKNOWN',
    ],
  ])('%s', (_, host, vpc, change, expected) => {
    expect(inShort(host, vpc, change)).toBe(expected);
  });

  test('says why', () => {
    expect({
      private: answerOf(PUBLIC, 'vpc-1', stated()),
      public: answerOf(PUBLIC, null, stated()),
      either: answerOf(PUBLIC, 'vpc-1', stated(hostnamesOff)),
      ofNobody: answerOf(PUBLIC, null, () => {}),
      ofTwo: answerOf(PUBLIC, 'vpc-1', stated(twice)),
      unstated: answerOf(PUBLIC, 'vpc-1', stated(withoutAddress)),
    }).toMatchSnapshot();
  });
});

test('a private name says why', () => {
  const stated = named({ PrivateDnsName: OUTSIDE_RFC_1918 });
  expect({
    throughout: answerOf('ip-10-9-0-1.ec2.internal', 'vpc-1', () => {}),
    stated: answerOf(OUTSIDE_RFC_1918, 'vpc-1', stated),
    unstated: answerOf(OUTSIDE_RFC_1918, 'vpc-1', named({ PrivateDnsName: OUTSIDE_RFC_1918 }, withoutAddress)),
    byId: answerOf(BY_ID, 'vpc-1', () => {}),
    switchedOff: answerOf(BY_ID, 'vpc-1', named(switchedOff)),
  }).toMatchSnapshot();
});
