import type { NetworkInterface } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { HostedService } from './hosted-service.ts';

/** The interfaces that may be a service's of the moment, and whether there may be others nobody listed. */
export interface LiveInterfaces {
  readonly candidates: readonly NetworkInterface[];
  readonly complete: boolean;
}

/** A managed service's interface is in its subnet group and its zone, carries exactly its groups, and was made for it. */
export function liveInterfaces(snapshot: NetworkSnapshot, service: HostedService): LiveInterfaces {
  const { vpc } = service;
  const subnets = service.subnets.filter((id) => mayStandIn(snapshot, service, id));
  const scopes = service.subnets.length === 0 ? [vpc === null ? {} : { 'vpc-id': vpc }] : subnets.map(inSubnet);
  const seen = scopes.flatMap((where) => snapshot.seen('NetworkInterfaces', where));
  const candidates = seen.filter(
    (eni) =>
      service.owns(eni) &&
      carriesExactly(eni, service.groups) &&
      (eni.SubnetId === undefined || mayStandIn(snapshot, service, eni.SubnetId)),
  );
  const also = vpc === null ? {} : { 'vpc-id': vpc };
  const isWhole = scopes.every((where) => snapshot.all('NetworkInterfaces', where, also).known);
  return { candidates, complete: isWhole || (service.isNamedByInterface && candidates.length > 0) };
}

function inSubnet(id: string): { readonly 'subnet-id': string } {
  return { 'subnet-id': id };
}

/** Whether a subnet is in the service's zone of the moment, as far as anybody says. */
function mayStandIn(snapshot: NetworkSnapshot, { zone, zones }: HostedService, subnet: string): boolean {
  const [fact] = snapshot.seen('Subnets', { 'subnet-id': subnet });
  const stated = zones.get(subnet) ?? fact?.AvailabilityZone;
  return zone === null || stated === undefined || stated === zone;
}

/** Where the service's groups were not stated, any will do. */
function carriesExactly(eni: NetworkInterface, groups: readonly string[]): boolean {
  const carried = new Set((eni.Groups ?? []).flatMap((g) => g.GroupId ?? []));
  return groups.length === 0 || (carried.size === groups.length && groups.every((id) => carried.has(id)));
}
