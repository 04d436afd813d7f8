import { describe, expect, test } from 'vitest';
import { type Side, sideSeen } from '../../../src/reachability/names/split-horizon.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { item, refuse, vpc, type World } from '../../support/world.ts';
import { addDatabaseBehindTransitGateway, addPeerVpc } from '../../support/world-parts.ts';

type Row = [name: string, change: (world: World) => void, expected: Side];

function seenFrom(asking: string | null, owning: string | undefined, change: (world: World) => void): Side {
  const world = healthyWorld();
  change(world);
  return sideSeen(openSnapshot(parseSnapshot(world, 'test'), 'test'), asking, owning);
}

function holds(rows: readonly Row[], owning: string | undefined = 'vpc-2'): void {
  test.each(rows)('%s', (_, change, expected) => {
    expect(seenFrom('vpc-1', owning, change)).toBe(expected);
  });
}

/** Both sides of the peering connection are told whether they let the other resolve their names; undefined: nobody says. */
function peered(asking: boolean | undefined, owning: boolean | undefined, more: (world: World) => void = () => {}) {
  return (world: World) => {
    addPeerVpc(world);
    const { RequesterVpcInfo: requester, AccepterVpcInfo: accepter } = item(world, 'VpcPeeringConnections', 'pcx-1');
    for (const [side, resolves] of [[requester, asking] as const, [accepter, owning] as const]) {
      if (side === undefined) throw new Error('pcx-1 has not two sides');
      if (resolves === undefined) delete side.PeeringOptions;
      else side.PeeringOptions = { AllowDnsResolutionFromRemoteVpc: resolves };
    }
    more(world);
  };
}

/** The VPC that owns the name has asked for the connection. */
function turnRound(world: World): void {
  const pcx = item(world, 'VpcPeeringConnections', 'pcx-1');
  const { RequesterVpcInfo, AccepterVpcInfo } = pcx;
  Object.assign(pcx, { RequesterVpcInfo: AccepterVpcInfo, AccepterVpcInfo: RequesterVpcInfo });
}

describe('the public name of a thing in the VPC itself', () => {
  holds(
    [
      ['gives its private address', () => {}, 'private'],
      ['is uncertain without names for hosts', (w) => dns(w, 'vpc-1', { EnableDnsHostnames: false }), 'unknown'],
      ['is uncertain without the resolver', (w) => dns(w, 'vpc-1', { EnableDnsSupport: false }), 'unknown'],
    ],
    'vpc-1',
  );

  test('is public outside any VPC', () => {
    expect(seenFrom(null, 'vpc-1', () => {})).toBe('public');
  });

  test('is uncertain where nobody knows in which VPC the thing is', () => {
    expect(seenFrom('vpc-1', undefined, () => {})).toBe('unknown');
  });
});

function dns(world: World, id: string, attributes: object): void {
  Object.assign(item(world, 'Vpcs', id), attributes);
}

describe('the public name of a thing in a peered VPC', () => {
  holds([
    ['is private where its side lets the other resolve it', peered(false, true), 'private'],
    ['is public where only the asking side does', peered(true, false), 'public'],
    ['is private where the owner asked for the connection and lets', peered(false, true, turnRound), 'private'],
    ['is public where the owner asked for it and does not let', peered(true, false, turnRound), 'public'],
    ['is uncertain where its side says nothing', peered(true, undefined), 'unknown'],
    [
      'is uncertain where the owner has no names for hosts',
      peered(false, true, (w) => dns(w, 'vpc-2', { EnableDnsHostnames: false })),
      'unknown',
    ],
    ['is uncertain where the owner was not read', peered(false, true, (w) => w.Vpcs.splice(1)), 'unknown'],
    [
      'is uncertain where the asking VPC has no names for hosts',
      peered(false, true, (w) => dns(w, 'vpc-1', { EnableDnsHostnames: false })),
      'unknown',
    ],
    ['is public where the connection is gone', peered(false, true, (w) => setStatus(w, { Code: 'deleted' })), 'public'],
    ['is uncertain where its state is not stated', peered(false, true, (w) => setStatus(w, {})), 'unknown'],
    ['is uncertain where nothing is said of its state', peered(false, true, (w) => setStatus(w, undefined)), 'unknown'],
    ['is public where it is gone, whatever else it does not say', peered(false, undefined, gone), 'public'],
    ['is public where the connection leads to a third VPC', peered(true, true, thirdVpc('AccepterVpcInfo')), 'public'],
    ['is public where a third VPC asked the owner for it', peered(true, true, thirdVpc('RequesterVpcInfo')), 'public'],
    [
      'is public where a third VPC asked the VPC for it',
      peered(true, true, (w) => {
        thirdVpc('AccepterVpcInfo')(w);
        turnRound(w);
      }),
      'public',
    ],
    [
      'is public where the owner asked a third VPC for it',
      peered(true, true, (w) => {
        thirdVpc('RequesterVpcInfo')(w);
        turnRound(w);
      }),
      'public',
    ],
    ['is uncertain where connections were not read', peered(false, false, unread('VpcPeeringConnections')), 'unknown'],
    [
      'is uncertain where those it accepted were not asked for',
      peered(false, false, withoutSide('accepter')),
      'unknown',
    ],
    ['is uncertain where those it asked for were not', peered(false, false, withoutSide('requester')), 'unknown'],
    [
      'is uncertain where transit gateways were not read',
      peered(false, false, unread('TransitGatewayVpcAttachments')),
      'unknown',
    ],
  ]);
});

