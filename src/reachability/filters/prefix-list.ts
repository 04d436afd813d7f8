import { type AddressSet, addressSetOf } from '../../net/address-space.ts';
import { type Cidr, parseCidr } from '../../net/cidr.ts';
import { type Known, known, unknown } from '../../snapshot/known.ts';
import type { Topology } from '../../topology/topology.ts';

/** The IPv4 blocks of a prefix list; unknown while AWS is changing it or where its entries were not read. */
export function prefixListBlocks(topology: Topology, id: string): Known<readonly Cidr[]> {
  const { fact } = topology.node('prefix-list', id);
  if (!fact.known) return fact;
  const missing = (reason: string) =>
    unknown({ list: 'ManagedPrefixLists', action: 'ec2:GetManagedPrefixListEntries', reason });
  if (fact.value === null) return missing(`${id} is not among the prefix lists read`);
  const { State, Entries } = fact.value;
  if (State !== undefined && !State.endsWith('-complete')) return missing(`${id} is in state ${State}`);
  if (Entries === undefined) return missing(`the entries of ${id} were not read`);
  return known(
    Entries.map(({ Cidr }) => parseCidr(Cidr)).filter((cidr) => cidr !== null && cidr.family === 4) as Cidr[],
  );
}

export function readPrefixList(topology: Topology, id: string): Known<AddressSet> {
  const blocks = prefixListBlocks(topology, id);
  return blocks.known ? known(addressSetOf(4, blocks.value)) : blocks;
}
