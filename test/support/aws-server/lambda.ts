import type { Answer, AwsCall } from './call.ts';
import { awsError } from './faults.ts';
import type { ServedFacts } from './start-aws-server.ts';

export function answerLambda(call: AwsCall, facts: ServedFacts): Answer {
  if (call.operation === 'GetCapacityProvider') return capacityProvider(call, facts);
  const arn = askedArn(call);
  const served = ((facts.Functions ?? []) as readonly { FunctionArn: string }[]).find((f) => f.FunctionArn === arn);
  switch (call.operation) {
    case 'GetFunctionConfiguration':
      return served === undefined ? notFound(`Function not found: ${arn}`) : json(served);
    case 'GetAlias':
      return alias(arn.replace('/aliases/', ':'), facts);
    case 'GetPolicy': {
      const policy = facts.FunctionPolicies?.[arn] as string | null | undefined;
      if (served === undefined || policy === undefined || policy === null) {
        return notFound('The resource you requested does not exist.');
      }
      return json({ Policy: policy, RevisionId: '00000000-0000-4000-8000-000000000000' });
    }
    case 'GetFunctionConcurrency': {
      const unqualified = arn.split(':').slice(0, 7).join(':');
      const versions = (facts.Functions ?? []) as readonly { FunctionArn: string }[];
      if (!versions.some((f) => f.FunctionArn === unqualified || f.FunctionArn.startsWith(`${unqualified}:`))) {
        return notFound(`Function not found: ${unqualified}`);
      }
      const reserved = (facts.FunctionConcurrency?.[unqualified] ?? facts.FunctionConcurrency?.[arn]) as
        | number
        | null
        | undefined;
      return json(reserved === undefined || reserved === null ? {} : { ReservedConcurrentExecutions: reserved });
    }
    default:
      throw new Error(`Lambda operation ${call.operation} is not served`);
  }
}

function alias(arn: string, facts: ServedFacts): Answer {
  const aliases = (facts.FunctionAliases ?? []) as readonly { AliasArn: string }[];
  const found = aliases.find((item) => item.AliasArn === arn);
  if (found !== undefined) return json(found);
  const functions = (facts.Functions ?? []) as readonly { FunctionArn: string; Version?: string }[];
  const named = functions.find((f) => f.FunctionArn === arn);
  if (named === undefined) return notFound(`Cannot find alias arn: ${arn}`);
  return json({ AliasArn: arn, Name: arn.split(':').at(-1), FunctionVersion: named.Version ?? '1' });
}

/** As listed, or with the object around it that the call itself answers. */
interface CapacityProvider {
  readonly CapacityProviderArn?: string;
  readonly CapacityProvider?: CapacityProvider;
}

function capacityProvider(call: AwsCall, facts: ServedFacts): Answer {
  const arn = call.parameters.CapacityProviderName;
  const providers = (facts.CapacityProviders ?? []) as readonly CapacityProvider[];
  const found = providers.map((item) => item.CapacityProvider ?? item).find((item) => item.CapacityProviderArn === arn);
  return found === undefined ? notFound(`No capacity provider ${arn}`) : json({ CapacityProvider: found });
}

/** The ARN a call means: a name may carry the qualifier itself, or have it beside. */
function askedArn(call: AwsCall): string {
  const name = String(call.parameters.FunctionName);
  const qualifier = call.parameters.Qualifier;
  return qualifier === undefined ? name : `${name}:${String(qualifier)}`;
}

function json(value: unknown): Answer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function notFound(message: string): Answer {
  return awsError('lambda', 'ResourceNotFoundException', 404, message);
}
