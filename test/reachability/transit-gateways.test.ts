import { describe, expect, test } from 'vitest';
import { answerTrace, type FunctionTraces } from '../../src/reachability/answer-trace.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import {
  addRoutes,
  addSubnet,
  entry,
  FUNCTION_ARN,
  instance,
  item,
  networkInterface,
  OPEN,
  putAcl,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  subnet,
  type World,
} from '../support/world.ts';
import { addCentralEgress, addDatabaseBehindTransitGateway } from '../support/world-parts.ts';
import { traced } from './gateways/traced.ts';
import { attach, FAR_VPC, NEAR_VPC, secondGateway, transitRoute, transitTable } from './gateways/transit-worlds.ts';

/** The disposition from the function to the far database, and the codes of what stands against it. */
function answered(change: (world: World) => void, to = '10.1.0.10'): string {
  const world = healthyWorld();
  addDatabaseBehindTransitGateway(world);
  change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const question = { from: FUNCTION_ARN, to, port: 5432, protocol: 'tcp' } as const;
  const answer = answerTrace(snapshot, question) as FunctionTraces;
  return [answer.disposition, ...answer.traces.flatMap((t) => t.blockers.map((b) => `${b.leg} ${b.code}`))].join(', ');
}

/** The far VPC moves to a second gateway, which a peering joins with the first. */
function peered(w: World, back: Readonly<Record<string, string>> = { [NEAR_VPC]: 'tgw-attach-peer' }): void {
  for (const list of ['TransitGatewayVpcAttachments', 'TransitGatewayAttachments'] as const)
    (w[list] as { TransitGatewayAttachmentId: string }[]).splice(1, 1);
  secondGateway(w, { 'tgw-attach-far': 'vpc-2', 'tgw-attach-peer': 'tgw-1' }, { [FAR_VPC]: 'tgw-attach-far', ...back });
  attach(w, 'tgw-1', 'tgw-attach-peer', 'tgw-2', 'tgw-rtb-1');
  transitTable(w).Routes = [transitRoute(NEAR_VPC, 'tgw-attach-1'), transitRoute(FAR_VPC, 'tgw-attach-peer')];
  setRoutes(w, 'rtb-far', [route(NEAR_VPC, 'tgw-2')]);
}

/** Attachments of the far VPC in zones b and c, the function in a: the gateway picks one of them. */
function farZones(w: World, refusing: readonly string[]): void {
  addSubnet(w, subnet('subnet-far-b', '10.1.8.0/28', 'b', 'vpc-2'), null);
  addSubnet(w, subnet('subnet-far-c', '10.1.8.16/28', 'c', 'vpc-2'), null);
  addSubnet(w, subnet('subnet-far-a', '10.1.8.32/28', 'a', 'vpc-2'), null);
  const db = item(w, 'Subnets', 'subnet-far');
  Object.assign(db, { AvailabilityZone: 'us-east-1b', AvailabilityZoneId: 'use1-az2' });
  const attachment = item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2');
  attachment.SubnetIds = ['subnet-far-b', 'subnet-far-c'];
  if (refusing.length > 0)
    putAcl(
      w,
      'acl-refusing',
      refusing,
      [entry(100, 'allow', '-1', '0.0.0.0/0')],
      [entry(100, 'deny', '-1', '0.0.0.0/0')],
    );
}

