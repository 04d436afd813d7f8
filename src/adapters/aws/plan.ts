import { NETWORK_PLAN } from './network-plan.ts';
import type { PlanRow } from './plan-row.ts';
import { ROTATION_PLAN } from './rotation-plan.ts';

/**
 * Every call the collector can make, in the order in which failures are told. A further service is further rows:
 * what a row needs decides in which round it is asked.
 */
export const PLAN: readonly PlanRow[] = [...ROTATION_PLAN, ...NETWORK_PLAN];
