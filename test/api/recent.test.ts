import { describe, expect, test } from 'vitest';
import { recent } from '../../src/api/recent.ts';

/** JSON of 10 bytes each. */
const values = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'] as const;

function kept(limits: { count: number; bytes: number }, ids = ['1', '2', '3']): (string | null)[] {
  const store = recent<string>(limits);
  ids.forEach((id, i) => void store.put(id, values[i] ?? ''));
  return ['1', '2', '3'].map(store.get);
}

describe('recent', () => {
  test('keeps the last ones by count and by bytes, whichever is met first', () => {
    expect(kept({ count: 3, bytes: 30 })).toEqual(values);
    expect(kept({ count: 2, bytes: 30 })).toEqual([null, values[1], values[2]]);
    expect(kept({ count: 3, bytes: 29 })).toEqual([null, values[1], values[2]]);
    expect(kept({ count: 3, bytes: 10 })).toEqual([null, null, values[2]]);
  });

  test('does not keep what is larger than all it may keep', () => {
    expect(kept({ count: 3, bytes: 9 })).toEqual([null, null, null]);
  });

  test('counts what is put again once, as the newest', () => {
    expect(kept({ count: 2, bytes: 20 }, ['1', '2', '1'])).toEqual([values[2], values[1], null]);
    const store = recent<string>({ count: 2, bytes: 20 });
    for (const id of ['1', '2', '1', '3']) store.put(id, id);
    expect(['1', '2', '3'].map(store.get)).toEqual(['1', null, '3']);
  });
});
