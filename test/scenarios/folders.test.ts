import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { FAMILIES, type ListName } from '../../src/snapshot/families.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { filesOf } from './build.ts';
import { SITUATIONS } from './situations.ts';

const LISTS = Object.keys(FAMILIES) as ListName[];

describe('scenario folders', () => {
  it('bear names of their own', () => {
    expect(new Set(SITUATIONS.map((s) => s.name)).size).toBe(SITUATIONS.length);
  });

  it.each(SITUATIONS)('$name is what its situation makes, every fact of it well formed', (situation) => {
    const folder = join(import.meta.dirname, situation.name);
    for (const [file, text] of Object.entries(filesOf(situation))) {
      expect(readFileSync(join(folder, file), 'utf8'), `${file}: run node test/scenarios/build.ts`).toBe(text);
    }
    const text = readFileSync(join(folder, 'snapshot.json'), 'utf8');
    const snapshot = openSnapshot(parseSnapshot(JSON.parse(text), situation.name), situation.name);
    const facts = LISTS.flatMap((list) => snapshot.seen(list, {}));
    expect(facts.length).toBeGreaterThan(5);
  });
});
