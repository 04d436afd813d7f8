import { describe } from 'vitest';
import { type Change, holds } from '../support/answered.ts';
import {
  addFirewall,
  addProfile,
  addRule,
  addZone,
  alias,
  firewallRule,
  handOut,
  zoneArn,
} from '../support/names-world.ts';
import { SECRETS_MANAGER_HOST as HOST, item, REGION, refuse, type World } from '../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, withoutNat } from '../support/world-parts.ts';

const PASSES = 'pass pass pass';
const OPEN = 'unknown pass unknown';

function hostnamesOff(w: World): void {
  item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
}

const both =
  (...changes: readonly Change[]): Change =>
  (w) => {
    for (const change of changes) change(w);
  };

/** A zone for Secrets Manager's name that has no record of it, so that nothing answers. */
const silentZone: Change = (w) => addZone(w, HOST, []);

describe('a private zone that may answer or not, since host names are off, beside the public name', () => {
  holds([
    ['and has no record of it', both(silentZone, hostnamesOff), `${OPEN} X_NAME_UNKNOWN`],
    [
      'and has no record of it, where the public name is out of reach',
      both(silentZone, hostnamesOff, withoutNat),
      'fail pass fail NO_ROUTE_TO_DESTINATION X_NAME_NOT_RESOLVED',
    ],
    [
      'and nobody read its records',
      both((w) => addZone(w, HOST, null), hostnamesOff),
      `${OPEN} UNKNOWN_RESOURCE X_NAME_UNKNOWN`,
    ],
  ]);
});

describe('the DHCP options of the VPC', () => {
  const configured =
    (...configurations: NonNullable<World['DhcpOptions'][number]['DhcpConfigurations']>): Change =>
    (w) => {
      item(w, 'DhcpOptions', 'dopt-amazon').DhcpConfigurations = configurations;
    };
  const servers = (...Values: { Value?: string }[]) => ({ Key: 'domain-name-servers', Values });
  holds([
    [
      'beside those of another, which hand out a server that nothing leads to',
      (w) => {
        w.DhcpOptions.push({ ...item(w, 'DhcpOptions', 'dopt-amazon'), DhcpOptionsId: 'dopt-a' });
        handOut(w, 'AmazonProvidedDNS');
        item(w, 'DhcpOptions', 'dopt-a').DhcpConfigurations = [servers({ Value: '10.0.20.77' })];
      },
      PASSES,
    ],
    ['that nobody may read', (w) => refuse(w, 'DhcpOptions'), `${OPEN} UNKNOWN_RESOURCE`],
    [
      'that are not among those read',
      (w) => {
        w.DhcpOptions.length = 0;
      },
      `${OPEN} UNKNOWN_RESOURCE`,
    ],
    ['with an option that has no name', configured(servers({ Value: 'AmazonProvidedDNS' }), { Values: [] }), PASSES],
    [
      'with a server of the time',
      configured(servers({ Value: 'AmazonProvidedDNS' }), { Key: 'ntp-servers', Values: [{ Value: '10.0.20.77' }] }),
      PASSES,
    ],
    [
      'of which nothing is stated',
      (w) => delete item(w, 'DhcpOptions', 'dopt-amazon').DhcpConfigurations,
      `${OPEN} X_NAME_UNKNOWN`,
    ],
    ['without any option', configured(), `${OPEN} X_NAME_UNKNOWN`],
    ['with an empty list of servers', configured(servers()), `${OPEN} X_NAME_UNKNOWN`],
    ['with no list of servers', configured({ Key: 'domain-name-servers' }), `${OPEN} X_NAME_UNKNOWN`],
    ['with a server without an address', configured(servers({})), `${OPEN} X_NAME_UNKNOWN`],
  ]);
});

describe('an endpoint of which the document says', () => {
  const said = (facts: Partial<World['VpcEndpoints'][number]>, ...left: readonly string[]): Change =>
    both(addEndpoint, (w) => {
      const endpoint = item(w, 'VpcEndpoints', 'vpce-sm');
      for (const name of left) delete endpoint[name];
      Object.assign(endpoint, facts);
    });
  const ownNames = { DnsEntries: [{ DnsName: ENDPOINT_NAME }] };
  holds([
    ['that it bears the name, its private DNS off', said({ PrivateDnsEnabled: false }), `${OPEN} X_NAME_UNKNOWN`],
    ['that it bears the name, in another Region', said({ ServiceRegion: 'eu-west-1' }), `${OPEN} X_NAME_UNKNOWN`],
    ['that it bears the name, and no Region', said({}, 'ServiceRegion'), PASSES],
    ['that it bears the name, and no service', said({}, 'ServiceName'), PASSES],
    ['neither its service nor its names', said({}, 'ServiceName', 'DnsEntries'), `${OPEN} X_NAME_UNKNOWN`],
    [
      'neither its service nor its names nor its type',
      said({}, 'ServiceName', 'DnsEntries', 'VpcEndpointType'),
      `${OPEN} X_NAME_UNKNOWN`,
    ],
    [
      'neither its service nor its names, its private DNS off',
      said({ PrivateDnsEnabled: false }, 'ServiceName', 'DnsEntries'),
      PASSES,
    ],
    [
      'neither its service nor its names, another Region',
      said({ ServiceRegion: 'eu-west-1' }, 'ServiceName', 'DnsEntries'),
      PASSES,
    ],
    [
      'neither its service nor its names, a kind without private names',
      said({ VpcEndpointType: 'GatewayLoadBalancer' }, 'ServiceName', 'DnsEntries'),
      PASSES,
    ],
    ['other names, and no service', said(ownNames, 'ServiceName'), PASSES],
    [
      'other names, and not whether its private DNS is on',
      said(ownNames, 'PrivateDnsEnabled'),
      `${OPEN} X_NAME_UNKNOWN`,
    ],
    ['other names, its private DNS on', said(ownNames), `${OPEN} X_NAME_UNKNOWN`],
    [
      "another Region's service",
      said({ ...ownNames, ServiceName: 'com.amazonaws.eu-west-1.secretsmanager', ServiceRegion: 'eu-west-1' }),
      PASSES,
    ],
  ]);
});

