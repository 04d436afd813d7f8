import type { RawItem } from './document.ts';

/** What the output of other calls tells of one transit gateway route table. */
export interface TransitTableParts {
  /** SearchTransitGatewayRoutes, every type; null where there is none, or only a part of it. */
  readonly searched: readonly RawItem[] | null;
  /** SearchTransitGatewayRoutes of the static routes alone; null where nobody asked. */
  readonly statics: readonly RawItem[] | null;
  /** GetTransitGatewayRouteTablePropagations; null where nobody asked. */
  readonly propagations: readonly RawItem[] | null;
}

export interface PropagatingFacts {
  readonly vpcs: readonly RawItem[];
  readonly attachments: readonly RawItem[];
}

/**
 * The routes of a table as SearchTransitGatewayRoutes would give them, or null where they cannot be told: what a VPC
 * propagates are its CIDR blocks, what everything else propagates only its BGP peer knows.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-propagation-overview
 */
export function transitRoutes(parts: TransitTableParts, facts: PropagatingFacts): readonly RawItem[] | null {
  if (parts.searched !== null) return parts.searched;
  if (parts.statics === null || parts.propagations === null) return null;
  const enabled = parts.propagations.filter(({ State: state = 'enabled' }) => state === 'enabled');
  const propagated = enabled.map((propagation) => propagatedRoutes(propagation, facts));
  return propagated.some((routes) => routes === null)
    ? null
    : [...parts.statics, ...propagated.flatMap((routes) => routes ?? [])];
}

function propagatedRoutes(propagation: RawItem, { vpcs, attachments }: PropagatingFacts): readonly RawItem[] | null {
  const { ResourceId: resource, ResourceType: type, TransitGatewayAttachmentId: id } = propagation;
  const vpc = type === 'vpc' ? vpcs.find((item) => item['VpcId'] === resource) : undefined;
  if (vpc === undefined) return null;
  const attachment = attachments.find((item) => item['TransitGatewayAttachmentId'] === id);
  const six = blocksOf(vpc['Ipv6CidrBlockAssociationSet'], 'Ipv6CidrBlock', 'Ipv6CidrBlockState');
  const support = fieldOf(attachment?.['Options'], 'Ipv6Support');
  if (six.length > 0 && support === undefined) return null;
  const listed = blocksOf(vpc['CidrBlockAssociationSet'], 'CidrBlock', 'CidrBlockState');
  const four = listed.length > 0 ? listed : [vpc['CidrBlock']];
  return [...four, ...(support === 'enable' ? six : [])].map((block) => ({
    DestinationCidrBlock: block,
    TransitGatewayAttachments: [{ ResourceId: resource, TransitGatewayAttachmentId: id, ResourceType: 'vpc' }],
    Type: 'propagated',
    State: 'active',
  }));
}

function blocksOf(associations: unknown, block: string, state: string): readonly unknown[] {
  if (!Array.isArray(associations)) return [];
  return associations
    .filter((association) => (fieldOf(fieldOf(association, state), 'State') ?? 'associated') === 'associated')
    .flatMap((association) => fieldOf(association, block) ?? []);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as RawItem)[name] : undefined;
}
