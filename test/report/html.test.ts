import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { html, markup } from '../../src/report/html/escape.ts';
import { REPORT_CSP, renderHtml } from '../../src/report/html/page.ts';
import { prose } from '../../src/report/html/prose.ts';
import { STYLES, STYLES_SHA256 } from '../../src/report/html/styles.ts';
import { CAPTURE_TIME_NOT_RECORDED } from '../../src/snapshot/import-raw.ts';
import { EXAMPLES, large } from '../support/assessments.ts';
import { assessment } from '../support/example-assessment.ts';
import { failing } from '../support/example-failures.ts';
import { expectGolden } from '../support/golden.ts';
import { DECEPTIVE, filledWith, HOSTILE } from './hostile.ts';

describe('the escaping template', () => {
  test('escapes every value, and Html only once', () => {
    expect(markup(html`<p title="${'"'}">${'<&>'}${html`<b>${"'"}</b>`}${['<', 1, null]}</p>`)).toBe(
      '<p title="&quot;">&lt;&amp;&gt;<b>&#39;</b>&lt;1</p>',
    );
  });

  test('takes no object of a parsed document for Html', () => {
    const forged = JSON.parse('{"markup":"<script>","Symbol(markup)":"<script>"}') as never;
    expect(() => markup(html`${forged}`)).toThrow();
  });

  test('identifiers of a sentence are set in monospace, escaped', () => {
    expect(markup(prose('sg-0a1b2c3d lets <b>10.0.0.0/16</b> in.'))).toBe(
      '<code class="whole">sg-0a1b2c3d</code> lets &lt;b&gt;<code class="whole">10.0.0.0/16</code>&lt;/b&gt; in.',
    );
  });
});

describe('an assessment as HTML', () => {
  test.for(['failing', 'intermittent', 'rotated', 'without-vpc'])('%s is what it was', (name) => {
    expectGolden(new URL(`golden/${name}.html`, import.meta.url), renderHtml(EXAMPLES[name]?.() ?? assessment()));
  });

  test('facts read from files that do not say when they were taken have no date', () => {
    const { snapshot } = assessment();
    const page = renderHtml(assessment({ snapshot: { ...snapshot, capturedAt: CAPTURE_TIME_NOT_RECORDED } }));
    expect(page).toContain('a time that was not recorded');
    expect(page).not.toContain('1970');
  });

  test('the same assessment gives the same bytes, whatever was drawn before', () => {
    const before = renderHtml(failing());
    renderHtml(large());
    expect(renderHtml(failing())).toBe(before);
  });

  test('the policy of the page admits its style sheet and nothing else', () => {
    expect(createHash('sha256').update(markup(STYLES)).digest('base64'), 'set STYLES_SHA256 to this').toBe(
      STYLES_SHA256,
    );
    expect(renderHtml(assessment())).toContain(`content="${REPORT_CSP.replaceAll("'", '&#39;')}"`);
  });

  test.for(HOSTILE)('%j stays text', (text) => {
    const page = renderHtml(filledWith(text));
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>/i);
    expect(page).not.toMatch(DECEPTIVE);
    expect(tags(page)).toEqual(tags(renderHtml(filledWith('harmless'))));
  });

  test('only an https address becomes a link', () => {
    const [finding] = failing().findings;
    const page = renderHtml(assessment({ findings: finding ? [{ ...finding, docs: 'javascript:alert(1)' }] : [] }));
    expect(page).toContain('javascript:alert(1)');
    expect(page).not.toContain('href="javascript:');
  });

  test('what blocks comes first, in drawing, list and findings', () => {
    const page = renderHtml(large());
    expect(page.indexOf('class="path fail"')).toBeLessThan(page.indexOf('class="path pass"'));
    expect(page.match(/<details class="path /g)).toHaveLength(3);
  });

  test('every drawing has its title, its description and the same path as a list', () => {
    const page = renderHtml(failing());
    const drawings = page.match(/<svg class="diagram"/g)?.length ?? 0;
    expect(drawings).toBe(2);
    expect(page.match(/<div class="hops">/g)).toHaveLength(drawings);
    expect(page.match(/<desc id=/g)).toHaveLength(drawings);
  });

  test('ids are unique', () => {
    for (const example of Object.values(EXAMPLES)) {
      const ids = [...renderHtml(example()).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

/** Identifiers in a sentence are set in code, and long entries stand on lines of their own: how many depends on the text. */
function tags(page: string): string[] {
  return [...page.slice(page.indexOf('<body>')).matchAll(/<\/?(?!(?:code|text)\b)[a-z0-9]+/g)].map(([tag]) => tag);
}
