import {
  ACCOUNT,
  environment,
  item,
  networkInterface,
  permit,
  REGION,
  rotationFunction,
  route,
  routeTable,
  SECRET_ARN,
  securityGroup,
  setRoutes,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import {
  addCentralEgress,
  addEndpoint,
  addPeerVpc,
  addSecondSecret,
  policy,
  withoutNat,
} from '../../support/world-parts.ts';
import { behind, noRoute, overall, type Situation, situation } from './situation.ts';

const NAT_ADDRESS = '203.0.113.5/32';
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/rotate-db`;
const PEER_ENDPOINT = `vpce-peer-xyz.secretsmanager.${REGION}.vpce.amazonaws.com`;
const MASTER_ARN = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/master-ZyXwVu`;
const denies = overall('X_SECRET_POLICY_DENIES', 'endpoint', SECRET_ARN);
const undecided = overall('X_SECRET_POLICY_UNDECIDED', 'endpoint', SECRET_ARN);

type Statement = Readonly<Record<string, unknown>>;
type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Way = (world: World) => void;

const throughNat: Way = () => {};
const throughEndpoint: Way = (world) => {
  withoutNat(world);
  addEndpoint(world);
};
const fromNoVpc: Way = (world) => {
  rotationFunction(world).VpcConfig = { VpcId: '', SubnetIds: [], SecurityGroupIds: [] };
};

const deny = (more: Statement): Statement => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 'secretsmanager:*',
  Resource: '*',
  ...more,
});
const denyWhen = (Condition: Condition): Statement => deny({ Condition });

interface Told {
  readonly way: Way;
  readonly statements: readonly Statement[];
  readonly endpoint: 'pass' | 'fail' | 'partly' | 'unknown';
  readonly explain: string;
}

function secretPolicy(name: string, { way, statements, endpoint, explain }: Told): Situation {
  const blockers = { pass: [], fail: [denies], partly: [denies], unknown: [undecided] }[endpoint];
  return situation(name, {
    world: (w) => {
      way(w);
      w.SecretPolicies[SECRET_ARN] = policy(...statements);
    },
    question: way === fromNoVpc ? { targets: [], noTarget: true } : {},
    ...(way === fromNoVpc ? { service: 'n/a' as const } : {}),
    endpoint,
    blockers,
    explain,
    source: 'conditions',
  });
}

/** A second NAT gateway at 203.0.113.6, for the function's second subnet. */
function secondNat(world: World): void {
  const [first] = world.NatGateways;
  world.NatGateways.push({
    ...first,
    NatGatewayId: 'nat-2',
    NatGatewayAddresses: [{ PublicIp: '203.0.113.6', PrivateIp: '10.0.100.6', Status: 'succeeded', IsPrimary: true }],
  });
  const table = item(world, 'RouteTables', 'rtb-private');
  table.Associations = table.Associations?.filter(({ SubnetId }) => SubnetId !== 'subnet-l2');
  world.RouteTables.push(routeTable('rtb-private-2', ['subnet-l2'], [route('0.0.0.0/0', 'nat-2')]));
  item(world, 'Subnets', 'subnet-l2').AvailabilityZone = 'us-east-1a';
  vpcConfig(world).SubnetIds = ['subnet-l1', 'subnet-l2'];
}

/** The function asks the Secrets Manager endpoint of a peered VPC by its own name. */
function endpointInPeer(world: World): void {
  addPeerVpc(world);
  world.SecurityGroups.push(
    securityGroup('sg-peer-endpoint', [permit('tcp', ['10.0.0.0/16'], 443)], undefined, 'vpc-2'),
  );
  world.NetworkInterfaces.push(
    networkInterface('eni-peer-sm', 'subnet-peer', '10.1.0.30', ['sg-peer-endpoint'], {
      VpcId: 'vpc-2',
      InterfaceType: 'vpc_endpoint',
    }),
  );
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-peer',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-2',
    ServiceName: `com.amazonaws.${REGION}.secretsmanager`,
    State: 'available',
    PrivateDnsEnabled: false,
    IpAddressType: 'ipv4',
    SubnetIds: ['subnet-peer'],
    NetworkInterfaceIds: ['eni-peer-sm'],
    Groups: [{ GroupId: 'sg-peer-endpoint' }],
    DnsEntries: [{ DnsName: PEER_ENDPOINT }],
    PolicyDocument: policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
  });
  environment(world, { AWS_ENDPOINT_URL_SECRETS_MANAGER: `https://${PEER_ENDPOINT}` });
}

