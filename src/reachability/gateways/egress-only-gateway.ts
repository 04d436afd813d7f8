import { forItsOwnerOnly } from '../../snapshot/not-read.ts';
import { blocker } from '../blocker.ts';
import {
  destinationText,
  ending,
  familyOf,
  foreignOwner,
  isPublicDestination,
  type Onward,
  type Position,
  stopHere,
  type Walk,
} from '../position.ts';
import { missingFact } from '../walk-record.ts';
import { checkBlockPublicAccess } from './block-public-access.ts';
import { arriveFromInternet, isAttached } from './internet-gateway.ts';
import { checkOwnVpc, checkPublicIpv6 } from './own-vpc.ts';

/**
 * An egress-only internet gateway lets IPv6 out to the internet, and nothing but replies in, while it is attached to the VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 */
export function throughEgressOnlyGateway(walk: Walk, position: Position, vpc: string, id: string): Onward {
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const { fact } = topology.node('egress-only-gateway', id);
  record.hop(id, 'egress-only-gateway', null);
  const owner = foreignOwner(topology, at);
  if (!fact.known || (fact.value === null && owner !== null)) {
    const hidden = forItsOwnerOnly('EgressOnlyInternetGateways', owner ?? '', id);
    record.stop(segment, missingFact([fact.known ? hidden : fact.missing], [id], null, at));
  } else {
    const attachment = (fact.value?.Attachments ?? []).find((a) => a.VpcId === vpc);
    if (attachment === undefined || !isAttached(attachment.State)) {
      const details = { kind: 'egress-only internet gateway', state: attachment?.State ?? 'not attached', vpc };
      record.stop(segment, blocker('BAD_STATE_ATTACHMENT', { resources: [id], at }, details));
    }
  }
  if (familyOf(position) === 4 || !isPublicDestination(walk, position)) {
    const details = { destination: destinationText(walk, position), gateway: id };
    const seen = `${id} carries IPv6 to public addresses only`;
    return stopHere(walk, position, blocker('X_EGRESS_ONLY_CARRIES_IPV6', { resources: [id], at }, details), seen);
  }
  checkOwnVpc(walk, position, id);
  checkPublicIpv6(walk, position, id);
  checkBlockPublicAccess(walk, position, 'egress-only');
  record.pass('gateway', { resource: id, entry: null, text: `${id} leads to the internet` });
  return ending({ kind: 'egress-only-gateway', gateway: id, arrival: arriveFromInternet(walk, position) });
}
