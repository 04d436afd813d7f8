import { formatAddress } from '../net/address.ts';
import { describeAddresses } from '../net/address-space.ts';
import { bitsOf, cidrsOf, formatCidr } from '../net/cidr.ts';
import { intersect } from '../net/interval-set.ts';
import { noPackets, type PacketSet, project } from '../net/packet-set.ts';
import type { Topology } from '../topology/topology.ts';
import { type Blocker, blocker, blockerKey, outcomeOf } from './blocker.ts';
import { coverage, membersAlike, passesInPart, restrict } from './coverage.ts';
import { underEncryptionControls } from './encryption-controls.ts';
import { CLIENT_PORTS, type Flow } from './flow.ts';
import type { Division, Walk, Way } from './position.ts';
import type { Disposition, Leg, PortRanges, Trace } from './trace.ts';
import { walkForward } from './walk.ts';
import { walkBack } from './walk-back.ts';
import { walkFromAwsNetwork } from './walk-from-aws-network.ts';

/** A trace, and what is worth saying of it without weighing: warnings and notes. */
export interface TracedFlow {
  readonly trace: Trace;
  readonly remarks: readonly Blocker[];
}

/**
 * Walks a flow there and back and says whether it passes: `reachable` when every packet of it surely does, `blocked` when
 * some surely do not, else `unknown`.
 */
export function traceFlow(topology: Topology, flow: Flow): TracedFlow {
  return underEncryptionControls(topology, walkedThereAndBack(topology, flow));
}

function walkedThereAndBack(topology: Topology, flow: Flow): TracedFlow {
  if (flow.source.unread !== null) return { trace: unwalked(flow, flow.source.unread), remarks: [] };
  const walks = asVouched(flow, walksOf(topology, flow)).sort((a, b) => weightOf(b) - weightOf(a));
  const dispositions = walks.map(dispositionOf);
  const disposition = together(dispositions);
  const blocked = disposition === 'blocked';
  const blockers = walks.flatMap((walk, i) => blockersOf(walk, dispositions[i] === 'blocked', disposition));
  const [main] = walks;
  const back = main?.record.hops('return') ?? [];
  return {
    trace: {
      ...asked(flow),
      disposition,
      intermittent: blocked && walks.every((walk) => passesInPart(passing(walk), walk.record.member)),
      clientPorts: portsOf(walks, 0) ?? [],
      natPorts: portsOf(walks, 1),
      forward: leg(main, 'forward'),
      return: back.length === 0 ? null : leg(main, 'return'),
      blockers: distinct(blockers),
    },
    remarks: distinct(walks.flatMap((walk) => walk.record.remarks)),
  };
}

/** The ends of a flow as a trace names them. */
function asked({ id, source, destination, protocol }: Flow): Pick<Trace, 'id' | 'from' | 'to'> {
  const { family, set } = source.addresses;
  const addresses = cidrsOf(family, set).map((c) =>
    c.length === bitsOf(family) ? formatAddress({ family, value: c.base }) : formatCidr(c),
  );
  return {
    id,
    from: {
      subnet: source.subnet,
      addresses: source.subnet === null && source.kind === 'function' ? ['public'] : addresses,
      securityGroups: source.groups.known ? [...source.groups.value].sort() : [],
    },
    to: { address: destination.label, port: destination.port, protocol },
  };
}

function unwalked(flow: Flow, reason: Blocker): Trace {
  const evidence = { resource: reason.resources[0] ?? flow.id, entry: null, text: reason.details['reason'] ?? '' };
  const step = { kind: 'gateway', direction: null, outcome: 'unknown', evidence } as const;
  const { id, kind, subnet } = flow.source;
  return {
    ...asked(flow),
    disposition: 'unknown',
    intermittent: false,
    clientPorts: [],
    natPorts: null,
    forward: { hops: [{ resource: id, kind, subnet, steps: [step] }] },
    return: null,
    blockers: [{ ...reason, leg: 'forward', evidence: [evidence] }],
  };
}

function walksOf(topology: Topology, flow: Flow): Walk[] {
  if (flow.source.subnet === null) return [walkFromAwsNetwork(topology, flow)];
  const pending: Way[] = [{ destinations: flow.destination.addresses.set, picks: new Map() }];
  const walks: Walk[] = [];
  for (let way = pending.shift(); way !== undefined; way = pending.shift()) {
    const walked = walkedBy(topology, flow, flow.source.subnet, way);
    if ('ways' in walked) pending.unshift(...walked.ways);
    else walks.push(walked);
  }
  return walks;
}

