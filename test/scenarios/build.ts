import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { healthyWorld } from '../support/healthy-world.ts';
import type { Situation } from './situations/situation.ts';
import { SITUATIONS } from './situations.ts';
import { SOURCES } from './sources.ts';

/** The files of one scenario folder, by name. */
export function filesOf(situation: Situation): Readonly<Record<string, string>> {
  const world = healthyWorld();
  situation.world(world);
  const source = SOURCES[situation.source];
  if (source === undefined) throw new Error(`${situation.name}: no source called ${situation.source}`);
  const withoutEmptyLists = Object.fromEntries(
    Object.entries(world).filter(([name, value]) => keeps(name, value, world.requests)),
  );
  return {
    'snapshot.json': json(withoutEmptyLists),
    'question.json': json(situation.question),
    'expected.json': json(situation.expected),
    'explain.txt': `${wrap(situation.explain, 100)}\nSource: ${source}\n`,
  };
}

/** An empty list says something only where it was asked for. */
function keeps(name: string, value: unknown, requests: readonly { readonly list: string }[] | undefined): boolean {
  if (value === undefined) return false;
  if (!Array.isArray(value) || value.length > 0 || name === 'gaps') return true;
  return requests === undefined || requests.some((row) => row.list === name);
}

function json(value: unknown): string {
  return `${layOut(value, '')}\n`;
}

/** JSON with each object or list on one line where it fits: half the size, and an entry reads like an entry. */
function layOut(value: unknown, indent: string): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || line.length + indent.length <= 120) return line;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const rows = Array.isArray(value)
    ? value.map((v) => layOut(v, inner))
    : Object.entries(value).flatMap(([k, v]) => (v === undefined ? [] : [`${JSON.stringify(k)}: ${layOut(v, inner)}`]));
  return `${open}\n${rows.map((row) => inner + row).join(',\n')}\n${indent}${close}`;
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

/** Writes every folder anew and removes those no situation asks for. Deterministic: the same sources give the same bytes. */
function build(root: string): void {
  const names = new Set(SITUATIONS.map((s) => s.name));
  for (const entry of readdirSync(root)) {
    if (!names.has(entry) && existsSync(join(root, entry, 'expected.json')))
      rmSync(join(root, entry), { recursive: true });
  }
  for (const situation of SITUATIONS) {
    const folder = join(root, situation.name);
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(filesOf(situation))) writeFileSync(join(folder, file), text);
  }
  console.log(`${SITUATIONS.length} scenarios written to ${root}`);
}

if (import.meta.main) build(import.meta.dirname);
