import { isPublic } from '../net/address-space.ts';
import { packets } from '../net/packet-set.ts';
import { known } from '../snapshot/known.ts';
import type { Topology } from '../topology/topology.ts';
import { blocker } from './blocker.ts';
import { coverage } from './coverage.ts';
import { clientPackets, type Flow } from './flow.ts';
import { arriveFromInternet } from './gateways/internet-gateway.ts';
import { destinationText, onlyDestination, type Position, type Walk } from './position.ts';
import { leaveForInternet } from './walk-back.ts';
import { newRecord } from './walk-record.ts';

/**
 * A function outside any VPC, or a host on the internet: it reaches public addresses and nothing private. Those of a
 * function nobody can state beforehand. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
 */
export function walkFromAwsNetwork(topology: Topology, flow: Flow): Walk {
  const isFunction = flow.source.kind === 'function';
  const record = newRecord(flow.destination.oneOf ? 'destination' : isFunction ? 'source' : null);
  const { set: destinations } = flow.destination.addresses;
  const walk: Walk = { topology, flow, way: { destinations, picks: new Map() }, record };
  const query = clientPackets(flow, destinations);
  const segment = { query, sure: packets(query), possible: packets(query), outside: null };
  const position: Position = {
    subnet: '',
    table: null,
    segment,
    groups: known([]),
    publicAddresses: [],
    natGateway: null,
    crossing: null,
    arrivedBy: null,
    appliance: null,
  };
  record.segments.push(segment);
  record.hop(flow.source.id, flow.source.kind, null);
  if (isFunction) record.hop('the network of AWS Lambda', 'aws-network', null);
  const only = onlyDestination(position);
  if (only !== null && !isPublic(only)) {
    const destination = destinationText(walk, position);
    const seen = `${flow.source.id} is not attached to a VPC, so it has no path to ${destination}`;
    record.stop(
      segment,
      blocker('X_PRIVATE_ADDRESS_OUTSIDE_VPC', { resources: [flow.source.id] }, { destination }),
      seen,
    );
    return walk;
  }
  const carrier = isFunction ? "so AWS's own network carries it to the internet" : 'and is on the internet';
  const seen = `${flow.source.id} is not attached to a VPC, ${carrier}`;
  record.pass('gateway', { resource: flow.source.id, entry: null, text: seen });
  const arrival = arriveFromInternet(walk, position);
  if (arrival === null) return walk;
  record.leg('return');
  leaveForInternet(walk, segment, arrival);
  if (!isFunction || coverage([{ query, passing: segment.sure }], record.member) !== 'all') return walk;
  const details = { destination: flow.destination.label, nearest: 'every public address' };
  record.note(blocker('X_SERVICE_EXPOSED', { resources: [arrival.subnet] }, details));
  return walk;
}
