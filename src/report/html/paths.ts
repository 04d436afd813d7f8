import type { Assessment } from '../../assessment/assessment.ts';
import type { Disposition, Trace } from '../../reachability/trace.ts';
import { placedBlockers } from '../blocked-hops.ts';
import { findingOf, type NumberedFinding } from '../findings-of.ts';
import { destinationText, originText, portsText } from '../flow-text.ts';
import { PREREQUISITES } from '../headline.ts';
import { type TraceGroup, traceGroups } from '../trace-groups.ts';
import { count, MARK, sentence, VERDICT_OF } from '../wording.ts';
import { type Html, html } from './escape.ts';
import { pathDiagram } from './path-diagram.ts';
import { pathList } from './path-list.ts';

/** Groups that stand open from the start, of those that do not pass. */
const OPEN = 3;

const DISPOSITION_WORD: Readonly<Record<Disposition, string>> = {
  reachable: 'Reachable',
  blocked: 'Blocked',
  unknown: 'Unknown',
};

export function pathsSection({ prerequisites }: Assessment, findings: readonly NumberedFinding[]): Html | null {
  const walked = PREREQUISITES.filter(({ key }) => prerequisites[key].traces.length > 0);
  if (walked.length === 0) return null;
  const nothingFails = walked.every(({ key }) => prerequisites[key].verdict === 'pass');
  return html`<section aria-labelledby="paths"><h2 id="paths">Paths</h2>
<p class="legend"><span>↓ the way there</span><span>↑ the way back</span><span>${MARK.deny} refuses</span><span>${MARK.part} lets a part through</span><span>${MARK.unknown} not known</span><span>[1] see the finding of that number</span></p>
${walked.map(
  ({ key, letter, name }) => html`<h3>${letter}. ${name}</h3>
${traceGroups(prerequisites[key].traces).map((group, index) =>
  groupDetails(
    group,
    findings,
    `path-${key}-${index + 1}`,
    index < (nothingFails ? 1 : OPEN) && (nothingFails || group.first.disposition !== 'reachable'),
  ),
)}`,
)}</section>`;
}

function groupDetails(
  { first, traces }: TraceGroup,
  findings: readonly NumberedFinding[],
  id: string,
  open: boolean,
): Html {
  const others = traces.length === 1 ? null : html` <span class="soft">and ${traces.length - 1} more like it</span>`;
  const state = VERDICT_OF[first.disposition];
  const word = `${DISPOSITION_WORD[first.disposition]}${first.intermittent ? ' at times' : ''}`;
  const body = html`<summary><span class="mark" aria-hidden="true">${MARK[state]}</span><span class="flow">${flow(first)}${others}</span><span class="chip ${state}">${word}</span></summary>
<div class="path-body">
${references(first, findings)}${first.intermittent ? html`<p class="ports">${sentence(portsText(first))}</p>` : null}
<div class="path-columns"><div class="drawing" role="group" aria-label="Drawing of ${originText(first)} → ${destinationText(first)}" tabindex="0">${pathDiagram(first, findings, id)}</div>${pathList(first)}</div>
${alike(traces)}</div>`;
  return open
    ? html`<details class="path ${state}" id="${id}" open>${body}</details>`
    : html`<details class="path ${state}" id="${id}">${body}</details>`;
}

function references(trace: Trace, findings: readonly NumberedFinding[]): Html | null {
  const numbers = new Set(
    placedBlockers(trace).flatMap(({ blocker }) => findingOf(blocker, trace, findings)?.number ?? []),
  );
  if (numbers.size === 0) return null;
  return html`<p class="references">Explained in ${[...numbers].sort((a, b) => a - b).map((n) => html`<a href="#finding-${n}">finding ${n}</a> `)}</p>`;
}

function alike(traces: readonly Trace[]): Html | null {
  if (traces.length === 1) return null;
  return html`<details class="alike"><summary>All ${count(traces.length, 'path')} that go like this</summary><ul>${traces.map((trace) => html`<li>${flow(trace)}</li>`)}</ul></details>`;
}

function flow(trace: Trace): Html {
  return html`<code>${originText(trace)}</code> → <code>${destinationText(trace)}</code>`;
}
