import { InvalidArgumentError } from 'commander';
import type { Protocol } from '../reachability/trace.ts';

/** `60s`, `2m`, `1500ms` in milliseconds; at least 1 ms, at most an hour. */
export function milliseconds(text: string): number {
  const [, number, unit] = /^(\d{1,7})(ms|s|m)$/.exec(text) ?? [];
  const value = Number(number) * (unit === 'm' ? 60_000 : unit === 's' ? 1000 : 1);
  if (!(value >= 1 && value <= 3_600_000)) throw new InvalidArgumentError('Write 60s, 2m or 1500ms, at most 60m.');
  return value;
}

export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
    return value;
  };
}

/** What openapi.yaml takes as a reference: one line of at most 200 characters. */
export function reference(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (!/^[^\u0000-\u001f\u007f]{1,200}$/.test(text))
    throw new InvalidArgumentError('Write 1 to 200 characters on one line.');
  return text;
}

/** A label of a host name: it becomes a part of AWS's. */
export function region(text: string): string {
  if (!/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/.test(text)) throw new InvalidArgumentError('Write it as AWS does: us-east-1.');
  return text;
}

export function notEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty.');
  return text;
}

/** For options that may be repeated. */
export function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), notEmpty(text)];
}

/** `HOP=forwards` for options that may be repeated: the hop. */
export function collectAssumed(text: string, before: readonly string[] | undefined): readonly string[] {
  const hop = /^([^\s=]{1,200})=forwards$/.exec(text)?.[1];
  if (hop === undefined)
    throw new InvalidArgumentError('Write HOP=forwards, the hop as the finding names it: vgw-…, i-…, vpce-….');
  return [...(before ?? []), hop];
}

export function collectReasons(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), reference(text)];
}

export function protocol(text: string): Protocol {
  if (text === 'tcp' || text === 'udp' || text === 'icmp') return text;
  if (/^\d{1,3}$/.test(text) && Number(text) <= 255) return `${Number(text)}`;
  throw new InvalidArgumentError('Write tcp, udp, icmp or a number from 0 to 255.');
}
