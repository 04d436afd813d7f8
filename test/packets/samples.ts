import { type Address, type Block, blockOf } from './address.ts';
import type { Item } from './facts.ts';

/** All values at which a filter or route of the world may change its mind: the ends of every block and range of ports. */
export interface Edges {
  readonly addresses: Readonly<Record<4 | 6, readonly bigint[]>>;
  readonly ports: readonly number[];
}

const CIDR = /^[\d.]+\/\d+$|^[\da-fA-F:]+\/\d+$/;
const PORTS = new Set(['FromPort', 'ToPort', 'From', 'To']);

export function edgesOf(world: Item): Edges {
  const blocks: Block[] = [];
  const ports = new Set<number>();
  const look = (value: unknown, key: string): void => {
    if (typeof value === 'string' && CIDR.test(value)) blocks.push(blockOf(value));
    if (typeof value === 'number' && PORTS.has(key)) for (const edge of [value - 1, value, value + 1]) ports.add(edge);
    if (typeof value === 'object' && value !== null) for (const [k, v] of Object.entries(value)) look(v, k);
  };
  look(world, '');
  const edges = (family: 4 | 6) => [
    ...new Set(blocks.filter((b) => b.family === family).flatMap((b) => [b.first - 1n, b.first, b.last, b.last + 1n])),
  ];
  return { addresses: { 4: edges(4), 6: edges(6) }, ports: [...ports] };
}

/** One address of every stretch of a block in which no filter or route changes its mind. */
export function addressesIn(block: Block, { addresses }: Edges): readonly Address[] {
  const { family, first, last } = block;
  const values = addresses[family].filter((v) => first <= v && v <= last);
  return [...new Set([first, ...values, last])].map((value) => ({ family, value }));
}

export function portsIn([low, high]: readonly [number, number], { ports }: Edges): readonly number[] {
  return [...new Set([low, ...ports.filter((p) => low <= p && p <= high), high])];
}
