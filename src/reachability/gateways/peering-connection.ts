import { cidrContains, formatCidr, parseCidr } from '../../net/cidr.ts';
import type { VpcPeeringConnection } from '../../snapshot/network-facts.ts';
import { blocker } from '../blocker.ts';
import {
  destinationText,
  LOST,
  type Onward,
  onlyDestination,
  type Position,
  sourceText,
  vpcOf,
  type Walk,
} from '../position.ts';
import { vpcCidrs } from '../select-route.ts';
import { missingFact } from '../walk-record.ts';
import { deliver } from './local.ts';

type Side = NonNullable<VpcPeeringConnection['RequesterVpcInfo']>;

/**
 * Peering joins two VPCs and nothing behind them: no transit, no gateway of the other side.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export function throughPeering(walk: Walk, position: Position, id: string): Onward {
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const { fact } = topology.node('peering-connection', id);
  record.hop(id, 'peering-connection', null);
  if (!fact.known || fact.value === null) {
    const reason = `${id} is not among the peering connections read`;
    const missing = fact.known
      ? { list: 'VpcPeeringConnections', action: 'ec2:DescribeVpcPeeringConnections', reason }
      : fact.missing;
    record.stop(segment, missingFact([missing], [id], null, at));
    return LOST;
  }
  const here = vpcOf(topology, at)?.id ?? null;
  const sides = [fact.value.RequesterVpcInfo, fact.value.AccepterVpcInfo];
  const mine = sides.find((side) => side?.VpcId === here);
  const remote = sides.find((side) => side?.VpcId !== here);
  const code = fact.value.Status?.Code ?? 'not stated';
  const state = code === 'active' && mine === undefined ? `between other VPCs than ${here ?? 'this one'}` : code;
  if (state !== 'active') {
    record.stop(
      segment,
      blocker('BAD_STATE', { resources: [id], at }, { kind: 'peering connection', state, needed: 'active' }),
    );
  }
  if (mine === undefined || remote?.VpcId === undefined) return LOST;
  const reason = unmodelledReason(position, mine, remote);
  if (reason !== null) {
    record.stop(
      segment,
      blocker('X_NOT_MODELLED', { resources: [id], at }, { what: `peering connection ${id}`, reason }),
    );
    return LOST;
  }
  return intoPeer(walk, position, id, remote.VpcId, remote);
}

function intoPeer(walk: Walk, position: Position, id: string, vpc: string, side: Side): Onward {
  const blocks = remoteBlocks(walk, vpc, side);
  const only = onlyDestination(walk);
  if (only === null || !blocks.some((cidr) => cidrContains(cidr, only))) {
    const details = { destination: destinationText(walk), vpc, cidrs: blocks.map(formatCidr).join(', ') };
    const place = { resources: [id], at: position.subnet };
    const seen = `${vpc} behind ${id} holds ${details.cidrs === '' ? 'no block in sight' : details.cidrs}, and peering forwards to nothing else`;
    walk.record.stop(position.segment, blocker('PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', place, details), seen);
    return LOST;
  }
  walk.record.pass('gateway', { resource: id, entry: null, text: `${id} leads to ${vpc}` });
  return { exit: deliver(walk, position, vpc, 'peering-connection', id), next: null };
}

function unmodelledReason(position: Position, mine: Side, remote: Side): string | null {
  if (position.natGateway !== null) {
    return `AWS states no behaviour for ${position.natGateway} sending through it (source ${sourceText(position)})`;
  }
  if (differ(mine.Region, remote.Region)) return `it leads to another Region, ${remote.Region}`;
  return differ(mine.OwnerId, remote.OwnerId) ? `it leads to another account, ${remote.OwnerId}` : null;
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function remoteBlocks(walk: Walk, vpc: string, side: Side) {
  const { fact } = walk.topology.node('vpc', vpc);
  if (fact.known && fact.value !== null) return vpcCidrs(fact.value);
  return [side.CidrBlock, ...(side.CidrBlockSet ?? []).map((c) => c.CidrBlock)]
    .map((text) => (text === undefined ? null : parseCidr(text)))
    .filter((cidr) => cidr !== null);
}
