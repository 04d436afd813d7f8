import { describe, expect, test } from 'vitest';
import { refuse, remove } from '../../support/world.ts';
import { addAppliance, addFirewall, addWeb, FIREWALL } from './middleboxes.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

const OUT = { to: '198.51.100.7', port: 443 };
const WEB = { ...OUT, from: 'eni-web' };
const IN = { from: '198.51.100.7', to: '203.0.113.80', port: 443 };

/** The mode of each, `null` where the capture states none; `vpc-1` is the VPC, every other subnet has its mode. */
function modes(stated: Readonly<Record<string, string | null>>): Change {
  return (w) => {
    const places = [...w.Vpcs.map((it) => ({ id: it.VpcId, it })), ...w.Subnets.map((it) => ({ id: it.SubnetId, it }))];
    for (const { id, it } of places) {
      const mode = id in stated ? stated[id] : stated['vpc-1'];
      if (mode == null) delete it.BlockPublicAccessStates;
      else it.BlockPublicAccessStates = { InternetGatewayBlockMode: mode };
    }
  };
}

const BOTH = 'block-bidirectional';
const INGRESS = 'block-ingress';
const everywhere = (mode: string | null) => modes({ 'vpc-1': mode });
const under = (at: string) => `VPC_BLOCK_PUBLIC_ACCESS_ENABLED ${at} at ${at}`;
const open = (at: string) => `X_NOT_MODELLED ${at} at ${at}`;

describe('whose mode of VPC Block Public Access counts', () => {
  test.each<[string, Asked, Change[], string]>([
    ['nobody states one', OUT, [everywhere(null)], 'reachable'],
    [
      "the VPC's where the subnets state none",
      OUT,
      [modes({ 'vpc-1': BOTH, 'subnet-l1': null, 'subnet-public': null })],
      `blocked, forward ${under('subnet-public')}`,
    ],
    [
      "no subnet's where all state their own",
      OUT,
      [modes({ 'vpc-1': BOTH, 'subnet-l1': 'off', 'subnet-public': 'off' })],
      'reachable',
    ],
    ['inbound only, for a NAT gateway', OUT, [everywhere(INGRESS)], 'reachable'],
    [
      'inbound only, for an address of its own',
      WEB,
      [addWeb, everywhere(INGRESS)],
      `blocked, forward ${under('subnet-public')}`,
    ],
    ["the sender's excluded subnet", WEB, [addWeb, modes({ 'vpc-1': BOTH, 'subnet-public': 'off' })], 'reachable'],
    [
      "the NAT gateway's subnet alone excluded",
      OUT,
      [modes({ 'vpc-1': BOTH, 'subnet-public': 'off' })],
      `unknown, forward ${open('subnet-l1')}`,
    ],
    [
      "the NAT gateway's subnet alone excluded outbound",
      OUT,
      [modes({ 'vpc-1': BOTH, 'subnet-public': INGRESS })],
      `unknown, forward ${open('subnet-l1')}`,
    ],
    [
      'a mode nobody has heard of',
      OUT,
      [modes({ 'vpc-1': 'off', 'subnet-public': 'block-egress' })],
      `unknown, forward ${open('subnet-public')}`,
    ],
    [
      "a mode nobody has heard of, in the source's subnet",
      OUT,
      [modes({ 'vpc-1': 'off', 'subnet-l1': 'block-egress' })],
      `unknown, forward ${open('subnet-l1')}`,
    ],
    ['from the internet', IN, [addWeb], 'reachable'],
    [
      'from the internet, blocked inbound',
      IN,
      [addWeb, everywhere(INGRESS)],
      `blocked, forward ${under('subnet-public')}`,
    ],
  ])('%s', (_, asked, changes, expected) => {
    expect(told(traced(changes, asked))).toBe(expected);
  });

  test.each<[string, Change, string[]]>([
    ['subnets that state theirs', () => undefined, []],
    ['subnets that state none', everywhere(null), ['subnet-public']],
    ["only the NAT gateway's subnet states one", modes({ 'vpc-1': null, 'subnet-public': 'off' }), ['subnet-l1']],
  ])('of a VPC that nobody read: %s', (_, change, expected) => {
    const unknown = (without: Change) =>
      traced([change, without], OUT).blockers.filter((b) => b.evidence[0]?.text.includes('VPC Block Public Access'));
    const refused = unknown((w) => refuse(w, 'Vpcs'));
    expect(refused.map((b) => [b.code, b.at])).toEqual(expected.map((at) => ['UNKNOWN_RESOURCE', at]));
    expect(unknown((w) => remove(w, 'Vpcs', 'vpc-1'))).toEqual(refused);
  });

  test('a web server whose subnet nobody read', () => {
    const [first] = traced([addWeb, (w) => remove(w, 'Subnets', 'subnet-public')], IN).blockers;
    expect(first).toMatchObject({ code: 'UNKNOWN_RESOURCE', resources: ['subnet-public'] });
  });

  test('in words', () => {
    const worlds: readonly Change[] = [
      everywhere(BOTH),
      modes({ 'vpc-1': BOTH, 'subnet-public': 'off' }),
      modes({ 'vpc-1': 'off', 'subnet-public': 'block-egress' }),
      (w) => {
        everywhere(null)(w);
        refuse(w, 'Vpcs');
      },
    ];
    expect(worlds.map((change) => traced([change], OUT).blockers[0])).toMatchSnapshot();
  });
});

