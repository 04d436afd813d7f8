import type { Family } from '../../net/address.ts';
import { type AddressSet, addressSetOf } from '../../net/address-space.ts';
import { type Cidr, parseCidr } from '../../net/cidr.ts';
import { type Known, known, unknown } from '../../snapshot/known.ts';
import { inBetween, notRead } from '../../snapshot/not-read.ts';
import type { Topology } from '../../topology/topology.ts';

/** The blocks of one family in a prefix list; unknown while AWS is changing it or where its entries were not read. */
export function prefixListBlocks(topology: Topology, id: string, family: Family): Known<readonly Cidr[]> {
  const { fact } = topology.node('prefix-list', id);
  if (!fact.known) return fact;
  const missing = (reason: string) => unknown(notRead('ManagedPrefixLists', reason));
  if (fact.value === null) return missing(`${id} is not among the prefix lists read`);
  const { State, Entries } = fact.value;
  if (State?.endsWith('-in-progress') === true)
    return unknown(inBetween('ManagedPrefixLists', `${id} is in state ${State}`));
  if (State !== undefined && !State.endsWith('-complete')) return missing(`${id} is in state ${State}`);
  if (Entries === undefined) return missing(`the entries of ${id} were not read`);
  return known(Entries.map(({ Cidr }) => parseCidr(Cidr)).filter((cidr): cidr is Cidr => cidr?.family === family));
}

export function readPrefixList(topology: Topology, id: string, family: Family): Known<AddressSet> {
  const blocks = prefixListBlocks(topology, id, family);
  return blocks.known ? known(addressSetOf(family, blocks.value)) : blocks;
}

/**
 * A list that AWS keeps: of S3, DynamoDB and others, none of Secrets Manager. Lists of one's own may not have such a name.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
export function isKeptByAws(topology: Topology, id: string): boolean {
  const { fact } = topology.node('prefix-list', id);
  return fact.known && fact.value?.PrefixListName?.startsWith('com.amazonaws.') === true;
}
