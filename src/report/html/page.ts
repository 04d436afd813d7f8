import type { Assessment } from '../../assessment/assessment.ts';
import { findingGroups, numberedFindings } from '../findings-of.ts';
import { headline } from '../headline.ts';
import { shortName } from '../short-name.ts';
import { captureTime, MARK } from '../wording.ts';
import { html, markup } from './escape.ts';
import { missingSection, preconditionsSection, provenanceSection, rotationSection, time } from './facts.ts';
import { findingsSection } from './findings.ts';
import { glyphSheet } from './glyphs.ts';
import { pathsSection } from './paths.ts';
import { prerequisitesSection } from './prerequisites.ts';
import { STYLES, STYLES_SHA256 } from './styles.ts';
import { verdictSection } from './verdict.ts';

/** Nothing is fetched and nothing runs: the one thing the page may use is its own style sheet. */
export const REPORT_CSP = `default-src 'none'; style-src 'sha256-${STYLES_SHA256}'; base-uri 'none'; form-action 'none'`;

/** The assessment as one self-contained HTML file: no script, no request to anywhere. */
export function renderHtml(assessment: Assessment): string {
  const findings = numberedFindings(assessment);
  const { question, snapshot, rotation } = assessment;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${REPORT_CSP}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${MARK[assessment.status]} ${headline(assessment).verdict}: ${shortName(question.secret)}</title>
<style>${STYLES}</style>
</head>
<body>
${glyphSheet()}
<header><p class="brand">rotation-preflight</p><p class="when">${question.reference === null ? null : html`<code>${question.reference}</code> · `}facts of ${time(captureTime(snapshot))}</p></header>
<main>
${verdictSection(assessment)}
${rotationSection(rotation)}
${prerequisitesSection(assessment)}
${pathsSection(assessment, findings)}
${findingsSection(findingGroups(assessment))}
${preconditionsSection(assessment.preconditions)}
${missingSection(snapshot.gaps)}
${provenanceSection(assessment)}
</main>
<footer><p>Judged from the configuration AWS reported; the service's own firewall, listener and credentials lie beyond it.</p></footer>
</body>
</html>
`;
  return markup(page);
}
