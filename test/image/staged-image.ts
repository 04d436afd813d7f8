import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Image } from './dockerfile.ts';

/** The id of the user `node` in the official images; an ordinary user everywhere else. */
const IMAGE_USER = 1000;

/** A folder that holds what the image would hold, and may not be written to by whom the image runs as. */
export interface StagedImage {
  run(command: readonly string[], env: Readonly<Record<string, string>>): ChildProcess;
  remove(): void;
}

export function stageImage(image: Image): StagedImage {
  const root = mkdtempSync(join(tmpdir(), 'staged-image-'));
  const workdir = join(root, image.workdir);
  const bin = join(root, 'usr/local/bin');
  const remove = () => {
    execFileSync('chmod', ['-R', 'u+w', root]);
    rmSync(root, { recursive: true });
  };
  try {
    mkdirSync(bin, { recursive: true });
    cpSync(process.execPath, join(bin, 'node'));
    for (const { from, to } of image.copies) copyInto(workdir, from, to);
    execFileSync('chmod', ['-R', 'a=rX', root]);
  } catch (error) {
    remove();
    throw error;
  }

  return {
    run: ([program = '', ...args], env) =>
      spawn(program, args, {
        cwd: workdir,
        env: { ...image.env, ...env, PATH: bin },
        // Permissions bind everyone but root, and the image is not run by root.
        ...(process.getuid?.() === 0 ? { uid: IMAGE_USER, gid: IMAGE_USER } : {}),
      }),
    remove,
  };
}

/** As the engine does: what is copied gets the name given, unless that is a folder to put it into. */
function copyInto(workdir: string, from: string, to: string): void {
  const sources = from === 'node_modules' ? productionPackages() : [from];
  const keepsName = to.endsWith('/') || from === 'node_modules';
  for (const source of sources) cpSync(source, join(workdir, keepsName ? source : to), { recursive: true });
}

/** The folders that `npm prune --omit=dev` leaves. */
function productionPackages(): string[] {
  const lock: { packages: Record<string, { dev?: boolean }> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path.startsWith('node_modules/') && !dev && existsSync(path))
    .map(([path]) => path);
}
