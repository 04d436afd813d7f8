import type { EC2Client, Filter } from '@aws-sdk/client-ec2';
import type { ListName } from '../../snapshot/families.ts';
import type { CallOptions, ItemsRow } from './plan-row.ts';

/** EC2 takes up to 200 values for one filter. */
const VALUES_AT_ONCE = 200;
/** Pages as large as AWS allows: each costs a round trip. */
export const PAGE = { most: 1000, routeTables: 100, prefixLists: 100 } as const;

type Describe = (ec2: EC2Client, filters: Filter[], options: CallOptions) => Promise<readonly object[]>;

/** A call narrowed by a filter: an id that is gone makes a list of ids fail as a whole, where a filter just finds nothing. */
export function filtered(
  list: ListName,
  operation: string,
  filter: string,
  values: ItemsRow['values'],
  describe: Describe,
): ItemsRow {
  return {
    kind: 'items',
    list,
    action: `ec2:${operation}`,
    filter,
    values,
    atOnce: VALUES_AT_ONCE,
    read: ({ ec2 }, found, options) => describe(ec2, [{ Name: filter, Values: [...found] }], options),
  };
}

export function referred(row: ItemsRow): ItemsRow {
  return { ...row, referredTo: true };
}
