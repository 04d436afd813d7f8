import {
  type Enforcement,
  type Excludable,
  encryptionEnforced,
  enforcedFor,
  excludableOf,
} from '../snapshot/encryption-control.ts';
import type { MissingFact } from '../snapshot/known.ts';
import type { Vpc } from '../snapshot/network-facts.ts';
import { inBetween, notRead } from '../snapshot/not-read.ts';
import type { Topology } from '../topology/topology.ts';
import { type Blocker, blocker, outcomeOf } from './blocker.ts';
import { gatewaysNamed } from './gateways/internet-gateway.ts';
import { vpcOf } from './position.ts';
import type { Disposition, Hop, Trace } from './trace.ts';
import type { TracedFlow } from './trace-flow.ts';
import { missingFact } from './walk-record.ts';

/** TLS from the first byte: what PrivateLink takes for encrypted. */
const HTTPS = 443;

/**
 * What the encryption controls of the VPCs on the way leave of a flow. They let nothing through that the filters and routes
 * refuse, so they are judged after these: a gateway or connection that the VPC does not exclude carries nothing.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html
 */
export function underEncryptionControls(topology: Topology, flow: TracedFlow): TracedFlow {
  const { trace } = flow;
  const reasons = new Map<number, Blocker[]>();
  trace.forward.hops.forEach((hop, i) => {
    const found = reasonsAt(topology, trace, hop, i);
    if (found.length > 0) reasons.set(i, found);
  });
  if (reasons.size === 0) return flow;
  const found = [...reasons.values()].flat();
  const refused = found.some((b) => outcomeOf(b) === 'fail');
  const disposition: Disposition = refused || trace.disposition === 'blocked' ? 'blocked' : 'unknown';
  const earlier = trace.blockers.length;
  return {
    ...flow,
    trace: {
      ...trace,
      disposition,
      // Nothing of the flow is known to pass any more.
      intermittent: false,
      clientPorts: [],
      natPorts: trace.natPorts === null ? null : [],
      forward: { hops: trace.forward.hops.map((hop, i) => withSteps(hop, reasons.get(i) ?? [])) },
      blockers: [...trace.blockers, ...found.map((b, i) => ({ ...b, behind: earlier + i > 0 }))],
    },
  };
}

function reasonsAt(topology: Topology, trace: Trace, hop: Hop, index: number): Blocker[] {
  const { hops } = trace.forward;
  const before = hops.slice(0, index).findLast(({ subnet }) => subnet !== null)?.subnet ?? null;
  const after = hops[index + 1]?.subnet ?? null;
  if (hop.kind === 'internet') return after === null ? [] : atArrival(topology, before, after);
  const thing = excludableOf(hop.resource);
  if (thing === null) return before === null ? [] : atEndpoint(topology, trace, hop, before);
  const sides = (thing === 'VpcPeering' ? [before, after] : [before]).filter((subnet) => subnet !== null);
  return between(topology, hop.resource, thing, sides);
}

/** What a gateway or connection carries between the VPCs of these subnets, or between the only one's and the world. */
function between(topology: Topology, gateway: string, thing: Excludable, subnets: readonly string[]): Blocker[] {
  const vpcs = subnets.flatMap((subnet) => vpcAt(topology, subnet) ?? []);
  if (vpcs.length === 2 && vpcs.every((vpc) => encryptionEnforced(vpc).kind === 'enforced')) return [];
  const at = subnets[0] ?? null;
  const unread = unreadControls(
    gateway,
    at,
    subnets.flatMap((subnet) => unreadAt(topology, subnet)),
  );
  if (unread !== null) return [unread];
  return vpcs.flatMap((vpc) => refusal(vpc, gateway, enforcedFor(vpc, thing), at));
}

/** In from the internet, through the internet gateway of another VPC than the one the packets left. */
function atArrival(topology: Topology, before: string | null, after: string): Blocker[] {
  if (before !== null && vpcOf(topology, before)?.id === vpcOf(topology, after)?.id) return [];
  const [gateway] = gatewaysNamed(topology, after);
  return gateway === undefined ? [] : between(topology, gateway.id, 'InternetGateway', [after]);
}

/** Why the VPC of a subnet, and so what it enforces, is not known. */
function unreadAt(topology: Topology, subnet: string): readonly MissingFact[] {
  const vpc = vpcOf(topology, subnet);
  if (vpc === null) return [];
  if (!vpc.fact.known) return [vpc.fact.missing];
  return vpc.fact.value === null ? [notRead('Vpcs', `${vpc.id} is not among the VPCs read`)] : [];
}

/** Null where every VPC was read. */
function unreadControls(
  resource: string,
  at: string | null,
  [first, ...others]: readonly MissingFact[],
): Blocker | null {
  if (first === undefined) return null;
  const unread = missingFact([first, ...others], [resource], null, at);
  const text = `whether a VPC enforces encryption on ${resource} was not read: ${unread.details['reason']}`;
  return { ...unread, leg: 'forward', evidence: [{ resource, entry: 'EncryptionControl', text }] };
}

/** Interface endpoints of a VPC that enforces drop what is not TLS. */
function atEndpoint(topology: Topology, { to }: Trace, { resource }: Hop, subnet: string): Blocker[] {
  const isEndpoint = topology.next(resource, 'part-of', 'vpc-endpoint').length > 0;
  if (!isEndpoint || to.port === HTTPS) return [];
  const unread = unreadControls(resource, resource, unreadAt(topology, subnet));
  if (unread !== null) return [unread];
  const vpc = vpcAt(topology, subnet);
  if (vpc === null || encryptionEnforced(vpc).kind === 'off') return [];
  const reason = `${vpc.VpcId} enforces encryption in transit, and whether the service behind ${resource} is spoken to in TLS is not stated`;
  return [unsettled(resource, resource, reason)];
}

function refusal(vpc: Vpc, gateway: string, enforcement: Enforcement, at: string | null): Blocker[] {
  switch (enforcement.kind) {
    case 'off':
      return [];
    case 'changing': {
      const reason = `the encryption controls of ${vpc.VpcId} are being changed (${enforcement.state})`;
      return [unsettled(gateway, at, reason)];
    }
    case 'enforced': {
      const text = `${vpc.VpcId} enforces encryption in transit and does not exclude ${gateway} from it`;
      const evidence = [{ resource: vpc.VpcId, entry: 'EncryptionControl', text }];
      const place = { resources: [gateway], leg: 'forward', at, evidence } as const;
      return [blocker('X_ENCRYPTION_ENFORCED', place, { vpc: vpc.VpcId, thing: gateway })];
    }
  }
}

function unsettled(resource: string, at: string | null, reason: string): Blocker {
  const missing = inBetween('Vpcs', reason);
  const evidence = [{ resource, entry: 'EncryptionControl', text: reason }];
  return { ...missingFact([missing], [resource], null, at), leg: 'forward', evidence };
}

function withSteps(hop: Hop, found: readonly Blocker[]): Hop {
  const steps = found.flatMap((b) =>
    b.evidence.map((evidence) => {
      const outcome = outcomeOf(b) === 'fail' ? 'deny' : 'unknown';
      return { kind: 'gateway', direction: null, outcome, evidence } as const;
    }),
  );
  return { ...hop, steps: [...hop.steps, ...steps] };
}

function vpcAt(topology: Topology, subnet: string): Vpc | null {
  const fact = vpcOf(topology, subnet)?.fact;
  return fact?.known ? fact.value : null;
}
