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
    const doubt = { destination: flow.destination.label, nearest: described };
    record.refuse(
      { ...reason, evidence },
      covered === 'mixed' ? blocker('X_SERVICE_FILTERS_UNKNOWN_SOURCE', reason, doubt) : null,
    );
  }
}
