import { parseAddress } from '../../net/address.ts';
import { isPublic } from '../../net/address-space.ts';
import { intervalSet } from '../../net/interval-set.ts';
import { packets } from '../../net/packet-set.ts';
import { known } from '../../snapshot/known.ts';
import type { NetworkInterface, VpcEndpoint } from '../../snapshot/network-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import type { Substitution } from '../flow.ts';
import {
  type Division,
  ending,
  familyOf,
  landing,
  type Onward,
  onlyDestination,
  type Position,
  stopHere,
  type Walk,
} from '../position.ts';
import { routesTo } from '../routes-to.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { meetOpaque, missingFact, type Segment } from '../walk-record.ts';
import { isUnstatedInstance } from './internet-gateway.ts';
import { deliver } from './local.ts';
import { checkAvailable, passInterface } from './middlebox.ts';

/** A route to an interface: the destination itself, an appliance that forwards, or a NAT instance towards the internet. */
export function throughInterface(
  walk: Walk,
  position: Position,
  vpc: TopologyNode<'vpc'>,
  id: string,
): Onward | Division {
  const { topology, record } = walk;
  const only = onlyDestination(position);
  const spot = only === null ? null : landing(walk, vpc.id, only);
  if (spot?.holder?.id === id) return ending(deliver(walk, position, vpc.id));
  const node = topology.node('network-interface', id);
  record.hop(id, 'opaque', null);
  const subnet = topology.next(id, 'in-subnet', 'subnet')[0]?.id;
  if (!node.fact.known || node.fact.value === null || subnet === undefined) {
    const what =
      node.fact.known && node.fact.value !== null
        ? `the subnet of ${id} is not stated`
        : `${id} is not among the interfaces read`;
    const missing = node.fact.known ? notRead('NetworkInterfaces', what) : node.fact.missing;
    return stopHere(walk, position, missingFact([missing], [id], null, position.subnet));
  }
  if (subnet !== position.subnet) {
    record.hop(subnet, 'subnet', subnet);
    passNetworkAcl(walk, position.segment, { subnet, direction: 'ingress', way: 'request' });
  }
  passInterface(walk, position, node, node.fact.value, subnet);
  const instance = topology.next(id, 'part-of', 'instance')[0]?.id ?? id;
  const reading = readingOf(walk, position, instance, subnet);
  if (typeof reading !== 'string') return reading;
  const translates = reading === 'translates';
  meetOpaque(walk, position.segment, {
    kind: translates ? 'nat-instance' : 'appliance',
    hop: instance,
    place: { resources: [instance, id], at: id },
    reason: `what the system on ${instance} does with the packets is its own configuration`,
  });
  if (!translates) return onwardFrom(position, id, subnet);
  const segment = translated(position.segment, node.fact.value);
  record.segments.push(segment);
  return {
    kind: 'onward',
    exit: { kind: 'through', gateway: id, subnet, table: null },
    next: {
      ...position,
      subnet,
      table: null,
      segment,
      groups: known([]),
      publicAddresses: substitutions(node.fact.value),
      natGateway: null,
      crossing: null,
      arrivedBy: null,
      appliance: null,
    },
  };
}

type Reading = 'translates' | 'forwards';

/**
 * Whether an interface in a route is a NAT instance or forwards packets as they are. Towards private addresses and in IPv6
 * it forwards; towards the internet gateway it must translate what has no public address. Else it may do either.
 */
function readingOf(walk: Walk, position: Position, instance: string, subnet: string): Reading | Division {
  const { way } = walk;
  const only = onlyDestination(position);
  if (familyOf(position) === 6 || (only !== null && !isPublic(only))) return 'forwards';
  const parts = routesTo(walk, { ...position, subnet, table: null });
  const leadsOut = parts.every(({ choice }) => choice.kind === 'route' && choice.target.kind === 'internet-gateway');
  const hasNone = position.publicAddresses.length === 0 && !isUnstatedInstance(walk, position);
  if (leadsOut && hasNone) return 'translates';
  const place = `what ${instance} does`;
  const picked = way.picks.get(place);
  if (picked === 'translates' || picked === 'forwards') return picked;
  const readings = ['forwards', 'translates'] as const;
  return { kind: 'division', ways: readings.map((r) => ({ ...way, picks: new Map([...way.picks, [place, r]]) })) };
}

/** A Gateway Load Balancer endpoint hands the packets to a firewall and takes them back in its own subnet. */
export function throughFirewallEndpoint(walk: Walk, position: Position, endpoint: VpcEndpoint): Onward {
  const { topology } = walk;
  const { VpcEndpointId: id } = endpoint;
  const { segment, subnet: at } = position;
  const subnet = topology.next(id, 'in-subnet', 'subnet')[0]?.id;
  checkAvailable(walk, position, endpoint);
  if (subnet === undefined) {
    return stopHere(
      walk,
      position,
      missingFact([notRead('VpcEndpoints', `the subnet of ${id} is not stated`)], [id], null, at),
    );
  }
  if (subnet !== at) passNetworkAcl(walk, segment, { subnet, direction: 'ingress', way: 'request' });
  const reason = `the rules of the appliances behind ${id} are out of sight`;
  meetOpaque(walk, segment, { kind: 'firewall-endpoint', hop: id, place: { resources: [id], at }, reason });
  return onwardFrom(position, id, subnet);
}

/** References match nothing behind an appliance: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing */
function onwardFrom(position: Position, id: string, subnet: string): Onward {
  return {
    kind: 'onward',
    exit: { kind: 'through', gateway: id, subnet, table: null },
    next: { ...position, subnet, table: null, groups: known([]), arrivedBy: id, appliance: id },
  };
}

/** A NAT instance sends from its own private address, and any of its ports. */
function translated(before: Segment, eni: NetworkInterface): Segment {
  const own = privateAddresses(eni);
  const source = own.length === 0 ? before.query.source : intervalSet(own.map((v) => [v, v] as const));
  const query = { ...before.query, source };
  return { query, sure: packets(query), possible: packets(query), outside: null };
}

function privateAddresses(eni: NetworkInterface): readonly bigint[] {
  return valuesOf([eni.PrivateIpAddress]);
}

function substitutions(eni: NetworkInterface): readonly Substitution[] {
  const primary = (eni.PrivateIpAddresses ?? []).find((a) => a.PrivateIpAddress === eni.PrivateIpAddress);
  const [inside] = privateAddresses(eni);
  const [outside] = valuesOf([eni.Association?.PublicIp ?? primary?.Association?.PublicIp]);
  return inside === undefined || outside === undefined ? [] : [{ inside, outside }];
}

function valuesOf(texts: readonly (string | undefined)[]): readonly bigint[] {
  return texts.flatMap((text) => (text === undefined ? [] : (parseAddress(text)?.value ?? [])));
}
