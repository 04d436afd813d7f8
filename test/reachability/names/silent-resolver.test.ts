import { describe, expect, it, test } from 'vitest';
import { addZone, handOut, record } from '../../support/names-world.ts';
import { item, SECRETS_MANAGER_HOST, type World } from '../../support/world.ts';
import { answersIn } from './answers-in.ts';

const OWN = '192.168.1.10';
const PRIVATE = 'db.corp.example';

function supporting(support: boolean | undefined, ...servers: readonly string[]) {
  return (world: World) => {
    addZone(world, 'corp.example', [record(PRIVATE, 'A', '10.0.20.10')]);
    handOut(world, ...servers);
    const { EnableDnsSupport: _, ...vpc } = item(world, 'Vpcs', 'vpc-1');
    world.Vpcs = [{ ...vpc, ...(support === undefined ? {} : { EnableDnsSupport: support }) }];
  };
}

const BOTH = ['AmazonProvidedDNS', OWN];
const UNREAD = ['UNKNOWN_RESOURCE[vpc-1]'];
const OUT_OF_SIGHT = ['X_NAME_UNKNOWN[vpc-1]'];
const SILENT = ['X_NAME_NOT_RESOLVED[vpc-1]'];

describe("where the VPC's own resolver is switched off, or nobody read whether", () => {
  test.each<[readonly string[], boolean | undefined, string, boolean, readonly string[]]>([
    [[OWN], undefined, SECRETS_MANAGER_HOST, false, []],
    [[OWN], undefined, PRIVATE, false, UNREAD],
    [[OWN], false, SECRETS_MANAGER_HOST, false, []],
    [[OWN], false, PRIVATE, false, OUT_OF_SIGHT],
    [BOTH, true, PRIVATE, true, []],
    [BOTH, undefined, SECRETS_MANAGER_HOST, true, UNREAD],
    [BOTH, false, SECRETS_MANAGER_HOST, false, []],
    [BOTH, false, PRIVATE, false, OUT_OF_SIGHT],
    [['AmazonProvidedDNS'], undefined, SECRETS_MANAGER_HOST, true, UNREAD],
    [['AmazonProvidedDNS'], false, SECRETS_MANAGER_HOST, true, SILENT],
  ])('%s with enableDnsSupport %s, asked for %s: Amazon asked too %s, against it %s', (...row) => {
    const [handedOut, support, host, amazon, against] = row;
    const { servers, unasked } = answersIn(supporting(support, ...handedOut), host);
    expect(servers).toEqual({ custom: handedOut.filter((server) => server === OWN), amazon });
    expect(unasked.map(({ code, resources }) => `${code}[${resources.join()}]`)).toEqual(against);
  });

  it('says which attribute it is', () => {
    const reasons = ([undefined, false] as const).flatMap((support) =>
      [[OWN], ['AmazonProvidedDNS']].map(
        (servers) => answersIn(supporting(support, ...servers), PRIVATE).unasked[0]?.details['reason'],
      ),
    );
    expect(reasons).toMatchInlineSnapshot(`
      [
        "enableDnsSupport of vpc-1 was not read",
        "enableDnsSupport of vpc-1 was not read",
        "enableDnsSupport of vpc-1 is false, so no server can ask its resolver for what only that one knows",
        "enableDnsSupport of vpc-1 is false, so its Amazon resolver answers nothing",
      ]
    `);
  });
});
