import { type Interval, type IntervalSet, intervalSet } from '../../net/interval-set.ts';
import { ALL_PORTS, hasPorts, protocolNumber } from '../flow.ts';

/** The destination ports a rule covers; `certain` is false where it narrows by what a query does not state (ICMP types). */
export interface PortMatch {
  readonly ports: IntervalSet<number>;
  readonly certain: boolean;
}

/** What a rule says of protocol and ports, as EC2 writes it. */
export interface RuleFields {
  readonly protocol: string | number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * Matches a rule's protocol and port fields against a protocol number. `-1` is every protocol and port; TCP and UDP with
 * absent or -1 ports mean all ports (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html).
 */
export function matchPorts(rule: RuleFields, protocol: number | null): PortMatch | null {
  const ruleProtocol = protocolNumber(rule.protocol);
  if (ruleProtocol === null) return { ports: ALL_PORTS, certain: true };
  if (ruleProtocol !== protocol) return null;
  if (hasPorts(protocol)) return { ports: intervalSet([portRange(rule)]), certain: true };
  const narrowed = (protocol === 1 || protocol === 58) && rule.from !== undefined && rule.from !== -1;
  return { ports: ALL_PORTS, certain: !narrowed };
}

/** `tcp 5432`, `udp 53–60`, `all traffic`, as a rule says it. */
export function describePorts(rule: RuleFields): string {
  const protocol = protocolNumber(rule.protocol);
  if (protocol === null) return 'all traffic';
  const name = { 6: 'tcp', 17: 'udp', 1: 'icmp', 58: 'icmpv6' }[protocol] ?? `protocol ${protocol}`;
  if (!hasPorts(protocol)) return name;
  const [low, high] = portRange(rule);
  if (low === 0 && high === 65535) return `${name} on every port`;
  return low === high ? `${name} ${low}` : `${name} ${low}–${high}`;
}

function portRange({ from = -1, to = -1 }: RuleFields): Interval<number> {
  return [Math.max(from, 0), to < 0 ? 65535 : to];
}
