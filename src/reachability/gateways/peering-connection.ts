import type { Family } from '../../net/address.ts';
import { type Cidr, cidrContains, formatCidr, parseCidr } from '../../net/cidr.ts';
import type { VpcPeeringConnection } from '../../snapshot/gateway-facts.ts';
import { known, unknown } from '../../snapshot/known.ts';
import { notRead } from '../../snapshot/not-read.ts';
import { vpcBlocks } from '../../topology/blocks.ts';
import type { Topology } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import {
  type Crossing,
  destinationText,
  ending,
  familyOf,
  LOST,
  type Onward,
  onlyDestination,
  type Position,
  sourceText,
  stopHere,
  type Walk,
} from '../position.ts';
import { meetOpaque, missingFact } from '../walk-record.ts';
import { deliver } from './local.ts';

type Side = NonNullable<VpcPeeringConnection['RequesterVpcInfo']>;

/**
 * Peering joins two VPCs and nothing behind them: no transit, no gateway of the other side.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export function throughPeering(walk: Walk, position: Position, here: string, id: string): Onward {
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const { fact } = topology.node('peering-connection', id);
  record.hop(id, 'peering-connection', null);
  if (!fact.known || fact.value === null) {
    const missing = fact.known
      ? notRead('VpcPeeringConnections', `${id} is not among the peering connections read`)
      : fact.missing;
    return stopHere(walk, position, missingFact([missing], [id], null, at));
  }
  const sides = [fact.value.RequesterVpcInfo, fact.value.AccepterVpcInfo];
  const mine = sides.find((side) => side?.VpcId === here);
  const remote = sides.find((side) => side?.VpcId !== here);
  const code = fact.value.Status?.Code;
  const bothStated = sides.every((side) => side?.VpcId !== undefined);
  const state = code === 'active' && bothStated && mine === undefined ? `between other VPCs than ${here}` : code;
  if (state === undefined) {
    const missing = notRead('VpcPeeringConnections', `the status of ${id} is not stated`);
    record.stop(segment, missingFact([missing], [id], null, at));
  } else if (state !== 'active') {
    const details = { kind: 'peering connection', state, needed: 'active' };
    record.stop(segment, blocker('BAD_STATE', { resources: [id], at }, details));
  }
  if (mine === undefined || remote?.VpcId === undefined) {
    const unread = notRead('VpcPeeringConnections', `which VPCs ${id} joins is not stated`);
    if (state === 'active' || state === undefined) record.stop(segment, missingFact([unread], [id], null, at));
    return LOST;
  }
  if (position.natGateway !== null) {
    const reason = `AWS states no behaviour for ${position.natGateway} sending through it (source ${sourceText(position)})`;
    return stopHere(
      walk,
      position,
      blocker('X_NOT_MODELLED', { resources: [id], at }, { what: `peering connection ${id}`, reason }),
    );
  }
  if (position.crossing !== null) return refuse(walk, position, { id, vpc: here, side: mine }, sourceText(position));
  return intoPeer(walk, position, { id, vpc: remote.VpcId, side: remote }, mine);
}

/** One end of a peering connection: the VPC there, and what the connection says of it. */
interface End {
  readonly id: string;
  readonly vpc: string;
  readonly side: Side;
}

function intoPeer(walk: Walk, position: Position, far: End, mine: Side): Onward {
  const { id, vpc, side: remote } = far;
  const blocks = blocksAt(walk, far, familyOf(position));
  const only = onlyDestination(position);
  if (blocks.length === 0 && isOutOfSight(walk, vpc)) {
    const missing = notRead('Vpcs', `the blocks of ${vpc} behind ${id} are not stated`);
    return stopHere(walk, position, missingFact([missing], [vpc], null, position.subnet));
  }
  if (only === null || !blocks.some((cidr) => cidrContains(cidr, only)))
    return refuse(walk, position, far, destinationText(walk, position));
  walk.record.pass('gateway', { resource: id, entry: null, text: `${id} leads to ${vpc}` });
  const elsewhere = differ(mine.OwnerId, remote.OwnerId) || differ(mine.Region, remote.Region);
  if (elsewhere && isOutOfSight(walk, vpc)) {
    const where = `account ${remote.OwnerId ?? 'unknown'} in ${remote.Region ?? 'a Region unknown'}`;
    const reason = `${vpc} belongs to ${where}, whose facts were not read${whyUnread(walk.topology, vpc)}`;
    const place = { resources: [id], at: position.subnet };
    meetOpaque(walk, position.segment, { kind: 'other-account', hop: id, place, reason });
    return ending({ kind: 'out-of-sight', edge: null });
  }
  const there = { ...position, crossing: peeringCrossing(walk.topology, id) };
  return ending(deliver(walk, there, vpc, id));
}

/** Neither end may be outside the two VPCs. */
function refuse(walk: Walk, position: Position, end: End, address: string): Onward {
  const { id, vpc } = end;
  const blocks = blocksAt(walk, end, familyOf(position)).map(formatCidr);
  const cidrs = blocks.length === 0 ? 'no block in sight' : blocks.join(', ');
  const place = { resources: [id], at: position.subnet };
  const seen = `${vpc} at ${id} holds ${cidrs}, and peering forwards for nothing else`;
  const details = { destination: address, vpc, cidrs };
  return stopHere(walk, position, blocker('PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', place, details), seen);
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** A reference holds across peering within one Region only: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html */
export function peeringCrossing(topology: Topology, id: string): Crossing {
  const { fact } = topology.node('peering-connection', id);
  const { RequesterVpcInfo: a, AccepterVpcInfo: b } = (fact.known ? fact.value : null) ?? {};
  if ((a?.Region === undefined) !== (b?.Region === undefined)) {
    const reason = `the Region of one side of ${id} is not stated`;
    return { kind: 'peering-connection', id, references: unknown(notRead('VpcPeeringConnections', reason)) };
  }
  return { kind: 'peering-connection', id, references: known(!differ(a?.Region, b?.Region)) };
}

function blocksAt(walk: Walk, { vpc, side }: End, family: Family): readonly Cidr[] {
  const { fact } = walk.topology.node('vpc', vpc);
  if (fact.known && fact.value !== null) return vpcBlocks(fact.value, family);
  const stated = [
    side.CidrBlock,
    ...(side.CidrBlockSet ?? []).map((c) => c.CidrBlock),
    ...(side.Ipv6CidrBlockSet ?? []).map((c) => c.Ipv6CidrBlock),
  ];
  const blocks = [...new Set(stated)].flatMap((text) => (text === undefined ? [] : (parseCidr(text) ?? [])));
  return blocks.filter((cidr) => cidr.family === family);
}

/** What AWS said to it, or who may read them. */
export function whyUnread(topology: Topology, vpc: string): string {
  const { fact } = topology.node('vpc', vpc);
  return fact.known || fact.missing.neverAsked === true ? '' : ` (${fact.missing.reason})`;
}

/** The peer's own account may be out of sight: then nobody knows what it lets in and sends back. */
function isOutOfSight(walk: Walk, vpc: string): boolean {
  const { fact } = walk.topology.node('vpc', vpc);
  return !fact.known || fact.value === null;
}