describe('an alias of Secrets Manager', () => {
  const to = (facts: Partial<World['VpcEndpoints'][number]>, ...left: readonly string[]): Change =>
    both(addEndpoint, (w) => {
      addZone(w, HOST, [alias(HOST, 'A', ENDPOINT_NAME)]);
      const endpoint = item(w, 'VpcEndpoints', 'vpce-sm');
      for (const name of left) delete endpoint[name];
      Object.assign(endpoint, { PrivateDnsEnabled: false, DnsEntries: [{ DnsName: ENDPOINT_NAME }], ...facts });
    });
  holds([
    ['to its endpoint', to({}), PASSES],
    ['to its endpoint, whose service nobody states', to({}, 'ServiceName', 'ServiceRegion'), PASSES],
    [
      'to its endpoint of the FIPS service',
      to({ ServiceName: `com.amazonaws.${REGION}.secretsmanager-fips` }),
      `${OPEN} X_NAME_UNKNOWN`,
    ],
  ]);
});

describe('what a Profile brings', () => {
  const withZone: Change = (w) => {
    addZone(w, HOST, [], { vpcs: ['vpc-2'] });
    addProfile(w, 'rp-1', [zoneArn('/hostedzone/Z0EXAMPLE')]);
  };
  const association = (w: World) => w.ProfileAssociations[0];
  const groups =
    (first: string | undefined, second: string | undefined): Change =>
    (w) => {
      addProfile(w, 'rp-1', []);
      const group = (name: string, action: string, properties: string | undefined) => ({
        Id: `rpr-${name}`,
        ProfileId: 'rp-1',
        ResourceArn: `arn:aws:route53resolver:${REGION}:111122223333:firewall-rule-group/rslvr-frg-${name}`,
        Status: 'COMPLETE',
        FirewallRules: [firewallRule(1, action, ['*'])],
        ...(properties === undefined ? {} : { ResourceProperties: properties }),
      });
      w.ProfileResourceAssociations.push(group('a', 'BLOCK', first), group('b', 'ALLOW', second));
    };
  holds([
    ['counts in its VPC', withZone, 'fail pass fail X_NAME_NOT_RESOLVED'],
    ['counts in no other', both(withZone, (w) => Object.assign(association(w) ?? {}, { ResourceId: 'vpc-2' })), PASSES],
    [
      'counts where its association does not say how it is',
      both(withZone, (w) => delete association(w)?.Status),
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
    ['by groups, the lower number first', groups('{"priority":102}', '{"priority":13}'), PASSES],
    ['by groups, the numbers as texts', groups('{ "Priority" : "102" }', '{ "Priority" : "13" }'), PASSES],
    [
      'by one group, whose number nobody states',
      both(groups(undefined, undefined), (w) => w.ProfileResourceAssociations.pop()),
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
    [
      'beside a group of the VPC that allows',
      both(groups('{"priority":102}', '{"priority":13}'), (w) => addFirewall(w, [firewallRule(1, 'ALLOW', ['*'])])),
      PASSES,
    ],
  ]);
});

describe('a rule that takes everything, and one that takes it back', () => {
  const rules = (change: Change): Change =>
    both((w) => {
      addRule(w, 'rslvr-rr-all', '.', 'FORWARD');
      addRule(w, 'rslvr-rr-back', HOST, 'SYSTEM');
    }, change);
  const associated = (w: World) => w.ResolverRuleAssociations.find((a) => a.ResolverRuleId === 'rslvr-rr-back') ?? {};
  holds([
    ['in force', rules(() => {}), PASSES],
    [
      'in force, whatever is not said of how they are',
      rules((w) => {
        for (const it of [...w.ResolverRules, ...w.ResolverRuleAssociations]) delete it.Status;
      }),
      PASSES,
    ],
    [
      'whose association is being made',
      rules((w) => Object.assign(associated(w), { Status: 'CREATING' })),
      `${OPEN} X_NAME_UNKNOWN`,
    ],
    [
      'that is itself being changed',
      rules((w) => Object.assign(item(w, 'ResolverRules', 'rslvr-rr-back'), { Status: 'UPDATING' })),
      `${OPEN} X_NAME_UNKNOWN`,
    ],
    [
      'without a kind, and so another that forwards',
      rules((w) => delete item(w, 'ResolverRules', 'rslvr-rr-back').RuleType),
      `${OPEN} X_NAME_UNKNOWN`,
    ],
    [
      'of which nothing is read but that it is there',
      rules((w) => Object.assign(associated(w), { ResolverRuleId: undefined, Id: undefined })),
      `${OPEN} UNKNOWN_RESOURCE X_NAME_UNKNOWN`,
    ],
  ]);
});
