import { type Box, intersectPackets, type PacketSet } from '../net/packet-set.ts';
import type { MissingFact } from '../snapshot/known.ts';
import { mendOf } from '../snapshot/not-read.ts';
import { type OpaqueHop, opaqueHop } from './assumptions.ts';
import { type Blocker, blocker, outcomeOf } from './blocker.ts';
import { type Coverage, coverage, type MemberDimension } from './coverage.ts';
import type { Flow, Substitution } from './flow.ts';
import type { Direction, Evidence, Hop, HopKind, LegName, Step, StepKind } from './trace.ts';

/**
 * The packets of one stretch between address translations, as its own source sends them, and what of them passes so far.
 * `outside` is set once an internet gateway has put public addresses in place of private ones.
 */
export interface Segment {
  readonly query: Box;
  sure: PacketSet;
  possible: PacketSet;
  outside: readonly Substitution[] | null;
}

/** What a refusal means where only part of a public service's possible addresses is refused. */
interface Refusal {
  readonly blocker: Blocker;
  /** Stands in for the blocker while it is not known whether the service's address is among the refused. */
  readonly doubt: Blocker | null;
}

/** Collects hops, steps and blockers in the order in which they are met. One record for one walk. */
export interface WalkRecord {
  readonly member: MemberDimension;
  readonly segments: Segment[];
  readonly remarks: Blocker[];
  leg(name: LegName): void;
  hop(resource: string, kind: HopKind, subnet: string | null): void;
  step(kind: StepKind, direction: Direction | null, outcome: Step['outcome'], evidence: readonly Evidence[]): void;
  /** Narrows a segment by a filter and says how much of it passes. */
  narrow(segment: Segment, sure: PacketSet, possible: PacketSet): Coverage;
  /** One step that lets everything pass. */
  pass(kind: StepKind, evidence: Evidence): void;
  /**
   * Nothing of the segment passes, or (for codes of outcome unknown) nobody knows. `seen` is what was observed, in one
   * sentence; without it, the reason or state among the blocker's details says so.
   */
  stop(segment: Segment, reason: Blocker, seen?: string, kind?: StepKind): void;
  refuse(reason: Blocker, doubt: Blocker | null): void;
  note(remark: Blocker): void;
  hops(leg: LegName): readonly Hop[];
  /** The blockers; doubts in place of refusals, unless the walk is blocked and nothing but they could block it. */
  blockers(blocked: boolean): readonly Blocker[];
}

export function newRecord(member: MemberDimension): WalkRecord {
  const hops: Record<LegName, { resource: string; kind: HopKind; subnet: string | null; steps: Step[] }[]> = {
    forward: [],
    return: [],
  };
  const refusals: Refusal[] = [];
  let current: LegName = 'forward';

  const record: WalkRecord = {
    member,
    segments: [],
    remarks: [],
    leg(name) {
      current = name;
    },
    hop(resource, kind, subnet) {
      const last = hops[current].at(-1);
      if (last?.resource !== resource) hops[current].push({ resource, kind, subnet, steps: [] });
    },
    step(kind, direction, outcome, evidence) {
      const steps = hops[current].at(-1)?.steps;
      for (const one of evidence) steps?.push({ kind, direction, outcome, evidence: one });
    },
    narrow(segment, sure, possible) {
      segment.sure = intersectPackets(segment.sure, sure);
      segment.possible = intersectPackets(segment.possible, possible);
      return coverage([{ query: segment.query, passing: possible }], member);
    },
    pass(kind, evidence) {
      record.step(kind, null, 'accept', [evidence]);
    },
    stop(segment, reason, seen, kind = 'gateway') {
      const fails = outcomeOf(reason) === 'fail';
      const evidence = evidenceOf(reason, seen);
      record.step(kind, reason.direction, fails ? 'deny' : 'unknown', evidence);
      segment.sure = [];
      if (fails) segment.possible = [];
      record.refuse({ ...reason, evidence }, null);
    },
    refuse(reason, doubt) {
      refusals.push({
        blocker: { ...reason, leg: current },
        doubt: doubt === null ? null : { ...doubt, leg: current },
      });
    },
    note(remark) {
      record.remarks.push(remark);
    },
    hops: (leg) => hops[leg],
    blockers(blocked) {
      const onlyDoubts = refusals.every((r) => r.doubt !== null);
      const chosen = refusals.map((r) => (r.doubt !== null && !(blocked && onlyDoubts) ? r.doubt : r.blocker));
      return chosen.map((b, i) => ({ ...b, behind: i > 0 }));
    },
  };
  return record;
}

/** What a reason was seen by: its own evidence, else one sentence. */
export function evidenceOf({ resources, entry, details, evidence }: Blocker, seen?: string): readonly Evidence[] {
  if (evidence.length > 0) return evidence;
  const [resource = 'the question'] = resources;
  return [{ resource, entry, text: seen ?? details['reason'] ?? `${resource} is ${details['state']}` }];
}

/** A hop nobody can see into: unknown, unless the caller vouches for exactly this hop. */
export function meetOpaque(
  { record, flow }: { readonly record: WalkRecord; readonly flow: Flow },
  segment: Segment,
  opaque: OpaqueHop,
): void {
  const met = opaqueHop(flow.assumptions, opaque);
  if (outcomeOf(met) === 'unknown') {
    record.stop(segment, met, opaque.reason);
    return;
  }
  record.pass('gateway', { resource: opaque.hop, entry: null, text: `${opaque.hop} is assumed to forward` });
  record.note(met);
}

/** The unknown that stands for a fact nobody could read. */
export function missingFact(
  missing: readonly [MissingFact, ...MissingFact[]],
  resources: readonly string[],
  direction: Direction | null,
  at: string | null,
): Blocker {
  const first = missing.find((m) => m.mend === undefined) ?? missing[0];
  return blocker(
    'UNKNOWN_RESOURCE',
    { resources, direction, at },
    {
      missing: first.list,
      action: [...new Set(missing.map((m) => m.action))].sort().join(', '),
      reason: [...new Set(missing.map((m) => m.reason))].sort().join('; '),
      mend: mendOf(first),
    },
  );
}
