// Fresh worlds from the generator of the kernel's oracle, its verdicts, and ours: `npm run kernel -- --seed 7 --worlds 200`.
// Needs KERNEL_ORACLE_DIR, root, Python 3, iproute2 and nftables (`apt-get install nftables`).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareWorld, countComparisons } from '../test/kernel/compare.ts';
import { readWorlds } from '../test/kernel/world.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2' },
    worlds: { type: 'string', default: '100' },
    start: { type: 'string', default: '0' },
    jobs: { type: 'string', default: '2' },
  },
});
const oracle = process.env['KERNEL_ORACLE_DIR'];
if (oracle === undefined || oracle === '') {
  process.stderr.write('KERNEL_ORACLE_DIR is not set: it names the folder with gen.py and oracle.py.\n');
  process.exitCode = 2;
} else {
  process.exitCode = compareFreshWorlds(oracle) === 0 ? 0 : 1;
}

/** Prints the counts and every disagreement; returns how many there are. */
function compareFreshWorlds(oracleFolder: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-worlds-'));
  try {
    const run = (script: string, args: readonly string[]) =>
      execFileSync('python3', ['-B', join(oracleFolder, script), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    run('gen.py', ['--seed', values.seed, '--start', values.start, '--count', values.worlds, '--out', folder]);
    const files = readdirSync(folder).map((file) => join(folder, file));
    run('oracle.py', ['--out-dir', folder, '--jobs', values.jobs, '--no-samples', ...files]);
    const compared = readWorlds(folder).map((judged) => ({ name: judged.name, comparisons: compareWorld(judged) }));
    return printComparisons(compared);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printComparisons(
  compared: readonly { readonly name: string; readonly comparisons: ReturnType<typeof compareWorld> }[],
): number {
  let disagreements = 0;
  for (const { name, comparisons } of compared) {
    for (const comparison of comparisons) {
      if (comparison.kind !== 'disagrees') continue;
      disagreements++;
      console.log(`seed ${values.seed} ${name}: ${JSON.stringify(comparison)}`);
    }
  }
  console.log(`${compared.length} worlds of seed ${values.seed}`);
  for (const [name, count] of countComparisons(compared.flatMap(({ comparisons }) => comparisons)))
    console.log(`  ${name}: ${count}`);
  return disagreements;
}
