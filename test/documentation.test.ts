import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { OPAQUE_KINDS } from '../src/reachability/assumptions.ts';

const PAGES = globSync(['*.md', 'docs/**/*.md', 'rules/*.md']).sort();
const LINK = /\]\((?!https?:)([^)#]*)(#[^)]*)?\)|(?:src|srcset)="(?!https?:)([^"]+)"/g;

/** As GitHub makes them of headings. */
function anchors(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(
    ([, heading = '']) =>
      `#${heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-')}`,
  );
}

test('there are pages', () => {
  expect(PAGES).toContain('README.md');
  expect(PAGES.length).toBeGreaterThan(10);
});

describe.each(PAGES)('%s', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(LINK)].map(([, path, anchor, image]) => {
    const target = path || image;
    return { file: target === undefined ? page : join(dirname(page), target), anchor };
  });

  test('links to files that are there', () => {
    expect(links.map(({ file }) => file).filter((file) => !existsSync(file))).toEqual([]);
  });

  test('and to headings that are in them', () => {
    const wanted = links.filter(({ file, anchor }) => anchor !== undefined && existsSync(file));
    expect(wanted.filter(({ file, anchor = '' }) => !anchors(file).includes(anchor))).toEqual([]);
  });
});

test('the README names every kind of hop that may be vouched for', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(Object.keys(OPAQUE_KINDS).filter((kind) => !readme.includes(`\`${kind}\``))).toEqual([]);
});

test('and every variable of the service', () => {
  const asked = new Set<string>();
  readConfig(new Proxy({}, { get: (_, name) => void asked.add(String(name)) }));
  const readme = readFileSync('README.md', 'utf8');
  expect(asked.size).toBeGreaterThan(5);
  expect([...asked].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
