import { allAddresses, describeAddresses } from '../net/address-space.ts';
import { unknown } from '../snapshot/known.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { Topology } from '../topology/topology.ts';
import { type Blocker, blocker } from './blocker.ts';
import { filterBySecurityGroups } from './filters/security-group.ts';
import { describeService, type FlowSource, protocolNumber } from './flow.ts';

const ANYBODY = {
  groups: unknown(notRead('NetworkInterfaces', 'the destination is not known')),
  crossing: null,
  isService: false,
};

/**
 * Why a source reaches a TCP port nowhere at all, whatever address a name may give: its own groups let nothing out to it.
 * Null where something may leave.
 */
export function refusedAnywhere(topology: Topology, source: FlowSource, port: number): Blocker | null {
  const { subnet, groups: carried } = source;
  if (subnet === null || !carried.known) return null;
  const { family } = source.addresses;
  const groups = carried.value.map((id) => topology.node('security-group', id));
  const packets = {
    family,
    source: allAddresses(family).set,
    destination: allAddresses(family).set,
    sourcePort: source.clientPorts,
    destinationPort: [[port, port]] as const,
  };
  const asked = { direction: 'egress', protocol: protocolNumber('tcp'), packets, remote: ANYBODY } as const;
  const verdict = filterBySecurityGroups(topology, groups, asked);
  if (verdict.possible.length > 0) return null;
  const traffic = `${describeService('tcp', port)} to ${describeAddresses(allAddresses(family))}`;
  const place = {
    resources: carried.value,
    leg: 'forward',
    direction: 'egress',
    at: subnet,
    evidence: verdict.evidence,
  } as const;
  return verdict.empty
    ? blocker('SG_HAS_NO_RULES', place, { traffic, interface: subnet })
    : blocker('ENI_SG_RULES_MISMATCH', place, { traffic, nearest: verdict.nearest, interface: subnet });
}
