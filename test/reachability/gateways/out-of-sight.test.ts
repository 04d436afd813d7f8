import { describe, expect, test } from 'vitest';
import { addVpnGateway } from '../../scenarios/situations/opaque-hops.ts';
import { addRoutes, item, refuse, remove, route, type World } from '../../support/world.ts';
import { type Change, told, traced } from './traced.ts';

const ON_PREMISES = { to: '192.168.50.10' };
const BLOCK = '192.168.0.0/16';

type Attachments = World['VpnGateways'][number]['VpcAttachments'];
const vpn: Change = (w) => {
  addVpnGateway(w);
  addRoutes(w, 'rtb-private', [route(BLOCK, 'vgw-1')]);
};
const attached =
  (attachments: Attachments): Change =>
  (w) => {
    const gateway = item(w, 'VpnGateways', 'vgw-1');
    delete gateway.VpcAttachments;
    if (attachments !== undefined) gateway.VpcAttachments = attachments;
  };
const gone: Change = (w) => remove(w, 'VpnGateways', 'vgw-1');
const shared: Change = (w) => {
  item(w, 'Vpcs', 'vpc-1').OwnerId = '444455556666';
};

const AT = 'vgw-1 at subnet-l1';
const BEHIND = `forward X_OPAQUE_HOP ${AT}`;
const OPAQUE = `unknown, ${BEHIND}`;
const DETACHED = `blocked, forward BAD_STATE_ATTACHMENT ${AT}, ${BEHIND}`;
const UNREAD = `unknown, forward UNKNOWN_RESOURCE ${AT}, ${BEHIND}`;

const GATEWAYS: readonly [string, readonly Change[], string][] = [
  ['attached', [], OPAQUE],
  [
    'attached after it was attached elsewhere',
    [
      attached([
        { VpcId: 'vpc-2', State: 'detached' },
        { VpcId: 'vpc-1', State: 'attached' },
      ]),
    ],
    OPAQUE,
  ],
  ['attached in no stated state', [attached([{ VpcId: 'vpc-1' }])], OPAQUE],
  ['being detached', [attached([{ VpcId: 'vpc-1', State: 'detaching' }])], DETACHED],
  ['attached to another VPC', [attached([{ VpcId: 'vpc-2', State: 'attached' }])], DETACHED],
  ['attached to nothing', [attached([])], DETACHED],
  ['attached to nothing that is stated', [attached(undefined)], DETACHED],
  ['gone', [gone], DETACHED],
  ['nobody asked for', [(w) => refuse(w, 'VpnGateways')], UNREAD],
  ['in a shared VPC, seen all the same', [shared], OPAQUE],
  ['in a shared VPC, being detached', [shared, attached([{ VpcId: 'vpc-1', State: 'detaching' }])], DETACHED],
  ['that the owner of the shared VPC alone sees', [shared, gone], UNREAD],
];

describe('a virtual private gateway', () => {
  test.each(GATEWAYS)('%s', (_, changes, expected) => {
    expect(told(traced([vpn, ...changes], ON_PREMISES))).toBe(expected);
  });

  test('in words', () => {
    const words = GATEWAYS.map(([what, changes]) => [what, ...traced([vpn, ...changes], ON_PREMISES).blockers]);
    expect(words).toMatchSnapshot();
  });
});

const to =
  (target: Parameters<typeof route>[2]): Change =>
  (w) =>
    addRoutes(w, 'rtb-private', [{ DestinationCidrBlock: BLOCK, Origin: 'CreateRoute', State: 'active', ...target }]);

const NETWORKS: readonly [string, Change, string][] = [
  ['of an Outpost', to({ LocalGatewayId: 'lgw-1' }), 'unknown, forward X_OPAQUE_HOP lgw-1 at subnet-l1'],
  ['of a carrier', to({ CarrierGatewayId: 'cagw-1' }), 'unknown, forward X_OPAQUE_HOP cagw-1 at subnet-l1'],
  ['of a kind nobody knows', to({ GatewayId: 'xgw-1' }), 'unknown, forward X_NOT_MODELLED xgw-1 at subnet-l1'],
];

describe('a network out of sight', () => {
  test.each(NETWORKS)('%s', (_, change, expected) => {
    expect(told(traced([change], ON_PREMISES))).toBe(expected);
  });

  test('in words', () => {
    expect(NETWORKS.map(([what, change]) => [what, ...traced([change], ON_PREMISES).blockers])).toMatchSnapshot();
  });
});
