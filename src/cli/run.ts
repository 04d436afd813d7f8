import { type Command, CommanderError } from 'commander';
import { AppError } from '../errors.ts';
import { type ExitStatus, exitStatusOfError } from '../gate/exit-status.ts';
import type { CliDeps } from './deps.ts';
import { buildProgram } from './program.ts';

/**
 * Runs one command line, without the two leading words of process.argv. Whatever goes wrong is told on stderr (and, with
 * `--format json`, on stdout as the contract's error document) and is status 2.
 */
export async function run(args: readonly string[], deps: CliDeps): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  const program = buildProgram(deps, (ended) => {
    status = ended;
  });
  for (const command of [program, ...program.commands]) throwInsteadOfExit(command, deps);
  try {
    if (args.length === 0) throw new AppError('USAGE', 'No command was given.', { hint: helpFor(program, args) });
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const error = appErrorOf(thrown, helpFor(program, args));
    tell(error, args, deps);
    return exitStatusOfError(error.code);
  }
}

function helpFor({ commands }: Command, [first]: readonly string[]): string {
  const command = commands.find((candidate) => candidate.name() === first);
  return `See \`rotation-preflight ${command === undefined ? '' : `${command.name()} `}--help\`.`;
}

/** The parser's own complaints are told like every other error. */
function throwInsteadOfExit(command: Command, { terminal }: CliDeps): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => terminal.out(text),
    writeErr: () => undefined,
    getOutHelpWidth: () => terminal.width,
    getOutHasColors: () => terminal.color,
  });
}

function appErrorOf(thrown: unknown, help: string): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof CommanderError) {
    return new AppError('USAGE', sentence(thrown.message.replace(/^error: /, '')), { hint: help });
  }
  const said = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new AppError('INTERNAL', sentence(`Internal error: ${said}`), {
    hint: 'This is a bug: please report it with the command that led to it.',
    cause: thrown,
  });
}

function sentence(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}${/[.?!)]$/.test(line) ? '' : '.'}`;
}

function tell({ code, message, resource, hint }: AppError, args: readonly string[], { terminal }: CliDeps): void {
  terminal.err(`rotation-preflight: ${message} ${hint}\n`);
  if (!wantsJson(args)) return;
  terminal.out(`${JSON.stringify({ schemaVersion: 1, error: { code, message, resource, hint } }, null, 2)}\n`);
}

/** Read from the words themselves: the parser may not have come as far. */
function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, i) => arg === '--format=json' || (arg === '--format' && args[i + 1] === 'json'));
}