describe('between the sender and the internet gateway', () => {
  test.each<[string, Asked, Change[], string]>([
    ['an appliance', WEB, [addWeb, addAppliance], 'reachable'],
    [
      'an appliance in a subnet that is not excluded, whether it translates or not',
      WEB,
      [addWeb, addAppliance, modes({ 'vpc-1': BOTH, 'subnet-public': 'off' })],
      `blocked, forward ${under('subnet-middle')}, forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-1 at subnet-middle`,
    ],
    [
      'an appliance in an excluded subnet, whose senders need no exclusion',
      WEB,
      [addWeb, addAppliance, modes({ 'vpc-1': BOTH, 'subnet-middle': 'off' })],
      'reachable',
    ],
    ['a firewall endpoint', WEB, [addWeb, addFirewall], 'reachable'],
    [
      'a firewall endpoint, all blocked',
      WEB,
      [addWeb, addFirewall, everywhere(BOTH)],
      `blocked, forward ${under('subnet-middle')}`,
    ],
    [
      'a firewall endpoint in an excluded subnet, which frees it or not',
      WEB,
      [addWeb, addFirewall, modes({ 'vpc-1': BOTH, 'subnet-middle': 'off' })],
      `unknown, forward ${open('subnet-middle')}`,
    ],
    ['a firewall endpoint behind a NAT gateway', OUT, [addFirewall], 'reachable'],
    [
      'a firewall endpoint behind a NAT gateway, all blocked',
      OUT,
      [addFirewall, everywhere(BOTH)],
      `blocked, forward ${under('subnet-public')}, forward ${under('subnet-middle')}`,
    ],
    [
      'a firewall endpoint behind a NAT gateway, blocked inbound',
      OUT,
      [addFirewall, everywhere(INGRESS)],
      `unknown, forward ${open('subnet-middle')}`,
    ],
    [
      "a firewall endpoint, the NAT gateway's subnet and the source's excluded",
      OUT,
      [addFirewall, modes({ 'vpc-1': BOTH, 'subnet-public': 'off', 'subnet-l1': 'off' })],
      `blocked, forward ${under('subnet-middle')}`,
    ],
    [
      "a firewall endpoint, its own subnet excluded and the NAT gateway's not",
      OUT,
      [addFirewall, modes({ 'vpc-1': BOTH, 'subnet-middle': 'off' })],
      `blocked, forward ${under('subnet-public')}, forward ${open('subnet-middle')}`,
    ],
    ['from the internet, a firewall endpoint', IN, [addWeb, addFirewall], 'reachable'],
    [
      'from the internet, a firewall endpoint in a subnet that is not excluded',
      IN,
      [addWeb, addFirewall, modes({ 'vpc-1': BOTH, 'subnet-public': 'off' })],
      `blocked, forward ${under('subnet-middle')}`,
    ],
    [
      'from the internet, a firewall endpoint, both excluded',
      IN,
      [addWeb, addFirewall, modes({ 'vpc-1': BOTH, 'subnet-public': 'off', 'subnet-middle': 'off' })],
      `unknown, forward ${open('subnet-middle')}`,
    ],
    [
      'from the internet, a firewall endpoint nobody read',
      IN,
      [addWeb, addFirewall, modes({ 'vpc-1': BOTH, 'subnet-public': 'off' }), (w) => refuse(w, 'VpcEndpoints')],
      `unknown, forward UNKNOWN_RESOURCE vpce-firewall at subnet-public, forward ${open('subnet-public')}`,
    ],
    [
      'from the internet, an appliance',
      IN,
      [addWeb, addAppliance, modes({ 'vpc-1': BOTH, 'subnet-public': 'off' })],
      'reachable',
    ],
  ])('%s', (_, asked, changes, expected) => {
    expect(told(traced(changes, { ...asked, vouched: [FIREWALL, 'i-appliance', 'eni-appliance'] }))).toBe(expected);
  });

  test('in words', () => {
    const excluded = [addWeb, addFirewall, modes({ 'vpc-1': BOTH, 'subnet-middle': 'off' })];
    expect(traced(excluded, { ...WEB, vouched: [FIREWALL] }).blockers).toMatchSnapshot();
  });
});
