import { type Command, Option } from 'commander';
import { AppError } from '../errors.ts';
import { type Assumptions, EVERY_OPAQUE_KIND } from '../reachability/assumptions.ts';
import { collectAssumed, collectReasons } from './option-values.ts';

export interface AssumptionOptions {
  /** Hops that forward. */
  readonly assume?: readonly string[];
  /** The reason of each, in the same order. */
  readonly because?: readonly string[];
}

/** What the person who runs the command vouches for. */
export function addAssumptionOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--assume <hop=forwards>',
        'you know that this hop, which no configuration shows the inside of, forwards; repeatable, each with its --because',
      ).argParser(collectAssumed),
    )
    .addOption(new Option('--because <text>', 'how you know it; stands in every report').argParser(collectReasons));
}

/**
 * Whoever runs the command holds the right to every kind of assumption.
 * @throws AppError USAGE where reasons and hops do not pair, or a hop is named twice.
 */
export function assumptionsOf({ assume = [], because = [] }: AssumptionOptions): Assumptions {
  if (assume.length !== because.length)
    throw unpaired(`--assume was given ${times(assume.length)}, --because ${times(because.length)}.`);
  const twice = assume.find((hop, i) => assume.indexOf(hop) !== i);
  if (twice !== undefined) throw unpaired(`${twice} is assumed twice.`);
  const stated = assume.map((hop, i) => ({ hop, because: because[i] ?? '' }));
  return { stated, allowed: EVERY_OPAQUE_KIND };
}

function unpaired(message: string): AppError {
  return new AppError('USAGE', message, { hint: 'Write --assume HOP=forwards --because TEXT for each hop.' });
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
