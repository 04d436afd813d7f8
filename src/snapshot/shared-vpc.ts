import type { Subnet, Vpc } from './network-facts.ts';
import type { NetworkSnapshot, Where } from './snapshot.ts';

/**
 * The account that shares a VPC with those that read the facts; null where the owner is among them, or nobody knows who it is.
 * A participant does not see everything in it: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html
 */
export function sharingAccount(snapshot: NetworkSnapshot, vpc: string): string | null {
  const found = snapshot.one('Vpcs', { 'vpc-id': vpc });
  const home = snapshot.document.accountId;
  const stated = found.known && found.value !== null ? sharedBy(found.value, home) : null;
  const owner =
    stated ?? (found.known && found.value?.OwnerId === undefined ? subnetsOwner(snapshot, vpc, home) : null);
  return owner === null || ownersPlace(snapshot, vpc, owner) !== null ? null : owner;
}

/** Who owns a VPC's subnets owns the VPC. */
function subnetsOwner(snapshot: NetworkSnapshot, vpc: string, home: string): string | null {
  const owners = snapshot.seen('Subnets', { 'vpc-id': vpc }).map((subnet) => subnet.OwnerId);
  return owners.find((owner) => owner !== undefined && owner !== home) ?? null;
}

/** As sharingAccount, of a VPC or one of its subnets as `home` or the account in its `_from` saw it. */
export function sharedBy(seen: Vpc | Subnet, home: string): string | null {
  return seen.OwnerId === undefined || seen.OwnerId === viewerOf(seen, home) ? null : seen.OwnerId;
}

/** The account that saw an item: `home`, unless it bears another. */
export function viewerOf(seen: Readonly<Record<string, unknown>>, home: string): string {
  return placeOf(seen)?.['account'] ?? home;
}

/** Account and Region in which the owner of a shared VPC was asked, too; null where only participants were. */
export function ownersPlace(snapshot: NetworkSnapshot, vpc: string, owner: string): Where | null {
  const views = (snapshot.document.lists.Vpcs ?? []).filter((item) => item['VpcId'] === vpc);
  return views.map(placeOf).find((place) => place?.['account'] === owner) ?? null;
}

function placeOf({ _from: from }: Readonly<Record<string, unknown>>): Where | null {
  return typeof from === 'object' && from !== null ? (from as Where) : null;
}
