import type { Assessment, Question, QuestionTarget, Status } from '../../assessment/assessment.ts';
import { headline } from '../headline.ts';
import { shortName } from '../short-name.ts';
import { sentence, TARGET_SOURCE } from '../wording.ts';
import { type Html, html } from './escape.ts';
import { identifier } from './identifier.ts';
import { prose } from './prose.ts';

const EMBLEM: Readonly<Record<Status, Html>> = {
  pass: html`<circle cx="32" cy="32" r="29"/><path class="cut" d="M18 33l10 10 19-21"/>`,
  fail: html`<path d="M20 3h24l17 17v24L44 61H20L3 44V20Z"/><path class="cut" d="M21 21l22 22M43 21 21 43"/>`,
  unknown: html`<path d="M32 2 62 32 32 62 2 32Z"/><path class="cut" d="M24 25a8 8 0 1 1 11 7.4c-2 .9-3 2.6-3 5.6M32 45v1"/>`,
};

const GATE: Readonly<Record<Assessment['decision'], string>> = {
  allow: 'The gate is open: RotateSecret may be sent.',
  deny: 'The gate is shut: RotateSecret is not sent.',
};

export function verdictSection(assessment: Assessment): Html {
  const { verdict, because } = headline(assessment);
  const open = assessment.findings.some(({ severity }) => severity === 'error' || severity === 'unknown');
  return html`<section class="verdict ${assessment.status}" aria-labelledby="verdict">
<svg class="emblem" viewBox="0 0 64 64" width="64" height="64" aria-hidden="true" focusable="false">${EMBLEM[assessment.status]}</svg>
<div><h1 id="verdict">${verdict}</h1>${because === '' ? null : html`<p class="because">${sentence(because)}</p>`}
<p class="summary">${prose(assessment.summary)}</p>${assessment.rotation === null ? html`<p class="gate">${GATE[assessment.decision]}${open ? html` <a href="#findings">What to do</a>` : null}</p>` : null}</div>
${questionList(assessment.question)}</section>`;
}

function questionList(question: Question): Html {
  return html`<dl class="question">
<div><dt>Secret</dt><dd><code>${shortName(question.secret)}</code></dd></div>
<div><dt>Function</dt><dd>${question.function === null ? 'None named' : html`<code>${shortName(question.function)}</code>`}</dd></div>
<div><dt>Service</dt>${question.noTarget ? html`<dd>None: the function rotates nothing over a network</dd>` : null}${question.targets.map(targetItem)}${!question.noTarget && question.targets.length === 0 ? html`<dd>None named</dd>` : null}</div>
${question.reference === null ? null : html`<div><dt>Reference</dt><dd><code>${question.reference}</code></dd></div>`}
${question.assumptions.map(({ hop, because }) => html`<div class="assumed"><dt>Assumed</dt><dd>${identifier(hop)} forwards, because ${because}</dd></div>`)}
</dl>`;
}

function targetItem({ host, port, addresses, source }: QuestionTarget): Html {
  const others = addresses.filter((address) => address !== host);
  const at = others.length === 0 ? null : html` <span class="soft">at</span> <code>${others.join(', ')}</code>`;
  return html`<dd><code>${host}:${port}</code>${at}<span class="soft">, ${TARGET_SOURCE[source]}</span></dd>`;
}
