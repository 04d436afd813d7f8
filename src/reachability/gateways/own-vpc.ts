import { blocker } from '../blocker.ts';
import { type Position, sourceText, type Walk } from '../position.ts';

/**
 * Gateway endpoints, virtual private gateways and, for IPv6, internet gateways serve the addresses of their own VPC: what
 * came in over peering or a transit gateway goes no further by them, unless something translated it.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
 */
export function checkOwnVpc(walk: Walk, position: Position, id: string): void {
  if (position.crossing === null) return;
  const details = { gateway: id, source: sourceText(position) };
  const seen = `${id} serves its own VPC, and ${details.source} is of another`;
  const place = { resources: [id], at: position.subnet };
  walk.record.stop(position.segment, blocker('X_GATEWAY_OF_ANOTHER_VPC', place, details), seen);
}
