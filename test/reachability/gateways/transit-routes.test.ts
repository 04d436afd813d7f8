import { describe, expect, test } from 'vitest';
import { addRoutes, item, refuse, remove, route, type World } from '../../support/world.ts';
import {
  attachment,
  behindType,
  behindVpn,
  FAR_VPC,
  joined,
  NEAR_VPC,
  ON_PREMISES,
  outcome,
  peered,
  peeringAt,
  propagated,
  type Row,
  transitRoute,
  transitTable,
  words,
} from './transit-worlds.ts';

const NO_ROUTE = 'blocked, forward TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT tgw-rtb-1 at subnet-l1';
const DEAD = 'blocked, forward TGW_RTB_BAD_STATE_ROUTE tgw-rtb-1 at subnet-l1';
const UNREAD_TABLE = 'unknown, forward UNKNOWN_RESOURCE tgw-rtb-1 at subnet-l1';
const UNREAD_PEER = 'unknown, forward UNKNOWN_RESOURCE tgw-peer at subnet-l1';
const BACK = transitRoute(NEAR_VPC, 'tgw-attach-1');
const AGAIN = 'blocked, forward X_ROUTE_LOOP tgw-1 at subnet-l1';

type Routes = ReturnType<typeof transitTable>['Routes'];

/** What the table says of the far VPC. */
function routes(...there: NonNullable<Routes>): (w: World) => void {
  return (w) => {
    transitTable(w).Routes = [BACK, ...there];
  };
}

function listed(...cidrs: readonly string[]): (w: World) => void {
  return (w) => {
    const Entries = cidrs.map((Cidr) => ({ Cidr }));
    w.ManagedPrefixLists.push({
      PrefixListId: 'pl-1',
      State: 'create-complete',
      Entries,
    } as World['ManagedPrefixLists'][number]);
    routes({ ...byList('pl-1', 'tgw-attach-2') })(w);
  };
}

function byList(PrefixListId: string, id: string) {
  const { DestinationCidrBlock: _, ...rest } = transitRoute('', id, { PrefixListId });
  return rest;
}

function associationIs(State: string): (w: World) => void {
  return (w) => {
    Object.assign(attachment(w, 'tgw-attach-1').Association ?? {}, { State });
  };
}

const toFar = (id: string, more = {}) => transitRoute(FAR_VPC, id, more);
const WAN: readonly string[] = ['vpn', 'direct-connect-gateway', 'connect', 'vpn-concentrator'];

/** The function's VPC, the far one, and back into the function's: 10.7.0.0/16 is in none of them. */
function inACircle(w: World): void {
  for (const table of ['rtb-private', 'rtb-far']) addRoutes(w, table, [route('10.7.0.0/16', 'tgw-1')]);
  transitTable(w).Routes?.push(transitRoute('10.7.0.0/16', 'tgw-attach-2'));
  w.TransitGatewayRouteTables.push({
    TransitGatewayRouteTableId: 'tgw-rtb-far',
    TransitGatewayId: 'tgw-1',
    Routes: [BACK, transitRoute('10.7.0.0/16', 'tgw-attach-1')],
  });
  Object.assign(attachment(w, 'tgw-attach-2').Association ?? {}, { TransitGatewayRouteTableId: 'tgw-rtb-far' });
}