describe('over transit gateways', () => {
  test.each<[string, (world: World) => void, string]>([
    ['one gateway', () => undefined, 'reachable'],
    [
      'answers by another gateway, whose tables bring them back',
      (w) => {
        secondGateway(w, { 'tgw-attach-b1': 'vpc-1', 'tgw-attach-b2': 'vpc-2' }, { [NEAR_VPC]: 'tgw-attach-b1' });
        setRoutes(w, 'rtb-far', [route(NEAR_VPC, 'tgw-2')]);
        transitTable(w).Routes?.shift();
      },
      'reachable',
    ],
    [
      'answers by another gateway that the far VPC is not attached to',
      (w) => {
        secondGateway(w, { 'tgw-attach-b1': 'vpc-1' }, { [NEAR_VPC]: 'tgw-attach-b1' });
        setRoutes(w, 'rtb-far', [route(NEAR_VPC, 'tgw-2')]);
      },
      'blocked, return BAD_STATE_ATTACHMENT',
    ],
    [
      'answers by another gateway that leads back into the far VPC',
      (w) => {
        secondGateway(w, { 'tgw-attach-b1': 'vpc-1', 'tgw-attach-b2': 'vpc-2' }, { [NEAR_VPC]: 'tgw-attach-b2' });
        setRoutes(w, 'rtb-far', [route(NEAR_VPC, 'tgw-2')]);
      },
      'blocked, return X_ROUTE_NEVER_RETURNS',
    ],
    [
      'answers by a peering connection, of which nobody says where it leads',
      (w) => setRoutes(w, 'rtb-far', [route(NEAR_VPC, 'pcx-1')]),
      'unknown, return X_NOT_MODELLED',
    ],
    ['two peered gateways', (w) => peered(w), 'reachable'],
    [
      'two peered gateways, the far one without a route back',
      (w) => peered(w, {}),
      'blocked, return TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT',
    ],
    [
      'two peered gateways whose peering states no state',
      (w) => {
        peered(w);
        for (const end of w.TransitGatewayAttachments) if (end.ResourceType === 'peering') delete end.State;
      },
      'unknown, forward UNKNOWN_RESOURCE',
    ],
    [
      'two peered gateways whose peering is being deleted',
      (w) => {
        peered(w);
        for (const end of w.TransitGatewayAttachments) if (end.ResourceType === 'peering') end.State = 'deleting';
      },
      'blocked, forward BAD_STATE_ATTACHMENT',
    ],
    ['a zone that is picked, all of them sound', (w) => farZones(w, []), 'reachable'],
    [
      'a zone that is picked, one of them shut',
      (w) => farZones(w, ['subnet-far-c']),
      'unknown, forward X_NOT_MODELLED',
    ],
    [
      'a zone that is picked, each of them shut',
      (w) => farZones(w, ['subnet-far-b', 'subnet-far-c']),
      'blocked, forward SUBNET_ACL_RESTRICTION, forward SUBNET_ACL_RESTRICTION',
    ],
    [
      'appliance mode, which picks a zone for each flow',
      (w) => {
        farZones(w, ['subnet-far-c']);
        const attachment = item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2');
        attachment.SubnetIds = ['subnet-far-a', 'subnet-far-b', 'subnet-far-c'];
        attachment.Options = { ApplianceModeSupport: 'enable' };
      },
      'unknown, forward X_NOT_MODELLED',
    ],
    [
      'a gateway whose attachments are not known',
      (w) => {
        for (const list of ['TransitGatewayVpcAttachments', 'TransitGatewayAttachments'] as const) {
          (w[list] as unknown[]).length = 0;
          w.requests = (w.requests ?? []).filter((row) => row.list !== list);
        }
      },
      'unknown, forward UNKNOWN_RESOURCE',
    ],
    [
      'a gateway that the VPC is known not to be attached to',
      (w) => {
        for (const list of ['TransitGatewayVpcAttachments', 'TransitGatewayAttachments'] as const)
          (w[list] as unknown[]).shift();
      },
      'blocked, forward BAD_STATE_ATTACHMENT',
    ],
  ])('%s', (_, change, expected) => {
    expect(answered(change)).toBe(expected);
  });

  test('two gateways between which packets go round without end', () => {
    const round = (w: World) => {
      secondGateway(w, { 'tgw-attach-b1': 'vpc-1', 'tgw-attach-b2': 'vpc-2' }, { '10.7.0.0/16': 'tgw-attach-b1' });
      transitTable(w).Routes?.push(transitRoute('10.7.0.0/16', 'tgw-attach-2'));
      addRoutes(w, 'rtb-private', [route('10.7.0.0/16', 'tgw-1')]);
      addRoutes(w, 'rtb-far', [route('10.7.0.0/16', 'tgw-2')]);
    };
    expect(answered(round, '10.7.0.10')).toBe('blocked, forward X_NOT_MODELLED, forward X_ROUTE_LOOP');
  });

  /** Before the gateway stands an appliance that somebody vouches for: past it replies return only if it translates. */
  test.each<[string, readonly string[], string]>([
    ['all sound', [], 'reachable'],
    ['one of them shut', ['subnet-exit-c'], 'unknown'],
    ['each of them shut', ['subnet-exit-b', 'subnet-exit-c'], 'blocked'],
  ])('who vouches for an appliance says nothing of the zones that the gateway picks, %s', (_, refusing, expected) => {
    const behindAppliance = (w: World) => {
      addSubnet(w, subnet('subnet-middle', '10.0.60.0/24', 'a'), null);
      w.RouteTables.push(routeTable('rtb-middle', ['subnet-middle'], [route('0.0.0.0/0', 'tgw-1')]));
      const eni = networkInterface('eni-mid', 'subnet-middle', '10.0.60.5', ['sg-mid'], { SourceDestCheck: false });
      const it = instance('i-mid', eni);
      w.Instances.push(it.instance);
      w.NetworkInterfaces.push(it.interface);
      w.SecurityGroups.push(securityGroup('sg-mid', [OPEN]));
      setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'eni-mid')]);
      const exits = ['subnet-exit-b', 'subnet-exit-c'];
      addSubnet(w, subnet('subnet-exit-b', '10.9.8.0/28', 'b', 'vpc-9'), null);
      addSubnet(w, subnet('subnet-exit-c', '10.9.8.16/28', 'c', 'vpc-9'), null);
      w.RouteTables.push(routeTable('rtb-exit', exits, [route('0.0.0.0/0', 'nat-9')], '10.9.0.0/16', 'vpc-9'));
      item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-9').SubnetIds = exits;
      const leaving = item(w, 'Subnets', 'subnet-egress-public');
      Object.assign(leaving, { AvailabilityZone: 'us-east-1b', AvailabilityZoneId: 'use1-az2' });
      const none = [entry(100, 'deny', '-1', '0.0.0.0/0')];
      if (refusing.length > 0) putAcl(w, 'acl-refusing', refusing, none, none);
    };
    const asked = { to: '198.51.100.7', port: 443, vouched: ['i-mid', 'eni-mid'] };
    const trace = traced([addCentralEgress, behindAppliance], asked);
    expect(trace.disposition).toBe(expected);
  });
});
