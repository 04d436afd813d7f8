/** How a code weighs: only `fail` and `unknown` keep the gate shut. */
export type Outcome = 'fail' | 'unknown' | 'warning' | 'note';

function code<const D extends readonly string[]>(
  outcome: Outcome,
  check: string,
  details: D,
): { readonly outcome: Outcome; readonly check: string; readonly details: D } {
  return { outcome, check, details };
}

/**
 * Every reason the engine can give, with how it weighs, the check that finds it and the details it carries.
 * Names without X_ are AWS Reachability Analyzer's explanation codes
 * (https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html).
 */
export const CODES = {
  // filters
  SG_HAS_NO_RULES: code('fail', 'security-group', ['traffic', 'interface']),
  ENI_SG_RULES_MISMATCH: code('fail', 'security-group', ['traffic', 'nearest', 'interface']),
  SUBNET_ACL_RESTRICTION: code('fail', 'network-acl', ['traffic', 'nearest', 'refused']),
  // routes
  NO_ROUTE_TO_DESTINATION: code('fail', 'route', ['destination', 'nearest', 'subnet']),
  BAD_STATE_ROUTE: code('fail', 'route', ['destination', 'route', 'target', 'subnet']),
  X_NO_SUBNET_AT_ADDRESS: code('fail', 'route', ['destination', 'vpc']),
  X_NO_INTERFACE_AT_ADDRESS: code('fail', 'interface', ['destination', 'subnet']),
  X_ROUTE_ADVERTISED: code('warning', 'route', ['table', 'route', 'target']),
  X_ROUTE_LOOP: code('fail', 'route', ['destination', 'gateway', 'subnet']),
  X_ROUTE_NEVER_RETURNS: code('fail', 'return-route', ['destination', 'route', 'expected', 'found', 'mend']),
  // gateways
  BAD_STATE: code('fail', 'gateway-state', ['kind', 'state', 'needed']),
  BAD_STATE_ATTACHMENT: code('fail', 'gateway-state', ['kind', 'state', 'vpc']),
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: code('fail', 'internet-gateway', ['source', 'destination']),
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS: code('fail', 'internet-gateway', ['destination']),
  ENI_SOURCE_DEST_CHECK_RESTRICTION: code('fail', 'appliance', ['interface']),
  X_EGRESS_ONLY_CARRIES_IPV6: code('fail', 'egress-only-gateway', ['destination', 'gateway']),
  X_GATEWAY_OF_ANOTHER_VPC: code('fail', 'gateway-scope', ['gateway', 'source']),
  X_NAT_GATEWAY_PROTOCOL: code('fail', 'nat-gateway', ['gateway', 'protocol']),
  X_ACCEPTS_NO_CONNECTIONS: code('fail', 'interface', ['what', 'interface']),
  X_NAT_GATEWAY_CARRIES_IPV4: code('fail', 'nat-gateway', ['destination', 'gateway']),
  TGW_ROUTE_AZ_RESTRICTION: code('fail', 'transit-gateway', ['attachment', 'subnet']),
  TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION: code('fail', 'transit-gateway', ['attachment', 'gateway']),
  TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT: code('fail', 'transit-gateway', ['table', 'destination', 'nearest']),
  TGW_RTB_BAD_STATE_ROUTE: code('fail', 'transit-gateway', ['table', 'route']),
  X_ATTACHMENT_WITHOUT_IPV6: code('fail', 'transit-gateway', ['attachment']),
  X_NAT_GATEWAY_IN_SOURCE_SUBNET: code('fail', 'nat-gateway', ['subnet', 'destination']),
  X_PRIVATE_NAT_BEFORE_INTERNET_GATEWAY: code('fail', 'nat-gateway', ['gateway']),
  X_NAT_GATEWAY_WITHOUT_ADDRESS: code('fail', 'nat-gateway', ['state']),
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: code('fail', 'peering-connection', ['destination', 'vpc', 'cidrs']),
  X_ENCRYPTION_ENFORCED: code('fail', 'encryption-control', ['vpc', 'thing']),
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED: code('fail', 'internet-gateway', ['mode', 'subnet']),
  // names
  X_NAME_NOT_RESOLVED: code('fail', 'name', ['host', 'reason', 'mend']),
  X_NAME_UNKNOWN: code('unknown', 'name', ['host', 'reason']),
  X_NO_IPV6_SOURCE: code('fail', 'ipv6', ['destination']),
  X_IPV6_STALL: code('fail', 'ipv6', ['subnet', 'timeout', 'wait']),
  X_IPV6_STALL_POSSIBLE: code('unknown', 'ipv6', ['subnet', 'runtime', 'reason']),
  X_IPV6_ALONE: code('unknown', 'ipv6', ['subnet', 'runtime']),
  X_IPV4_WITHOUT_PATH: code('note', 'ipv6', ['subnet', 'runtime']),
  X_PRIVATE_ADDRESS_OUTSIDE_VPC: code('fail', 'function-network', ['destination']),
  X_SERVICE_FILTERS_UNKNOWN_SOURCE: code('unknown', 'function-network', ['destination', 'serves', 'nearest']),
  X_PRIVATE_DNS_SHADOWS_NAT: code('note', 'name', ['host', 'endpoint']),
  X_ENDPOINT_UNUSED: code('note', 'name', ['host', 'endpoint', 'reason']),
  X_ENDPOINT_STATE_UNCERTAIN: code('unknown', 'name', ['host', 'endpoint', 'state']),
  X_HOST_IN_OTHER_REGION: code('fail', 'endpoint-host', ['host', 'region', 'secretRegion']),
  X_HOST_NOT_SECRETS_MANAGER: code('unknown', 'endpoint-host', ['host', 'variable']),
  X_HOST_UNKNOWN: code('unknown', 'endpoint-host', ['reason']),
  X_CLIENT_CONFIGURATION: code('fail', 'endpoint-host', ['variable', 'reason']),
  X_PRIVATE_DNS_UNCERTAIN: code('warning', 'name', ['host', 'endpoint', 'attribute']),
  X_ENDPOINT_POLICY_DENIES: code('fail', 'endpoint-policy', ['actions', 'statement', 'because']),
  X_ENDPOINT_POLICY_UNDECIDED: code('unknown', 'endpoint-policy', ['actions', 'statement', 'because']),
  X_SECRET_POLICY_DENIES: code('fail', 'secret-policy', ['actions', 'statement', 'because']),
  X_SECRET_POLICY_UNDECIDED: code('unknown', 'secret-policy', ['actions', 'statement', 'because']),
  X_SECOND_SECRET_UNUSABLE: code('fail', 'second-secret', ['secret', 'reason']),
  // targets
  X_TARGET_NOT_NAMED: code('unknown', 'target', ['hint']),
  X_TARGET_NOT_FOUND: code('fail', 'target', ['target', 'reason']),
  X_TARGET_DISAGREES: code('fail', 'target', ['named', 'declared', 'source']),
  X_TARGET_AMBIGUOUS: code('unknown', 'target', ['target', 'choices']),
  X_TARGET_PORT_ASSUMED: code('warning', 'target', ['engine', 'port']),
  X_TARGET_PORT_DIFFERS: code('fail', 'target', ['target', 'port', 'listens']),
  X_TARGET_UNCERTAIN: code('unknown', 'target', ['target', 'reason']),
  X_INTERFACE_UNKNOWN: code('unknown', 'target', ['target', 'places']),
  X_EVERY_INTERFACE_REACHED: code('note', 'target', ['target', 'places']),
  X_FAILS_AFTER_FAILOVER: code('warning', 'target', ['target', 'interface', 'reason']),
  X_LISTENER_MISSING: code('fail', 'target', ['balancer', 'port', 'listens']),
  X_NO_HEALTHY_TARGET: code('fail', 'target', ['group', 'states']),
  X_LOAD_BALANCER_SPEAKS_HTTP: code('fail', 'target', ['balancer']),
  X_CLIENT_ADDRESS_TOO_FAR: code('fail', 'target', ['balancer', 'target', 'way']),
  X_RESOURCE_OUT_OF_REACH: code('fail', 'target', ['endpoint', 'reason']),
  X_SERVICE_OWN_DOOR: code('warning', 'target', ['destination', 'sources']),
  X_SERVICE_EXPOSED: code('warning', 'target', ['destination', 'nearest']),
  // facts
  UNKNOWN_RESOURCE: code('unknown', 'facts', ['missing', 'action', 'reason', 'mend']),
  X_OPAQUE_HOP: code('unknown', 'opaque-hop', ['hop', 'kind', 'what', 'reason']),
  X_ASSUMED: code('warning', 'opaque-hop', ['hop', 'kind', 'because']),
  X_ASSUMPTION_UNUSED: code('warning', 'opaque-hop', ['hop', 'because']),
  X_NOT_MODELLED: code('unknown', 'facts', ['what', 'reason']),
  X_PARTLY_COVERS_SERVICE_RANGE: code('unknown', 'service-range', ['covered', 'filter']),
  X_DEFAULT_ASSUMED: code('note', 'facts', ['list', 'assumed', 'action']),
  X_FUNCTION_UPDATE_NOT_EFFECTIVE: code('unknown', 'function-update', ['status']),
  X_NAT_IN_OTHER_ZONE: code('warning', 'availability', ['gateway', 'gatewayZone', 'subnet', 'zone']),
  X_ENDPOINT_IN_ONE_ZONE: code('warning', 'availability', ['endpoint', 'zone', 'subnet']),
  // history
  X_HISTORY_DISAGREES: code('warning', 'history', ['said', 'happened']),
  X_NOBODY_READS_THIS_SECRET: code('warning', 'history', ['reason']),
  // gate
  X_CHANGED_SINCE_CHECK: code('fail', 'recheck', ['changed']),
} as const;

export type Code = keyof typeof CODES;
export type DetailsOf<C extends Code> = Readonly<Record<(typeof CODES)[C]['details'][number], string>>;
