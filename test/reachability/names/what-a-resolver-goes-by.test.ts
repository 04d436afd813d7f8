import { describe, expect, it } from 'vitest';
import { asked } from '../../support/healthy-world.ts';
import { addFirewall, addRule, firewallRule } from '../../support/names-world.ts';
import { SECRETS_MANAGER_HOST as HOST, item, refuse, vpc, type World } from '../../support/world.ts';
import { answersHold, answersIn } from './answers-in.ts';

type Change = (world: World) => void;

const PUBLIC = `public: public ${HOST}`;
const BLOCK_ALL = [firewallRule(1, 'BLOCK', ['*'])];

describe('what belongs to another VPC counts for nothing', () => {
  const ofAnother = (change: Change): Change => {
    return (w) => {
      w.Vpcs.push({ ...vpc('vpc-0', '10.9.0.0/16'), EnableDnsSupport: false });
      change(w);
    };
  };
  answersHold([
    ['whether it resolves names', ofAnother(() => {}), PUBLIC],
    [
      'its rules',
      ofAnother((w) => {
        addRule(w, 'rslvr-rr-1', HOST, 'FORWARD');
        for (const association of w.ResolverRuleAssociations) association.VPCId = 'vpc-0';
      }),
      PUBLIC,
    ],
    [
      'its firewall',
      ofAnother((w) => {
        addFirewall(w, BLOCK_ALL);
        for (const association of w.FirewallRuleGroupAssociations) association.VpcId = 'vpc-0';
      }),
      PUBLIC,
    ],
    [
      'that its zones were not to be read',
      ofAnother((w) => {
        w.gaps.push({
          ...asked('HostedZones', { 'vpc-id': ['vpc-0'] }),
          error: 'AccessDenied',
          message: 'You are not authorized',
        });
      }),
      PUBLIC,
    ],
  ]);
});

describe('what nobody was allowed to read', () => {
  answersHold([
    ['rules', (w) => refuse(w, 'ResolverRuleAssociations'), `unknown: public ${HOST}, UNKNOWN_RESOURCE[vpc-1]`],
    ['firewall groups', (w) => refuse(w, 'FirewallRuleGroupAssociations'), `${PUBLIC}, UNKNOWN_RESOURCE[vpc-1]`],
    [
      'firewall groups, where one that is read leads to another name',
      (w) => {
        refuse(w, 'FirewallRuleGroupAssociations');
        const override = { BlockResponse: 'OVERRIDE', BlockOverrideDomain: 'sm.corp.example' };
        addFirewall(w, [{ ...firewallRule(1, 'BLOCK', [HOST]), ...override }]);
      },
      'public: public sm.corp.example, UNKNOWN_RESOURCE[vpc-1]',
    ],
  ]);

  it('is not what nobody asked for: the default is assumed, and the list named', () => {
    const { remarks } = answersIn((w) => {
      const refining = [
        'HostedZones',
        'ProfileAssociations',
        'ResolverRuleAssociations',
        'FirewallRuleGroupAssociations',
      ];
      w.requests = (w.requests ?? []).filter(({ list }) => !refining.includes(list));
    });
    expect(remarks.map(({ code, resources, details }) => ({ code, resources, details }))).toMatchInlineSnapshot(`
      [
        {
          "code": "X_DEFAULT_ASSUMED",
          "details": {
            "action": "route53:ListHostedZonesByVPC, route53profiles:ListProfileAssociations, route53resolver:ListFirewallRuleGroupAssociations, route53resolver:ListResolverRuleAssociations",
            "assumed": "none overrides the name",
            "list": "FirewallRuleGroupAssociations, HostedZones, ProfileAssociations, ResolverRuleAssociations",
          },
          "resources": [
            "vpc-1",
          ],
        },
      ]
    `);
  });

  it('is said of a VPC that is not among those read', () => {
    const { because, alternatives, unasked } = answersIn((w) => {
      w.Vpcs = [];
    });
    expect({ because, alternatives, unasked }).toMatchInlineSnapshot(`
      {
        "alternatives": [],
        "because": "vpc-1 is not among the VPCs read",
        "unasked": [
          {
            "at": null,
            "behind": false,
            "code": "UNKNOWN_RESOURCE",
            "details": {
              "action": "ec2:DescribeVpcs",
              "mend": "Allow {action} to whoever runs the check, or add {missing} to the snapshot",
              "missing": "Vpcs",
              "reason": "vpc-1 is not among the VPCs read",
            },
            "direction": null,
            "entry": null,
            "evidence": [],
            "leg": null,
            "resources": [
              "vpc-1",
            ],
          },
        ],
      }
    `);
  });
});

describe('the firewall group of a VPC', () => {
  const withStatus = (status: string | undefined): Change => {
    return (w) => {
      addFirewall(w, BLOCK_ALL);
      for (const association of w.FirewallRuleGroupAssociations) {
        if (status === undefined) delete association.Status;
        else association.Status = status;
      }
    };
  };
  answersHold([
    ['counts where its association stands', withStatus('COMPLETE'), `${PUBLIC}, X_NAME_NOT_RESOLVED[rslvr-frg-1]`],
    ['counts where no status is stated', withStatus(undefined), `${PUBLIC}, X_NAME_NOT_RESOLVED[rslvr-frg-1]`],
    ['may count while its association changes', withStatus('UPDATING'), `${PUBLIC}, UNKNOWN_RESOURCE[rslvr-frg-1]`],
  ]);
});

describe('a rule for the root', () => {
  const root =
    (type: string): Change =>
    (w) =>
      addRule(w, 'rslvr-rr-0', '.', type);
  answersHold([
    ['forwards every name', root('FORWARD'), 'unknown: no place, X_NAME_UNKNOWN[rslvr-rr-0]'],
    [
      'may forward every name while it changes',
      (w) => {
        root('FORWARD')(w);
        item(w, 'ResolverRules', 'rslvr-rr-0').Status = 'UPDATING';
      },
      `unknown: public ${HOST}, X_NAME_UNKNOWN[rslvr-rr-0]`,
    ],
    [
      'forwards no name that another rule leaves to the VPC',
      (w) => {
        root('FORWARD')(w);
        addRule(w, 'rslvr-rr-1', 'com', 'SYSTEM');
      },
      PUBLIC,
    ],
  ]);
});
