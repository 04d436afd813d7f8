import { blocker } from '../blocker.ts';
import { LOST, type Onward, type Position, type Walk } from '../position.ts';
import { missingFact } from '../walk-record.ts';

/**
 * A route to vpce-… is a gateway endpoint (S3, DynamoDB) or a Gateway Load Balancer endpoint: the type decides.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export function throughRoutedEndpoint(walk: Walk, position: Position, id: string, route: string): Onward {
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const { fact } = topology.node('vpc-endpoint', id);
  record.hop(id, 'vpc-endpoint', null);
  if (!fact.known || fact.value === null) {
    const reason = `${id} is not among the endpoints read`;
    const missing = fact.known ? { list: 'VpcEndpoints', action: 'ec2:DescribeVpcEndpoints', reason } : fact.missing;
    record.stop(segment, missingFact([missing], [id], null, at));
    return LOST;
  }
  const type = fact.value.VpcEndpointType ?? 'Gateway';
  if (type !== 'Gateway') {
    const reason = `traffic passes the appliances behind ${id}, whose rules are out of sight`;
    record.stop(
      segment,
      blocker('X_NOT_MODELLED', { resources: [id], at, entry: route }, { what: `${type} endpoint ${id}`, reason }),
    );
    return LOST;
  }
  const state = (fact.value.State ?? 'not stated').toLowerCase();
  if (state !== 'available') {
    const details = { kind: 'gateway endpoint', state, needed: 'available' };
    record.stop(segment, blocker('BAD_STATE', { resources: [id], at }, details));
  } else {
    record.pass('gateway', {
      resource: id,
      entry: null,
      text: `${id} serves ${fact.value.ServiceName ?? 'its service'}`,
    });
  }
  return { exit: { kind: 'gateway-endpoint' }, next: null };
}
