import type { PreconditionCode } from '../preconditions/precondition.ts';
import type { Code, Outcome } from '../reachability/codes.ts';
import type { Direction } from '../reachability/trace.ts';

/** What is judged, in words: one file of /rules. The engine decides, a rule only explains. */
export interface Rule {
  /** kebab-case. */
  readonly id: string;
  readonly prerequisite: RulePrerequisite;
  /** The engine's check that finds it, or the precondition's id. */
  readonly check: string;
  readonly code: Code | PreconditionCode;
  /** Set where each end of a flow needs its own words. */
  readonly direction: Direction | null;
  /** The engine's own: a rule that states another does not bind. */
  readonly outcome: Outcome;
  readonly title: string;
  /** Templates: {placeholder} for the code's details, {resources} {at} {entry} {leg} {direction} for where it is. */
  readonly message: string;
  readonly fix: string;
  /** What it looks like in the function's log; may be empty. */
  readonly symptom: string;
  /** The AWS page that states the behaviour. */
  readonly docs: string;
  /** Folders of test/scenarios that show it. */
  readonly scenarios: readonly string[];
}

export const RULE_PREREQUISITES = ['service', 'endpoint', 'both', 'precondition', 'any'] as const;
export type RulePrerequisite = (typeof RULE_PREREQUISITES)[number];

/** A rule and where it was read, so that an error can say so. */
export interface RuleSource {
  /** Below /rules, with slashes: network/no-route.yaml. */
  readonly file: string;
  /** Line of each field, from 1. */
  readonly lines: Readonly<Record<string, number>>;
  readonly rule: Rule;
}
