import type { Hop, LegName, Trace } from '../../reachability/trace.ts';
import { hopsOf } from '../blocked-hops.ts';
import { shortName } from '../short-name.ts';
import { type StepRun, stepRuns } from '../step-runs.ts';
import { DIRECTION_WORD, HOP_NAME, MARK, STEP_NAME } from '../wording.ts';
import { type Html, html } from './escape.ts';
import { evidenceText } from './evidence.ts';
import { glyph } from './glyphs.ts';
import { identifier } from './identifier.ts';

/** The same path in words: every hop and step of both legs, with what decided it. */
export function pathList(trace: Trace): Html {
  return html`<div class="hops">${leg(trace, 'forward', 'The way there')}${leg(trace, 'return', 'The way back')}</div>`;
}

function leg(trace: Trace, name: LegName, title: string): Html {
  const hops = hopsOf(trace, name);
  if (hops.length === 0) {
    return html`<h4>${title}</h4><p class="soft">Not walked: ${trace.disposition === 'blocked' ? 'the way there does not come to its end' : 'the way there ends out of sight'}.</p>`;
  }
  return html`<h4>${title}</h4><ol class="leg">${hops.map(hopItem)}</ol>`;
}

function hopItem({ kind, resource, subnet, steps }: Hop): Html {
  const place =
    subnet === null || subnet === resource ? null : html` <span class="soft">in</span> ${identifier(subnet)}`;
  return html`<li>${glyph(kind)}<p><span class="hop-kind">${HOP_NAME[kind]}</span> ${identifier(shortName(resource))}${place}</p>${
    steps.length === 0 ? null : html`<ul>${stepRuns(steps).map(checkItem)}</ul>`
  }</li>`;
}

const OUTCOME_WORD = { accept: 'passes', part: 'passes in part', deny: 'refused', unknown: 'not known' } as const;

function checkItem({ kind, direction, outcome, evidence }: StepRun): Html {
  const way = direction === null ? '' : ` ${DIRECTION_WORD[direction]}`;
  return html`<li class="step ${outcome}"><span class="mark" aria-hidden="true">${MARK[outcome]}</span><div><p><strong>${STEP_NAME[kind]}${way}</strong> ${OUTCOME_WORD[outcome]}</p>${evidence.map((one) => html`<p>${evidenceText(one)}</p>`)}</div></li>`;
}
