import { diagramStyles } from './diagram-styles.ts';
import { type Html, html } from './escape.ts';

const light = html`
color-scheme: light;
--ground: #f3f5f7; --paper: #ffffff; --inset: #f7f9fa; --ink: #17212b; --soft: #4f5d6b; --line: #d5dce2; --link: #0b4fb3;
--pass: #12633a; --pass-ground: #e4f3ea; --fail: #a61b16; --fail-ground: #fdebe9; --unknown: #744600; --unknown-ground: #fcf1da;
--apart: #4f5d6b; --apart-ground: #eaeef1; --on-mark: #ffffff;`;

const dark = html`
color-scheme: dark;
--ground: #0d1217; --paper: #151c23; --inset: #1a222a; --ink: #e8edf2; --soft: #a9b5c0; --line: #2d3944; --link: #8dbbff;
--pass: #7ed6a2; --pass-ground: #102c1d; --fail: #ff9d93; --fail-ground: #391613; --unknown: #f2c569; --unknown-ground: #33270c;
--apart: #a9b5c0; --apart-ground: #222b34; --on-mark: #0d1217;`;

const page = html`
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 24px; padding-top: 20px; padding-bottom: 12px; font-size: .875rem; color: var(--soft); }
header p { margin: 0; }
footer { padding-top: 8px; padding-bottom: 40px; font-size: .875rem; color: var(--soft); }
.brand { font-weight: 650; letter-spacing: .01em; color: var(--ink); }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; margin: 0; }
h2 { font-size: 1.375rem; margin: 48px 0 16px; letter-spacing: -.01em; }
h3 { font-size: 1.0625rem; }
h4 { font-size: .875rem; color: var(--soft); font-weight: 650; margin: 0 0 8px; }
p { margin: 0 0 12px; max-width: 72ch; }
a { color: var(--link); text-underline-offset: 2px; overflow-wrap: anywhere; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code { font: .875em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
code.whole { white-space: nowrap; }
dl, dd, ul, ol { margin: 0; padding: 0; }
ul.plain, .alike ul { list-style: none; }
.soft, .when { color: var(--soft); }
.sheet { position: absolute; }
.chip { display: inline-block; margin: 0; padding: 1px 10px; border-radius: 999px; font-size: .8125rem; font-weight: 650; line-height: 1.6; white-space: nowrap; }
.pass, .reachable { --tone: var(--pass); --tone-ground: var(--pass-ground); }
.fail, .error { --tone: var(--fail); --tone-ground: var(--fail-ground); }
.unknown, .warning { --tone: var(--unknown); --tone-ground: var(--unknown-ground); }
.not-applicable, .note, .behind { --tone: var(--apart); --tone-ground: var(--apart-ground); }
.chip { color: var(--tone); background: var(--tone-ground); }
.chip.behind { white-space: normal; font-weight: 500; }

.verdict { display: grid; grid-template-columns: 64px minmax(0, 1fr); gap: 8px 28px; padding: 32px; background: var(--paper); border: 1px solid var(--line); border-top: 8px solid var(--tone); border-radius: 12px; }
.emblem { fill: var(--tone); margin-top: 2px; }
.emblem .cut { fill: none; stroke: var(--on-mark); stroke-width: 7; stroke-linecap: round; stroke-linejoin: round; }
.verdict h1 { font-size: clamp(1.875rem, 1.2rem + 3vw, 2.75rem); font-weight: 750; letter-spacing: -.022em; line-height: 1.1; color: var(--tone); }
.because { font-size: clamp(1.0625rem, .95rem + .6vw, 1.3125rem); line-height: 1.35; font-weight: 550; margin: 10px 0 16px; max-width: 52ch; text-wrap: balance; }
.summary { margin-top: 12px; overflow-wrap: break-word; }
.gate { font-weight: 650; margin-bottom: 0; }
.question { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 16px 48px; margin-top: 20px; padding-top: 20px; border-top: 1px solid var(--line); }
dt { font-size: .8125rem; font-weight: 650; color: var(--soft); }
dd { overflow-wrap: anywhere; }
.question > div { max-width: 100%; }
.assumed { flex-basis: 100%; }

.requested { --tone: var(--pass); }
.rejected { --tone: var(--fail); }
.outcome-unknown { --tone: var(--unknown); }
.refused { --tone: var(--apart); }
.rotation { margin-top: 16px; padding: 20px 32px; background: var(--paper); border: 1px solid var(--line); border-left: 6px solid var(--tone); border-radius: 12px; }
.rotation h2 { margin: 0 0 8px; }
.facts > div { display: grid; grid-template-columns: 120px minmax(0, 1fr); gap: 0 16px; padding: 5px 0; }
.facts dt { padding-top: 2px; }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 16px; }
.card { padding: 20px 22px; background: var(--paper); border: 1px solid var(--line); border-left: 6px solid var(--tone); border-radius: 10px; }
.card h3 { margin: 8px 0 6px; }
.card p { margin-bottom: 6px; }
.card p:last-child { margin-bottom: 0; }
.host { font-size: .9375rem; }

.finding { display: grid; grid-template-columns: 40px minmax(0, 1fr); gap: 0 20px; margin-bottom: 16px; padding: 22px 28px 22px 22px; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; }
.finding:target { outline: 3px solid var(--link); outline-offset: 2px; }
.number { width: 40px; height: 40px; margin: 0; border-radius: 8px; display: grid; place-items: center; font-size: 1.125rem; font-weight: 750; color: var(--tone); background: var(--tone-ground); border: 2px solid var(--tone); }
.note .number { border-style: dashed; }
.meta { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; margin-bottom: 8px; }
.finding h3 { font-weight: 600; line-height: 1.4; max-width: 68ch; text-wrap: pretty; overflow-wrap: break-word; }
.finding .more { margin: 8px 0 0; font-size: 1.0625rem; font-weight: 600; line-height: 1.4; max-width: 68ch; }
.finding dl { margin-top: 14px; }
.finding dl > div { display: grid; grid-template-columns: 96px minmax(0, 72ch); gap: 0 16px; padding: 5px 0; font-size: .9375rem; }
.finding dt { padding-top: 2px; }
.fix { display: block; margin: -3px 0 3px -12px; padding: 8px 12px; border-left: 3px solid var(--link); background: var(--inset); font-weight: 550; }

table { width: 100%; border-collapse: collapse; background: var(--paper); border: 1px solid var(--line); font-size: .9375rem; }
th, td { padding: 9px 14px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; font-weight: inherit; }
thead th { font-size: .8125rem; font-weight: 650; color: var(--soft); border-top: 0; white-space: nowrap; }
tbody th code { white-space: nowrap; }
tr.fail, tr.unknown { background: color-mix(in srgb, var(--tone-ground) 45%, var(--paper)); }
tbody tr.pass .chip, tbody tr.not-applicable .chip { background: none; padding-left: 0; font-weight: 550; }
`;

