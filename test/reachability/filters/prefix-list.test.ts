import { describe, expect, test } from 'vitest';
import { isKeptByAws, prefixListBlocks } from '../../../src/reachability/filters/prefix-list.ts';
import { type Known, known, unknown } from '../../../src/snapshot/known.ts';
import type { ManagedPrefixList } from '../../../src/snapshot/network-facts.ts';
import { draftTopology } from '../../../src/topology/topology.ts';
import { ACCOUNT } from '../../support/world.ts';

const READ = { list: 'ManagedPrefixLists', action: 'ec2:GetManagedPrefixListEntries' };

function listOf(fact: Known<Partial<ManagedPrefixList> | null>) {
  const topology = draftTopology(ACCOUNT);
  const read = fact.known && fact.value !== null ? known({ PrefixListId: 'pl-1', ...fact.value }) : fact;
  topology.addNode('prefix-list', 'pl-1', read as Known<ManagedPrefixList | null>);
  return topology;
}

const Entries = [{ Cidr: '10.0.1.0/24' }, { Cidr: '2001:db8::/32' }];

describe('a prefix list', () => {
  test.each<[string, Partial<ManagedPrefixList>]>([
    ['whose state is not stated, as for those that AWS keeps', { Entries }],
    ['that was made', { State: 'create-complete', Entries }],
    ['that was changed', { State: 'modify-complete', Entries }],
  ])('%s has the blocks of the family asked for', (_, fact) => {
    const blocks = (family: 4 | 6) => prefixListBlocks(listOf(known(fact)), 'pl-1', family);
    expect(blocks(4)).toEqual(known([{ family: 4, base: 0x0a000100n, length: 24 }]));
    expect(blocks(6)).toEqual(known([{ family: 6, base: 0x20010db8n << 96n, length: 32 }]));
  });

  test.each<[string, Known<Partial<ManagedPrefixList> | null>]>([
    ['nobody read', unknown({ ...READ, reason: 'refused' })],
    ['that is not there', known(null)],
    ['that AWS is changing', known({ State: 'modify-in-progress', Entries })],
    ['that AWS failed to change', known({ State: 'modify-failed', Entries })],
    ['without its entries', known({ State: 'create-complete' })],
  ])('%s may hold anything', (_, fact) => {
    const blocks = prefixListBlocks(listOf(fact), 'pl-1', 4);
    expect(blocks.known).toBe(false);
    expect(blocks).toMatchSnapshot();
  });

  test.each<[string, Known<Partial<ManagedPrefixList> | null>, boolean]>([
    ["by a name of AWS's", known({ PrefixListName: 'com.amazonaws.us-east-1.s3' }), true],
    ["not by a name of one's own", known({ PrefixListName: 'offices' }), false],
    ['not without a name', known({}), false],
    ['not while it is not there', known(null), false],
    ['not while nobody read it', unknown({ ...READ, reason: 'refused' }), false],
  ])('is known to be kept by AWS %s', (_, fact, expected) => {
    expect(isKeptByAws(listOf(fact), 'pl-1')).toBe(expected);
  });
});
