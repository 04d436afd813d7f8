import type { Blocker } from '../../src/reachability/blocker.ts';
import type { Code } from '../../src/reachability/codes.ts';

/** Where the kernel lost a packet: `nacl-ingress:acl-…:subnet-…` on a leg. */
export interface DropPoint {
  readonly leg: string;
  readonly point: string;
}

/** The codes that name what the kernel ran into, by the kind of its drop point. */
const CODES_OF: Readonly<Record<string, readonly Code[]>> = {
  'sg-egress': ['ENI_SG_RULES_MISMATCH', 'SG_HAS_NO_RULES'],
  'sg-ingress': ['ENI_SG_RULES_MISMATCH', 'SG_HAS_NO_RULES'],
  'nacl-egress': ['SUBNET_ACL_RESTRICTION'],
  'nacl-ingress': ['SUBNET_ACL_RESTRICTION'],
  'no-route': ['NO_ROUTE_TO_DESTINATION'],
  blackhole: ['BAD_STATE_ROUTE'],
  // A detached internet gateway is a dead end twice over: for what it is, and for who comes without a public address.
  'unusable-target': ['BAD_STATE', 'BAD_STATE_ATTACHMENT', 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'],
  'igw-no-public-ip': ['IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', 'X_PRIVATE_NAT_BEFORE_INTERNET_GATEWAY'],
  'no-host': ['X_NO_INTERFACE_AT_ADDRESS'],
  'outside-vpc': ['PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', 'X_ROUTE_NEVER_RETURNS'],
  'nat-loop': ['X_NAT_GATEWAY_IN_SOURCE_SUBNET'],
  'nat-no-mapping': ['X_ROUTE_NEVER_RETURNS'],
  'internet-no-host': ['IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS'],
  'endpoint-pendingAcceptance': ['BAD_STATE'],
  'eni-detached': ['BAD_STATE'],
};

/** Whether one of our blockers is what the kernel ran into: the same leg, the same kind, the same filter or table. */
export function isNamed({ leg, point }: DropPoint, blockers: readonly Blocker[]): boolean {
  const [kind = '', resource = '', subnet = ''] = point.split(':');
  const codes = CODES_OF[kind];
  if (codes === undefined) throw new Error(`The kernel dropped at ${point}, which has no code of ours`);
  return blockers.some((b) => {
    if (b.leg !== leg || !codes.includes(b.code)) return false;
    if (kind.startsWith('sg-')) return b.direction === kind.slice('sg-'.length);
    if (kind.startsWith('nacl-')) {
      return b.direction === kind.slice('nacl-'.length) && b.resources.includes(resource) && b.at === subnet;
    }
    return kind === 'no-route' || kind === 'blackhole' ? b.resources.includes(resource) : true;
  });
}
