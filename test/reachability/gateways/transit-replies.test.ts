import { describe, expect, test } from 'vitest';
import { inspectionVpc } from '../../scenarios/situations/transit-gateway.ts';
import {
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  entry,
  item,
  putAcl,
  refuse,
  remove,
  route,
  routeTable,
  setRoutes,
  subnet,
  type World,
} from '../../support/world.ts';
import { traced } from './traced.ts';
import {
  answersBySecond,
  attachment,
  behindVpn,
  FAR_VPC,
  NEAR_VPC,
  ON_PREMISES,
  outcome,
  type Row,
  transitRoute,
  transitTable,
  vpcAttachment,
  words,
} from './transit-worlds.ts';

const onlyFrom = (cidr: string) => [entry(100, 'allow', '6', cidr, [1024, 65535])];
const nothing = [entry(100, 'deny', '-1', '0.0.0.0/0')];

/** The function's VPC is attached in subnets of its own, in zones a and b. */
function attachedApart(w: World): void {
  addSubnet(w, subnet('subnet-at-a', '10.0.250.0/28', 'a'), 'rtb-db');
  addSubnet(w, subnet('subnet-at-b', '10.0.250.16/28', 'b'), 'rtb-db');
  vpcAttachment(w, 'tgw-attach-1').SubnetIds = ['subnet-at-a', 'subnet-at-b'];
}

/** The database is in zone c, where the function's VPC is not attached; the far VPC is attached in a and c. */
function databaseInZoneC(w: World): void {
  addSubnet(w, subnet('subnet-far-a', '10.1.8.0/28', 'a', 'vpc-2'), null);
  Object.assign(item(w, 'Subnets', 'subnet-far'), { AvailabilityZone: 'us-east-1c', AvailabilityZoneId: 'use1-az4' });
  vpcAttachment(w, 'tgw-attach-2').SubnetIds = ['subnet-far', 'subnet-far-a'];
}

/** The gateway belongs to another account, which tells nothing of its tables. */
function ofAnotherAccount(w: World): void {
  item(w, 'TransitGateways', 'tgw-1').OwnerId = '444455556666';
  refuse(w, 'TransitGatewayRouteTables');
}

/** Of which of the gateway's attachments another account alone sees the association. */
function associationHidden(w: World): void {
  const hidden = attachment(w, 'tgw-attach-2');
  hidden.TransitGatewayOwnerId = '444455556666';
  delete hidden.Association;
}

const CORE = 'arn:aws:networkmanager::111122223333:core-network/core-network-1';
const secondTable = (w: World) => item(w, 'TransitGatewayRouteTables', 'tgw-rtb-2');
const VOUCHED = { to: '10.1.0.10', vouched: ['tgw-1'] };

