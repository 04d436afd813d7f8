import { describe, expect, test } from 'vitest';
import { dualStack, egressOnly } from '../../scenarios/situations/ipv6.ts';
import { addRoutes, item, refuse, remove, route, setRoutes, type World } from '../../support/world.ts';
import { addCentralEgress } from '../../support/world-parts.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

const SIX = { to: '2001:db8:ffff::7', port: 443 };

type Attachments = World['EgressOnlyInternetGateways'][number]['Attachments'];
const attached =
  (attachments: Attachments): Change =>
  (w) => {
    const gateway = item(w, 'EgressOnlyInternetGateways', 'eigw-1');
    delete gateway.Attachments;
    if (attachments !== undefined) gateway.Attachments = attachments;
  };
const gone: Change = (w) => remove(w, 'EgressOnlyInternetGateways', 'eigw-1');
const shared: Change = (w) => {
  item(w, 'Vpcs', 'vpc-1').OwnerId = '444455556666';
};
const mode =
  (InternetGatewayBlockMode: string): Change =>
  (w) => {
    item(w, 'Subnets', 'subnet-l1').BlockPublicAccessStates = { InternetGatewayBlockMode };
  };
const isPrivate: Change = (w) => {
  for (const block of item(w, 'Subnets', 'subnet-l1').Ipv6CidrBlockAssociationSet ?? [])
    block.Ipv6AddressAttribute = 'private';
};
/** Beside its own block the subnet has, or had, another. */
const hadAnother =
  (it: { readonly own?: string; readonly other?: string }): Change =>
  (w) => {
    const subnet = item(w, 'Subnets', 'subnet-l1');
    const attribute = (of: string | undefined) => (of === undefined ? {} : { Ipv6AddressAttribute: of });
    subnet.Ipv6CidrBlockAssociationSet = [
      {
        Ipv6CidrBlock: '2001:db8:2::/64',
        Ipv6CidrBlockState: { State: 'disassociated' },
        ...attribute(it.other),
      },
      ...(subnet.Ipv6CidrBlockAssociationSet ?? []).map((block) => ({ ...block, ...attribute(it.own) })),
    ];
  };
/** A block of unique local addresses, which need no attribute to be private. */
const isUniqueLocal: Change = (w) => {
  item(w, 'Subnets', 'subnet-l1').Ipv6CidrBlockAssociationSet = [
    { Ipv6CidrBlock: 'fd00:1::/64', Ipv6CidrBlockState: { State: 'associated' } },
  ];
};
const AT = 'eigw-1 at subnet-l1';
const DETACHED = `blocked, forward BAD_STATE_ATTACHMENT ${AT}`;
const UNREAD = `unknown, forward UNKNOWN_RESOURCE ${AT}`;
const PRIVATE = `blocked, forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS ${AT}`;
const NO_CARRIER = `blocked, forward X_EGRESS_ONLY_CARRIES_IPV6 ${AT}`;

const WORLDS: readonly [string, Asked, Change, string][] = [
  ['attached', SIX, attached([{ VpcId: 'vpc-1', State: 'attached' }]), 'reachable'],
  ['in no stated state', SIX, attached([{ VpcId: 'vpc-1' }]), 'reachable'],
  ['being detached', SIX, attached([{ VpcId: 'vpc-1', State: 'detaching' }]), DETACHED],
  ['attached to another VPC', SIX, attached([{ VpcId: 'vpc-2', State: 'attached' }]), DETACHED],
  ['attached to nothing that is stated', SIX, attached(undefined), DETACHED],
  ['gone', SIX, gone, DETACHED],
  ['nobody asked for', SIX, (w) => refuse(w, 'EgressOnlyInternetGateways'), UNREAD],
  [
    'asked for IPv4',
    { to: '198.51.100.7', port: 443 },
    (w) => setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'eigw-1')]),
    NO_CARRIER,
  ],
  ['asked for a private address', { to: 'fd00::7', port: 443 }, () => undefined, NO_CARRIER],
  ['asked from a private address', SIX, isPrivate, PRIVATE],
  ['asked from a private address, after a public block', SIX, hadAnother({ own: 'private', other: 'public' }), PRIVATE],
  [
    'asked from a public address, after a private block',
    SIX,
    hadAnother({ own: 'public', other: 'private' }),
    'reachable',
  ],
  ['asked from a unique local address', SIX, isUniqueLocal, PRIVATE],
  ['where what comes in is blocked', SIX, mode('block-ingress'), 'reachable'],
  [
    'where everything is blocked',
    SIX,
    mode('block-bidirectional'),
    'blocked, forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED subnet-l1 at subnet-l1',
  ],
];

describe('an egress-only internet gateway', () => {
  test.each(WORLDS)('%s', (_, asked, change, expected) => {
    expect(told(traced([dualStack, egressOnly, change], asked))).toBe(expected);
  });

  test('of a shared VPC, which its owner alone sees', () => {
    const [first] = traced([dualStack, egressOnly, shared, gone], SIX).blockers;
    expect(first).toMatchSnapshot();
  });

  test('in words', () => {
    const told = WORLDS.map(([what, asked, change]) => [
      what,
      ...traced([dualStack, egressOnly, change], asked).blockers,
    ]);
    expect(told).toMatchSnapshot();
  });
});

/** The function's IPv6 leaves over a transit gateway for another VPC, whose subnet leads to `target`. */
function centralEgress(target: string): Change {
  return (w) => {
    addCentralEgress(w);
    dualStack(w);
    addRoutes(w, 'rtb-private', [route('::/0', 'tgw-1')]);
    addRoutes(w, 'rtb-egress-attach', [route('::/0', target)]);
    w.EgressOnlyInternetGateways.push({
      EgressOnlyInternetGatewayId: 'eigw-9',
      Attachments: [{ VpcId: 'vpc-9', State: 'attached' }],
    });
    for (const it of w.TransitGatewayVpcAttachments) it.Options = { ...it.Options, Ipv6Support: 'enable' };
    const { Routes: routes = [] } = item(w, 'TransitGatewayRouteTables', 'tgw-rtb-1');
    const TransitGatewayAttachments = [{ TransitGatewayAttachmentId: 'tgw-attach-9', ResourceType: 'vpc' }];
    routes.push({ DestinationCidrBlock: '::/0', Type: 'static', State: 'active', TransitGatewayAttachments });
  };
}

test.each(['eigw-9', 'igw-9'])("no IPv6 address of one VPC leaves by another's gateway: %s", (gateway) => {
  const forward = traced([centralEgress(gateway)], { ...SIX, vouched: [gateway] }).blockers.filter(
    (b) => b.leg === 'forward',
  );
  expect(forward.map((b) => [b.code, b.resources, b.at])).toEqual([
    ['X_GATEWAY_OF_ANOTHER_VPC', [gateway], 'subnet-egress-attach'],
  ]);
});

test('an egress-only internet gateway of a shared VPC, in sight', () => {
  const seen = traced([dualStack, egressOnly, shared], SIX).blockers.map((b) => b.resources);
  expect(seen).not.toContainEqual(['eigw-1']);
});
