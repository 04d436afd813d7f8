import { type Address, type Block, blockOf, holds, isOnInternet } from './address.ts';
import { type Item, inner, isState, list, lost, text, theOne } from './facts.ts';
import { entriesOf } from './filters.ts';

/** Where a route leads. */
export interface NextHop {
  readonly kind: 'local' | 'nat' | 'internet' | 'peering' | 'egress-only' | 'transit' | 'interface' | 'endpoint';
  readonly id: string;
}

interface Candidate {
  readonly block: Block;
  /** Among equal prefixes the lowest wins: static, prefix list, propagated. */
  readonly rank: 0 | 1 | 2;
  readonly route: Item | null;
}

/** The blocks of a VPC that are in force. */
export function vpcBlocks(world: Item, vpc: string): readonly Block[] {
  const found = list(world, 'Vpcs').find((v) => v['VpcId'] === vpc) ?? {};
  const main = text(found, 'CidrBlock');
  const more = list(found, 'CidrBlockAssociationSet').filter((a) =>
    isState(inner(a, 'CidrBlockState'), 'State', 'associated'),
  );
  const six = list(found, 'Ipv6CidrBlockAssociationSet').filter((a) =>
    isState(inner(a, 'Ipv6CidrBlockState'), 'State', 'associated'),
  );
  return [
    ...(main === null ? [] : [main]),
    ...more.map((a) => String(a['CidrBlock'])),
    ...six.map((a) => String(a['Ipv6CidrBlock'])),
  ].map(blockOf);
}

export function subnetBlocks(subnet: Item): readonly Block[] {
  const six = list(subnet, 'Ipv6CidrBlockAssociationSet').filter((a) =>
    isState(inner(a, 'Ipv6CidrBlockState'), 'State', 'associated'),
  );
  const four = text(subnet, 'CidrBlock');
  return [...(four === null ? [] : [four]), ...six.map((a) => String(a['Ipv6CidrBlock']))].map(blockOf);
}

/**
 * Where the table of a subnet sends an address. The lists of gateway endpoints hold public addresses of S3 or DynamoDB:
 * what is private or Secrets Manager's is in none of them.
 */
export function routeFrom(world: Item, subnet: string, destination: Address, secretsManagers = false): NextHop {
  const vpc = String(theOne(world, 'Subnets', 'SubnetId', subnet)['VpcId']);
  const table = tableOf(world, subnet, vpc);
  const elsewhere = secretsManagers || !isOnInternet(destination);
  const candidates = candidatesOf(world, table, vpc, elsewhere).filter((c) => holds(c.block, destination));
  return chosen(candidates, subnet);
}

/** Where an internet gateway's own table sends what comes in for an address: without one it goes there. */
export function routeInto(world: Item, gateway: string, vpc: string, address: Address): NextHop['kind'] {
  const table = list(world, 'RouteTables').find((t) => list(t, 'Associations').some((a) => a['GatewayId'] === gateway));
  if (table === undefined) return 'local';
  const candidates = candidatesOf(world, table, vpc, false).filter((c) => holds(c.block, address));
  return chosen(candidates, gateway).kind;
}

function chosen(candidates: readonly Candidate[], from: string): NextHop {
  const longest = Math.max(...candidates.map((c) => c.block.length));
  const equal = candidates.filter((c) => c.block.length === longest);
  const best = equal.filter((c) => c.rank === Math.min(...equal.map((e) => e.rank)));
  const targets = new Set(best.map((c) => JSON.stringify(c.route)));
  const [won] = best;
  if (won === undefined) return lost(`no route from ${from}`);
  if (targets.size > 1) return lost(`two routes win from ${from}`);
  if (won.rank === 1 && rivalLists(candidates, won)) return lost(`two prefix lists cover it from ${from}`);
  if (won.route === null) return { kind: 'local', id: 'local' };
  if (!isState(won.route, 'State', 'active')) return lost(`a dead route from ${from}`);
  return targetOf(won.route);
}

/** Another prefix list that covers the destination with another target may be taken as well. */
function rivalLists(candidates: readonly Candidate[], won: Candidate): boolean {
  const targets = candidates
    .filter((c) => c.rank === 1 && c.route !== null)
    .map((c) => JSON.stringify(targetOf(c.route ?? {})));
  return won.route !== null && targets.some((t) => t !== JSON.stringify(targetOf(won.route ?? {})));
}

