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
  const { vpc, zone } = service;
  const subnets = service.subnets.filter((id) => zone === null || mayBeIn(snapshot, id, zone));
  const scopes = service.subnets.length === 0 ? [vpc === null ? {} : { 'vpc-id': vpc }] : subnets.map(inSubnet);
  const seen = scopes.flatMap((where) => snapshot.seen('NetworkInterfaces', where));
  const candidates = seen.filter(
    (eni) => service.owns(eni) && carriesExactly(eni, service.groups) && isInZone(snapshot, eni, zone),
  );
  const also = vpc === null ? {} : { 'vpc-id': vpc };
  const isWhole = scopes.every((where) => snapshot.all('NetworkInterfaces', where, also).known);
  return { candidates, complete: isWhole || (service.isNamedByInterface && candidates.length > 0) };
}

function inSubnet(id: string): { readonly 'subnet-id': string } {
  return { 'subnet-id': id };
}

function isInZone(snapshot: NetworkSnapshot, eni: NetworkInterface, zone: string | null): boolean {
  return zone === null || eni.SubnetId === undefined || mayBeIn(snapshot, eni.SubnetId, zone);
}

function mayBeIn(snapshot: NetworkSnapshot, subnet: string, zone: string): boolean {
  const [fact] = snapshot.seen('Subnets', { 'subnet-id': subnet });
  return fact?.AvailabilityZone === undefined || fact.AvailabilityZone === zone;
}

/** Where the service's groups were not stated, any will do. */
function carriesExactly(eni: NetworkInterface, groups: readonly string[]): boolean {
  const carried = new Set((eni.Groups ?? []).flatMap((g) => g.GroupId ?? []));
  return groups.length === 0 || (carried.size === groups.length && groups.every((id) => carried.has(id)));
}
