import { ALLOW_ALL, addRoutes, entry, item, permit, putAcl, route } from '../../support/world.ts';
import { groupsRefuse, type Situation, situation, thing } from './situation.ts';

const PUBLIC_RANGES = {
  createDate: '2026-11-20-00-00-00',
  prefixes: [
    { ip_prefix: '198.51.100.0/24', region: 'us-east-1', service: 'AMAZON', network_border_group: 'us-east-1' },
    { ip_prefix: '203.0.113.128/25', region: 'us-east-1', service: 'AMAZON', network_border_group: 'us-east-1' },
  ],
};

/** Filters and routes that cover a part of what Secrets Manager may answer with. */
export const SERVICE_RANGES: readonly Situation[] = [
  situation('https-egress-to-half-of-the-public-space', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        permit('tcp', ['0.0.0.0/1'], 443),
        permit('tcp', ['sg-db'], 5432),
      ];
    },
    endpoint: 'unknown',
    blockers: [
      {
        code: 'X_PARTLY_COVERS_SERVICE_RANGE',
        resources: ['sg-lambda'],
        prerequisite: 'endpoint',
        leg: 'forward',
        direction: 'egress',
        at: 'subnet-l1',
      },
    ],
    explain: `The function's group lets 443 out to 0.0.0.0/1 only. Secrets Manager's public addresses are not published one by
      one and may lie in either half, so this can be neither passed nor failed.`,
    source: 'ranges',
  }),
  situation('acl-denies-a-part-of-the-public-space', {
    world: (w) => putAcl(w, 'acl-l1', ['subnet-l1'], ALLOW_ALL, [entry(50, 'deny', '-1', '52.0.0.0/8'), ...ALLOW_ALL]),
    endpoint: 'unknown',
    blockers: [
      {
        code: 'X_PARTLY_COVERS_SERVICE_RANGE',
        resources: ['acl-l1'],
        prerequisite: 'endpoint',
        leg: 'forward',
        direction: 'egress',
        at: 'subnet-l1',
        entry: '50',
      },
    ],
    explain: `Entry 50 of the subnet's ACL denies 52.0.0.0/8. AWS uses addresses there among many others; whether the one that
      Secrets Manager answers with is denied cannot be told from configuration.`,
    source: 'ranges',
  }),
  situation('dead-route-for-a-part-of-the-public-space', {
    world: (w) => addRoutes(w, 'rtb-private', [route('52.0.0.0/8', 'vgw-gone', { State: 'blackhole' })]),
    endpoint: 'unknown',
    blockers: [
      {
        code: 'X_PARTLY_COVERS_SERVICE_RANGE',
        resources: ['rtb-private'],
        prerequisite: 'endpoint',
        leg: 'forward',
        direction: null,
        at: 'subnet-l1',
        entry: '52.0.0.0/8',
      },
    ],
    explain: `Beside the default route to the NAT gateway stands a dead route for 52.0.0.0/8, which wins for its part of the
      internet. Secrets Manager may or may not answer with an address in it.`,
    source: 'routes',
  }),
  situation('https-egress-misses-the-published-ranges', {
    world: (w) => {
      w.ServiceIpRanges = PUBLIC_RANGES;
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        permit('tcp', ['192.0.2.0/24'], 443),
        permit('tcp', ['sg-db'], 5432),
      ];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `The function's group lets 443 out to 192.0.2.0/24 only, none of which is among AWS's published ranges of the Region.
      Whatever address Secrets Manager answers with, it is refused.`,
    source: 'ranges',
  }),
  situation('https-egress-to-some-of-the-published-ranges', {
    world: (w) => {
      w.ServiceIpRanges = PUBLIC_RANGES;
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        permit('tcp', ['198.51.100.0/24'], 443),
        permit('tcp', ['sg-db'], 5432),
      ];
    },
    endpoint: 'unknown',
    blockers: [
      {
        code: 'X_PARTLY_COVERS_SERVICE_RANGE',
        resources: ['sg-lambda'],
        prerequisite: 'endpoint',
        leg: 'forward',
        direction: 'egress',
        at: 'subnet-l1',
      },
    ],
    explain: `The group allows one of the two ranges AWS publishes for the Region. Which of them holds Secrets Manager's address
      of the moment is not published.`,
    source: 'ranges',
  }),
  situation('vpn-takes-a-part-of-the-public-space', {
    world: (w) => {
      addRoutes(w, 'rtb-private', [route('52.0.0.0/8', 'vgw-1')]);
      w.VpnGateways.push({
        VpnGatewayId: 'vgw-1',
        State: 'available',
        VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }],
      });
    },
    endpoint: 'unknown',
    blockers: [{ ...thing('X_OPAQUE_HOP', 'endpoint', 'vgw-1', 'subnet-l1'), entry: '52.0.0.0/8' }],
    explain: `Beside the default route to the NAT gateway, 52.0.0.0/8 goes to a VPN gateway. If Secrets Manager answers with an
      address in it, the traffic leaves over the VPN into a network that cannot be seen from here.`,
    source: 'routes',
  }),
];
