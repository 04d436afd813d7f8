import {
  ACCOUNT,
  ALLOW_ALL,
  EPHEMERAL,
  entry,
  environment,
  HTTPS,
  item,
  permit,
  putAcl,
  remove,
  rotationFunction,
  route,
  SECRET_ARN,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, policy, withoutNat, ZONAL_ENDPOINT_NAME } from '../../support/world-parts.ts';
import { useTemplate } from './healthy.ts';
import {
  aclRefuses,
  behind,
  groupsEmpty,
  groupsRefuse,
  noRoute,
  overall,
  type Situation,
  situation,
  thing,
} from './situation.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:111122223333:function:rotate-db';

function privateOnly(world: World): void {
  withoutNat(world);
  addEndpoint(world);
}

function withPolicy(...statements: readonly Record<string, unknown>[]): (world: World) => void {
  return (world) => {
    privateOnly(world);
    item(world, 'VpcEndpoints', 'vpce-sm').PolicyDocument = policy(...statements);
  };
}

function withState(state: string): (world: World) => void {
  return (world) => {
    item(world, 'VpcEndpoints', 'vpce-sm').State = state;
  };
}

const policyDenies = overall('X_ENDPOINT_POLICY_DENIES', 'endpoint', 'vpce-sm');
const policyUndecided = overall('X_ENDPOINT_POLICY_UNDECIDED', 'endpoint', 'vpce-sm');
const stateUncertain = overall('X_ENDPOINT_STATE_UNCERTAIN', 'endpoint', 'vpce-sm');

