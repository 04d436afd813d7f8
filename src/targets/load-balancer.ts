import { type Blocker, blocker } from '../reachability/blocker.ts';
import { isLoadBalancer } from '../reachability/gateways/interface.ts';
import { missingFact } from '../reachability/walk-record.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { ListName } from '../snapshot/families.ts';
import type { NetworkInterface } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { Listener, LoadBalancer, TargetGroup } from '../snapshot/service-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { type RegisteredTarget, registeredTargets } from './registered-targets.ts';

/** What one interface of a load balancer does with connections to one port. */
export interface Balancer {
  readonly interface: NetworkInterface;
  readonly port: number;
  /** Each healthy target a connection may be handed to. */
  readonly targets: readonly RegisteredTarget[];
  /** Why a connection is handed to nobody, or nobody can say to whom. */
  readonly blockers: readonly Blocker[];
}

const OWN_DESCRIPTION = /^ELB ((?:net|app|gwy)\/[^/]+\/[0-9a-f]+)$/;

/** The part of a load balancer's ARN that its interfaces are described by; null for any other interface. */
export function balancerOf(eni: NetworkInterface): string | null {
  const named = OWN_DESCRIPTION.exec(eni.Description ?? '')?.[1];
  if (named !== undefined) return named;
  return isLoadBalancer(eni) ? '' : null;
}

/** Reads what stands behind an interface of a load balancer; null where it is none of one. */
export function balancerAt(snapshot: NetworkSnapshot, eni: NetworkInterface, port: number): Balancer | null {
  const path = balancerOf(eni);
  if (path === null) return null;
  const base = { interface: eni, port, targets: [] };
  if (path.startsWith('app/')) return { ...base, blockers: [speaksHttp(eni.NetworkInterfaceId)] };
  const balancer = snapshot
    .seen('LoadBalancers', {})
    .find((lb) => path !== '' && lb.LoadBalancerArn.endsWith(`/${path}`));
  if (balancer === undefined) {
    const reason = `the load balancer of ${eni.NetworkInterfaceId} is not among those read`;
    return { ...base, blockers: [unread('LoadBalancers', eni.NetworkInterfaceId, reason)] };
  }
  return { ...base, ...behind(snapshot, balancer, eni, port) };
}

type Behind = Pick<Balancer, 'targets' | 'blockers'>;

function nothing(reason: Blocker): Behind {
  return { targets: [], blockers: [reason] };
}

function behind(snapshot: NetworkSnapshot, balancer: LoadBalancer, eni: NetworkInterface, port: number): Behind {
  const arn = balancer.LoadBalancerArn;
  const listeners = snapshot.all('Listeners', { 'load-balancer-arn': arn });
  const seen = snapshot.seen('Listeners', { 'load-balancer-arn': arn });
  const listener = seen.find((l) => l.Port === port && /^(?:TCP(?:_UDP|_QUIC)?|TLS)$/.test(l.Protocol ?? 'TCP'));
  if (listener === undefined) {
    if (!listeners.known) return nothing(missingFact([listeners.missing], [arn], null, null));
    const listens = seen
      .map((l) => `${l.Protocol ?? 'TCP'} ${l.Port ?? '?'}`)
      .sort(byCodeUnit)
      .join(', ');
    const details = { balancer: nameOf(balancer), port: String(port), listens: listens === '' ? 'nothing' : listens };
    return nothing(blocker('X_LISTENER_MISSING', { resources: [arn] }, details));
  }
  const states = stateOf(balancer);
  if (states.length > 0) return { targets: [], blockers: states };
  const groups = forwardedTo(listener).map((id) => behindGroup(snapshot, balancer, id, eni));
  if (groups.length === 0) {
    const reason = `what the listener on ${port} does with a connection is not known: it names no target group with a weight`;
    return nothing(blocker('X_TARGET_UNCERTAIN', { resources: [arn] }, { target: nameOf(balancer), reason }));
  }
  const blockers = [...groups.flatMap((g) => g.blockers), ...protocolDoubt(listener, balancer)];
  return { targets: groups.flatMap((g) => g.targets), blockers };
}

