import { functionPlacement } from '../reachability/function-placement.ts';
import { functionNetwork } from '../reachability/function-sources.ts';
import { enforcedFor } from '../snapshot/encryption-control.ts';
import { known, type MissingFact } from '../snapshot/known.ts';
import { inBetween } from '../snapshot/not-read.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';

/** What keeps a function from running, and what to do about it, as the beginning of a sentence. */
export interface Hindrance {
  readonly reason: string;
  readonly mend: string;
}

/** Why a function cannot run where it is placed, or (`unsettled`) why nobody can say at the moment. */
export type PlacementObstacle =
  | ({ readonly kind: 'refused' } & Hindrance)
  | { readonly kind: 'unsettled'; readonly resource: string; readonly missing: MissingFact };

/**
 * What keeps a function from running whatever its own state says: the controls of its VPC, the state of its capacity
 * provider. No path is to blame, so it is no matter of reachability.
 */
export function placementObstacle(snapshot: NetworkSnapshot, lambda: LambdaFunction): PlacementObstacle | null {
  const placement = functionPlacement(snapshot, lambda);
  switch (placement.kind) {
    case 'aws-network':
      return null;
    case 'unread':
      return { kind: 'unsettled', resource: placement.resource, missing: placement.missing };
    case 'attached':
      return refusedByVpc(snapshot, functionNetwork(snapshot, lambda, placement).vpc);
    case 'managed-instances':
      return placement.state === 'Active' ? null : idleProvider(placement.provider, placement.state);
  }
}

/**
 * Where Lambda's interfaces are disallowed.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html (dedicated tenancy)
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html
 */
function refusedByVpc(snapshot: NetworkSnapshot, id: string | null): PlacementObstacle | null {
  const found = id === null ? known(null) : snapshot.one('Vpcs', { 'vpc-id': id });
  if (!found.known) return { kind: 'unsettled', resource: id ?? '', missing: found.missing };
  const vpc = found.value;
  if (vpc === null) return null;
  if (vpc.InstanceTenancy === 'dedicated') {
    const mend = 'Attach the function to a VPC of default tenancy, peered with it if need be';
    return { kind: 'refused', reason: `${vpc.VpcId} has dedicated tenancy, where Lambda attaches no function`, mend };
  }
  const enforcement = enforcedFor(vpc, 'Lambda');
  switch (enforcement.kind) {
    case 'off':
      return null;
    case 'enforced':
      return {
        kind: 'refused',
        reason: `${vpc.VpcId} enforces encryption in transit and does not exclude Lambda from it`,
        mend: `Exclude Lambda in the encryption controls of ${vpc.VpcId}`,
      };
    case 'changing': {
      const reason = `its encryption controls are being changed (${enforcement.state})`;
      return { kind: 'unsettled', resource: vpc.VpcId, missing: inBetween('Vpcs', reason) };
    }
  }
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CapacityProvider.html */
function idleProvider(provider: string, state: string): PlacementObstacle {
  if (state !== 'Pending') {
    const mend = `Bring ${provider} into the state Active, or give the function one that is`;
    return { kind: 'refused', reason: `its capacity provider ${provider} is ${state}`, mend };
  }
  const missing = inBetween('CapacityProviders', 'it is still Pending');
  return { kind: 'unsettled', resource: provider, missing };
}