/** The function's way to Secrets Manager through an interface endpoint of its VPC. */
export const ENDPOINT_PATH: readonly Situation[] = [
  situation('private-dns-hides-a-healthy-nat-gateway', {
    world: (w) => {
      addEndpoint(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.9.0/24'], 443)];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `The NAT gateway is healthy and of no use: the endpoint's private DNS answers for the name of Secrets Manager in the
      whole VPC, and its security group admits only 10.0.9.0/24. Open it to the function on 443, or switch private DNS off.`,
    source: 'endpoint',
  }),
  situation('endpoint-with-the-default-group', {
    world: (w) => {
      privateOnly(w);
      item(w, 'VpcEndpoints', 'vpce-sm').Groups = [{ GroupId: 'sg-default' }];
      for (const eni of ['eni-sm-a', 'eni-sm-b'])
        item(w, 'NetworkInterfaces', eni).Groups = [{ GroupId: 'sg-default' }];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-default', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-default', 'ingress', 'eni-sm-b'),
    ],
    explain: `The endpoint was made without naming a security group and got the VPC's default group, which admits only its own
      members. The function is none.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-group-without-any-rule', {
    world: (w) => {
      privateOnly(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [];
    },
    endpoint: 'fail',
    blockers: [
      groupsEmpty('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsEmpty('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `The endpoint's security group has no inbound rule at all. A group without rules in a direction allows nothing in
      that direction.`,
    source: 'sg',
  }),
  situation('endpoint-group-forgets-the-secondary-range', {
    world: (w) => {
      privateOnly(w);
      item(w, 'Vpcs', 'vpc-1').CidrBlockAssociationSet?.push({
        CidrBlock: '100.64.0.0/16',
        CidrBlockState: { State: 'associated' },
      });
      for (const table of w.RouteTables) {
        table.Routes?.push(route('100.64.0.0/16', 'local', { Origin: 'CreateRouteTable' }));
      }
      item(w, 'Subnets', 'subnet-l1').CidrBlock = '100.64.1.0/24';
      remove(w, 'NetworkInterfaces', 'eni-lambda');
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.0.0/16'], 443)];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `The function's subnet lies in the VPC's secondary range 100.64.0.0/16, and the endpoint admits the primary range
      10.0.0.0/16 only, as infrastructure tools write it by default.`,
    source: 'sm-endpoint',
  }),
  situation('functions-group-does-not-let-https-out-to-the-endpoint', {
    world: (w) => {
      privateOnly(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `The endpoint is open, but the function's own group lets only 5432 out to the database. Security groups remember
      replies; they do not waive the outbound rule.`,
    source: 'sg',
  }),
  situation('endpoint-subnets-acl-refuses-https', {
    world: (w) => {
      privateOnly(w);
      putAcl(
        w,
        'acl-endpoint',
        ['subnet-e1', 'subnet-e2'],
        [entry(100, 'allow', '6', '0.0.0.0/0', EPHEMERAL)],
        ALLOW_ALL,
      );
    },
    endpoint: 'fail',
    blockers: [
      aclRefuses('endpoint', 'acl-endpoint', 'forward', 'ingress', 'subnet-e1'),
      aclRefuses('endpoint', 'acl-endpoint', 'forward', 'ingress', 'subnet-e2'),
    ],
    explain: `The ACL of the endpoint's subnets admits only ports 1024-65535. The function's call comes in on 443.`,
    source: 'acl',
  }),
  situation('endpoint-subnets-acl-drops-replies', {
    world: (w) => {
      privateOnly(w);
      putAcl(w, 'acl-endpoint', ['subnet-e1', 'subnet-e2'], ALLOW_ALL, [
        entry(100, 'allow', '6', '10.0.0.0/16', HTTPS),
      ]);
    },
    endpoint: 'fail',
    blockers: [
      aclRefuses('endpoint', 'acl-endpoint', 'return', 'egress', 'subnet-e1'),
      aclRefuses('endpoint', 'acl-endpoint', 'return', 'egress', 'subnet-e2'),
    ],
    explain: `The ACL of the endpoint's subnets lets only 443 out. The endpoint's answers go to the function's client port and
      never leave the subnet.`,
    source: 'ephemeral',
  }),
  situation('one-of-two-endpoint-interfaces-behind-a-closed-acl', {
    world: (w) => {
      privateOnly(w);
      putAcl(w, 'acl-e2', ['subnet-e2'], [entry(90, 'deny', '6', '0.0.0.0/0', HTTPS), ...ALLOW_ALL], ALLOW_ALL);
    },
    endpoint: 'partly',
    blockers: [aclRefuses('endpoint', 'acl-e2', 'forward', 'ingress', 'subnet-e2', '90')],
    explain: `The endpoint has an interface in each of two zones and its name answers with either. The one in zone b lies behind
      an ACL that denies 443, so about every second attempt fails.`,
    source: 'endpoint',
  }),
  situation('endpoint-without-private-dns-and-no-nat-gateway', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `There is an endpoint, but private DNS is off: the ordinary name gives public addresses, to which there is no route.
      Switch private DNS on, or give the function the endpoint's own name.`,
    source: 'endpoint',
  }),
  situation('function-outside-the-vpc-with-an-endpoint-name', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      delete rotationFunction(w).VpcConfig;
      useTemplate(w, `https://${ENDPOINT_NAME}`);
    },
    question: { noTarget: true },
    service: 'n/a',
    endpoint: 'fail',
    blockers: [overall('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'endpoint', FUNCTION_ARN)],
    explain: `SECRETS_MANAGER_ENDPOINT is the name of a VPC endpoint, but the function runs in no VPC. The name resolves
      everywhere, to private addresses that are out of reach for it.`,
    source: 'lambda',
  }),
  situation('zonal-endpoint-name-depends-on-one-zone', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      useTemplate(w, `https://${ZONAL_ENDPOINT_NAME}`);
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
    },
    warnings: ['X_ENDPOINT_IN_ONE_ZONE'],
    explain: `The template is pointed at the endpoint's name for zone a. It works, from every subnet, for as long as that zone does.`,
    source: 'endpoint',
  }),
  situation('endpoint-policy-copied-from-the-sample', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: '*',
      Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      Resource: SECRET_ARN,
    }),
    endpoint: 'fail',
    blockers: [policyDenies],
    explain: `The network path is open, but the endpoint policy, taken from AWS's own sample, allows reading the secret only.
      Rotation also calls PutSecretValue, UpdateSecretVersionStage and GetRandomPassword, which the endpoint refuses.`,
    source: 'sm-endpoint',
  }),
  situation('endpoint-without-a-policy-document', {
    world: (w) => {
      privateOnly(w);
      delete item(w, 'VpcEndpoints', 'vpce-sm').PolicyDocument;
    },
    explain: `The endpoint's record bears no policy. An endpoint without one of its own has the default policy, which allows
      everything.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-for-another-secret', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: '*',
      Action: 'secretsmanager:*',
      Resource: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/other-GhIjKl',
    }),
    endpoint: 'fail',
    blockers: [policyDenies],
    explain: `The endpoint policy allows everything, on another secret. What a policy does not allow, it denies.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-for-another-role', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/reporting' },
      Action: 'secretsmanager:*',
      Resource: '*',
    }),
    endpoint: 'fail',
    blockers: [policyDenies],
    explain: `The endpoint policy allows one role, and it is not the function's. The call arrives and is answered with
      AccessDenied.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-that-denies-writing', {
    world: withPolicy(
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: 'secretsmanager:Put*', Resource: '*' },
    ),
    endpoint: 'fail',
    blockers: [policyDenies],
    explain: `The endpoint policy allows everything and then denies whatever begins with Put: nothing in the VPC should change
      secrets. A rotation does just that, and a deny beats every allow.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-with-a-condition-nobody-can-judge', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
    }),
    endpoint: 'unknown',
    blockers: [policyUndecided],
    explain: `The endpoint policy allows principals of one organization. Which organization the account belongs to is not among
      the facts, so the statement can be neither counted nor dismissed.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-for-one-session', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/rotate-db/rotate-db` },
      Action: '*',
      Resource: '*',
    }),
    endpoint: 'unknown',
    blockers: [policyUndecided],
    explain: `The endpoint policy allows the role's session by name. Lambda usually calls its session like the function, which is
      habit and not promised.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-pending-beside-a-healthy-nat-gateway', {
    world: (w) => {
      addEndpoint(w);
      withState('pending')(w);
    },
    endpoint: 'unknown',
    blockers: [stateUncertain],
    explain: `The endpoint is being created with private DNS. Its hidden zone may already answer with addresses that do not work
      yet, or not: nobody can tell until the endpoint is available.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-pending-and-no-nat-gateway', {
    world: (w) => {
      privateOnly(w);
      withState('pendingAcceptance')(w);
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'vpce-sm', null), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The endpoint waits for acceptance and there is no other way out. Whether its name already resolves privately or
      not, neither path leads anywhere now.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-failed-beside-a-healthy-nat-gateway', {
    world: (w) => {
      addEndpoint(w);
      withState('failed')(w);
    },
    endpoint: 'unknown',
    blockers: [stateUncertain],
    explain: `The endpoint failed with private DNS on. Its hidden zone may linger and answer with dead addresses although the NAT
      gateway is fine. Delete the endpoint and check again.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-deleting-and-no-nat-gateway', {
    world: (w) => {
      privateOnly(w);
      withState('deleting')(w);
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'vpce-sm', null), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The endpoint is being deleted and the subnet has no other way out. Both possible answers of the name lead nowhere.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-deleted-leaves-the-nat-gateway', {
    world: (w) => {
      addEndpoint(w);
      withState('deleted')(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [];
    },
    explain: `The list still shows an endpoint, in state deleted. It is as good as absent: the name is public again and the NAT
      gateway leads there.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-state-partial', {
    world: (w) => {
      privateOnly(w);
      withState('partial')(w);
    },
    endpoint: 'unknown',
    blockers: [stateUncertain],
    explain: `The endpoint's state is partial: some of its parts work. Which, AWS does not say.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-state-in-another-letter-case', {
    world: (w) => {
      privateOnly(w);
      withState('Available')(w);
    },
    explain: `The endpoint's state reads Available with a capital letter, as the API model writes it, where the wire says
      available. It is the same state.`,
    source: 'endpoint-create',
  }),
  situation('dns-hostnames-off-and-only-the-endpoint-works', {
    world: (w) => {
      privateOnly(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-sm')],
    explain: `The endpoint's private DNS needs both DNS attributes of the VPC, and enableDnsHostnames was switched off. AWS does
      not say whether the hidden zone then stops answering; without it the name is public and has no route.`,
    source: 'dns',
  }),
  situation('dns-hostnames-off-and-both-paths-work', {
    world: (w) => {
      addEndpoint(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    warnings: ['X_PRIVATE_DNS_UNCERTAIN'],
    explain: `With enableDnsHostnames off nobody can say whether the name gives the endpoint's addresses or public ones. Both ways
      are open, so rotation works either way; switch the attribute on to know which.`,
    source: 'dns',
  }),
  situation('dns-hostnames-off-and-neither-path-works', {
    world: (w) => {
      privateOnly(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1'),
      behind(noRoute('endpoint', 'rtb-private', 'subnet-l1')),
    ],
    explain: `With enableDnsHostnames off the name may be private or public, but the function's group lets no 443 out to either,
      and a public address would have no route besides.`,
    source: 'dns',
  }),
  situation('dns-support-off', {
    world: (w) => {
      item(w, 'Vpcs', 'vpc-1').EnableDnsSupport = false;
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    endpoint: 'fail',
    blockers: [overall('X_NAME_NOT_RESOLVED', 'endpoint', 'vpc-1')],
    explain: `enableDnsSupport is off, so the VPC's resolver answers nothing, and the DHCP options name no other. The database is
      given by address and is reached; the name of Secrets Manager is never resolved.`,
    source: 'dns',
  }),
  situation('gateway-endpoint-for-s3-only', {
    world: (w) => {
      withoutNat(w);
      w.VpcEndpoints.push({
        VpcEndpointId: 'vpce-s3',
        VpcEndpointType: 'Gateway',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.us-east-1.s3',
        State: 'available',
        RouteTableIds: ['rtb-private'],
      });
      w.ManagedPrefixLists.push({
        PrefixListId: 'pl-s3',
        PrefixListName: 'com.amazonaws.us-east-1.s3',
        OwnerId: 'AWS',
        AddressFamily: 'IPv4',
        State: 'create-complete',
        Entries: [{ Cidr: '198.51.100.0/24' }],
      });
      item(w, 'RouteTables', 'rtb-private').Routes?.push(route('pl-s3', 'vpce-s3'));
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The only endpoint is the gateway endpoint for S3. Gateway endpoints exist for S3 and DynamoDB alone, and the prefix
      list in the route holds none of Secrets Manager's addresses.`,
    source: 'gateway-endpoint',
  }),
  situation('fips-host-with-the-ordinary-endpoint-only', {
    world: (w) => {
      privateOnly(w);
      environment(w, { AWS_USE_FIPS_ENDPOINT: 'true' });
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The function asks for secretsmanager-fips, but the endpoint serves only the ordinary name. The FIPS name stays
      public, and no route leads out. It needs the endpoint service secretsmanager-fips.`,
    source: 'sm-endpoint',
  }),
  situation('endpoint-reached-from-two-subnets-of-which-one-is-refused', {
    world: (w) => {
      privateOnly(w);
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 443)];
    },
    endpoint: 'partly',
    blockers: [
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `The endpoint admits the range of the function's first subnet and not of its second. It works for as long as Lambda
      happens to place the function in the first.`,
    source: 'sg',
  }),
];
