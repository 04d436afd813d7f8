import { describeAddresses } from '../../net/address-space.ts';
import { cidrContains, formatCidr, parseCidr } from '../../net/cidr.ts';
import type { VpcPeeringConnection } from '../../snapshot/network-facts.ts';
import { blocker } from '../blocker.ts';
import { destinationText, type Onward, onlyDestination, type Position, vpcOf, type Walk } from '../position.ts';
import { vpcCidrs } from '../select-route.ts';
import { missingFact } from '../walk-record.ts';
import { deliver } from './local.ts';

const LOST: Onward = { exit: { kind: 'lost' }, next: null };

/**
 * Peering joins two VPCs and nothing behind them: no transit, no gateway of the other side.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export function throughPeering(walk: Walk, position: Position, id: string): Onward {
  const { topology, record } = walk;
  const node = topology.node('peering-connection', id);
  record.hop(id, 'peering-connection', null);
  if (!node.fact.known || node.fact.value === null) {
    const missing = node.fact.known
      ? {
          list: 'VpcPeeringConnections',
          action: 'ec2:DescribeVpcPeeringConnections',
          reason: `${id} is not among the peering connections read`,
        }
      : node.fact.missing;
    record.step('gateway', null, 'unknown', [{ resource: id, entry: null, text: `${id} could not be read` }]);
    record.stop(position.segment, missingFact([missing], [id], null, position.subnet));
    return LOST;
  }
  const here = vpcOf(topology, position.subnet)?.id ?? null;
  const peering = node.fact.value;
  const state = peering.Status?.Code ?? 'not stated';
  const sides = [peering.RequesterVpcInfo, peering.AccepterVpcInfo];
  const mine = sides.find((s) => s?.VpcId === here);
  const remote = sides.find((s) => s?.VpcId !== here);
  if (state !== 'active' || mine === undefined) {
    const found = state !== 'active' ? state : `between other VPCs than ${here ?? 'this one'}`;
    const evidence = [{ resource: id, entry: found, text: `${id} is ${found}` }];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'BAD_STATE',
        { resources: [id], at: position.subnet, evidence },
        { kind: 'peering connection', state: found, needed: 'active' },
      ),
    );
    if (mine === undefined) return LOST;
  }
  const remoteVpc = remote?.VpcId;
  const unmodelled = unmodelledReason(walk, position, mine, remote);
  if (unmodelled !== null || remoteVpc === undefined) {
    record.step('gateway', null, 'unknown', [
      { resource: id, entry: null, text: unmodelled ?? 'its other side is not stated' },
    ]);
    record.stop(
      position.segment,
      blocker(
        'X_NOT_MODELLED',
        { resources: [id], at: position.subnet },
        { what: `peering connection ${id}`, reason: unmodelled ?? 'its other side is not stated' },
      ),
    );
    return LOST;
  }
  const blocks = remoteBlocks(walk, remoteVpc, remote);
  const only = onlyDestination(walk);
  if (only === null || !blocks.some((cidr) => cidrContains(cidr, only))) {
    const cidrs = blocks.map(formatCidr).join(', ');
    const destination = destinationText(walk);
    const evidence = [
      {
        resource: id,
        entry: cidrs,
        text: `${remoteVpc} behind ${id} holds ${cidrs === '' ? 'no block in sight' : cidrs}, and peering forwards to nothing else`,
      },
    ];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
        { resources: [id], at: position.subnet, evidence },
        { destination, vpc: remoteVpc, cidrs },
      ),
    );
    return LOST;
  }
  record.step('gateway', null, 'accept', [
    { resource: id, entry: null, text: `${id} joins ${here ?? ''} and ${remoteVpc}` },
  ]);
  return { exit: deliver(walk, position, remoteVpc, 'peering-connection', id), next: null };
}

type Side = VpcPeeringConnection['RequesterVpcInfo'];

function unmodelledReason(walk: Walk, position: Position, mine: Side, remote: Side): string | null {
  if (position.natGateway !== null)
    return `AWS states no behaviour for ${position.natGateway} sending through a peering connection (source ${describeAddresses({ family: 4, set: position.segment.query.source })})`;
  if (mine?.Region !== undefined && remote?.Region !== undefined && mine.Region !== remote.Region)
    return `it leads to another Region, ${remote.Region}`;
  if (mine?.OwnerId !== undefined && remote?.OwnerId !== undefined && mine.OwnerId !== remote.OwnerId)
    return `it leads to another account, ${remote.OwnerId}`;
  return walk.flow.destination.oneOf && remote === undefined ? 'its other side is not stated' : null;
}

function remoteBlocks(walk: Walk, vpc: string, side: Side) {
  const { fact } = walk.topology.node('vpc', vpc);
  if (fact.known && fact.value !== null) return vpcCidrs(fact.value);
  return [side?.CidrBlock, ...(side?.CidrBlockSet ?? []).map((c) => c.CidrBlock)]
    .map((text) => (text === undefined ? null : parseCidr(text)))
    .filter((cidr) => cidr !== null);
}
