import { addressSetOf, describeAddresses } from '../../net/address-space.ts';
import { parseCidr } from '../../net/cidr.ts';
import {
  type Box,
  intersectPackets,
  noPackets,
  type PacketSet,
  project,
  subtractPackets,
  unionPackets,
} from '../../net/packet-set.ts';
import type { NetworkAclEntry } from '../../snapshot/network-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { ALL_PORTS, type NameAddresses } from '../flow.ts';
import type { Evidence } from '../trace.ts';
import type { FilterQuery, FilterVerdict } from './filter-verdict.ts';
import { describePorts, matchPorts } from './port-match.ts';

/**
 * What a network ACL lets pass in one direction: entries in ascending order, the first match decides, the rest is denied.
 * Stateless; the remote address is the packet's source inbound and its destination outbound.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
export function filterByNetworkAcl(
  acl: TopologyNode<'network-acl'>,
  { direction, protocol, packets: query }: FilterQuery,
  named: NameAddresses = describeAddresses,
): FilterVerdict {
  if (!acl.fact.known || acl.fact.value?.Entries === undefined) {
    const missing = acl.fact.known
      ? notRead('NetworkAcls', `${acl.id} is not among the network ACLs read with their entries`)
      : acl.fact.missing;
    return {
      sure: [],
      possible: [query],
      evidence: [{ resource: acl.id, entry: null, text: `${acl.id} could not be read` }],
      nearest: 'nothing known',
      refusedBy: null,
      missing: [missing],
    };
  }
  const egress = direction === 'egress';
  const side = egress ? 'destination' : 'source';
  const entries = acl.fact.value.Entries.filter((e) => e.Egress === egress).sort((a, b) => a.RuleNumber - b.RuleNumber);
  let undecided: PacketSet = [query];
  let sure: PacketSet = [];
  let possible: PacketSet = [];
  let doubtful: PacketSet = [];
  const allowing: NetworkAclEntry[] = [];
  const refusing: { readonly entry: NetworkAclEntry; readonly refused: PacketSet }[] = [];
  for (const entry of entries) {
    const { passing, certain } = matchEntry(entry, protocol, query, side);
    const decided = intersectPackets(undecided, passing);
    if (noPackets(decided)) continue;
    if (entry.RuleAction === 'allow') {
      possible = unionPackets(possible, decided);
      if (certain) sure = unionPackets(sure, subtractPackets(decided, doubtful));
      allowing.push(entry);
    } else if (certain) {
      refusing.push({ entry, refused: decided });
    } else {
      doubtful = unionPackets(doubtful, decided);
    }
    if (certain) undecided = subtractPackets(undecided, decided);
  }
  const refusedBy = refusing[0];
  return {
    sure,
    possible,
    missing: [],
    refusedBy: noPackets(undecided) && refusedBy !== undefined ? ruleName(refusedBy.entry) : LAST_RULE,
    nearest: nearest(allowing, entries, protocol),
    evidence: [
      ...allowing.map(
        (e): Evidence => ({ resource: acl.id, entry: ruleName(e), text: `${acl.id} ${describeEntry(e)}` }),
      ),
      ...refusing.map(
        ({ entry, refused }): Evidence => ({
          resource: acl.id,
          entry: ruleName(entry),
          text: `${acl.id} ${describeEntry(entry)}, which refuses ${describeRefused(refused, side, named)}`,
        }),
      ),
      ...(noPackets(undecided)
        ? []
        : [
            {
              resource: acl.id,
              entry: LAST_RULE,
              text: `${acl.id} has no ${egress ? 'outbound' : 'inbound'} entry for ${describeRefused(undecided, side, named)}, so its last rule (*) denies it`,
            },
          ]),
    ],
  };
}

function matchEntry(entry: NetworkAclEntry, protocol: number | null, query: Box, side: 'source' | 'destination') {
  const match = matchPorts(
    { protocol: entry.Protocol, from: entry.PortRange?.From, to: entry.PortRange?.To },
    protocol,
  );
  const cidr = parseCidr(entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '');
  if (match === null || cidr === null) return { passing: [], certain: true };
  const box: Box = {
    ...query,
    sourcePort: ALL_PORTS,
    destinationPort: match.ports,
    [side]: addressSetOf(query.family, [cidr]).set,
  };
  const icmpType = (entry['IcmpTypeCode'] as { readonly Type?: number } | undefined)?.Type;
  const isIcmp = protocol === 1 || protocol === 58;
  const narrowed = isIcmp && String(entry.Protocol) !== '-1' && icmpType !== undefined && icmpType !== -1;
  return { passing: intersectPackets([query], [box]), certain: match.certain && !narrowed };
}

/** The rule that denies what no other matched; the console shows it as `*`. */
const LAST_RULE = '32767';

function ruleName(entry: NetworkAclEntry): string {
  return String(entry.RuleNumber);
}

function describeEntry(entry: NetworkAclEntry): string {
  const ports = describePorts({ protocol: entry.Protocol, from: entry.PortRange?.From, to: entry.PortRange?.To });
  const verb = entry.RuleAction === 'allow' ? 'allows' : 'denies';
  return `rule ${ruleName(entry)} ${verb} ${entry.Egress ? 'outbound' : 'inbound'} ${ports} ${entry.Egress ? 'to' : 'from'} ${entry.CidrBlock ?? entry.Ipv6CidrBlock ?? 'nowhere'}`;
}

/** `198.51.100.7 on ports 1024–32767`. */
export function describeRefused(refused: PacketSet, side: 'source' | 'destination', named: NameAddresses): string {
  const addresses = named({ family: refused[0]?.family ?? 4, set: project(refused, side) }, 2);
  const ports = project(refused, 'destinationPort').map(([low, high]) => (low === high ? `${low}` : `${low}–${high}`));
  const all = ports[0] === '0–65535';
  return all
    ? addresses
    : `${addresses} on port${ports.length === 1 && !ports[0]?.includes('–') ? '' : 's'} ${ports.slice(0, 4).join(', ')}`;
}

function nearest(
  allowing: readonly NetworkAclEntry[],
  entries: readonly NetworkAclEntry[],
  protocol: number | null,
): string {
  const close =
    allowing.length > 0
      ? allowing
      : entries.filter(
          (e) =>
            e.RuleAction === 'allow' &&
            matchPorts({ protocol: e.Protocol, from: e.PortRange?.From, to: e.PortRange?.To }, protocol) !== null,
        );
  if (close.length === 0) return 'no entry allows the protocol';
  return close.slice(0, 3).map(describeEntry).join(', ');
}
