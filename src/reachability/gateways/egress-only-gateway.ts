import { blocker } from '../blocker.ts';
import {
  destinationText,
  ending,
  familyOf,
  isPublicDestination,
  LOST,
  type Onward,
  type Position,
  vpcOf,
  type Walk,
} from '../position.ts';
import { missingFact } from '../walk-record.ts';
import { checkBlockPublicAccess } from './block-public-access.ts';
import { arriveFromInternet, isAttached } from './internet-gateway.ts';

/**
 * An egress-only internet gateway lets IPv6 out to the internet, and nothing but replies in, while it is attached to the VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 */
export function throughEgressOnlyGateway(walk: Walk, position: Position, id: string): Onward {
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const { fact } = topology.node('egress-only-gateway', id);
  record.hop(id, 'egress-only-gateway', null);
  if (!fact.known) {
    record.stop(segment, missingFact([fact.missing], [id], null, at));
  } else {
    const vpc = vpcOf(topology, at)?.id ?? 'its VPC';
    const attachment = (fact.value?.Attachments ?? []).find((a) => a.VpcId === vpc);
    if (attachment === undefined || !isAttached(attachment.State)) {
      const details = { kind: 'egress-only internet gateway', state: attachment?.State ?? 'not attached', vpc };
      record.stop(segment, blocker('BAD_STATE_ATTACHMENT', { resources: [id], at }, details));
    }
  }
  if (familyOf(position) === 4 || !isPublicDestination(walk, position)) {
    const details = { destination: destinationText(walk, position), gateway: id };
    const seen = `${id} carries IPv6 to public addresses only`;
    record.stop(segment, blocker('X_EGRESS_ONLY_CARRIES_IPV6', { resources: [id], at }, details), seen);
    return LOST;
  }
  if (position.crossing !== null) {
    const reason = 'the addresses it would send from belong to another VPC';
    record.stop(
      segment,
      blocker('X_NOT_MODELLED', { resources: [id], at }, { what: `egress-only gateway ${id}`, reason }),
    );
  }
  checkBlockPublicAccess(walk, position, 'egress-only');
  record.pass('gateway', { resource: id, entry: null, text: `${id} leads to the internet` });
  return ending({ kind: 'egress-only-gateway', gateway: id, arrival: arriveFromInternet(walk, position) });
}
