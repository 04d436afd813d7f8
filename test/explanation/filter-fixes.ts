import type { Assessment, Finding } from '../../src/assessment/assessment.ts';
import { publicAddresses } from '../../src/net/address-space.ts';
import { cidrsOf, formatCidr } from '../../src/net/cidr.ts';
import { entry, item, permit, type World } from '../support/world.ts';
import { type Fix, resourceOf, tracesWith } from './mechanical-fix.ts';

const PUBLIC = ([4, 6] as const).flatMap((family) => cidrsOf(family, publicAddresses(family).set).map(formatCidr));

type AclEntry = NonNullable<World['NetworkAcls'][number]['Entries']>[number];

/** What a filter stopped: TCP of one remote side, to these ports. */
interface Traffic {
  readonly remotes: readonly string[];
  readonly ports: readonly [number, number];
}

/** Rules for the traffic that found none. */
export const allowInGroup: Fix = (finding, { world }, assessment) => {
  const group = item(world, 'SecurityGroups', resourceOf(finding));
  const rules = stoppedBy(finding, assessment).map(({ remotes, ports }) => permit('tcp', remotes, ...ports));
  if (finding.direction === 'egress') group.IpPermissionsEgress = [...(group.IpPermissionsEgress ?? []), ...rules];
  else group.IpPermissions = [...(group.IpPermissions ?? []), ...rules];
};

/** Entries for the traffic that was refused, before all others, whose numbers stay. */
export const allowInAcl: Fix = (finding, { world }, assessment) => {
  const acl = item(world, 'NetworkAcls', resourceOf(finding));
  const direction = { Egress: finding.direction === 'egress' };
  const first = Math.min(...(acl.Entries ?? []).map((e) => e.RuleNumber));
  const added = stoppedBy(finding, assessment)
    .flatMap(({ remotes, ports }) => remotes.map((cidr) => [cidr, ports] as const))
    .map(([cidr, ports], i) => ({ ...entry(first - 1 - i, 'allow', '6', cidr, ports), ...direction }) as AclEntry);
  acl.Entries = [...added, ...(acl.Entries ?? [])];
};

function stoppedBy(finding: Finding, assessment: Assessment): readonly Traffic[] {
  const { code, resources, leg, direction, at } = finding;
  const place = JSON.stringify([code, resources, leg, direction, at]);
  const texts = tracesWith(finding, assessment)
    .flatMap((trace) => trace.blockers)
    .filter((b) => JSON.stringify([b.code, b.resources, b.leg, b.direction, b.at]) === place)
    .map((b) => b.details['traffic'] ?? '');
  return [...new Set(texts)].map(parseTraffic);
}

/** `tcp 5432 from 10.0.1.0/24`, `tcp replies to public addresses on ports 1024–65535`. */
function parseTraffic(text: string): Traffic {
  const [, port, remote = '', low, high] =
    /^tcp (?:(\d+)|replies) (?:to|from) (.+?)(?: on ports (\d+)–(\d+))?$/.exec(text) ?? [];
  const remotes = remote === 'public addresses' ? PUBLIC : remote.split(', ').map(blockOf);
  return { remotes, ports: [Number(port ?? low), Number(port ?? high)] };
}

function blockOf(text: string): string {
  if (!/^[\d.:a-f]+(\/\d+)?$/.test(text)) throw new Error(`Not a block of addresses: ${text}`);
  return text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
}
