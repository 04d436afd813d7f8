import type { Assessment, Gap, PreconditionResult, RotationOutcome } from '../../assessment/assessment.ts';
import { captureTime, MARK, ROTATION_WORD, SNAPSHOT_SOURCE, VERDICT_WORD } from '../wording.ts';
import { type Html, html } from './escape.ts';
import { prose } from './prose.ts';

const WEIGHT = { fail: 0, unknown: 1, pass: 2, 'not-applicable': 3 } as const;

export function preconditionsSection(preconditions: readonly PreconditionResult[]): Html {
  const failingFirst = preconditions.toSorted((a, b) => WEIGHT[a.verdict] - WEIGHT[b.verdict]);
  return html`<section aria-labelledby="preconditions"><h2 id="preconditions">Preconditions</h2>
<table><thead><tr><th scope="col">Verdict</th><th scope="col">Precondition</th><th scope="col">What was seen</th></tr></thead><tbody>
${failingFirst.map(
  ({ id, verdict, message }) =>
    html`<tr class="${verdict}"><td><span class="chip ${verdict}"><span aria-hidden="true">${MARK[verdict]}</span> ${VERDICT_WORD[verdict]}</span></td><th scope="row"><code>${id}</code></th><td>${prose(message)}</td></tr>`,
)}</tbody></table></section>`;
}

export function missingSection(gaps: readonly Gap[]): Html | null {
  if (gaps.length === 0) return null;
  return html`<section aria-labelledby="missing"><h2 id="missing">Facts that were missing</h2>
<p>What could not be read is unknown, never taken for a pass. Allow these actions and check again.</p>
<table><thead><tr><th scope="col">IAM action</th><th scope="col">Facts</th><th scope="col">What AWS said</th></tr></thead><tbody>
${gaps.map(
  ({ list, action, filters, account, region, error, message }) =>
    html`<tr><th scope="row"><code>${action}</code></th><td>${list}${Object.entries(filters).map(([name, values]) => html`<br><code>${name} = ${values.join(', ')}</code>`)}${account === null && region === null ? null : html`<br><span class="soft">${[account, region].filter((v) => v !== null).join(', ')}</span>`}</td><td><code>${error}</code><br>${prose(message)}</td></tr>`,
)}</tbody></table></section>`;
}

export function rotationSection(rotation: RotationOutcome | null): Html | null {
  if (rotation === null) return null;
  const rows = [
    ['Version', rotation.VersionId],
    ['Token', rotation.clientRequestToken],
    ['Secret', rotation.ARN],
    ['AWS said', rotation.awsError === null ? null : `${rotation.awsError.name}: ${rotation.awsError.message}`],
  ] as const;
  return html`<section class="rotation ${rotation.status}" aria-labelledby="rotation"><h2 id="rotation">Rotation</h2><p>${ROTATION_WORD[rotation.status]}</p>
<dl class="facts">${rows.map(([name, value]) => (value === null ? null : html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`))}</dl></section>`;
}

export function provenanceSection({ question, snapshot }: Assessment): Html {
  const rows: readonly (readonly [string, Html])[] = [
    ['Facts', html`${SNAPSHOT_SOURCE[snapshot.source]}, of ${time(captureTime(snapshot))}`],
    ['Secret', html`<code>${question.secret}</code>`],
    ...(question.function === null ? [] : [['Function', html`<code>${question.function}</code>`] as const]),
    ...(question.rotation === null
      ? []
      : [['RotateSecret', html`<code>${JSON.stringify(question.rotation)}</code>`] as const]),
    ['Snapshot', html`<code>${snapshot.digest}</code>`],
    ['Facts used', html`<code>${snapshot.factsDigest}</code>`],
  ];
  return html`<section aria-labelledby="provenance"><h2 id="provenance">What this rests on</h2><dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}

export function time(instant: string): Html {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(instant);
  return parts === null
    ? html`${instant}`
    : html`<time datetime="${instant}">${parts[1] ?? ''} ${parts[2] ?? ''} UTC</time>`;
}
