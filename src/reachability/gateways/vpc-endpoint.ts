import { blocker } from '../blocker.ts';
import type { Onward, Position, Walk } from '../position.ts';
import { missingFact } from '../walk-record.ts';

const LOST: Onward = { exit: { kind: 'lost' }, next: null };

/**
 * A route to vpce-… is a gateway endpoint (S3, DynamoDB) or a Gateway Load Balancer endpoint: the type decides.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export function throughRoutedEndpoint(walk: Walk, position: Position, id: string): Onward {
  const { topology, record } = walk;
  const { fact } = topology.node('vpc-endpoint', id);
  record.hop(id, 'vpc-endpoint', null);
  if (!fact.known || fact.value === null) {
    const missing = fact.known
      ? { list: 'VpcEndpoints', action: 'ec2:DescribeVpcEndpoints', reason: `${id} is not among the endpoints read` }
      : fact.missing;
    record.step('gateway', null, 'unknown', [{ resource: id, entry: null, text: `${id} could not be read` }]);
    record.stop(position.segment, missingFact([missing], [id], null, position.subnet));
    return LOST;
  }
  const type = fact.value.VpcEndpointType ?? 'Gateway';
  if (type !== 'Gateway') {
    const reason = `traffic passes the appliances behind ${id} (${type} endpoint), whose rules are out of sight`;
    record.step('gateway', null, 'unknown', [{ resource: id, entry: type, text: reason }]);
    record.stop(
      position.segment,
      blocker('X_NOT_MODELLED', { resources: [id], at: position.subnet }, { what: `${type} endpoint ${id}`, reason }),
    );
    return LOST;
  }
  const state = (fact.value.State ?? 'not stated').toLowerCase();
  if (state !== 'available') {
    const evidence = [{ resource: id, entry: state, text: `${id} is ${state}` }];
    record.step('gateway', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'BAD_STATE',
        { resources: [id], at: position.subnet, evidence },
        { kind: 'gateway endpoint', state, needed: 'available' },
      ),
    );
  } else {
    record.step('gateway', null, 'accept', [
      { resource: id, entry: null, text: `${id} serves ${fact.value.ServiceName ?? 'its service'}` },
    ]);
  }
  return { exit: { kind: 'gateway-endpoint' }, next: null };
}