const ROWS: readonly Row[] = [
  ['a longer prefix first', routes(transitRoute('0.0.0.0/0', 'tgw-attach-1'), toFar('tgw-attach-2')), 'reachable'],
  [
    'a static route before a propagated one',
    routes(propagated(FAR_VPC, 'tgw-attach-1', 'vpc'), toFar('tgw-attach-2')),
    'reachable',
  ],
  [
    'a static route before one by a prefix list',
    routes(toFar('tgw-attach-1', { PrefixListId: 'pl-1' }), toFar('tgw-attach-2')),
    'reachable',
  ],
  [
    'a route by a prefix list before a propagated one',
    routes(propagated(FAR_VPC, 'tgw-attach-1', 'vpc'), toFar('tgw-attach-2', { PrefixListId: 'pl-1' })),
    'reachable',
  ],
  ...WAN.map(
    (type): Row => [
      `what a VPC propagates before what comes by ${type}`,
      (w) => {
        joined(w, 'tgw-1', 'tgw-attach-0', type, 'wan-1');
        routes(propagated(FAR_VPC, 'tgw-attach-0', type), propagated(FAR_VPC, 'tgw-attach-2', 'vpc'))(w);
      },
      'reachable',
    ],
  ),
  [
    'two prefix lists, in one order',
    routes(toFar('tgw-attach-1', { PrefixListId: 'pl-1' }), toFar('tgw-attach-2', { PrefixListId: 'pl-2' })),
    AGAIN,
  ],
  [
    'two prefix lists, in the other order',
    routes(toFar('tgw-attach-2', { PrefixListId: 'pl-2' }), toFar('tgw-attach-1', { PrefixListId: 'pl-1' })),
    AGAIN,
  ],
  [
    'no route but for others',
    routes(
      transitRoute('10.2.0.0/16', 'tgw-attach-2'),
      transitRoute('10.3.0.0/16', 'tgw-attach-2'),
      transitRoute('10.4.0.0/16', 'tgw-attach-2'),
    ),
    NO_ROUTE,
  ],
  [
    'no route at all',
    (w) => {
      transitTable(w).Routes = [];
    },
    NO_ROUTE,
  ],
  ['a default route of IPv6 alone', routes(transitRoute('::/0', 'tgw-attach-2')), NO_ROUTE],
  [
    'a deleted route for the one address',
    routes(toFar('tgw-attach-2'), transitRoute('10.1.0.10/32', 'tgw-attach-1', { State: 'deleted' })),
    'reachable',
  ],
  [
    'a route for the one address that is being deleted',
    routes(toFar('tgw-attach-2'), transitRoute('10.1.0.10/32', 'tgw-attach-1', { State: 'deleting' })),
    'reachable',
  ],
  ['a route that is pending', routes(toFar('tgw-attach-2', { State: 'pending' })), UNREAD_TABLE],
  [
    'a pending route without attachment',
    (w) => {
      const { TransitGatewayAttachments: _, ...it } = toFar('', { State: 'pending' });
      routes(it)(w);
    },
    UNREAD_TABLE,
  ],
  [
    'a route in no stated state',
    (w) => {
      const it = toFar('tgw-attach-2');
      delete it.State;
      routes(it)(w);
    },
    'reachable',
  ],
  ['a blackhole that names an attachment', routes(toFar('tgw-attach-2', { State: 'blackhole' })), DEAD],
  [
    'a propagated blackhole without attachments',
    (w) => {
      const { TransitGatewayAttachments: _, ...it } = toFar('', { State: 'blackhole', Type: 'propagated' });
      routes(it)(w);
    },
    DEAD,
  ],
  [
    'a propagated blackhole with no attachment',
    routes(toFar('', { State: 'blackhole', Type: 'propagated', TransitGatewayAttachments: [] })),
    DEAD,
  ],
  [
    'an active route without attachments',
    (w) => {
      const { TransitGatewayAttachments: _, ...it } = toFar('');
      routes(it)(w);
    },
    UNREAD_TABLE,
  ],
  [
    'an attachment without a name',
    routes(toFar('', { TransitGatewayAttachments: [{ ResourceType: 'vpc' }] })),
    UNREAD_TABLE,
  ],
  [
    'a route over two VPCs',
    routes(
      toFar('', {
        TransitGatewayAttachments: ['tgw-attach-2', 'tgw-attach-1'].map((TransitGatewayAttachmentId) => ({
          TransitGatewayAttachmentId,
          ResourceType: 'vpc',
        })),
      }),
    ),
    'unknown, forward X_NOT_MODELLED tgw-rtb-1 at subnet-l1',
  ],
  ['a prefix list with the far VPC', listed('10.9.0.0/16', FAR_VPC), 'reachable'],
  ['a prefix list without it', listed('10.9.0.0/16'), NO_ROUTE],
  ['a prefix list that nobody could read', routes(toFar('tgw-attach-2'), byList('pl-1', 'tgw-attach-1')), UNREAD_TABLE],
  [
    'a route to no stated destination',
    routes(toFar('tgw-attach-2'), { Type: 'static', State: 'active' }),
    UNREAD_TABLE,
  ],
  [
    'two halves of the function’s subnet on the way back',
    (w) => {
      transitTable(w).Routes = [
        toFar('tgw-attach-2'),
        transitRoute('10.0.1.0/25', 'tgw-attach-1'),
        transitRoute('10.0.1.128/25', 'tgw-attach-1'),
      ];
    },
    'reachable',
  ],
  ['a table that nobody could read', (w) => refuse(w, 'TransitGatewayRouteTables'), UNREAD_TABLE],
  ['a table that is not among those read', (w) => remove(w, 'TransitGatewayRouteTables', 'tgw-rtb-1'), UNREAD_TABLE],
  [
    'a table whose routes were not read',
    (w) => {
      delete transitTable(w).Routes;
    },
    UNREAD_TABLE,
  ],
  [
    'a table that is pending',
    (w) => {
      transitTable(w).State = 'pending';
    },
    UNREAD_TABLE,
  ],
  [
    'a table of no stated gateway',
    (w) => {
      delete transitTable(w).TransitGatewayId;
    },
    UNREAD_TABLE,
  ],
  [
    'an association that is made',
    associationIs('associating'),
    'unknown, forward UNKNOWN_RESOURCE tgw-attach-1 at subnet-l1',
  ],
  ...['disassociating', 'disassociated'].map(
    (state): Row => [
      `an association in state ${state}`,
      associationIs(state),
      'blocked, forward TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION tgw-attach-1 at subnet-l1',
    ],
  ),
  ['a route back into the VPC it comes from', routes(toFar('tgw-attach-1')), AGAIN],
  [
    'routes that lead in a circle of VPCs',
    inACircle,
    'blocked, forward X_NOT_MODELLED tgw-1 at subnet-far, forward X_ROUTE_LOOP tgw-1 at subnet-l1',
    { to: '10.7.0.1' },
  ],
  ...[...WAN, 'client-vpn', 'network-function', 'tgw-peering'].map(
    (type): Row => [
      `a network behind ${type}`,
      (w) => behindType(w, type),
      'unknown, forward X_OPAQUE_HOP tgw-vpn at subnet-l1',
      ON_PREMISES,
    ],
  ),
  [
    'a network behind a VPN that somebody vouches for',
    behindVpn,
    'reachable',
    { ...ON_PREMISES, vouched: ['tgw-vpn'] },
  ],
  [
    'a network behind something new',
    (w) => behindType(w, 'quantum'),
    'unknown, forward X_NOT_MODELLED tgw-vpn at subnet-l1',
    ON_PREMISES,
  ],
  [
    'a network behind something of no stated type',
    (w) => {
      behindVpn(w);
      delete attachment(w, 'tgw-vpn').ResourceType;
    },
    'unknown, forward X_NOT_MODELLED tgw-vpn at subnet-l1',
    ON_PREMISES,
  ],
  [
    'a VPC that is not among those read',
    (w) => remove(w, 'Vpcs', 'vpc-2'),
    'unknown, forward X_OPAQUE_HOP tgw-attach-2 at subnet-l1',
  ],
  [
    'a VPC that nobody asked for',
    (w) => {
      remove(w, 'Vpcs', 'vpc-2');
      for (const row of w.requests ?? [])
        if (row.list === 'Vpcs') Object.assign(row, { filters: { 'vpc-id': ['vpc-1'] } });
    },
    'unknown, forward X_OPAQUE_HOP tgw-attach-2 at subnet-l1',
  ],
  ['a peered gateway', peered, 'reachable'],
  [
    'peered gateways that send it to and fro',
    (w) => peered(w, { [FAR_VPC]: 'tgw-peer' }),
    'blocked, forward X_ROUTE_LOOP tgw-rtb-1 at subnet-l1',
  ],
  [
    'a peered gateway out of sight',
    (w) => {
      peered(w);
      w.TransitGatewayAttachments.splice(w.TransitGatewayAttachments.indexOf(peeringAt(w, 'tgw-2')), 1);
    },
    UNREAD_PEER,
  ],
  ...['tgw-1', 'tgw-2'].flatMap((end): Row[] => [
    [
      `a peered gateway, the end at ${end} being deleted`,
      (w) => {
        peered(w);
        peeringAt(w, end).State = 'deleting';
      },
      'blocked, forward BAD_STATE_ATTACHMENT tgw-peer at subnet-l1',
    ],
    [
      `a peered gateway, the end at ${end} being set up`,
      (w) => {
        peered(w);
        peeringAt(w, end).State = 'initiatingRequest';
      },
      UNREAD_PEER,
    ],
  ]),
  [
    'a peered gateway whose end is associated with no route table',
    (w) => {
      peered(w);
      delete peeringAt(w, 'tgw-2').Association;
    },
    UNREAD_PEER,
  ],
  [
    'a peered gateway whose end has a table of its own',
    (w) => {
      peered(w, {});
      peeringAt(w, 'tgw-2').Association = { TransitGatewayRouteTableId: 'tgw-rtb-3', State: 'associated' };
      w.TransitGatewayRouteTables.push({
        TransitGatewayRouteTableId: 'tgw-rtb-3',
        TransitGatewayId: 'tgw-2',
        Routes: [toFar('tgw-far')],
      });
    },
    'reachable',
  ],
  [
    'the blackhole of another account’s gateway',
    (w) => {
      item(w, 'TransitGateways', 'tgw-1').OwnerId = '444455556666';
      routes(toFar('', { State: 'blackhole', TransitGatewayAttachments: [] }))(w);
    },
    DEAD,
  ],
  [
    'the unread table of another account’s gateway',
    (w) => {
      item(w, 'TransitGateways', 'tgw-1').OwnerId = '444455556666';
      refuse(w, 'TransitGatewayRouteTables');
    },
    'unknown, forward X_OPAQUE_HOP tgw-1 at subnet-l1',
  ],
  [
    'the unread table of nobody’s gateway',
    (w) => {
      delete item(w, 'TransitGateways', 'tgw-1').OwnerId;
      refuse(w, 'TransitGatewayRouteTables');
    },
    UNREAD_TABLE,
  ],
  [
    'the unread table of a gateway that is not among those read',
    (w) => {
      remove(w, 'TransitGateways', 'tgw-1');
      refuse(w, 'TransitGatewayRouteTables');
    },
    `unknown, forward UNKNOWN_RESOURCE tgw-1 at subnet-l1, forward UNKNOWN_RESOURCE tgw-rtb-1 at subnet-l1`,
  ],
];

describe('a transit gateway route table', () => {
  test.each(ROWS.map((row) => [row[0], row] as const))('%s', (_, row) => {
    expect(outcome(row)).toBe(row[2]);
  });

  test('in words', () => {
    expect(ROWS.map(words)).toMatchSnapshot();
  });
});
