import { notRead } from '../../snapshot/not-read.ts';
import { blocker } from '../blocker.ts';
import { ending, type Onward, type Position, stopHere, type Walk } from '../position.ts';
import { missingFact } from '../walk-record.ts';
import { throughFirewallEndpoint } from './appliance.ts';
import { checkAvailable } from './middlebox.ts';
import { checkOwnVpc } from './own-vpc.ts';

/**
 * A route to vpce-… is a gateway endpoint (S3, DynamoDB) or a Gateway Load Balancer endpoint: the type decides.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export function throughRoutedEndpoint(walk: Walk, position: Position, id: string, route: string): Onward {
  const { topology, record } = walk;
  const { subnet: at } = position;
  const { fact } = topology.node('vpc-endpoint', id);
  record.hop(id, 'vpc-endpoint', null);
  if (!fact.known || fact.value === null) {
    const missing = fact.known ? notRead('VpcEndpoints', `${id} is not among the endpoints read`) : fact.missing;
    return stopHere(walk, position, missingFact([missing], [id], null, at));
  }
  const endpoint = fact.value;
  const type = endpoint.VpcEndpointType;
  if (type === undefined) {
    return stopHere(
      walk,
      position,
      missingFact([notRead('VpcEndpoints', `the type of ${id} is not stated`)], [id], null, at),
    );
  }
  if (type === 'GatewayLoadBalancer') return throughFirewallEndpoint(walk, position, endpoint);
  // A gateway endpoint is routed to by its own prefix list, which decides about public addresses alone.
  if (type !== 'Gateway' || !route.startsWith('pl-')) {
    const reason = `AWS states no behaviour of the route ${route} to an endpoint of the type ${type}`;
    const details = { what: `${type} endpoint ${id}`, reason };
    return stopHere(walk, position, blocker('X_NOT_MODELLED', { resources: [id], at, entry: route }, details));
  }
  checkOwnVpc(walk, position, id);
  checkAvailable(walk, position, endpoint);
  record.pass('gateway', { resource: id, entry: null, text: `${id} serves ${endpoint.ServiceName ?? 'its service'}` });
  return ending({ kind: 'gateway-endpoint' });
}
