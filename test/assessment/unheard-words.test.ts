import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ask } from '../scenarios/ask.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';

const SCENARIOS = new URL('../scenarios/', import.meta.url);
const UNHEARD = 'unheard-of';
/** As many scenarios for each field as tell whether it matters. */
const ENOUGH = 4;

/** Fields in which AWS says one of its own words. */
const FIELD = /(?:State|Status|Type|Mode|Code|Protocol|Support|Scheme|Action|BlockResponse|Value)$/;
const WORD = /^[A-Za-z][\w-]{0,40}$/;
/** Types of records that nobody asks for are no reason to doubt. */
const OTHERS_ARE_NONE_OF_OURS = new Set(['HostedZones.ResourceRecordSets.Type']);
const ENVELOPE = new Set(['requests', 'gaps', 'SecretPolicies', 'FunctionPolicies']);

type Path = readonly string[];

interface Spot {
  readonly scenario: string;
  readonly path: Path;
  readonly word: string;
}

/** Every word of a document and where it stands. */
function* wordsIn(value: unknown, path: Path): Generator<readonly [Path, string]> {
  if (typeof value === 'string' && WORD.test(value) && FIELD.test(path.at(-1) ?? '')) yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* wordsIn(inner, [...path, key]);
}

function fieldOf(path: Path): string {
  return path.filter((step) => !/^\d+$/.test(step)).join('.');
}

function json(scenario: string, file: string): unknown {
  return JSON.parse(readFileSync(new URL(`${scenario}/${file}`, SCENARIOS), 'utf8'));
}

function replaced(value: unknown, [step, ...rest]: Path, word: string): unknown {
  if (step === undefined) return word;
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === step ? replaced(item, rest, word) : item));
  const item = value as Readonly<Record<string, unknown>>;
  return { ...item, [step]: replaced(item[step], rest, word) };
}

function passes({ scenario, path }: Spot, word: string): boolean {
  const question = json(scenario, 'question.json') as ScenarioQuestion;
  try {
    return ask(replaced(json(scenario, 'snapshot.json'), path, word), question).status === 'pass';
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_SNAPSHOT' });
    return false;
  }
}

const folders = readdirSync(SCENARIOS, { withFileTypes: true }).filter(
  (d) => d.isDirectory() && d.name !== 'situations',
);
const vocabulary = new Map<string, Set<string>>();
const spots = new Map<string, Spot[]>();
for (const { name: scenario } of folders) {
  const { status } = json(scenario, 'expected.json') as { readonly status: string };
  const met = new Set<string>();
  for (const [path, word] of wordsIn(json(scenario, 'snapshot.json'), [])) {
    const field = fieldOf(path);
    if (ENVELOPE.has(path[0] ?? '') || OTHERS_ARE_NONE_OF_OURS.has(field)) continue;
    vocabulary.set(field, (vocabulary.get(field) ?? new Set()).add(word));
    const place = `${field} ${word}`;
    const known = spots.get(place) ?? [];
    if (status !== 'pass' || met.has(place) || known.length >= ENOUGH) continue;
    met.add(place);
    spots.set(place, [...known, { scenario, path, word }]);
  }
}

/** Where a word that AWS is known to say would shut the gate, one that nobody knows must not leave it open. */
describe('a word that AWS is not known to say never passes where one of its own would not', () => {
  test.each([...spots.keys()].sort())('instead of %s', (place) => {
    const [field = ''] = place.split(' ');
    const words = [...(vocabulary.get(field) ?? [])];
    for (const spot of spots.get(place) ?? []) {
      if (!passes(spot, UNHEARD)) continue;
      const shutting = words.filter((word) => word !== spot.word && !passes(spot, word));
      expect({ ...spot, shutting }).toEqual({ ...spot, shutting: [] });
    }
  });
});
