import { parseAddress } from '../net/address.ts';
import type { Cidr } from '../net/cidr.ts';
import type { NetworkInterface } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { ChosenTarget } from '../targets/chosen-targets.ts';
import { withInterfaces } from '../targets/hypothetical-interface.ts';
import { namedBlocks } from '../targets/named-blocks.ts';
import { addressesToWalk, type ResolvedTarget, resolveTarget } from '../targets/resolve-target.ts';
import { buildTopology, NO_SEEDS } from '../topology/build-topology.ts';
import type { Topology } from '../topology/topology.ts';
import { type AskingFunction, type AskingPlace, functionSeed } from './asking-function.ts';
import { type EffectiveHosts, hostsToWalk } from './effective-hosts.ts';

/** Where the targets are, and the graph of everything that the flows to them and to the hosts can touch. */
export interface PlacedTargets {
  readonly targets: readonly ResolvedTarget[];
  readonly topology: Topology;
}

/**
 * A service whose interface is not in sight may be at any address of its subnet, and is looked up once for each class of
 * them that no rule, entry or route tells apart. Which blocks those name is read off a graph, so it takes a first one,
 * with one class for the whole subnet.
 */
export function placeTargets(
  snapshot: NetworkSnapshot,
  asking: AskingFunction,
  chosen: readonly ChosenTarget[],
  hosts: EffectiveHosts,
): PlacedTargets {
  const placed = (named: readonly Cidr[]): PlacedTargets => {
    const targets = resolveTargets(snapshot, asking, chosen, named);
    return { targets, topology: topologyOf(snapshot, asking, targets, hosts) };
  };
  const first = placed([]);
  const allInSight = first.targets.every((target) => target.hypothetical.length === 0);
  return allInSight ? first : placed(namedBlocks(first.topology));
}

/** `named`: the blocks that tell the addresses of one subnet apart. */
export function resolveTargets(
  snapshot: NetworkSnapshot,
  { vpc, hasIpv6 }: AskingPlace,
  chosen: readonly ChosenTarget[],
  named: readonly Cidr[],
): readonly ResolvedTarget[] {
  return chosen.map((target) => resolveTarget(snapshot, { vpc, hasIpv6, named }, target));
}

function topologyOf(
  snapshot: NetworkSnapshot,
  asking: AskingFunction,
  targets: readonly ResolvedTarget[],
  hosts: EffectiveHosts,
): Topology {
  const endpoints = hosts.resolutions
    .flatMap((resolution) => resolution.alternatives)
    .flatMap((alternative) => (alternative.kind === 'endpoint' ? [alternative.endpoint] : []));
  const endpointAddresses = endpoints
    .flatMap((endpoint) => endpoint.NetworkInterfaceIds ?? [])
    .flatMap((id) => snapshot.seen('NetworkInterfaces', { 'network-interface-id': id }))
    .flatMap(addressesOf);
  const destinations = [...targets.flatMap(addressesToWalk), ...hostsToWalk(hosts), ...endpointAddresses];
  const madeUp = targets.flatMap((target) => target.hypothetical);
  return buildTopology(withInterfaces(snapshot, madeUp), {
    ...NO_SEEDS,
    functions: [functionSeed(asking)],
    interfaces: madeUp.map((eni) => eni.NetworkInterfaceId),
    endpoints: endpoints.map((endpoint) => endpoint.VpcEndpointId),
    destinations: destinations.flatMap((text) => parseAddress(text) ?? []),
  });
}

function addressesOf({ PrivateIpAddress, Ipv6Addresses = [] }: NetworkInterface): readonly string[] {
  return [PrivateIpAddress, ...Ipv6Addresses.map((a) => a.Ipv6Address)].filter((text) => text !== undefined);
}