const narrow = html`
@media (max-width: 640px) {
header, main, footer { padding-left: 16px; padding-right: 16px; }
h2 { margin-top: 36px; }
.verdict { grid-template-columns: minmax(0, 1fr); padding: 22px 18px; }
.emblem { width: 48px; height: 48px; }
.rotation { padding: 18px; }
.finding { grid-template-columns: minmax(0, 1fr); gap: 10px; padding: 18px; }
.path > summary { flex-wrap: wrap; padding: 12px 14px; }
.path > summary .flow { flex-basis: 75%; }
.path-body { padding: 4px 14px 16px; }
.drawing .diagram { max-width: none; height: auto; zoom: .85; }
.finding dl > div, .facts > div { grid-template-columns: minmax(0, 1fr); }
.fix { margin-left: 0; margin-top: 2px; }
table, thead, tbody, tr, th, td { display: block; }
thead { display: none; }
th, td { border: 0; padding: 2px 14px; }
tbody th code { white-space: normal; }
tbody tr { border-top: 1px solid var(--line); padding: 10px 0; }
}
@media print {
body { background: #fff; font-size: 11pt; }
header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
details::details-content { content-visibility: visible; block-size: auto; }
.finding, .card, .verdict, tr, .diagram { break-inside: avoid; }
h2, h3, summary { break-after: avoid; }
}`;

/** The whole style sheet; the page's policy admits it by its hash and nothing else. */
export const STYLES: Html = html`:root {${light}}
@media (prefers-color-scheme: dark) { @media screen { :root {${dark}} } }
${page}${diagramStyles}${narrow}`;

/** base64 of the SHA-256 of STYLES; a test says what it has to be after a change. */
export const STYLES_SHA256 = 'K2nZOjXzCRipHY32Qc9Q57umpE1uAa6bjJAiQ9cRAvc=';
