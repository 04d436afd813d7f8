import type { Finding, Severity } from '../../assessment/assessment.ts';
import type { Evidence } from '../../reachability/trace.ts';
import type { NumberedFinding } from '../findings-of.ts';
import { shortName } from '../short-name.ts';
import { count, DIRECTION_WORD, LEG_WORD } from '../wording.ts';
import { type Html, html } from './escape.ts';
import { prose } from './prose.ts';

const SEVERITY_WORD: Readonly<Record<Severity, string>> = {
  error: '✗ Blocks',
  unknown: '? Not known',
  warning: '! Warning',
  note: 'i Note',
};
const CONCERNS: Readonly<Record<Finding['prerequisite'], string>> = {
  service: 'A, the way to the service',
  endpoint: 'B, the way to Secrets Manager',
  precondition: 'a precondition of RotateSecret',
};

export function findingsSection(findings: readonly NumberedFinding[]): Html | null {
  if (findings.length === 0) return null;
  return html`<section aria-labelledby="findings"><h2 id="findings">What was found, and what to do</h2>${findings.map(findingArticle)}</section>`;
}

function findingArticle({ number, finding }: NumberedFinding): Html {
  return html`<article class="finding ${finding.severity}" id="finding-${number}" aria-labelledby="finding-${number}-title">
<p class="number" aria-hidden="true">${number}</p><div class="finding-body">
<p class="meta"><span class="chip ${finding.severity}">${SEVERITY_WORD[finding.severity]}</span> <code>${finding.code}</code>${finding.behind ? html` <span class="chip behind">behind another: met once that is mended</span>` : null}</p>
<h3 id="finding-${number}-title">${prose(finding.message)}</h3>
<dl>${part('Fix', finding.fix === '' ? null : html`<span class="fix">${prose(finding.fix)}</span>`)}${part('In the log', finding.symptom === '' ? null : html`${prose(finding.symptom)}`)}${part('Concerns', place(finding))}${part('Evidence', evidenceList(finding.evidence))}${part('Read', docsLink(finding.docs))}${part('Rule', html`<code>${finding.rule}</code>`)}</dl>
</div></article>`;
}

function part(name: string, value: Html | null): Html | null {
  return value === null ? null : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function place({ prerequisite, traces, leg, direction, at, entry, resources }: Finding): Html {
  const where = [
    ...(leg === null ? [] : [html`the way ${LEG_WORD[leg]}`]),
    ...(direction === null ? [] : [html`traffic going ${DIRECTION_WORD[direction]}`]),
    ...(at === null ? [] : [html`at <code>${at}</code>`]),
    ...(entry === null ? [] : [html`entry <code>${entry}</code>`]),
    ...(traces.length === 0 ? [] : [html`${count(traces.length, 'path')}`]),
  ];
  return html`${CONCERNS[prerequisite]}${where.map((words) => html`, ${words}`)}<br>${resources.map((resource) => html`<code>${shortName(resource)}</code> `)}`;
}

function evidenceList(evidence: readonly Evidence[]): Html | null {
  if (evidence.length === 0) return null;
  return html`<ul class="plain">${evidence.map(({ resource, entry, text }) => html`<li><code>${shortName(resource)}${entry === null ? '' : ` ${entry}`}</code> ${prose(text)}</li>`)}</ul>`;
}

/** Only an https address becomes a link. */
function docsLink(docs: string): Html | null {
  if (docs === '') return null;
  return docs.startsWith('https://') ? html`<a href="${docs}" rel="noopener noreferrer">${docs}</a>` : html`${docs}`;
}
