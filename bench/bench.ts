// What a check costs beyond reading its file, and what the command costs beyond starting Node. Prints two tables; judges nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedAccount, QUESTION } from './generated-account.ts';

const ROUNDS = 7;
const cli = join(import.meta.dirname, '..', 'bin', 'rotation-preflight.cjs');
const script = (name: string) => join(import.meta.dirname, name);

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  console.log(`Medians of ${ROUNDS} rounds, each command a process of its own, taking turns.`);
  printStart();
  console.log('\nresources       file      parse      check   check/parse');
  for (const resources of [1_000, 10_000, 100_000]) printCheck(resources);
} finally {
  rmSync(folder, { recursive: true });
}

function printStart(): void {
  const [empty, version] = medians([script('empty.mjs')], [cli, '--version']);
  console.log('\n                           empty  --version   --version/empty');
  console.log(`start                  ${ms(empty)} ${ms(version)}   ${ratio(version, empty)}`);
}

function printCheck(resources: number): void {
  const file = join(folder, `${resources}.json`);
  writeFileSync(file, JSON.stringify(generatedAccount(resources)));
  const check = [cli, 'check', '--snapshot', file, ...QUESTION, '--format', 'json'];
  mustPass(check);
  const [parse, whole] = medians([script('parse-only.mjs'), file], check);
  const size = `${(statSync(file).size / 1e6).toFixed(1)} MB`;
  console.log(
    `${String(resources).padStart(9)} ${size.padStart(10)} ${ms(parse)} ${ms(whole)}   ${ratio(whole, parse)}`,
  );
}

/** A check that ends early would look fast. */
function mustPass(args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`the check ended with ${status}: ${stdout.slice(0, 2_000)}${stderr}`);
}

/** Median wall times in milliseconds of two scripts run in turn; the first round, which fills caches, does not count. */
function medians(one: readonly string[], other: readonly string[]): readonly [number, number] {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => [timed(one), timed(other)] as const).slice(1);
  return [median(rounds.map(([time]) => time)), median(rounds.map(([, time]) => time))];
}

function timed(args: readonly string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

function ms(time: number): string {
  return `${time.toFixed(0)} ms`.padStart(10);
}

function ratio(a: number, b: number): string {
  return (a / b).toFixed(2).padStart(8);
}
