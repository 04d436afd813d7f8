import type { Box } from '../net/packet-set.ts';
import { type Blocker, blocker } from './blocker.ts';
import type { Walk } from './position.ts';
import type { Evidence } from './trace.ts';
import { sentBy } from './walk-filters.ts';
import type { Segment } from './walk-record.ts';

/** Whether a route brings replies back the way the requests came. */
export type Leads = 'yes' | 'no' | 'unknown';

/** Replies that one route decides, as they are seen there. */
export interface ReplyPart {
  readonly packets: Box;
  readonly leads: Leads;
  readonly evidence: readonly Evidence[];
  /** Why they are lost, or not known to come back. */
  readonly reason: Blocker;
  /** Where the route leads, in words. */
  readonly described: string;
}

/** With places for what the blockers of several flows state together. */
const POINTED = 'Point the route for {destination} in {resources} to {expected}';

/** Replies that a route takes another way than the requests came. */
export function neverReturns(
  place: { readonly resources: readonly string[]; readonly at?: string | null; readonly entry?: string | null },
  details: { readonly destination: string; readonly route: string; readonly expected: string; readonly found: string },
  mend: string | null = null,
): Blocker {
  return blocker('X_ROUTE_NEVER_RETURNS', place, { ...details, mend: mend ?? POINTED });
}

/** Narrows a segment to the replies that routes bring back, and records each route. */
export function takeReplyRoutes({ record, flow }: Walk, segment: Segment, parts: readonly ReplyPart[]): void {
  const sure = parts.filter((p) => p.leads === 'yes').map((p) => p.packets);
  const possible = parts.filter((p) => p.leads !== 'no').map((p) => p.packets);
  const covered = record.narrow(segment, sentBy(segment, sure, 'reply'), sentBy(segment, possible, 'reply'));
  for (const { leads, evidence, reason, described } of parts) {
    if (leads === 'yes') {
      record.step('route', null, 'accept', evidence);
      continue;
    }
    record.step('route', null, leads === 'unknown' ? 'unknown' : covered === 'none' ? 'deny' : 'part', evidence);
    const nearest = `replies to the others go to ${described}`;
    const doubt = { destination: flow.destination.label, serves: 'answers', nearest };
    record.refuse(
      { ...reason, evidence },
      covered === 'mixed' ? blocker('X_SERVICE_FILTERS_UNKNOWN_SOURCE', reason, doubt) : null,
    );
  }
}
