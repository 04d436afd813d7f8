import { expect, test } from 'vitest';
import { asked } from '../../support/healthy-world.ts';
import { addRule, addZone } from '../../support/names-world.ts';
import { SECRETS_MANAGER_HOST as HOST, item, refuse, type World } from '../../support/world.ts';
import { answersIn } from './answers-in.ts';

type Change = (world: World) => void;

function forwarding(change: Change): Change {
  return (w) => {
    addRule(w, 'rslvr-rr-1', 'amazonaws.com', 'FORWARD');
    change(w);
  };
}

test.each<[string, Change]>([
  ['the DHCP options are not stated', (w) => delete item(w, 'Vpcs', 'vpc-1').DhcpOptionsId],
  ['the DHCP options may not be read', (w) => refuse(w, 'DhcpOptions')],
  [
    'the DHCP options are not among those read',
    (w) => {
      w.DhcpOptions.length = 0;
    },
  ],
  ['a rule forwards it', forwarding(() => undefined)],
  [
    'a rule may forward it',
    forwarding((w) => Object.assign(item(w, 'ResolverRules', 'rslvr-rr-1'), { Status: 'UPDATING' })),
  ],
  ['the domain of a rule is not stated', forwarding((w) => delete item(w, 'ResolverRules', 'rslvr-rr-1').DomainName)],
  [
    'a rule is not among those read',
    forwarding((w) => {
      w.ResolverRules.length = 0;
      w.requests?.push(asked('ResolverRules', { 'resolver-rule-id': ['rslvr-rr-1'] }));
    }),
  ],
  [
    'a rule was not read',
    forwarding((w) => {
      w.ResolverRules.length = 0;
    }),
  ],
  ['no rule is named', (w) => w.ResolverRuleAssociations.push({ VPCId: 'vpc-1' })],
  [
    'a zone has no record of it, and a rule may forward it before',
    forwarding((w) => {
      addZone(w, HOST, []);
      Object.assign(item(w, 'ResolverRules', 'rslvr-rr-1'), { DomainName: HOST, Status: 'UPDATING' });
    }),
  ],
  [
    'a zone answers or nobody knows, and a rule may forward it before',
    forwarding((w) => {
      addZone(w, HOST, null);
      Object.assign(item(w, 'ResolverRules', 'rslvr-rr-1'), { DomainName: HOST, Status: 'UPDATING' });
    }),
  ],
])('what is said of a name where %s', (_, change) => {
  const { because, unasked, blockers, alternatives } = answersIn(change);
  expect({ because, unasked, blockers, alternatives }).toMatchSnapshot();
});
