import type { AwsCall } from './call.ts';
import type { ServedFacts } from './start-aws-server.ts';

type Item = Readonly<Record<string, unknown>>;

/** The account a call is made by: its access key's id ends in the account's, else it is the one of the snapshot. */
export function accountOf({ accessKeyId }: Pick<AwsCall, 'accessKeyId'>, facts: ServedFacts): string {
  return /\d{12}$/.exec(accessKeyId)?.[0] ?? String(facts.accountId);
}

/** Items of a list as one account sees them in one Region. */
export function visibleTo(call: AwsCall, facts: ServedFacts, list: string): readonly Item[] {
  const items = (facts[list] ?? []) as readonly (Item & { _from?: { account?: string; region?: string } })[];
  return items
    .filter(({ _from }) => (_from?.region ?? facts.region) === call.region)
    .filter(({ _from }) => (_from?.account ?? facts.accountId) === accountOf(call, facts))
    .map(({ _from, ...item }) => item);
}
