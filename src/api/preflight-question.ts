import type { Request } from 'express';
import { AppError } from '../errors.ts';
import type { FactsPort, GatePorts, PreflightRequest } from '../gate/ports.ts';
import type { OpaqueKind } from '../reachability/assumptions.ts';
import { parseSnapshot } from '../snapshot/document.ts';
import type { components } from './generated/openapi-types.ts';
import { bodyBytes } from './json-body.ts';

type PreflightInput = components['schemas']['PreflightInput'];

/** @throws AppError INVALID_QUESTION where two functions are named. */
export function preflightQuestion(req: Request, assumable: ReadonlySet<OpaqueKind>): PreflightRequest {
  const input = req.body as PreflightInput;
  const supplied = input.rotation?.RotationLambdaARN;
  if (input.function !== undefined && supplied !== undefined && input.function !== supplied) {
    throw new AppError('INVALID_QUESTION', 'function and rotation.RotationLambdaARN name two functions.', {
      hint: 'Name the function that is to rotate, once.',
    });
  }
  return {
    secret: input.secret,
    function: input.function ?? supplied ?? null,
    targets: input.targets ?? [],
    noTarget: input.noTarget ?? false,
    targetFromSecret: false,
    rotation: input.rotation ?? null,
    reference: input.reference ?? null,
    assumptions: { stated: input.assumptions ?? [], allowed: assumable },
  };
}

/**
 * A snapshot in the body takes the place of AWS.
 * @throws AppError INVALID_SNAPSHOT
 */
export function factsFor(req: Request, ports: GatePorts): FactsPort {
  const { snapshot } = req.body as PreflightInput;
  if (snapshot === undefined) return ports.facts;
  const origin = 'request body';
  const document = parseSnapshot(snapshot, origin);
  return { capture: async () => ({ document, origin, source: 'request', bytes: bodyBytes(req), secretValue: null }) };
}
