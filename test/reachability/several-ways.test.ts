import { describe, expect, test } from 'vitest';
import {
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  entry,
  item,
  permit,
  putAcl,
  rotationFunction,
  route,
  securityGroup,
  subnet,
  type World,
} from '../support/world.ts';
import { addDatabaseBehindTransitGateway } from '../support/world-parts.ts';
import { type Change, traced } from './gateways/traced.ts';
import { referenced, vpcAttachment } from './gateways/transit-worlds.ts';
import { toOneOf } from './to-one-of.ts';

const NEAR = '198.51.100.0/24';
const FAR = '203.0.113.0/24';

/** Each block of the service by a route of its own. */
const apart: Change = (w) => addRoutes(w, 'rtb-private', [route(NEAR, 'nat-1'), route(FAR, 'nat-1')]);
/** The replies that the function's subnet lets in. */
const answered =
  (...entries: readonly ReturnType<typeof entry>[]): Change =>
  (w) =>
    putAcl(w, 'acl-answers', ['subnet-l1'], entries, ALLOW_ALL);
/** Two groups of the function, both of which let it out to the one block alone. */
const admitsNear: Change = (w) => {
  const near = permit('tcp', [NEAR], 443);
  item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [near];
  w.SecurityGroups.push(securityGroup('sg-also', [], [near]));
  rotationFunction(w).VpcConfig = { ...rotationFunction(w).VpcConfig, SecurityGroupIds: ['sg-lambda', 'sg-also'] };
};
const FEW = [1024, 40000] as const;
const MORE = [1024, 50000] as const;

describe('a service behind several routes, of which nobody knows which leads to it', () => {
  test.each([
    [
      'passes in part whichever it is',
      [entry(1, 'allow', '6', NEAR, FEW), entry(2, 'allow', '6', FAR, MORE)],
      { disposition: 'blocked', intermittent: true, clientPorts: [FEW] },
    ],
    [
      'passes in part by one and not by the other',
      [entry(1, 'allow', '6', NEAR, FEW)],
      { disposition: 'blocked', intermittent: false, clientPorts: [] },
    ],
    [
      'passes in part by one and whole by the other',
      [entry(1, 'allow', '6', NEAR, FEW), entry(2, 'allow', '6', FAR)],
      { disposition: 'unknown', intermittent: false, clientPorts: [FEW] },
    ],
    [
      'passes by both',
      [entry(1, 'allow', '6', NEAR), entry(2, 'allow', '6', FAR)],
      { disposition: 'reachable', intermittent: false, clientPorts: [[1024, 65535]] },
    ],
  ])('%s', (_, entries, expected) => {
    expect(toOneOf([NEAR, FAR], apart, answered(...entries))).toMatchObject(expected);
  });

  test('refused on one of them is in doubt; what is not known there stays so', () => {
    const firewalled: Change = (w) => {
      addRoutes(w, 'rtb-private', [route(NEAR, 'nat-1'), route(FAR, 'vpce-firewall')]);
      w.VpcEndpoints.push({
        VpcEndpointId: 'vpce-firewall',
        VpcEndpointType: 'GatewayLoadBalancer',
        VpcId: 'vpc-1',
        State: 'available',
        SubnetIds: ['subnet-public'],
      });
    };
    const { disposition, blockers } = toOneOf([NEAR, FAR], firewalled, admitsNear);
    expect(disposition).toBe('unknown');
    expect(blockers.map(({ code, behind, details }) => ({ code, behind, ...details }))).toMatchInlineSnapshot(`
      [
        {
          "behind": false,
          "code": "X_PARTLY_COVERS_SERVICE_RANGE",
          "covered": "203.0.113.0/24",
          "filter": "sg-also, sg-lambda",
        },
        {
          "behind": true,
          "code": "X_OPAQUE_HOP",
          "hop": "vpce-firewall",
          "kind": "firewall-endpoint",
          "reason": "the rules of the appliances behind vpce-firewall are out of sight",
          "what": "a firewall behind a Gateway Load Balancer endpoint",
        },
        {
          "behind": true,
          "code": "X_PARTLY_COVERS_SERVICE_RANGE",
          "covered": "203.0.113.0/24",
          "filter": "igw-1",
        },
      ]
    `);
  });

  test('refused in part on the only way there is in doubt too', () => {
    const { disposition, blockers } = toOneOf([NEAR, FAR], admitsNear);
    const details = { covered: FAR, filter: 'sg-also, sg-lambda' };
    expect({ disposition, blockers }).toMatchObject({
      disposition: 'unknown',
      blockers: [{ code: 'X_PARTLY_COVERS_SERVICE_RANGE', leg: 'forward', direction: 'egress', details }],
    });
  });

  test('is told by the way of the most of its addresses', () => {
    const few: Change = (w) => addRoutes(w, 'rtb-private', [route(NEAR, 'igw-1'), route(FAR, 'nat-1')]);
    const scattered = ['198.51.100.1/32', '198.51.100.3/32', '198.51.100.5/32'];
    const { forward } = toOneOf(['203.0.113.0/31', ...scattered], few);
    expect(forward.hops.map((hop) => hop.resource)).not.toContain('nat-1');
  });
});

test('what blocks by some of what AWS picks unseen is told with all that was picked', () => {
  // The far attachment delivers into a zone of which no references hold, or into another; the replies enter either zone.
  const picked: Change = (w: World) => {
    addDatabaseBehindTransitGateway(w);
    referenced(w);
    const admitted = item(w, 'SecurityGroups', 'sg-far-db').IpPermissions ?? [];
    w.SecurityGroups.push(securityGroup('sg-far-also', admitted, undefined, 'vpc-2'));
    item(w, 'NetworkInterfaces', 'eni-far-db').Groups = [{ GroupId: 'sg-far-db' }, { GroupId: 'sg-far-also' }];
    const zoned = (id: string, cidr: string, zone: string) =>
      addSubnet(w, { ...subnet(id, cidr, 'c', 'vpc-2'), AvailabilityZoneId: zone }, null);
    zoned('subnet-far-3', '10.1.9.0/28', 'use1-az3');
    zoned('subnet-far-4', '10.1.9.16/28', 'use1-az4');
    Object.assign(item(w, 'Subnets', 'subnet-far'), { AvailabilityZoneId: 'use1-az4' });
    vpcAttachment(w, 'tgw-attach-2').SubnetIds = ['subnet-far-3', 'subnet-far-4'];
  };
  const { disposition, blockers } = traced([picked], { to: '10.1.0.10' });
  expect(disposition).toBe('unknown');
  expect(blockers.map(({ code, behind, details }) => ({ code, behind, ...details }))).toMatchInlineSnapshot(`
    [
      {
        "behind": false,
        "code": "X_NOT_MODELLED",
        "reason": "sg-far-also, sg-far-db blocks if it is so (back into tgw-attach-1 of tgw-1: subnet-l2; into tgw-attach-2 of tgw-1: subnet-far-3), and it may be otherwise",
        "what": "what AWS or an appliance picks unseen",
      },
    ]
  `);
});
