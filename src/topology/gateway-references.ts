import type {
  EgressOnlyInternetGateway,
  InternetGateway,
  NatGateway,
  VpcPeeringConnection,
} from '../snapshot/gateway-facts.ts';
import { unknown } from '../snapshot/known.ts';
import type { NetworkInterface, RouteTable, VpcEndpoint } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { VpnGateway } from '../snapshot/transit-facts.ts';
import { bareReference, type Reference, reference, settledReference } from './reference.ts';
import { isChanging } from './subnet-references.ts';

export const INTERNET = 'internet';

/** A zonal NAT gateway stands in a subnet, a regional one has a route table of its own. */
export function natGatewayReferences(snapshot: NetworkSnapshot, gateway: NatGateway): readonly Reference[] {
  const { NatGatewayId: from, SubnetId: subnet, VpcId: vpc, RouteTableId: table } = gateway;
  const also = vpc === undefined ? {} : { 'vpc-id': vpc };
  if (subnet !== undefined) {
    const edge = { from, kind: 'in-subnet', because: `${from} was created in ${subnet}` } as const;
    return [reference(snapshot, 'subnet', subnet, edge, also)];
  }
  if (table === undefined) return [];
  const edge = { from, kind: 'routed-by', because: `${table} is the route table of ${from}` } as const;
  return [reference(snapshot, 'route-table', table, edge, also)];
}

/** An internet gateway leads out of the VPCs it is attached to; its gateway route table decides where replies go first. */
export function internetGatewayReferences(snapshot: NetworkSnapshot, gateway: InternetGateway): readonly Reference[] {
  const from = gateway.InternetGatewayId;
  const vpc = gateway.Attachments?.[0]?.VpcId;
  return [
    outReference(from, 'an internet gateway'),
    ...attachedReferences(snapshot, from, gateway.Attachments),
    ...edgeTables(snapshot, from, vpc),
  ];
}

export function egressOnlyReferences(
  snapshot: NetworkSnapshot,
  gateway: EgressOnlyInternetGateway,
): readonly Reference[] {
  const from = gateway.EgressOnlyInternetGatewayId;
  return [
    outReference(from, 'an egress-only internet gateway'),
    ...attachedReferences(snapshot, from, gateway.Attachments),
  ];
}

export function vpnGatewayReferences(snapshot: NetworkSnapshot, gateway: VpnGateway): readonly Reference[] {
  const from = gateway.VpnGatewayId;
  const attached = (gateway.VpcAttachments ?? []).filter((a) => a.State === 'attached');
  return [...attachedReferences(snapshot, from, attached), ...edgeTables(snapshot, from, attached[0]?.VpcId)];
}

function outReference(from: string, what: string): Reference {
  return bareReference('internet', INTERNET, { from, kind: 'leads-to', because: `${from} is ${what}` });
}

function attachedReferences(
  snapshot: NetworkSnapshot,
  from: string,
  attachments: InternetGateway['Attachments'],
): readonly Reference[] {
  return (attachments ?? []).flatMap(({ VpcId, State }) => {
    if (VpcId === undefined) return [];
    const because = `the attachment to ${VpcId} is ${State ?? 'in no stated state'}`;
    return [reference(snapshot, 'vpc', VpcId, { from, kind: 'attached-to', because })];
  });
}

/** The gateway route table of an internet or virtual private gateway, or that nobody knows whether there is one. */
function edgeTables(snapshot: NetworkSnapshot, from: string, vpc: string | undefined): readonly Reference[] {
  const edge = (id: string) =>
    ({ from, kind: 'edge-routed-by', because: `${id} is the gateway route table of ${from}` }) as const;
  const named = snapshot.seen('RouteTables', { 'association.gateway-id': from });
  const changing = named.find((table) => isChanging(table, (a) => a.GatewayId === from));
  if (changing !== undefined) {
    const reason = `the association of ${changing.RouteTableId} with ${from} is being changed`;
    const missing = unknown(notRead('RouteTables', reason));
    return [settledReference('route-table', `gateway route table of ${from}`, missing, edge(from))];
  }
  const tables = named.filter((t) => guides(t, from));
  if (tables.length > 0) return tables.map(({ RouteTableId: id }) => reference(snapshot, 'route-table', id, edge(id)));
  const also = vpc === undefined ? {} : { 'vpc-id': vpc };
  const all = snapshot.all('RouteTables', { 'association.gateway-id': from }, also);
  const id = `gateway route table of ${from}`;
  return all.known ? [] : [settledReference('route-table', id, all, edge(id))];
}