function candidatesOf(world: Item, table: Item, vpc: string, elsewhere: boolean): readonly Candidate[] {
  const own = vpcBlocks(world, vpc);
  const toEndpoint = (route: Item) => text(route, 'GatewayId')?.startsWith('vpce-') === true;
  const routes = list(table, 'Routes').filter(
    (r) => !(elsewhere && r['DestinationPrefixListId'] !== undefined && toEndpoint(r)),
  );
  const stated = routes.flatMap((route): readonly Candidate[] => {
    const propagated = route['Origin'] === 'EnableVgwRoutePropagation';
    return destinationsOf(world, route)
      .filter((block) => !(propagated && own.some((o) => inside(block, o))))
      .map((block) => ({
        block,
        route,
        rank: propagated ? 2 : route['DestinationPrefixListId'] === undefined ? 0 : 1,
      }));
  });
  const replaced = (block: Block) =>
    stated.some((c) => c.rank === 0 && c.block.first === block.first && c.block.length === block.length);
  const implied = own.filter((block) => !replaced(block)).map((block): Candidate => ({ block, rank: 0, route: null }));
  return [...stated, ...implied];
}

function inside(block: Block, other: Block): boolean {
  return block.family === other.family && other.first <= block.first && block.last <= other.last;
}

function destinationsOf(world: Item, route: Item): readonly Block[] {
  const cidr = text(route, 'DestinationCidrBlock') ?? text(route, 'DestinationIpv6CidrBlock');
  if (cidr !== null) return [blockOf(cidr)];
  const id = text(route, 'DestinationPrefixListId');
  if (id === null) return lost('a route without a destination');
  return (entriesOf(world, id) ?? lost(`${id} could not be read`)).map(blockOf);
}

function targetOf(route: Item): NextHop {
  const gateway = text(route, 'GatewayId');
  if (gateway === 'local') return { kind: 'local', id: 'local' };
  const by: readonly (readonly [string | null, NextHop['kind']])[] = [
    [gateway?.startsWith('igw-') === true ? gateway : null, 'internet'],
    [gateway?.startsWith('vpce-') === true ? gateway : null, 'endpoint'],
    [text(route, 'NatGatewayId'), 'nat'],
    [text(route, 'VpcPeeringConnectionId'), 'peering'],
    [text(route, 'EgressOnlyInternetGatewayId'), 'egress-only'],
    [text(route, 'TransitGatewayId'), 'transit'],
    [text(route, 'NetworkInterfaceId'), 'interface'],
  ];
  const [found] = by.filter(([id]) => id !== null);
  if (found?.[0] == null) return lost(`what is behind ${gateway ?? 'this route'} cannot be seen`);
  return { kind: found[1], id: found[0] };
}

function tableOf(world: Item, subnet: string, vpc: string): Item {
  const tables = list(world, 'RouteTables').filter((t) => t['VpcId'] === vpc);
  const has = (is: (a: Item) => boolean) =>
    tables.filter((t) => list(t, 'Associations').some((a) => is(a) && isAssociated(a)));
  const [explicit] = has((a) => a['SubnetId'] === subnet);
  const [main, ...others] = has(
    (a) => a['Main'] === true && a['SubnetId'] === undefined && a['GatewayId'] === undefined,
  );
  if (others.length > 0) lost(`${vpc} has two main tables`);
  return explicit ?? main ?? lost(`${subnet} has no route table`);
}

function isAssociated(association: Item): boolean {
  return (
    association['AssociationState'] === undefined ||
    isState(inner(association, 'AssociationState'), 'State', 'associated')
  );
}

/** The subnet of a VPC that an address belongs to. */
export function subnetAt(world: Item, vpc: string, address: Address): string {
  const found = list(world, 'Subnets').filter(
    (s) => s['VpcId'] === vpc && subnetBlocks(s).some((b) => holds(b, address)),
  );
  return found[0] === undefined ? lost(`no subnet of ${vpc} at the address`) : String(found[0]['SubnetId']);
}