function secondAddress(world: World): void {
  item(world, 'NatGateways', 'nat-1').NatGatewayAddresses?.push({
    PublicIp: '203.0.113.6',
    PrivateIp: '10.0.100.6',
    Status: 'succeeded',
    IsPrimary: false,
  });
}

/** Conditions of the secret's own policy that ask for the path of a call, on every path. */
const BY_PATH: readonly Situation[] = [
  secretPolicy('secret-policy-for-one-endpoint-and-a-function-behind-nat', {
    way: throughNat,
    statements: [denyWhen({ StringNotEquals: { 'aws:SourceVpce': 'vpce-sm' } })],
    endpoint: 'fail',
    explain: `The secret's policy denies every call that does not come through one endpoint. The function's calls leave through a NAT
      gateway and bear no endpoint at all, and what is not there is not equal.`,
  }),
  secretPolicy('secret-policy-for-one-vpc-and-a-function-behind-nat', {
    way: throughNat,
    statements: [denyWhen({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } })],
    endpoint: 'fail',
    explain: `The policy denies what does not come from the function's own VPC. AWS notes the VPC of a call only at an endpoint: through
      the NAT gateway it comes from a public address, whichever VPC that belongs to.`,
  }),
  secretPolicy('secret-policy-for-one-endpoint-if-there-is-one', {
    way: throughNat,
    statements: [denyWhen({ StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-sm' } })],
    endpoint: 'fail',
    explain: `IfExists does not spare a call without the key: the condition is met, and its effect is to deny.`,
  }),
  secretPolicy('secret-policy-against-another-endpoint', {
    way: throughNat,
    statements: [denyWhen({ StringEquals: { 'aws:SourceVpce': 'vpce-other' } })],
    endpoint: 'pass',
    explain: `The policy denies calls through one endpoint that is not wanted. The function's calls go through none.`,
  }),
  secretPolicy('secret-policy-against-any-endpoint-if-exists', {
    way: throughNat,
    statements: [denyWhen({ StringLikeIfExists: { 'aws:SourceVpce': 'vpce-*' } })],
    endpoint: 'fail',
    explain: `The pattern is of endpoints, and IfExists makes it hold for calls that come through none.`,
  }),
  secretPolicy('secret-policy-that-lists-the-address-of-the-nat-gateway', {
    way: throughNat,
    statements: [denyWhen({ NotIpAddress: { 'aws:SourceIp': ['198.51.100.0/24', NAT_ADDRESS] } })],
    endpoint: 'pass',
    explain: `The policy denies every address but those of an office and of the NAT gateway, from which the function's calls come.`,
  }),
  secretPolicy('secret-policy-that-does-not-list-the-nat-gateway', {
    way: throughNat,
    statements: [denyWhen({ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } })],
    endpoint: 'fail',
    explain: `The policy denies every address but those of an office. The function's calls come from the NAT gateway's.`,
  }),
  secretPolicy('secret-policy-that-lists-private-addresses', {
    way: throughNat,
    statements: [denyWhen({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
    endpoint: 'fail',
    explain: `The policy lists the VPC's private range, but what AWS sees is the NAT gateway's public address.`,
  }),
  secretPolicy('secret-policy-that-lists-ipv6-addresses-only', {
    way: throughNat,
    statements: [denyWhen({ NotIpAddress: { 'aws:SourceIp': '2001:db8::/32' } })],
    endpoint: 'fail',
    explain: `The policy lists IPv6 addresses only, and the function's calls come over IPv4.`,
  }),
  secretPolicy('secret-policy-against-the-address-of-the-nat-gateway', {
    way: throughNat,
    statements: [denyWhen({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
    endpoint: 'fail',
    explain: `The policy denies a range that the NAT gateway's address is in.`,
  }),
  secretPolicy('secret-policy-against-other-addresses', {
    way: throughNat,
    statements: [denyWhen({ IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '192.0.2.7'] } })],
    endpoint: 'pass',
    explain: `The policy denies two ranges, and the NAT gateway's address is in neither.`,
  }),
  secretPolicy('secret-policy-that-lists-one-of-two-addresses-of-a-nat-gateway', {
    way: secondAddress,
    statements: [denyWhen({ NotIpAddress: { 'aws:SourceIp': NAT_ADDRESS } })],
    endpoint: 'partly',
    explain: `The NAT gateway has two public addresses and sends a connection from either. The policy lists one of them, so a rotation
      works by chance.`,
  }),
  secretPolicy('secret-policy-that-lists-one-of-two-nat-gateways', {
    way: secondNat,
    statements: [denyWhen({ NotIpAddress: { 'aws:SourceIp': NAT_ADDRESS } })],
    endpoint: 'partly',
    explain: `The function runs in two subnets with a NAT gateway each. The policy lists the address of one of them.`,
  }),
  secretPolicy('secret-policy-that-lists-both-nat-gateways', {
    way: secondNat,
    statements: [denyWhen({ NotIpAddress: { 'aws:SourceIp': ['203.0.113.5', '203.0.113.6/32'] } })],
    endpoint: 'pass',
    explain: `The function runs in two subnets with a NAT gateway each, and the policy lists the addresses of both.`,
  }),
  secretPolicy('secret-policy-against-calls-without-a-vpc', {
    way: throughNat,
    statements: [denyWhen({ Null: { 'aws:SourceVpc': 'true' } })],
    endpoint: 'fail',
    explain: `The policy denies calls that bear no VPC, as all do that come through no endpoint.`,
  }),
  secretPolicy('secret-policy-against-calls-with-a-vpc', {
    way: throughNat,
    statements: [denyWhen({ Null: { 'aws:SourceVpc': 'false' } })],
    endpoint: 'pass',
    explain: `The policy denies calls that bear a VPC. Through the NAT gateway they bear none.`,
  }),
  secretPolicy('secret-policy-with-keys-in-other-letters', {
    way: throughNat,
    statements: [
      deny({
        Action: 'SECRETSMANAGER:putsecretvalue',
        Condition: { StringNotEquals: { 'AWS:sourcevpce': 'vpce-sm' } },
      }),
    ],
    endpoint: 'fail',
    explain: `Names of condition keys and actions count in any letter case.`,
  }),
  secretPolicy('secret-policy-that-asks-for-a-private-address-behind-nat', {
    way: throughNat,
    statements: [denyWhen({ NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } })],
    endpoint: 'fail',
    explain: `The private address of a caller is noted only at an endpoint. Through the NAT gateway there is none, and what is not
      there is not in the range.`,
  }),
  secretPolicy('secret-policy-for-all-values-of-an-endpoint', {
    way: throughNat,
    statements: [denyWhen({ 'ForAllValues:StringEquals': { 'aws:SourceVpce': 'vpce-other' } })],
    endpoint: 'fail',
    explain: `ForAllValues holds for a call that bears no value at all.`,
  }),
  secretPolicy('secret-policy-for-any-value-of-an-endpoint', {
    way: throughNat,
    statements: [denyWhen({ 'ForAnyValue:StringEquals': { 'aws:SourceVpce': 'vpce-other' } })],
    endpoint: 'pass',
    explain: `ForAnyValue does not hold for a call that bears no value at all.`,
  }),
  secretPolicy('secret-policy-for-an-office-or-an-endpoint', {
    way: throughNat,
    statements: [
      denyWhen({
        NotIpAddressIfExists: { 'aws:SourceIp': '198.51.100.0/24' },
        StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-sm' },
        BoolIfExists: { 'aws:ViaAWSService': 'false' },
      }),
    ],
    endpoint: 'fail',
    explain: `The policy lets in the office's addresses, one endpoint, and AWS's own services. The NAT gateway is none of them.`,
  }),
  secretPolicy('secret-policy-for-public-addresses-and-a-function-behind-an-endpoint', {
    way: throughEndpoint,
    statements: [denyWhen({ NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '10.0.0.0/8'] } })],
    endpoint: 'fail',
    explain: `The policy denies every address but some. A call through an endpoint bears no source address, neither a public nor a
      private one, and what is not there is in no list.`,
  }),
  secretPolicy('secret-policy-for-public-addresses-if-there-is-one-behind-an-endpoint', {
    way: throughEndpoint,
    statements: [denyWhen({ NotIpAddressIfExists: { 'aws:SourceIp': '203.0.113.0/24' } })],
    endpoint: 'fail',
    explain: `The call bears no source address, so the condition with IfExists is met and the call denied.`,
  }),
  secretPolicy('secret-policy-against-public-addresses-behind-an-endpoint', {
    way: throughEndpoint,
    statements: [denyWhen({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })],
    endpoint: 'pass',
    explain: `The policy denies every public address. Through the endpoint the calls bear none.`,
  }),
  secretPolicy('secret-policy-against-calls-without-an-address-behind-an-endpoint', {
    way: throughEndpoint,
    statements: [denyWhen({ Null: { 'aws:SourceIp': true } })],
    endpoint: 'fail',
    explain: `The policy denies calls that bear no source address, as all do that come through an endpoint.`,
  }),
  secretPolicy('secret-policy-for-the-endpoint-in-use', {
    way: throughEndpoint,
    statements: [denyWhen({ StringNotEquals: { 'aws:SourceVpce': ['vpce-other', 'vpce-sm'] } })],
    endpoint: 'pass',
    explain: `The policy denies what does not come through one of two endpoints, and the function's calls come through one of them.`,
  }),
  secretPolicy('secret-policy-for-another-endpoint', {
    way: throughEndpoint,
    statements: [denyWhen({ StringNotEquals: { 'aws:SourceVpce': 'vpce-other' } })],
    endpoint: 'fail',
    explain: `The policy denies what does not come through one endpoint, and the function's calls come through another.`,
  }),
  secretPolicy('secret-policy-for-the-endpoint-in-capitals', {
    way: throughEndpoint,
    statements: [denyWhen({ StringNotEquals: { 'aws:SourceVpce': 'VPCE-SM' } })],
    endpoint: 'fail',
    explain: `Values count letter by letter: the id in capitals is not the endpoint's.`,
  }),
  secretPolicy('secret-policy-for-the-endpoint-in-any-letters', {
    way: throughEndpoint,
    statements: [denyWhen({ StringNotEqualsIgnoreCase: { 'aws:SourceVpce': 'VPCE-SM' } })],
    endpoint: 'pass',
    explain: `The operator ignores letter case, so the id in capitals is the endpoint's.`,
  }),
  secretPolicy('secret-policy-for-any-endpoint', {
    way: throughEndpoint,
    statements: [denyWhen({ StringNotLike: { 'aws:sourceVpce': 'vpce-*' } })],
    endpoint: 'pass',
    explain: `The policy denies what comes through no endpoint. These calls come through one.`,
  }),
  secretPolicy('secret-policy-with-a-star-that-is-no-pattern', {
    way: throughEndpoint,
    statements: [denyWhen({ StringNotEquals: { 'aws:SourceVpce': 'vpce-*' } })],
    endpoint: 'fail',
    explain: `StringNotEquals takes the star as a letter, and no endpoint is called that.`,
  }),
  secretPolicy('secret-policy-for-the-vpc-of-the-endpoint', {
    way: throughEndpoint,
    statements: [denyWhen({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } })],
    endpoint: 'pass',
    explain: `The policy denies what does not come from one VPC, which is the one the endpoint is in.`,
  }),
  secretPolicy('secret-policy-for-another-vpc', {
    way: throughEndpoint,
    statements: [denyWhen({ StringNotEquals: { 'aws:SourceVpc': 'vpc-2' } })],
    endpoint: 'fail',
    explain: `The policy denies what does not come from one VPC, and the endpoint is in another.`,
  }),
  secretPolicy('secret-policy-that-asks-for-a-private-address-behind-an-endpoint', {
    way: throughEndpoint,
    statements: [denyWhen({ NotIpAddress: { 'aws:VpcSourceIp': '10.0.1.0/24' } })],
    endpoint: 'unknown',
    explain: `Which private address AWS notes at the endpoint for a function is not stated, so whether it is in the range is not known.`,
  }),
  secretPolicy('secret-policy-that-asks-for-any-private-address-behind-an-endpoint', {
    way: throughEndpoint,
    statements: [denyWhen({ Null: { 'aws:VpcSourceIp': 'true' } })],
    endpoint: 'pass',
    explain: `At an endpoint some private address is always noted, and the policy asks for no more.`,
  }),
  secretPolicy('secret-policy-for-the-endpoints-of-an-account', {
    way: throughEndpoint,
    statements: [denyWhen({ StringNotEquals: { 'aws:VpceAccount': ACCOUNT } })],
    endpoint: 'unknown',
    explain: `The account of an endpoint is noted for some services only, and which they are changes.`,
  }),
  secretPolicy('secret-policy-for-an-office-and-a-function-in-no-vpc', {
    way: fromNoVpc,
    statements: [denyWhen({ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } })],
    endpoint: 'unknown',
    explain: `A function outside any VPC calls from some public address of AWS, which nobody can state.`,
  }),
  secretPolicy('secret-policy-for-one-vpc-and-a-function-in-none', {
    way: fromNoVpc,
    statements: [denyWhen({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } })],
    endpoint: 'fail',
    explain: `The policy denies what does not come from one VPC. The function is in none.`,
  }),
  secretPolicy('secret-policy-against-an-endpoint-and-a-function-in-no-vpc', {
    way: fromNoVpc,
    statements: [denyWhen({ StringEquals: { 'aws:SourceVpce': 'vpce-sm' } })],
    endpoint: 'pass',
    explain: `The policy denies calls through one endpoint. The function's go through none.`,
  }),
];

