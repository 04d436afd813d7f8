import { Command, Option } from 'commander';
import type { ExitStatus } from '../gate/exit-status.ts';
import { addAssumptionOptions } from './assumption-options.ts';
import type { CliDeps } from './deps.ts';
import { integer, notEmpty, protocol } from './option-values.ts';
import { addAwsOptions, addQuestionOptions } from './question-options.ts';
import { addReportOptions } from './report-options.ts';

const STATUSES = 'Exit status: 0 pass, 1 fail, 2 the question could not be put, 3 unknown.';

/** What has no meaning where AWS is not asked. */
const ABOUT_AWS = ['region', 'profile', 'functionProfile', 'networkProfile', 'peerProfile', 'targetFromSecret'];

/**
 * The commands and their options. The body of a command is loaded when it is the one; what it returns goes to `end`.
 */
export function buildProgram(deps: CliDeps, end: (status: ExitStatus) => void): Command {
  const program = new Command('rotation-preflight')
    .description('Judges, before rotation of a Secrets Manager secret is turned on, whether it can work.')
    .version(deps.version)
    .addHelpText('after', `\n${STATUSES}`);
  const body =
    <Options>(load: () => Promise<(options: Options, deps: CliDeps) => Promise<ExitStatus>>) =>
    async (options: Options) =>
      end(await (await load())(options, deps));

  addReportOptions(addAssumptionOptions(addQuestionOptions(program.command('check'))))
    .summary('judge whether rotation would work')
    .description('Judges whether rotation would work. Reads, and changes nothing.')
    .addOption(snapshotOption().conflicts(ABOUT_AWS))
    .action(body(async () => (await import('./check.ts')).runCheck));

  addReportOptions(addAssumptionOptions(addQuestionOptions(program.command('enable'))))
    .summary('check, then send RotateSecret if, and only if, the check passes')
    .description(
      'Checks on facts read for this request, then sends RotateSecret with these parameters if, and only if, the check passes.',
    )
    .addOption(
      new Option('--automatically-after-days <days>', 'rotate that often')
        .argParser(integer(1, 1000))
        .conflicts('scheduleExpression'),
    )
    .addOption(new Option('--schedule-expression <expression>', 'cron(…) or rate(…), in UTC').argParser(notEmpty))
    .addOption(new Option('--duration <hours>', 'length of the rotation window: 2h').argParser(notEmpty))
    .addOption(new Option('--no-rotate-immediately', 'wait for the schedule instead of rotating at once'))
    .addOption(
      new Option(
        '--acknowledge-immediate-rotation',
        'you know that the secret is rotated at once, and that applications holding a copy of it will break',
      ),
    )
    .addOption(
      new Option('--client-request-token <token>', "the new version's id, 32 to 64 characters").argParser(notEmpty),
    )
    .action(body(async () => (await import('./enable.ts')).runEnable));

  const trace = program
    .command('trace')
    .summary('follow one flow, there and back')
    .description(
      'Follows one flow through a snapshot, or through what is read for a secret, there and back. Exit status: 0 reachable, 1 blocked, 3 unknown.',
    )
    .addOption(
      new Option(
        '--from <source>',
        'function by name or ARN (with --secret by ARN), eni-…, i-…, an address (any public one is a host on the internet), or subnet-…/sg-…[,sg-…]',
      )
        .argParser(notEmpty)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--to <destination>', 'an IP address, eni-… or i-…').argParser(notEmpty).makeOptionMandatory(),
    )
    .addOption(new Option('--port <number>', 'destination port, of tcp and udp').argParser(integer(0, 65_535)))
    .addOption(new Option('--protocol <name>', 'tcp, udp, icmp or a number').argParser(protocol).default('tcp'))
    .addOption(snapshotOption().conflicts([...ABOUT_AWS, 'secret']))
    .addOption(
      new Option('--secret <id>', "reads what a check of this secret would, and both ends' networks").argParser(
        notEmpty,
      ),
    );
  addAwsOptions(addAssumptionOptions(trace))
    .addOption(new Option('--format <format>', 'of what is printed').choices(['text', 'json']).default('text'))
    .action(body(async () => (await import('./trace.ts')).runTrace));

  secretOptional(addQuestionOptions(program.command('snapshot')))
    .summary('write down the facts that a check would read')
    .description('Writes down, as one JSON document, the facts that a check of this secret would read.')
    .addOption(snapshotOption().conflicts(ABOUT_AWS))
    .addOption(
      new Option(
        '--anonymise',
        'put other accounts, ids, names and addresses in place of yours; every verdict stays the same',
      ),
    )
    .addOption(
      new Option('--seed <text>', 'finds the other names; by default the facts themselves do').argParser(notEmpty),
    )
    .addOption(new Option('--output <file>', 'where to; by default stdout').argParser(notEmpty))
    .action(body(async () => (await import('./snapshot.ts')).runSnapshot));

  program
    .command('rules')
    .summary('list what is judged, or explain one rule')
    .argument('[id]', 'of a rule')
    .addOption(new Option('--format <format>', 'of what is printed').choices(['text', 'json']).default('text'))
    .action(async (id: string | undefined, { format }: { readonly format: 'text' | 'json' }) =>
      end(await (await import('./rules.ts')).runRules({ id: id ?? null, format }, deps)),
    );

  addReportOptions(program.command('report'))
    .summary('show a report again that was written as JSON')
    .argument('<file.json>', 'written by check or enable')
    .action(async (file: string, options: Parameters<typeof import('./report.ts').runReport>[1]) =>
      end(await (await import('./report.ts')).runReport(file, options, deps)),
    );

  program
    .command('serve')
    .summary('answer the REST API')
    .description(
      'Answers the REST API of openapi.yaml on PREFLIGHT_HOST and PREFLIGHT_PORT (127.0.0.1:8080) until Ctrl-C.',
    )
    .action(body(async () => (await import('./serve.ts')).runServe));

  program
    .command('demo')
    .summary('three examples, without an AWS account')
    .description(
      'Starts the service on three example accounts, checks them, and asks to turn rotation on in each. AWS is not asked.',
    )
    .addOption(new Option('--once', 'end after the verdicts'))
    .action(body(async () => (await import('./demo.ts')).runDemo));

  return program;
}

/** With a snapshot that was taken before, no secret has to be named. */
function secretOptional(command: Command): Command {
  for (const option of command.options) if (option.long === '--secret') option.mandatory = false;
  return command;
}

function snapshotOption(): Option {
  return new Option(
    '--snapshot <path>',
    'read a snapshot (a file, or a folder of AWS CLI output) instead of AWS',
  ).argParser(notEmpty);
}
