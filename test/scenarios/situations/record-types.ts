import { addFirewall, addRule, addZone, alias, firewallRule, record, ZONE } from '../../support/names-world.ts';
import {
  environment,
  FUNCTION_ARN,
  SECRETS_MANAGER_HOST as HOST,
  item,
  rotationFunction,
  type World,
} from '../../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, withoutNat } from '../../support/world-parts.ts';
import { dualStack, egressOnly } from './ipv6.ts';
import { noRoute, overall, type Situation, situation } from './situation.ts';

const GROUP = 'rslvr-frg-1';
const refusedBy = (rule: string) => ({ ...overall('X_NAME_NOT_RESOLVED', 'endpoint', GROUP), entry: rule });

function block(world: World, Qtype: string, domains: readonly string[] | null = ['*']): void {
  addFirewall(world, [{ ...firewallRule(10, 'BLOCK', domains), Qtype }]);
}

function ipv6Alone(world: World): void {
  withoutNat(world);
  dualStack(world);
  egressOnly(world);
}

/** The function's only way out is an endpoint without private DNS, to which a zone leads the ordinary name. */
function aliasToEndpoint(world: World): void {
  withoutNat(world);
  addEndpoint(world, { privateDns: false });
  addZone(world, HOST, [alias(HOST, 'A', ENDPOINT_NAME)]);
}

const otherRegion = (...resources: readonly string[]) => overall('X_HOST_IN_OTHER_REGION', 'endpoint', ...resources);

/** The endpoint is of the service in another Region, as only its service's name tells. */
function ofAnotherRegion(world: World): void {
  const endpoint = item(world, 'VpcEndpoints', 'vpce-sm');
  endpoint.ServiceName = 'com.amazonaws.eu-west-1.secretsmanager';
  delete endpoint.ServiceRegion;
}

