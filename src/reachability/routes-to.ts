import { known } from '../snapshot/known.ts';
import { isPublicDestination, type Position, tableAt, vpcOf, type Walk } from './position.ts';
import { type RoutePart, selectRoutes } from './select-route.ts';

/** The routes that carry the destinations still together on from a position. */
export function routesTo(walk: Walk, position: Position): readonly RoutePart[] {
  const { topology } = walk;
  const table = tableAt(topology, position);
  if (table === null) return [];
  const { family, destination: set } = position.segment.query;
  // The prefix lists that AWS keeps hold public addresses of S3, DynamoDB and others, none of Secrets Manager's.
  const isOfOtherService = walk.flow.destination.oneOf || !isPublicDestination(walk, position);
  const vpc = vpcOf(topology, position.subnet)?.fact ?? known(null);
  return selectRoutes(topology, table, vpc, { family, set }, isOfOtherService);
}
