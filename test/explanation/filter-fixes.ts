import type { Assessment, Finding } from '../../src/assessment/assessment.ts';
import { publicAddresses } from '../../src/net/address-space.ts';
import { cidrsOf, formatCidr } from '../../src/net/cidr.ts';
import { entry, item, permit, type World } from '../support/world.ts';
import { blocksIn } from './blocks-in.ts';
import { blockersAt, type Fix, resourceOf, tracesWith } from './mechanical-fix.ts';

const PUBLIC = ([4, 6] as const).flatMap((family) => cidrsOf(family, publicAddresses(family).set).map(formatCidr));

const NUMBERS: Readonly<Record<string, string>> = { tcp: '6', udp: '17' };

type AclEntry = NonNullable<World['NetworkAcls'][number]['Entries']>[number];

/** What a filter stopped: packets of one remote side, to these ports. */
interface Traffic {
  readonly protocol: string;
  readonly remotes: readonly string[];
  readonly ports: readonly [number, number];
}

/** Rules for the traffic that found none. */
export const allowInGroup: Fix = (finding, { world }, assessment) => {
  const group = item(world, 'SecurityGroups', resourceOf(finding));
  const rules = stoppedBy(finding, assessment).map(({ protocol, remotes, ports }) =>
    permit(protocol, remotes, ...ports),
  );
  if (finding.direction === 'egress') group.IpPermissionsEgress = [...(group.IpPermissionsEgress ?? []), ...rules];
  else group.IpPermissions = [...(group.IpPermissions ?? []), ...rules];
};

/** Entries for the traffic that was refused, before all others, whose numbers stay. */
export const allowInAcl: Fix = (finding, { world }, assessment) => {
  const acl = item(world, 'NetworkAcls', resourceOf(finding));
  const direction = { Egress: finding.direction === 'egress' };
  const first = Math.min(...(acl.Entries ?? []).map((e) => e.RuleNumber));
  const added = stoppedBy(finding, assessment)
    .flatMap(({ protocol, remotes, ports }) => remotes.map((cidr) => [NUMBERS[protocol] ?? '-1', cidr, ports] as const))
    .map(
      ([protocol, cidr, ports], i) =>
        ({ ...entry(first - 1 - i, 'allow', protocol, cidr, ports), ...direction }) as AclEntry,
    );
  acl.Entries = [...added, ...(acl.Entries ?? [])];
};

function stoppedBy(finding: Finding, assessment: Assessment): readonly Traffic[] {
  const [, everywhere] = /^Allow (.+) in an outbound rule/.exec(finding.fix) ?? [];
  if (finding.traces.length === 0 && everywhere !== undefined) return [parseTraffic(everywhere)];
  const texts = tracesWith(finding, assessment)
    .flatMap((trace) => blockersAt(finding, trace))
    .map((b) => b.details['traffic'] ?? '');
  return [...new Set(texts)].map(parseTraffic);
}

/** `tcp 5432 from 10.0.1.0/24`, `tcp replies to public addresses on ports 1024–65535`. */
function parseTraffic(text: string): Traffic {
  const [, protocol = '', port, remote = '', low, high] =
    /^(tcp|udp) (?:(\d+)|replies) (?:to|from) (.+?)(?: on ports (\d+)–(\d+))?$/.exec(text) ?? [];
  const remotes = /^public (IPv6 )?addresses$/.test(remote) ? PUBLIC : blocksIn(remote);
  return { protocol, remotes, ports: [Number(port ?? low), Number(port ?? high)] };
}
