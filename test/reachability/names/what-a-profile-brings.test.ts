import { describe, expect, it } from 'vitest';
import {
  addCentralEndpoint,
  addProfile,
  addZone,
  firewallRule,
  record,
  ZONE,
  zoneArn,
} from '../../support/names-world.ts';
import { ACCOUNT, SECRETS_MANAGER_HOST as HOST, item, REGION, type World } from '../../support/world.ts';
import { answersHold, answersIn } from './answers-in.ts';

type Change = (world: World) => void;

const PUBLIC = `public: public ${HOST}`;
const BLOCK_ALL = [firewallRule(1, 'BLOCK', ['*'])];
const LEADS = [record(HOST, 'A', '10.0.30.10')];

const inRegion = (kind: string) => `arn:aws:route53resolver:${REGION}:${ACCOUNT}:${kind}`;

describe('what a Profile brings', () => {
  const brings = (arn: string, statuses: { held?: string; status?: string } = {}): Change => {
    return (w) => {
      addProfile(w, 'rp-1', [arn], statuses.status === undefined ? {} : { status: statuses.status });
      for (const held of w.ProfileResourceAssociations) if (statuses.held) held.Status = statuses.held;
    };
  };
  const all =
    (...changes: readonly Change[]): Change =>
    (w) => {
      for (const change of changes) change(w);
    };
  const zone: Change = (w) => addZone(w, HOST, LEADS, { vpcs: [] });
  const rule: Change = (w) => {
    w.ResolverRules.push({ Id: 'rslvr-rr-1', DomainName: HOST, RuleType: 'FORWARD', Status: 'COMPLETE' });
  };
  const blocking: Change = (w) => {
    for (const held of w.ProfileResourceAssociations) held.FirewallRules = BLOCK_ALL;
  };
  const ruleArn = inRegion('resolver-rule/rslvr-rr-1');
  const groupArn = inRegion('firewall-rule-group/rslvr-frg-1');
  const forwarded = 'unknown: no place, X_NAME_UNKNOWN[rslvr-rr-1]';
  const perhapsForwarded = `unknown: public ${HOST}, X_NAME_UNKNOWN[rslvr-rr-1]`;
  const endpointArn = (id: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:vpc-endpoint/${id}`;
  answersHold([
    ['a zone that names no VPC answers', all(zone, brings(zoneArn(ZONE))), 'profile: 10.0.30.10'],
    [
      'a zone that is written without its path answers',
      all(
        zone,
        (w) => {
          item(w, 'HostedZones', ZONE).Id = ZONE.slice('/hostedzone/'.length);
        },
        brings(zoneArn(ZONE)),
      ),
      'profile: 10.0.30.10',
    ],
    [
      'a zone that nobody read may answer',
      brings(zoneArn(ZONE)),
      `unknown: public ${HOST}, UNKNOWN_RESOURCE[Z0EXAMPLE]`,
    ],
    [
      'a zone may answer while the Profile takes it up',
      all(zone, brings(zoneArn(ZONE), { held: 'UPDATING' })),
      `unknown: public ${HOST}, X_NAME_UNKNOWN[rp-1]`,
    ],
    [
      'a zone that nobody read is to be read before it is waited for',
      brings(zoneArn(ZONE), { held: 'UPDATING' }),
      `unknown: public ${HOST}, UNKNOWN_RESOURCE[Z0EXAMPLE]`,
    ],
    ['a rule forwards', all(rule, brings(ruleArn)), forwarded],
    [
      'a rule may forward while the Profile takes it up',
      all(rule, brings(ruleArn, { held: 'UPDATING' })),
      perhapsForwarded,
    ],
    [
      'a rule may forward while the VPC takes up the Profile',
      all(rule, brings(ruleArn, { status: 'CREATING' })),
      perhapsForwarded,
    ],
    ['a firewall group blocks', all(brings(groupArn), blocking), `${PUBLIC}, X_NAME_NOT_RESOLVED[rslvr-frg-1]`],
    [
      'a firewall group may block while the Profile takes it up',
      all(brings(groupArn, { held: 'UPDATING' }), blocking),
      `${PUBLIC}, UNKNOWN_RESOURCE[rslvr-frg-1]`,
    ],
    [
      'a firewall group may block while the VPC takes up the Profile',
      all(brings(groupArn, { status: 'CREATING' }), blocking),
      `${PUBLIC}, UNKNOWN_RESOURCE[rslvr-frg-1]`,
    ],
    [
      'the endpoint it names answers, and no other',
      all(
        (w) => addCentralEndpoint(w, true),
        (w) => {
          w.VpcEndpoints.push({ VpcEndpointId: 'vpce-aaa', VpcId: 'vpc-2', State: 'available', DnsEntries: [] });
        },
        brings(endpointArn('vpce-central')),
      ),
      'profile: vpce-central',
    ],
    [
      'an endpoint that is not in sight may answer',
      brings(endpointArn('vpce-far')),
      `unknown: public ${HOST}, UNKNOWN_RESOURCE[vpce-far]`,
    ],
  ]);

  it('is named where it was not read', () => {
    const { blockers } = answersIn((w) => {
      addProfile(w, 'rp-1', [endpointArn('vpce-far'), zoneArn(ZONE)]);
    });
    expect(blockers.map(({ details }) => details['reason'])).toMatchInlineSnapshot(`
      [
        "Z0EXAMPLE, which rp-1 brings, was not read",
        "vpce-far, which rp-1 brings, was not read",
      ]
    `);
  });
});
