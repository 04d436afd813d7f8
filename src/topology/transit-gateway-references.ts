import { type Known, known, unknown } from '../snapshot/known.ts';
import { notRead } from '../snapshot/not-read.ts';
import { sharingAccount } from '../snapshot/shared-vpc.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type {
  TransitGatewayAttachment,
  TransitGatewayRouteTable,
  TransitGatewayVpcAttachment,
} from '../snapshot/transit-facts.ts';
import { type Reference, reference, settledReference } from './reference.ts';

/** One attachment as one transit gateway sees it: what it joins, its association, and what its VPC side states. */
export interface AttachedToTransitGateway {
  readonly id: string;
  readonly gateway: string;
  readonly attachment: Known<TransitGatewayAttachment | null>;
  /** Null for what is no VPC. */
  readonly vpcAttachment: Known<TransitGatewayVpcAttachment | null>;
}

/** The two ends of a peering of transit gateways bear one id: the gateway tells them apart. */
export function attachmentNodeId(attachment: string, gateway: string): string {
  return `${attachment} of ${gateway}`;
}

/** All that is attached to a transit gateway, as far as it is in sight. */
export function transitGatewayReferences(snapshot: NetworkSnapshot, gateway: string): readonly Reference[] {
  const where = { 'transit-gateway-id': gateway };
  const ids = [
    ...snapshot.seen('TransitGatewayVpcAttachments', where),
    ...snapshot.seen('TransitGatewayAttachments', where),
  ].map((a) => a.TransitGatewayAttachmentId);
  return [...new Set(ids)].sort().map((id) => attachmentReference(snapshot, gateway, id, 'has-attachment', gateway));
}

function attachmentReference(
  snapshot: NetworkSnapshot,
  from: string,
  id: string,
  kind: 'has-attachment' | 'routes-to',
  gateway: string,
): Reference {
  const where = { 'transit-gateway-attachment-id': id };
  const here = snapshot.seen('TransitGatewayAttachments', { ...where, 'transit-gateway-id': gateway })[0];
  const attachment = here === undefined ? snapshot.one('TransitGatewayAttachments', where) : known(here);
  const vpcAttachment = snapshot.one('TransitGatewayVpcAttachments', where);
  const fact = known({ id, gateway, attachment: ofGateway(attachment, gateway), vpcAttachment });
  const because = `${id} is an attachment of ${gateway}`;
  return settledReference('transit-gateway-attachment', attachmentNodeId(id, gateway), fact, { from, kind, because });
}

/** Stands for the attachment that nobody found between a VPC and a gateway its routes name. */
export function missingAttachmentId(gateway: string, vpc: string): string {
  return `attachment of ${vpc} to ${gateway}`;
}

/** That a VPC is not attached to a gateway, or that nobody knows; nothing where an attachment is in sight. */
export function missingAttachment(snapshot: NetworkSnapshot, gateway: string, vpc: string): readonly Reference[] {
  const attachments = snapshot.all('TransitGatewayVpcAttachments', { 'vpc-id': vpc });
  const seen = [
    ...snapshot.seen('TransitGatewayVpcAttachments', { 'vpc-id': vpc }),
    ...snapshot.seen('TransitGatewayAttachments', { 'resource-id': vpc }),
  ];
  if (seen.some((a) => a.TransitGatewayId === gateway)) return [];
  const because = `no attachment of ${vpc} to ${gateway} is in sight`;
  const edge = { from: gateway, kind: 'has-attachment', because } as const;
  const owner = sharingAccount(snapshot, vpc);
  const reason = `only account ${owner ?? ''}, which shares ${vpc}, sees all its attachments`;
  const hidden = unknown(notRead('TransitGatewayVpcAttachments', reason));
  const fact = owner !== null ? hidden : attachments.known ? known(null) : attachments;
  return [settledReference('transit-gateway-attachment', missingAttachmentId(gateway, vpc), fact, edge)];
}

