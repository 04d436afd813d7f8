import type { Finding } from '../../src/assessment/assessment.ts';
import { parseAddress } from '../../src/net/address.ts';
import { isPublic } from '../../src/net/address-space.ts';
import type { HopKind, Trace } from '../../src/reachability/trace.ts';
import { item, route, type World } from '../support/world.ts';
import { blocksIn } from './blocks-in.ts';
import { blockersAt, type Fix, resourceOf, tracesWith } from './mechanical-fix.ts';
import { newPeering } from './new-peering.ts';
import { internetGatewayOf, newEgressOnlyGateway, newNatGateway } from './way-out.ts';

const CROSSINGS: ReadonlySet<HopKind> = new Set(['peering-connection', 'transit-gateway', 'internet-gateway']);

/** Routes what had no way to where it belongs. */
export const addRoute: Fix = (finding, { world }, assessment) => {
  const table = tableNamed(finding, world);
  for (const trace of tracesWith(finding, assessment)) {
    for (const destination of destinationsOf(finding, trace)) {
      putRoute(table, destination, targetFor(finding, trace, destination, world));
    }
  }
};

/** Takes the route that leads astray away, and routes what it served to where it belongs. */
export const redirectRoute: Fix = (finding, situation, assessment) => {
  const table = tableNamed(finding, situation.world);
  table.Routes = (table.Routes ?? []).filter((r) => destinationOf(r) !== finding.entry);
  addRoute(finding, situation, assessment);
};

/** Points the route for what is answered back to where the requests came from. */
export const leadBack: Fix = (finding, { world }, assessment) => {
  const table = tableNamed(finding, world);
  for (const trace of tracesWith(finding, assessment)) {
    for (const { entry, details } of blockersAt(finding, trace)) {
      if (entry !== finding.entry) continue;
      const expected = details['expected'] ?? '';
      if (expected === 'local') table.Routes = (table.Routes ?? []).filter((r) => destinationOf(r) !== entry);
      for (const destination of blocksIn(details['destination'] ?? '')) putRoute(table, destination, expected);
    }
  }
};

/** Points the routes that lead from a subnet to a gateway that cannot take the traffic somewhere else. */
export const retargetRoutes: Fix = (finding, { world }, assessment) => {
  const gateway = resourceOf(finding);
  const table = tableOf(world, finding.at ?? '');
  const [trace] = tracesWith(finding, assessment);
  if (trace === undefined) throw new Error(`${finding.code} of ${gateway} stands on no trace`);
  const leads = (r: Route) =>
    Object.values(r).includes(gateway) && (r.DestinationIpv6CidrBlock !== undefined) === isIpv6(trace);
  const target = wayOn(finding, trace, world, table.VpcId ?? '');
  table.Routes = (table.Routes ?? []).map((r) => (leads(r) ? route(destinationOf(r), target) : r));
};

/** A route of its own for a private destination, from the function's subnet on. */
export const routeApart: Fix = (finding, { world }, assessment) => {
  for (const trace of tracesWith(finding, assessment)) {
    const at = trace.from.subnet ?? '';
    const table = tableOf(world, at);
    const target = wayOn({ ...finding, at }, trace, world, table.VpcId ?? '');
    for (const destination of blocksIn(trace.to.address)) putRoute(table, destination, target);
  }
};

type RouteTable = World['RouteTables'][number];
type Route = NonNullable<RouteTable['Routes']>[number];

/** A route in place of any other to the same destination. */
export function putRoute(table: RouteTable, destination: string, target: string): void {
  const others = (table.Routes ?? []).filter((r) => destinationOf(r) !== destination);
  table.Routes = [...others, route(destination, target)];
}

function destinationOf(r: Route): string {
  return r.DestinationCidrBlock ?? r.DestinationIpv6CidrBlock ?? '';
}

/** An edge route table is named beside the gateway it belongs to. */
function tableNamed({ resources }: Finding, world: World): RouteTable {
  return item(world, 'RouteTables', resources.find((id) => id.startsWith('rtb-')) ?? '');
}

function tableOf(world: World, subnet: string): RouteTable {
  const { VpcId } = item(world, 'Subnets', subnet);
  const has = (is: (a: { SubnetId?: string | undefined; Main?: boolean | undefined }) => boolean) =>
    world.RouteTables.find((t) => t.VpcId === VpcId && (t.Associations ?? []).some(is));
  const found = has((a) => a.SubnetId === subnet) ?? has((a) => a.Main === true);
  if (found === undefined) throw new Error(`No table serves ${subnet}`);
  return found;
}

function destinationsOf(finding: Finding, trace: Trace): readonly string[] {
  const texts = new Set(blockersAt(finding, trace).map((b) => b.details['destination'] ?? ''));
  return [...texts].flatMap((text) =>
    /^public (IPv6 )?addresses$/.test(text) ? [isIpv6(trace) ? '::/0' : '0.0.0.0/0'] : blocksIn(text),
  );
}

function targetFor(finding: Finding, trace: Trace, destination: string, world: World): string {
  const vpc = item(world, 'Subnets', finding.at ?? '').VpcId ?? '';
  const ofNatGateway = world.NatGateways.some((nat) => nat['RouteTableId'] === resourceOf(finding));
  if (ofNatGateway) return internetGatewayOf(world, vpc);
  if (finding.leg !== 'return') return wayOn(finding, trace, world, vpc);
  return isPrivate(destination) ? wayBack(finding, trace) : internetGatewayOf(world, vpc);
}

function isIpv6({ from }: Trace): boolean {
  return from.addresses.some((a) => a.includes(':'));
}

/** The gateway by which requests came into the VPC of this subnet. */
function wayBack(finding: Finding, { forward }: Trace): string {
  const here = forward.hops.findLastIndex((hop) => hop.subnet === finding.at);
  const came = forward.hops.slice(0, here).findLast((hop) => CROSSINGS.has(hop.kind));
  return came?.resource ?? 'local';
}

function wayOn(finding: Finding, trace: Trace, world: World, vpc: string): string {
  const { address } = trace.to;
  const peering = world.VpcPeeringConnections.find(({ RequesterVpcInfo: one, AccepterVpcInfo: other }) =>
    [
      [one, other],
      [other, one],
    ].some(([near, far]) => near?.VpcId === vpc && holds(world, far?.VpcId, address)),
  );
  if (peering !== undefined) return peering.VpcPeeringConnectionId;
  if (holds(world, vpc, address)) return 'local';
  if (isPrivate(address)) return newPeering(world, vpc, address);
  if (isIpv6(trace) && !isMadeByDns64(address)) return newEgressOnlyGateway(world, vpc);
  const translated = trace.forward.hops.some((hop) => hop.kind === 'nat-gateway' && hop.subnet === finding.at);
  return translated ? internetGatewayOf(world, vpc) : newNatGateway(world, vpc);
}

function isPrivate(text: string): boolean {
  if (text.endsWith('/0')) return false;
  const address = parseAddress(text.split('/')[0] ?? '');
  return address !== null && !isPublic(address) && !isMadeByDns64(text);
}

function isMadeByDns64(address: string): boolean {
  return address.startsWith('64:ff9b:');
}

/** Whether an interface of the VPC has the address. */
function holds(world: World, vpc: string | undefined, address: string): boolean {
  return world.NetworkInterfaces.some(
    (i) =>
      i.VpcId === vpc &&
      (i.PrivateIpAddress === address || i.Ipv6Addresses?.some((a) => a.Ipv6Address === address) === true),
  );
}
