import type { NetworkInterface } from '../../snapshot/network-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import { crossingSeenBy } from '../endpoint-references.ts';
import { destinationText, type Position, type Walk } from '../position.ts';
import { passSecurityGroups } from '../walk-filters.ts';
import { meetOpaque, missingFact } from '../walk-record.ts';

type InterfaceNode = TopologyNode<'network-interface'>;

/** The interface that has the destination address: attached, what it is part of up, its security groups, and what it hides. */
export function enterInterface(walk: Walk, position: Position, holder: InterfaceNode, subnet: string): void {
  const { record } = walk;
  const destination = destinationText(walk, position);
  const { segment } = position;
  if (!holder.fact.known || holder.fact.value === null) {
    record.hop(destination, 'target', subnet);
    const reason = holder.fact.known
      ? blocker('X_NO_INTERFACE_AT_ADDRESS', { resources: [subnet], at: subnet }, { destination, subnet })
      : missingFact([holder.fact.missing], [destination], null, subnet);
    record.stop(
      segment,
      reason,
      holder.fact.known ? `no network interface in ${subnet} has ${destination}` : undefined,
    );
    return;
  }
  record.hop(holder.id, 'target', subnet);
  const meant = walk.flow.destination.interface;
  if (meant !== null && meant !== holder.id) {
    const reason = `its address ${destination} leads to ${holder.id} here`;
    record.stop(segment, blocker('X_TARGET_NOT_FOUND', { resources: [meant], at: subnet }, { target: meant, reason }));
    return;
  }
  checkAttached(walk, position, holder);
  checkEndpoint(walk, position, holder);
  filterIn(walk, position, holder, holder.fact.value);
  throughResourceGateway(walk, position, holder);
  const what = whatOnlyAnswers(holder.fact.value);
  if (what !== null) {
    const seen = `${holder.id} belongs to ${what}, which accepts no connections`;
    const place = { resources: [holder.id], at: holder.id };
    record.stop(segment, blocker('X_ACCEPTS_NO_CONNECTIONS', place, { what, interface: holder.id }), seen);
    return;
  }
  if (!isOfKnownKind(holder.fact.value)) {
    const reason = `whether an interface of type ${holder.fact.value.InterfaceType} accepts connections is not known`;
    record.stop(segment, missingFact([notRead('NetworkInterfaces', reason)], [holder.id], null, holder.id));
    return;
  }
  const behind = whatItHides(holder.fact.value);
  if (behind === null || (walk.flow.destination.judgedBeyond === true && isLoadBalancer(holder.fact.value))) return;
  const reason = `what ${behind} does with the traffic is not judged yet`;
  const details = { what: `${behind} (${holder.id})`, reason };
  record.stop(segment, blocker('X_NOT_MODELLED', { resources: [holder.id], at: holder.id }, details));
}

function filterIn(walk: Walk, position: Position, holder: InterfaceNode, eni: NetworkInterface): void {
  const groups = walk.topology.next(holder.id, 'carries', 'security-group');
  if (groups.length > 0) {
    const end = {
      groups,
      at: holder.id,
      direction: 'ingress',
      remote: {
        groups: position.groups,
        crossing: crossingSeenBy(walk.topology, holder, position.crossing),
        isService: false,
      },
    } as const;
    passSecurityGroups(walk, position.segment, end);
    return;
  }
  if (isUnfiltered(eni)) return;
  const reason = `the security groups of ${holder.id} are not stated`;
  const missing = notRead('NetworkInterfaces', reason);
  walk.record.stop(position.segment, missingFact([missing], [holder.id], 'ingress', holder.id));
}

/** Interfaces of what begins connections and accepts none. */
function whatOnlyAnswers({ InterfaceType: type = 'interface' }: NetworkInterface): string | null {
  if (NAT_GATEWAY.has(type)) return 'a NAT gateway';
  return type === 'lambda' ? 'a Lambda function' : null;
}

/** The API model's spelling and the wire's. */
const NAT_GATEWAY: ReadonlySet<string> = new Set(['natGateway', 'nat_gateway']);

/** Whoever has such an interface decides what it accepts. */
const ORDINARY: ReadonlySet<string> = new Set(['interface', 'efa', 'efa-only', 'trunk', 'branch', 'vpc_endpoint']);

function isOfKnownKind({ InterfaceType: type = 'interface' }: NetworkInterface): boolean {
  return ORDINARY.has(type) || Object.hasOwn(HIDING, type);
}

