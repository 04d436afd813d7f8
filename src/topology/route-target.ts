import type { Route } from '../snapshot/network-facts.ts';

/** Where a route sends packets, from whichever of AWS's target fields is set (EC2 API, Route). */
export type RouteTarget =
  | { readonly kind: 'local' }
  | { readonly kind: 'nat-gateway'; readonly id: string }
  | { readonly kind: 'internet-gateway'; readonly id: string }
  | { readonly kind: 'vpc-endpoint'; readonly id: string }
  | { readonly kind: 'peering-connection'; readonly id: string }
  | { readonly kind: 'network-interface'; readonly id: string }
  | { readonly kind: 'egress-only-gateway'; readonly id: string }
  | { readonly kind: 'transit-gateway'; readonly id: string }
  | { readonly kind: 'vpn-gateway'; readonly id: string }
  | { readonly kind: 'opaque'; readonly id: string; readonly network: OutOfSight };

/** Networks whose inside no EC2 API describes. */
export type OutOfSight = 'local-gateway' | 'carrier-gateway' | 'cloud-wan' | 'odb-network' | 'unknown';

const OPAQUE_FIELDS = [
  ['LocalGatewayId', 'local-gateway'],
  ['CarrierGatewayId', 'carrier-gateway'],
  ['CoreNetworkArn', 'cloud-wan'],
  ['OdbNetworkArn', 'odb-network'],
] as const;

export function routeTarget(route: Route): RouteTarget {
  if (route.NatGatewayId !== undefined) return { kind: 'nat-gateway', id: route.NatGatewayId };
  if (route.VpcPeeringConnectionId !== undefined)
    return { kind: 'peering-connection', id: route.VpcPeeringConnectionId };
  if (route.NetworkInterfaceId !== undefined) return { kind: 'network-interface', id: route.NetworkInterfaceId };
  if (route.TransitGatewayId !== undefined) return { kind: 'transit-gateway', id: route.TransitGatewayId };
  if (route.EgressOnlyInternetGatewayId !== undefined)
    return { kind: 'egress-only-gateway', id: route.EgressOnlyInternetGatewayId };
  for (const [field, network] of OPAQUE_FIELDS) {
    const id = route[field];
    if (id !== undefined) return { kind: 'opaque', id, network };
  }
  return gatewayTarget(route);
}

function gatewayTarget(route: Route): RouteTarget {
  const id = route.GatewayId;
  if (id === 'local') return { kind: 'local' };
  if (id?.startsWith('igw-')) return { kind: 'internet-gateway', id };
  if (id?.startsWith('vpce-')) return { kind: 'vpc-endpoint', id };
  if (id?.startsWith('vgw-')) return { kind: 'vpn-gateway', id };
  if (id?.startsWith('eigw-')) return { kind: 'egress-only-gateway', id };
  return { kind: 'opaque', id: id ?? route.InstanceId ?? 'a route without target', network: 'unknown' };
}

/** The route's destination as AWS writes it: a CIDR block or a prefix list id. */
export function routeDestination(route: Route): string {
  return (
    route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? 'no destination'
  );
}

/** A route has one target; an interface's may name its instance as well. */
export function namesSeveralTargets(route: Route): boolean {
  const fields = [
    'GatewayId',
    'NatGatewayId',
    'EgressOnlyInternetGatewayId',
    'TransitGatewayId',
    'VpcPeeringConnectionId',
    'NetworkInterfaceId',
    ...OPAQUE_FIELDS.map(([field]) => field),
  ] as const;
  return fields.filter((field) => route[field] !== undefined).length > 1;
}