/** A name is asked for once per type of record; aliases are not asked for at all. */
export const RECORD_TYPES: readonly Situation[] = [
  situation('dns-firewall-that-blocks-ipv6-records-where-only-ipv6-leads-out', {
    world: (w) => {
      ipv6Alone(w);
      block(w, 'AAAA');
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `Only IPv6 leads out, and a DNS Firewall rule blocks questions for IPv6 records. The function gets IPv4 addresses, to which it
      has no route.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-blocks-ipv4-records-where-only-ipv6-leads-out', {
    world: (w) => {
      ipv6Alone(w);
      block(w, 'A');
    },
    explain: `A DNS Firewall rule blocks questions for IPv4 records. The function asks for IPv6 records too, gets them, and IPv6 is its
      way out.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-blocks-ipv4-records-of-a-client-that-may-prefer-them', {
    world: (w) => {
      ipv6Alone(w);
      rotationFunction(w).Runtime = 'nodejs22.x';
      block(w, 'A');
    },
    explain: `Node.js may try an IPv4 address first and hang. The firewall leaves it none, so it takes IPv6, which leads out.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-blocks-both-types-of-record-by-rules-of-their-own', {
    world: (w) => {
      ipv6Alone(w);
      addFirewall(w, [
        { ...firewallRule(10, 'BLOCK', ['*']), Qtype: 'A' },
        { ...firewallRule(20, 'BLOCK', ['*']), Qtype: 'AAAA' },
      ]);
    },
    endpoint: 'fail',
    blockers: [refusedBy('10'), refusedBy('20')],
    explain: `One rule blocks questions for IPv4 records, another those for IPv6 records. No address is left.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-cures-the-stall', {
    world: (w) => {
      dualStack(w);
      block(w, 'AAAA');
    },
    explain: `The function has IPv6 addresses and no IPv6 route, and would wait for IPv6. A DNS Firewall rule withholds IPv6 records, so it
      uses IPv4 at once.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-withholds-ipv6-records-by-their-number', {
    world: (w) => {
      dualStack(w);
      block(w, 'TYPE28');
    },
    explain: `As a rule for AAAA records, written by the number of the type.`,
    source: 'dns-firewall-rule',
  }),
  situation('dns-firewall-that-blocks-ipv4-records-by-their-number', {
    world: (w) => block(w, 'TYPE1'),
    endpoint: 'fail',
    blockers: [refusedBy('10')],
    explain: `TYPE1 is A: the rule blocks every question for an IPv4 address, and the function has no IPv6.`,
    source: 'dns-firewall-rule',
  }),
  situation('dns-firewall-that-blocks-ipv6-records-of-a-function-without-ipv6', {
    world: (w) => block(w, 'AAAA'),
    explain: `A rule blocks questions for IPv6 records. The function has no IPv6 and needs none.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-may-block-ipv6-records-where-both-ways-are-whole', {
    world: (w) => {
      dualStack(w);
      egressOnly(w);
      block(w, 'AAAA', null);
    },
    explain: `Which names the rule for IPv6 records blocks was not read. With them or without, the function has a way that works.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-may-cure-the-stall', {
    world: (w) => {
      dualStack(w);
      block(w, 'AAAA', null);
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', GROUP)],
    explain: `The function stalls on IPv6, unless a firewall rule withholds IPv6 records of this name. Which names that rule is about was
      not read.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-withholds-ipv6-records-of-the-database', {
    world: (w) => {
      dualStack(w);
      egressOnly(w);
      addZone(w, 'corp.example', [
        record('db.corp.example', 'A', '10.0.20.10'),
        record('db.corp.example', 'AAAA', '2001:db8:9::10'),
      ]);
      block(w, 'AAAA', ['db.corp.example']);
    },
    question: { targets: ['db.corp.example:5432'] },
    explain: `The database's name has an IPv6 address nobody can reach. A rule withholds it from this VPC, and what is left is the IPv4
      address.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-rule-without-an-action', {
    world: (w) => {
      const { Action: _, ...rule } = firewallRule(10, 'BLOCK', ['*']);
      addFirewall(w, [rule]);
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', GROUP)],
    explain: `A firewall rule takes every name, and what it does with it is not stated.`,
    source: 'dns-firewall',
  }),
  situation('dns-firewall-that-allows-only-a-name-with-an-alias-record', {
    world: (w) => {
      aliasToEndpoint(w);
      addFirewall(w, [firewallRule(10, 'ALLOW', [HOST]), firewallRule(20, 'BLOCK', ['*'])]);
    },
    explain: `A list of allowed names, all others blocked. The zone's record is an alias, which Route 53 follows by itself: the endpoint's
      name is never asked for, and the firewall does not see it.`,
    source: 'alias',
  }),
  situation('forwarding-rule-that-an-alias-record-never-meets', {
    world: (w) => {
      aliasToEndpoint(w);
      addRule(w, 'rslvr-rr-1', '.', 'FORWARD');
    },
    explain: `Every name without a zone is forwarded to the data centre. The zone answers this one by an alias, which Route 53 follows by
      itself: nothing is forwarded.`,
    source: 'alias',
  }),
  situation('forwarding-rule-that-the-end-of-a-cname-meets', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      addZone(w, HOST, [record(HOST, 'CNAME', `${ENDPOINT_NAME}.`)]);
      addRule(w, 'rslvr-rr-1', '.', 'FORWARD');
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'rslvr-rr-1')],
    explain: `Here the zone's record is a CNAME. The name it leads to is asked for like any other, and forwarded to the data centre.`,
    source: 'alias',
  }),
  situation('alias-to-another-name-of-its-zone-that-the-firewall-blocks', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      addZone(w, 'us-east-1.amazonaws.com', [
        alias(HOST, 'A', 'central.us-east-1.amazonaws.com'),
        record('central.us-east-1.amazonaws.com', 'A', '10.0.30.10', '10.0.31.10'),
      ]);
      addFirewall(w, [firewallRule(10, 'BLOCK', ['central.us-east-1.amazonaws.com'])]);
    },
    explain: `The alias stands for another record of the same zone. A rule blocks that record's name, which nobody asks for.`,
    source: 'alias',
  }),
  situation('alias-to-a-name-its-zone-does-not-have', {
    world: (w) => addZone(w, 'us-east-1.amazonaws.com', [alias(HOST, 'A', 'central.us-east-1.amazonaws.com')]),
    endpoint: 'fail',
    blockers: [overall('X_NAME_NOT_RESOLVED', 'endpoint', ZONE)],
    explain: `The alias stands for a record of the same zone that is not there. No address comes of it.`,
    source: 'alias',
  }),
  situation('record-that-leads-to-an-endpoint-for-another-region', {
    world: (w) => {
      aliasToEndpoint(w);
      ofAnotherRegion(w);
    },
    endpoint: 'fail',
    blockers: [otherRegion('vpce-sm')],
    explain: `The zone leads the name to an endpoint whose service is Secrets Manager in eu-west-1, as its service's name says. It does not
      know this Region's secret.`,
    source: 'endpoint',
  }),
  situation('record-with-the-addresses-of-an-endpoint-for-another-region', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      addZone(w, HOST, [record(HOST, 'A', '10.0.30.10', '10.0.31.10')]);
      ofAnotherRegion(w);
    },
    endpoint: 'fail',
    blockers: [otherRegion('vpce-sm')],
    explain: `The zone gives the addresses of an endpoint whose service is Secrets Manager in eu-west-1.`,
    source: 'endpoint',
  }),
  situation('endpoint-url-of-an-endpoint-for-another-region', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      ofAnotherRegion(w);
      environment(w, { AWS_ENDPOINT_URL_SECRETS_MANAGER: `https://${ENDPOINT_NAME}` });
    },
    endpoint: 'fail',
    blockers: [otherRegion('vpce-sm')],
    explain: `The function calls an endpoint by its name. The name bears this Region, but the endpoint's service is that of eu-west-1.`,
    source: 'endpoint',
  }),
  situation('chain-of-names-that-ends-at-the-fips-endpoint', {
    world: (w) => addZone(w, HOST, [record(HOST, 'CNAME', 'secretsmanager-fips.us-east-1.amazonaws.com.')]),
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', HOST)],
    explain: `The zone makes the ordinary name another name for the FIPS endpoint. The client asks for a certificate of the ordinary name, and
      nothing says that the FIPS endpoint has one.`,
    source: 'zones',
  }),
  situation('endpoint-url-that-ends-in-a-space', {
    world: (w) => {
      rotationFunction(w).Description =
        'Conducts an AWS SecretsManager secret rotation for RDS PostgreSQL using single user rotation scheme';
      environment(w, { SECRETS_MANAGER_ENDPOINT: `https://${HOST} ` });
    },
    endpoint: 'fail',
    blockers: [overall('X_CLIENT_CONFIGURATION', 'endpoint', FUNCTION_ARN)],
    explain: `A space was pasted after the host. Python's client holds it part of the host's name, and refuses the URL.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-that-ends-in-a-line-break', {
    world: (w) => environment(w, { AWS_ENDPOINT_URL: `https://${HOST}/\n` }),
    endpoint: 'fail',
    blockers: [overall('X_CLIENT_CONFIGURATION', 'endpoint', FUNCTION_ARN)],
    explain: `A line break was pasted after the URL. Python's client takes none in a URL.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-that-ends-in-a-space-in-another-runtime', {
    world: (w) => {
      rotationFunction(w).Runtime = 'nodejs22.x';
      environment(w, { AWS_ENDPOINT_URL: `https://${HOST} ` });
    },
    endpoint: 'unknown',
    blockers: [overall('X_HOST_UNKNOWN', 'endpoint', FUNCTION_ARN)],
    explain: `A space was pasted after the host. What the client of this runtime makes of it is not stated.`,
    source: 'sdk-endpoints',
  }),
];
