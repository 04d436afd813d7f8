import type { Finding } from '../../src/assessment/assessment.ts';
import type { HopKind, Trace } from '../../src/reachability/trace.ts';
import { item, route, type World } from '../support/world.ts';
import { type Fix, resourceOf, tracesWith } from './mechanical-fix.ts';
import { internetGatewayOf, newNatGateway, newPeering } from './way-out.ts';

const CROSSINGS: ReadonlySet<HopKind> = new Set(['peering-connection', 'transit-gateway', 'internet-gateway']);

/** Routes what had no way to where it belongs. */
export const addRoute: Fix = (finding, { world }, assessment) => {
  const table = item(world, 'RouteTables', resourceOf(finding));
  for (const trace of tracesWith(finding, assessment)) {
    const target = targetFor(finding, trace, world);
    for (const destination of destinationsOf(finding, trace)) {
      const without = (table.Routes ?? []).filter((r) => r.DestinationCidrBlock !== destination);
      table.Routes = [...without, route(destination, target)];
    }
  }
};

/** Takes the route that leads astray away, and routes what it served to where it belongs. */
export const redirectRoute: Fix = (finding, situation, assessment) => {
  const table = item(situation.world, 'RouteTables', resourceOf(finding));
  table.Routes = (table.Routes ?? []).filter((r) => r.DestinationCidrBlock !== finding.entry);
  const [trace] = tracesWith(finding, assessment);
  if (trace === undefined) throw new Error(`${finding.code} at ${resourceOf(finding)} stands on no trace`);
  if (targetFor(finding, trace, situation.world) !== 'local') addRoute(finding, situation, assessment);
  else if (finding.entry === item(situation.world, 'Vpcs', table.VpcId ?? '').CidrBlock) {
    table.Routes.push(route(finding.entry ?? '', 'local'));
  }
};

/** Points the routes that lead from a subnet to a gateway that cannot take the traffic somewhere else. */
export const retargetRoutes: Fix = (finding, { world }, assessment) => {
  const gateway = resourceOf(finding);
  const table = tableOf(world, finding.at ?? '');
  const [trace] = tracesWith(finding, assessment);
  if (trace === undefined) throw new Error(`${finding.code} of ${gateway} stands on no trace`);
  const target = targetFor(finding, trace, world);
  const leads = (r: Route) =>
    r.GatewayId === gateway || r.NatGatewayId === gateway || r.VpcPeeringConnectionId === gateway;
  table.Routes = (table.Routes ?? []).map((r) => (leads(r) ? route(r.DestinationCidrBlock ?? '', target) : r));
};

/** A route of its own for a private destination, from the function's subnet on. */
export const routeApart: Fix = (finding, { world }, assessment) => {
  for (const trace of tracesWith(finding, assessment)) {
    const at = trace.from.subnet ?? '';
    const target = targetFor({ ...finding, at }, trace, world);
    const table = tableOf(world, at);
    table.Routes = [...(table.Routes ?? []), route(`${trace.to.address}/32`, target)];
  }
};

type Route = NonNullable<World['RouteTables'][number]['Routes']>[number];

function tableOf(world: World, subnet: string): World['RouteTables'][number] {
  const { VpcId } = item(world, 'Subnets', subnet);
  const has = (is: (a: { SubnetId?: string | undefined; Main?: boolean | undefined }) => boolean) =>
    world.RouteTables.find((t) => t.VpcId === VpcId && (t.Associations ?? []).some(is));
  const found = has((a) => a.SubnetId === subnet) ?? has((a) => a.Main === true);
  if (found === undefined) throw new Error(`No table serves ${subnet}`);
  return found;
}

function destinationsOf(finding: Finding, trace: Trace): readonly string[] {
  if (finding.leg === 'return') {
    return cameFromOutside(trace) ? ['0.0.0.0/0'] : trace.from.addresses.map((a) => (a.includes('/') ? a : `${a}/32`));
  }
  const { address } = trace.to;
  return [address === 'public' || !isPrivate(address) ? '0.0.0.0/0' : `${address}/32`];
}

function targetFor(finding: Finding, trace: Trace, world: World): string {
  const vpc = item(world, 'Subnets', finding.at ?? '').VpcId ?? '';
  if (finding.leg !== 'return') return wayOn(finding, trace, world, vpc);
  return cameFromOutside(trace) ? internetGatewayOf(world, vpc) : wayBack(finding, trace);
}

function cameFromOutside({ forward }: Trace): boolean {
  return forward.hops.some((hop) => hop.kind === 'aws-network');
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
  const translated = trace.forward.hops.some((hop) => hop.kind === 'nat-gateway' && hop.subnet === finding.at);
  return translated ? internetGatewayOf(world, vpc) : newNatGateway(world, vpc);
}

/** RFC 1918, which is all that the scenarios use beside public addresses. */
function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}

/** Whether an interface of the VPC has the address. */
function holds(world: World, vpc: string | undefined, address: string): boolean {
  return world.NetworkInterfaces.some((i) => i.VpcId === vpc && i.PrivateIpAddress === address);
}
