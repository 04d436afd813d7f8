import type { Assessment, ResolvedHost, Verdict } from '../../assessment/assessment.ts';
import { PREREQUISITES, pathCount, preconditionCount, preconditionVerdict, verdictWord } from '../headline.ts';
import { MARK, sentence, VERDICT_WORD } from '../wording.ts';
import { type Html, html } from './escape.ts';
import { prose } from './prose.ts';

const RESOLVES: Readonly<Record<ResolvedHost['resolvesTo'], string>> = {
  public: 'public addresses',
  'private-dns': 'the private DNS of an endpoint',
  'endpoint-name': 'an endpoint by its own name',
  'hosted-zone': 'a hosted zone',
  profile: 'a Route 53 Profile',
  unknown: 'no address that is known',
};

export function prerequisitesSection(assessment: Assessment): Html {
  const { prerequisites } = assessment;
  const held = preconditionVerdict(assessment);
  return html`<section aria-labelledby="prerequisites"><h2 id="prerequisites">What has to hold</h2><div class="cards">
${PREREQUISITES.map(({ key, letter, name }) => {
  const result = prerequisites[key];
  const hosts = key === 'endpoint' ? prerequisites.endpoint.hosts.map(hostLine) : [];
  return card(letter, name, result.verdict, verdictWord(result), html`<p>${pathCount(result)}</p>${hosts}`);
})}
${card('', 'Preconditions of RotateSecret', held, VERDICT_WORD[held], html`<p>${preconditionCount(assessment)}. <a href="#preconditions">All of them</a></p>`)}
</div></section>`;
}

function card(letter: string, name: string, verdict: Verdict, word: string, body: Html): Html {
  return html`<article class="card ${verdict}"><p class="card-head"><span class="chip ${verdict}"><span aria-hidden="true">${MARK[verdict]}</span> ${word}</span></p><h3>${letter === '' ? '' : `${letter}. `}${name}</h3>${body}</article>`;
}

function hostLine({ host, resolvesTo, because }: ResolvedHost): Html {
  return html`<p class="host"><code>${host}</code> leads to ${RESOLVES[resolvesTo]}. <span class="soft">${prose(sentence(because))}</span></p>`;
}
