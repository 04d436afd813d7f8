import { type Command, Option } from 'commander';
import type { RotationParameters } from '../assessment/assessment.ts';
import type { PreflightRequest } from '../gate/ports.ts';
import { type AssumptionOptions, assumptionsOf } from './assumption-options.ts';
import type { AwsChoice } from './deps.ts';
import { collect, milliseconds, notEmpty, reference, region } from './option-values.ts';

/** As commander hands the options of addQuestionOptions over. */
export interface QuestionOptions extends AssumptionOptions, AwsOptions {
  readonly secret: string;
  readonly function?: string;
  readonly target?: readonly string[];
  readonly targetFromSecret?: true;
  readonly noTarget?: true;
  readonly reference?: string;
}

/** As commander hands the options of addAwsOptions over. */
export interface AwsOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly functionProfile?: string;
  readonly networkProfile?: string;
  readonly peerProfile?: readonly string[];
  /** Milliseconds. */
  readonly timeout: number;
}

/** The secret, its function and target, and how AWS is asked about them. */
export function addQuestionOptions(command: Command): Command {
  const asking = command
    .addOption(new Option('--secret <id>', 'name or ARN of the secret').argParser(notEmpty).makeOptionMandatory())
    .addOption(
      new Option('--function <arn>', 'the rotation function; by default the one that the secret names').argParser(
        notEmpty,
      ),
    )
    .addOption(
      new Option(
        '--target <host:port>',
        'what the function logs in to: HOST:PORT, HOST:PORT=IP,IP, i-…:PORT or eni-…:PORT; repeatable, all must pass',
      ).argParser(collect),
    )
    .addOption(
      new Option(
        '--target-from-secret',
        "read host and port from the secret's value, and nothing else of it",
      ).conflicts('noTarget'),
    )
    .addOption(noTargetOption())
    .addOption(
      new Option('--reference <ticket>', 'your own word for this request, kept in every report').argParser(reference),
    );
  return addAwsOptions(asking);
}

/** Where AWS is asked, as whom and how long. */
export function addAwsOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--region <region>', "of the secret; by default its ARN's, else as for the AWS CLI").argParser(region),
    )
    .addOption(new Option('--profile <name>', 'of the shared AWS configuration').argParser(notEmpty))
    .addOption(
      new Option('--function-profile <name>', "sees the function's account, where that is not the secret's").argParser(
        notEmpty,
      ),
    )
    .addOption(
      new Option('--network-profile <name>', "sees the account that shares the function's VPC").argParser(notEmpty),
    )
    .addOption(
      new Option(
        '--peer-profile <name>',
        'sees the account of a peer VPC, a transit gateway or a service; repeatable',
      ).argParser(collect),
    )
    .addOption(
      new Option('--timeout <time>', 'for all questions to AWS together')
        .argParser(milliseconds)
        .default(60_000, '60s'),
    );
}

/** An option of its own: commander would take its name for the opposite of --target, and forget the targets given. */
function noTargetOption(): Option {
  const option = new Option('--no-target', 'the function contacts nothing but Secrets Manager').conflicts('target');
  option.negate = false;
  return option;
}

export function preflightRequest(options: QuestionOptions, rotation: RotationParameters | null): PreflightRequest {
  return {
    secret: options.secret,
    function: options.function ?? null,
    targets: options.target ?? [],
    noTarget: options.noTarget ?? false,
    targetFromSecret: options.targetFromSecret ?? false,
    rotation,
    reference: options.reference ?? null,
    assumptions: assumptionsOf(options),
  };
}

export function awsChoice(options: AwsOptions): AwsChoice {
  const { region = null, profile = null, functionProfile, networkProfile, peerProfile = [] } = options;
  const furtherProfiles = [functionProfile, networkProfile, ...peerProfile].filter((name) => name !== undefined);
  return { region, profile, furtherProfiles };
}
