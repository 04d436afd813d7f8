import { describe, expect, test } from 'vitest';
import { ask } from '../scenarios/ask.ts';
import { dualStack, egressOnly } from '../scenarios/situations/ipv6.ts';
import { type Change, holds } from '../support/answered.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import {
  addFirewall,
  addProfile,
  addRule,
  addZone,
  alias,
  firewallRule,
  handOut,
  record,
} from '../support/names-world.ts';
import {
  environment,
  SECRETS_MANAGER_HOST as HOST,
  item,
  permit,
  refuse,
  rotationFunction,
  route,
  routeTable,
  SECRET_ARN,
  vpcConfig,
  type World,
} from '../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, policy, withoutNat } from '../support/world-parts.ts';

const OWN = `https://${HOST}`;
const ELSEWHERE = 'https://secretsmanager.eu-west-1.amazonaws.com';
const REFUSED_PROXY = { HTTPS_PROXY: 'http://10.0.20.10:3128' };

const told =
  (variables: Record<string, string>, more: object = {}): Change =>
  (w) => {
    environment(w, variables);
    Object.assign(rotationFunction(w), more);
  };
const node = { Runtime: 'nodejs22.x' };

/** An endpoint and no other way out. */
const privately =
  (change: Change, privateDns = true): Change =>
  (w) => {
    addEndpoint(w, { privateDns });
    withoutNat(w);
    change(w);
  };

const inState =
  (State: string): Change =>
  (w) => {
    item(w, 'VpcEndpoints', 'vpce-sm').State = State;
  };

function noHttpsLeaves(w: World): void {
  item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
}

