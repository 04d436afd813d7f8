import { distinctBlockers } from '../reachability/names/name-answer.ts';
import { refusedAnywhere } from '../reachability/refused-anywhere.ts';
import type { ServiceQuestion } from './judge-service.ts';
import type { Judged } from './judged.ts';

type Senders = Pick<ServiceQuestion, 'topology' | 'sources' | 'ipv6Sources'>;

/** Where nobody knows what a name gives, the function's own groups may settle it: nothing leaves, wherever it would go. */
export function refusedAtOnce(
  prerequisite: 'service' | 'endpoint',
  { topology, sources, ipv6Sources }: Senders,
  judged: Judged,
  port: number,
): Judged {
  if (judged.verdict !== 'unknown' || sources.length === 0) return judged;
  const refusals = [...sources, ...ipv6Sources].map((source) => refusedAnywhere(topology, source, port));
  const known = distinctBlockers(refusals.filter((refusal) => refusal !== null));
  if (refusals.includes(null)) return judged;
  const found = known.map((blocker) => ({ prerequisite, trace: null, blocker }));
  return { ...judged, verdict: 'fail', intermittent: false, found: [...found, ...judged.found] };
}
