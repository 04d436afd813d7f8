import { describe } from 'vitest';
import { type Change, holds } from '../support/answered.ts';
import { addFirewall, addProfile, firewallRule } from '../support/names-world.ts';
import { ACCOUNT, item, REGION, SECRETS_MANAGER_HOST } from '../support/world.ts';

const GROUP = 'rslvr-frg-of-profile';
const ALL = ['*'];

/** A rule group of the VPC with priority 101, and one of its Profile with another. */
const besideProfile =
  (priority: number, action: string): Change =>
  (w) => {
    addFirewall(w, [firewallRule(10, 'BLOCK', ALL)]);
    addProfile(w, 'rp-1', [`arn:aws:route53resolver:${REGION}:${ACCOUNT}:firewall-rule-group/${GROUP}`]);
    Object.assign(w.ProfileResourceAssociations[0] ?? {}, {
      FirewallRules: [firewallRule(10, action, ALL)],
      ResourceProperties: JSON.stringify({ priority }),
    });
  };

const whileItChanges =
  (action: string): Change =>
  (w) => {
    addFirewall(w, [firewallRule(10, action, ALL)], 'rslvr-frg-changing', 101);
    item(w, 'FirewallRuleGroupAssociations', 'assoc-rslvr-frg-changing').Status = 'UPDATING';
    addFirewall(w, [firewallRule(10, 'BLOCK', ALL)], 'rslvr-frg-behind', 102);
  };

describe('a firewall some of which nobody can tell', () => {
  holds([
    [
      'that blocks a list nobody read, and then all',
      (w) => addFirewall(w, [firewallRule(10, 'BLOCK', null), firewallRule(20, 'BLOCK', ALL)]),
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
    [
      'that allows a list nobody read, and then blocks all',
      (w) => addFirewall(w, [firewallRule(10, 'ALLOW', null), firewallRule(20, 'BLOCK', ALL)]),
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
    [
      'that blocks a list nobody read, and then allows the name',
      (w) => addFirewall(w, [firewallRule(10, 'BLOCK', null), firewallRule(20, 'ALLOW', [SECRETS_MANAGER_HOST])]),
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
    ['whose change leaves it blocking', whileItChanges('BLOCK'), 'fail pass fail X_NAME_NOT_RESOLVED'],
    ['whose change may let the name pass', whileItChanges('ALLOW'), 'unknown pass unknown UNKNOWN_RESOURCE'],
    [
      'whose rule answers with a name nobody states',
      (w) => addFirewall(w, [{ ...firewallRule(10, 'BLOCK', ALL), BlockResponse: 'OVERRIDE' }]),
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
    ['beside a Profile that blocks too', besideProfile(100, 'BLOCK'), 'fail pass fail X_NAME_NOT_RESOLVED'],
    [
      'beside a Profile that may be asked before it and allows',
      besideProfile(100, 'ALLOW'),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
    [
      'beside a Profile that is asked after it and allows',
      besideProfile(102, 'ALLOW'),
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
  ]);
});
