import { describe, expect, test } from 'vitest';
import { ALLOW_ALL, entry, item, permit, putAcl, refuse, remove, securityGroup } from '../support/world.ts';
import { type Asked, type Change, told, traced } from './gateways/traced.ts';

const OUT: Asked = { to: '198.51.100.7', port: 443 };
const PING: Asked = { port: null, protocol: 'icmp' };
const DATABASE_ACL = 'acl-db';

const natGatewayStandsIn =
  (subnet: string): Change =>
  (w) => {
    item(w, 'NatGateways', 'nat-1').SubnetId = subnet;
    item(w, 'NetworkInterfaces', 'eni-nat').SubnetId = subnet;
  };
const pinged =
  (...inbound: ReturnType<typeof permit>[]): Change =>
  (w) => {
    item(w, 'SecurityGroups', 'sg-db').IpPermissions = inbound;
  };
/** The database carries another group. */
const alsoOf =
  (group: string, ...inbound: ReturnType<typeof permit>[]): Change =>
  (w) => {
    w.SecurityGroups.push(securityGroup(group, inbound));
    item(w, 'NetworkInterfaces', 'eni-db').Groups?.push({ GroupId: group });
  };
const lists =
  (...inbound: readonly ReturnType<typeof entry>[]): Change =>
  (w) =>
    putAcl(w, DATABASE_ACL, ['subnet-db'], inbound, ALLOW_ALL);
const ECHO = { ...entry(1, 'allow', '1', '0.0.0.0/0'), IcmpTypeCode: { Type: 8, Code: -1 } };
const withoutEntries: Change = (w) => {
  lists()(w);
  delete item(w, 'NetworkAcls', DATABASE_ACL).Entries;
};

const ROWS: readonly (readonly [string, Asked, readonly Change[], string])[] = [
  [
    'the ACL of a subnet that nobody read',
    OUT,
    [natGatewayStandsIn('subnet-hidden')],
    'unknown, forward UNKNOWN_RESOURCE subnet-hidden at subnet-hidden, forward UNKNOWN_RESOURCE subnet-hidden at subnet-hidden, return UNKNOWN_RESOURCE subnet-hidden at subnet-hidden',
  ],
  [
    'ACLs that nobody could read',
    {},
    [(w) => refuse(w, 'NetworkAcls')],
    'unknown, forward UNKNOWN_RESOURCE subnet-l1 at subnet-l1, forward UNKNOWN_RESOURCE subnet-db at subnet-db, return UNKNOWN_RESOURCE subnet-db at subnet-db, return UNKNOWN_RESOURCE subnet-l1 at subnet-l1',
  ],
  [
    'an ACL read without its entries',
    {},
    [withoutEntries],
    'unknown, forward UNKNOWN_RESOURCE acl-db at subnet-db, return UNKNOWN_RESOURCE acl-db at subnet-db',
  ],
  [
    'a subnet that no ACL serves',
    {},
    [(w) => remove(w, 'NetworkAcls', 'acl-default'), lists(...ALLOW_ALL)],
    'unknown, forward UNKNOWN_RESOURCE subnet-l1 at subnet-l1, return UNKNOWN_RESOURCE subnet-l1 at subnet-l1',
  ],
  ['ICMP of every type', PING, [pinged(permit('icmp', ['10.0.0.0/16'], -1))], 'reachable'],
  [
    'a rule for one type of ICMP',
    PING,
    [pinged(permit('icmp', ['10.0.0.0/16'], 8, -1))],
    'unknown, forward X_NOT_MODELLED sg-db at eni-db',
  ],
  [
    'rules of two groups for one type of ICMP',
    PING,
    [pinged(permit('icmp', ['10.0.0.0/16'], 8, -1)), alsoOf('sg-also', permit('icmp', ['10.0.0.0/16'], 0, -1))],
    'unknown, forward X_NOT_MODELLED sg-also sg-db at eni-db',
  ],
  [
    'an entry for one type of ICMP',
    PING,
    [pinged(permit('-1', ['10.0.0.0/16'])), lists(ECHO)],
    'unknown, forward X_NOT_MODELLED acl-db at subnet-db',
  ],
];

describe('a filter on the way', () => {
  test.each(ROWS)('%s', (_, asked, changes, expected) => {
    expect(told(traced(changes, asked))).toBe(expected);
  });

  test('in words', () => {
    const words = ROWS.map(([what, asked, changes]) => {
      const { forward, blockers } = traced(changes, asked);
      const steps = forward.hops.flatMap((hop) =>
        hop.steps.filter((s) => s.outcome !== 'accept').map((s) => `${hop.resource}: ${s.kind}: ${s.evidence.text}`),
      );
      return { what, steps, blockers: blockers.map(({ code, evidence, details }) => ({ code, ...details, evidence })) };
    });
    expect(words).toMatchSnapshot();
  });
});
