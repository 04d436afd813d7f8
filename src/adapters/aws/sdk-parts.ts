import { partition } from '@aws-sdk/core/client';
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { EndpointParameterInstructions, EndpointV2, StaticOperationSchema } from '@smithy/types';

/**
 * Services whose package of the SDK cannot be had or is out of step with the others: their clients and commands are made of
 * the SDK's own parts, so that credentials, signing, retries and endpoints are its own too.
 */
export interface Service {
  /** serviceId of AWS's model: Route53Resolver. */
  readonly id: string;
  /** Of the signature, and the first label of the host. */
  readonly name: string;
  readonly version: string;
}

/** Numbers by which the SDK tells shapes. */
const SHAPE = { text: 0, json: 15, structure: 3, operation: 9 } as const;

/** Where a member stands in a request, if not in its body: `{ httpQuery: 'resourceId' }`. */
export type Member = readonly [name: string, traits?: Readonly<Record<string, unknown>>];

const ENDPOINT: EndpointParameterInstructions = {
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
};

/** What makes the client of another service with the same protocol one of this service. */
export function settingsOf({ id, name, version }: Service) {
  return {
    serviceId: id,
    protocolSettings: { defaultNamespace: name, errorTypeRegistries: [], version, serviceTarget: id },
    endpointProvider: ({ Endpoint, Region = '' }: { Endpoint?: unknown; Region?: string | undefined }): EndpointV2 => ({
      url: new URL(String(Endpoint ?? `https://${name}.${Region}.${partition(Region).dnsSuffix}`)),
      properties: { authSchemes: [{ name: 'sigv4', signingName: name, signingRegion: Region, properties: {} }] },
    }),
  };
}

/** A command; the members of its answer are JSON, whatever AWS writes there. */
export function commandOf(
  { id, name }: Service,
  operation: string,
  http: readonly [method: string, path: string, status: number] | null,
  input: readonly Member[],
  output: readonly string[],
) {
  const shapes = input.map(([, traits]) => (traits === undefined ? SHAPE.json : [SHAPE.text, traits]));
  const request = [SHAPE.structure, name, `${operation}Request`, 0, input.map(([member]) => member), shapes];
  const answer = [SHAPE.structure, name, `${operation}Response`, 0, output, output.map(() => SHAPE.json)];
  const schema = [SHAPE.operation, name, operation, http === null ? 0 : { http }, request, answer];
  return makeBuilder(ENDPOINT, id, `${id}Client`, getEndpointPlugin)(
    {},
    () => [],
    operation,
    schema as unknown as StaticOperationSchema,
  );
}
