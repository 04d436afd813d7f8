import { describe, expect, test } from 'vitest';
import { dualStack, ipv6AcrossTransit } from '../../scenarios/situations/ipv6.ts';
import {
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  item,
  networkAcl,
  networkInterface,
  permit,
  refuse,
  remove,
  route,
  routeTable,
  securityGroup,
  subnet,
  vpc,
  type World,
} from '../../support/world.ts';
import { askToo } from '../../support/world-parts.ts';
import {
  answersBySecond,
  askForEveryVpcAttachment,
  attachment,
  NEAR_VPC,
  outcome,
  peered,
  type Row,
  referenced,
  secondGateway,
  transitRoute,
  transitTable,
  vpcAttachment,
  words,
} from './transit-worlds.ts';

const SIX = { to: '2001:db8:2::10' };

function gatewayIs(State: string): (w: World) => void {
  return (w) => {
    item(w, 'TransitGateways', 'tgw-1').State = State;
  };
}

function sixAcross(options: object | undefined): (w: World) => void {
  return (w) => {
    dualStack(w);
    ipv6AcrossTransit(w);
    for (const it of w.TransitGatewayVpcAttachments) {
      delete it.Options;
      if (options !== undefined) it.Options = { ...options };
    }
  };
}

/** A third VPC behind the far one, whose database admits the function's group. */
function thirdVpc(w: World): void {
  const cidr = '10.5.0.0/16';
  w.Vpcs.push(vpc('vpc-3', cidr));
  w.NetworkAcls.push(networkAcl('acl-third-default', [], ALLOW_ALL, ALLOW_ALL, 'vpc-3'));
  w.RouteTables.push(routeTable('rtb-third', [], [route(NEAR_VPC, 'tgw-2')], cidr, 'vpc-3'));
  addSubnet(w, subnet('subnet-third', '10.5.0.0/24', 'a', 'vpc-3'), null);
  w.SecurityGroups.push(securityGroup('sg-third', [permit('tcp', ['sg-lambda'], 5432)], undefined, 'vpc-3'));
  w.NetworkInterfaces.push(
    networkInterface('eni-third', 'subnet-third', '10.5.0.10', ['sg-third'], { VpcId: 'vpc-3' }),
  );
  secondGateway(w, { 'tgw-b2': 'vpc-2', 'tgw-b3': 'vpc-3' }, { [cidr]: 'tgw-b3', [NEAR_VPC]: 'tgw-b2' });
  item(w, 'TransitGateways', 'tgw-2').Options = { SecurityGroupReferencingSupport: 'enable' };
  addRoutes(w, 'rtb-private', [route(cidr, 'tgw-1')]);
  transitTable(w).Routes?.push(transitRoute(cidr, 'tgw-attach-2'));
  addRoutes(w, 'rtb-far', [route(cidr, 'tgw-2')]);
  askToo(w, 'vpc-3');
}

/** The attachment of the function's VPC stands in zone b and in a subnet that states no zone. */
function inZoneUnstated(w: World): void {
  const it = subnet('subnet-x', '10.0.99.0/28', 'a');
  delete it.AvailabilityZoneId;
  addSubnet(w, it, null);
  vpcAttachment(w, 'tgw-attach-1').SubnetIds = ['subnet-l2', 'subnet-x'];
}