function walkedBy(topology: Topology, flow: Flow, source: string, way: Way): Walk | Division {
  const forward = walkForward(topology, flow, source, way);
  if (forward.kind === 'division') return forward;
  return walkBack(forward.walk, forward.stages) ?? forward.walk;
}

/** Whoever vouches that an appliance forwards need not say whether it translates: the reading that works is meant. */
function asVouched({ assumptions }: Flow, walks: readonly Walk[]): Walk[] {
  const vouched = assumptions.stated.map(({ hop }) => `what ${hop} does`);
  return vouched.reduce<Walk[]>(
    (left, place) => {
      const rest = ({ way }: Walk) =>
        JSON.stringify([way.destinations.map(String), [...way.picks].filter(([at]) => at !== place)]);
      return left.filter((walk) => {
        if (!walk.way.picks.has(place) || dispositionOf(walk) === 'reachable') return true;
        return !left.some((other) => rest(other) === rest(walk) && dispositionOf(other) === 'reachable');
      });
    },
    [...walks],
  );
}

function passing(walk: Walk) {
  return walk.record.segments.map((s) => ({ query: s.query, passing: s.sure }));
}

function dispositionOf(walk: Walk): Disposition {
  const { segments, member } = walk.record;
  if (coverage(passing(walk), member) === 'all') return 'reachable';
  const possible = coverage(
    segments.map((s) => ({ query: s.query, passing: s.possible })),
    member,
  );
  return possible === 'none' || possible === 'part' ? 'blocked' : 'unknown';
}

/** One unknown member is in exactly one of the classes: only where they agree is anything known. */
function together(dispositions: readonly Disposition[]): Disposition {
  return dispositions.reduce((all, one) => (all === one ? all : 'unknown'));
}

function blockersOf(walk: Walk, walkBlocked: boolean, overall: Disposition): readonly Blocker[] {
  const found = walk.record.blockers(walkBlocked);
  if (overall === 'blocked' || !walkBlocked) return found;
  return found.map((b) => (outcomeOf(b) === 'fail' ? { ...doubtOf(walk, b), behind: b.behind } : b));
}

/** What blocks one of several ways says nothing of the flow while nobody knows which way it takes. */
function doubtOf({ way, flow }: Walk, b: Blocker): Blocker {
  const picks = [...way.picks].map(([place, picked]) => `${place}: ${picked}`).sort();
  if (picks.length > 0) {
    const reason = `${b.resources.join(', ')} blocks if it is so (${picks.join('; ')}), and it may be otherwise`;
    return blocker('X_NOT_MODELLED', b, { what: 'what AWS or an appliance picks unseen', reason });
  }
  const covered = describeAddresses({ family: flow.destination.addresses.family, set: way.destinations });
  return blocker('X_PARTLY_COVERS_SERVICE_RANGE', b, { covered, filter: b.resources.join(', ') });
}

function leg(walk: Walk | undefined, name: 'forward' | 'return'): Leg {
  return { hops: walk?.record.hops(name) ?? [] };
}

/** The ports of one segment with which something passes in all of them, whatever the unknown member is. */
function portsOf(walks: readonly Walk[], segment: number): PortRanges | null {
  const sets = walks.flatMap((walk) => {
    const { member, segments } = walk.record;
    if (segments[segment] === undefined) return [];
    return membersAlike(passing(walk), member).map((alike) => {
      const restricted: PacketSet[] = segments.map((s) => restrict(s.sure, alike));
      return restricted.some(noPackets) ? [] : project(restricted[segment] ?? [], 'sourcePort');
    });
  });
  if (sets.length === 0) return null;
  return sets.reduce((all, set) => intersect(all, set), CLIENT_PORTS);
}

function weightOf(walk: Walk): number {
  return walk.way.destinations.reduce((sum, [low, high]) => sum + Number(high - low) + 1, 0);
}

function distinct(blockers: readonly Blocker[]): readonly Blocker[] {
  return [...new Map(blockers.map((b) => [blockerKey(b), b])).values()];
}
