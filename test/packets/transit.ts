import { type Address, blockOf, holds } from './address.ts';
import { type Item, inner, isState, list, lost, NotSimulated, text, texts, theOne } from './facts.ts';
import { passAcl } from './filters.ts';
import { routeFrom, subnetBlocks } from './routes.ts';

/** One packet on its way through a transit gateway. */
export interface Transit {
  readonly gateway: string;
  /** Where the packet is handed over. */
  readonly from: string;
  readonly source: Address;
  readonly destination: Address;
  readonly port: number;
}

/**
 * Through the gateway, to the subnet of the other attachment in which the packet comes out. The sender's own ACL, outbound,
 * has let it pass before. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export function throughTransitGateway(world: Item, { gateway, from, source, destination, port }: Transit): string {
  mustBeAvailable(theOne(world, 'TransitGateways', 'TransitGatewayId', gateway));
  const vpc = String(theOne(world, 'Subnets', 'SubnetId', from)['VpcId']);
  const attachment = vpcAttachment(world, gateway, vpc);
  const door = inZoneOf(world, texts(attachment, 'SubnetIds'), from) ?? lost(`no attachment in the zone of ${from}`);
  passAcl(world, door, 'ingress', source, port);
  const next = routeOf(world, String(attachment['TransitGatewayAttachmentId']), destination);
  const other = theOne(world, 'TransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', next);
  mustBeAvailable(other);
  theOne(world, 'Vpcs', 'VpcId', String(other['VpcId']));
  const exits = texts(other, 'SubnetIds');
  const [only, ...others] = exits;
  const exit = inZoneOf(world, exits, from) ?? (others.length === 0 ? only : undefined);
  if (exit === undefined) throw new NotSimulated('an exit in any of several zones');
  return exit;
}

/** From where it came out to the workload: the ACL of the attachment's subnet, outbound, and its route. */
export function fromTransitGateway(world: Item, exit: string, { from, destination, source, port }: Transit): void {
  const own = theOne(world, 'Subnets', 'SubnetId', exit);
  if (subnetBlocks(own).some((b) => holds(b, destination))) return;
  passAcl(world, exit, 'egress', destination, port);
  if (routeFrom(world, exit, destination).kind !== 'local') lost(`${exit} does not lead on from ${from}`);
  const workload = list(world, 'Subnets').find(
    (s) => s['VpcId'] === own['VpcId'] && subnetBlocks(s).some((b) => holds(b, destination)),
  );
  passAcl(world, String((workload ?? lost('no subnet at the address'))['SubnetId']), 'ingress', source, port);
}

/** Inbound rules may name groups of another VPC if the gateway and both attachments say so, but in one zone. */
export function mayReferToGroups(world: Item, { gateway, from }: Transit, exit: string): boolean {
  const supports = (item: Item) => isState(inner(item, 'Options'), 'SecurityGroupReferencingSupport', 'enable');
  const ends = [from, exit].map((id) => theOne(world, 'Subnets', 'SubnetId', id));
  const attachments = ends.map((s) => vpcAttachment(world, gateway, String(s['VpcId'])));
  return (
    supports(theOne(world, 'TransitGateways', 'TransitGatewayId', gateway)) &&
    attachments.every(supports) &&
    !ends.some((s) => s['AvailabilityZoneId'] === 'use1-az3')
  );
}

function vpcAttachment(world: Item, gateway: string, vpc: string): Item {
  const found = list(world, 'TransitGatewayVpcAttachments').filter(
    (a) => a['TransitGatewayId'] === gateway && a['VpcId'] === vpc,
  );
  const [one] = found;
  if (one === undefined || found.length > 1) return lost(`${vpc} is not attached to ${gateway} once`);
  mustBeAvailable(one);
  return one;
}

function mustBeAvailable(item: Item): void {
  if (!isState(item, 'State', 'available')) lost('a transit gateway or attachment that is not available');
}

function inZoneOf(world: Item, subnets: readonly string[], from: string): string | null {
  const zone = (id: string) => text(theOne(world, 'Subnets', 'SubnetId', id), 'AvailabilityZone');
  return subnets.find((id) => zone(id) === zone(from)) ?? null;
}

/** The attachment that the associated table sends a packet to: the longest prefix, static before propagated. */
function routeOf(world: Item, attachment: string, destination: Address): string {
  const found = theOne(world, 'TransitGatewayAttachments', 'TransitGatewayAttachmentId', attachment);
  mustBeAvailable(found);
  const association = inner(found, 'Association');
  if (!isState(association, 'State', 'associated')) lost(`${attachment} is associated with no table`);
  const table = theOne(
    world,
    'TransitGatewayRouteTables',
    'TransitGatewayRouteTableId',
    String(association['TransitGatewayRouteTableId']),
  );
  mustBeAvailable(table);
  if (list(table, 'Routes').some((r) => r['PrefixListId'] !== undefined))
    throw new NotSimulated('a prefix list in a transit gateway');
  const [best] = list(table, 'Routes')
    .filter((r) => holds(blockOf(String(r['DestinationCidrBlock'])), destination))
    .sort((a, b) => rank(b) - rank(a));
  if (best === undefined || !isState(best, 'State', 'active')) return lost('no live route in the transit gateway');
  const [to, ...more] = list(best, 'TransitGatewayAttachments');
  if (to === undefined) return lost('a route to nowhere');
  if (more.length > 0 || to['ResourceType'] !== 'vpc') throw new NotSimulated('other attachments');
  return String(to['TransitGatewayAttachmentId']);
}

function rank(route: Item): number {
  return blockOf(String(route['DestinationCidrBlock'])).length * 2 + (isState(route, 'Type', 'static') ? 1 : 0);
}