const ROWS: readonly Row[] = [
  [
    'attached anew after a deletion',
    (w) => {
      w.TransitGatewayVpcAttachments.unshift({
        ...vpcAttachment(w, 'tgw-attach-1'),
        TransitGatewayAttachmentId: 'tgw-attach-0',
        State: 'deleted',
      });
    },
    'reachable',
  ],
  [
    'that one call saw available, and the next being deleted',
    (w) => {
      attachment(w, 'tgw-attach-1').State = 'deleting';
    },
    'blocked, forward BAD_STATE_ATTACHMENT tgw-attach-1 at subnet-l1',
  ],
  [
    'of the far VPC, being deleted',
    (w) => {
      vpcAttachment(w, 'tgw-attach-2').State = 'deleting';
    },
    'blocked, forward BAD_STATE_ATTACHMENT tgw-attach-2 at subnet-l1',
  ],
  [
    'in no stated state',
    (w) => {
      delete attachment(w, 'tgw-attach-1').State;
      delete vpcAttachment(w, 'tgw-attach-1').State;
    },
    'unknown, forward UNKNOWN_RESOURCE tgw-attach-1 at subnet-l1',
  ],
  [
    'that is not there',
    (w) => {
      remove(w, 'TransitGatewayVpcAttachments', 'tgw-attach-1');
      remove(w, 'TransitGatewayAttachments', 'tgw-attach-1');
    },
    'blocked, forward BAD_STATE_ATTACHMENT tgw-1 at subnet-l1',
  ],
  [
    'that nobody could read',
    (w) => {
      refuse(w, 'TransitGatewayVpcAttachments');
      refuse(w, 'TransitGatewayAttachments');
    },
    'unknown, forward UNKNOWN_RESOURCE tgw-1 at subnet-l1',
  ],
  [
    'whose association nobody could read',
    (w) => refuse(w, 'TransitGatewayAttachments'),
    'unknown, forward UNKNOWN_RESOURCE tgw-attach-1 at subnet-l1',
  ],
  [
    'that is among those of VPCs alone',
    (w) => remove(w, 'TransitGatewayAttachments', 'tgw-attach-1'),
    'unknown, forward UNKNOWN_RESOURCE tgw-attach-1 at subnet-l1',
  ],
  [
    'that is not among those of VPCs',
    (w) => {
      askForEveryVpcAttachment(w);
      remove(w, 'TransitGatewayVpcAttachments', 'tgw-attach-1');
    },
    'unknown, forward UNKNOWN_RESOURCE tgw-attach-1 at subnet-l1',
  ],
  [
    'in subnets that are not stated',
    (w) => {
      delete vpcAttachment(w, 'tgw-attach-1').SubnetIds;
    },
    'unknown, forward UNKNOWN_RESOURCE tgw-attach-1 at subnet-l1',
  ],
  [
    'in a subnet of which nobody knows the zone',
    inZoneUnstated,
    'unknown, forward UNKNOWN_RESOURCE tgw-attach-1 at subnet-l1',
  ],
  ['of a gateway that is pending', gatewayIs('pending'), 'unknown, forward UNKNOWN_RESOURCE tgw-1 at subnet-l1'],
  ['of a gateway being deleted', gatewayIs('deleting'), 'blocked, forward BAD_STATE tgw-1 at subnet-l1'],
  ['of a gateway deleted', gatewayIs('deleted'), 'blocked, forward BAD_STATE tgw-1 at subnet-l1'],
  [
    'of a gateway in no stated state',
    (w) => {
      delete item(w, 'TransitGateways', 'tgw-1').State;
    },
    'reachable',
  ],
  [
    'of a gateway that is not among those read',
    (w) => remove(w, 'TransitGateways', 'tgw-1'),
    'unknown, forward UNKNOWN_RESOURCE tgw-1 at subnet-l1',
  ],
  [
    'of a gateway that nobody could read',
    (w) => refuse(w, 'TransitGateways'),
    'unknown, forward UNKNOWN_RESOURCE tgw-1 at subnet-l1',
  ],
  [
    'to two peered gateways, all attachments of VPCs read',
    (w) => {
      peered(w);
      askForEveryVpcAttachment(w);
    },
    'reachable',
  ],
  ['with IPv6 on', sixAcross({ Ipv6Support: 'enable' }), 'reachable', SIX],
  [
    'with IPv6 off',
    sixAcross({ Ipv6Support: 'disable' }),
    'blocked, forward X_ATTACHMENT_WITHOUT_IPV6 tgw-attach-1 at subnet-l1, forward X_ATTACHMENT_WITHOUT_IPV6 tgw-attach-2 at subnet-l1',
    SIX,
  ],
  [
    'without options, asked for IPv6',
    sixAcross(undefined),
    'unknown, forward UNKNOWN_RESOURCE tgw-attach-1 at subnet-l1, forward UNKNOWN_RESOURCE tgw-attach-2 at subnet-l1',
    SIX,
  ],
  [
    'with IPv6 off on the way back alone',
    (w) => {
      dualStack(w);
      ipv6AcrossTransit(w);
      for (const it of w.TransitGatewayVpcAttachments) it.Options = { Ipv6Support: 'enable' };
      answersBySecond(w, { '2001:db8:1::/56': 'tgw-b1' });
      const local = item(w, 'RouteTables', 'rtb-far').Routes ?? [];
      local.push({ DestinationIpv6CidrBlock: '2001:db8:1::/56', TransitGatewayId: 'tgw-2', State: 'active' });
      for (const id of ['tgw-b1', 'tgw-b2']) vpcAttachment(w, id).Options = { Ipv6Support: 'disable' };
    },
    'blocked, return X_ATTACHMENT_WITHOUT_IPV6 tgw-b2 at subnet-l1, return X_ATTACHMENT_WITHOUT_IPV6 tgw-b1 at subnet-l1',
    SIX,
  ],
  ['over which a group is referenced', referenced, 'reachable'],
  [
    'over which a group is referenced, where one attachment does not say whether it may be',
    (w) => {
      referenced(w);
      delete vpcAttachment(w, 'tgw-attach-2').Options;
    },
    'unknown, forward UNKNOWN_RESOURCE sg-far-db at eni-far-db',
  ],
  [
    'over which a group is referenced, where the gateway does not say whether it may be',
    (w) => {
      referenced(w);
      delete item(w, 'TransitGateways', 'tgw-1').Options;
    },
    'unknown, forward UNKNOWN_RESOURCE sg-far-db at eni-far-db',
  ],
  [
    'over which a group is referenced, of a gateway that nobody could read',
    (w) => {
      referenced(w);
      refuse(w, 'TransitGateways');
    },
    'unknown, forward UNKNOWN_RESOURCE tgw-1 at subnet-l1, forward UNKNOWN_RESOURCE sg-far-db at eni-far-db',
  ],
  [
    'over which a group is referenced, of a gateway that is not among those read',
    (w) => {
      referenced(w);
      remove(w, 'TransitGateways', 'tgw-1');
    },
    'unknown, forward UNKNOWN_RESOURCE tgw-1 at subnet-l1, forward UNKNOWN_RESOURCE sg-far-db at eni-far-db',
  ],
  [
    'over which a group is referenced, behind a second gateway',
    (w) => {
      peered(w);
      referenced(w);
    },
    'blocked, forward ENI_SG_RULES_MISMATCH sg-far-db at eni-far-db',
  ],
  [
    'over which a group is referenced, to a third VPC that a second gateway joins with the far one',
    (w) => {
      referenced(w);
      thirdVpc(w);
    },
    'blocked, forward X_NOT_MODELLED tgw-2 at subnet-far, forward ENI_SG_RULES_MISMATCH sg-third at eni-third',
    { to: '10.5.0.10' },
  ],
  [
    'over which a group is referenced, from the zone in which none may be',
    (w) => {
      referenced(w);
      item(w, 'Subnets', 'subnet-l1').AvailabilityZoneId = 'use1-az3';
      addSubnet(w, { ...subnet('subnet-far-3', '10.1.9.0/28', 'a', 'vpc-2'), AvailabilityZoneId: 'use1-az3' }, null);
      vpcAttachment(w, 'tgw-attach-2').SubnetIds = ['subnet-far', 'subnet-far-3'];
    },
    'blocked, forward ENI_SG_RULES_MISMATCH sg-far-db at eni-far-db',
  ],
];

describe('the attachment of a transit gateway', () => {
  test.each(ROWS.map((row) => [row[0], row] as const))('%s', (_, row) => {
    expect(outcome(row)).toBe(row[2]);
  });

  test('in words', () => {
    expect(ROWS.map(words)).toMatchSnapshot();
  });
});
