import { intersect, isEmpty, union } from '../net/interval-set.ts';
import type { Box, PacketSet } from '../net/packet-set.ts';
import type { Substitution } from './flow.ts';

/**
 * An internet gateway puts the public address of an interface in place of its private one, one to one, ports untouched:
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function outside(packets: PacketSet, substitutions: readonly Substitution[] | null): PacketSet {
  return substitute(packets, substitutions, ({ inside: from, outside: to }) => [from, to]);
}

/** The same packets with their private sources again. */
export function inside(packets: PacketSet, substitutions: readonly Substitution[] | null): PacketSet {
  return substitute(packets, substitutions, ({ inside: to, outside: from }) => [from, to]);
}

function substitute(
  packets: PacketSet,
  substitutions: readonly Substitution[] | null,
  way: (s: Substitution) => readonly [bigint, bigint],
): PacketSet {
  if (substitutions === null) return packets;
  return packets.flatMap((box): Box[] => {
    const whole = substitutions.map(way).filter(([from]) => !isEmpty(intersect(box.source, [[from, from]])));
    if (whole.length === 0) return [];
    const source = whole.reduce<Box['source']>((all, [, to]) => union(all, [[to, to]]), []);
    return [{ ...box, source }];
  });
}