function thirdVpc(side: 'RequesterVpcInfo' | 'AccepterVpcInfo'): (world: World) => void {
  return (world) => {
    world.Vpcs.push(vpc('vpc-3', '10.3.0.0/16'));
    Object.assign(item(world, 'VpcPeeringConnections', 'pcx-1')[side] ?? {}, { VpcId: 'vpc-3' });
  };
}

function setStatus(world: World, Status: { Code?: string } | undefined): void {
  Object.assign(item(world, 'VpcPeeringConnections', 'pcx-1'), { Status });
}

function gone(world: World): void {
  setStatus(world, { Code: 'deleted' });
}

function unread(list: string): (world: World) => void {
  return (world) => refuse(world, list);
}

function withoutSide(side: string): (world: World) => void {
  return (world) => {
    world.requests = (world.requests ?? []).filter((row) => !(`${side}-vpc-info.vpc-id` in row.filters));
  };
}

/** The parts that carry DNS over the transit gateway, one of which is changed. */
function attached(change: (world: World) => void = () => {}) {
  return (world: World) => {
    addDatabaseBehindTransitGateway(world);
    change(world);
  };
}

const parts = [
  ['TransitGateways', 'tgw-1'],
  ['TransitGatewayVpcAttachments', 'tgw-attach-1'],
  ['TransitGatewayVpcAttachments', 'tgw-attach-2'],
] as const;

describe('the public name of a thing in a VPC behind a transit gateway', () => {
  holds([
    ['is private where gateway and attachments carry it', attached(), 'private'],
    ...parts.flatMap(([list, id]): readonly Row[] => {
      const where = (fields: object) => attached((w) => Object.assign(item(w, list, id), fields));
      return [
        [`is public where ${id} does not support DNS`, where({ Options: { DnsSupport: 'disable' } }), 'public'],
        [`is uncertain where ${id} does not say`, where({ Options: undefined }), 'unknown'],
        [`is public where ${id} is deleted`, where({ State: 'deleted' }), 'public'],
        [`is uncertain while ${id} changes`, where({ State: 'modifying' }), 'unknown'],
        [`is uncertain where nobody states how ${id} is`, where({ State: undefined }), 'unknown'],
      ];
    }),
    ...(['deleting', 'failing', 'failed', 'rejecting', 'rejected'] as const).map((State): Row => {
      const change = (w: World) => Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2'), { State });
      return [`is public where the attachment is ${State}`, attached(change), 'public'];
    }),
    ['is uncertain where the gateway was not read', attached((w) => w.TransitGateways.splice(0)), 'unknown'],
    [
      'is uncertain where the attachments of its VPC were not read',
      attached((w) => {
        w.TransitGatewayVpcAttachments.splice(1);
        w.requests = (w.requests ?? []).map((row) =>
          row.list === 'TransitGatewayVpcAttachments' ? { ...row, filters: { 'vpc-id': ['vpc-1'] } } : row,
        );
      }),
      'unknown',
    ],
    [
      'is public where its VPC is attached to none',
      attached((w) => w.TransitGatewayVpcAttachments.splice(1)),
      'public',
    ],
    [
      'is public where its VPC is attached to another',
      attached((w) => {
        w.TransitGateways.push({ ...structuredClone(item(w, 'TransitGateways', 'tgw-1')), TransitGatewayId: 'tgw-2' });
        item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2').TransitGatewayId = 'tgw-2';
      }),
      'public',
    ],
    [
      'is public where only two other VPCs are attached',
      attached((w) => {
        item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-1').VpcId = 'vpc-3';
      }),
      'public',
    ],
    [
      'is uncertain where another gateway was read than theirs',
      attached((w) => {
        item(w, 'TransitGateways', 'tgw-1').TransitGatewayId = 'tgw-0';
      }),
      'unknown',
    ],
  ]);
});