/** Statements of the secret's policy: whom, what and which secret they mean. */
const BY_STATEMENT: readonly Situation[] = [
  secretPolicy('secret-policy-that-denies-one-call-of-the-rotation', {
    way: throughNat,
    statements: [deny({ Action: ['secretsmanager:DeleteSecret', 'secretsmanager:UpdateSecretVersionStage'] })],
    endpoint: 'fail',
    explain: `The policy denies two actions, and the second is the last call of every rotation: the new version never becomes current.`,
  }),
  secretPolicy('secret-policy-that-denies-what-no-rotation-does', {
    way: throughNat,
    statements: [deny({ Action: ['secretsmanager:DeleteSecret', 'secretsmanager:PutResourcePolicy'] })],
    endpoint: 'pass',
    explain: `The policy denies deleting the secret and changing its policy. A rotation does neither.`,
  }),
  secretPolicy('secret-policy-that-denies-all-but-reading', {
    way: throughNat,
    statements: [deny({ Action: undefined, NotAction: ['secretsmanager:Get*', 'secretsmanager:Describe*'] })],
    endpoint: 'fail',
    explain: `The policy denies every action but reading. A rotation also writes.`,
  }),
  secretPolicy('secret-policy-that-denies-all-but-what-a-rotation-does', {
    way: throughNat,
    statements: [
      deny({
        Action: undefined,
        NotAction: ['secretsmanager:Get*', 'secretsmanager:Describe*', 'secretsmanager:Put*', 'secretsmanager:Update*'],
      }),
    ],
    endpoint: 'pass',
    explain: `The policy denies every action but some, among which are all that a rotation needs.`,
  }),
  secretPolicy('secret-policy-that-denies-the-role', {
    way: throughNat,
    statements: [deny({ Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:role/other`, ROLE_ARN] } })],
    endpoint: 'fail',
    explain: `The policy denies two roles, and one of them is the function's.`,
  }),
  secretPolicy('secret-policy-that-denies-another-role', {
    way: throughNat,
    statements: [deny({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` } })],
    endpoint: 'pass',
    explain: `The policy denies a role that is not the function's.`,
  }),
  secretPolicy('secret-policy-that-denies-another-account', {
    way: throughNat,
    statements: [deny({ Principal: { AWS: ['444455556666', 'arn:aws:iam::444455556666:root'] } })],
    endpoint: 'pass',
    explain: `The policy denies another account, which the function's role is not in.`,
  }),
  secretPolicy('secret-policy-that-denies-a-session-of-the-role', {
    way: throughNat,
    statements: [deny({ Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/rotate-db/rotate-db` } })],
    endpoint: 'unknown',
    explain: `The policy denies one session of the role by name. How Lambda names its session is habit and not promised.`,
  }),
  secretPolicy('secret-policy-that-denies-another-session-of-the-role', {
    way: throughNat,
    statements: [deny({ Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/rotate-db/somebody` } })],
    endpoint: 'unknown',
    explain: `The policy denies one session of the role by a name that is not the function's. That Lambda's sessions bear the
      function's name is habit, and no ground to pass upon.`,
  }),
  secretPolicy('secret-policy-that-denies-all-but-the-role', {
    way: throughNat,
    statements: [deny({ Principal: undefined, NotPrincipal: { AWS: [ROLE_ARN, `arn:aws:iam::${ACCOUNT}:root`] } })],
    endpoint: 'unknown',
    explain: `The policy denies all but the role and its account. Exceptions among principals spare no role with a permissions boundary,
      and nobody has read whether it has one.`,
  }),
  secretPolicy('secret-policy-that-denies-all-but-the-role-by-condition', {
    way: throughNat,
    statements: [
      denyWhen({ StringNotEquals: { 'aws:SourceVpce': 'vpce-sm' }, ArnNotEquals: { 'aws:PrincipalArn': ROLE_ARN } }),
    ],
    endpoint: 'pass',
    explain: `The policy denies what comes neither through one endpoint nor from the function's role. Both conditions would have to
      hold.`,
  }),
  secretPolicy('secret-policy-that-excepts-roles-by-pattern', {
    way: throughNat,
    statements: [denyWhen({ ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/rotate-*` } })],
    endpoint: 'pass',
    explain: `The policy denies all but the roles whose names begin like the function's.`,
  }),
  secretPolicy('secret-policy-that-excepts-the-role-in-other-letters', {
    way: throughNat,
    statements: [denyWhen({ StringNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/Rotate-*` } })],
    endpoint: 'fail',
    explain: `The pattern of the excepted roles has a capital letter that the function's role does not have.`,
  }),
  secretPolicy('secret-policy-for-one-organization', {
    way: throughNat,
    statements: [denyWhen({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } })],
    endpoint: 'unknown',
    explain: `The policy denies who is not of one organization. Which one the account belongs to is not among the facts.`,
  }),
  secretPolicy('secret-policy-for-the-callers-own-account-by-variable', {
    way: throughNat,
    statements: [denyWhen({ StringNotEquals: { 'aws:ResourceAccount': ['$', '{aws:PrincipalAccount}'].join('') } })],
    endpoint: 'unknown',
    explain: `The policy compares with a variable that AWS fills in at each call.`,
  }),
  secretPolicy('secret-policy-against-calls-without-tls', {
    way: throughNat,
    statements: [denyWhen({ Bool: { 'aws:SecureTransport': 'false' } })],
    endpoint: 'pass',
    explain: `The policy denies calls that are not encrypted. Secrets Manager takes no others.`,
  }),
  secretPolicy('secret-policy-until-a-day', {
    way: throughNat,
    statements: [denyWhen({ DateGreaterThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } })],
    endpoint: 'unknown',
    explain: `The policy denies calls after a day. When the rotation will run is not stated.`,
  }),
  secretPolicy('secret-policy-with-an-operator-that-does-not-exist', {
    way: throughNat,
    statements: [denyWhen({ StringResembles: { 'aws:SourceVpce': 'vpce-sm' } })],
    endpoint: 'unknown',
    explain: `The policy compares with an operator that IAM does not have.`,
  }),
  secretPolicy('secret-policy-about-another-secret', {
    way: throughNat,
    statements: [deny({ Resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/other-??????` })],
    endpoint: 'pass',
    explain: `The statement is about a secret of another name.`,
  }),
  secretPolicy('secret-policy-about-the-secret-by-pattern', {
    way: throughNat,
    statements: [deny({ Resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/db-??????` })],
    endpoint: 'fail',
    explain: `The six characters at the end of a secret's ARN match six question marks.`,
  }),
  secretPolicy('secret-policy-about-the-secret-without-its-suffix', {
    way: throughNat,
    statements: [deny({ Resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/db` })],
    endpoint: 'pass',
    explain: `The statement names the secret without the six characters at the end of its ARN, which is no secret's ARN.`,
  }),
  secretPolicy('secret-policy-about-all-but-the-secret', {
    way: throughNat,
    statements: [deny({ Resource: undefined, NotResource: SECRET_ARN })],
    endpoint: 'pass',
    explain: `The statement is about every secret but this one.`,
  }),
  secretPolicy('secret-policy-with-two-statements-that-deny', {
    way: throughNat,
    statements: [
      { ...denyWhen({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }), Sid: 'OnlyFromHere' },
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
      { ...denyWhen({ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }), Sid: 'OnlyTheOffice' },
    ],
    endpoint: 'fail',
    explain: `Two statements deny what takes the function's path. No statement that allows makes up for one that denies.`,
  }),
];

/** Policies on paths that fail, that are not sure, and of a second secret. */
const IN_COMPANY: readonly Situation[] = [
  situation('secret-policy-for-one-endpoint-and-no-way-out', {
    world: (w) => {
      withoutNat(w);
      w.SecretPolicies[SECRET_ARN] = policy(denyWhen({ StringNotEquals: { 'aws:SourceVpce': 'vpce-sm' } }));
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1'), behind(denies)],
    explain: `No route leads out of the function's subnet, and if one did, the secret's policy would deny what comes through no endpoint.`,
    source: 'conditions',
  }),
  situation('secret-policy-for-one-endpoint-whose-private-name-is-not-certain', {
    world: (w) => {
      addEndpoint(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
      w.SecretPolicies[SECRET_ARN] = policy(denyWhen({ StringNotEquals: { 'aws:SourceVpce': 'vpce-sm' } }));
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-sm')],
    explain: `Whether the endpoint's private name still answers is not known. Through the endpoint the secret's policy lets the calls
      pass, through the NAT gateway it denies them.`,
    source: 'dns',
  }),
  situation('secret-policy-for-one-endpoint-and-one-subnet-behind-another-way', {
    world: (w) => {
      secondNat(w);
      setRoutes(w, 'rtb-private-2', []);
      w.SecretPolicies[SECRET_ARN] = policy(denyWhen({ NotIpAddress: { 'aws:SourceIp': NAT_ADDRESS } }));
    },
    endpoint: 'partly',
    blockers: [noRoute('endpoint', 'rtb-private-2', 'subnet-l2'), behind(undecided)],
    explain: `From one subnet the calls leave through a NAT gateway that the policy lists. From the other no route leads out, so which
      address they would come from is not known.`,
    source: 'conditions',
  }),
  situation('second-secret-whose-policy-asks-for-an-endpoint', {
    world: (w) => {
      addSecondSecret(w, MASTER_ARN);
      w.SecretPolicies[MASTER_ARN] = policy(denyWhen({ StringNotEquals: { 'aws:SourceVpce': 'vpce-sm' } }));
    },
    question: { secretValue: { host: '10.0.20.10', port: 5432, masterarn: MASTER_ARN } },
    endpoint: 'fail',
    blockers: [overall('X_SECRET_POLICY_DENIES', 'endpoint', MASTER_ARN)],
    explain: `The rotation by alternating users reads a second secret, whose own policy denies what comes through no endpoint.`,
    source: 'conditions',
  }),
  situation('second-secret-whose-policy-denies-writing', {
    world: (w) => {
      addSecondSecret(w, MASTER_ARN);
      w.SecretPolicies[MASTER_ARN] = policy(deny({ Action: 'secretsmanager:PutSecretValue' }));
    },
    question: { secretValue: { host: '10.0.20.10', port: 5432, masterarn: MASTER_ARN } },
    explain: `The second secret is only read, so that its policy denies writing does not matter.`,
    source: 'conditions',
  }),
  situation('second-secret-whose-policy-was-not-read', {
    world: (w) => {
      addSecondSecret(w, MASTER_ARN);
      delete w.SecretPolicies[MASTER_ARN];
    },
    question: { secretValue: { host: '10.0.20.10', port: 5432, masterarn: MASTER_ARN } },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', MASTER_ARN)],
    explain: `The rotation by alternating users reads a second secret. Nobody asked for that secret's resource policy.`,
    source: 'permissions',
  }),
  situation('secret-policy-for-the-vpc-of-an-endpoint-in-a-peer', {
    world: (w) => {
      endpointInPeer(w);
      w.SecretPolicies[SECRET_ARN] = policy(denyWhen({ StringNotEquals: { 'aws:SourceVpc': 'vpc-2' } }));
    },
    explain: `The function asks an endpoint in a peered VPC by its own name. What AWS notes as the VPC of a call is the one the endpoint
      is in, not the one it comes from.`,
    source: 'conditions',
  }),
  situation('secret-policy-for-the-functions-vpc-and-an-endpoint-in-a-peer', {
    world: (w) => {
      endpointInPeer(w);
      w.SecretPolicies[SECRET_ARN] = policy(denyWhen({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }));
    },
    endpoint: 'fail',
    blockers: [denies],
    explain: `The policy denies what does not come from the function's VPC. The function asks an endpoint in a peered VPC, and that is
      the VPC that AWS notes.`,
    source: 'conditions',
  }),
  situation('secret-policy-that-lists-the-nat-gateway-of-the-central-egress', {
    world: (w) => {
      addCentralEgress(w);
      w.SecretPolicies[SECRET_ARN] = policy(denyWhen({ NotIpAddress: { 'aws:SourceIp': '203.0.113.9' } }));
    },
    explain: `The function's calls cross a transit gateway and leave through the NAT gateway of a central VPC, whose address the policy
      lists.`,
    source: 'conditions',
  }),
  situation('secret-policy-that-lists-a-nat-gateway-no-longer-used', {
    world: (w) => {
      addCentralEgress(w);
      w.SecretPolicies[SECRET_ARN] = policy(denyWhen({ NotIpAddress: { 'aws:SourceIp': NAT_ADDRESS } }));
    },
    endpoint: 'fail',
    blockers: [denies],
    explain: `The policy lists the address of the NAT gateway that the VPC once had. Now its calls leave from a central VPC.`,
    source: 'conditions',
  }),
  situation('role-of-another-account-and-a-policy-that-denies-everybody', {
    world: (w) => {
      rotationFunction(w).Role = 'arn:aws:iam::444455556666:role/rotate-db';
      w.SecretPolicies[SECRET_ARN] = policy(denyWhen({ StringNotEquals: { 'aws:SourceVpce': 'vpce-sm' } }));
    },
    endpoint: 'fail',
    blockers: [denies, undecided],
    explain: `The function's role belongs to another account, and in which role it calls cannot be seen. In any of them its calls come
      through no endpoint, and those the policy denies to everybody.`,
    source: 'conditions',
  }),
];

export const SECRET_POLICY: readonly Situation[] = [...BY_PATH, ...BY_STATEMENT, ...IN_COMPANY];
