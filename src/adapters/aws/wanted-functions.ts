import type { Secret } from '../../snapshot/rotation-facts.ts';
import { type FunctionName, functionName } from './arns.ts';
import type { FactsSoFar } from './facts-so-far.ts';

/** The secret that is asked about, once it is read. */
export function theSecretItself(facts: FactsSoFar): Secret | null {
  return facts.items('Secrets')[0] ?? null;
}

/** The ARN of the function that would rotate: the one supplied, else the one the secret names. Null: none yet. */
export function rotationFunctionArn(facts: FactsSoFar): string | null {
  const { request } = facts;
  return request.function ?? request.rotation?.RotationLambdaARN ?? theSecretItself(facts)?.RotationLambdaARN ?? null;
}

/** Whether the caller names the function, so that nothing need be read to know it. */
export function callerNamesFunction({ request }: FactsSoFar): boolean {
  return (request.function ?? request.rotation?.RotationLambdaARN ?? null) !== null;
}

/** At most one; none for an ARN that is no function's, or of a Region where Secrets Manager does not invoke it. */
export function rotationFunction(facts: FactsSoFar): readonly FunctionName[] {
  const arn = rotationFunctionArn(facts);
  const name = arn === null ? null : functionName(arn);
  return name === null || name.region !== facts.home.region ? [] : [name];
}

/** Of a function on managed instances; at most one. */
export function capacityProviders(facts: FactsSoFar): readonly string[] {
  return facts
    .items('Functions')
    .flatMap(
      ({ CapacityProviderConfig }) =>
        CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig?.CapacityProviderArn ?? [],
    );
}

function providerNetworks(facts: FactsSoFar) {
  return facts.items('CapacityProviders').map(({ VpcConfig }) => VpcConfig ?? {});
}

export function providerSubnets(facts: FactsSoFar): readonly string[] {
  return providerNetworks(facts).flatMap(({ SubnetIds }) => SubnetIds ?? []);
}

/** VPC of the function, once it is read; at most one. */
export function functionVpcs(facts: FactsSoFar): readonly string[] {
  const attached = facts
    .items('Functions')
    .flatMap(({ VpcConfig }) => (VpcConfig?.VpcId && (VpcConfig.SubnetIds ?? []).length > 0 ? [VpcConfig.VpcId] : []));
  const provided = new Set(providerSubnets(facts));
  const managed = facts.items('Subnets').filter(({ SubnetId }) => provided.has(SubnetId));
  return [...new Set([...attached, ...managed.map(({ VpcId }) => VpcId)])];
}

export function functionGroups(facts: FactsSoFar): readonly string[] {
  return [
    ...facts.items('Functions').flatMap(({ VpcConfig }) => VpcConfig?.SecurityGroupIds ?? []),
    ...providerNetworks(facts).flatMap(({ SecurityGroupIds }) => SecurityGroupIds ?? []),
  ];
}
