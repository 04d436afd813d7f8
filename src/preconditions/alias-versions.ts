import type { FunctionAlias } from '../snapshot/rotation-facts.ts';
import { unqualified } from './function-arn.ts';

/** Whether a function's ARN ends in the name of an alias: not in a version, nor in nothing. */
export function isAlias(functionArn: string): boolean {
  const qualifier = functionArn.split(':')[7];
  return qualifier !== undefined && !/^(?:\d+|\$LATEST)$/.test(qualifier);
}

/**
 * The ARNs of the versions beside its own that an alias hands a part of the invocations to.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 */
export function additionalVersions({ AliasArn: arn, RoutingConfig: routing }: FunctionAlias): readonly string[] {
  return weighted(routing).map(([version]) => `${unqualified(arn)}:${version}`);
}

/** Whether the alias hands anything to the version it names itself. */
export function keepsOwnVersion({ RoutingConfig: routing }: FunctionAlias): boolean {
  return weighted(routing).reduce((sum, [, weight]) => sum + weight, 0) < 1;
}

function weighted(routing: FunctionAlias['RoutingConfig']): readonly (readonly [string, number])[] {
  return Object.entries(routing?.AdditionalVersionWeights ?? {}).filter(([, weight]) => weight > 0);
}
