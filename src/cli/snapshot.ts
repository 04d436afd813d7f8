import { AppError } from '../errors.ts';
import type { ExitStatus } from '../gate/exit-status.ts';
import type { RawItem } from '../snapshot/document.ts';
import type { CliDeps } from './deps.ts';
import { awsChoice, preflightRequest, type QuestionOptions } from './question-options.ts';

export interface SnapshotOptions extends Omit<QuestionOptions, 'secret'> {
  readonly secret?: string;
  readonly snapshot?: string;
  readonly anonymise?: true;
  readonly seed?: string;
  readonly output?: string;
}

export async function runSnapshot(options: SnapshotOptions, deps: CliDeps): Promise<ExitStatus> {
  const { output } = options;
  mustBeUsed(options);
  if (output !== undefined) await deps.ensureWritable(output);
  const read = options.snapshot === undefined ? await captured(options, deps) : await opened(options.snapshot, deps);
  const document = options.anonymise === true ? await anonymised(read, options, deps) : read;
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (output === undefined) deps.terminal.out(text);
  else await deps.writeFile(output, text);
  return 0;
}

/** Whoever gives a seed wants other names: the true ones must not go out instead. */
function mustBeUsed({ seed, anonymise }: SnapshotOptions): void {
  if (seed === undefined || anonymise === true) return;
  throw new AppError('USAGE', "Option '--seed <text>' was given without '--anonymise', and only that uses it.", {
    hint: 'Add --anonymise to write the snapshot in other names, or leave --seed out.',
  });
}

async function captured(options: SnapshotOptions, deps: CliDeps): Promise<RawItem> {
  const { secret } = options;
  if (secret === undefined) {
    throw new AppError('USAGE', "Required option '--secret <id>' not specified.", {
      hint: 'Name the secret, or a snapshot that was taken before with --snapshot.',
    });
  }
  const question: QuestionOptions = { ...options, secret };
  return deps.captureSnapshot(awsChoice(question), preflightRequest(question, null), {
    signal: AbortSignal.timeout(options.timeout),
    progress: (line) => deps.terminal.err(`${line}\n`),
  });
}

async function opened(path: string, deps: CliDeps): Promise<RawItem> {
  const { documentJson } = await import('../snapshot/document-json.ts');
  return documentJson((await deps.readSnapshot(path)).document);
}

/** Tells the question in the new names: without it nobody could put it again. */
async function anonymised(document: RawItem, options: SnapshotOptions, deps: CliDeps): Promise<RawItem> {
  const { anonymise } = await import('../snapshot/anonymise/anonymise.ts');
  const seed = options.seed ?? deps.sha256(JSON.stringify(document));
  const other = anonymise(document, { sha256: deps.sha256, seed });
  const question = [
    ...(options.secret === undefined ? [] : ['--secret', other.text(options.secret)]),
    ...(options.function === undefined ? [] : ['--function', other.text(options.function)]),
    ...(options.target ?? []).flatMap((target) => ['--target', other.text(target)]),
  ];
  if (question.length > 0) deps.terminal.err(`The same question: check ${question.join(' ')}\n`);
  return other.document;
}