/** The other end of a peering is not this gateway's view. */
function ofGateway(
  fact: Known<TransitGatewayAttachment | null>,
  gateway: string,
): Known<TransitGatewayAttachment | null> {
  if (!fact.known || fact.value === null) return fact;
  const of = fact.value.TransitGatewayId;
  return of === undefined || of === gateway ? fact : known(null);
}

/** An attachment is associated with one route table, and a VPC's stands in one subnet for each zone. */
export function attachmentReferences(
  snapshot: NetworkSnapshot,
  { id, gateway, attachment, vpcAttachment }: AttachedToTransitGateway,
): readonly Reference[] {
  const from = attachmentNodeId(id, gateway);
  const table = attachment.known ? attachment.value?.Association?.TransitGatewayRouteTableId : undefined;
  const vpc = attachedVpc({ attachment, vpcAttachment });
  const peer =
    attachment.known && attachment.value?.ResourceType === 'peering' ? otherGateway(snapshot, id, gateway) : null;
  return [
    ...(table === undefined
      ? []
      : [
          reference(snapshot, 'transit-gateway-route-table', table, {
            from,
            kind: 'routed-by',
            because: `${id} is associated with ${table}`,
          }),
        ]),
    ...(vpc === undefined
      ? []
      : [reference(snapshot, 'vpc', vpc, { from, kind: 'attached-to', because: `${id} attaches ${vpc}` })]),
    ...((vpcAttachment.known ? vpcAttachment.value?.SubnetIds : undefined) ?? []).map((subnet) =>
      reference(
        snapshot,
        'subnet',
        subnet,
        { from, kind: 'in-subnet', because: `${id} stands in ${subnet}` },
        vpc === undefined ? {} : { 'vpc-id': vpc },
      ),
    ),
    ...(peer === null
      ? []
      : [
          reference(snapshot, 'transit-gateway', peer, {
            from,
            kind: 'connects',
            because: `${id} peers ${gateway} with ${peer}`,
          }),
        ]),
  ];
}

/** The VPC that an attachment joins, by whichever of the two lists names it; undefined where it joins something else. */
export function attachedVpc({
  attachment,
  vpcAttachment,
}: Pick<AttachedToTransitGateway, 'attachment' | 'vpcAttachment'>): string | undefined {
  const stated = vpcAttachment.known ? vpcAttachment.value?.VpcId : undefined;
  const joined = attachment.known && attachment.value?.ResourceType === 'vpc' ? attachment.value.ResourceId : undefined;
  return stated ?? joined;
}

/** The gateway at the other end of a peering: the resource this end names, or the one whose end names this. */
function otherGateway(snapshot: NetworkSnapshot, id: string, gateway: string): string | null {
  const [mine] = snapshot.seen('TransitGatewayAttachments', {
    'transit-gateway-attachment-id': id,
    'transit-gateway-id': gateway,
  });
  const [theirs] = snapshot.seen('TransitGatewayAttachments', {
    'transit-gateway-attachment-id': id,
    'resource-id': gateway,
  });
  const named = [mine?.ResourceId, theirs?.TransitGatewayId].find((tgw) => tgw?.startsWith('tgw-') && tgw !== gateway);
  return named ?? null;
}

/** A transit gateway's route table names attachments and prefix lists. */
export function transitTableReferences(
  snapshot: NetworkSnapshot,
  table: TransitGatewayRouteTable,
): readonly Reference[] {
  const { TransitGatewayRouteTableId: from, TransitGatewayId: gateway } = table;
  return (table.Routes ?? []).flatMap((route) => {
    const list = route.PrefixListId;
    const named =
      list === undefined
        ? []
        : [
            reference(snapshot, 'prefix-list', list, {
              from,
              kind: 'names',
              because: `a route of ${from} goes by ${list}`,
            }),
          ];
    if (gateway === undefined) return named;
    const attachments = (route.TransitGatewayAttachments ?? []).flatMap((a) => a.TransitGatewayAttachmentId ?? []);
    return [...named, ...attachments.map((id) => attachmentReference(snapshot, from, id, 'routes-to', gateway))];
  });
}
