import type { TraceAnswer } from '../../reachability/answer-trace.ts';
import type { Assumption } from '../../reachability/assumptions.ts';
import { flowText, portsText } from '../flow-text.ts';
import { traceGroups } from '../trace-groups.ts';
import { MARK } from '../wording.ts';
import { PAINT, paint } from './ansi.ts';
import { assumptionLines } from './assumption-lines.ts';
import { pathLines, type TextOptions } from './path-lines.ts';
import { hang, wrap } from './wrap.ts';

/** The answer to `trace` for a terminal, in the words and marks of the assessment's text. Ends with a line feed. */
export function renderTraceText(answer: TraceAnswer, assumed: readonly Assumption[], options: TextOptions): string {
  const traces = 'traces' in answer ? answer.traces : [answer];
  const word = answer.intermittent ? `${answer.disposition}, intermittent` : answer.disposition;
  const head = paint(
    `${MARK[answer.disposition]} ${word.toUpperCase()}`,
    options.color,
    'bold',
    PAINT[answer.disposition],
  );
  const paths = traceGroups(traces).flatMap(({ first, traces: alike }) => [
    '',
    ...hang(
      `${MARK[first.disposition]}    `,
      `${flowText(first)}${alike.length === 1 ? '' : ` and ${alike.length - 1} more like it`}`,
      options.width,
    ).map((line) => paint(line, options.color, 'bold')),
    ...(first.intermittent ? wrap(portsText(first), options.width - 5).map((line) => `     ${line}`) : []),
    ...pathLines(first, [], options),
  ]);
  return `${[head, ...assumptionLines(assumed, options.width), ...paths].join('\n')}\n`;
}
