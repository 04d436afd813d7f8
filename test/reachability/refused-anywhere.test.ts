import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/net/address.ts';
import { singleAddress } from '../../src/net/address-space.ts';
import { CLIENT_PORTS, type FlowSource } from '../../src/reachability/flow.ts';
import { refusedAnywhere } from '../../src/reachability/refused-anywhere.ts';
import { known, unknown } from '../../src/snapshot/known.ts';
import type { SecurityGroup } from '../../src/snapshot/network-facts.ts';
import { draftTopology } from '../../src/topology/topology.ts';
import { ACCOUNT, FUNCTION_ARN, OPEN, permit, securityGroup } from '../support/world.ts';

const UNREAD = unknown({ list: 'SecurityGroups', action: 'ec2:DescribeSecurityGroups', reason: 'refused' });

function sourceWith(more: Partial<FlowSource>): FlowSource {
  const address = parseAddress('10.0.1.7');
  if (address === null) throw new Error('No address');
  return {
    id: FUNCTION_ARN,
    kind: 'function',
    subnet: 'subnet-l1',
    addresses: singleAddress(address),
    unread: null,
    groups: known(['sg-lambda']),
    publicAddresses: [],
    mayBePublic: false,
    clientPorts: CLIENT_PORTS,
    ...more,
  };
}

/** Why nothing with these outbound rules reaches port 443 anywhere; null where something may. */
function refusal(egress: SecurityGroup['IpPermissionsEgress'], more: Partial<FlowSource> = {}) {
  const draft = draftTopology(ACCOUNT);
  draft.addNode('security-group', 'sg-lambda', known(securityGroup('sg-lambda', [], egress)));
  draft.addNode('security-group', 'sg-bare', known(securityGroup('sg-bare', [], [])));
  draft.addNode('security-group', 'sg-unread', UNREAD);
  return refusedAnywhere(draft, sourceWith(more), 443);
}

describe('a source whose groups let nothing out', () => {
  test('to the port is refused wherever it goes', () => {
    expect(refusal([permit('tcp', ['0.0.0.0/0'], 5432)])).toMatchInlineSnapshot(`
      {
        "at": "subnet-l1",
        "behind": false,
        "code": "ENI_SG_RULES_MISMATCH",
        "details": {
          "interface": "subnet-l1",
          "nearest": "tcp 5432 to 0.0.0.0/0",
          "traffic": "tcp 443 to 0.0.0.0/0",
        },
        "direction": "egress",
        "entry": null,
        "evidence": [
          {
            "entry": null,
            "resource": "sg-lambda",
            "text": "sg-lambda allows outbound only tcp 5432 to 0.0.0.0/0",
          },
        ],
        "leg": "forward",
        "resources": [
          "sg-lambda",
        ],
      }
    `);
  });

  test('at all is refused for want of rules', () => {
    const refused = refusal([], { groups: known(['sg-lambda', 'sg-bare']) });
    expect(refused).toMatchObject({
      code: 'SG_HAS_NO_RULES',
      resources: ['sg-bare', 'sg-lambda'],
      direction: 'egress',
      leg: 'forward',
      at: 'subnet-l1',
      details: { traffic: 'tcp 443 to 0.0.0.0/0', interface: 'subnet-l1' },
    });
  });

  test.each<[string, SecurityGroup['IpPermissionsEgress'], Partial<FlowSource>]>([
    ['whose groups let it out', [OPEN], {}],
    ['one of whose groups lets it out', [OPEN], { groups: known(['sg-bare', 'sg-lambda']) }],
    ['that may reach a single address', [permit('tcp', ['198.51.100.7/32'], 443)], {}],
    ['that may reach whoever has a group', [permit('tcp', ['sg-lambda'], 443)], {}],
    ['one of whose groups was not read', [], { groups: known(['sg-lambda', 'sg-unread']) }],
    ['whose groups are not known', [], { groups: UNREAD }],
    ['outside any VPC, which has none', [], { subnet: null, groups: known([]) }],
  ])('is not one %s', (_, egress, more) => {
    expect(refusal(egress, more)).toBeNull();
  });
});
