import type { Route } from '../snapshot/network-facts.ts';

/** Where a route sends packets, from whichever of AWS's target fields is set (EC2 API, Route). */
export type RouteTarget =
  | { readonly kind: 'local' }
  | { readonly kind: 'nat-gateway'; readonly id: string }
  | { readonly kind: 'internet-gateway'; readonly id: string }
  | { readonly kind: 'vpc-endpoint'; readonly id: string }
  | { readonly kind: 'peering-connection'; readonly id: string }
  | { readonly kind: 'network-interface'; readonly id: string }
  | { readonly kind: 'opaque'; readonly id: string; readonly what: string };

const OPAQUE_FIELDS = [
  ['TransitGatewayId', 'a transit gateway'],
  ['EgressOnlyInternetGatewayId', 'an egress-only internet gateway'],
  ['LocalGatewayId', 'an Outposts local gateway'],
  ['CarrierGatewayId', 'a carrier gateway'],
  ['CoreNetworkArn', 'a Cloud WAN core network'],
  ['OdbNetworkArn', 'an Oracle Database@AWS network'],
] as const;

export function routeTarget(route: Route): RouteTarget {
  if (route.NatGatewayId !== undefined) return { kind: 'nat-gateway', id: route.NatGatewayId };
  if (route.VpcPeeringConnectionId !== undefined)
    return { kind: 'peering-connection', id: route.VpcPeeringConnectionId };
  if (route.NetworkInterfaceId !== undefined) return { kind: 'network-interface', id: route.NetworkInterfaceId };
  for (const [field, what] of OPAQUE_FIELDS) {
    const id = route[field];
    if (id !== undefined) return { kind: 'opaque', id, what };
  }
  return gatewayTarget(route);
}

function gatewayTarget(route: Route): RouteTarget {
  const id = route.GatewayId;
  if (id === 'local') return { kind: 'local' };
  if (id?.startsWith('igw-')) return { kind: 'internet-gateway', id };
  if (id?.startsWith('vpce-')) return { kind: 'vpc-endpoint', id };
  if (id?.startsWith('vgw-')) return { kind: 'opaque', id, what: 'a virtual private gateway' };
  if (route.InstanceId !== undefined) return { kind: 'opaque', id: route.InstanceId, what: 'an instance' };
  return { kind: 'opaque', id: id ?? 'a route without target', what: 'a target of unknown kind' };
}

/** The route's destination as AWS writes it: a CIDR block or a prefix list id. */
export function routeDestination(route: Route): string {
  return (
    route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? 'no destination'
  );
}
