import { addressSetOf } from '../../src/net/address-space.ts';
import { parseCidr } from '../../src/net/cidr.ts';
import { NO_ASSUMPTIONS } from '../../src/reachability/assumptions.ts';
import { functionSources } from '../../src/reachability/function-sources.ts';
import type { Trace } from '../../src/reachability/trace.ts';
import { traceFlow } from '../../src/reachability/trace-flow.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { buildTopology, NO_SEEDS } from '../../src/topology/build-topology.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { rotationFunction } from '../support/world.ts';
import type { Change } from './gateways/traced.ts';

/** From the function to a service of which nobody knows which of these addresses it has. */
export function toOneOf(cidrs: readonly string[], ...changes: readonly Change[]): Trace {
  const world = healthyWorld();
  for (const change of changes) change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const lambda = rotationFunction(world);
  const [source] = functionSources(snapshot, lambda);
  if (source?.subnet == null) throw new Error('The function is in no subnet');
  const groups = lambda.VpcConfig?.SecurityGroupIds ?? [];
  const topology = buildTopology(snapshot, { ...NO_SEEDS, subnets: [source.subnet], groups });
  const addresses = addressSetOf(
    4,
    cidrs.flatMap((text) => parseCidr(text) ?? []),
  );
  const destination = { addresses, oneOf: true, label: 'the service', port: 443, interface: null };
  return traceFlow(topology, { id: 'f', source, destination, protocol: 'tcp', assumptions: NO_ASSUMPTIONS }).trace;
}