const ROWS: readonly Row[] = [
  ['by the same gateway', () => undefined, 'reachable'],
  ['by another gateway', (w) => answersBySecond(w), 'reachable'],
  [
    'by a gateway that tells only its own account of the association',
    associationHidden,
    'unknown, return UNKNOWN_RESOURCE tgw-attach-2 at null',
  ],
  [
    'by another gateway, whose attachment to the function’s VPC is being deleted',
    (w) => {
      answersBySecond(w);
      vpcAttachment(w, 'tgw-b1').State = 'deleting';
    },
    'blocked, return BAD_STATE_ATTACHMENT tgw-b1 at null',
  ],
  [
    'by another gateway, whose attachment to the database’s VPC is being deleted',
    (w) => {
      answersBySecond(w);
      vpcAttachment(w, 'tgw-b2').State = 'deleting';
    },
    'blocked, return BAD_STATE_ATTACHMENT tgw-b2 at subnet-far',
  ],
  [
    'by another gateway, to which the database’s VPC is not attached',
    (w) => {
      answersBySecond(w);
      remove(w, 'TransitGatewayVpcAttachments', 'tgw-b2');
      remove(w, 'TransitGatewayAttachments', 'tgw-b2');
    },
    'blocked, return BAD_STATE_ATTACHMENT tgw-2 at subnet-far',
  ],
  [
    'by another gateway, of which nobody knows whether the database’s VPC is attached to it',
    (w) => {
      answersBySecond(w);
      remove(w, 'TransitGatewayVpcAttachments', 'tgw-b2');
      remove(w, 'TransitGatewayAttachments', 'tgw-b2');
      w.requests = (w.requests ?? []).filter((row) => row.list !== 'TransitGatewayVpcAttachments');
    },
    'unknown, return UNKNOWN_RESOURCE tgw-2 at subnet-far',
  ],
  [
    'by another gateway, which leads back into the database’s VPC',
    (w) => answersBySecond(w, { [NEAR_VPC]: 'tgw-b2' }),
    'blocked, return X_ROUTE_NEVER_RETURNS tgw-rtb-2 at null',
  ],
  [
    'by another gateway, into subnets that let nothing out',
    (w) => {
      answersBySecond(w);
      attachedApart(w);
      addSubnet(w, subnet('subnet-b1', '10.0.251.0/28', 'a'), 'rtb-db');
      vpcAttachment(w, 'tgw-b1').SubnetIds = ['subnet-b1'];
      putAcl(w, 'acl-b1', ['subnet-b1'], ALLOW_ALL, nothing);
    },
    'blocked, return SUBNET_ACL_RESTRICTION acl-b1 at subnet-b1',
  ],
  [
    'by another gateway, to the halves of the subnet by two attachments, one of which is being deleted',
    (w) => {
      answersBySecond(w, { '10.0.1.0/25': 'tgw-b1', '10.0.1.128/25': 'tgw-b3' });
      w.TransitGatewayVpcAttachments.push({
        ...vpcAttachment(w, 'tgw-b1'),
        TransitGatewayAttachmentId: 'tgw-b3',
        State: 'deleting',
      });
      const first = w.TransitGatewayAttachments.find((a) => a.TransitGatewayAttachmentId === 'tgw-b1');
      w.TransitGatewayAttachments.push({ ...first, TransitGatewayAttachmentId: 'tgw-b3' });
    },
    'blocked, return BAD_STATE_ATTACHMENT tgw-b3 at null',
  ],
  [
    'by another gateway, whose table is pending',
    (w) => {
      answersBySecond(w);
      secondTable(w).State = 'pending';
    },
    'unknown, return UNKNOWN_RESOURCE tgw-rtb-2 at null',
  ],
  [
    'by a table that nobody read',
    (w) => remove(w, 'RouteTables', 'rtb-far'),
    'unknown, return UNKNOWN_RESOURCE route table of subnet-far at subnet-far',
  ],
  [
    'out of a network behind the far VPC, which nobody can tell by which way they leave',
    (w) => {
      addRoutes(w, 'rtb-far', [route('192.168.0.0/16', CORE)]);
      addRoutes(w, 'rtb-private', [route('192.168.0.0/16', 'tgw-1')]);
      transitTable(w).Routes?.push(transitRoute('192.168.0.0/16', 'tgw-attach-2'));
    },
    'unknown, return UNKNOWN_RESOURCE tgw-1 at subnet-l1',
    { ...ON_PREMISES, vouched: [CORE] },
  ],
  [
    'past the network ACLs of all attachments’ subnets, as replies',
    (w) => {
      attachedApart(w);
      addSubnet(w, subnet('subnet-at-far', '10.1.7.0/28', 'a', 'vpc-2'), null);
      vpcAttachment(w, 'tgw-attach-2').SubnetIds = ['subnet-at-far'];
      const there = (cidr: string) => [entry(90, 'allow', '6', cidr, [5432, 5432])];
      putAcl(w, 'acl-l1', ['subnet-l1'], onlyFrom(FAR_VPC), ALLOW_ALL);
      putAcl(w, 'acl-at', ['subnet-at-a'], there(NEAR_VPC), ALLOW_ALL);
      putAcl(w, 'acl-at-far', ['subnet-at-far'], onlyFrom('10.1.0.0/24'), ALLOW_ALL);
    },
    'reachable',
  ],
  ['from a zone without attachment, by any of its subnets', databaseInZoneC, 'reachable'],
  [
    'from a zone without attachment, by any of its subnets, one of which lets nothing out',
    (w) => {
      databaseInZoneC(w);
      putAcl(w, 'acl-l2', ['subnet-l2'], ALLOW_ALL, nothing);
    },
    'unknown, return X_NOT_MODELLED acl-l2 at subnet-l2',
  ],
  [
    'in another zone, by a subnet whose route leads elsewhere',
    (w) => {
      attachedApart(w);
      Object.assign(item(w, 'Subnets', 'subnet-far'), {
        AvailabilityZone: 'us-east-1b',
        AvailabilityZoneId: 'use1-az2',
      });
      addSubnet(w, subnet('subnet-far-a', '10.1.8.0/28', 'a', 'vpc-2'), null);
      vpcAttachment(w, 'tgw-attach-2').SubnetIds = ['subnet-far', 'subnet-far-a'];
      w.RouteTables.push(routeTable('rtb-lost', [], [route('10.0.1.0/24', 'eni-db')], NEAR_VPC));
      for (const table of w.RouteTables)
        table.Associations = (table.Associations ?? []).filter((a) => a.SubnetId !== 'subnet-at-b');
      item(w, 'RouteTables', 'rtb-lost').Associations?.push({
        Main: false,
        SubnetId: 'subnet-at-b',
        AssociationState: { State: 'associated' },
      });
    },
    'blocked, return X_ROUTE_NEVER_RETURNS rtb-lost at subnet-at-b',
  ],
  ['over another account’s gateway that somebody vouches for', ofAnotherAccount, 'reachable', VOUCHED],
  [
    'over another account’s gateway that somebody vouches for, into a subnet that lets answers in',
    (w) => {
      ofAnotherAccount(w);
      attachedApart(w);
      putAcl(w, 'acl-l1', ['subnet-l1'], onlyFrom(FAR_VPC), ALLOW_ALL);
    },
    'reachable',
    VOUCHED,
  ],
  [
    'over another account’s gateway that somebody vouches for, into a subnet that lets nothing in',
    (w) => {
      ofAnotherAccount(w);
      attachedApart(w);
      putAcl(w, 'acl-l1', ['subnet-l1'], nothing, ALLOW_ALL);
    },
    'blocked, return SUBNET_ACL_RESTRICTION acl-l1 at subnet-l1',
    VOUCHED,
  ],
  [
    'by another gateway, which the far VPC’s attachment is being associated with',
    (w) => {
      answersBySecond(w);
      attachment(w, 'tgw-b2').Association = { TransitGatewayRouteTableId: 'tgw-rtb-2', State: 'associating' };
    },
    'unknown, return UNKNOWN_RESOURCE tgw-b2 at null',
  ],
  [
    'out of a VPN, whose attachment has no association',
    (w) => {
      behindVpn(w);
      delete attachment(w, 'tgw-vpn').Association;
    },
    'blocked, return TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION tgw-vpn at null',
    { ...ON_PREMISES, vouched: ['tgw-vpn'] },
  ],
  [
    'out of a VPN, with a blackhole for the function’s subnet',
    (w) => {
      behindVpn(w);
      transitTable(w).Routes?.push(
        transitRoute('10.0.1.0/24', '', { State: 'blackhole', TransitGatewayAttachments: [] }),
      );
    },
    'blocked, return TGW_RTB_BAD_STATE_ROUTE tgw-rtb-1 at null',
    { ...ON_PREMISES, vouched: ['tgw-vpn'] },
  ],
];

describe('replies over a transit gateway', () => {
  test.each(ROWS.map((row) => [row[0], row] as const))('%s', (_, row) => {
    expect(outcome(row)).toBe(row[2]);
  });

  test('that no appliance mode would bring back are not said to want it', () => {
    const lost = (w: World) =>
      setRoutes(w, 'rtb-inspect-attach', [route('10.1.0.0/16', 'vpce-inspect'), route('10.0.0.0/16', 'eni-db')]);
    const { blockers } = traced([inspectionVpc, lost], { to: '10.1.0.10', vouched: ['vpce-inspect'] });
    expect(blockers.map(({ leg, code, details }) => [leg, code, details['mend']])).toEqual([
      ['return', 'X_ROUTE_NEVER_RETURNS', 'Point the route for {destination} in {resources} to {expected}'],
    ]);
  });

  test('in words', () => {
    expect(ROWS.map(words)).toMatchSnapshot();
  });
});
