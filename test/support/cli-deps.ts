import { createHash } from 'node:crypto';
import type { AwsChoice, CliDeps } from '../../src/cli/deps.ts';
import { AppError } from '../../src/errors.ts';
import type { PreflightRequest } from '../../src/gate/ports.ts';
import type { FakeWorld } from './gate-ports.ts';

export interface FakeCli {
  readonly deps: CliDeps;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Files written, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** How AWS was asked for, once for each time. */
  readonly asked: readonly AwsChoice[];
  readonly captured: readonly PreflightRequest[];
}

export interface FakeCliBehaviour {
  readonly world?: FakeWorld;
  readonly json?: unknown;
  /** Paths that cannot be written: found out before, or only when it is tried. */
  readonly unwritable?: string;
  readonly failing?: string;
}

/** A world for the commands where everything said and written is kept. */
export function fakeCli({ world, json, unwritable, failing }: FakeCliBehaviour): FakeCli {
  const said = { out: '', err: '' };
  const files = new Map<string, string>();
  const asked: AwsChoice[] = [];
  const captured: PreflightRequest[] = [];
  const absent = (what: string) => () => Promise.reject(new Error(`${what} was not expected here`));
  const refuse = (path: string) => {
    throw new AppError('UNWRITABLE_OUTPUT', `${path} cannot be written.`, { resource: path, hint: 'Name another.' });
  };
  const deps: CliDeps = {
    version: '1.2.3',
    terminal: {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      color: false,
      width: 80,
    },
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
    askAws: async (choice) => {
      asked.push(choice);
      if (world === undefined) throw new Error('AWS was not expected here');
      return world.ports;
    },
    captureSnapshot: async (choice, request, { progress }) => {
      asked.push(choice);
      captured.push(request);
      progress('AWS, round 1: 3 calls');
      return { snapshotVersion: 1 };
    },
    readSnapshot: absent('A snapshot'),
    readJson: async () => json,
    ensureWritable: async (path) => {
      if (path === unwritable) refuse(path);
    },
    writeFile: async (path, text) => {
      if (path === failing) refuse(path);
      files.set(path, text);
    },
    startService: absent('The service'),
    startDemo: absent('The demo'),
    untilInterrupted: absent('An interruption'),
  };
  return { deps, files, asked, captured, stdout: () => said.out, stderr: () => said.err };
}
