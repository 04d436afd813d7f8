import { blocker } from '../reachability/blocker.ts';
import { ipv6Addresses, primaryAddress } from '../reachability/interface-addresses.ts';
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
  const { Type: type = 'network', LoadBalancerArn: arn } = balancer;
  if (type === 'application') return nothing(speaksHttp(arn));
  if (type !== 'network') {
    const reason = `what a load balancer of type ${type} does with a connection is not known`;
    return nothing(blocker('X_TARGET_UNCERTAIN', { resources: [arn] }, { target: spec.host, reason }));
  }
  const zones = zonesOf(snapshot, balancer, spec.port);
  const serving = zones.filter((zone) => zone.serves);
  const answering = serving.length > 0 ? serving : zones;
  const addresses = answering.flatMap(({ interface: eni }) => (eni === null ? [] : addressOf(eni, balancer)));
  const unseen = answering.filter(({ interface: eni }) => eni === null || addressOf(eni, balancer).length === 0);
  if (addresses.length > 0 && unseen.length === 0) return { addresses, blockers: [] };
  const where = unseen.map((zone) => ` in ${zone.subnet}`).join(' and');
  const of = balancer.LoadBalancerName ?? balancer.LoadBalancerArn;
  const reason = `no interface of ${of}${where} with its address is in sight; give its addresses as ${written(spec)}=IP,IP`;
  return { addresses, blockers: [blocker('X_NAME_UNKNOWN', { resources: [spec.host] }, { host: spec.host, reason })] };
}

interface Zone {
  readonly subnet: string;
  /** Null: not in sight. */
  readonly interface: NetworkInterface | null;
  /** Whether it has somebody to hand a connection to; a zone without is not in the name while another has. */
  readonly serves: boolean;
}

function zonesOf(snapshot: NetworkSnapshot, balancer: LoadBalancer, port: number): readonly Zone[] {
  const path = balancer.LoadBalancerArn.split(':loadbalancer/').at(-1) ?? '';
  const subnets = (balancer.AvailabilityZones ?? [])
    .map((zone) => zone.SubnetId ?? zone.ZoneName ?? 'a zone')
    .sort(byCodeUnit);
  return subnets.flatMap((subnet): readonly Zone[] => {
    const seen = snapshot.seen('NetworkInterfaces', { 'subnet-id': subnet }).filter((eni) => balancerOf(eni) === path);
    const unseen = { NetworkInterfaceId: balancer.LoadBalancerArn, SubnetId: subnet, Description: `ELB ${path}` };
    const serves = (eni: NetworkInterface) => (balancerAt(snapshot, eni, port)?.targets.length ?? 0) > 0;
    if (seen.length === 0) return [{ subnet, interface: null, serves: serves(unseen) }];
    return seen.map((eni) => ({ subnet, interface: eni, serves: serves(eni) }));
  });
}

/**
 * An internal name gives private addresses, an internet-facing one public ones, from inside the VPC too; both the IPv6
 * addresses of a dual-stack load balancer beside them.
 */
function addressOf(
  eni: NetworkInterface,
  { Scheme: scheme, IpAddressType: type }: LoadBalancer,
): readonly TargetAddress[] {
  const own = (address: string) => ({ address, interface: eni.NetworkInterfaceId });
  const ipv6 = type === 'ipv4' ? [] : ipv6Addresses(eni).map(own);
  switch (scheme) {
    case 'internal': {
      const ipv4 = primaryAddress(eni);
      return ipv4 === null ? [] : [own(ipv4), ...ipv6];
    }
    case 'internet-facing': {
      const address = eni.Association?.PublicIp;
      return address === undefined ? [] : [{ address, interface: null }, ...ipv6];
    }
    default:
      return [];
  }
}
