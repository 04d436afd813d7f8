import type { Finding } from '../../src/assessment/assessment.ts';
import {
  AWSCURRENT,
  dropSecretPolicy,
  leadToOwnRegion,
  liftConcurrency,
  mendEnvironment,
  mendFunction,
  nameHealthyFunction,
  openWayToService,
  permitInvocation,
  removePendingLabel,
  restoreSecret,
  setSecret,
  turnIpv6Off,
  turnIpv6On,
} from './account-fixes.ts';
import { allowInAcl, allowInGroup } from './filter-fixes.ts';
import type { Fix } from './mechanical-fix.ts';
import { mendNames } from './name-fixes.ts';
import { attachFunction, fillAddress, fillRange } from './place-fixes.ts';
import { addRoute, leadBack, redirectRoute, retargetRoutes, routeApart } from './route-fixes.ts';
import {
  allowAtEndpoint,
  allowPublicAccess,
  attachGateway,
  bringUp,
  excludeFromEncryption,
  makeNatGatewayPublic,
  turnSourceDestCheckOff,
} from './state-fixes.ts';
import {
  addListener,
  bringNearResource,
  healTargets,
  namePortOfService,
  nameServiceItself,
  registerNearTarget,
} from './target-fixes.ts';
import { addTransitRoute, associateAttachment, attachInZone, carryIpv6, revive } from './transit-fixes.ts';

/** What to do for each code of outcome fail; a code without a line is mended in the question, not in the account. */
const FIXES: Readonly<Record<string, Fix>> = {
  SG_HAS_NO_RULES: allowInGroup,
  ENI_SG_RULES_MISMATCH: allowInGroup,
  SUBNET_ACL_RESTRICTION: allowInAcl,
  NO_ROUTE_TO_DESTINATION: addRoute,
  BAD_STATE_ROUTE: redirectRoute,
  X_ROUTE_NEVER_RETURNS: leadBack,
  X_ROUTE_LOOP: retargetRoutes,
  X_NO_SUBNET_AT_ADDRESS: fillRange,
  X_NO_INTERFACE_AT_ADDRESS: fillAddress,
  BAD_STATE: bringUp,
  BAD_STATE_ATTACHMENT: attachGateway,
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: retargetRoutes,
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS: routeApart,
  X_NAT_GATEWAY_IN_SOURCE_SUBNET: retargetRoutes,
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: retargetRoutes,
  X_GATEWAY_OF_ANOTHER_VPC: retargetRoutes,
  X_NAT_GATEWAY_CARRIES_IPV4: retargetRoutes,
  X_EGRESS_ONLY_CARRIES_IPV6: routeApart,
  ENI_SOURCE_DEST_CHECK_RESTRICTION: turnSourceDestCheckOff,
  TGW_ROUTE_AZ_RESTRICTION: attachInZone,
  TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION: associateAttachment,
  TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT: addTransitRoute,
  TGW_RTB_BAD_STATE_ROUTE: revive,
  X_ATTACHMENT_WITHOUT_IPV6: carryIpv6,
  X_ENCRYPTION_ENFORCED: excludeFromEncryption,
  X_PRIVATE_NAT_BEFORE_INTERNET_GATEWAY: makeNatGatewayPublic,
  X_NAT_GATEWAY_WITHOUT_ADDRESS: makeNatGatewayPublic,
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED: allowPublicAccess,
  X_ENDPOINT_POLICY_DENIES: allowAtEndpoint,
  X_SECRET_POLICY_DENIES: dropSecretPolicy,
  X_NAME_NOT_RESOLVED: mendNames,
  X_NO_IPV6_SOURCE: turnIpv6On,
  X_IPV6_STALL: turnIpv6Off,
  X_CLIENT_CONFIGURATION: mendEnvironment,
  X_HOST_IN_OTHER_REGION: leadToOwnRegion,
  X_ACCEPTS_NO_CONNECTIONS: nameServiceItself,
  X_LOAD_BALANCER_SPEAKS_HTTP: nameServiceItself,
  X_TARGET_PORT_DIFFERS: namePortOfService,
  X_CLIENT_ADDRESS_TOO_FAR: registerNearTarget,
  X_LISTENER_MISSING: addListener,
  X_NO_HEALTHY_TARGET: healTargets,
  X_RESOURCE_OUT_OF_REACH: bringNearResource,
  X_OTHER_SERVICES: openWayToService,
  X_PRIVATE_ADDRESS_OUTSIDE_VPC: attachFunction,
  X_INVOKE_PERMISSION: permitInvocation,
  X_FUNCTION_CONCURRENCY: liftConcurrency,
  X_FUNCTION_STATE: mendFunction,
  X_FUNCTION_ARN_KIND: nameHealthyFunction,
  X_FUNCTION_NAMED: nameHealthyFunction,
  X_FUNCTION_REGION: nameHealthyFunction,
  X_PENDING_VERSION: removePendingLabel,
  X_SECRET_HAS_CURRENT: setSecret({ VersionIdsToStages: AWSCURRENT }),
  X_SECOND_SECRET_UNUSABLE: restoreSecret,
  X_SECRET_DELETED: setSecret({ DeletedDate: undefined }),
  X_SECRET_REPLICA: setSecret({ PrimaryRegion: undefined }),
  X_SECRET_MANAGED: setSecret({ OwningService: undefined }),
  X_SECRET_ROTATES_WITHOUT_LAMBDA: setSecret({ Type: undefined }),
};

export function fixFor({ code }: Finding): Fix | null {
  return FIXES[code] ?? null;
}
