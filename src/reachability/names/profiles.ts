import type { ProfileAssociation, ProfileResourceAssociation } from '../../snapshot/name-facts.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import type { Blocker } from '../blocker.ts';
import { missingFact } from '../walk-record.ts';

/** What a Route 53 Profile brings to the VPCs it is associated with. */
export interface Profile {
  readonly id: string;
  /** Its place among the VPC's Profiles, the first to be asked 0. */
  readonly index: number;
  /** Whether its association is in force as it stands. */
  readonly settled: boolean;
  readonly resources: readonly ProfileResourceAssociation[];
  /** Why there may be more; null where all is read. */
  readonly unread: Blocker | null;
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html */
export function profilesOf(snapshot: NetworkSnapshot, vpc: string): readonly Profile[] {
  const associations = [...snapshot.seen('ProfileAssociations', { 'resource-id': vpc })].sort(
    (a, b) => priorityOf(a) - priorityOf(b),
  );
  const priorities = [...new Set(associations.map(priorityOf))];
  return associations.map((association) => {
    const { ProfileId: id, Status: status = 'COMPLETE' } = association;
    const where = { 'profile-id': id };
    const all = snapshot.all('ProfileResourceAssociations', where);
    return {
      id,
      index: priorities.indexOf(priorityOf(association)),
      settled: status === 'COMPLETE',
      resources: snapshot.seen('ProfileResourceAssociations', where),
      unread: all.known ? null : missingFact([all.missing], [id], null, null),
    };
  });
}

function priorityOf({ Priority: priority = 0 }: ProfileAssociation): number {
  return priority;
}

const KINDS = {
  zone: /:hostedzone\/([^/]+)$/,
  rule: /:resolver-rule\/([^/]+)$/,
  'rule-group': /:firewall-rule-group\/([^/]+)$/,
  endpoint: /:vpc-endpoint\/([^/]+)$/,
} as const;

/** The ids of the things of one kind that a Profile holds, with their associations. */
export function heldBy(
  { resources }: Profile,
  kind: keyof typeof KINDS,
): readonly { readonly id: string; readonly association: ProfileResourceAssociation }[] {
  return resources.flatMap((association) => {
    const id = KINDS[kind].exec(association.ResourceArn)?.[1];
    return id === undefined ? [] : [{ id, association }];
  });
}

/** A Profile orders its firewall rule groups by a number in their properties. */
export function groupPriority({ ResourceProperties: properties }: ProfileResourceAssociation): number {
  return Number(properties?.match(/"priority"\s*:\s*"?(\d+)/i)?.[1] ?? 0);
}
