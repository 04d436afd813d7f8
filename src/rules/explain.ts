import type { JudgedPrecondition } from '../preconditions/judge-preconditions.ts';
import type { PreconditionId, Verdict } from '../preconditions/precondition.ts';
import { type Blocker, blockerKey, outcomeOf } from '../reachability/blocker.ts';
import type { Outcome } from '../reachability/codes.ts';
import type { Evidence } from '../reachability/trace.ts';
import { byCodeUnit, canonicalJson } from '../snapshot/canonical.ts';
import type { RuleBook } from './bind-rules.ts';
import { type Finding, SEVERITY_OF } from './finding.ts';
import { RULE_BOOK } from './rule-book.ts';
import { render } from './template.ts';

/** A blocker, for which prerequisite it was found, and on which trace; null where it belongs to no single one. */
export interface FoundBlocker {
  readonly prerequisite: Finding['prerequisite'];
  readonly trace: string | null;
  readonly blocker: Blocker;
}

/** Everything there is to know or to mend, in total order: the gravest first, what stands behind another after it. */
export function explain(
  blockers: readonly FoundBlocker[],
  preconditions: readonly JudgedPrecondition[] = [],
  book: RuleBook = RULE_BOOK,
): readonly Finding[] {
  const occurrences = [...blockers.map(fromBlocker), ...preconditions.flatMap(fromPrecondition)];
  const groups = Map.groupBy(occurrences, ({ key }) => key);
  return [...groups.values()].map((group) => findingOf(group.sort(byTrace), book)).sort(byWeight);
}

/** Each precondition in one sentence: its finding's, else what was seen. */
export function explainPreconditions(
  preconditions: readonly JudgedPrecondition[],
  book: RuleBook = RULE_BOOK,
): readonly { readonly id: PreconditionId; readonly verdict: Verdict; readonly message: string }[] {
  return preconditions.map((judged) => {
    const [finding] = explain([], [judged], book);
    return { id: judged.id, verdict: judged.verdict, message: finding?.message ?? judged.because };
  });
}

type Place = Pick<Finding, 'code' | 'prerequisite' | 'resources' | 'leg' | 'direction' | 'at' | 'entry' | 'behind'>;

interface Occurrence {
  /** What makes two of them one finding. */
  readonly key: string;
  readonly outcome: Outcome;
  readonly place: Place;
  readonly trace: string | null;
  readonly details: Readonly<Record<string, string>>;
  readonly evidence: readonly Evidence[];
}

function fromBlocker({ prerequisite, trace, blocker }: FoundBlocker): Occurrence {
  const { code, resources, leg, direction, at, entry, behind, details, evidence } = blocker;
  return {
    key: `${prerequisite} ${blockerKey(blocker)}`,
    outcome: outcomeOf(blocker),
    place: { code, prerequisite, resources, leg, direction, at, entry, behind },
    trace,
    details,
    evidence,
  };
}

function fromPrecondition({ finding }: JudgedPrecondition): readonly Occurrence[] {
  if (finding === null) return [];
  const { code, outcome, resources, details, evidence } = finding;
  const place = { leg: null, direction: null, at: null, entry: null, behind: false } as const;
  return [
    {
      key: `precondition ${canonicalJson([code, outcome, resources])}`,
      outcome,
      place: { code, prerequisite: 'precondition', resources, ...place },
      trace: null,
      details,
      evidence,
    },
  ];
}

function findingOf(group: readonly Occurrence[], book: RuleBook): Finding {
  const [one] = group;
  if (one === undefined) throw new RangeError('A finding needs an occurrence.');
  const { outcome, place } = one;
  const rule = book.ruleFor(place.code, outcome, place.direction);
  const values = {
    ...mergedDetails(group),
    resources: listed(place.resources),
    at: place.at ?? 'no single place',
    entry: place.entry ?? 'no entry',
    leg: place.leg ?? 'forward or return',
    direction: place.direction ?? 'either direction',
  };
  return {
    rule: rule.id,
    severity: SEVERITY_OF[outcome],
    ...place,
    traces: distinct(group.flatMap(({ trace }) => trace ?? [])),
    message: render(rule.message, values),
    fix: render(rule.fix, values),
    symptom: render(rule.symptom, values),
    docs: rule.docs,
    evidence: [...new Map(group.flatMap(({ evidence }) => evidence).map((e) => [canonicalJson(e), e])).values()],
  };
}

/** The same blocker met on the way to several addresses is told once, with all of them. */
function mergedDetails(group: readonly Occurrence[]): Readonly<Record<string, string>> {
  const names = distinct(group.flatMap(({ details }) => Object.keys(details)));
  return Object.fromEntries(
    names.map((name) => [name, listed(distinct(group.map(({ details }) => details[name] ?? '')))]),
  );
}

const LISTED = 3;

function listed(items: readonly string[]): string {
  if (items.length > LISTED + 1) return `${items.slice(0, LISTED).join(', ')} and ${items.length - LISTED} more`;
  return items.length < 2 ? (items[0] ?? 'nothing') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function distinct(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort(byCodeUnit);
}

const SEVERITIES = ['error', 'unknown', 'warning', 'note'];
const PREREQUISITES = ['service', 'endpoint', 'precondition'];

function byWeight(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    PREREQUISITES.indexOf(a.prerequisite) - PREREQUISITES.indexOf(b.prerequisite) ||
    Number(a.behind) - Number(b.behind) ||
    byCodeUnit(a.code, b.code) ||
    byCodeUnit(canonicalJson(placeOf(a)), canonicalJson(placeOf(b))) ||
    byCodeUnit(canonicalJson(a), canonicalJson(b))
  );
}

function placeOf({ resources, leg, direction, at, entry }: Finding): readonly unknown[] {
  return [resources, leg, direction, at, entry];
}

function byTrace(a: Occurrence, b: Occurrence): number {
  return byCodeUnit(a.trace ?? '', b.trace ?? '');
}