/** These may carry no security group; every other interface carries at least one. */
export function isUnfiltered({ InterfaceType: type = 'interface' }: NetworkInterface): boolean {
  return NAT_GATEWAY.has(type) || Object.hasOwn(HIDING, type);
}

/** Application load balancers are told by their description alone. */
export function isLoadBalancer({ InterfaceType: type, Description: text }: NetworkInterface): boolean {
  return type === 'network_load_balancer' || type === 'load_balancer' || text?.startsWith('ELB ') === true;
}

const HIDING: Readonly<Record<string, string>> = {
  network_load_balancer: 'a Network Load Balancer',
  load_balancer: 'a load balancer',
  gateway_load_balancer: 'a Gateway Load Balancer',
  gateway_load_balancer_endpoint: 'a Gateway Load Balancer endpoint',
  transit_gateway: 'a transit gateway attachment',
};

/** Interfaces that hand the traffic on to something else. Load balancers of the application kind are told by their description. */
function whatItHides({ InterfaceType: type, Description: text }: NetworkInterface): string | null {
  return HIDING[type ?? ''] ?? (text?.startsWith('ELB ') === true ? 'a load balancer' : null);
}

/** An interface sends and answers while it is attached to something that runs. */
export function checkAttached(walk: Walk, position: Position, holder: InterfaceNode): void {
  const { id, fact } = holder;
  const { Status: status = 'in-use', Attachment } = (fact.known ? fact.value : null) ?? {};
  const attachment = Attachment?.Status ?? 'attached';
  const up = status === 'in-use' || status === 'associated';
  if (!up || attachment !== 'attached') {
    const details = { kind: 'network interface', state: up ? attachment : status, needed: 'in-use' };
    walk.record.stop(position.segment, blocker('BAD_STATE', { resources: [id], at: id }, details));
  }
  checkInstance(walk, position, holder);
}

function checkInstance(walk: Walk, position: Position, { id: at }: InterfaceNode): void {
  for (const { id, fact } of walk.topology.next(at, 'part-of', 'instance')) {
    const state = fact.known ? fact.value?.State?.Name : undefined;
    if (state === 'running') continue;
    const unread = notRead('Instances', `the state of ${id} is not known`);
    const reason =
      state === undefined
        ? missingFact([fact.known ? unread : fact.missing], [id], null, at)
        : blocker('BAD_STATE', { resources: [id], at }, { kind: 'instance', state, needed: 'running' });
    walk.record.stop(position.segment, reason);
  }
}

const LEADS_TO_RESOURCES: ReadonlySet<string> = new Set(['Resource', 'ServiceNetwork']);

/** What a resource gateway does with a connection nobody can see. */
function throughResourceGateway(walk: Walk, position: Position, { id: at }: InterfaceNode): void {
  for (const { id, fact } of walk.topology.next(at, 'part-of', 'vpc-endpoint')) {
    const type = (fact.known ? fact.value?.VpcEndpointType : undefined) ?? 'Interface';
    if (!LEADS_TO_RESOURCES.has(type)) continue;
    const reason = `what is behind the ${type} endpoint ${id} is out of sight`;
    meetOpaque(walk, position.segment, { kind: 'resource-gateway', hop: id, place: { resources: [id], at }, reason });
  }
}

function checkEndpoint(walk: Walk, position: Position, { id: at }: InterfaceNode): void {
  for (const { id, fact } of walk.topology.next(at, 'part-of', 'vpc-endpoint')) {
    // The wire says `available`, the API model `Available`.
    const state = fact.known ? fact.value?.State?.toLowerCase() : undefined;
    const type = (fact.known ? fact.value?.VpcEndpointType : undefined) ?? 'Interface';
    if (state === 'available' && (type === 'Interface' || LEADS_TO_RESOURCES.has(type))) continue;
    const doubt = state === undefined ? 'its state is not stated' : 'AWS does not say which of its interfaces serve';
    const unread = notRead('VpcEndpoints', `whether ${id} serves at ${at} is not known: ${doubt}`);
    const reason =
      state === undefined || state === 'partial'
        ? missingFact([fact.known ? unread : fact.missing], [id], null, at)
        : state === 'available'
          ? blocker(
              'X_NOT_MODELLED',
              { resources: [id], at },
              { what: `${type} endpoint ${id}`, reason: 'what is behind it is out of sight' },
            )
          : blocker('BAD_STATE', { resources: [id], at }, { kind: 'VPC endpoint', state, needed: 'available' });
    walk.record.stop(position.segment, reason);
  }
}
