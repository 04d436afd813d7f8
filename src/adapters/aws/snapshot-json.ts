import { AppError } from '../../errors.ts';
import type { GapRow, RawItem, RequestRow } from '../../snapshot/document.ts';
import { FAMILIES, type Fact, type ListName } from '../../snapshot/families.ts';
import { partitionOf, placeOfArn } from '../../snapshot/home.ts';
import type { Collected } from './collect.ts';
import { type EntryName, type FactStore, identityOf } from './facts-so-far.ts';
import { visibleRows } from './visible-rows.ts';
import { describedSecret } from './wanted-functions.ts';

/** What was collected, as the JSON of a snapshot document. `capturedAt` is an ISO 8601 time. */
export function snapshotJson({ facts, ...rows }: Collected, capturedAt: string): RawItem {
  const secret = describedSecret(facts);
  const { account } = placeOfArn(secret?.ARN);
  if (secret === null || account === null) {
    throw new AppError('INTERNAL', 'DescribeSecret answered without an ARN.', { hint: 'Report this as a bug.' });
  }
  const caller = facts.entries('CallerIdentity').values().next().value;
  const asker = { account: typeof caller === 'string' ? caller : null, region: facts.region };
  const secretIds = [secret.ARN, ...(secret.Name === undefined ? [] : [secret.Name])];
  const { requests, gaps } = visibleRows(rows, ...vpcsByOwner(facts, asker.account ?? account));
  const placed = <Row extends RequestRow>(row: Row): Row => ({
    ...row,
    ...asker,
    // A secret may be asked for by part of its ARN: what was answered is about the secret itself.
    filters: 'secret-id' in row.filters ? { ...row.filters, 'secret-id': secretIds } : row.filters,
  });
  return {
    snapshotVersion: 1,
    capturedAt,
    partition: partitionOf(facts.region),
    region: facts.region,
    accountId: account,
    ...lists(facts, asker.account === null || asker.account === account ? null : asker),
    SecretPolicies: Object.fromEntries([...facts.entries('SecretPolicies').values()].map((text) => [secret.ARN, text])),
    FunctionPolicies: entries(facts, 'FunctionPolicies'),
    FunctionConcurrency: entries(facts, 'FunctionConcurrency'),
    requests: requests.map((row) => placed(row)),
    gaps: gaps.map((row: GapRow) => placed(row)),
  };
}

function vpcsByOwner(facts: FactStore, asker: string): [own: readonly string[], foreign: readonly string[]] {
  const isOwn = ({ OwnerId }: Fact<'Vpcs'>) => OwnerId === undefined || OwnerId === asker;
  const vpcs = facts.items('Vpcs');
  return [vpcs.filter(isOwn), vpcs.filter((vpc) => !isOwn(vpc))].map((some) => some.map(({ VpcId }) => VpcId)) as [
    string[],
    string[],
  ];
}

/** `from`: the account that asked, where it is not the secret's. */
function lists(facts: FactStore, from: object | null): RawItem {
  return Object.fromEntries(
    (Object.keys(FAMILIES) as ListName[])
      .filter((list) => facts.answered(list))
      .map((list) => [
        list,
        (facts.items(list) as readonly RawItem[]).map((item) => ({
          ...item,
          ...facts.members(list, identityOf(list, item)),
          ...(from === null || list === 'Secrets' ? {} : { _from: from }),
        })),
      ]),
  );
}

function entries(facts: FactStore, name: EntryName): RawItem {
  return Object.fromEntries(facts.entries(name));
}
