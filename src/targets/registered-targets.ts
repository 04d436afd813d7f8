import { parseAddress } from '../net/address.ts';
import type { Blocker } from '../reachability/blocker.ts';
import { missingFact } from '../reachability/walk-record.ts';
import type { MissingFact } from '../snapshot/known.ts';
import type { NetworkInterface } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { LoadBalancer, TargetGroup } from '../snapshot/service-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { type Found, notFound, nothing, primaryOf, stated, type TargetAddress } from './target-addresses.ts';

/** A healthy target that a load balancer's interface may hand a connection to. */
export interface RegisteredTarget extends TargetAddress {
  readonly port: number;
  /** Whether it sees the client's address instead of the load balancer's; null where that is not stated. */
  readonly seesClient: boolean | null;
  /** Whether this interface really hands connections to it, or, as it is in another zone, only perhaps. */
  readonly isSure: boolean;
  /** What would tell whichever of the two is not known. */
  readonly missing: MissingFact;
}

type Health = NonNullable<TargetGroup['TargetHealthDescriptions']>;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
const STATES: ReadonlySet<string> = new Set([
  ...['healthy', 'unhealthy', 'initial', 'unused', 'draining', 'unhealthy.draining', 'unavailable'],
]);

/** The healthy targets an interface hands connections to: with cross-zone load balancing all, else those of its own zone. */
export function registeredTargets(
  snapshot: NetworkSnapshot,
  balancer: LoadBalancer,
  group: TargetGroup,
  health: Health,
  eni: NetworkInterface,
): { readonly targets: readonly RegisteredTarget[]; readonly blockers: readonly Blocker[] } {
  const healthy = health.filter((h) => h.TargetHealth?.State === 'healthy');
  const crossZone = isCrossZone(balancer, group);
  const seesClient = preservesClient(group);
  const found = healthy.map(({ Target: target }) => ({ target, ...addressesOf(snapshot, group, target?.Id) }));
  const targets = found.flatMap(({ target, addresses }) =>
    addresses.flatMap((address) => {
      const stated = target?.AvailabilityZone;
      const isNear = stated === 'all' || isInZoneOf(snapshot, balancer, eni.SubnetId, stated, address) !== false;
      if (!isNear && crossZone === false) return [];
      const port = target?.Port ?? group.Port;
      const isSure = isNear || crossZone === true;
      return port === undefined ? [] : [{ ...address, port, seesClient, isSure, missing: unreadAttributes(group) }];
    }),
  );
  const portless = group.Port === undefined && healthy.some((h) => h.Target?.Port === undefined);
  const unheard = health.map((h) => h.TargetHealth?.State ?? 'not stated').filter((state) => !STATES.has(state));
  const unstated = [
    ...(portless ? [unsaid(group, 'the port of one of its targets is not stated')] : []),
    ...(unheard.length > 0 ? [unsaid(group, `the health of one of its targets is ${unheard[0]}`)] : []),
  ];
  return { targets, blockers: [...found.flatMap(({ blockers }) => blockers), ...unstated] };
}

function unsaid({ TargetGroupArn: id }: TargetGroup, reason: string): Blocker {
  const missing = notRead('TargetGroups', reason, 'elasticloadbalancing:DescribeTargetHealth');
  return missingFact([missing], [id], null, null);
}

function addressesOf(snapshot: NetworkSnapshot, group: TargetGroup, id: string | undefined): Found {
  if (id === undefined) return nothing(unsaid(group, 'the id of one of its targets is not stated'));
  if (!id.startsWith('i-')) {
    return parseAddress(id) === null ? nothing(unsaid(group, `its target ${id} is no address`)) : stated([id]);
  }
  const found = snapshot.one('Instances', { 'instance-id': id });
  if (!found.known) return nothing(missingFact([found.missing], [id], null, null));
  return found.value === null
    ? nothing(notFound(id, `no instance in sight has this id, which ${group.TargetGroupArn} registers`))
    : primaryOf(snapshot, found.value);
}

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation:
 * always for UDP and TCP_UDP; else as the attribute says.
 */
function preservesClient(group: TargetGroup): boolean | null {
  if (/UDP|QUIC/.test(group.Protocol ?? '')) return true;
  const value = attribute(group.Attributes, 'preserve_client_ip.enabled');
  if (value !== undefined) return switched(value);
  if (group.Attributes === undefined) return null;
  return group.TargetType !== 'ip';
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#target-group-cross-zone */
function isCrossZone(balancer: LoadBalancer, group: TargetGroup): boolean | null {
  const own = attribute(group.Attributes, 'load_balancing.cross_zone.enabled');
  if (own !== undefined && own !== 'use_load_balancer_configuration') return switched(own);
  const general = attribute(balancer.Attributes, 'load_balancing.cross_zone.enabled');
  if (group.Attributes === undefined || balancer.Attributes === undefined) return null;
  return general === undefined ? false : switched(general);
}

/** Null: neither on nor off. */
function switched(value: string): boolean | null {
  return { true: true, false: false }[value] ?? null;
}

function attribute(attributes: TargetGroup['Attributes'], key: string): string | undefined {
  return (attributes ?? []).find((a) => a.Key === key)?.Value?.toLowerCase();
}

function unreadAttributes({ TargetGroupArn: id }: TargetGroup): MissingFact {
  const action = 'elasticloadbalancing:DescribeTargetGroupAttributes';
  return { list: 'TargetGroups', action, reason: `the attributes of ${id} and of its load balancer were not read` };
}

/** Whether a target is in the zone of a load balancer's interface: by its account's name of the zone where that is stated; null: nobody knows. */
function isInZoneOf(
  snapshot: NetworkSnapshot,
  { AvailabilityZones: zones = [] }: LoadBalancer,
  subnet: string | undefined,
  stated: string | undefined,
  { interface: eni }: TargetAddress,
): boolean | null {
  const zone = zoneOf(snapshot, subnet);
  if (stated !== undefined) {
    const named = zones.find(({ SubnetId }) => SubnetId !== undefined && SubnetId === subnet)?.ZoneName ?? zone;
    return named === null ? null : stated === named;
  }
  const [fact] = eni === null ? [] : snapshot.seen('NetworkInterfaces', { 'network-interface-id': eni });
  const own = zoneOf(snapshot, fact?.SubnetId);
  return zone === null || own === null ? null : own === zone;
}

function zoneOf(snapshot: NetworkSnapshot, subnet: string | undefined): string | null {
  const [fact] = subnet === undefined ? [] : snapshot.seen('Subnets', { 'subnet-id': subnet });
  return fact?.AvailabilityZone ?? null;
}
