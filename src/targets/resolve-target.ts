import { parseAddress } from '../net/address.ts';
import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import { resolverState } from '../reachability/resolver.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { ChosenTarget } from './chosen-targets.ts';
import { ofHost } from './host-addresses.ts';
import { ofInstance, ofInterface, type TargetAddress } from './target-addresses.ts';
import type { TargetSpec } from './target-spec.ts';

/** Where a target is: every address must be reached. Blockers say why an address is not known, or will not be found. */
export interface ResolvedTarget {
  readonly chosen: ChosenTarget;
  /** IPv4, ascending by text. */
  readonly addresses: readonly TargetAddress[];
  readonly blockers: readonly Blocker[];
  readonly remarks: readonly Blocker[];
}

const NO_NAME_ASKED = { blockers: [], remarks: [], hostnames: false };

/** Turns a target into the addresses the function will ask for. `vpc` is the function's, null outside any. */
export function resolveTarget(
  snapshot: NetworkSnapshot,
  vpc: string | null,
  hasIpv6: boolean,
  chosen: ChosenTarget,
): ResolvedTarget {
  const { spec } = chosen;
  const named = spec.kind === 'host' && parseAddress(spec.host) === null;
  // A function asks for a name even where somebody states its addresses.
  const resolver = named && vpc !== null ? resolverState(snapshot, vpc, spec.host) : NO_NAME_ASKED;
  const found =
    spec.kind === 'instance'
      ? ofInstance(snapshot, spec.host)
      : spec.kind === 'interface'
        ? ofInterface(snapshot, spec.host)
        : ofHost(snapshot, { vpc, hostnames: resolver.hostnames }, spec);
  const isIpv6 = ({ address }: TargetAddress) => parseAddress(address)?.family === 6;
  const ipv6 = found.addresses.filter(isIpv6);
  // A function without IPv6 asks an IPv4 address at once where the name has one.
  const unused = !hasIpv6 && ipv6.length < found.addresses.length;
  return {
    chosen,
    addresses: distinct(found.addresses.filter((a) => !isIpv6(a))),
    blockers: [
      ...resolverBlockers(resolver.blockers, spec),
      ...found.blockers,
      ...(ipv6.length === 0 || unused ? [] : [ipv6NotModelled(ipv6.map((a) => a.address))]),
    ],
    remarks: resolver.remarks,
  };
}

function distinct(addresses: readonly TargetAddress[]): readonly TargetAddress[] {
  const keyed = new Map(addresses.map((a) => [`${a.address} ${a.interface ?? ''}`, a]));
  return [...keyed].sort(([a], [b]) => byCodeUnit(a, b)).map(([, a]) => a);
}

function ipv6NotModelled(addresses: readonly string[]): Blocker {
  const reason = `${addresses.join(', ')} is reached over IPv6`;
  return blocker('X_NOT_MODELLED', { resources: addresses }, { what: 'IPv6 destinations', reason });
}

/** What keeps a name from being asked at all, whoever states its addresses. */
const WITHOUT_RESOLVER: ReadonlySet<string> = new Set(['custom DNS servers', 'a VPC without name servers']);

/** Addresses somebody stated stand against what a resolver might say; a resolver that says nothing stands against them. */
function resolverBlockers(blockers: readonly Blocker[], spec: TargetSpec): readonly Blocker[] {
  const stated = spec.addresses.length > 0;
  return blockers.filter(
    (b) =>
      !stated ||
      outcomeOf(b) === 'fail' ||
      b.code === 'UNKNOWN_RESOURCE' ||
      WITHOUT_RESOLVER.has(b.details['what'] ?? ''),
  );
}
