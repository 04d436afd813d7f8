import * as z from 'zod/mini';
import { parseAddress } from '../net/address.ts';
import { flag, list, text } from './field-schemas.ts';

/** The Secrets Manager, Lambda and name facts the engine reads, under AWS's own field names. */

/** AWS CLI writes times as ISO 8601 text, older versions as seconds. */
const time = z.union([text, z.number()]);

export const Secret = z.looseObject({
  ARN: text,
  Name: z.optional(text),
  Type: z.optional(text),
  KmsKeyId: z.optional(text),
  RotationEnabled: flag,
  RotationLambdaARN: z.optional(text),
  RotationRules: z.optional(
    z.looseObject({
      AutomaticallyAfterDays: z.optional(z.number()),
      Duration: z.optional(text),
      ScheduleExpression: z.optional(text),
    }),
  ),
  ExternalSecretRotationRoleArn: z.optional(text),
  LastRotatedDate: z.optional(time),
  LastChangedDate: z.optional(time),
  LastAccessedDate: z.optional(time),
  DeletedDate: z.optional(time),
  NextRotationDate: z.optional(time),
  VersionIdsToStages: z.optional(z.record(text, z.array(text))),
  OwningService: z.optional(text),
  PrimaryRegion: z.optional(text),
  Tags: list(z.looseObject({ Key: z.optional(text), Value: z.optional(text) })),
});
export type Secret = z.infer<typeof Secret>;

export const LambdaFunction = z.looseObject({
  FunctionArn: text,
  FunctionName: z.optional(text),
  Description: z.optional(text),
  Role: z.optional(text),
  Runtime: z.optional(text),
  State: z.optional(text),
  StateReason: z.optional(text),
  StateReasonCode: z.optional(text),
  LastUpdateStatus: z.optional(text),
  LastUpdateStatusReasonCode: z.optional(text),
  RevisionId: z.optional(text),
  LastModified: z.optional(time),
  Timeout: z.optional(z.number()),
  Version: z.optional(text),
  VpcConfig: z.optional(
    z.looseObject({
      VpcId: z.optional(text),
      SubnetIds: list(text),
      SecurityGroupIds: list(text),
      Ipv6AllowedForDualStack: flag,
    }),
  ),
  Environment: z.optional(
    z.looseObject({
      Variables: z.optional(z.record(text, text)),
      Error: z.optional(z.looseObject({ ErrorCode: z.optional(text) })),
    }),
  ),
  CapacityProviderConfig: z.optional(
    z.looseObject({
      LambdaManagedInstancesCapacityProviderConfig: z.optional(
        z.looseObject({ CapacityProviderArn: z.optional(text) }),
      ),
    }),
  ),
});
export type LambdaFunction = z.infer<typeof LambdaFunction>;

/** A name for a version of a function, or for two between which invocations are parted. */
export const FunctionAlias = z.looseObject({
  AliasArn: text,
  FunctionVersion: z.optional(text),
  RoutingConfig: z.optional(z.looseObject({ AdditionalVersionWeights: z.optional(z.record(text, z.number())) })),
});
export type FunctionAlias = z.infer<typeof FunctionAlias>;

const capacityProvider = {
  CapacityProviderArn: z.optional(text),
  State: z.optional(text),
  VpcConfig: z.optional(z.looseObject({ SubnetIds: list(text), SecurityGroupIds: list(text) })),
};
/** As ListCapacityProviders lists it, or with the object around it that GetCapacityProvider answers. */
export const CapacityProvider = z.looseObject({
  ...capacityProvider,
  CapacityProvider: z.optional(z.looseObject(capacityProvider)),
});
export type CapacityProvider = z.infer<typeof CapacityProvider>;

/** A name whose addresses somebody stated. */
export const NameFact = z.looseObject({
  name: text,
  addresses: z.array(text.check(z.refine((value) => parseAddress(value) !== null, 'an IP address'))),
  source: z.optional(text),
});
export type NameFact = z.infer<typeof NameFact>;

/** An item the engine does not read into yet: its presence alone may matter. */
export const Opaque = z.looseObject({});
export type Opaque = z.infer<typeof Opaque>;
