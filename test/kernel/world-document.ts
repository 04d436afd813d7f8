import { parseSnapshot, type SnapshotDocument } from '../../src/snapshot/document.ts';
import { FAMILIES } from '../../src/snapshot/families.ts';
import type { World } from './world.ts';

/** A world as a snapshot: what it does not hold is not there, its prefix lists are managed ones, DNS is on. */
export function worldDocument(name: string, world: World): SnapshotDocument {
  const { PrefixLists: prefixLists = [], Vpcs: vpcs, function: rotation } = world;
  const [subnet] = world.Subnets;
  if (subnet === undefined) throw new Error(`${name} has no subnet`);
  const region = subnet.AvailabilityZone.slice(0, -1);
  const nothing = Object.fromEntries(Object.keys(FAMILIES).map((list) => [list, []]));
  const held = Object.fromEntries(Object.entries(world).filter(([key]) => key in FAMILIES));
  return parseSnapshot(
    {
      snapshotVersion: 1,
      capturedAt: '2026-11-23T08:00:00.000Z',
      partition: 'aws',
      region,
      accountId: subnet.OwnerId,
      ...nothing,
      ...held,
      Vpcs: vpcs.map((vpc) => ({ ...vpc, EnableDnsSupport: true, EnableDnsHostnames: true })),
      ManagedPrefixLists: [
        ...((world['ManagedPrefixLists'] as readonly unknown[] | undefined) ?? []),
        ...prefixLists.map(({ Cidrs: cidrs, ...list }) => ({ ...list, Entries: cidrs.map((Cidr) => ({ Cidr })) })),
      ],
      Functions: [
        {
          FunctionArn: `arn:aws:lambda:${region}:${subnet.OwnerId}:function:${rotation.FunctionName}`,
          State: 'Active',
          ...rotation,
        },
      ],
    },
    name,
  );
}