function guides(table: RouteTable, gateway: string): boolean {
  return (table.Associations ?? []).some(
    (a) => a.GatewayId === gateway && !['disassociated', 'failed'].includes(a.AssociationState?.State ?? 'associated'),
  );
}

export function peeringReferences(snapshot: NetworkSnapshot, peering: VpcPeeringConnection): readonly Reference[] {
  const from = peering.VpcPeeringConnectionId;
  return [peering.RequesterVpcInfo?.VpcId, peering.AccepterVpcInfo?.VpcId].flatMap((vpc) =>
    vpc === undefined
      ? []
      : [reference(snapshot, 'vpc', vpc, { from, kind: 'connects', because: `${vpc} is one side of ${from}` })],
  );
}

export function endpointReferences(snapshot: NetworkSnapshot, endpoint: VpcEndpoint): readonly Reference[] {
  const from = endpoint.VpcEndpointId;
  const interfaces = (endpoint.NetworkInterfaceIds ?? []).map((id) =>
    reference(snapshot, 'network-interface', id, {
      from,
      kind: 'has-interface',
      because: `${id} is an interface of ${from}`,
    }),
  );
  // A Gateway Load Balancer endpoint is routed to, and takes the packets in its one subnet.
  const subnets = endpoint.VpcEndpointType === 'GatewayLoadBalancer' ? (endpoint.SubnetIds ?? []) : [];
  const also = endpoint.VpcId === undefined ? {} : { 'vpc-id': endpoint.VpcId };
  const standing = subnets.map((id) =>
    reference(snapshot, 'subnet', id, { from, kind: 'in-subnet', because: `${from} stands in ${id}` }, also),
  );
  return [...interfaces, ...standing];
}

/** An interface is in a subnet, carries groups, and is part of the instance or endpoint that answers on it. */
export function interfaceReferences(snapshot: NetworkSnapshot, eni: NetworkInterface): readonly Reference[] {
  const from = eni.NetworkInterfaceId;
  const { SubnetId: subnet, VpcId: vpc } = eni;
  const also = vpc === undefined ? {} : { 'vpc-id': vpc };
  const references: Reference[] = [];
  if (subnet !== undefined) {
    references.push(
      reference(snapshot, 'subnet', subnet, { from, kind: 'in-subnet', because: `${from} is in ${subnet}` }, also),
    );
  }
  for (const { GroupId } of eni.Groups ?? []) {
    if (GroupId !== undefined) references.push(groupReference(snapshot, from, GroupId));
  }
  const [owner] = snapshot.seen('Instances', { 'network-interface.network-interface-id': from });
  const instance = eni.Attachment?.InstanceId ?? owner?.InstanceId;
  if (instance !== undefined) {
    references.push(
      reference(snapshot, 'instance', instance, {
        from,
        kind: 'part-of',
        because: `${from} is attached to ${instance}`,
      }),
    );
  }
  return [...references, ...owningEndpoint(snapshot, eni, also)];
}

/** The endpoint an interface belongs to decides whether it answers. */
function owningEndpoint(
  snapshot: NetworkSnapshot,
  { NetworkInterfaceId: from, InterfaceType: type }: NetworkInterface,
  also: Readonly<Record<string, string>>,
): readonly Reference[] {
  const [owner] = snapshot.seen('VpcEndpoints', { 'network-interface-id': from });
  if (owner === undefined && type !== 'vpc_endpoint') return [];
  const id = owner?.VpcEndpointId ?? `endpoint of ${from}`;
  const edge = { from, kind: 'part-of', because: `${from} is an interface of ${id}` } as const;
  return [reference(snapshot, 'vpc-endpoint', id, edge, also)];
}

export function groupReference(snapshot: NetworkSnapshot, from: string, group: string): Reference {
  return reference(snapshot, 'security-group', group, { from, kind: 'carries', because: `${from} carries ${group}` });
}