/**
 * Clients of PostgreSQL, MySQL and SQL Server begin in plain text, which a TLS listener never answers; others do not.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html
 */
function protocolDoubt({ Protocol: protocol, Port: port }: Listener, balancer: LoadBalancer): readonly Blocker[] {
  const arn = balancer.LoadBalancerArn;
  if (protocol === undefined)
    return [unread('Listeners', arn, `the protocol of the listener on ${port} is not stated`)];
  if (protocol !== 'TLS') return [];
  const reason = `its listener on ${port} ends TLS, and whether the client begins with TLS is not known`;
  return [blocker('X_TARGET_UNCERTAIN', { resources: [arn] }, { target: nameOf(balancer), reason })];
}

function behindGroup(snapshot: NetworkSnapshot, balancer: LoadBalancer, id: string, eni: NetworkInterface): Behind {
  const found = snapshot.one('TargetGroups', { 'target-group-arn': id });
  if (!found.known) return nothing(missingFact([found.missing], [id], null, null));
  const group = found.value;
  if (group === null) return nothing(unread('TargetGroups', id, `${id} is not among the target groups read`));
  if (group.TargetType === 'alb') return nothing(speaksHttp(id));
  const health = group.TargetHealthDescriptions;
  if (health === undefined) {
    const reason = `the health of the targets of ${id} was not read`;
    return nothing(unread('TargetGroups', id, reason, 'elasticloadbalancing:DescribeTargetHealth'));
  }
  const { targets, blockers } = registeredTargets(snapshot, balancer, group, health, eni);
  if (targets.length > 0 || blockers.length > 0) return { targets, blockers };
  const states = health.map((h) => h.TargetHealth?.State ?? 'not stated');
  const pending = states.find((state) => /^(?:initial|unavailable|not stated)$/.test(state));
  if (pending !== undefined) {
    const reason = `the health of its targets is ${pending}`;
    return nothing(blocker('X_TARGET_UNCERTAIN', { resources: [id] }, { target: shortName(group), reason }));
  }
  const seen = states.map((state) => (state === 'healthy' ? 'healthy in another zone' : state));
  const told = [...new Set(seen)].sort(byCodeUnit).join(', ');
  const details = { group: shortName(group), states: told === '' ? 'none is registered' : told };
  return nothing(blocker('X_NO_HEALTHY_TARGET', { resources: [id], at: eni.NetworkInterfaceId }, details));
}

/** A group of weight 0 gets no connection, though the action may name it once more by itself. */
function forwardedTo({ DefaultActions: actions = [] }: Listener): readonly string[] {
  const ids = actions.flatMap(({ Type: type = 'forward', TargetGroupArn: one, ForwardConfig }) => {
    if (type !== 'forward') return [];
    const weighted = ForwardConfig?.TargetGroups ?? [];
    if (weighted.length === 0) return one ?? [];
    return weighted.filter((g) => g.Weight !== 0).flatMap((g) => g.TargetGroupArn ?? []);
  });
  return [...new Set(ids)].sort(byCodeUnit);
}

function stateOf(balancer: LoadBalancer): readonly Blocker[] {
  const state = balancer.State?.Code;
  const arn = balancer.LoadBalancerArn;
  if (state === undefined) return [unread('LoadBalancers', arn, `the state of ${nameOf(balancer)} is not stated`)];
  if (state === 'active' || state === 'active_impaired') return [];
  const details = { kind: 'load balancer', state, needed: 'active' };
  return [blocker('BAD_STATE', { resources: [arn] }, details)];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html */
export function speaksHttp(resource: string): Blocker {
  return blocker('X_LOAD_BALANCER_SPEAKS_HTTP', { resources: [resource] }, { balancer: resource });
}

function unread(list: ListName, resource: string, reason: string, action?: string): Blocker {
  return missingFact([notRead(list, reason, action)], [resource], null, null);
}

function nameOf({ LoadBalancerName: name, LoadBalancerArn: arn }: LoadBalancer): string {
  return name ?? arn;
}

/** `targetgroup/db/0123456789abcdef`, the end of its ARN. */
function shortName({ TargetGroupArn: arn }: TargetGroup): string {
  return arn.split(':').at(-1) ?? arn;
}
