import { type Enforcement, encryptionEnforced, enforcedFor, excludableOf } from '../snapshot/encryption-control.ts';
import type { MissingFact } from '../snapshot/known.ts';
import type { Vpc } from '../snapshot/network-facts.ts';
import { inBetween, notRead } from '../snapshot/not-read.ts';
import type { Topology } from '../topology/topology.ts';
import { type Blocker, blocker, outcomeOf } from './blocker.ts';
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
      intermittent: !refused && trace.intermittent,
      clientPorts: refused ? [] : trace.clientPorts,
      forward: { hops: trace.forward.hops.map((hop, i) => withSteps(hop, reasons.get(i) ?? [])) },
      blockers: [...trace.blockers, ...found.map((b, i) => ({ ...b, behind: earlier + i > 0 }))],
    },
  };
}

function reasonsAt(topology: Topology, trace: Trace, hop: Hop, index: number): Blocker[] {
  const before = trace.forward.hops.slice(0, index).findLast(({ subnet }) => subnet !== null)?.subnet ?? null;
  const after = trace.forward.hops.slice(index + 1).find(({ subnet }) => subnet !== null)?.subnet ?? null;
  const thing = excludableOf(hop.resource);
  const near = vpcAt(topology, before);
  if (thing === null) return near !== null && hidesPlaintext(topology, trace, hop) ? atEndpoint(hop, near) : [];
  const far = thing === 'VpcPeering' ? vpcAt(topology, after) : null;
  if (near !== null && far !== null && isEnforced(near) && isEnforced(far)) return [];
  const unread = [before, ...(thing === 'VpcPeering' ? [after] : [])].flatMap((id) => unreadAt(topology, id));
  if (unread.length > 0) return unread.map((missing) => unreadControls(hop, before, missing));
  return [near, far].flatMap((vpc) => (vpc === null ? [] : refusal(vpc, hop, enforcedFor(vpc, thing), before)));
}

/** Why the VPC of a subnet, and so what it enforces, is not known. */
function unreadAt(topology: Topology, subnet: string | null): readonly MissingFact[] {
  const vpc = subnet === null ? null : vpcOf(topology, subnet);
  if (vpc === null) return [];
  if (!vpc.fact.known) return [vpc.fact.missing];
  return vpc.fact.value === null ? [notRead('Vpcs', `${vpc.id} is not among the VPCs read`)] : [];
}

function unreadControls(hop: Hop, at: string | null, missing: MissingFact): Blocker {
  const text = `whether a VPC enforces encryption on ${hop.resource} was not read: ${missing.reason}`;
  const evidence = [{ resource: hop.resource, entry: 'EncryptionControl', text }];
  return { ...missingFact([missing], [hop.resource], null, at), leg: 'forward', evidence };
}

function isEnforced(vpc: Vpc): boolean {
  return encryptionEnforced(vpc).kind === 'enforced';
}

/** Interface endpoints of a VPC that enforces drop what is not TLS. */
function hidesPlaintext(topology: Topology, trace: Trace, hop: Hop): boolean {
  return (
    hop.kind === 'target' &&
    trace.to.port !== HTTPS &&
    topology.next(hop.resource, 'part-of', 'vpc-endpoint').length > 0
  );
}

function atEndpoint(hop: Hop, vpc: Vpc): Blocker[] {
  if (encryptionEnforced(vpc).kind === 'off') return [];
  const reason = `${vpc.VpcId} enforces encryption in transit, and whether the service behind ${hop.resource} is spoken to in TLS is not stated`;
  return [unsettled(hop, hop.resource, reason)];
}

function refusal(vpc: Vpc, hop: Hop, enforcement: Enforcement, at: string | null): Blocker[] {
  switch (enforcement.kind) {
    case 'off':
      return [];
    case 'changing': {
      const reason = `the encryption controls of ${vpc.VpcId} are being changed (${enforcement.state})`;
      return [unsettled(hop, at, reason)];
    }
    case 'enforced': {
      const text = `${vpc.VpcId} enforces encryption in transit and does not exclude ${hop.resource} from it`;
      const evidence = [{ resource: vpc.VpcId, entry: 'EncryptionControl', text }];
      const place = { resources: [hop.resource], leg: 'forward', at, evidence } as const;
      return [blocker('X_ENCRYPTION_ENFORCED', place, { vpc: vpc.VpcId, thing: hop.resource })];
    }
  }
}

function unsettled(hop: Hop, at: string | null, reason: string): Blocker {
  const missing = inBetween('Vpcs', reason);
  const evidence = [{ resource: hop.resource, entry: 'EncryptionControl', text: reason }];
  return { ...missingFact([missing], [hop.resource], null, at), leg: 'forward', evidence };
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

function vpcAt(topology: Topology, subnet: string | null): Vpc | null {
  const fact = subnet === null ? undefined : vpcOf(topology, subnet)?.fact;
  return fact?.known ? fact.value : null;
}
