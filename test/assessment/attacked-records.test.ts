import { describe } from 'vitest';
import { dualStack, egressOnly } from '../scenarios/situations/ipv6.ts';
import { type Change, holds } from '../support/answered.ts';
import { addFirewall, addZone, alias, firewallRule, record } from '../support/names-world.ts';
import { SECRETS_MANAGER_HOST as HOST, item, permit, REGION, type World } from '../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, withoutNat } from '../support/world-parts.ts';

const DOMAIN = `${REGION}.amazonaws.com`;
const CENTRAL = `central.${DOMAIN}`;
const DELETED = `vpce-gone-abc.secretsmanager.${REGION}.vpce.amazonaws.com`;
const CORPORATE = { targets: ['db.corp.example:5432'] };

/** An endpoint for IPv4, and one that was deleted; a zone of the Region's names holds these records. */
function zone(...records: Parameters<typeof addZone>[2] & object): Change {
  return (w) => {
    withoutNat(w);
    addEndpoint(w, { privateDns: false });
    const gone = { VpcEndpointId: 'vpce-gone', State: 'deleted', DnsEntries: [{ DnsName: DELETED }] };
    w.VpcEndpoints.push({ ...item(w, 'VpcEndpoints', 'vpce-sm'), ...gone, NetworkInterfaceIds: [] });
    addZone(w, DOMAIN, records);
  };
}

function corporate(...records: Parameters<typeof addZone>[2] & object): Change {
  return (w) => addZone(w, 'corp.example', records);
}

/** The same for a function with IPv6, its VPC's endpoint too. */
function withIpv6(change: Change): Change {
  return (w) => {
    change(w);
    dualStack(w);
    egressOnly(w);
    const [a, b] = ['a', 'b'].map((place) => `eni-sm-${place}`);
    w.NetworkInterfaces.forEach((eni) => {
      if (eni.NetworkInterfaceId === a) eni.Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:30::10' }];
      if (eni.NetworkInterfaceId === b) eni.Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:31::10' }];
    });
  };
}

/** The endpoint has both kinds of records. */
function ofBothKinds(w: World): void {
  const both = { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'dualstack' } };
  Object.assign(item(w, 'VpcEndpoints', 'vpce-sm'), both);
}

const toEndpoint = record(HOST, 'A', '10.0.30.10', '10.0.31.10');