describe('what the environment says', () => {
  holds([
    [
      'one host that serves and one that cannot',
      told({ SECRETS_MANAGER_ENDPOINT: OWN, AWS_ENDPOINT_URL: ELSEWHERE }),
      'unknown pass unknown X_HOST_UNKNOWN',
    ],
    [
      'two hosts that both cannot',
      told({ SECRETS_MANAGER_ENDPOINT: ELSEWHERE, AWS_ENDPOINT_URL: ELSEWHERE }),
      'fail pass fail X_HOST_IN_OTHER_REGION',
    ],
    [
      'a URL to be ignored, by a client that may not',
      told({ AWS_ENDPOINT_URL: ELSEWHERE, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, node),
      'unknown pass unknown X_HOST_UNKNOWN',
    ],
    [
      'a URL to be ignored that names the ordinary host',
      told({ AWS_ENDPOINT_URL: OWN, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, node),
      'pass pass pass',
    ],
    ['the ordinary port', told({ AWS_ENDPOINT_URL: `${OWN}:443` }), 'pass pass pass'],
    ['no scheme', told({ AWS_ENDPOINT_URL: HOST }), 'fail pass fail X_CLIENT_CONFIGURATION'],
    [
      'an agent of its own host',
      told({ AWS_ENDPOINT_URL: 'http://[::1]:2773' }),
      'unknown pass unknown X_HOST_NOT_SECRETS_MANAGER',
    ],
    ['a proxy for plain HTTP', told({ HTTP_PROXY: 'http://10.0.20.10:3128' }), 'pass pass pass'],
    ['a proxy that refuses', told(REFUSED_PROXY), 'fail pass fail ENI_SG_RULES_MISMATCH'],
    ['a proxy that refuses, not for AWS', told({ ...REFUSED_PROXY, NO_PROXY: '.amazonaws.com' }), 'pass pass pass'],
    [
      'a proxy that refuses, not for others',
      told({ ...REFUSED_PROXY, NO_PROXY: 'example.com' }),
      'fail pass fail ENI_SG_RULES_MISMATCH',
    ],
    [
      'a proxy that refuses, and a client that may not ask it',
      told(REFUSED_PROXY, node),
      'unknown pass unknown X_HOST_UNKNOWN',
    ],
    [
      'a proxy whose host cannot be told from its password',
      told({ HTTPS_PROXY: 'user:a/word@10.0.20.10:3128' }),
      'unknown pass unknown X_HOST_UNKNOWN',
    ],
    [
      'a proxy after a space whose host cannot be told from its password',
      told({ HTTPS_PROXY: ' http://user:a/word@10.0.20.10:3128' }),
      'unknown pass unknown X_HOST_UNKNOWN',
    ],
    ['a proxy of credentials alone', told({ HTTPS_PROXY: 'user:word@' }), 'unknown pass unknown X_HOST_UNKNOWN'],
    [
      'an endpoint without a scheme whose host cannot be told from its password',
      told({ AWS_ENDPOINT_URL: `user:a/word@${HOST}` }),
      'fail pass fail X_CLIENT_CONFIGURATION',
    ],
    [
      'an endpoint after a space whose host cannot be told from its password',
      told({ AWS_ENDPOINT_URL: ` https://user:a/word@${HOST}` }),
      'unknown pass unknown X_HOST_UNKNOWN',
    ],
    [
      'subnets that are an empty list',
      (w) => Object.assign(vpcConfig(w), { SubnetIds: [] }),
      'fail fail pass X_PRIVATE_ADDRESS_OUTSIDE_VPC',
    ],
  ]);
});

test('both hosts are named where one serves and one cannot', () => {
  const world = healthyWorld();
  told({ SECRETS_MANAGER_ENDPOINT: OWN, AWS_ENDPOINT_URL: ELSEWHERE })(world);
  const { findings } = ask(world, { secret: SECRET_ARN, targets: ['10.0.20.10:5432'] });
  const message = findings.find(({ code }) => code === 'X_HOST_UNKNOWN')?.message;
  expect(message).toContain(`${HOST} or secretsmanager.eu-west-1.amazonaws.com`);
});

describe('an endpoint that is not quite there', () => {
  holds([
    [
      'deleted, in capitals',
      (w) => {
        addEndpoint(w);
        inState('Deleted')(w);
      },
      'pass pass pass',
    ],
    ['rejected, and no other way', privately(inState('Rejected')), 'fail pass fail BAD_STATE NO_ROUTE_TO_DESTINATION'],
    [
      'pending without private DNS, beside a NAT gateway',
      (w) => {
        addEndpoint(w, { privateDns: false });
        inState('pendingAcceptance')(w);
      },
      'pass pass pass',
    ],
    [
      'partial, whose group refuses, and no other way',
      privately((w) => {
        inState('Partial')(w);
        item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [];
      }),
      'unknown pass unknown X_ENDPOINT_STATE_UNCERTAIN',
    ],
    [
      'host names off, and a policy that denies, and no other way',
      privately((w) => {
        item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
        item(w, 'VpcEndpoints', 'vpce-sm').PolicyDocument = policy();
      }),
      'fail pass fail NO_ROUTE_TO_DESTINATION X_ENDPOINT_POLICY_DENIES',
    ],
    [
      'unread, where nothing leaves anyhow',
      (w) => {
        refuse(w, 'VpcEndpoints');
        noHttpsLeaves(w);
      },
      'fail pass fail ENI_SG_RULES_MISMATCH UNKNOWN_RESOURCE',
    ],
    [
      'of a service that only its owner sees, where nothing leaves anyhow',
      (w) => {
        for (const it of [...w.Vpcs, ...w.Subnets]) it.OwnerId = '444455556666';
        noHttpsLeaves(w);
      },
      'fail pass fail ENI_SG_RULES_MISMATCH UNKNOWN_RESOURCE',
    ],
    [
      'asked about in another Region',
      (w) => {
        w.requests =
          w.requests?.map((row) => (row.list === 'VpcEndpoints' ? { ...row, region: 'eu-west-1' } : row)) ?? [];
      },
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
  ]);
});

describe('who answers for the name', () => {
  const toEndpoint = [alias(HOST, 'A', ENDPOINT_NAME)];
  holds([
    ['an empty zone of a parent', (w) => addZone(w, 'amazonaws.com', []), 'fail pass fail X_NAME_NOT_RESOLVED'],
    [
      "an empty zone of a parent, and the endpoint's own",
      privately((w) => addZone(w, 'amazonaws.com', [])),
      'pass pass pass',
    ],
    [
      'a star below the name',
      privately((w) => addZone(w, HOST, [record(`*.${HOST}`, 'CNAME', ENDPOINT_NAME)]), false),
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
    [
      'a zone below what is forwarded',
      privately((w) => {
        addRule(w, 'r-1', 'amazonaws.com', 'FORWARD');
        addZone(w, HOST, toEndpoint);
      }, false),
      'pass pass pass',
    ],
    [
      'a zone at what is forwarded',
      privately((w) => {
        addRule(w, 'r-1', HOST, 'FORWARD');
        addZone(w, HOST, toEndpoint);
      }, false),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
    [
      'what is forwarded, in other letters and with a dot',
      (w) => addRule(w, 'r-1', `${HOST.toUpperCase()}.`, 'FORWARD'),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
    ['what ends alike and is no parent', (w) => addRule(w, 'r-1', 'naws.com', 'FORWARD'), 'pass pass pass'],
    ['a Profile whose association is gone', (w) => addProfile(w, 'rp-1', [], { status: 'DELETED' }), 'pass pass pass'],
    [
      'a firewall with a name of the parent alone',
      (w) => addFirewall(w, [firewallRule(1, 'BLOCK', ['amazonaws.com'])]),
      'pass pass pass',
    ],
    [
      'a firewall with all below the parent',
      (w) => addFirewall(w, [firewallRule(1, 'BLOCK', ['*.amazonaws.com'])]),
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
    [
      'a firewall with an unread list that only alerts',
      (w) => addFirewall(w, [firewallRule(1, 'ALERT', null)]),
      'pass pass pass',
    ],
    ['the resolver by its IPv6 address', (w) => handOut(w, 'fd00:ec2::253'), 'pass pass pass'],
    [
      'servers that are all out of reach',
      (w) => handOut(w, '10.0.20.10', '10.0.20.77'),
      'fail pass fail ENI_SG_RULES_MISMATCH X_NO_INTERFACE_AT_ADDRESS',
    ],
  ]);
});

describe('both families', () => {
  const wholeIn =
    (...changes: readonly Change[]): Change =>
    (w) => {
      dualStack(w);
      egressOnly(w);
      for (const change of changes) change(w);
    };
  const timeout =
    (Timeout: number): Change =>
    (w) =>
      Object.assign(rotationFunction(w), { Timeout });
  holds([
    [
      'no way for IPv6, and exactly the time one address takes',
      (w) => {
        dualStack(w);
        timeout(60)(w);
      },
      'fail pass fail NO_ROUTE_TO_DESTINATION X_IPV6_STALL',
    ],
    [
      'no way for IPv6, and a second more',
      (w) => {
        dualStack(w);
        timeout(61)(w);
      },
      'unknown pass unknown X_IPV6_STALL_POSSIBLE',
    ],
    [
      'no way for IPv6, and no time stated',
      (w) => {
        dualStack(w);
        delete rotationFunction(w).Timeout;
      },
      'fail pass fail NO_ROUTE_TO_DESTINATION X_IPV6_STALL',
    ],
    [
      'no way for IPv6 from one of two subnets',
      wholeIn((w) => {
        vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
        const shared = item(w, 'RouteTables', 'rtb-private');
        shared.Associations = (shared.Associations ?? []).filter((a) => a.SubnetId !== 'subnet-l2');
        w.RouteTables.push(routeTable('rtb-ipv4', ['subnet-l2'], [route('0.0.0.0/0', 'nat-1')]));
      }),
      'fail pass fail at times NO_ROUTE_TO_DESTINATION X_IPV6_STALL',
    ],
    [
      "a gateway of another VPC's",
      wholeIn((w) => {
        item(w, 'EgressOnlyInternetGateways', 'eigw-1').Attachments = [{ VpcId: 'vpc-x', State: 'attached' }];
      }),
      'fail pass fail BAD_STATE_ATTACHMENT X_IPV6_STALL',
    ],
    [
      'an endpoint with two IPv6 addresses that refuses both, in less time than they take',
      privately((w) => {
        dualStack(w);
        timeout(100)(w);
        const endpoint = item(w, 'VpcEndpoints', 'vpce-sm');
        Object.assign(endpoint, { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'dualstack' } });
        item(w, 'NetworkInterfaces', 'eni-sm-a').Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:30::10' }];
        item(w, 'NetworkInterfaces', 'eni-sm-b').Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:31::10' }];
        item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.0.0/16'], 443)];
      }),
      'fail pass fail ENI_SG_RULES_MISMATCH X_IPV6_STALL',
    ],
  ]);
});
