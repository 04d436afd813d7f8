import { ASKED_NAMES } from './situations/asked-names.ts';
import { ASSUMPTIONS } from './situations/assumptions.ts';
import { BLOCK_PUBLIC_ACCESS } from './situations/block-public-access.ts';
import { CALLED_NAMES } from './situations/called-names.ts';
import { CENTRAL_ENDPOINTS } from './situations/central-endpoints.ts';
import { CLIENT_HOSTS } from './situations/client-hosts.ts';
import { DNS64 } from './situations/dns64.ts';
import { ENCRYPTION_CONTROLS } from './situations/encryption-controls.ts';
import { ENDPOINT_PATH } from './situations/endpoint-path.ts';
import { ENDPOINT_POLICY } from './situations/endpoint-policy.ts';
import { ENDPOINT_POLICY_STATEMENTS } from './situations/endpoint-policy-statements.ts';
import { ENDPOINT_STATE } from './situations/endpoint-state.ts';
import { FAR_BALANCERS } from './situations/far-balancers.ts';
import { FAR_DATABASES } from './situations/far-databases.ts';
import { FUNCTION_ALIASES } from './situations/function-aliases.ts';
import { FUNCTION_POLICY_STATEMENTS } from './situations/function-policy-statements.ts';
import { FUNCTION_PRECONDITIONS } from './situations/function-preconditions.ts';
import { FUNCTION_STATES } from './situations/function-states.ts';
import { GAPS } from './situations/gaps.ts';
import { HARMLESS_RULES } from './situations/harmless-rules.ts';
import { HEALTHY } from './situations/healthy.ts';
import { HISTORY } from './situations/history.ts';
import { HOSTED_CLUSTERS } from './situations/hosted-clusters.ts';
import { HOSTED_DATABASES } from './situations/hosted-databases.ts';
import { HOSTS } from './situations/hosts.ts';
import { INTERNET_ACLS } from './situations/internet-acls.ts';
import { INTERNET_PATH } from './situations/internet-path.ts';
import { IPV6 } from './situations/ipv6.ts';
import { IPV6_TARGETS } from './situations/ipv6-targets.ts';
import { LOAD_BALANCER_FACTS } from './situations/load-balancer-facts.ts';
import { LOAD_BALANCERS } from './situations/load-balancers.ts';
import { MANAGED_INSTANCES } from './situations/managed-instances.ts';
import { NAME_ANSWERS } from './situations/name-answers.ts';
import { NAT_KINDS } from './situations/nat-kinds.ts';
import { OPAQUE_HOPS } from './situations/opaque-hops.ts';
import { OPAQUE_NAMES } from './situations/opaque-names.ts';
import { OTHER_SERVICES } from './situations/other-services.ts';
import { PEERING } from './situations/peering.ts';
import { PRIVATE_LINKS } from './situations/private-links.ts';
import { PRIVATE_ZONES } from './situations/private-zones.ts';
import { PROXIES_AND_POLICIES } from './situations/proxies-and-policies.ts';
import { PUBLIC_SERVICE } from './situations/public-service.ts';
import { RECORD_TYPES } from './situations/record-types.ts';
import { SECOND_SECRET } from './situations/second-secret.ts';
import { SECRET_POLICY } from './situations/secret-policy.ts';
import { SECRET_PRECONDITIONS } from './situations/secret-preconditions.ts';
import { SELDOM } from './situations/seldom.ts';
import { SERVICE_GROUPS } from './situations/service-groups.ts';
import { SERVICE_INTERFACE } from './situations/service-interface.ts';
import { SERVICE_PATH } from './situations/service-path.ts';
import { SERVICE_RANGES } from './situations/service-ranges.ts';
import { SEVERAL } from './situations/several.ts';
import { SHARED_GROUPS } from './situations/shared-groups.ts';
import type { Situation } from './situations/situation.ts';
import { STATED_TARGETS } from './situations/stated-targets.ts';
import { TARGETS } from './situations/targets.ts';
import { TRANSIT_EGRESS } from './situations/transit-egress.ts';
import { TRANSIT_GATEWAY } from './situations/transit-gateway.ts';

export const SITUATIONS: readonly Situation[] = [
  ...CALLED_NAMES,
  ...TRANSIT_EGRESS,
  ...NAT_KINDS,
  ...FAR_DATABASES,
  ...CLIENT_HOSTS,
  ...CENTRAL_ENDPOINTS,
  ...BLOCK_PUBLIC_ACCESS,
  ...ASKED_NAMES,
  ...ASSUMPTIONS,
  ...DNS64,
  ...ENCRYPTION_CONTROLS,
  ...ENDPOINT_PATH,
  ...ENDPOINT_POLICY,
  ...ENDPOINT_POLICY_STATEMENTS,
  ...ENDPOINT_STATE,
  ...FUNCTION_POLICY_STATEMENTS,
  ...FUNCTION_PRECONDITIONS,
  ...FUNCTION_STATES,
  ...GAPS,
  ...HARMLESS_RULES,
  ...HEALTHY,
  ...HISTORY,
  ...HOSTED_CLUSTERS,
  ...HOSTED_DATABASES,
  ...HOSTS,
  ...INTERNET_ACLS,
  ...INTERNET_PATH,
  ...IPV6,
  ...IPV6_TARGETS,
  ...MANAGED_INSTANCES,
  ...LOAD_BALANCER_FACTS,
  ...LOAD_BALANCERS,
  ...FAR_BALANCERS,
  ...FUNCTION_ALIASES,
  ...NAME_ANSWERS,
  ...OPAQUE_HOPS,
  ...OPAQUE_NAMES,
  ...OTHER_SERVICES,
  ...PEERING,
  ...PRIVATE_ZONES,
  ...PRIVATE_LINKS,
  ...PROXIES_AND_POLICIES,
  ...PUBLIC_SERVICE,
  ...RECORD_TYPES,
  ...SECRET_POLICY,
  ...SECOND_SECRET,
  ...SECRET_PRECONDITIONS,
  ...SELDOM,
  ...SERVICE_GROUPS,
  ...SERVICE_INTERFACE,
  ...SERVICE_PATH,
  ...SERVICE_RANGES,
  ...SEVERAL,
  ...SHARED_GROUPS,
  ...STATED_TARGETS,
  ...TARGETS,
  ...TRANSIT_GATEWAY,
];
