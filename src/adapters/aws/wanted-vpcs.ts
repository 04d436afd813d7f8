import type { VpcPeeringConnection } from '../../snapshot/gateway-facts.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { distinctPlaces, type Place, type Wanted } from './place.ts';
import { functionVpcs, rotationFunction } from './wanted-functions.ts';
import { alsoAsOwner, homeVpcs } from './wanted-home.ts';
import { serviceVpcs } from './wanted-services.ts';
import { publicInstanceNames } from './wanted-targets.ts';
import { attachedVpcs } from './wanted-transit.ts';
import { functionPlace, placeIn } from './whereabouts.ts';

/** VPCs whose subnets, tables and filters count: the function's, the targets', and those that a route leads to. */
export function everyVpc(facts: FactsSoFar): readonly Wanted[] {
  const others = [
    ...targetVpcs(facts),
    ...serviceVpcs(facts),
    ...endpointVpcs(facts),
    ...peerVpcs(facts),
    ...attachedVpcs(facts),
  ];
  return [...homeVpcs(facts), ...alsoAsOwner(facts, others)];
}

/** VPCs whose DNS attributes decide what a name gives. */
export function namingVpcs(facts: FactsSoFar): readonly Wanted[] {
  return [...homeVpcs(facts), ...alsoAsOwner(facts, [...targetVpcs(facts), ...peerVpcs(facts)])];
}

/** Whether such a name means a private address elsewhere depends on what connects the VPCs. */
export function vpcsOfPublicNames(facts: FactsSoFar): readonly Wanted[] {
  const split = publicInstanceNames(facts).length > 0 || facts.items('DBInstances').some((db) => db.PubliclyAccessible);
  return split ? everyVpc(facts) : [];
}

/** The places that things of this question lie in. */
export function everyPlace(facts: FactsSoFar): readonly Place[] {
  const functions = rotationFunction(facts).map(({ arn }) => functionPlace(facts, arn));
  return distinctPlaces([facts.home, ...functions, ...everyVpc(facts).map(({ at }) => at)]);
}

/**
 * VPCs of the interfaces found at the targets. An address may be in use in many VPCs: one in the function's own is nearest.
 * Until the function is known, that cannot be told.
 */
function targetVpcs(facts: FactsSoFar): readonly Wanted[] {
  if (rotationFunction(facts).length > 0 && facts.items('Functions').length === 0) return [];
  const found = facts
    .placed('NetworkInterfaces')
    .flatMap(({ fact, at }) => (fact.VpcId === undefined ? [] : [{ value: fact.VpcId, at }]));
  const own = functionVpcs(facts);
  return found.some(({ value }) => own.includes(value)) ? [] : found;
}

/** VPCs of the endpoints that were looked for by their names. */
function endpointVpcs(facts: FactsSoFar): readonly Wanted[] {
  return facts
    .placed('VpcEndpoints')
    .flatMap(({ fact, at }) => (fact.VpcId === undefined ? [] : [{ value: fact.VpcId, at }]));
}

/** The far ends of active peerings that a route of the function's VPC names. */
function peerVpcs(facts: FactsSoFar): readonly Wanted[] {
  const own = functionVpcs(facts);
  const routed = facts.items('RouteTables').flatMap(({ Routes = [] }) => Routes.map((r) => r.VpcPeeringConnectionId));
  return facts
    .items('VpcPeeringConnections')
    .filter(
      ({ VpcPeeringConnectionId, Status }) => Status?.Code === 'active' && routed.includes(VpcPeeringConnectionId),
    )
    .flatMap((peering) => endsOf(facts, peering))
    .filter(({ value }) => !own.includes(value));
}

function endsOf(facts: FactsSoFar, { RequesterVpcInfo, AccepterVpcInfo }: VpcPeeringConnection): readonly Wanted[] {
  return [RequesterVpcInfo, AccepterVpcInfo].flatMap((end) =>
    end?.VpcId === undefined ? [] : [{ value: end.VpcId, at: placeIn(facts, end.OwnerId, end.Region) }],
  );
}
