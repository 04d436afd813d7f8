import { forItsOwnerOnly } from '../../snapshot/not-read.ts';
import type { OutOfSight, RouteTarget } from '../../topology/route-target.ts';
import { blocker } from '../blocker.ts';
import { ending, foreignOwner, type Onward, type Position, stopHere, type Walk } from '../position.ts';
import { meetOpaque, missingFact } from '../walk-record.ts';
import { checkOwnVpc } from './own-vpc.ts';

const WHAT: Readonly<Record<Exclude<OutOfSight, 'unknown'>, string>> = {
  'local-gateway': 'the network of the Outpost',
  'carrier-gateway': "the carrier's network",
  'cloud-wan': 'the segments and attachments of the core network',
  'odb-network': 'the network of the database machines',
};

/** A target whose inside EC2 does not describe: AWS's half is the route. */
export function intoNetworkOutOfSight(
  walk: Walk,
  position: Position,
  target: Extract<RouteTarget, { readonly kind: 'opaque' }>,
  route: string,
): Onward {
  const { id, network } = target;
  const place = { resources: [id], at: position.subnet, entry: route };
  walk.record.hop(id, 'opaque', null);
  if (network === 'unknown') {
    const reason = 'the route names no target of a kind that is known';
    return stopHere(walk, position, blocker('X_NOT_MODELLED', place, { what: `the route target ${id}`, reason }));
  }
  const reason = `${WHAT[network]} is out of sight`;
  meetOpaque(walk, position.segment, { kind: network, hop: id, place, reason });
  return ending({ kind: 'out-of-sight', edge: null });
}

/**
 * A virtual private gateway leads to VPN or Direct Connect while it is attached to the VPC.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html
 */
export function throughVpnGateway(walk: Walk, position: Position, vpc: string, id: string, route: string): Onward {
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const { fact } = topology.node('vpn-gateway', id);
  record.hop(id, 'opaque', null);
  const owner = foreignOwner(topology, at);
  if (!fact.known || (fact.value === null && owner !== null)) {
    const hidden = forItsOwnerOnly('VpnGateways', owner ?? '', id);
    record.stop(segment, missingFact([fact.known ? hidden : fact.missing], [id], null, at));
  } else {
    const attachment = (fact.value?.VpcAttachments ?? []).find((a) => a.VpcId === vpc);
    if (attachment === undefined || (attachment.State ?? 'attached') !== 'attached') {
      const details = { kind: 'virtual private gateway', state: attachment?.State ?? 'not attached', vpc };
      record.stop(segment, blocker('BAD_STATE_ATTACHMENT', { resources: [id], at }, details));
    }
  }
  checkOwnVpc(walk, position, id);
  const reason = `the network on the other side of ${id}, and its way back, is out of sight`;
  const place = { resources: [id], at, entry: route };
  meetOpaque(walk, segment, { kind: 'virtual-private-gateway', hop: id, place, reason });
  return ending({ kind: 'out-of-sight', edge: id });
}
