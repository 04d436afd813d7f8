import type { Finding, Severity } from '../../assessment/assessment.ts';
import type { Evidence } from '../../reachability/trace.ts';
import { messagesOf } from '../findings-of.ts';
import { shortName } from '../short-name.ts';
import { count, DIRECTION_WORD, LEG_WORD } from '../wording.ts';
import { type Html, html } from './escape.ts';
import { evidenceText } from './evidence.ts';
import { identifier } from './identifier.ts';
import { prose } from './prose.ts';

const SEVERITY_WORD: Readonly<Record<Severity, string>> = {
  error: '✗ Blocks',
  unknown: '? Not known',
  warning: '! Warning',
  note: 'i Note',
};
/** Where a finding was met. */
const CONCERNS: Readonly<Record<Finding['prerequisite'], string>> = {
  service: 'A, the way to the service',
  endpoint: 'B, the way to Secrets Manager',
  precondition: 'a precondition of RotateSecret',
};

/** One article for each thing to do; findings that one fix settles share it. */
export function findingsSection(groups: readonly (readonly Finding[])[]): Html | null {
  if (groups.length === 0) return null;
  return html`<section aria-labelledby="findings"><h2 id="findings">What was found, and what to do</h2>${groups.map(groupArticle)}</section>`;
}

function groupArticle(group: readonly Finding[], index: number): Html {
  const [first] = group;
  if (first === undefined) return html``;
  const number = index + 1;
  const hidden = group.every(({ behind }) => behind);
  const [message = '', ...messages] = messagesOf(group);
  const evidence = new Map(group.flatMap((finding) => finding.evidence.map((e) => [JSON.stringify(e), e] as const)));
  return html`<article class="finding ${first.severity}" id="finding-${number}" aria-labelledby="finding-${number}-title">
<p class="number" aria-hidden="true">${number}</p><div class="finding-body">
<p class="meta"><span class="chip ${first.severity}">${SEVERITY_WORD[first.severity]}</span> <code>${first.code}</code>${hidden ? html` <span class="chip behind">behind another: met once that is mended</span>` : null}</p>
<h3 id="finding-${number}-title">${prose(message)}</h3>${messages.map((more) => html`<p class="more">${prose(more)}</p>`)}
<dl>${part('Fix', first.fix === '' ? null : html`<span class="fix">${prose(first.fix)}</span>`)}${part('In the log', first.symptom === '' ? null : prose(first.symptom))}${part('Where', html`<ul class="plain">${group.map(place)}</ul>`)}${part('Evidence', evidenceList([...evidence.values()]))}${part('Read', docsLink(first.docs))}${part('Rule', html`<code>${first.rule}</code>`)}</dl>
</div></article>`;
}

function part(name: string, value: Html | null): Html | null {
  return value === null ? null : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function place({ prerequisite, traces, leg, direction, at, entry, resources }: Finding): Html {
  const where = [
    html`${CONCERNS[prerequisite]}`,
    ...(leg === null ? [] : [html`the way ${LEG_WORD[leg]}`]),
    ...(direction === null ? [] : [html`traffic going ${DIRECTION_WORD[direction]}`]),
    ...(at === null ? [] : [html`at ${identifier(at)}`]),
    ...(entry === null ? [] : [html`entry ${identifier(entry)}`]),
    ...(traces.length === 0 ? [] : [html`${count(traces.length, 'path')}`]),
  ];
  const names = resources.map((resource) => html`${identifier(shortName(resource))} `);
  return html`<li>${names}<span class="soft">${where.map((words, index) => html`${index === 0 ? '' : ', '}${words}`)}</span></li>`;
}

function evidenceList(evidence: readonly Evidence[]): Html | null {
  if (evidence.length === 0) return null;
  return html`<ul class="plain">${evidence.map((one) => html`<li>${evidenceText(one)}</li>`)}</ul>`;
}

/** Only an https address becomes a link. */
function docsLink(docs: string): Html | null {
  if (docs === '') return null;
  return docs.startsWith('https://') ? html`<a href="${docs}" rel="noopener noreferrer">${docs}</a>` : html`${docs}`;
}
