import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { EXAMPLES } from '../support/assessments.ts';
import { optionalSuite } from '../support/optional-suite.ts';
import { filledWith, HOSTILE } from './hostile.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

optionalSuite('the HTML report in a browser', 'CHROMIUM', 'it names the chromium to run', (executablePath) => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const contexts: BrowserContext[] = [];
  let withScripts: BrowserContext;
  let withoutScripts: BrowserContext;

  const launch = async (profile: string, javaScriptEnabled: boolean) => {
    const context = await chromium.launchPersistentContext(join(folder, profile), {
      executablePath,
      headless: true,
      args: ARGUMENTS,
      offline: true,
      javaScriptEnabled,
    });
    contexts.push(context);
    return context;
  };

  beforeAll(async () => {
    withScripts = await launch('with', true);
    withoutScripts = await launch('without', false);
  });
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  describe.for(Object.entries(EXAMPLES))('%s', ([name, example]) => {
    test('asks for nothing, logs nothing, and has no accessibility violation in light and dark', async () => {
      const page = await withScripts.newPage();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { requests, complaints } = await open(page, folder, name, renderHtml(example()));
        expect(requests).toEqual([]);
        expect(complaints).toEqual([]);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
      }
      await page.close();
    });

    test('fits a telephone and a desk', async () => {
      const page = await withScripts.newPage();
      await open(page, folder, name, renderHtml(example()));
      for (const width of [360, 390, 768, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate('document.documentElement.scrollWidth'), `at ${width} pixels`).toBeLessThanOrEqual(
          width,
        );
      }
      await page.close();
    });

    test('texts stay inside the nodes of the drawings', async () => {
      const page = await withScripts.newPage();
      await open(page, folder, name, renderHtml(example()));
      await page.evaluate('document.querySelectorAll("details").forEach((details) => { details.open = true; })');
      const overflowing = await page.evaluate(`[...document.querySelectorAll('.diagram .node')].flatMap((node) => {
        const box = node.querySelector('.box').getBBox();
        return [...node.querySelectorAll(':scope > text')].filter((text) => {
          const { x, y, width, height } = text.getBBox();
          return x + width > box.width || y + height > box.height;
        }).map((text) => text.textContent);
      })`);
      expect(overflowing).toEqual([]);
      await page.close();
    });

    test('reads in order without scripts: one title, then sections', async () => {
      const page = await withoutScripts.newPage();
      await open(page, folder, name, renderHtml(example()));
      expect(await page.locator('h1').allTextContents()).toHaveLength(1);
      const headings = await page.locator('h1, h2').allTextContents();
      expect(headings.slice(1)).toEqual(
        expect.arrayContaining(['What has to hold', 'Paths', 'Preconditions', 'What this rests on']),
      );
      const groups = page.locator('details.path');
      for (const group of await groups.all()) {
        if ((await group.getAttribute('open')) === null) await group.locator('summary').first().click();
        expect(await group.locator('svg.diagram').isVisible()).toBe(true);
        expect(await group.locator('.leg').first().isVisible()).toBe(true);
      }
      await page.close();
    });
  });

  test('prints what is folded', async () => {
    const page = await withScripts.newPage();
    await page.emulateMedia({ media: 'print' });
    await open(page, folder, 'printed', renderHtml(EXAMPLES['large']?.() ?? filledWith('')));
    const height = await page.evaluate(
      'document.querySelector("details.path:not([open]) .path-body").getBoundingClientRect().height',
    );
    expect(height).toBeGreaterThan(100);
    await page.close();
  });

  test.for(HOSTILE)('%j is shown and does nothing', async (text) => {
    const page = await withScripts.newPage();
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const { requests, complaints } = await open(page, folder, 'hostile', renderHtml(filledWith(text)));
    expect([dialogs, requests, complaints]).toEqual([[], [], []]);
    expect(await page.locator('script, img, iframe, object, [onerror]').count()).toBe(0);
    await page.close();
  });

  test.for(HOSTILE)('JUnit with %j is XML to a browser', async (text) => {
    const page = await withScripts.newPage();
    const read = await page.evaluate(
      `(() => { const read = new DOMParser().parseFromString(${JSON.stringify(renderJunit(filledWith(text)))}, 'application/xml'); return [read.querySelectorAll('parsererror').length, read.documentElement.nodeName]; })()`,
    );
    expect(read).toEqual([0, 'testsuites']);
    await page.close();
  });
});

/** Opens the report as a file; says what it asked for besides itself, and what the browser complained of. */
async function open(page: Page, folder: string, name: string, report: string) {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, report);
  const url = pathToFileURL(file).href;
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { requests: requests.filter((asked) => asked !== url), complaints };
}
