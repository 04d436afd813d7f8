import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Assessment } from '../assessment/assessment.ts';
import type { ReportFormat } from '../report/formatters.ts';
import type { CliDeps, Terminal } from './deps.ts';
import { notEmpty } from './option-values.ts';

type Renderer = (assessment: Assessment, options: Pick<Terminal, 'color' | 'width'>) => string;

/** Apart from each other: what draws the HTML report is not loaded to print a line of text. */
const RENDERERS: Readonly<Record<ReportFormat, () => Promise<Renderer>>> = {
  text: async () => (await import('../report/text/text.ts')).renderText,
  json: async () => (await import('../report/json.ts')).renderJson,
  html: async () => (await import('../report/html/page.ts')).renderHtml,
  junit: async () => (await import('../report/junit.ts')).renderJunit,
};

const FORMAT_OF_SUFFIX: Readonly<Record<string, ReportFormat>> = {
  txt: 'text',
  json: 'json',
  html: 'html',
  xml: 'junit',
};

export interface OutputFile {
  readonly path: string;
  readonly format: ReportFormat;
}

export interface ReportOptions {
  readonly format: ReportFormat;
  readonly output?: readonly OutputFile[];
}

/** How an assessment is shown, and where it is kept. */
export function addReportOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'of what is printed').choices(Object.keys(RENDERERS)).default('text'))
    .addOption(
      new Option(
        '--output <file>',
        'also write a report; .txt, .json, .html or .xml (JUnit) picks the format; repeatable',
      ).argParser(outputFile),
    );
}

function outputFile(path: string, before: readonly OutputFile[] | undefined): readonly OutputFile[] {
  const format = FORMAT_OF_SUFFIX[/\.([^./\\]+)$/.exec(notEmpty(path))?.[1]?.toLowerCase() ?? ''];
  if (format === undefined) throw new InvalidArgumentError('Its name must end in .txt, .json, .html or .xml.');
  return [...(before ?? []), { path, format }];
}

/** Finds out before anything is asked whether the reports could be written. */
export async function ensureOutputs({ output = [] }: ReportOptions, deps: CliDeps): Promise<void> {
  for (const { path } of output) await deps.ensureWritable(path);
}

/** The assessment on stdout, then in files, whatever the verdict. */
export async function publish(assessment: Assessment, options: ReportOptions, deps: CliDeps): Promise<void> {
  const render = async (format: ReportFormat, to: Pick<Terminal, 'color' | 'width'>) =>
    (await RENDERERS[format]())(assessment, to);
  deps.terminal.out(await render(options.format, deps.terminal));
  for (const { path, format } of options.output ?? []) {
    await deps.writeFile(path, await render(format, { color: false, width: 80 }));
  }
}
