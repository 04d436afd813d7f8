import { known } from '../../snapshot/known.ts';
import type { NetworkInterface, VpcEndpoint } from '../../snapshot/network-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import type { Position, Walk } from '../position.ts';
import { passNetworkAcl, passSecurityGroups } from '../walk-filters.ts';
import { missingFact } from '../walk-record.ts';
import { checkAttached } from './interface.ts';

type InterfaceNode = TopologyNode<'network-interface'>;

/** What a gateway route table sends through a firewall or an appliance: what shows of it, and its subnet's ACL both ways. */
export function passOnTheWayIn(walk: Walk, position: Position, kind: Middlebox, id: string): void {
  const { topology, record } = walk;
  const { segment } = position;
  const subnet = topology.next(id, 'in-subnet', 'subnet')[0]?.id;
  const { fact } = topology.node<Middlebox>(kind, id);
  if (!fact.known || fact.value === null || subnet === undefined) {
    const unread = notRead(LISTS[kind], `nothing that was read says where ${id} stands`);
    record.stop(segment, missingFact([fact.known ? unread : fact.missing], [id], null, position.subnet));
    return;
  }
  record.hop(subnet, 'subnet', subnet);
  passNetworkAcl(walk, segment, { subnet, direction: 'ingress', way: 'request' });
  if (isEndpoint(fact.value)) checkAvailable(walk, position, fact.value);
  else passInterface(walk, position, topology.node('network-interface', id), fact.value, subnet);
  passNetworkAcl(walk, segment, { subnet, direction: 'egress', way: 'request' });
}

type Middlebox = 'vpc-endpoint' | 'network-interface';

const LISTS = { 'vpc-endpoint': 'VpcEndpoints', 'network-interface': 'NetworkInterfaces' } as const;

function isEndpoint(fact: VpcEndpoint | NetworkInterface): fact is VpcEndpoint {
  return 'VpcEndpointId' in fact;
}

export function checkAvailable(walk: Walk, { segment, subnet: at }: Position, endpoint: VpcEndpoint): void {
  const { VpcEndpointId: id } = endpoint;
  // The wire says `available`, the API model `Available`.
  const state = endpoint.State?.toLowerCase();
  if (state === 'available') return;
  const reason =
    state === undefined
      ? missingFact([notRead('VpcEndpoints', `the state of ${id} is not stated`)], [id], null, at)
      : blocker('BAD_STATE', { resources: [id], at }, { kind: 'VPC endpoint', state, needed: 'available' });
  walk.record.stop(segment, reason);
}

/** Into an appliance and out of it again: its own state, and its own groups both ways. */
export function passInterface(
  walk: Walk,
  position: Position,
  node: InterfaceNode,
  eni: NetworkInterface,
  subnet: string,
): void {
  const { topology, record } = walk;
  const { segment, crossing } = position;
  const { id } = node;
  record.hop(id, 'opaque', subnet);
  checkAttached(walk, position, node);
  checkForwards(walk, position, id, eni);
  const groups = topology.next(id, 'carries', 'security-group');
  if (groups.length === 0) {
    const missing = notRead('NetworkInterfaces', `the security groups of ${id} are not stated`);
    record.stop(segment, missingFact([missing], [id], 'ingress', id));
    return;
  }
  const end = { groups, at: id } as const;
  passSecurityGroups(walk, segment, {
    ...end,
    direction: 'ingress',
    remote: { groups: position.groups, crossing, isService: false },
  });
  passSecurityGroups(walk, segment, {
    ...end,
    direction: 'egress',
    remote: { groups: known([]), crossing: null, isService: walk.flow.destination.oneOf },
  });
}

/** EC2 drops what is neither from nor to an interface unless its check is off: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html */
function checkForwards(walk: Walk, { segment }: Position, id: string, eni: NetworkInterface): void {
  if (eni.SourceDestCheck === false) return;
  const unread = notRead('NetworkInterfaces', `the source/destination check of ${id} is not stated`);
  walk.record.stop(
    segment,
    eni.SourceDestCheck === undefined
      ? missingFact([unread], [id], null, id)
      : blocker('ENI_SOURCE_DEST_CHECK_RESTRICTION', { resources: [id], at: id }, { interface: id }),
    `the source/destination check of ${id} is ${eni.SourceDestCheck === undefined ? 'not stated' : 'on'}`,
  );
}
