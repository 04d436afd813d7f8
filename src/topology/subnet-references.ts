import { AppError } from '../errors.ts';
import { type Known, known, unknown } from '../snapshot/known.ts';
import type { NetworkAcl, RouteTable, SecurityGroup, Subnet } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { bareReference, type Reference, reference, settledReference } from './reference.ts';
import { type RouteTarget, routeDestination, routeTarget } from './route-target.ts';
import { missingAttachment } from './transit-gateway-references.ts';

/** A subnet is in a VPC, served by one route table and filtered by one network ACL. */
export function subnetReferences(
  snapshot: NetworkSnapshot,
  { SubnetId: id, VpcId: vpc }: Subnet,
): readonly Reference[] {
  const inVpc = { from: id, kind: 'in-vpc', because: `${id} is a subnet of ${vpc}` } as const;
  return [reference(snapshot, 'vpc', vpc, inVpc), tableReference(snapshot, id, vpc), aclReference(snapshot, id, vpc)];
}

/** The explicit association, else the main table: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html */
function tableReference(snapshot: NetworkSnapshot, subnet: string, vpc: string): Reference {
  const explicit = onlyOne(
    snapshot.seen('RouteTables', { 'association.subnet-id': subnet }).filter((t) => serves(t, subnet)),
    subnet,
  );
  if (explicit !== undefined) {
    const because = `${explicit.RouteTableId} is explicitly associated with ${subnet}`;
    return reference(snapshot, 'route-table', explicit.RouteTableId, { from: subnet, kind: 'routed-by', because });
  }
  const changing = snapshot
    .seen('RouteTables', { 'association.subnet-id': subnet })
    .find((table) => isChanging(table, (a) => a.SubnetId === subnet));
  if (changing !== undefined) return changingTable(subnet, changing);
  const tables = withAssociations('RouteTables', snapshot.all('RouteTables', { 'vpc-id': vpc }));
  const main = tables.known ? onlyOne(tables.value.filter(isMain), vpc) : undefined;
  const because = `${subnet} has no association of its own, so the main route table of ${vpc} serves it`;
  const edge = { from: subnet, kind: 'routed-by', because } as const;
  if (main !== undefined) return reference(snapshot, 'route-table', main.RouteTableId, edge);
  return settledReference('route-table', `route table of ${subnet}`, tables.known ? known(null) : tables, edge);
}

/** What falls to the default does so because nothing else is associated: each must state with what it is. */
function withAssociations<T extends RouteTable | NetworkAcl>(
  list: 'RouteTables' | 'NetworkAcls',
  all: Known<readonly T[]>,
): Known<readonly T[]> {
  const silent = all.known ? all.value.find((item) => item.Associations === undefined) : undefined;
  if (silent === undefined) return all;
  const reason = `${String(silent['RouteTableId'] ?? silent['NetworkAclId'])} does not state its associations`;
  return unknown(notRead(list, reason));
}

/** While an association changes nobody knows which table serves. */
function changingTable(from: string, { RouteTableId: id }: RouteTable): Reference {
  const reason = `the association of ${id} with ${from} is being changed`;
  const edge = { from, kind: 'routed-by', because: reason } as const;
  return settledReference('route-table', `route table of ${from}`, unknown(notRead('RouteTables', reason)), edge);
}

type Association = NonNullable<RouteTable['Associations']>[number];

export function isChanging(table: RouteTable, of: (association: Association) => boolean): boolean {
  const between = ['associating', 'disassociating'];
  return (table.Associations ?? []).some((a) => of(a) && between.includes(a.AssociationState?.State ?? ''));
}

function isMain(table: RouteTable): boolean {
  return (table.Associations ?? []).some(
    (a) => a.Main === true && (a.AssociationState?.State ?? 'associated') === 'associated',
  );
}

/** AWS lets one table and one list serve a subnet: a capture that holds two was taken while they changed. */
function onlyOne<T extends RouteTable | NetworkAcl>(candidates: readonly T[], served: string): T | undefined {
  const [only, ...others] = candidates;
  if (others.length === 0) return only;
  const ids = candidates.map((c) => ('RouteTableId' in c ? c.RouteTableId : c.NetworkAclId)).join(' and ');
  throw new AppError('INVALID_SNAPSHOT', `${String(ids)} both serve ${served}, and AWS allows one.`, {
    resource: served,
    hint: 'Capture the snapshot again.',
  });
}

