import { blocker } from '../reachability/blocker.ts';
import { plainName } from '../reachability/names/domain-name.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { NetworkInterface } from '../snapshot/network-facts.ts';
import type { LoadBalancer } from '../snapshot/service-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { balancerAt, balancerOf, speaksHttp } from './load-balancer.ts';
import { type Found, nothing, type TargetAddress } from './target-addresses.ts';
import { type TargetSpec, written } from './target-spec.ts';

/** The addresses that `name`, a load balancer's own, gives: of every zone that has somebody to hand a connection to. Null for any other name. */
export function ofLoadBalancerName(snapshot: NetworkSnapshot, spec: TargetSpec, name: string): Found | null {
  const balancer = snapshot
    .seen('LoadBalancers', {})
    .find((lb) => lb.DNSName !== undefined && plainName(lb.DNSName) === name.replace(/^dualstack\./, ''));
  if (balancer === undefined) return null;
  if (balancer.Type === 'application') return nothing(speaksHttp(balancer.LoadBalancerArn));
  const interfaces = interfacesOf(snapshot, balancer);
  const serving = interfaces.filter((eni) => (balancerAt(snapshot, eni, spec.port)?.targets.length ?? 0) > 0);
  const addresses = (serving.length > 0 ? serving : interfaces).flatMap((eni) => addressOf(eni, balancer));
  if (addresses.length > 0) return { addresses, blockers: [] };
  const reason = `no interface of ${balancer.LoadBalancerName ?? balancer.LoadBalancerArn} is in sight; give its addresses as ${written(spec)}=IP,IP`;
  return nothing(blocker('X_NAME_UNKNOWN', { resources: [spec.host] }, { host: spec.host, reason }));
}

function interfacesOf(snapshot: NetworkSnapshot, balancer: LoadBalancer): readonly NetworkInterface[] {
  const path = balancer.LoadBalancerArn.split(':loadbalancer/').at(-1);
  const subnets = (balancer.AvailabilityZones ?? []).flatMap((zone) => zone.SubnetId ?? []).sort(byCodeUnit);
  return subnets
    .flatMap((id) => snapshot.seen('NetworkInterfaces', { 'subnet-id': id }))
    .filter((eni) => balancerOf(eni) === path);
}

/** An internal name gives private addresses, an internet-facing one public ones, from inside the VPC too. */
function addressOf(eni: NetworkInterface, { Scheme: scheme }: LoadBalancer): readonly TargetAddress[] {
  const isPublic = scheme === 'internet-facing';
  const address = isPublic ? eni.Association?.PublicIp : eni.PrivateIpAddress;
  return address === undefined ? [] : [{ address, interface: isPublic ? null : eni.NetworkInterfaceId }];
}
