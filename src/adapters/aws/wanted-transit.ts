import type { TransitGatewayPeeringAttachment } from '@aws-sdk/client-ec2';
import { parseAddress } from '../../net/address.ts';
import { addressSetOf, publicAddresses, singleAddress } from '../../net/address-space.ts';
import { parseCidr } from '../../net/cidr.ts';
import { overlaps } from '../../net/interval-set.ts';
import type { TransitGatewayRoute, TransitGatewayRouteTable } from '../../snapshot/transit-facts.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { type Wanted, wantedAt } from './place.ts';
import { addressesInQuestion } from './wanted-addresses.ts';
import { placeIn } from './whereabouts.ts';

/** Transit gateways that routes name, and those that one of them is peered with. */
export function transitGateways(facts: FactsSoFar): readonly Wanted[] {
  const routed = facts
    .placed('RouteTables')
    .flatMap(({ fact, at }) =>
      (fact.Routes ?? []).flatMap((r) => r.TransitGatewayId ?? []).map((value) => ({ value, at })),
    );
  return [...routed, ...peeredGateways(facts)];
}

/** VPCs with a route to a transit gateway: their own account sees their attachments. */
export function vpcsWithTransit(facts: FactsSoFar): readonly Wanted[] {
  return facts
    .placed('RouteTables')
    .flatMap(({ fact: { VpcId, Routes = [] }, at }) =>
      VpcId !== undefined && Routes.some((r) => r.TransitGatewayId !== undefined) ? [{ value: VpcId, at }] : [],
    );
}

/** Transit gateways as their owner sees them: nobody else is shown their attachments and tables. */
export function ownedTransitGateways(facts: FactsSoFar): readonly Wanted[] {
  return facts.placed('TransitGateways').map(({ fact, at }) => ({
    value: fact.TransitGatewayId,
    at: placeIn(facts, fact.OwnerId ?? at.account, at.region),
  }));
}

/** Tables with which something is associated that packets of the question enter from. */
export function associatedTables(facts: FactsSoFar): readonly Wanted[] {
  const known = new Set(relevantAttachments(facts));
  return attachments(facts).flatMap(({ fact, at }) => {
    const table = fact.Association?.TransitGatewayRouteTableId;
    const counts = fact.ResourceType === 'peering' || known.has(fact.TransitGatewayAttachmentId);
    return table === undefined || !counts ? [] : [{ value: table, at }];
  });
}

/** VPCs that a transit gateway's routes lead to, on the way to an address of the question or to the internet. */
export function attachedVpcs(facts: FactsSoFar): readonly Wanted[] {
  const onTheWay = new Set(routesOnTheWay(facts).flatMap(attachmentsOf));
  return attachments(facts)
    .filter(({ fact }) => fact.ResourceType === 'vpc' && onTheWay.has(fact.TransitGatewayAttachmentId))
    .flatMap(({ fact, at }) =>
      fact.ResourceId === undefined
        ? []
        : [{ value: fact.ResourceId, at: placeIn(facts, fact.ResourceOwnerId, at.region) }],
    );
}

/** Peerings of transit gateways that routes on the way lead to. */
export function gatewayPeerings(facts: FactsSoFar): readonly Wanted[] {
  const onTheWay = new Set(routesOnTheWay(facts).flatMap(attachmentsOf));
  return attachments(facts)
    .filter(({ fact }) => fact.ResourceType === 'peering' && onTheWay.has(fact.TransitGatewayAttachmentId))
    .map(({ fact, at }) => ({ value: fact.TransitGatewayAttachmentId, at }));
}

function peeredGateways(facts: FactsSoFar): readonly Wanted[] {
  return attachments(facts).flatMap(({ fact }) => {
    const peering = facts.entry('TransitGatewayPeerings', fact.TransitGatewayAttachmentId);
    const { RequesterTgwInfo, AccepterTgwInfo } = (peering ?? {}) as TransitGatewayPeeringAttachment;
    return [RequesterTgwInfo, AccepterTgwInfo].flatMap((end) =>
      end?.TransitGatewayId === undefined
        ? []
        : [{ value: end.TransitGatewayId, at: placeIn(facts, end.OwnerId, end.Region) }],
    );
  });
}

function attachments(facts: FactsSoFar) {
  return facts.placed('TransitGatewayAttachments');
}

/** Attachments of the VPCs whose route tables were read: packets and replies enter a gateway through them. */
function relevantAttachments(facts: FactsSoFar): readonly string[] {
  const vpcs = new Set(facts.items('RouteTables').flatMap(({ VpcId }) => VpcId ?? []));
  return attachments(facts).flatMap(({ fact }) =>
    fact.ResourceType === 'vpc' && vpcs.has(fact.ResourceId ?? '') ? [fact.TransitGatewayAttachmentId] : [],
  );
}

function routesOnTheWay(facts: FactsSoFar): readonly TransitGatewayRoute[] {
  const addresses = addressesInQuestion(facts);
  return facts
    .items('TransitGatewayRouteTables')
    .flatMap((table) => routesOf(facts, table))
    .filter((route) => leadsToward(route, addresses));
}

function routesOf(facts: FactsSoFar, table: TransitGatewayRouteTable): readonly TransitGatewayRoute[] {
  return facts.members('TransitGatewayRouteTables', table).Routes ?? [];
}

function attachmentsOf({ TransitGatewayAttachments = [] }: TransitGatewayRoute): readonly string[] {
  return TransitGatewayAttachments.flatMap(({ TransitGatewayAttachmentId }) => TransitGatewayAttachmentId ?? []);
}

/** Prefix lists that a transit gateway's routes stand for. */
export function gatewayPrefixLists(facts: FactsSoFar): readonly Wanted[] {
  return facts.placed('TransitGatewayRouteTables').flatMap(({ fact, at }) =>
    wantedAt(
      at,
      routesOf(facts, fact).flatMap(({ PrefixListId }) => PrefixListId ?? []),
    ),
  );
}

/** Whether a route covers one of the addresses, or any that is public: an egress VPC is behind such a route. */
function leadsToward({ DestinationCidrBlock }: TransitGatewayRoute, addresses: readonly string[]): boolean {
  const cidr = parseCidr(DestinationCidrBlock ?? '');
  if (cidr === null) return true;
  const { set } = addressSetOf(cidr.family, [cidr]);
  if (overlaps(set, publicAddresses(cidr.family).set)) return true;
  return addresses
    .map(parseAddress)
    .some((address) => address?.family === cidr.family && overlaps(set, singleAddress(address).set));
}