/** Old records state no association state; a stated one must be `associated`. */
function serves(table: RouteTable, subnet: string): boolean {
  return (table.Associations ?? []).some(
    (a) => a.SubnetId === subnet && (a.AssociationState?.State ?? 'associated') === 'associated',
  );
}

/** A subnet without association is served by the default list: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html */
function aclReference(snapshot: NetworkSnapshot, subnet: string, vpc: string): Reference {
  const edge = (because: string) => ({ from: subnet, kind: 'filtered-by', because }) as const;
  const explicit = onlyOne(snapshot.seen('NetworkAcls', { 'association.subnet-id': subnet }), subnet);
  if (explicit !== undefined) {
    return reference(
      snapshot,
      'network-acl',
      explicit.NetworkAclId,
      edge(`${explicit.NetworkAclId} is associated with ${subnet}`),
    );
  }
  const lists = withAssociations('NetworkAcls', snapshot.all('NetworkAcls', { 'vpc-id': vpc }));
  const fallback = lists.known ? lists.value.find((list) => list.IsDefault === true) : undefined;
  const because = `the default network ACL of ${vpc} serves ${subnet}`;
  if (fallback !== undefined) return reference(snapshot, 'network-acl', fallback.NetworkAclId, edge(because));
  return settledReference('network-acl', `network ACL of ${subnet}`, lists.known ? known(null) : lists, edge(because));
}

/** A route table names a gateway, and perhaps a prefix list, with each of its routes. */
export function tableReferences(snapshot: NetworkSnapshot, table: RouteTable): readonly Reference[] {
  const id = table.RouteTableId;
  return (table.Routes ?? []).flatMap((route) => {
    const destination = routeDestination(route);
    const list = route.DestinationPrefixListId;
    const named = list === undefined ? [] : [prefixListReference(snapshot, id, list, `a route of ${id}`)];
    const target = routeTarget(route);
    const attachment =
      target.kind === 'transit-gateway' && table.VpcId !== undefined
        ? [...missingAttachment(snapshot, target.id, table.VpcId)]
        : [];
    return [...named, targetReference(snapshot, id, target, destination, table.VpcId), ...attachment];
  });
}

function targetReference(
  snapshot: NetworkSnapshot,
  table: string,
  target: RouteTarget,
  destination: string,
  vpc: string | undefined,
): Reference {
  const to = target.kind === 'local' ? (vpc ?? `VPC of ${table}`) : target.id;
  const inVpc = (filter: string) => (vpc === undefined ? {} : { [filter]: vpc });
  const because = target.kind === 'local' ? `${destination} is local` : `${destination} goes to ${to}`;
  const edge = { from: table, kind: 'routes-to', because } as const;
  switch (target.kind) {
    case 'local':
      return reference(snapshot, 'vpc', to, edge);
    case 'opaque':
      return to.startsWith('i-') ? reference(snapshot, 'instance', to, edge) : bareReference('opaque', to, edge);
    case 'egress-only-gateway':
    case 'transit-gateway':
    case 'internet-gateway':
    case 'vpn-gateway':
      return reference(snapshot, target.kind, to, edge, inVpc('attachment.vpc-id'));
    case 'peering-connection':
    case 'network-interface':
      return reference(snapshot, target.kind, to, edge);
    case 'nat-gateway':
    case 'vpc-endpoint':
      return reference(snapshot, target.kind, to, edge, inVpc('vpc-id'));
  }
}

/** A security group names the prefix lists of its rules. */
export function groupReferences(snapshot: NetworkSnapshot, group: SecurityGroup): readonly Reference[] {
  return [...(group.IpPermissions ?? []), ...(group.IpPermissionsEgress ?? [])]
    .flatMap((permission) => permission.PrefixListIds ?? [])
    .flatMap(({ PrefixListId }) =>
      PrefixListId === undefined
        ? []
        : [prefixListReference(snapshot, group.GroupId, PrefixListId, `a rule of ${group.GroupId}`)],
    );
}

function prefixListReference(snapshot: NetworkSnapshot, from: string, list: string, who: string): Reference {
  return reference(snapshot, 'prefix-list', list, { from, kind: 'names', because: `${who} goes by ${list}` });
}
