import type { NetworkSnapshot } from './snapshot.ts';

/**
 * The account that shares a VPC with the one that read the facts; null where the VPC is its own, or nobody knows whose.
 * A participant does not see everything in it: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html
 */
export function sharingAccount(snapshot: NetworkSnapshot, vpc: string): string | null {
  const found = snapshot.one('Vpcs', { 'vpc-id': vpc });
  const owner = found.known ? found.value?.OwnerId : undefined;
  return owner === undefined || owner === snapshot.document.accountId ? null : owner;
}
