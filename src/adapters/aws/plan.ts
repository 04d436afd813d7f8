import { INTERFACES_PLAN } from './interfaces-plan.ts';
import { NAMES_PLAN } from './names-plan.ts';
import { NETWORK_PLAN } from './network-plan.ts';
import type { PlanRow } from './plan-row.ts';
import { ROTATION_PLAN } from './rotation-plan.ts';
import { SERVICES_PLAN } from './services-plan.ts';
import { TRANSIT_PLAN } from './transit-plan.ts';

/**
 * Every call the collector can make, in the order in which failures are told. A further service is further rows:
 * what a row needs decides in which round it is asked.
 */
export const PLAN: readonly PlanRow[] = [
  ...ROTATION_PLAN,
  ...NETWORK_PLAN,
  ...INTERFACES_PLAN,
  ...TRANSIT_PLAN,
  ...NAMES_PLAN,
  ...SERVICES_PLAN,
];
