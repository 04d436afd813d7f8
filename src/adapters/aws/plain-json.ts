import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { RawItem } from '../../snapshot/document.ts';
import { withoutPrivateVariables } from '../../snapshot/function-environment.ts';

/** An output of the SDK as JSON: times as ISO 8601 text, absent members absent, without the SDK's own metadata. */
export function plainJson(output: object): RawItem {
  const { $metadata: _, ...members } = output as { readonly $metadata?: unknown };
  return JSON.parse(JSON.stringify(members)) as RawItem;
}

/**
 * GetFunctionConfiguration's output without the values of its environment, but those that choose an endpoint or a proxy.
 * It bears the ARN that was asked for, whatever AWS writes for an alias or `$LATEST`.
 */
export function functionFacts(functionArn: string, output: FunctionConfiguration): RawItem {
  return { ...withoutPrivateVariables(plainJson(output)), FunctionArn: functionArn };
}
