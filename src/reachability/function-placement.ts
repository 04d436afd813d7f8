import type { MissingFact } from '../snapshot/known.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { Blocker } from './blocker.ts';
import { missingFact } from './walk-record.ts';

/** Where a function runs: which subnets its packets leave from, and under which security groups. */
export type FunctionPlacement =
  /** On the network AWS runs functions in, attached to no VPC. */
  | { readonly kind: 'aws-network' }
  /** Attached by Lambda's own interfaces; `vpc` as its configuration states it. */
  | {
      readonly kind: 'attached';
      readonly vpc: string | null;
      readonly subnets: readonly string[];
      readonly groups: readonly string[];
    }
  /** On instances of a capacity provider, in that provider's subnets. */
  | {
      readonly kind: 'managed-instances';
      readonly provider: string;
      /** As Lambda names it; Active unless stated. */
      readonly state: string;
      readonly subnets: readonly string[];
      readonly groups: readonly string[];
    }
  | { readonly kind: 'unread'; readonly resource: string; readonly missing: MissingFact };

/**
 * A function on a capacity provider has no network of its own: an empty VpcConfig does not mean that it is outside any VPC.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-networking.html
 */
export function functionPlacement(snapshot: NetworkSnapshot, lambda: LambdaFunction): FunctionPlacement {
  const { FunctionArn: arn, CapacityProviderConfig: onInstances } = lambda;
  if (onInstances !== undefined) {
    const provider = onInstances.LambdaManagedInstancesCapacityProviderConfig?.CapacityProviderArn;
    if (provider !== undefined) return onCapacityProvider(snapshot, provider);
    return unread(notRead('Functions', `${arn} runs on a capacity provider that its configuration does not name`), arn);
  }
  const { SubnetIds, SecurityGroupIds, VpcId: stated = '' } = lambda.VpcConfig ?? {};
  const subnets = distinct(SubnetIds);
  if (subnets.length > 0)
    return { kind: 'attached', vpc: stated === '' ? null : stated, subnets, groups: distinct(SecurityGroupIds) };
  // A list that is stated and empty says so, whatever VPC is named beside it.
  if (SubnetIds !== undefined || stated === '') return { kind: 'aws-network' };
  return unread(notRead('Functions', `${arn} is in ${stated}, and its subnets are not stated`), arn);
}

function onCapacityProvider(snapshot: NetworkSnapshot, provider: string): FunctionPlacement {
  const found = snapshot.one('CapacityProviders', { 'capacity-provider-arn': provider });
  if (!found.known) return unread(found.missing, provider);
  const { State: state = 'Active', VpcConfig } = found.value?.CapacityProvider ?? found.value ?? {};
  const { SubnetIds, SecurityGroupIds } = VpcConfig ?? {};
  const subnets = distinct(SubnetIds);
  if (subnets.length === 0) {
    const reason = `the subnets of ${provider} are not stated`;
    return unread(notRead('CapacityProviders', reason), provider);
  }
  return { kind: 'managed-instances', provider, state, subnets, groups: distinct(SecurityGroupIds) };
}

function unread(missing: MissingFact, resource: string): FunctionPlacement {
  return { kind: 'unread', resource, missing };
}

/** Why it is not known where a function runs, as a finding. */
export function unplaced({ resource, missing }: Extract<FunctionPlacement, { readonly kind: 'unread' }>): Blocker {
  return missingFact([missing], [resource], null, null);
}

function distinct(ids: readonly string[] = []): readonly string[] {
  return [...new Set(ids)];
}
