import type {
  InternetGateway,
  NatGateway,
  NetworkInterface,
  VpcEndpoint,
  VpcPeeringConnection,
} from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { bareReference, type Reference, reference } from './reference.ts';

export const INTERNET = 'internet';

export function natGatewayReferences(snapshot: NetworkSnapshot, gateway: NatGateway): readonly Reference[] {
  const { NatGatewayId: from, SubnetId: subnet, VpcId: vpc } = gateway;
  if (subnet === undefined) return [];
  const edge = { from, kind: 'in-subnet', because: `${from} was created in ${subnet}` } as const;
  return [reference(snapshot, 'subnet', subnet, edge, vpc === undefined ? {} : { 'vpc-id': vpc })];
}

/** An internet gateway leads out of the VPCs it is attached to; its gateway route table decides where replies go first. */
export function internetGatewayReferences(snapshot: NetworkSnapshot, gateway: InternetGateway): readonly Reference[] {
  const from = gateway.InternetGatewayId;
  const attached = (gateway.Attachments ?? []).flatMap(({ VpcId, State }) =>
    VpcId === undefined
      ? []
      : [
          reference(snapshot, 'vpc', VpcId, {
            from,
            kind: 'attached-to',
            because: `the attachment to ${VpcId} is ${State ?? 'in no stated state'}`,
          }),
        ],
  );
  const edgeTables = snapshot.seen('RouteTables', { 'association.gateway-id': from }).map(({ RouteTableId: id }) =>
    reference(snapshot, 'route-table', id, {
      from,
      kind: 'edge-routed-by',
      because: `${id} is the gateway route table of ${from}`,
    }),
  );
  const out = bareReference('internet', INTERNET, {
    from,
    kind: 'leads-to',
    because: `${from} is an internet gateway`,
  });
  return [out, ...attached, ...edgeTables];
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
  return (endpoint.NetworkInterfaceIds ?? []).map((id) =>
    reference(snapshot, 'network-interface', id, {
      from,
      kind: 'has-interface',
      because: `${id} is an interface of ${from}`,
    }),
  );
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
  const instance = eni.Attachment?.InstanceId;
  if (instance !== undefined) {
    references.push(
      reference(snapshot, 'instance', instance, {
        from,
        kind: 'part-of',
        because: `${from} is attached to ${instance}`,
      }),
    );
  }
  if (eni.InterfaceType === 'vpc_endpoint') references.push(owningEndpoint(snapshot, from, also));
  return references;
}

/** The endpoint an interface belongs to decides whether it answers. */
function owningEndpoint(snapshot: NetworkSnapshot, from: string, also: Readonly<Record<string, string>>): Reference {
  const [owner] = snapshot.seen('VpcEndpoints', { 'network-interface-id': from });
  const id = owner?.VpcEndpointId ?? `endpoint of ${from}`;
  return reference(
    snapshot,
    'vpc-endpoint',
    id,
    { from, kind: 'part-of', because: `${from} is an interface of ${id}` },
    also,
  );
}

export function groupReference(snapshot: NetworkSnapshot, from: string, group: string): Reference {
  return reference(snapshot, 'security-group', group, { from, kind: 'carries', because: `${from} carries ${group}` });
}
