import { createHash, randomUUID } from 'node:crypto';
import { awsFacts } from '../../src/adapters/aws/aws-facts.ts';
import { awsRotation } from '../../src/adapters/aws/aws-rotation.ts';
import { assess } from '../../src/assessment/assess.ts';
import type { GatePorts } from '../../src/gate/ports.ts';
import { accessTo, NOW } from '../adapters/aws/aws-access.ts';

/** The gate as `main` composes it, before the AWS that answers at this URL. */
export function awsGate(url: string): GatePorts {
  const access = accessTo(url);
  return {
    facts: awsFacts({ access, now: NOW }),
    rotation: awsRotation(access),
    assess,
    inFlight: new Set(),
    log: { info: () => undefined },
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
    uuid: randomUUID,
  };
}
