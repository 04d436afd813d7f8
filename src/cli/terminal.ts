import type { Terminal } from './deps.ts';

const TEXT_WIDTH = { least: 40, most: 100, withoutTerminal: 80 };

interface Output {
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A reader that goes away (`| head`) is no error: what was found out is still told by the exit status. */
export function openTerminal(stdout: Output, stderr: Output, wantsColor: boolean): Terminal {
  for (const output of [stdout, stderr]) {
    output.on('error', (error) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const isTerminal = stdout.isTTY === true;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    color: isTerminal && wantsColor,
    width: isTerminal
      ? Math.min(Math.max(stdout.columns || TEXT_WIDTH.withoutTerminal, TEXT_WIDTH.least), TEXT_WIDTH.most)
      : TEXT_WIDTH.withoutTerminal,
  };
}