describe('a name with A records, to a function without IPv6, beside AAAA records', () => {
  holds([
    ['that stand for a name that is not there', zone(toEndpoint, alias(HOST, 'AAAA', CENTRAL)), 'pass pass pass'],
    ['that stand for an endpoint that is gone', zone(toEndpoint, alias(HOST, 'AAAA', DELETED)), 'pass pass pass'],
    ['that lead elsewhere', zone(toEndpoint, alias(HOST, 'AAAA', 'd111111abcdef8.cloudfront.net')), 'pass pass pass'],
    ['that stand for the endpoint itself', zone(toEndpoint, alias(HOST, 'AAAA', ENDPOINT_NAME)), 'pass pass pass'],
    [
      'or not, as a policy picks an alias that gives no address',
      zone(toEndpoint, alias(HOST, 'A', CENTRAL), record(CENTRAL, 'AAAA', '2001:db8:1:30::10')),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
    [
      'of the database that stand for a name that is not there',
      corporate(record('db.corp.example', 'A', '10.0.20.10'), alias('db.corp.example', 'AAAA', 'new.corp.example')),
      'pass pass pass',
      CORPORATE,
    ],
  ]);
});

describe('a name with AAAA records, to a function with IPv6, beside A records', () => {
  const aliases = [alias(HOST, 'A', ENDPOINT_NAME), alias(HOST, 'AAAA', ENDPOINT_NAME)];
  const both = withIpv6((w) => {
    zone(...aliases)(w);
    ofBothKinds(w);
  });
  const addresses = record(HOST, 'AAAA', '2001:db8:1:30::10', '2001:db8:1:31::10');
  const letIn = (w: World) => {
    item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.0.0/16'], 443)];
  };
  holds([
    ['that stand for the same endpoint', both, 'pass pass pass'],
    [
      'that stand for the same endpoint, which admits IPv4 alone',
      (w) => {
        both(w);
        letIn(w);
      },
      'fail pass fail ENI_SG_RULES_MISMATCH X_IPV6_STALL',
    ],
    [
      'that stand for the same endpoint, which has IPv4 alone and admits no more',
      (w) => {
        withIpv6(zone(...aliases))(w);
        letIn(w);
      },
      'pass pass pass',
    ],
    ['with the addresses of the same endpoint', withIpv6(zone(toEndpoint, addresses)), 'pass pass pass'],
    [
      'with the addresses of the same endpoint, which admits IPv4 alone',
      (w) => {
        withIpv6(zone(toEndpoint, addresses))(w);
        letIn(w);
      },
      'fail pass fail ENI_SG_RULES_MISMATCH X_IPV6_STALL',
    ],
    ['that stand for a name that is not there', withIpv6(zone(alias(HOST, 'A', CENTRAL), addresses)), 'pass pass pass'],
    [
      'that stand for an endpoint that is gone',
      withIpv6(zone(alias(HOST, 'A', DELETED), addresses)),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
    [
      'that stand for a name that is not there, as they do themselves',
      withIpv6(zone(alias(HOST, 'A', CENTRAL), alias(HOST, 'AAAA', `other.${DOMAIN}`))),
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
    [
      'that lead elsewhere',
      withIpv6(zone(alias(HOST, 'A', ENDPOINT_NAME), addresses)),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
  ]);
});

describe('a name whose records are all aliases of names without any of their type', () => {
  holds([
    ['of a function without IPv6', zone(alias(HOST, 'AAAA', ENDPOINT_NAME)), 'fail pass fail X_NAME_NOT_RESOLVED'],
    [
      'of a function with IPv6',
      withIpv6(zone(alias(HOST, 'AAAA', ENDPOINT_NAME))),
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
    [
      'by which the database is called',
      corporate(alias('db.corp.example', 'A', 'six.corp.example'), record('six.corp.example', 'AAAA', '2001:db8::1')),
      'fail fail pass X_NAME_NOT_RESOLVED',
      CORPORATE,
    ],
  ]);
});

describe('a name with AAAA records alone', () => {
  const alone = zone(alias(HOST, 'AAAA', ENDPOINT_NAME));
  holds([
    [
      'that stand for an endpoint of both kinds',
      (w) => {
        withIpv6(alone)(w);
        ofBothKinds(w);
      },
      'pass pass pass',
    ],
    [
      'that stand for an endpoint of both kinds, to a function without IPv6',
      (w) => {
        alone(w);
        ofBothKinds(w);
      },
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
    [
      'that stand for a public name',
      withIpv6(zone(alias(HOST, 'AAAA', 'd111111abcdef8.cloudfront.net'))),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
  ]);
});

describe('DNS Firewall that withholds A records', () => {
  const blocks = (w: World) => addFirewall(w, [{ ...firewallRule(10, 'BLOCK', ['*']), Qtype: 'A' }]);
  const mayBlock = (Qtype: string, group: string) => (w: World) =>
    addFirewall(w, [{ ...firewallRule(10, 'BLOCK', null), Qtype }], group, Qtype === 'A' ? 101 : 102);
  const healthy = (w: World) => {
    dualStack(w);
    egressOnly(w);
  };
  const behindEndpoint = (change: Change) =>
    withIpv6((w) => {
      withoutNat(w);
      addEndpoint(w);
      change(w);
    });
  const inTurn =
    (...changes: readonly Change[]): Change =>
    (w) => {
      for (const change of changes) change(w);
    };
  holds([
    ['of a name with AAAA records', inTurn(healthy, blocks), 'pass pass pass'],
    ['of an endpoint that has no others', behindEndpoint(blocks), 'fail pass fail X_NAME_NOT_RESOLVED'],
    [
      'of an endpoint of which nobody knows whether it has others',
      behindEndpoint((w) => {
        blocks(w);
        const options = { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'service-defined' } };
        Object.assign(item(w, 'VpcEndpoints', 'vpce-sm'), options);
      }),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
    ['of a zone that has no others', withIpv6(inTurn(zone(toEndpoint), blocks)), 'fail pass fail X_NAME_NOT_RESOLVED'],
    ['or may, where AAAA records lead there too', inTurn(healthy, mayBlock('A', 'rslvr-frg-1')), 'pass pass pass'],
    [
      'or may, where there are no others',
      behindEndpoint(mayBlock('A', 'rslvr-frg-1')),
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
    [
      'or may, and may AAAA records',
      inTurn(healthy, mayBlock('A', 'rslvr-frg-1'), mayBlock('AAAA', 'rslvr-frg-2')),
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
    [
      'by leading them elsewhere',
      inTurn(healthy, (w) => {
        const elsewhere = { BlockResponse: 'OVERRIDE', BlockOverrideDomain: 'sinkhole.corp.example' };
        addFirewall(w, [{ ...firewallRule(10, 'BLOCK', [HOST]), Qtype: 'A', ...elsewhere }]);
      }),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
  ]);
});
