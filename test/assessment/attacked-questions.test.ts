import { describe } from 'vitest';
import { withHostedDatabase } from '../scenarios/situations/hosted-databases.ts';
import { type Change, holds } from '../support/answered.ts';
import { asked } from '../support/healthy-world.ts';
import { addCentralEndpoint, addProfile, addZone, alias, CENTRAL_NAME, record } from '../support/names-world.ts';
import {
  ACCOUNT,
  addRoutes,
  addSubnet,
  environment,
  item,
  networkInterface,
  permit,
  REGION,
  remove,
  rotationFunction,
  route,
  routeTable,
  SECRET_ARN,
  SECRETS_MANAGER_HOST,
  secret,
  securityGroup,
  setRoutes,
  subnet,
  vpcConfig,
  type World,
} from '../support/world.ts';
import { addEndpoint, addPeerVpc, addSecondSecret, ENDPOINT_NAME, policy, withoutNat } from '../support/world-parts.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/rotate-db`;
const MASTER = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/master-AbCdEf`;
const RDS_NAME = `orders.abcdefghijkl.${REGION}.rds.amazonaws.com`;
const SERVER = '10.0.20.53';
const EVERYTHING = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const REFUSAL = { ...EVERYTHING, Effect: 'Deny' };

function privately(privateDns: boolean, change: Change = () => {}): Change {
  return (w) => {
    addEndpoint(w, { privateDns });
    withoutNat(w);
    change(w);
  };
}

function endpoint(w: World): World['VpcEndpoints'][number] {
  return item(w, 'VpcEndpoints', 'vpce-sm');
}

function endpointPolicy(...statements: readonly Record<string, unknown>[]): Change {
  return privately(true, (w) => {
    endpoint(w).PolicyDocument = policy(...statements);
  });
}

function secretPolicy(statement: Record<string, unknown>): Change {
  return (w) => {
    w.SecretPolicies[SECRET_ARN] = policy(statement);
  };
}

const unless = (operator: string, key: string, value: unknown) => ({
  ...REFUSAL,
  Condition: { [operator]: { [key]: value } },
});

/** The function in two zones, each with a NAT gateway of its own. */
function twoGateways(w: World): void {
  vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
  addSubnet(w, subnet('subnet-public-b', '10.0.101.0/24', 'b'), 'rtb-public');
  const [address] = item(w, 'NatGateways', 'nat-1').NatGatewayAddresses ?? [];
  w.NatGateways.push({
    ...item(w, 'NatGateways', 'nat-1'),
    NatGatewayId: 'nat-2',
    SubnetId: 'subnet-public-b',
    NatGatewayAddresses: [{ ...address, PublicIp: '203.0.113.6', PrivateIp: '10.0.101.5' }],
  });
  const shared = item(w, 'RouteTables', 'rtb-private');
  shared.Associations = (shared.Associations ?? []).filter((a) => a.SubnetId !== 'subnet-l2');
  w.RouteTables.push(routeTable('rtb-private-b', ['subnet-l2'], [route('0.0.0.0/0', 'nat-2')]));
}

function forward(domain: string): Change {
  return (w) => {
    w.ResolverRules.push({ Id: 'rslvr-rr-1', DomainName: domain, RuleType: 'FORWARD' });
    w.ResolverRuleAssociations.push({ ResolverRuleId: 'rslvr-rr-1', VPCId: 'vpc-1', Status: 'COMPLETE' });
  };
}

function firewall(...rules: readonly Record<string, unknown>[]): Change {
  return (w) => {
    const FirewallRules = rules.map((rule, i) => ({ Priority: i + 1, ...rule }));
    w.FirewallRuleGroupAssociations.push({ Id: 'rslvr-frgassoc-1', VpcId: 'vpc-1', Priority: 100, FirewallRules });
  };
}

function nameServers(...servers: readonly string[]): Change {
  return (w) => {
    w.NetworkInterfaces.push(networkInterface('eni-dns', 'subnet-db', SERVER, ['sg-dns']));
    const rules = (['udp', 'tcp'] as const).map((protocol) => permit(protocol, ['10.0.0.0/16'], 53));
    w.SecurityGroups.push(securityGroup('sg-dns', rules));
    const Values = servers.map((Value) => ({ Value }));
    item(w, 'DhcpOptions', 'dopt-amazon').DhcpConfigurations = [{ Key: 'domain-name-servers', Values }];
  };
}

/** The function, and nothing else, with all that names it. */
function inAnotherAccount(w: World): void {
  const { FunctionArn: arn } = rotationFunction(w);
  delete rotationFunction(w).Role;
  const other = JSON.stringify(w).replaceAll(arn, arn.replace(ACCOUNT, '444455556666'));
  Object.assign(w, JSON.parse(other));
  delete w.requests;
}

const vouched = (...hops: readonly string[]) => ({ assumptions: hops.map((hop) => ({ hop, because: 'it was read' })) });

describe('policies on the way', () => {
  holds([
    [
      'exceptions among principals',
      endpointPolicy(EVERYTHING, { Effect: 'Deny', NotPrincipal: { AWS: ROLE }, Action: '*', Resource: '*' }),
      'unknown pass unknown X_ENDPOINT_POLICY_UNDECIDED',
    ],
    [
      'a condition that spares the role',
      endpointPolicy(EVERYTHING, unless('ArnNotEquals', 'aws:PrincipalArn', ROLE)),
      'pass pass pass',
    ],
    [
      'a condition that spares its sessions by their own ARN',
      endpointPolicy(
        EVERYTHING,
        unless('ArnNotEquals', 'aws:PrincipalArn', `arn:aws:sts::${ACCOUNT}:assumed-role/rotate-db/*`),
      ),
      'fail pass fail X_ENDPOINT_POLICY_DENIES',
    ],
    [
      'the ARN without its last six characters',
      endpointPolicy({ ...EVERYTHING, Resource: SECRET_ARN.slice(0, -7) }),
      'fail pass fail X_ENDPOINT_POLICY_DENIES',
    ],
    [
      'patterns of actions that hold all five',
      endpointPolicy({ ...EVERYTHING, Action: ['secretsmanager:*Secret*', 'secretsmanager:GetRandom*'] }),
      'pass pass pass',
    ],
    ['no statement at all', endpointPolicy(), 'fail pass fail X_ENDPOINT_POLICY_DENIES'],
    [
      'a function of another account whose role nobody read',
      inAnotherAccount,
      'unknown pass unknown X_SECRET_POLICY_UNDECIDED',
    ],
    [
      'both public addresses listed',
      (w) => {
        twoGateways(w);
        secretPolicy(unless('NotIpAddress', 'aws:SourceIp', ['203.0.113.5', '203.0.113.6']))(w);
      },
      'pass pass pass',
    ],
    [
      'one of two public addresses listed',
      (w) => {
        twoGateways(w);
        secretPolicy(unless('NotIpAddress', 'aws:SourceIp', ['203.0.113.5']))(w);
      },
      'fail pass fail at times X_SECRET_POLICY_DENIES',
    ],
    [
      'private source addresses nobody knows',
      privately(true, secretPolicy(unless('NotIpAddress', 'aws:VpcSourceIp', ['10.0.0.0/8']))),
      'unknown pass unknown X_SECRET_POLICY_UNDECIDED',
    ],
    [
      'the VPC of the function where the endpoint is in another',
      (w) => {
        addCentralEndpoint(w);
        addZone(w, SECRETS_MANAGER_HOST, [alias(SECRETS_MANAGER_HOST, 'A', CENTRAL_NAME)]);
        secretPolicy(unless('StringNotEquals', 'aws:SourceVpc', 'vpc-1'))(w);
      },
      'fail pass fail X_SECRET_POLICY_DENIES',
    ],
  ]);
});

describe('what answers a name', () => {
  holds([
    [
      'two endpoints with one private name',
      privately(true, (w) => {
        w.VpcEndpoints.push({ ...endpoint(w), VpcEndpointId: 'vpce-zz', PolicyDocument: policy() });
      }),
      'unknown pass unknown X_NAME_UNKNOWN',
    ],
    [
      'the FIPS host and an endpoint of the other service',
      privately(true, (w) => environment(w, { AWS_USE_FIPS_ENDPOINT: 'TRUE' })),
      'fail pass fail NO_ROUTE_TO_DESTINATION',
    ],
    [
      'the same letters, which Node.js does not take',
      privately(true, (w) => {
        environment(w, { AWS_USE_FIPS_ENDPOINT: 'TRUE' });
        rotationFunction(w).Runtime = 'nodejs22.x';
      }),
      'pass pass pass',
    ],
    [
      'records with the address of an endpoint that refuses',
      privately(false, (w) => {
        endpoint(w).PolicyDocument = policy();
        addZone(w, SECRETS_MANAGER_HOST, [record(SECRETS_MANAGER_HOST, 'A', '10.0.30.10')]);
      }),
      'fail pass fail X_ENDPOINT_POLICY_DENIES',
    ],
    [
      'records with the address of an endpoint in doubt',
      privately(false, (w) => {
        endpoint(w).State = 'partial';
        addZone(w, SECRETS_MANAGER_HOST, [record(SECRETS_MANAGER_HOST, 'A', '10.0.30.10')]);
      }),
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
    [
      'a star written as Route 53 lists it',
      privately(false, (w) =>
        addZone(w, `${REGION}.amazonaws.com`, [record(`\\052.${REGION}.amazonaws.com`, 'CNAME', ENDPOINT_NAME)]),
      ),
      'pass pass pass',
    ],
    [
      'an endpoint that a Profile brings',
      (w) => {
        addCentralEndpoint(w, true);
        addProfile(w, 'rp-1', [`arn:aws:ec2:${REGION}:${ACCOUNT}:vpc-endpoint/vpce-central`]);
      },
      'pass pass pass',
    ],
    [
      'an endpoint that a Profile brings without private DNS',
      (w) => {
        addCentralEndpoint(w);
        addProfile(w, 'rp-1', [`arn:aws:ec2:${REGION}:${ACCOUNT}:vpc-endpoint/vpce-central`]);
      },
      'fail pass fail NO_ROUTE_TO_DESTINATION',
    ],
    ['private DNS of another VPC', (w) => addCentralEndpoint(w, true), 'fail pass fail NO_ROUTE_TO_DESTINATION'],
    [
      'a firewall rule that knows threats instead of names',
      firewall({ Action: 'BLOCK', DnsThreatProtection: 'DGA' }),
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
    [
      'a firewall that blocks what a CNAME leads to',
      privately(false, (w) => {
        addZone(w, SECRETS_MANAGER_HOST, [record(SECRETS_MANAGER_HOST, 'CNAME', ENDPOINT_NAME)]);
        firewall({ Action: 'BLOCK', Domains: ['*.vpce.amazonaws.com'] })(w);
      }),
      'fail pass fail X_NAME_NOT_RESOLVED',
    ],
    [
      'a firewall that alerts before it blocks',
      firewall({ Action: 'ALERT', Domains: ['*'] }, { Action: 'BLOCK', Domains: ['*'] }),
      'pass pass pass',
    ],
    ['all names forwarded but those of the endpoint', privately(true, forward('.')), 'pass pass pass'],
    ['all names forwarded', forward('.'), 'unknown pass unknown X_NAME_UNKNOWN'],
    [
      'endpoints asked for by one state',
      (w) => {
        w.requests = (w.requests ?? []).map((row) =>
          row.list === 'VpcEndpoints'
            ? { ...row, filters: { ...row.filters, 'vpc-endpoint-state': ['available'] } }
            : row,
        );
      },
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
  ]);
});

describe('name servers and what the caller vouches for', () => {
  holds([
    ['a server nobody vouches for', nameServers(SERVER), 'unknown pass unknown X_OPAQUE_HOP'],
    ['a server somebody vouches for', nameServers(SERVER), 'pass pass pass', vouched(SERVER)],
    [
      'a server without a way over TCP',
      (w) => {
        nameServers(SERVER)(w);
        item(w, 'SecurityGroups', 'sg-dns').IpPermissions = [permit('udp', ['10.0.0.0/16'], 53)];
      },
      'unknown pass unknown X_NAME_UNKNOWN',
      vouched(SERVER),
    ],
    [
      'a second server that is not there',
      nameServers(SERVER, '10.0.20.54'),
      'unknown pass unknown X_NAME_UNKNOWN',
      vouched(SERVER, '10.0.20.54'),
    ],
    [
      'a server that has no resolver of the VPC to ask',
      privately(true, (w) => {
        nameServers(SERVER)(w);
        item(w, 'Vpcs', 'vpc-1').EnableDnsSupport = false;
      }),
      'unknown pass unknown X_NAME_UNKNOWN',
      vouched(SERVER),
    ],
    [
      'a gateway that failed',
      (w) => {
        item(w, 'NatGateways', 'nat-1').State = 'failed';
      },
      'fail pass fail BAD_STATE',
      vouched('nat-1'),
    ],
    [
      'a policy that cannot be evaluated',
      secretPolicy(unless('StringNotEquals', 'aws:PrincipalOrgID', 'o-1')),
      'unknown pass unknown X_SECRET_POLICY_UNDECIDED',
      vouched(SECRET_ARN),
    ],
    [
      'a connection into an account that is in sight',
      (w) => {
        addPeerVpc(w);
        item(w, 'SecurityGroups', 'sg-peer-db').IpPermissions = [];
      },
      'fail fail pass SG_HAS_NO_RULES',
      { ...vouched('pcx-1'), targets: ['10.1.0.10:5432'] },
    ],
    [
      'a VPN on the way to a path of a precondition',
      (w) => {
        rotationFunction(w).Description = 'Conducts an AWS SecretsManager secret rotation for Elasticache';
        environment(w, { SECRETS_MANAGER_ENDPOINT: `https://${SECRETS_MANAGER_HOST}` });
        w.VpnGateways.push({
          VpnGatewayId: 'vgw-1',
          State: 'available',
          VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }],
        });
        setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'vgw-1')]);
      },
      'unknown pass pass X_OTHER_SERVICES',
      vouched('vgw-1'),
    ],
    [
      'a VPN gateway that is detached',
      (w) => {
        w.VpnGateways.push({
          VpnGatewayId: 'vgw-1',
          State: 'available',
          VpcAttachments: [{ VpcId: 'vpc-1', State: 'detached' }],
        });
        addRoutes(w, 'rtb-private', [route('192.168.0.0/16', 'vgw-1')]);
      },
      'fail fail pass BAD_STATE_ATTACHMENT',
      { ...vouched('vgw-1'), targets: ['192.168.1.1:5432'] },
    ],
  ]);
});

describe('targets from several sources', () => {
  const value = { host: '10.0.20.10', port: 5432, engine: 'postgres', masterarn: MASTER };
  const withMaster: Change = (w) => {
    addSecondSecret(w, MASTER);
  };
  const tag =
    (Value: string): Change =>
    (w) => {
      secret(w).Tags = [{ Key: 'rotation-preflight:target', Value }];
    };
  holds([
    [
      'a superuser on the same host',
      withMaster,
      'pass pass pass',
      { secretValue: { ...value, master: { host: '10.0.20.10', port: 5432 } } },
    ],
    [
      'a superuser on a host nobody else names',
      withMaster,
      'fail fail at times pass X_NO_INTERFACE_AT_ADDRESS',
      { secretValue: { ...value, master: { host: '10.0.20.77', port: 5432 } } },
    ],
    [
      'a superuser whose policy is under another spelling',
      withMaster,
      'unknown pass unknown UNKNOWN_RESOURCE',
      { secretValue: { ...value, masterarn: MASTER.slice(0, -7), master: { host: '10.0.20.10', port: 5432 } } },
    ],
    [
      'a caller who leaves out one of two tagged targets',
      tag('10.0.20.10:5432 10.0.20.77:5432'),
      'fail fail pass X_NO_INTERFACE_AT_ADDRESS X_TARGET_DISAGREES',
    ],
    [
      'one host in other letters, and with a dot',
      tag('IP-10-0-20-10.ec2.internal.:5432'),
      'pass pass pass',
      { targets: ['ip-10-0-20-10.ec2.internal:5432'] },
    ],
    [
      'no target, against a value that names one',
      () => {},
      'fail fail pass X_TARGET_DISAGREES',
      { noTarget: true, targets: [], secretValue: { host: '10.0.20.10', port: 5432 } },
    ],
    [
      'zone records against the word of the caller',
      (w) => addZone(w, 'corp.example', [record('db.corp.example', 'A', '10.0.20.77')]),
      'fail fail pass X_NO_INTERFACE_AT_ADDRESS X_TARGET_DISAGREES',
      { targets: ['db.corp.example:5432=10.0.20.10'] },
    ],
    [
      'records that nobody read, and the word of the caller',
      (w) => addZone(w, 'corp.example', null),
      'unknown unknown pass UNKNOWN_RESOURCE',
      { targets: ['db.corp.example:5432=10.0.20.10'] },
    ],
    [
      'another name of a database that is stopped',
      (w) => {
        withHostedDatabase(w, { DBInstanceStatus: 'stopped' });
        addZone(w, 'corp.example', [record('db.corp.example', 'CNAME', RDS_NAME)]);
      },
      'fail fail pass BAD_STATE',
      { targets: ['db.corp.example:5432=10.0.20.10'] },
    ],
    [
      'a zone above the database that lacks its name',
      (w) => {
        withHostedDatabase(w);
        addZone(w, `${REGION}.rds.amazonaws.com`, []);
      },
      'fail fail pass X_NAME_NOT_RESOLVED',
      { targets: [`${RDS_NAME}:5432=10.0.20.10`] },
    ],
    [
      'an address nobody has, beside a database that is not in sight',
      (w) => {
        withHostedDatabase(w);
        remove(w, 'NetworkInterfaces', 'eni-rds');
      },
      'fail fail at times pass X_NO_INTERFACE_AT_ADDRESS',
      { targets: ['10.0.20.4:5432', `${RDS_NAME}:5432`] },
    ],
    [
      'an address in a subnet that was not read, beside one that was',
      (w) => {
        const rows = w.requests ?? [];
        w.requests = rows.map((r) => (r.list === 'Subnets' ? { ...r, filters: { 'subnet-id': ['subnet-db'] } } : r));
      },
      'unknown unknown pass UNKNOWN_RESOURCE',
      { targets: ['10.0.20.10:5432', '10.0.30.10:5432'] },
    ],
    [
      'an address in no subnet, beside one in a subnet',
      () => {},
      'fail fail at times pass X_NO_SUBNET_AT_ADDRESS',
      { targets: ['10.0.20.10:5432', '10.0.30.10:5432'] },
    ],
    [
      'a database in a peer by its own name',
      (w) => {
        addPeerVpc(w);
        withHostedDatabase(w, {
          VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-peer-db' }],
          DBSubnetGroup: { VpcId: 'vpc-2', Subnets: [{ SubnetIdentifier: 'subnet-peer' }] },
        });
        const made = { VpcId: 'vpc-2', RequesterId: 'amazon-rds' };
        w.NetworkInterfaces.push(networkInterface('eni-rds-peer', 'subnet-peer', '10.1.0.20', ['sg-peer-db'], made));
        w.requests?.push(asked('DBInstances', {}));
      },
      'pass pass pass',
      { targets: [`${RDS_NAME}:5432`] },
    ],
  ]);
});
